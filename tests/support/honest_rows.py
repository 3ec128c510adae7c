"""Rows as a clerk would type them, for whatever ledger of the program: each needed field filled by its kind."""

from __future__ import annotations

from typing import Any

from support.builders import add

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.fields import Choice, Date, Field, Flag, Number, Scaled
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules import ledgers
from ganbu_desktop.store.record import Integer, Record, Reference, fields_of, make, needed_fields, record_type


def ledger_saved_by(action: object) -> LedgerSpec | None:
    """Return the ledger whose rows an action saves."""
    return next((spec for spec in ledgers() if spec.save is action), None)


def honest_row(office: Office, spec: LedgerSpec) -> Record:
    """Return a new row of a ledger with every needed, required and wanted field filled; what it refers to is added."""
    described = fields_of(spec.record)
    values = {name: value for name, value in spec.new(office).items() if value is not None}
    typed = {n for n in spec.fields if n in described and described[n].wanted and not described[n].by_program}
    lacking = [n for n in {*typed, *spec.required} if values.get(n) in (None, "")]
    lacking += [n for n in needed_fields(spec.record) if n not in values and n not in lacking]
    values |= {n: _value(office, spec.record, n, described[n]) for n in sorted(lacking)}
    return make(spec.record, values)


def _value(office: Office, cls: type[Record], name: str, field: Field) -> Any:
    if isinstance(field, Reference):
        return _referred(office, field.target)
    if isinstance(field, Choice):
        return codes.table(field.table).entries[0].code
    if isinstance(field, Date):
        return PartialDate(2026, 2, 2)
    if isinstance(field, Number | Scaled | Integer):
        return 2026 if name == "year" else 9
    return True if isinstance(field, Flag) else "测试"


def _referred(office: Office, target: str) -> str:
    cls = record_type(target)
    found = office.find(cls)
    if not found:
        described = needed_fields(cls)
        made = make(cls, {n: _value(office, cls, n, f) for n, f in described.items()})
        add(office, made)
        found = [made]
    return found[0].id
