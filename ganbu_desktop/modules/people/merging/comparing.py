"""Two records side by side: every field, every row, and how much hangs on them in the other rooms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed, NotFound
from ganbu_desktop.foundation.fields import Field
from ganbu_desktop.kernel.identity_mask import masked
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people import person_merge
from ganbu_desktop.kernel.people.dossier import all_units
from ganbu_desktop.kernel.people.person import PERSON_SETS, AppointmentSheet, Person, Photo
from ganbu_desktop.modules.people.merging.likely import doubts_about, known
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Integer, Record, Reference, fields_of

SINGLE: tuple[type[Record], ...] = (AppointmentSheet, Photo)
"""What a person has one of: joined field by field, not row by row."""
ROW_SETS = tuple(cls for cls in PERSON_SETS if cls not in SINGLE)
KEPT, LEFT, BOTH = "kept", "left", "both"


@dataclass(frozen=True)
class FieldPair:
    """One field of both records as people read it; ``takes_left``: the proposal is the other record's value."""

    table: str
    name: str
    label: str
    kept: str
    left: str
    differs: bool
    takes_left: bool

    @property
    def key(self) -> tuple[str, str]:
        """Return table and field, by which it is chosen."""
        return self.table, self.name


@dataclass(frozen=True)
class RowLine:
    """One row of a set: ``side`` says who has it, ``BOTH`` standing for two equal rows shown once.

    ``is_fixed``: something hangs on it (a period of effect, evidence), so that it is kept in any case.
    """

    record: Record
    label: str
    text: str
    side: str
    is_fixed: bool


@dataclass(frozen=True)
class Comparison:
    """Two records as they stood when they were compared. ``kept`` stays, ``left`` goes to the recycle bin.

    ``moving``: label and number of what hangs on ``left`` in other rooms and moves. ``obstacles``: why they cannot be
    joined now, each with what to do first. ``doubts``: what speaks against their being one person.
    """

    kept: Person
    left: Person
    fields: tuple[FieldPair, ...]
    rows: tuple[RowLine, ...]
    moving: tuple[tuple[str, int], ...]
    obstacles: tuple[str, ...]
    doubts: tuple[str, ...]


def compare(office: Office, kept_id: str, left_id: str, ledgers: Sequence[LedgerSpec]) -> Comparison:
    """Put two people side by side; NotFound when one is gone. ``ledgers``: by which each room says what is single."""
    if kept_id == left_id:
        raise CheckFailed("请选两个人；数据未改动")
    with office.reading() as connection:
        return compared(connection, kept_id, left_id, ledgers)


def compared(connection: sa.Connection, kept_id: str, left_id: str, ledgers: Sequence[LedgerSpec]) -> Comparison:
    """Do what ``compare`` does on one connection, inside an operation too."""
    kept, left = (_person(connection, i) for i in (kept_id, left_id))
    mine, theirs = person_merge.held(connection, kept_id), person_merge.held(connection, left_id)
    units = {i: u.name or "" for i, u in all_units(connection).items()}
    pairs = [*_pairs(kept, left, units)]
    for cls in SINGLE:
        pairs += _pairs(_single(mine, cls), _single(theirs, cls), units)
    moving = Counter(type(r).label for r in theirs if type(r) not in PERSON_SETS)
    return Comparison(
        kept,
        left,
        tuple(pairs),
        tuple(_rows(connection, mine, theirs, units)),
        tuple(moving.items()),
        tuple(person_merge.obstacles(mine, theirs, kept_id, left_id, ledgers)),
        doubts_about(known(kept), known(left)),
    )


def _person(connection: sa.Connection, person_id: str) -> Person:
    found = find(connection, Person, Person.table.c.id == person_id)
    if not found:
        raise NotFound("要合并的人已不存在，可能已被删除或合并；数据未改动")
    return found[0]


def _single(records: Sequence[Record], cls: type[Record]) -> Record | None:
    return next((r for r in records if type(r) is cls), None)


def compared_fields(cls: type[Record]) -> Mapping[str, Field]:
    """Return the fields of a record that are compared: all but the order and the person it belongs to."""
    return {n: f for n, f in fields_of(cls).items() if n != cls.owner and not isinstance(f, Integer)}


def _pairs(kept: Record | None, left: Record | None, units: Mapping[str, str]) -> list[FieldPair]:
    standing = kept or left
    if standing is None:
        return []
    cls, found = type(standing), []
    for name, field in compared_fields(cls).items():
        mine, theirs = (getattr(r, name) if r is not None else None for r in (kept, left))
        texts = [_text(name, field, value, units) for value in (mine, theirs)]
        if mine in (None, "") and theirs in (None, ""):
            continue
        differs = mine != theirs
        found.append(
            FieldPair(cls.table.name, name, field.label, texts[0], texts[1], differs, differs and mine in (None, ""))
        )
    return found


def _text(name: str, field: Field, value: object, units: Mapping[str, str]) -> str:
    if value in (None, ""):
        return ""
    if isinstance(field, Reference):
        return units.get(str(value), "（已删除）")
    if name == "id_number":
        return masked(str(value))
    return "有" if name in ("blob", "unknown_elements") else field.format(value)


def content_of(record: Record) -> tuple[object, ...]:
    """Return what makes two rows of a set the same row."""
    return type(record), *(getattr(record, name) or None for name in compared_fields(type(record)))


def _rows(
    connection: sa.Connection, mine: Sequence[Record], theirs: Sequence[Record], units: Mapping[str, str]
) -> list[RowLine]:
    found = []
    fixed = person_merge.carrying(connection, [r for r in (*mine, *theirs) if type(r) in ROW_SETS])
    for cls in ROW_SETS:
        own = [r for r in mine if type(r) is cls]
        other = [r for r in theirs if type(r) is cls]
        same = {content_of(r) for r in own} & {content_of(r) for r in other}
        for side, records in ((KEPT, own), (LEFT, other)):
            for record in records:
                is_fixed = record.id in fixed
                is_both = content_of(record) in same
                if side == LEFT and is_both and not is_fixed:
                    continue
                shown = BOTH if side == KEPT and is_both else side
                found.append(RowLine(record, cls.label, _row_text(record, units), shown, is_fixed))
    return found


def _row_text(record: Record, units: Mapping[str, str]) -> str:
    described = compared_fields(type(record))
    texts = (_text(n, f, getattr(record, n), units) for n, f in described.items() if n != "unknown_elements")
    return "，".join(text for text in texts if text) or "（空）"
