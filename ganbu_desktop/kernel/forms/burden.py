"""What filling in costs (填报负担): the minutes a ledger takes in a year, and facts that are asked for twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ganbu_desktop.foundation.fields import Field, Hidden, LongText
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.store.record import Reference, fields_of, record_type, shown_fields

PER_FIELD, PER_TEXT = "entry_seconds_per_field", "entry_seconds_per_text"
_OF_EACH_OCCASION = frozenset({"备注", "说明", "序号", "排序", "年度"})
"""Words that name another fact on every occasion, though they read alike."""


@dataclass(frozen=True)
class Burden:
    """What one ledger costs: fields typed for one row, of which long texts, rows in the year, minutes in the year."""

    title: str
    fields: int
    texts: int
    rows: int
    minutes: int


def typed_fields(spec: LedgerSpec) -> dict[str, Field]:
    """Return the fields of a ledger that a person types: what the program sets itself costs nobody anything."""
    described = fields_of(spec.record)
    wanted = {name: described[name] for name in spec.fields}
    return {
        n: f for n, f in wanted.items() if not f.by_program and (isinstance(f, Reference) or not isinstance(f, Hidden))
    }


def burden(office: Office, spec: LedgerSpec, year: int) -> Burden:
    """Return what a ledger costs in a year: Σ fields x rows of that year x seconds a field, in minutes rounded up."""
    figures, day = office.parameters(), PartialDate(year, 12, 31)
    fields = typed_fields(spec)
    texts = sum(isinstance(field, LongText) for field in fields.values())
    seconds = (len(fields) - texts) * figures.integer(PER_FIELD, day) + texts * figures.integer(PER_TEXT, day)
    rows = _rows(office, spec, year)
    return Burden(spec.title, len(fields), texts, rows, -(-seconds * rows // 60))


def _rows(office: Office, spec: LedgerSpec, year: int) -> int:
    newest = spec.record.table.c[spec.newest_by]
    within = sa.and_(newest >= PartialDate(year), newest < PartialDate(year + 1))
    with office.reading() as connection:
        counted = sa.select(sa.func.count()).select_from(spec.record.table).where(within)
        return int(connection.execute(counted).scalar_one())


def burdens(office: Office, specs: Sequence[LedgerSpec], year: int) -> list[Burden]:
    """Return what every ledger costs in a year, the dearest first."""
    return sorted((burden(office, spec, year) for spec in specs), key=lambda b: (-b.minutes, b.title))


def asked_again(spec: LedgerSpec) -> list[str]:
    """Return the labels of facts that a ledger asks for though the records it always refers to have them already."""
    fields = typed_fields(spec)
    labels = {f.label for f in fields.values() if not isinstance(f, Reference)} - _OF_EACH_OCCASION
    known: set[str] = set()
    for name, field in fields_of(spec.record).items():
        if isinstance(field, Reference) and not spec.record.table.c[name].nullable:
            known |= {f.label for f in shown_fields(record_type(field.target)).values()}
    return sorted(labels & known)
