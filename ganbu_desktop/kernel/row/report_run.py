"""Working the reports of a row out, from what was gathered of a period."""

from __future__ import annotations

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import Period, Report, ReportSpec, inputs_of
from ganbu_desktop.kernel.row.gathering import Gathered, gather
from ganbu_desktop.kernel.row.report_tables import remarks_of, table
from ganbu_desktop.kernel.row.reports import Closure, PeriodReport
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.store.record import Record, fields_of


def report_spec(report: PeriodReport, record: type[Record], reads: str) -> ReportSpec:
    """Return the report that a room offers."""

    def compute(office: Office, period: Period) -> Report:
        if reads:
            office.require(reads)
        with office.reading() as connection:
            gathered = gather(report, record, office, connection, period)
            tables = tuple(table(part, gathered) for part in report.parts)
            said = [line for part in report.parts for line in remarks_of(part, gathered)]
            loops = gathered.loops() if any(isinstance(part, Closure) for part in report.parts) else []
        figures = [gathered.figures.get(name, period.last) for name in report.figures]
        return Report(
            title=f"{period.chinese()}{report.title}",
            left=f"单位：{office.called(period.last)}（盖章）",
            right=f"期间：{period.chinese()}",
            tables=tables,
            remarks=(*_scope(report, gathered), *said, *report.remarks),
            landscape=report.landscape,
            rule_versions={figure.name: version_of(figure) for figure in figures},
            inputs=inputs_of([*gathered.entries, *gathered.people.values(), *loops]),
        )

    return ReportSpec(report.name, report.title, report.periods, compute, report.help, report.is_submitted)


def _scope(report: PeriodReport, gathered: Gathered) -> list[str]:
    labels = [fields_of(gathered.record)[name].label for name in report.within]
    ends = "、".join(labels[1:])
    said = f"自“{labels[0]}”到“{ends}”与期间有重合的条目" if ends else f"“{labels[0]}”在期内的条目"
    found = [f"统计范围：{said}；人员的单位和职务以 {gathered.day:%Y.%m.%d} 为准。"]
    if gathered.unplaced:
        found.append(f"另有 {gathered.unplaced} 条因日期不全或不够确切没有算进来，点开数字可看到是谁、为什么。")
    return found
