"""Days, votes and shares against a table worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.modules.political import conditions, rules
from ganbu_desktop.modules.political.records import BallotItem, BallotSum, FrontlineRecord


@pytest.mark.parametrize(
    ("started", "ended", "days"),
    [
        ("2026.01.01", "2026.01.10", 10),
        ("2026.01.01", "2026.01.01", 1),
        ("2026.02.27", None, 4),
        ("2024.02.28", "2024.03.01", 3),
        ("2026.01", "2026.01.10", None),
        ("2026.01.01", "2026.01", None),
        (None, "2026.01.10", None),
        ("2026.03.05", None, None),
    ],
)
def test_days_at_a_task_count_both_ends(started: str | None, ended: str | None, days: int | None) -> None:
    """Until 2026.03.02 where the task still runs; unknown days are no data, never zero."""
    record = FrontlineRecord(
        person_id="p",
        started_on=PartialDate.parse(started) if started else None,
        ended_on=PartialDate.parse(ended) if ended else None,
    )
    assert rules.days_at(record, date(2026, 3, 2)) == days


def test_leave_for_illness_or_care_takes_no_day_off() -> None:
    """F10."""
    given = {"person_id": "p", "started_on": PartialDate(2026, 1, 1), "ended_on": PartialDate(2026, 1, 31)}
    plain, ill = FrontlineRecord(**given), FrontlineRecord(**given, leave_kind="1")
    assert rules.days_at(plain, date(2026, 3, 2)) == rules.days_at(ill, date(2026, 3, 2)) == 31


def item(code: str, *answers: int) -> BallotItem:
    return BallotItem(ballot_id="b", item=code, **{f"answer_{n}": a for n, a in enumerate(answers, 1)})


def test_the_results_of_a_vote_by_item_and_dimension() -> None:
    """Ten ballots; 政治忠诚 has the items P01 to P04, 政治定力 begins with P05."""
    ballot = BallotSum(person_id="p", direction=rules.POSITIVE, counted=10)
    items = [item("P02", 8, 2, 0, 0), item("P01", 7, 2, 1, 0), item("P05", 10, 0, 0, 0)]
    found = rules.results(ballot, items, 5)
    assert found is not None
    assert [(r.item, r.dimension, r.answers) for r in found] == [
        ("P01", "政治忠诚", (7, 2, 1, 0)),
        ("P02", "政治忠诚", (8, 2, 0, 0)),
        ("P05", "政治定力", (10, 0, 0, 0)),
    ]
    assert rules.by_dimension(found) == {"政治忠诚": (15, 4, 1, 0), "政治定力": (10, 0, 0, 0)}
    assert rules.percent(15, 20) == "75.0%"


@pytest.mark.parametrize(("counted", "is_shown"), [(None, False), (0, False), (4, False), (5, True), (6, True)])
def test_nothing_is_shown_below_the_smallest_sample(counted: int | None, is_shown: bool) -> None:
    """F8: below five, and where the number is not known."""
    ballot = BallotSum(person_id="p", direction=rules.POSITIVE, counted=counted)
    assert (rules.results(ballot, [item("P01", 4)], 5) is not None) is is_shown


@pytest.mark.parametrize(("answers", "is_due"), [((8, 0, 2), True), ((81, 0, 19), False), ((0, 0, 0), False)])
def test_a_share_of_twenty_percent_asks_for_a_look(answers: tuple[int, ...], is_due: bool) -> None:
    ballot = BallotSum(person_id="p", direction=rules.NEGATIVE, counted=100)
    found = rules.results(ballot, [item("N01", *answers)], 5)
    assert found is not None
    assert bool(rules.to_be_checked(found, 20)) is is_due


def test_a_votes_sums_must_agree() -> None:
    positive = BallotSum(person_id="p", direction=rules.POSITIVE, counted=10)
    negative = BallotSum(person_id="p", direction=rules.NEGATIVE, counted=10)
    assert rules.ballot_problems(positive, [item("P01", 7, 3)]) == []
    (too_many,) = rules.ballot_problems(positive, [item("P01", 7, 4)])
    assert "共 11 票，多于有效票 10 张" in too_many
    assert rules.ballot_problems(positive, [item("N01", 1)]) == ["“当面一套、背后一套”不是这张测评表的要点"]
    (fourth,) = rules.ballot_problems(negative, [item("N01", 1, 0, 0, 1)])
    assert "只有无、轻微、明显" in fourth
    assert rules.ballot_problems(positive, [item("P01", 1), item("P01", 1)]) == ["同一测评要点录入了两次"]


def test_every_dimension_has_four_items_and_the_reverse_ballot_twenty() -> None:
    items = rules.ballot_items(rules.POSITIVE)
    assert [d for _, _, d in items[::4]] == ["政治忠诚", "政治定力", "政治担当", "政治能力", "政治自律"]
    assert len(items) == len(rules.ballot_items(rules.NEGATIVE)) == 20


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(1, 3, "33.3%"), (2, 3, "66.7%"), (1, 8, "12.5%"), (0, 5, "0.0%"), (0, 0, "无记录")]
)
def test_shares_have_one_decimal_and_missing_is_not_zero(part: int, whole: int, text: str) -> None:
    assert rules.percent(part, whole) == text


@pytest.mark.parametrize(
    ("text", "said", "is_repeated"),
    [
        ("他学习不够深入，满足于完成任务。", "学习不够深入满足于完成任务", True),
        ("学习不够深入", "学习不够", False),
        (None, "学习不够深入，满足于完成任务", False),
        ("工作认真", "学习不够深入，满足于完成任务", False),
    ],
)
def test_words_of_self_criticism_are_known_again(text: str | None, said: str, is_repeated: bool) -> None:
    assert conditions.repeats([text], [said]) is is_repeated
