"""The verb ``export`` for ledgers: what there is to export, and one ledger as its workbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganbu_desktop import modules

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
