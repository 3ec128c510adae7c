"""时间轴: what any room holds about one person in the order of time, each line with where it is kept.

A ledger about people joins by its own description: its ordering date, its listed short columns, its own way of showing
a record to the acting account. Limiting entries stand here only while they are in force; drafts, what is over, void or
protected do not. A punishment typed as a row of 奖惩 has no evidence, hearing or end: it stands here as the decision
that is in force, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ganbu_desktop.foundation.fields import Choice, Date, Field, LongText, Name, Number, Scaled, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger import listing
from ganbu_desktop.kernel.ledger.names import MAIN, is_about_a_person, names_of
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import AnnualResult, Education, LevelHistory, Qualification, Reward, Tenure
from ganbu_desktop.kernel.people.rewards import punishment_label
from ganbu_desktop.kernel.spine.showing import Shown
from ganbu_desktop.kernel.systems import CARE, KNOWING, LEARNING, SELECTION
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, Reference, fields_of

_MOST_PARTS = 4
_SHORT = (Choice, Name, Number, Reference, Scaled, Text)


@dataclass(frozen=True)
class TimelineLine:
    """One line. ``on`` and ``until``: when it was or began and ended; ``what``: the kind of thing; ``text``: what of it
    may be read in a line; ``system``: one of the five systems, or empty; ``record_type`` and ``record_id``: where it is
    kept; ``ledger``: its ledger's name, empty for what the person's own page keeps.
    """

    on: PartialDate | None
    until: PartialDate | None
    what: str
    text: str
    system: str
    record_type: str
    record_id: str
    ledger: str = ""


@dataclass(frozen=True)
class _OwnSet:
    record: type[Record]
    on: str
    until: str
    said: tuple[str, ...]
    system: str


_OWN = (
    _OwnSet(Tenure, "appointed_on", "removed_on", ("unit_id", "post_name", "appointment_document"), SELECTION),
    _OwnSet(LevelHistory, "approved_on", "ended_on", ("level", "document"), SELECTION),
    _OwnSet(Education, "entered_on", "left_on", ("school", "major", "level_name", "degree_name"), LEARNING),
    _OwnSet(Qualification, "obtained_on", "", ("name", "body"), LEARNING),
    _OwnSet(Reward, "approved_on", "revoked_on", ("name", "body"), CARE),
    _OwnSet(AnnualResult, "year", "", ("result",), KNOWING),
)


def timeline(
    office: Office, person_id: str, ledgers: Sequence[LedgerSpec], systems: Mapping[str, str]
) -> list[TimelineLine]:
    """Return the lines of one person, newest first, those without a date last.

    ``systems``: under which system each ledger stands, by its name; one that is not named is left out.
    """
    found = [*_own(office, person_id)]
    for spec in ledgers:
        if spec.name in systems and is_about_a_person(spec):
            found += _kept(office, person_id, spec, systems[spec.name])
    return sorted(found, key=lambda line: line.on.first_day().toordinal() if line.on else 0, reverse=True)


def _own(office: Office, person_id: str) -> Iterator[TimelineLine]:
    with office.reading() as connection:
        for own in _OWN:
            records = find(connection, own.record, own.record.table.c.person_id == person_id)
            names = names_of(connection, own.record, records)
            described = fields_of(own.record)
            for record in records:
                if isinstance(record, Reward) and punishment_label(record) is not None:
                    continue
                values = ((described[name], getattr(record, name)) for name in own.said)
                texts = [names.of(e, v, short=True) if isinstance(e, Reference) else e.format(v) for e, v in values]
                on = getattr(record, own.on)
                yield TimelineLine(
                    PartialDate(on) if isinstance(on, int) else on,
                    getattr(record, own.until) if own.until else None,
                    own.record.label,
                    "，".join(text for text in texts if text),
                    own.system,
                    own.record.table.name,
                    record.id,
                )


def _kept(office: Office, person_id: str, spec: LedgerSpec, system: str) -> Iterator[TimelineLine]:
    query = listing.LedgerQuery(day=office.today(), extra={"person_id": person_id})
    with office.reading() as connection:
        wanted = listing.ids(connection, spec, query)
    described = fields_of(spec.record)
    said = [
        column.name
        for column in listing.columns(spec)
        if column.is_listed and column.name not in (MAIN, spec.newest_by, *spec.guarded) and _is_said(column)
    ]
    until = next((n for n in spec.fields if n != spec.newest_by and isinstance(described[n], Date) and _ends(n)), "")
    for row in listing.rows(office, spec, wanted):
        if row.standing is not None and not Shown(row.standing).counts:
            continue
        texts = [_said(described[name], row.texts.get(name, "")) for name in said]
        yield TimelineLine(
            getattr(row.record, spec.newest_by),
            getattr(row.record, until) if until else None,
            spec.title,
            "，".join([text for text in texts if text][:_MOST_PARTS]),
            system,
            spec.record.table.name,
            row.record.id,
            spec.name,
        )


def _said(entry: Field, text: str) -> str:
    """Return what a line says of a field: a bare number says nothing without its name."""
    return f"{entry.label}{text}" if text and isinstance(entry, Number | Scaled) else text


def _is_said(column: listing.LedgerColumn) -> bool:
    """Tell whether a column may stand in a line: a short one of the record, no text to be read by those who may."""
    return isinstance(column.field, _SHORT) and not isinstance(column.field, LongText)


def _ends(name: str) -> bool:
    return name.startswith(("ends_", "ended_", "until_", "to_")) or name.endswith(("_until", "_to"))
