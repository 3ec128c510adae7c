"""One entry of every kind that can count against a person in every standing, each with texts of its own to look for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from support.builders import add, clock, make_person, make_unit

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.fields import Choice, Date, Flag, Hidden, LongText, Number, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.spine.decision import Decision
from ganbu_desktop.kernel.spine.effect_period import PROTECTED, EffectPeriod
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.limiting import DRAFT, EFFECTIVE, VOID, LimitingRecord, Standing, limiting_types
from ganbu_desktop.kernel.spine.statement import Statement
from ganbu_desktop.modules.political.records import PoliticalArchive, VetoReview
from ganbu_desktop.store.record import Integer, Record, Reference, fields_of, make, needed_fields, record_type

RECORDER = "经办甲"
ALL = frozenset({"ledgers.export", "forms.print", "reports.generate", "sensitive.read", "templates.print"})
NOT_COUNTING = (Standing.DRAFT, Standing.PROTECTED, Standing.OVER, Standing.VOID)
_STATES = {Standing.DRAFT: DRAFT, Standing.VOID: VOID}
_KEPT = {"recorded_by": RECORDER, "reviewed_by": "复核乙", "no_end_ground": None, "origin_table": None}


@dataclass(frozen=True)
class Placed:
    """One entry, how it stands, and words of its own, in every text of it and of what hangs on it."""

    entry: LimitingRecord
    standing: Standing
    mark: str

    @property
    def counts(self) -> bool:
        return self.standing is Standing.IN_FORCE


class Standings:
    """A store with an entry of every kind in every standing, and what of them a text tells."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.reader = as_account(office, "旁人")
        self.placed: list[Placed] = []

    def place(self, *standings: Standing) -> None:
        """Store an entry of every kind in each of these standings, each of a person of its own with an archive."""
        self.placed += _place(self.office, standings, first=len(self.placed))

    def of(self, cls: type, how: Standing) -> Placed:
        """Return the one entry of a kind that stands so."""
        return next(p for p in self.placed if type(p.entry) is cls and p.standing is how)

    def found_in(self, text: str) -> list[Placed]:
        """Return the entries that a text tells of."""
        return [p for p in self.placed if p.mark in text]

    def hidden_in(self, text: str) -> list[tuple[str, Standing]]:
        """Return what a text tells of entries that do not count: kind and how each stands."""
        return [(type(p.entry).table.name, p.standing) for p in self.found_in(text) if not p.counts]


def as_account(office: Office, name: str) -> Office:
    """Return the same store for somebody who may do what outputs ask for, and is one hand among several."""
    return Office(office.file, Account(name, ALL), clock=clock)


def _place(office: Office, standings: tuple[Standing, ...], *, first: int) -> list[Placed]:
    unit = make_unit(office, f"第{first}局")
    found = []
    for number, (cls, how) in enumerate(((c, s) for c in limiting_types().values() for s in standings), first):
        person = make_person(office, f"王{chr(0x4E00 + number)}", unit_id=unit.id, management_state="现职人员")
        mark = f"记号{number:03d}号"
        entry = _entry(office, cls, person, how, mark)
        with office.file.writer() as connection:
            connection.execute(cls.table.insert(), entry.__dict__)
        _hang(office, entry, how, mark)
        found.append(Placed(entry, how, mark))
    return found


def _entry(office: Office, cls: type[LimitingRecord], person: Person, how: Standing, mark: str) -> LimitingRecord:
    values: dict[str, Any] = {name: _value(office, name, field, mark) for name, field in fields_of(cls).items()}
    ends = PartialDate(2026, 2, 1) if how is Standing.OVER else PartialDate(2027, 6, 30)
    values |= {**_KEPT, "person_id": person.id, "state": _STATES.get(how, EFFECTIVE), "ends_on": ends}
    return make(cls, values)


def _value(office: Office, name: str, field: Any, mark: str) -> Any:
    if isinstance(field, Reference):
        return _referred(office, field.target) if field.target != "person" else None
    if isinstance(field, Choice):
        return codes.table(field.table).entries[-1 if name == "direction" else 0].code
    if isinstance(field, Date):
        return PartialDate(2026, 1, 5)
    if isinstance(field, Number | Integer):
        return 2026
    if isinstance(field, Hidden):
        return None
    if isinstance(field, Text | LongText):
        return mark
    return True if isinstance(field, Flag) else None


def _referred(office: Office, target: str) -> str:
    """Return a record to refer to; its own texts hold no mark, for it is no entry against anybody."""
    cls = record_type(target)
    values = {
        n: _referred(office, f.target) if isinstance(f, Reference) else _value(office, n, f, "一项")
        for n, f in needed_fields(cls).items()
    }
    made: Record = make(cls, values)
    add(office, made)
    return made.id


def _hang(office: Office, entry: LimitingRecord, how: Standing, mark: str) -> None:
    place, day = place_of(entry), PartialDate(2026, 1, 6)
    pieces: list[Record] = [
        PoliticalArchive(person_id=entry.person_id, number=f"卷{entry.id[-8:]}", opened_on=day),
        Evidence(**place, kind="1", document=mark, dated_on=day),
        Statement(**place, words=mark, informed_on=day, stated_on=day, is_signed=True),
        Decision(**place, matter=mark, body=mark, document=mark, conclusion=mark, effective_on=day, told_on=day),
    ]
    if how is Standing.PROTECTED:
        pieces.append(EffectPeriod(**place, kind=PROTECTED, starts_on=PartialDate(2026, 1, 1), matter=mark))
    if type(entry).table.name == "veto_decision":
        pieces.append(VetoReview(veto_id=entry.id, findings=mark, asked=mark, conclusion="1", concluded_on=day))
    with office.file.writer() as connection:
        for piece in pieces:
            connection.execute(type(piece).table.insert(), piece.__dict__)
