"""在编不在岗核查表 and 流动统计表."""

from __future__ import annotations

from datetime import date

from ganbu_desktop.foundation import codes
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.attendance import OVERDUE, AttendanceState
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.service import ServiceSpell
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.samples import TOO_FEW
from ganbu_desktop.kernel.report.spec import NO_RECORD, Cell, Figure, Period, Report, ReportTable, stored_inputs
from ganbu_desktop.modules.units import leaving
from ganbu_desktop.modules.units.absences import GROUPS, Absent, absent
from ganbu_desktop.modules.units.records import AbsenceFinding
from ganbu_desktop.modules.units.reports.parts import headed, whom
from ganbu_desktop.modules.units.staffing import County, read_county
from ganbu_desktop.store.record import Record


def off_post(office: Office, period: Period) -> Report:
    """Return who is away on the period's last day (today while it runs): the groups in numbers, and a list of each."""
    day = period.so_far
    county = read_county(office, day)
    with office.reading() as connection:
        found = [a for a in absent(connection, day) if a.state.person_id in county.served.people]
        read: tuple[type[Record], ...] = (AbsenceFinding, AttendanceState, Person, ServiceSpell)
        inputs = tuple(d for cls in read for d in stored_inputs(connection, cls))
    population, said = whom(office, county)
    header = (("姓名", "单位", "状态", "起", "批准截止", "不在岗天数", "批准文号", "备注"),)
    tables = [ReportTable("人数", (("", *GROUPS),), (("期末不在岗", *_sums(found)),), (2, *(1.0,) * 5), "lccccc")]
    for group in GROUPS:
        rows = tuple(_row(county, a) for a in found if a.group == group)
        if rows:
            tables.append(ReportTable(group, header, rows, (2, 4, 1.2, 2, 2, 1.6, 3, 3), "clccccll"))
    return Report(
        f"在编不在岗核查表（{period.chinese()}）",
        (*tables, population),
        left=headed(office, period),
        right="单位：人",
        remarks=(
            f"统计到 {day:%Y.%m.%d}；批准截止日期已过、没有登记返岗的仍算不在岗。",
            "病休、产假依法单列，不作为问题；脱岗没有核实的列“待核实”，有生效核实结论的才列“无事由”。",
            "“在岗不办事”是评价，不在本表。",
            *said,
        ),
        inputs=inputs,
    )


def _sums(found: list[Absent]) -> list[Figure]:
    figures = []
    for group in GROUPS:
        people = tuple(dict.fromkeys(a.state.person_id for a in found if a.group == group))
        records = tuple((AttendanceState.table.name, a.state.id) for a in found if a.group == group)
        formula = f"期末不在岗、属于“{group}”的人，每人计一次"
        figures.append(Figure(len(people), formula=formula, people=people, records=records))
    return figures


def _row(county: County, away: Absent) -> tuple[Cell, ...]:
    state, worker = away.state, county.workers[away.state.person_id]
    figure = Figure(away.days, formula="起始日期到期末的天数", records=((AttendanceState.table.name, state.id),))
    notes = [
        OVERDUE if away.is_past_end else "",
        "没有批准文号" if away.lacks_approval else "",
    ]
    dates = (str(state.starts_on or NO_RECORD), str(state.ends_on or NO_RECORD))
    document = state.approval_document or ""
    unit = county.name_of(worker.home)
    return (worker.name, unit, away.kind, *dates, figure, document, "；".join(note for note in notes if note))


def exit_statistics(office: Office, period: Period) -> Report:
    """Return a year's leaving by kind, and its rate by unit and age for groups that are large enough."""
    year = period.first.year
    found = leaving.year_of(office, year, period.so_far)
    before = leaving.year_of(office, year - 1, date(year - 1, 12, 31))
    table = codes.table("exit_kind")
    kinds: tuple[tuple[Cell, ...], ...] = tuple(
        (e.label, _kind(found.kinds.get(e.code, 0)), _kind(before.kinds.get(e.code, 0))) for e in table.entries
    )
    head = ("年初在册", "当年流出", "流失率")
    with office.reading() as connection:
        read: tuple[type[Record], ...] = (ExitEvent, Person, ServiceSpell, Unit)
        inputs = tuple(d for cls in read for d in stored_inputs(connection, cls))
    return Report(
        f"流动统计表（{period.chinese()}）",
        (
            ReportTable("全县", (head,), (_cells(found.whole)[1:],), (1, 1, 1), "ccc"),
            ReportTable("按类型", (("类型", "本年", "上年"),), kinds, (2, 1, 1), "lcc"),
            ReportTable("按单位", (("单位", *head),), tuple(map(_cells, found.units)), (4, 1, 1, 1), "lccc"),
            ReportTable(
                "按年龄（年初周岁）", (("年龄段", *head),), tuple(map(_cells, found.ages)), (2, 1, 1, 1), "lccc"
            ),
        ),
        left=headed(office, period),
        right="单位：人",
        remarks=(
            f"流失率＝当年流出 ÷ 年初在册。{leaving.BASE_FORMULA}。{leaving.LEFT_FORMULA}；离开又回来再离开的计两次。",
            "年初在册不到最小样本的单位、年龄段并入别的一组，能由各组相减推算出来的也合并，合并只看人数。",
            f"当年进入又流出的 {found.came_and_left} 人次只在“按类型”里；"
            f"年初是否在册不能确定、没有计入的 {found.unknown} 人。",
            "匿名汇总，不列姓名；原因以本人自述为准，不在本表。",
        ),
        rule_versions=found.rules,
        inputs=inputs,
    )


def _kind(number: int) -> Figure:
    return Figure(number, formula="当年发生日期在本年的流动记录，匿名汇总")


def _cells(group: leaving.Group) -> tuple[Cell, ...]:
    if group.left.value is None:
        return (group.name, group.base, TOO_FEW, TOO_FEW)
    return (group.name, group.base, group.left, group.rate)
