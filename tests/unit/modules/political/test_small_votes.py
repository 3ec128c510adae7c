"""F8: of a vote with fewer valid ballots than the smallest sample nothing of its items is kept, however it comes."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.builders import make_office, make_person

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.political import actions, rules
from ganbu_desktop.modules.political.records import BallotItem, BallotSum

ITEM = rules.ballot_items(rules.POSITIVE)[0][0]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def vote(office: Office, counted: int) -> BallotSum:
    ballot = BallotSum(
        person_id=make_person(office).id,
        occasion="年度测评",
        direction="1",
        held_on=PartialDate(2026, 1, 5),
        handed_out=12,
        counted=counted,
        counted_by="张三、李四",
    )
    actions.save_ballots(office, [(None, ballot)], title="登记")
    stored = office.get(BallotSum, ballot.id)
    assert stored is not None
    return stored


@pytest.mark.parametrize(("counted", "kept"), [(4, 0), (5, 1)])
def test_items_of_a_small_vote_are_not_kept(office: Office, counted: int, kept: int) -> None:
    ballot = vote(office, counted)
    if kept:
        actions.save_counts(office, ballot, {ITEM: [3, 1, 0, 0]})
    else:
        with pytest.raises(CheckFailed, match="有效票不足 5 张"):
            actions.save_counts(office, ballot, {ITEM: [3, 1, 0, 0]})
    assert len(office.find(BallotItem)) == kept


def test_a_vote_with_items_does_not_shrink_below_the_sample(office: Office) -> None:
    ballot = vote(office, 5)
    actions.save_counts(office, ballot, {ITEM: [3, 1, 0, 0]})
    smaller = BallotSum(**{**ballot.__dict__, "counted": 4})
    with pytest.raises(CheckFailed, match="有效票不足 5 张"):
        actions.save_ballots(office, [(ballot, smaller)], title="改")
