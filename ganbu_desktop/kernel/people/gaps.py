"""待完善: wanted fields that are still empty. A list to work through, never a finding and never a hindrance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.people.person import AnnualResult, Education, Photo, Relative, Tenure
from ganbu_desktop.store.record import Record, fields_of

_EXPECTED: tuple[type[Record], ...] = (Tenure, Education, AnnualResult, Relative, Photo)


@dataclass(frozen=True)
class Gap:
    """One empty field, or a whole set without a row (``record_id`` and ``field`` None): ``label`` names it."""

    record_type: str
    record_id: str | None
    field: str | None
    label: str


def gaps(dossier: Dossier) -> list[Gap]:
    """Return what should still be filled in for a person, in the order of the screens."""
    return [
        *_of(dossier.person, ""),
        *(gap for cls in dossier.sets for gap in _of_set(dossier, cls)),
        *_absent(dossier),
    ]


def _of_set(dossier: Dossier, cls: type[Record]) -> Iterator[Gap]:
    for number, record in enumerate(dossier.rows(cls), 1):
        yield from _of(record, f"{cls.label}第 {number} 条：")


def _of(record: Record, prefix: str) -> Iterator[Gap]:
    cls = type(record)
    for name, described in fields_of(cls).items():
        if described.wanted and getattr(record, name) in (None, ""):
            yield Gap(cls.table.name, record.id, name, prefix + described.label)


def _absent(dossier: Dossier) -> Iterator[Gap]:
    for cls in _EXPECTED:
        if not dossier.rows(cls):
            yield Gap(cls.table.name, None, None, f"{cls.label}（还没有一条）")
