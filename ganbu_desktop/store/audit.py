"""The audit: what every operation did, as images of each record before and after.

Only ``operations`` writes these tables. Images are plain values by column name, dates as digits. A record that was
made is not written twice: its first image is ``AS_WRITTEN``, and is read from the next change's ``before`` or, when
there has been none, from the record itself. An import of 20,000 people would otherwise double the file.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.store.record import PartialDateType, Record, date_of_digits, metadata, record_type, remake

R = TypeVar("R", bound=Record)
Image = dict[str, Any]
AS_WRITTEN = "="
_CHUNK = 500
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

operation_table = sa.Table(
    "operation",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.String(32), nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("reverses", sa.Integer, index=True),
    sa.Column("detail", sa.Text),
    sa.Column("digest", sa.Text),
)

change_table = sa.Table(
    "change",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("operation", sa.Integer, sa.ForeignKey("operation.seq"), nullable=False, index=True),
    sa.Column("record_table", sa.Text, nullable=False),
    sa.Column("record_id", sa.String(32), nullable=False),
    sa.Column("root_id", sa.String(32), index=True),
    sa.Column("before", sa.Text),
    sa.Column("after", sa.Text),
    sa.Column("digest", sa.Text),
)
sa.Index("change_deleted", change_table.c.record_table, sqlite_where=change_table.c.after.is_(None))


@dataclass(frozen=True)
class Change:
    """One record's images in one operation; ``before`` None: it was made, ``after`` None: it was deleted."""

    record_table: str
    record_id: str
    root_id: str | None
    before: Image | None
    after: Image | None


@dataclass(frozen=True)
class OperationEntry:
    """One line of the audit: who did what and when. ``reverses``: the step that this one undid or redid."""

    seq: int
    id: str
    title: str
    kind: str
    actor: str
    at: datetime
    reverses: int | None
    detail: str | None


@dataclass(frozen=True)
class Announcement:
    """What a committed operation touched: the kinds of record, and its line in the audit."""

    tables: frozenset[str]
    entry: OperationEntry


def plain_image(values: Mapping[str, Any]) -> Image:
    """Return a record's field values as the database and JSON carry them: dates as digits."""
    return {name: v.digits() if v.__class__ is PartialDate else v for name, v in values.items()}


def fill_image(cls: type[Record], empty: Image, values: Mapping[str, Any]) -> Image:
    """Return ``plain_image`` of ``values`` over an empty image, looking only at the fields that are dates."""
    image = {**empty, **values}
    for name in date_names(cls.table):
        value = image[name]
        if value is not None:
            image[name] = value.digits()
    return image


@cache
def date_names(table: sa.Table) -> tuple[str, ...]:
    """Return the names of a table's columns that hold dates."""
    return tuple(column.name for column in table.columns if isinstance(column.type, PartialDateType))


def empty_image(cls: type[Record]) -> Image:
    """Return the image of a record of which nothing is known yet, in the order of its columns."""
    known = {f.name: f.default for f in dataclasses.fields(cls) if f.default is not dataclasses.MISSING}
    return {column.name: known.get(column.name) for column in cls.table.columns}


def record_from(cls: type[R], image: Image) -> R:
    """Return the record of an image; columns added since are empty."""
    values = {name: image.get(name) for name in cls.table.columns.keys()}  # noqa: SIM118 - a collection of columns
    for name in date_names(cls.table):
        if values[name] is not None:
            values[name] = date_of_digits(values[name])
    return remake(cls, values)


def row_to_record(cls: type[R], row: sa.Row[Any]) -> R:
    """Return the record of a selected row of its table."""
    return remake(cls, dict(row._mapping))


def dump_image(image: Image | None) -> str | None:
    """Return an image as text, empty values left out."""
    if image is None:
        return None
    return _encode({k: v for k, v in image.items() if v is not None})


def load_image(text: str | None) -> Image | None:
    """Return the image that ``dump_image`` wrote."""
    return None if text is None else cast("Image", json.loads(text))


def changes_from(connection: sa.Connection, rows: Sequence[sa.RowMapping]) -> list[Change]:
    """Return the changes of selected rows, the first images of made records among them."""
    c = change_table.c
    made = [r for r in rows if r[c.after] == AS_WRITTEN]
    first = _first_images(connection, made)
    found = []
    for row in rows:
        after = first.get(row[c.record_id]) if row[c.after] == AS_WRITTEN else load_image(row[c.after])
        found.append(Change(row[c.record_table], row[c.record_id], row[c.root_id], load_image(row[c.before]), after))
    return found


def _first_images(connection: sa.Connection, made: Sequence[sa.RowMapping]) -> dict[str, Image]:
    """Return by record id what made records were first written as: the next change knows it, else the record does."""
    c = change_table.c
    after = {row[c.record_id]: row[c.seq] for row in made}
    found: dict[str, Image] = {}
    roots = sorted({row[c.root_id] for row in made if row[c.root_id]})
    for start in range(0, len(roots), _CHUNK):
        later = sa.select(c.record_id, c.seq, c.before).where(
            c.root_id.in_(roots[start : start + _CHUNK]), c.before.is_not(None)
        )
        for record_id, seq, before in connection.execute(later.order_by(c.seq)):
            if record_id not in found and seq > after.get(record_id, seq):
                found[record_id] = cast("Image", load_image(before))
    return found | _standing_images(connection, [r for r in made if r[c.record_id] not in found])


def _standing_images(connection: sa.Connection, made: Sequence[sa.RowMapping]) -> dict[str, Image]:
    c = change_table.c
    by_table: dict[str, list[str]] = {}
    for row in made:
        by_table.setdefault(row[c.record_table], []).append(row[c.record_id])
    found: dict[str, Image] = {}
    for name, ids in by_table.items():
        table = record_type(name).table
        for start in range(0, len(ids), _CHUNK):
            for standing in connection.execute(sa.select(table).where(table.c.id.in_(ids[start : start + _CHUNK]))):
                found[standing.id] = plain_image(dict(standing._mapping))
    return found


def entry_of_row(row: sa.Row[Any]) -> OperationEntry:
    """Return the entry of a selected row."""
    at = datetime.fromisoformat(row.at)
    return OperationEntry(row.seq, row.id, row.title, row.kind, row.actor, at, row.reverses, row.detail)


def entry_from(values: sa.RowMapping) -> OperationEntry:
    """Return the entry of a row joined with others."""
    c = operation_table.c
    at = datetime.fromisoformat(values[c.at])
    seq, op_id, title, kind, actor = (values[x] for x in (c.seq, c.id, c.title, c.kind, c.actor))
    return OperationEntry(seq, op_id, title, kind, actor, at, values[c.reverses], values[c.detail])
