"""One entry of a ledger: fresh, saved, removed; what counts already stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.builders import make_office, make_person
from support.kit_ledgers import LIMITING, REWARDS
from support.limiting_entries import effective_entry, whole_entry
from support.stand_in import StandIn, standing_in

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.describe import replaced
from ganbu_desktop.kernel.ledger import entry as ledger_entry
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Reward
from ganbu_desktop.kernel.spine.evidence import Evidence


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    with standing_in(made):
        yield made
    made.file.close()


def newest_title(office: Office) -> str:
    entry = office.operations.undoable()
    assert entry is not None
    return entry.title


def test_a_fresh_entry_begins_with_the_ledgers_values_and_those_given(office: Office) -> None:
    found = ledger_entry.fresh(office, REWARDS, {"name": "嘉奖"})
    assert isinstance(found, Reward)
    assert (found.name, found.approved_on, found.person_id) == ("嘉奖", PartialDate(2026, 3, 2), None)


def test_titles_say_whose_entry_and_what_was_changed(office: Office) -> None:
    person = make_person(office)
    reward = Reward(person_id=person.id, name="嘉奖")
    ledger_entry.save(office, REWARDS, None, reward)
    assert newest_title(office) == "新增奖惩：王小明"
    ledger_entry.save(office, REWARDS, reward, replaced(reward, {"name": "记功"}))
    assert newest_title(office) == "修改王小明的奖惩：奖惩名称"
    assert [r.name for r in office.find(Reward)] == ["记功"]


def test_plain_entries_go_as_one_step_and_come_back_by_undo(office: Office) -> None:
    person = make_person(office)
    rewards = [Reward(person_id=person.id, name=name) for name in ("甲", "乙")]
    ledger_entry.save_many(office, REWARDS, [(None, r) for r in rewards])
    assert newest_title(office) == "批量录入奖惩（2 条）"
    ledger_entry.remove(office, REWARDS, rewards)
    assert office.find(Reward) == []
    office.undo()
    assert {r.name for r in office.find(Reward)} == {"甲", "乙"}


def test_drafts_go_with_what_hangs_on_them_and_come_back_with_it(office: Office) -> None:
    one, two = whole_entry(office), whole_entry(office)
    ledger_entry.remove(office, LIMITING, [one, two])
    assert (office.find(StandIn), office.find(Evidence)) == ([], [])
    office.undo()
    assert (len(office.find(StandIn)), len(office.find(Evidence))) == (2, 2)


def test_an_entry_that_counts_is_not_deleted(office: Office) -> None:
    draft, effective = whole_entry(office), effective_entry(office)
    with pytest.raises(CheckFailed, match="1 条已经生效或作废"):
        ledger_entry.remove(office, LIMITING, [draft, effective])
    assert len(office.find(StandIn)) == 2
    assert ledger_entry.frozen_because(draft) == ""
    assert "已经生效" in ledger_entry.frozen_because(effective)
    assert "已经作废" in ledger_entry.frozen_because(replaced(effective, {"state": "3"}))
