"""Reports about who was reached: coverage by unit, and the list of those who were not."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, Report, ReportTable
from ganbu_desktop.modules.talks import coverage, expected
from ganbu_desktop.modules.talks.coverage import Coverage
from ganbu_desktop.modules.talks.expected import Cadre, Expected

_UNIT_HEADER = (
    ("单位", "谈心谈话", "谈心谈话", "谈心谈话", "谈心谈话", "谈心谈话", "政治家访", "政治家访", "剔除人数"),
    ("单位", "应谈人数", "已谈人数", "覆盖率", "次数达标人数", "达标率", "家访达标人数", "达标率", "剔除人数"),
)
_LEFT_HEADER = (("序号", "姓名", "单位", "职务", "不计入的原因"),)
_GAP_HEADER = (
    ("序号", "单位", "姓名", "职务", "应谈次数", "已谈次数", "缺口", "最近一次谈话", "应访次数", "已访次数"),
)
_GROUPS = "集体谈话不计入单独谈话的次数"
_LEFT_TITLE, _UNKNOWN_TITLE = "不计入应谈、应访人数的人员", "不能确定期末是否在职、没有列入的人员"


def compute_coverage(office: Office, period: Period) -> Report:
    """Return the coverage of a year by unit, who did their part, and who is left out for which reason."""
    figures = office.parameters()
    with office.reading() as connection:
        found = coverage.coverage_in(connection, figures, period.first.year)
        read = coverage.inputs(connection, found)
    rules = coverage.rule_versions(figures, period.last, (*coverage.FREQUENCIES, *coverage.DENOMINATOR))
    levels = ReportTable(
        "分级负责完成情况",
        (("谁来谈", "应谈人数", "已谈人数", "完成率"),),
        tuple(coverage.level_rows(found)),
        (4, 1, 1, 1),
        "lccc",
    )
    return Report(
        title=f"谈心谈话和政治家访覆盖率表（{period.chinese()}）",
        tables=(
            ReportTable(
                "", _UNIT_HEADER, tuple(coverage.unit_rows(found)), (4, 1, 1, 1, 1.3, 1, 1.3, 1, 1), "lcccccccc"
            ),
            levels,
            *left_tables(found.expected, always=True),
        ),
        remarks=(
            f"应谈、应访人数：{expected.WHO}。{found.expected.served.remark()}",
            "剔除期内离开的，统计期末正在病产假、借出等的，不在岗天数占比达到规定的，以及新任现职不满规定月数的；剔除的人即使谈过也不计入分子。",
            f"{_GROUPS}；家访以本人同意、已经进行的为准。",
        ),
        rule_versions=rules,
        inputs=read,
    )


def compute_unreached(office: Office, period: Period) -> Report:
    """Return everybody who was expected in a year and not talked with or visited as often as owed, with the gap."""
    figures = office.parameters()
    with office.reading() as connection:
        found = coverage.coverage_in(connection, figures, period.first.year)
        last = expected.last_days(connection, period.last)
        read = coverage.inputs(connection, found)
    missing = [c for c in found.expected.cadres if not (found.reached(c) and found.visited(c))]
    rows = tuple(_gap_row(number, cadre, found, last) for number, cadre in enumerate(missing, 1))
    unreached = [c for c in found.expected.cadres if not found.talked(c)]
    return Report(
        title=f"未谈未访名单（{period.chinese()}）",
        tables=(
            ReportTable("", _GAP_HEADER, rows, (1, 4, 2, 5, 1.3, 1.3, 1, 2, 1.3, 1.3), "clclcccccc"),
            *left_tables(found.expected),
        ),
        remarks=(
            f"应谈、应访 {len(found.expected.cadres)} 人，全年没有单独谈话的 {len(unreached)} 人，"
            f"谈话或家访次数不够的共 {len(missing)} 人；不计入的 {len(found.expected.left_out)} 人列在表后。",
            f"{expected.WHO}。{found.expected.served.remark()}{_GROUPS}；最近一次谈话到期末为止。",
        ),
        rule_versions=coverage.rule_versions(figures, period.last, (*coverage.FREQUENCIES, *coverage.DENOMINATOR)),
        inputs=read,
    )


def left_tables(found: Expected, *, always: bool = False) -> tuple[ReportTable, ...]:
    """Return who is left out and of whom it is unknown, a table each; an empty one only where ``always``.

    Who is unknown has a table of its own only when there is anybody.
    """
    left = _left_table(_LEFT_TITLE, [(c, found.left_out[c.person_id]) for c in found.outside])
    unknown = _left_table(_UNKNOWN_TITLE, found.unknown)
    return (*((left,) if left.rows or always else ()), *((unknown,) if unknown.rows else ()))


def _left_table(title: str, people: Sequence[tuple[Cadre, str]]) -> ReportTable:
    rows = tuple((str(n), c.name, c.unit_name, c.post, reason) for n, (c, reason) in enumerate(people, 1))
    return ReportTable(title, _LEFT_HEADER, rows, (1, 2, 4, 4, 6), "cclll")


def _gap_row(number: int, cadre: Cadre, found: Coverage, last: dict[str, PartialDate]) -> tuple[Cell, ...]:
    owed, had = found.owed[cadre.person_id], found.talks.get(cadre.person_id, 0)
    visits = found.visits.get(cadre.person_id, 0)
    person = (cadre.person_id,)
    on = last.get(cadre.person_id)
    return (
        str(number),
        cadre.unit_name,
        cadre.name,
        cadre.post,
        Figure(owed, formula="按本人类别全年应谈的次数", rule=found.rule, people=person),
        Figure(had, formula="全年单独谈话的次数", people=person),
        Figure(max(owed - had, 0), formula="应谈次数 − 已谈次数", rule=found.rule, people=person),
        str(on) if on else "无记录",
        Figure(found.visits_owed, formula="全年应家访的次数", rule=found.rule, people=person),
        Figure(visits, formula="全年已家访的次数", people=person),
    )
