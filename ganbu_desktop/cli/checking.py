"""The verb ``check``: the data check over everybody."""

from __future__ import annotations

import argparse
from pathlib import Path

from ganbu_desktop.cli.verb import DONE, FINDINGS, Result, Session, Verb


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("store", type=Path)
    parser.add_argument("--report", type=Path, metavar="FILE.xlsx")


def _run(session: Session) -> Result:
    from ganbu_desktop.modules.checks import checking

    with session.opened() as office:
        report = checking.check_everyone(office, progress=session.progress)
        if session.options.report:
            checking.write_report(office, report, session.options.report)
    session.say(report.summary())
    return (FINDINGS if report.findings else DONE), report.to_plain()


CHECK = Verb("check", "校核全部数据", "runs the data check", _arguments, _run)
