"""在编不在岗核查表 and 流动统计表."""

from __future__ import annotations

from ganbu_desktop.foundation import codes
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.attendance import OVERDUE, AttendanceState
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person import Person, Supplement
from ganbu_desktop.kernel.report.spec import NO_RECORD, Cell, Figure, Period, Report, ReportTable, stored_inputs
from ganbu_desktop.modules.units import leaving
from ganbu_desktop.modules.units.absences import GROUPS, Absent, absent
from ganbu_desktop.modules.units.records import AbsenceFinding
from ganbu_desktop.modules.units.reports.parts import counted_to
from ganbu_desktop.modules.units.staffing import County, read_county
from ganbu_desktop.store.record import Record


def off_post(office: Office, period: Period) -> Report:
    """Return who is away on the period's last day (today while it runs): the groups in numbers, and a list of each."""
    county, day = read_county(office), counted_to(office, period)
    with office.reading() as connection:
        found = [a for a in absent(connection, day) if a.state.person_id in county.workers]
        read: tuple[type[Record], ...] = (AbsenceFinding, AttendanceState, Person)
        inputs = tuple(d for cls in read for d in stored_inputs(connection, cls))
    header = (("姓名", "单位", "状态", "起", "批准截止", "不在岗天数", "批准文号", "备注"),)
    tables = [ReportTable("人数", (("", *GROUPS),), (("期末不在岗", *_sums(found)),), (2, *(1.0,) * 5), "lccccc")]
    for group in GROUPS:
        rows = tuple(_row(county, a) for a in found if a.group == group)
        if rows:
            tables.append(ReportTable(group, header, rows, (2, 4, 1.2, 2, 2, 1.6, 3, 3), "clccccll"))
    return Report(
        f"在编不在岗核查表（{period.chinese()}）",
        tuple(tables),
        right="单位：人",
        remarks=(
            f"统计到 {day:%Y.%m.%d}；批准截止日期已过、没有登记返岗的仍算不在岗。",
            "病休、产假依法单列，不作为问题；脱岗没有核实的列“待核实”，有生效核实结论的才列“无事由”。",
            "“在岗不办事”是评价，不在本表。",
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
    found = leaving.year_of(office, period.first.year)
    before = leaving.year_of(office, period.first.year - 1)
    table = codes.table("exit_kind")
    kinds: tuple[tuple[Cell, ...], ...] = tuple(
        (e.label, _kind(found.kinds.get(e.code, 0)), _kind(before.kinds.get(e.code, 0))) for e in table.entries
    )
    head = ("年初在册", "当年流出", "流失率")
    with office.reading() as connection:
        read: tuple[type[Record], ...] = (ExitEvent, Person, Supplement)
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
        right="单位：人",
        remarks=(
            f"流失率＝流出 ÷ 年初在册。{leaving.BASE_FORMULA}。",
            f"年初在册不到最小样本的单位和年龄段不出分项；另有 {found.left_out} 人{leaving.NO_EVENT}，没有计入。",
            "匿名汇总，不列姓名；原因以本人自述为准，不在本表。",
        ),
        rule_versions=found.rules,
        inputs=inputs,
    )


def _kind(number: int) -> Figure:
    return Figure(number, formula="当年发生日期在本年的流动记录，匿名汇总")


def _cells(group: leaving.Group) -> tuple[Cell, ...]:
    hidden = "样本不足"
    small = group.left.value is None
    return (group.name, group.base, hidden if small else group.left, hidden if small else group.rate)
