"""Cells of a ledger written from its list, and the list by groups."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.builders import add, make_office, make_person, make_unit
from support.kit_ledgers import LIMITING, REWARDS
from support.limiting_entries import effective_entry
from support.stand_in import standing_in

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger import cells as ledger_cells
from ganbu_desktop.kernel.ledger import groups as ledger_groups
from ganbu_desktop.kernel.ledger.cells import NEW, CellValue
from ganbu_desktop.kernel.ledger.groups import NOTHING
from ganbu_desktop.kernel.ledger.listing import PERSON_COLUMN, STATE_COLUMN, UNIT_COLUMN, LedgerQuery
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Reward


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


@pytest.fixture
def rewards(office: Office) -> list[Reward]:
    first, second = make_unit(office, "县委办", position=1), make_unit(office, "财政局", position=2)
    people = [make_person(office, n, unit_id=u.id) for n, u in (("王小明", first), ("李建国", second), ("赵敏", first))]
    made = [Reward(person_id=p.id, name="嘉奖", approved_on=PartialDate(2020 + n // 2)) for n, p in enumerate(people)]
    add(office, *made, Reward(person_id=make_person(office, "钱进").id, name="记功"))
    return made


def test_all_cells_of_a_gesture_are_one_step(office: Office, rewards: list[Reward]) -> None:
    cells = [CellValue(r.id, "body", "县委") for r in rewards]
    cells += [CellValue(f"{NEW}0", "person_id", rewards[0].person_id), CellValue(f"{NEW}0", "name", "记功")]
    plan = ledger_cells.plan(office, REWARDS, cells)
    assert (len(plan.pairs), plan.new, plan.refused) == (4, 1, {})
    ledger_cells.save(office, REWARDS, plan, "粘贴")
    assert len(office.find(Reward)) == 5
    assert office.operations.undoable() is not None
    office.undo()
    assert len(office.find(Reward)) == 4
    assert {r.body for r in office.find(Reward)} == {None}


def test_what_must_be_there_is_not_emptied_and_a_row_without_it_not_made(office: Office, rewards: list[Reward]) -> None:
    cells = [
        CellValue(rewards[0].id, "name", None),
        CellValue(rewards[0].id, "body", "县委"),
        CellValue(f"{NEW}1", "body", "县委"),
        CellValue(f"{NEW}2", "body", None),
    ]
    plan = ledger_cells.plan(office, REWARDS, cells)
    assert plan.refused[rewards[0].id, "name"] == "奖惩名称不能为空"
    assert plan.refused[f"{NEW}1", "name"] == "请填写奖惩名称"
    assert [(old is None, getattr(new, "body", "")) for old, new in plan.pairs] == [(False, "县委")]


def test_an_entry_that_counts_and_one_that_is_gone_are_refused(office: Office) -> None:
    with standing_in(office):
        entry = effective_entry(office, make_person(office).id)
        cells = [CellValue(entry.id, "source", "另一来源"), CellValue("gone", "source", "甲")]
        plan = ledger_cells.plan(office, LIMITING, cells)
        assert "已经生效" in plan.refused[entry.id, "source"]
        assert "刚被删除" in plan.refused["gone", "source"]
        assert plan.pairs == []


def test_what_the_program_sets_is_closed() -> None:
    assert "由程序" in ledger_cells.closed_because(LIMITING, "state")
    assert ledger_cells.closed_because(REWARDS, "body") == ""
    assert ledger_cells.closed_because(REWARDS, "person_id") == ""


@pytest.mark.parametrize(
    ("by", "labels"),
    [
        (UNIT_COLUMN, [("县委办", 2), ("财政局", 1), (NOTHING, 1)]),
        ("approved_on", [("2021年", 1), ("2020年", 2), (NOTHING, 1)]),
        ("name", [("嘉奖", 3), ("记功", 1)]),
    ],
)
def test_groups_are_counted_in_their_order(
    office: Office, rewards: list[Reward], by: str, labels: list[tuple[str, int]]
) -> None:
    query = LedgerQuery(day=office.today())
    with office.reading() as connection:
        found = ledger_groups.groups(connection, REWARDS, query, by)
        assert [(g.label, g.count) for g in found] == labels
        for group in found:
            assert len(ledger_groups.ids_of(connection, REWARDS, query, by, group.key)) == group.count


def test_people_and_states_are_groups_too(office: Office, rewards: list[Reward]) -> None:
    query = LedgerQuery(day=office.today(), search="嘉奖")
    with office.reading() as connection:
        assert {g.label for g in ledger_groups.groups(connection, REWARDS, query, PERSON_COLUMN)} == {
            "王小明", "李建国", "赵敏",
        }  # fmt: skip
    with standing_in(office):
        effective_entry(office, make_person(office).id)
        with office.reading() as connection:
            (group,) = ledger_groups.groups(connection, LIMITING, LedgerQuery(day=office.today()), STATE_COLUMN)
            assert group.count == len(
                ledger_groups.ids_of(connection, LIMITING, LedgerQuery(day=office.today()), STATE_COLUMN, group.key)
            )


def test_long_and_guarded_parts_make_no_groups() -> None:
    assert not ledger_groups.can_group(LIMITING, "facts")
    assert ledger_groups.can_group(REWARDS, "name")
