"""Cells of a ledger changed where they stand in the list: which may be, and all of one gesture written as one step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ganbu_desktop.foundation.fields import Hidden, Sealed
from ganbu_desktop.kernel.editing import Pair
from ganbu_desktop.kernel.ledger import entry as ledger_entry
from ganbu_desktop.kernel.ledger.names import MAIN
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.log.sealed import seal_record
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Integer, Record, fields_of, needed_fields, replace

NEW = "new:"
"""How the id of an entry begins that is still to be made."""
_CHUNK = 500


@dataclass(frozen=True)
class CellValue:
    """The value that a cell is to have; ``entry_id`` begins with ``NEW`` for an entry to be made."""

    entry_id: str
    name: str
    value: Any


@dataclass
class CellPlan:
    """What a gesture would write: pairs of old and new entries, and the cells that are refused, each with why."""

    pairs: list[Pair] = field(default_factory=list)
    refused: dict[tuple[str, str], str] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)

    @property
    def new(self) -> int:
        """Return how many entries would be made."""
        return sum(old is None for old, _new in self.pairs)


def closed_because(spec: LedgerSpec, name: str) -> str:
    """Return why no cell of a field can be typed in the list, empty when it can."""
    entry = fields_of(spec.record).get(name)
    if entry is None or name not in spec.fields or entry.by_program or name in spec.guarded:
        label = entry.label if entry is not None else name
        return f"“{label}”由程序填写或另行办理，不能在列表里改"
    if isinstance(entry, Sealed):
        return f"“{entry.label}”加密保存，请打开这一条修改（Ctrl+回车）"
    if isinstance(entry, Hidden) and not isinstance(entry, Integer) and name != MAIN:
        return "" if _is_reference(entry) else f"“{entry.label}”由程序填写，不能在列表里改"
    return ""


def _is_reference(entry: object) -> bool:
    return hasattr(entry, "target")


def stored(office: Office, spec: LedgerSpec, ids: Iterable[str]) -> dict[str, Record]:
    """Return entries as they are stored, by id, read in chunks; those that are gone are left out."""
    wanted = list(ids)
    found: dict[str, Record] = {}
    with office.reading() as connection:
        for start in range(0, len(wanted), _CHUNK):
            chosen = spec.record.table.c.id.in_(wanted[start : start + _CHUNK])
            found |= {entry.id: entry for entry in find(connection, spec.record, chosen)}
    return found


def plan(office: Office, spec: LedgerSpec, cells: Sequence[CellValue]) -> CellPlan:
    """Return what writing some cells would do; nothing is written.

    Refused are cells that are not typed, of entries that count already or hold what this account may not see, and
    empty ones of what an entry must have. An entry with a refused cell keeps its others; a new one is not made.
    """
    rows: dict[str, dict[str, Any]] = {}
    for cell in cells:
        rows.setdefault(cell.entry_id, {})[cell.name] = cell.value
    standing = stored(office, spec, (entry_id for entry_id in rows if not entry_id.startswith(NEW)))
    found = CellPlan()
    for entry_id, values in rows.items():
        if entry_id.startswith(NEW):
            _plan_new(office, spec, entry_id, values, found)
        else:
            _plan_changed(office, spec, entry_id, standing.get(entry_id), values, found)
    return found


def _plan_new(office: Office, spec: LedgerSpec, entry_id: str, values: dict[str, Any], found: CellPlan) -> None:
    if all(value is None for value in values.values()):
        return
    made = ledger_entry.fresh(office, spec, {n: v for n, v in values.items() if v is not None})
    lacking = {(entry_id, name): why for name in _needed(spec) if (why := _lacks(spec, made, name))}
    found.refused |= lacking
    if not lacking:
        found.pairs.append((None, made))
        found.made[entry_id] = made.id


def _plan_changed(
    office: Office, spec: LedgerSpec, entry_id: str, old: Record | None, values: dict[str, Any], found: CellPlan
) -> None:
    gone = f"这条{spec.record.label}刚被删除，没有保存"
    why = gone if old is None else ledger_entry.locked_because(office, spec, old)
    if old is None or why:
        found.refused |= {(entry_id, name): why for name in values}
        return
    taken = {}
    for name, value in values.items():
        reason = closed_because(spec, name)
        if not reason and value is None and name in _needed(spec):
            reason = f"{fields_of(spec.record)[name].label}不能为空"
        if reason:
            found.refused[entry_id, name] = reason
        else:
            taken[name] = value
    new = replace(old, taken)
    if new != old:
        found.pairs.append((old, new))


def _needed(spec: LedgerSpec) -> set[str]:
    return {*spec.required, *needed_fields(spec.record)} & set(spec.fields)


def _lacks(spec: LedgerSpec, entry: Record, name: str) -> str:
    return "" if getattr(entry, name) is not None else f"请填写{fields_of(spec.record)[name].label}"


def save(office: Office, spec: LedgerSpec, found: CellPlan, title: str = "") -> None:
    """Write a plan by the room's action as one step that undo takes back whole; nothing when it has no pairs.

    ``title`` names the gesture in the list of steps; one changed entry names itself. GanbuError, and nothing written,
    where the room refuses.
    """
    if not found.pairs:
        return
    if len(found.pairs) == 1 and found.pairs[0][1] is not None:
        ledger_entry.save(office, spec, found.pairs[0][0], found.pairs[0][1])
        return
    whole = [(old, seal_record(office, new) if new is not None else None) for old, new in found.pairs]
    spec.save(office, whole, title=f"{title or '修改'}{spec.record.label}（{len(whole)} 条）")
