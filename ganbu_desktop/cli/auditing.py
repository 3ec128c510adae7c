"""The verb ``audit``: both logs, checked line by line and written out."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganbu_desktop.cli.verb import DONE, FINDINGS, Result, Session, Verb
from ganbu_desktop.foundation.errors import CheckFailed

if TYPE_CHECKING:
    from ganbu_desktop.kernel.office.office import Office, Progress

Say = Callable[[str], None]


def run_audit(office: Office, target: Path, *, say: Say, progress: Progress) -> dict[str, Any]:
    """Write both logs whole to a workbook, and return how long they are and what is not as it was written."""
    from ganbu_desktop.kernel.log.operation_export import export_log, log_problems

    if target.suffix.lower() != ".xlsx":
        raise CheckFailed(f"操作日志写成 Excel 工作簿，请把“{target.name}”改成 .xlsx 结尾；没有写出")
    with office.reading() as connection:
        problems = log_problems(connection)
    operations = export_log(office, target, progress)
    for problem in problems:
        say(problem)
    say(f"已写出 {operations} 条操作和全部查看留痕：{target}" + ("" if problems else "；逐行核对，全部相符"))
    return {"operations": operations, "problems": problems, "file": str(target)}


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("store", type=Path)
    parser.add_argument("--to", type=Path, required=True, metavar="FILE.xlsx")


def _run(session: Session) -> Result:
    with session.opened() as office:
        result = run_audit(office, session.options.to, say=session.say, progress=session.progress)
    return (FINDINGS if result["problems"] else DONE), result


AUDIT = Verb(
    "audit",
    "导出操作日志和查看留痕（Excel），逐行核对校验值",
    "checks the operation and the access log line by line and writes both out",
    _arguments,
    _run,
)
