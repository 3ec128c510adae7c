"""Whatever is done in whatever order, no entry counts without its conditions, none comes back, none is rewritten.

Hypothesis makes histories of everything that can write: typed edits, imports, bulk updates, undo and redo, deleting
and restoring a person. After every step the whole store is looked at.
"""

from __future__ import annotations

import dataclasses
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from support.builders import make_office, make_person
from support.laws import examples
from support.limiting_entries import effective_entry, evidence, statement, whole_entry
from support.stand_in import StandIn, standing_in

from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office import recycle_bin
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.spine import actions
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.limiting import DRAFT, EFFECTIVE, FREE, VOID, gaps
from ganbu_desktop.kernel.spine.statement import Statement
from ganbu_desktop.store.audit import record_from
from ganbu_desktop.store.record import Record

FIELDS = st.sampled_from(["facts", "judgement", "source", "source_kind", "recorded_by", "reviewed_by", "no_end_ground"])
TEXTS = st.sampled_from([None, "甲", "乙", "1", "一段话"])
DAYS = st.sampled_from(
    [None, PartialDate(2026, 1, 5), PartialDate(2026, 9), PartialDate(2027, 1, 5), PartialDate(2029)]
)
STATES = st.sampled_from([DRAFT, EFFECTIVE, VOID])
PICK = st.integers(0, 30)
WHOLE = {
    "occurred_on": PartialDate(2026, 1, 5),
    "facts": "一项事实",
    "source_kind": "1",
    "source": "考〔2026〕1号",
    "recorded_by": "甲",
    "reviewed_by": "乙",
    "ends_on": PartialDate(2027, 1, 5),
}
SETTINGS = settings(max_examples=examples(10), stateful_step_count=40, suppress_health_check=list(HealthCheck))
SEEN: set[str] = set()
"""Which states the histories of a run came to."""


class Histories(RuleBasedStateMachine):
    """One office, two people, and everything that can be done to entries about them."""

    office: Office

    def __init__(self) -> None:
        super().__init__()
        self.closing = ExitStack()
        self.void: dict[str, StandIn] = {}
        self.counting: dict[str, StandIn] = {}
        self.counted = self.voided = self.undone = 0

    @initialize()
    def open(self) -> None:
        folder = Path(self.closing.enter_context(tempfile.TemporaryDirectory()))
        self.office = make_office(folder)
        self.closing.callback(self.office.file.close)
        self.closing.enter_context(standing_in(self.office))
        self.people = [make_person(self.office, name) for name in ("王小明", "李小红")]
        for person in self.people:
            effective_entry(self.office, person.id)
            whole_entry(self.office, person.id)

    def teardown(self) -> None:
        SEEN.update(name for name in ("counted", "voided", "undone") if getattr(self, name))
        self.closing.close()

    def tried(self, what: Any, *arguments: Any, **values: Any) -> bool:
        """Do something that may be refused; anything but a refusal with a sentence is a fault."""
        try:
            what(*arguments, **values)
        except GanbuError:
            return False
        return True

    def one(self, pick: int, *conditions: Any) -> StandIn | None:
        found = self.office.find(StandIn, *conditions)
        return found[pick % len(found)] if found else None

    def write(self, kind: str, done: Any) -> None:
        def operation() -> None:
            with self.office.operation("一步", right="x", kind=kind) as current:
                done(current)

        self.tried(operation)

    # ---- what clerks do

    @rule(pick=PICK, whole=st.booleans(), origin=st.booleans())
    def draft(self, pick: int, whole: bool, origin: bool) -> None:
        source = self.one(pick) if origin else None
        values: dict[str, Any] = {"origin_table": "stand_in", "origin_id": source.id} if source else {}
        entry = StandIn(person_id=self.people[pick % 2].id, **(WHOLE if whole else {}), **values)
        self.write("edit", lambda current: current.insert(entry))
        if whole and pick % 3:
            self.tried(actions.add_evidence, self.office, entry, evidence())
            self.tried(actions.add_statement, self.office, entry, statement())

    @rule(pick=PICK, field=FIELDS, text=TEXTS, kind=st.sampled_from(["edit", "import"]))
    def edit(self, pick: int, field: str, text: str | None, kind: str) -> None:
        if entry := self.one(pick):
            self.write(kind, lambda current: current.change(entry, **{field: text}))

    @rule(pick=PICK, ends_on=DAYS)
    def move_end(self, pick: int, ends_on: PartialDate | None) -> None:
        if entry := self.one(pick):
            self.write("edit", lambda current: current.change(entry, ends_on=ends_on))

    @rule(pick=PICK, complete=st.booleans())
    def add_evidence(self, pick: int, complete: bool) -> None:
        if entry := self.one(pick):
            self.tried(actions.add_evidence, self.office, entry, evidence() if complete else evidence(kind=None))

    @rule(pick=PICK, complete=st.booleans())
    def add_statement(self, pick: int, complete: bool) -> None:
        if entry := self.one(pick):
            given = statement() if complete else statement(words=None)
            self.tried(actions.add_statement, self.office, entry, given)

    @rule(pick=PICK, cls=st.sampled_from([Evidence, Statement]), delete=st.booleans())
    def take_from_under(self, pick: int, cls: type[Record], delete: bool) -> None:
        found = self.office.find(cls)
        if found:
            piece = found[pick % len(found)]
            emptied = {"kind": None} if cls is Evidence else {"words": None}
            self.write("edit", lambda op: op.delete(piece) if delete else op.change(piece, **emptied))

    @rule(pick=PICK)
    def make_effective(self, pick: int) -> None:
        if entry := self.one(pick, StandIn.table.c.state == DRAFT):
            self.counted += self.tried(actions.make_effective, self.office, entry)

    @rule(pick=PICK, replaced=st.booleans())
    def void_one(self, pick: int, replaced: bool) -> None:
        if entry := self.one(pick, StandIn.table.c.state == EFFECTIVE):
            successor = StandIn(person_id=entry.person_id, facts="查明的事实") if replaced else None
            self.voided += self.tried(actions.void, self.office, entry, reason="查明不实", successor=successor)

    @rule(pick=PICK)
    def discard(self, pick: int) -> None:
        if entry := self.one(pick):
            self.tried(actions.discard, self.office, entry)

    @rule(again=st.booleans())
    def undo(self, again: bool) -> None:
        self.undone += self.tried(self.office.undo)
        if again:
            self.tried(self.office.undo)

    @rule()
    def redo(self) -> None:
        self.tried(self.office.redo)

    @rule(pick=PICK)
    def delete_and_restore_a_person(self, pick: int) -> None:
        person = self.people[pick % 2]
        if standing := self.office.get(Person, person.id):
            self.write("edit", lambda current: current.delete(standing))
        elif bin_ := [e for e in recycle_bin.deleted(self.office) if e.record_id == person.id]:
            self.tried(recycle_bin.restore, self.office, bin_[0])

    # ---- what nobody should be able to do

    @rule(pick=PICK, state=STATES, kind=st.sampled_from(["edit", "import", "restore", "undo"]))
    def insert_as_one_likes(self, pick: int, state: str, kind: str) -> None:
        entries = [
            StandIn(person_id=self.people[n % 2].id, state=state, **({} if n % 3 else WHOLE))
            for n in range(pick % 4 + 1)
        ]
        self.write(kind, lambda current: current.insert_many(entries))

    @rule(
        pick=PICK, state=STATES, field=FIELDS, text=TEXTS, kind=st.sampled_from(["edit", "import", "redo", "restore"])
    )
    def rewrite_many(self, pick: int, state: str, field: str, text: str | None, kind: str) -> None:
        chosen = self.office.find(StandIn)[: pick % 5]
        pairs = [(e, dataclasses.replace(e, **{field: text, "state": state})) for e in chosen]
        self.write(kind, lambda current: current.update_many(pairs))

    @rule(pick=PICK)
    def bring_back_from_the_history(self, pick: int) -> None:
        if entry := self.one(pick):
            images = [c.after for _, cs in self.office.operations.history(entry.person_id) for c in cs if c.after]
            ours = [i for i in images if i.get("id") == entry.id]
            if ours:
                earlier = record_from(StandIn, ours[pick % len(ours)])
                self.write("restore", lambda current: current.update_many([(entry, earlier)]))

    @rule(pick=PICK, other=PICK)
    def hang_evidence_elsewhere(self, pick: int, other: int) -> None:
        found, entry = self.office.find(Evidence), self.one(other)
        if found and entry:
            piece = found[pick % len(found)]
            self.write("edit", lambda current: current.change(piece, **place_of(entry)))

    # ---- what must hold

    @invariant()
    def nothing_counts_without_its_conditions(self) -> None:
        if not hasattr(self, "office"):
            return
        with self.office.reading() as connection:
            standing = {e.id: e for e in self.office.find(StandIn)}
            for entry in standing.values():
                if entry.state == EFFECTIVE:
                    assert gaps(connection, entry) == []
        self._check_void(standing)
        self._check_frozen(standing)

    def _check_void(self, standing: dict[str, StandIn]) -> None:
        for entry_id, entry in self.void.items():
            assert entry_id not in standing or standing[entry_id] == entry, "a void entry came back or was changed"
        self.void |= {e.id: e for e in standing.values() if e.state == VOID}

    def _check_frozen(self, standing: dict[str, StandIn]) -> None:
        for entry_id, was in self.counting.items():
            now = standing.get(entry_id)
            if now is None or now.state != EFFECTIVE:
                continue
            frozen = [n for n in was.__dict__ if n not in FREE and getattr(was, n) != getattr(now, n)]
            assert frozen == [], "an entry that counts was rewritten"
            assert was.ends_on is None or (now.ends_on is not None and now.ends_on <= was.ends_on), "its end moved away"
        self.counting = {e.id: e for e in standing.values() if e.state == EFFECTIVE}


class Unguarded(Histories):
    """The same without the guard: what the histories do must then come through."""

    @initialize()
    def open(self) -> None:
        super().open()
        self.office.operations._guards.clear()


def test_no_history_goes_round_the_conditions() -> None:
    SEEN.clear()
    run_state_machine_as_test(Histories, settings=SETTINGS)
    assert {"counted", "voided", "undone"} <= SEEN, "the histories do not reach what they are about"


def test_without_the_guard_the_same_histories_find_a_way_round() -> None:
    unshrunk = settings(SETTINGS, phases=[Phase.generate], print_blob=False, database=None)
    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(Unguarded, settings=unshrunk)
