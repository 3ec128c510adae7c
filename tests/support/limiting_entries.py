"""Whole limiting entries for tests: drafts that lack nothing, and what hangs on them."""

from __future__ import annotations

from typing import Any

from support.builders import add, make_person
from support.stand_in import StandIn

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine import actions
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.statement import Statement

ENDS = PartialDate(2027, 1, 5)
HAPPENED = PartialDate(2026, 1, 5)


def bare_entry(office: Office, person_id: str | None = None, **values: Any) -> StandIn:
    """Return a saved draft whose own fields lack nothing, without evidence and statement."""
    given: dict[str, Any] = {
        "person_id": person_id or make_person(office).id,
        "occurred_on": HAPPENED,
        "facts": "一项事实",
        "source_kind": "1",
        "source": "考〔2026〕1号",
        "recorded_by": "甲",
        "reviewed_by": "乙",
        "ends_on": ENDS,
        **values,
    }
    entry = StandIn(**given)
    add(office, entry)
    return entry


def evidence(**values: Any) -> Evidence:
    """Return a piece of evidence that can carry an entry."""
    given: dict[str, Any] = {"kind": "2", "document": "考〔2026〕1号", "dated_on": PartialDate(2026, 1, 6), **values}
    return Evidence(entry_table="", entry_id="", **given)


def statement(**values: Any) -> Statement:
    """Return a statement of a person who was told and heard."""
    given: dict[str, Any] = {
        "words": "情况属实",
        "stated_on": PartialDate(2026, 1, 8),
        "informed_on": PartialDate(2026, 1, 7),
        "is_signed": True,
        **values,
    }
    return Statement(entry_table="", entry_id="", **given)


def whole_entry(office: Office, person_id: str | None = None, **values: Any) -> StandIn:
    """Return a draft that lacks nothing."""
    entry = bare_entry(office, person_id, **values)
    actions.add_evidence(office, entry, evidence())
    actions.add_statement(office, entry, statement())
    return entry


def effective_entry(office: Office, person_id: str | None = None, **values: Any) -> StandIn:
    """Return an entry that counts."""
    return actions.make_effective(office, whole_entry(office, person_id, **values))


def now_of(office: Office, entry: StandIn) -> StandIn:
    """Return an entry as it stands in the store."""
    found = office.get(StandIn, entry.id)
    assert found is not None
    return found
