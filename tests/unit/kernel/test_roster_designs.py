"""Designs of rosters: every saved version stays, the order of people is kept, what is broken is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.builders import make_office, make_person, make_unit

from ganbu_desktop.foundation.errors import CheckFailed, DocumentError, PermissionDenied
from ganbu_desktop.kernel.forms.roster_designs import (
    Design,
    RosterDesign,
    delete_design,
    design_called,
    designs,
    save_design,
    versions,
)
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.person_list import Order
from ganbu_desktop.modules.paper import printing, rosters
from ganbu_desktop.modules.paper.job import PrintJob
from ganbu_desktop.modules.paper.roster_layouts import layout_of, offered, people_in_order, ready_made
from ganbu_desktop.paper.fonts import FontBook


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def retitled(design: Design, title: str) -> Design:
    return replace(design, spec=design.spec.with_title(title))


def test_saving_again_keeps_both_versions_and_the_newest_is_in_use(office: Office) -> None:
    first = ready_made("name-list")
    save_design(office, " 县委班子 ", first)
    save_design(office, "县委班子", retitled(first, "县委班子名册"))
    assert [found.version for found in versions(office, "县委班子")] == [2, 1]
    assert design_called(office, "县委班子", offered()).spec.title == "县委班子名册"
    assert design_called(office, "县委班子", offered(), version=1).spec.title == "干部名单"
    assert [(found.name, found.version) for found in designs(office)] == [("县委班子", 2)]


def test_saving_what_is_kept_already_makes_no_version(office: Office) -> None:
    save_design(office, "甲", ready_made("roster"))
    save_design(office, "甲", ready_made("roster"))
    assert len(versions(office, "甲")) == 1


def test_one_undo_takes_a_version_back_and_deleting_can_be_undone(office: Office) -> None:
    save_design(office, "甲", ready_made("roster"))
    save_design(office, "甲", retitled(ready_made("roster"), "乙"))
    office.undo()
    assert len(versions(office, "甲")) == 1
    assert delete_design(office, "甲") == 1
    assert designs(office) == []
    office.undo()
    assert len(designs(office)) == 1


@pytest.mark.parametrize("name", ["", "  ", "长" * 41])
def test_a_design_needs_a_name_of_reasonable_length(office: Office, name: str) -> None:
    with pytest.raises(CheckFailed, match="名称"):
        save_design(office, name, ready_made("roster"))


def test_an_unknown_design_is_answered_with_those_there_are(office: Office) -> None:
    save_design(office, "县委班子", ready_made("roster"))
    with pytest.raises(CheckFailed, match="县委班子"):
        design_called(office, "政府班子", offered())


def test_who_may_not_design_saves_nothing(office: Office) -> None:
    office.account = Account("录入员", frozenset())
    with pytest.raises(PermissionDenied):
        save_design(office, "甲", ready_made("roster"))
    assert office.find(RosterDesign) == []


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"order": "UPWARDS", "people": [], "grouped": true, "spec": {}}'])
def test_content_that_cannot_be_read_names_the_way_out(text: str) -> None:
    with pytest.raises(DocumentError, match="上一个版本"):
        Design.from_json(text, offered())


def test_every_field_of_a_person_is_offered_once() -> None:
    keys = [column.key for column in offered()]
    assert len(keys) == len(set(keys))
    assert {"mobile_phone", "growth_place", "post_years", "identity_note"} <= set(keys)


def test_every_offered_column_has_a_value_for_a_person(office: Office) -> None:
    make_person(office)
    design = replace(ready_made("roster"), order=Order.STROKES, is_grouped=False)
    design = replace(design, spec=replace(design.spec, columns=offered()).laid(offered()))
    job = PrintJob("roster", [p.id for p in office.find(Person)], Path("x.pdf"), design=design)
    assert rosters.document(office, job, FontBook.bundled()).people == 1


def test_the_clerks_own_order_is_kept_and_newcomers_stand_behind() -> None:
    design = replace(ready_made("roster"), order=None, people=("c", "a"))
    assert design.arranged(["a", "b", "c", "d"]) == ["c", "a", "b", "d"]


def test_sorted_by_strokes_under_units_the_units_come_first(office: Office) -> None:
    first, second = make_unit(office, "甲局", position=0), make_unit(office, "乙局", position=1)
    wang = make_person(office, "王一", unit_id=second.id)
    zhang = make_person(office, "张三", unit_id=first.id)
    ding = make_person(office, "丁二", unit_id=second.id)
    grouped = replace(ready_made("roster"), order=Order.STROKES, is_grouped=True)
    chosen = [wang.id, zhang.id, ding.id]
    with office.reading() as connection:
        assert people_in_order(connection, grouped, chosen) == [zhang.id, ding.id, wang.id]
        alone = replace(grouped, is_grouped=False)
        assert people_in_order(connection, alone, chosen) == [ding.id, wang.id, zhang.id]


def test_a_design_is_printed_by_its_name(office: Office, tmp_path: Path) -> None:
    person = make_person(office)
    save_design(office, "小名册", retitled(ready_made("name-list"), "小名册"))
    assert "design:小名册" in [info.name for info in printing.printable(office)]
    job = PrintJob("design:小名册", [person.id], tmp_path / "x.xlsx")
    assert layout_of(office, job).spec.title == "小名册"
    assert printing.run(office, job).people == 1
    assert printing.check_before(office, job) == []
