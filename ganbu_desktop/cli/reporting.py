"""The verb ``report``: reports of every room, generated and written."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganbu_desktop import modules
from ganbu_desktop.cli.verb import DONE, FINDINGS, Result, Session, Verb
from ganbu_desktop.foundation.errors import CheckFailed

if TYPE_CHECKING:
    from ganbu_desktop.kernel.office.office import Office, Progress
    from ganbu_desktop.kernel.report.spec import Cell, Report
    from ganbu_desktop.kernel.spine.report_run import ReportRun

Say = Callable[[str], None]
_KINDS = {"month": "按月", "quarter": "按季度", "year": "按年"}


@dataclass(frozen=True)
class ReportOrder:
    """What the command line asks for: a report's name, its period (empty: the last closed one), where to write it."""

    name: str
    period: str | None
    target: Path | None


def list_reports(say: Say) -> dict[str, Any]:
    """Name the reports of every room."""
    specs = modules.reports()
    for spec in specs:
        say(f"{spec.name}\t{spec.title}\t{'、'.join(_KINDS[kind] for kind in spec.periods)}")
    return {"reports": [{"name": s.name, "title": s.title, "periods": list(s.periods)} for s in specs]}


def run_report(office: Office, order: ReportOrder, *, say: Say, warn: Say, progress: Progress) -> dict[str, Any]:
    """Generate a report, write it where asked, and return its hash and figures."""
    from ganbu_desktop.kernel.report.paper import check_target, write_report
    from ganbu_desktop.kernel.report.runs import generate
    from ganbu_desktop.kernel.report.spec import Period, named

    if order.target is not None:
        check_target(order.target)
    spec = named(modules.reports(), order.name)
    last = Period.around(office.today(), spec.periods[0]).before
    period = last if order.period is None else Period.parse(order.period)
    made = generate(office, spec, period, progress=progress)
    findings = [] if order.target is None else write_report(made.report, order.target)
    for line in findings:
        warn(line)
    say(f"{made.report.title}：数据指纹 {made.run.content_hash}")
    if order.target is not None:
        say(f"已写出：{order.target}")
    return {**_plain_run(made.run), **_plain(made.report), "findings": findings, "file": _text(order.target)}


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _plain_run(run: ReportRun) -> dict[str, Any]:
    return {
        "report": run.report,
        "period": run.period,
        "hash": run.content_hash,
        "run": run.id,
        "generated_at": run.generated_at,
    }


def _plain(report: Report) -> dict[str, Any]:
    return {
        "title": report.title,
        "rule_versions": dict(report.rule_versions),
        "tables": [
            {
                "title": table.title,
                "header": [list(row) for row in table.header],
                "rows": [[_plain_cell(cell) for cell in row] for row in table.rows],
            }
            for table in report.tables
        ],
        "remarks": list(report.remarks),
        "boxes": dict(report.boxes),
    }


def _plain_cell(cell: Cell) -> object:
    """Return a text, a number, None for missing data, or the words of a figure that is no plain number."""
    if isinstance(cell, str):
        return cell
    return cell.text or cell.value


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("store", type=Path, nargs="?")
    parser.add_argument("report", nargs="?", help="报表名称")
    parser.add_argument("--list", action="store_true", help="列出全部报表")
    parser.add_argument("--period", metavar="YYYY-MM|YYYY-Qn|YYYY", help="期间；不写则为上一期")
    parser.add_argument("--to", type=Path, metavar="FILE", help="写出的 .pdf 或 .xlsx 文件")


def _run(session: Session) -> Result:
    options = session.options
    if options.list:
        return DONE, list_reports(session.say)
    if options.store is None or options.report is None:
        raise CheckFailed("请写明数据文件和报表名称；ganbu report --list 列出全部报表")
    order = ReportOrder(options.report, options.period, options.to)
    with session.opened() as office:
        result = run_report(office, order, say=session.say, warn=session.warn, progress=session.progress)
    return (FINDINGS if result["findings"] else DONE), result


REPORT = Verb(
    "report",
    "生成一期报表，写成 PDF 或 Excel",
    "generates a report, names its hash; `ganbu report --list` names the reports",
    _arguments,
    _run,
)
