"""A limiting record counts only when every condition is met, and no operation goes round them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.builders import add, make_office, make_person
from support.stand_in import StandIn, standing_in

from ganbu_desktop.foundation.errors import CheckFailed, UndoConflict
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine import actions
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.limiting import DRAFT, EFFECTIVE, VOID
from ganbu_desktop.kernel.spine.statement import Statement


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    with standing_in(made):
        yield made


def whole_entry(office: Office, **values: object) -> StandIn:
    """Return a draft that lacks nothing."""
    person = make_person(office)
    entry = StandIn(
        person_id=person.id,
        occurred_on=PartialDate(2026, 1, 5),
        facts="一项事实",
        source_kind="1",
        source="考〔2026〕1号",
        recorded_by="甲",
        reviewed_by="乙",
        ends_on=PartialDate(2027, 1, 5),
        **values,  # type: ignore[arg-type]
    )
    add(office, entry)
    actions.add_evidence(
        office,
        entry,
        Evidence(kind="2", document="考〔2026〕1号", dated_on=PartialDate(2026, 1, 6), entry_table="", entry_id=""),
    )
    actions.add_statement(
        office,
        entry,
        Statement(
            words="情况属实",
            stated_on=PartialDate(2026, 1, 8),
            informed_on=PartialDate(2026, 1, 7),
            is_signed=True,
            entry_table="",
            entry_id="",
        ),
    )
    return entry


def test_a_whole_draft_becomes_effective(office: Office) -> None:
    entry = whole_entry(office)
    assert actions.make_effective(office, entry).state == EFFECTIVE


def test_undo_of_voiding_is_not_offered(office: Office) -> None:
    entry = whole_entry(office)
    actions.void(office, actions.make_effective(office, entry), reason="查明不实")
    with pytest.raises(UndoConflict):
        office.undo()
    standing = office.get(StandIn, entry.id)
    assert standing is not None
    assert standing.state == VOID


def test_a_draft_without_evidence_stays_a_draft(office: Office) -> None:
    person = make_person(office)
    entry = StandIn(person_id=person.id, facts="一项事实")
    add(office, entry)
    with pytest.raises(CheckFailed, match="没有佐证材料"):
        actions.make_effective(office, entry)
    standing = office.get(StandIn, entry.id)
    assert standing is not None
    assert standing.state == DRAFT
