"""A row of the recycle bin says whom it is about, also when that person is in the bin herself."""

from __future__ import annotations

from pathlib import Path

from support.builders import add, make_office, make_person
from support.talks import day, make_talk

from ganbu_desktop import modules
from ganbu_desktop.kernel.ledger.entry import remove
from ganbu_desktop.kernel.office import recycle_bin
from ganbu_desktop.kernel.spine.actions import discard
from ganbu_desktop.modules.people import actions
from ganbu_desktop.modules.units.records import AbsenceFinding


def test_an_entry_is_called_by_its_person_and_date(tmp_path: Path) -> None:
    modules.load()
    office = make_office(tmp_path)
    person = make_person(office, "甲")
    talk = make_talk(office, person, "2025.03.04")
    (spec,) = (spec for spec in modules.ledgers() if spec.name == "talks")
    remove(office, spec, [talk])
    assert [(e.record_label, e.title) for e in recycle_bin.deleted(office)] == [("谈心谈话", "甲 2025.03.04")]
    actions.delete_people(office, [person.id])
    assert [(e.record_label, e.title) for e in recycle_bin.deleted(office)] == [
        ("干部", "甲"),
        ("谈心谈话", "甲 2025.03.04"),
    ]


def test_a_draft_that_was_given_up_names_nobody(tmp_path: Path) -> None:
    modules.load()
    office = make_office(tmp_path)
    draft = AbsenceFinding(person_id=make_person(office, "甲").id, occurred_on=day("2026.03.02"), recorded_by="丁")
    add(office, draft)
    discard(office, draft)
    (entry,) = recycle_bin.deleted(office)
    assert (entry.record_label, entry.title) == ("脱岗核实", "脱岗核实")


def test_what_needs_a_right_to_be_read_is_discreet() -> None:
    private = {row.record for described in modules.rows().values() for row in described if row.reads}
    assert private
    assert [record.label for record in private if not record.is_discreet] == []
