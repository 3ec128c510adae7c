"""The verb ``export``: what there is to export, the cadres' own kinds of file, and one ledger as its workbook."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganbu_desktop import modules
from ganbu_desktop.cli.verb import DONE, Result, Session, Verb
from ganbu_desktop.foundation.errors import CheckFailed

if TYPE_CHECKING:
    from ganbu_desktop.kernel.office.office import Office, Progress

Say = Callable[[str], None]


@dataclass(frozen=True)
class ExportOrder:
    """What the command line asks for: a ledger, where to write it, no rows (``template``), only these people."""

    name: str
    target: Path
    template: bool
    people: tuple[str, ...]


def list_exports(say: Say) -> dict[str, Any]:
    """Name everything that can be exported: the cadres' own kinds of file and the ledgers of every room."""
    from ganbu_desktop.modules.paper.handing_on import KINDS

    entries = [{"name": name, "title": title, "imports": name != "roster"} for name, title in KINDS.items()]
    entries += [{"name": s.name, "title": s.title, "imports": s.may_import} for s in modules.ledgers()]
    for entry in entries:
        say(f"{entry['name']}\t{entry['title']}" + ("" if entry["imports"] else "\t（只能导出）"))
    return {"exports": entries}


def run_export(office: Office, order: ExportOrder, *, say: Say, progress: Progress) -> dict[str, Any]:
    """Write one ledger as its workbook."""
    from ganbu_desktop.kernel.ledger.batch import export_named, named
    from ganbu_desktop.modules.people.selection import ids_of_names

    spec = named(modules.ledgers(), order.name)
    people = ids_of_names(office, order.people) if order.people else []
    count = export_named(office, spec, order.target, people=people, template=order.template, progress=progress)
    say(f"已写出{spec.title}{'空表' if order.template else f' {count} 条'}：{order.target}")
    return {"ledger": spec.name, "entries": count, "files": [str(order.target)]}


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("store", type=Path, nargs="?")
    parser.add_argument("kind", nargs="?")
    parser.add_argument("--list", action="store_true", help="列出可以导出的全部内容")
    parser.add_argument("--template", action="store_true", help="只导出台账的空表，供填写")
    parser.add_argument("--to", type=Path, metavar="PATH")
    parser.add_argument("--name", nargs="+", action="extend", metavar="TEXT", help="姓名或身份证号；不写则为全部")


def _run(session: Session) -> Result:
    from ganbu_desktop.cli.people_named import chosen_people
    from ganbu_desktop.modules.paper import handing_on

    options = session.options
    if options.list:
        return DONE, list_exports(session.say)
    if options.store is None or options.kind is None or options.to is None:
        raise CheckFailed("请写明数据文件、内容名称和 --to 输出位置；ganbu export --list 列出全部名称")
    with session.opened() as office:
        if options.kind not in handing_on.KINDS:
            order = ExportOrder(options.kind, options.to, options.template, tuple(options.name or ()))
            return DONE, run_export(office, order, say=session.say, progress=session.progress)
        chosen = chosen_people(office, options.name or ())
        result = handing_on.export(office, options.kind, chosen, options.to, progress=session.progress)
    session.say(f"已写出 {result['people']} 人：{options.to}")
    return DONE, result


EXPORT = Verb(
    "export",
    "导出任免审批表文件、采集表、花名册或一种台账",
    "writes `lrmx`, `collection`, `roster` or a ledger (KIND); `ganbu export --list` names them; `--template`: a "
    "ledger without rows",
    _arguments,
    _run,
)
