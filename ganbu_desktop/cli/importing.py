"""The verb ``import``: files and folders as units hand them in."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from ganbu_desktop.cli.verb import Result, Session, Verb
from ganbu_desktop.modules import ledgers

if TYPE_CHECKING:
    from ganbu_desktop.kernel.people.service_change import Said


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("store", type=Path)
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--dry-run", action="store_true", help="只预览，不写入")
    parser.add_argument("--report", type=Path, metavar="FILE.xlsx", help="把不能导入的单元格标红写入此文件")
    parser.add_argument("--with-hidden", action="store_true", help="连同隐藏的行一起导入")
    meant = parser.add_mutually_exclusive_group()
    meant.add_argument("--changed-on", metavar="DATE", help="管理状态、单位、编制的变化从这一天起（变动）")
    meant.add_argument("--correction", action="store_true", help="管理状态、单位、编制是原来记错（更正）")


def _run(session: Session) -> Result:
    from ganbu_desktop.modules.intake import batch

    options = session.options
    with session.opened() as office:
        return batch.run_import(
            office,
            options.paths,
            dry_run=options.dry_run,
            report=options.report,
            say=session.say,
            with_hidden=options.with_hidden,
            ledgers=ledgers(),
            progress=session.progress,
            said=_said(options),
        )


def _said(options: argparse.Namespace) -> Said | None:
    """Return what was said of other states, units and 编制: a change on a day, a correction, or nothing."""
    from ganbu_desktop.foundation.partial_date import PartialDate
    from ganbu_desktop.kernel.people.service_change import Said

    if options.changed_on:
        return Said(PartialDate.parse(options.changed_on))
    return Said(None) if options.correction else None


IMPORT = Verb(
    "import",
    "导入采集表、任免审批表文件、花名册或台账（文件或文件夹）",
    "reads workbooks, `.lrmx`, `.lrm`, rosters, ledgers, folders; `--changed-on`, `--correction`: what another state, "
    "unit or 编制 of a person means",
    _arguments,
    _run,
)
