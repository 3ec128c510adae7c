"""Records: one frozen dataclass a kind of stored thing, from which its table follows.

A record class names its fields once; the column, the form widget, the sheet column, the check and the audit text all
derive from that line::

    class AnnualResult(Record, table="annual_result", label="年度考核", owner="person_id"):
        person_id: str = reference("person", label="干部", not_null=True)
        year: int | None = column(Number(label="考核年度", wanted=True))
        result: str | None = column(Choice(label="考核结论", table="annual_result", wanted=True))

Instances are plain frozen values: reading gives them, ``dataclasses.replace`` makes a changed one, and only an
``Operation`` writes them. No record knows a session.
"""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar, dataclass_transform

import sqlalchemy as sa

from ganbu_desktop.foundation.fields import Date, Field, Flag, Hidden, Number, Scaled
from ganbu_desktop.foundation.partial_date import PartialDate

metadata = sa.MetaData()
_WIDE = 25
"""Tables of more columns keep SQLite's own row numbers; narrow ones are kept by their id alone."""
_BY_TABLE: dict[str, type[Record]] = {}


def new_id() -> str:
    """Return a fresh record id, made before anything is written: 32 hex digits, the moment first, the rest random.

    Ids made one after the other stand beside each other in the file, which makes large imports quick.
    """
    return f"{time.time_ns() // 1000:014x}{os.urandom(9).hex()}"


@dataclass(frozen=True, kw_only=True)
class Reference(Field):
    """The id of another record; ``target`` is that record's table."""

    target: str


@dataclass(frozen=True, kw_only=True)
class Integer(Hidden):
    """A whole number of the program's own (an order), signed."""


date_of_digits = lru_cache(maxsize=20_000)(PartialDate.from_digits)
"""Read stored digits; the same dates stand in many records."""


class PartialDateType(sa.types.TypeDecorator[PartialDate]):
    """A partial date as its digits (``1975``, ``197503``, ``19750312``): text order is date order."""

    impl = sa.String(8)
    cache_ok = True

    def process_bind_param(self, value: PartialDate | None, dialect: sa.Dialect) -> str | None:
        """Write digits."""
        return None if value is None else value.digits()

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> PartialDate | None:
        """Read digits."""
        return None if value is None else date_of_digits(value)


def sql_type(field: Field) -> sa.types.TypeEngine[Any]:
    """Return the column type for a kind of field."""
    if isinstance(field, Date):
        return PartialDateType()
    if isinstance(field, Number | Integer | Scaled):
        return sa.BigInteger()
    if isinstance(field, Flag):
        return sa.Boolean()
    return sa.Text()


def column(field: Field, *, not_null: bool = False, default: Any = None, indexed: bool = False) -> Any:
    """Declare a field of a record. ``not_null`` means it cannot be saved without; ``wanted`` belongs to the field.

    ``indexed``: lists are ordered or found by it.
    """
    meta = {"field": field, "not_null": not_null, "indexed": indexed}
    if not_null and default is None:
        return dataclasses.field(metadata=meta)
    return dataclasses.field(default=default, metadata=meta)


def reference(target: str, *, label: str, not_null: bool = False, header: str | None = None) -> Any:
    """Declare the id of a record in table ``target``."""
    return column(Reference(label=label, target=target, header=header), not_null=not_null)


@dataclass_transform(frozen_default=True, kw_only_default=True)
class Record:
    """Base of every stored thing."""

    table: ClassVar[sa.Table]
    label: ClassVar[str]
    owner: ClassVar[str | None]
    sheet: ClassVar[str | None]
    root: ClassVar[bool]
    named_by: ClassVar[str | None]
    derived: ClassVar[tuple[str, str] | None]
    hangs_on: ClassVar[tuple[str, str] | None] = None
    """The fields with table and id of a record of whatever kind that this one hangs on, and is deleted with."""
    is_discreet: ClassVar[bool] = False
    """Whether not everybody may know of whom there is one: a draft against somebody, what needs a right to be read."""
    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]  # made by __init_subclass__, unseen by mypy
    id: str

    def __init_subclass__(
        cls,
        *,
        table: str = "",
        label: str = "",
        owner: str | None = None,
        sheet: str | None = None,
        root: bool = False,
        named_by: str | None = None,
        derived: tuple[str, str] | None = None,
    ) -> None:
        """Make the frozen dataclass and its table; a class without ``table`` is a base whose fields others take over.

        ``owner`` names the reference to the record this one hangs on and is deleted with; ``sheet`` the sheet of the
        collection workbook it is read from; ``root`` marks what the recycle bin lists by itself; ``named_by`` the text
        field by which other records and workbooks name this one; ``derived`` the field and the value of the rows that a
        deriver makes and takes away with every operation: those stand in no audit of their own.
        """
        cls.__annotations__ = {"id": "str", **cls.__annotations__}
        cls.id = dataclasses.field(default_factory=new_id)
        dataclass(frozen=True, kw_only=True, slots=False)(cls)
        if not table:
            return
        cls.label, cls.owner, cls.sheet, cls.root, cls.named_by = label, owner, sheet, root, named_by
        cls.derived = derived
        cls.table = _make_table(cls, table)
        _BY_TABLE[table] = cls


def _make_table(cls: type[Record], name: str) -> sa.Table:
    columns: list[sa.Column[Any]] = [sa.Column("id", sa.String(32), primary_key=True)]
    for entry in dataclasses.fields(cls):
        field = entry.metadata.get("field")
        if field is None:
            continue
        arguments: list[Any] = []
        if isinstance(field, Reference):
            arguments.append(sa.ForeignKey(f"{field.target}.id", deferrable=True, initially="DEFERRED"))
        columns.append(
            sa.Column(
                entry.name,
                sql_type(field),
                *arguments,
                nullable=not entry.metadata["not_null"],
                index=isinstance(field, Reference) or entry.metadata["indexed"],
            )
        )
    return sa.Table(name, metadata, *columns, sqlite_with_rowid=len(columns) > _WIDE)


R = TypeVar("R", bound=Record)


def make(cls: type[R], values: Mapping[str, Any]) -> R:
    """Return a record of ``values`` by field name (``id`` among them or made anew)."""
    return cls(**values)


def remake(cls: type[R], values: dict[str, Any]) -> R:
    """Return a record that was stored before, of all its fields: much quicker than making a new one."""
    record = object.__new__(cls)
    record.__dict__.update(values)
    return record


def replace(record: R, values: Mapping[str, Any]) -> R:
    """Return ``record`` with other values of some fields."""
    return make(type(record), {**record.__dict__, **values})


def is_derived(record: Record) -> bool:
    """Return whether a deriver made this row, so that it can make it again."""
    rule = type(record).derived
    return rule is not None and getattr(record, rule[0]) == rule[1]


_FIELDS: dict[type[Record], Mapping[str, Field]] = {}
_NEEDED: dict[type[Record], Mapping[str, Field]] = {}


def fields_of(cls: type[Record]) -> Mapping[str, Field]:
    """Return the described fields of a record class, in order, by attribute name (without ``id``)."""
    found = _FIELDS.get(cls)
    if found is None:
        found = MappingProxyType(
            {e.name: e.metadata["field"] for e in dataclasses.fields(cls) if "field" in e.metadata}
        )
        _FIELDS[cls] = found
    return found


def needed_fields(cls: type[Record]) -> Mapping[str, Field]:
    """Return the fields without which a record cannot be saved."""
    found = _NEEDED.get(cls)
    if found is None:
        described = fields_of(cls)
        found = {n: f for n, f in described.items() if not cls.table.c[n].nullable}
        _NEEDED[cls] = found
    return found


def shown_fields(cls: type[Record]) -> Mapping[str, Field]:
    """Return the fields that a person may see and edit: neither references nor the program's own values."""
    return {n: f for n, f in fields_of(cls).items() if not isinstance(f, Hidden | Reference)}


def record_type(table: str) -> type[Record]:
    """Return the record class of a table."""
    return _BY_TABLE[table]


def hanging_types() -> tuple[type[Record], ...]:
    """Return the record classes whose records hang on records of any kind and go with them: the one list there is."""
    return tuple(cls for cls in _BY_TABLE.values() if cls.hangs_on is not None)


def record_types() -> tuple[type[Record], ...]:
    """Return every record class that has been imported."""
    return tuple(_BY_TABLE.values())
