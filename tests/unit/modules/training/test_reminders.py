"""What the room reminds of: each says why and leads somewhere, and what was missed stays until it is answered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.builders import add, make_office, make_unit
from support.training_classes import head, hours, make_class, on

from ganbu_desktop.kernel.office.office import Office, SilentProgress
from ganbu_desktop.kernel.reminders import reminder
from ganbu_desktop.kernel.reminders.reminder import Answer, Reminder
from ganbu_desktop.modules.training.demo import fill
from ganbu_desktop.modules.training.records import StudyMeeting, TrainingPlan
from ganbu_desktop.modules.training.reminders import RULES


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def found(office: Office, name: str, day: date) -> list[Reminder]:
    rule = next(rule for rule in RULES if rule.name == name)
    return reminder.due(office, [rule], day)[rule]


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_every_reminder_says_why_and_leads_somewhere(office: Office, rule: object) -> None:
    wanted = next(r for r in RULES if r is rule)
    assert list(wanted.find(office, office.today())) == []
    unit = make_unit(office, "青禾镇")
    for number in range(9):
        head(office, f"人{number}", unit_id=unit.id)
    fill(office, SilentProgress())
    reminders = list(wanted.find(office, office.today()))
    assert len({r.key for r in reminders}) == len(reminders)
    for each in reminders:
        assert each.why
        assert each.target is not None
        assert each.target[0] == "training"


def test_the_shortfall_is_reminded_of_from_september_until_it_is_answered(office: Office) -> None:
    """The reminder of a running year and of one that is over are one, so that one answer is enough."""
    who = head(office)
    add(office, hours(who, 40, 2026), hours(who, 90, 2025))
    assert found(office, "training-shortfall", date(2026, 8, 31)) == []
    (running,) = found(office, "training-shortfall", date(2026, 9, 1))
    (missed,) = found(office, "training-shortfall", date(2027, 1, 31))
    assert running.title == "王小明：2026 年学时还差 50"
    assert missed.title == "王小明：2026 年学时还差 50，期限已过 31 天"
    assert (missed.key, missed.due_on) == (running.key, date(2026, 12, 31))
    reminder.answer(office, missed, Answer.IGNORED, reason="已安排补训")
    assert found(office, "training-shortfall", date(2027, 1, 31)) == []
    add(office, hours(who, 50, 2026, class_title="补训"), hours(who, 10, 2027))
    assert [r.title for r in found(office, "training-shortfall", date(2027, 9, 1))] == ["王小明：2027 年学时还差 80"]


def test_last_years_shortfall_is_of_those_who_serve_and_served(office: Office) -> None:
    head(office, "新进", work_began_on=on("2026.01.05"))
    retired = head(office, "离退", management_state="离退人员")
    add(office, hours(retired, 40, 2025))
    assert found(office, "training-shortfall", date(2026, 3, 2)) == []


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2026, 3, 28), []),
        (date(2026, 3, 29), ["青干班：2026.04.13 开班，调训通知未发"]),
        (date(2026, 4, 24), ["青干班：2026.04.13 开班，调训通知未发"]),
        (date(2026, 4, 25), []),
    ],
)
def test_a_class_without_a_notice_is_reminded_of_until_it_is_over(office: Office, day: date, says: list[str]) -> None:
    make_class(office, "青干班")
    assert [r.title for r in found(office, "training-notice", day)] == says


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2026, 3, 16), []),
        (date(2026, 3, 17), ["青干班：计划 2026.04 开班，还没有建班"]),
        (date(2026, 4, 30), ["青干班：计划 2026.04 开班，还没有建班"]),
        (date(2026, 5, 1), ["青干班：计划 2026.04 开班，还没有建班，已过 1 天"]),
        (date(2027, 3, 1), ["青干班：计划 2026.04 开班，还没有建班，已过 305 天"]),
        (date(2028, 1, 1), []),
    ],
)
def test_a_planned_class_that_never_was_is_not_forgotten(office: Office, day: date, says: list[str]) -> None:
    add(office, TrainingPlan(year=2026, title="青干班", starts_on=on("2026.04")))
    assert [r.title for r in found(office, "training-notice", day)] == says


def test_a_quarter_without_study_stays_until_it_is_answered(office: Office) -> None:
    """Back to the quarter of the first meeting; each quarter and kind by itself."""
    one = make_unit(office, "教育局")
    kinds = [StudyMeeting(unit_id=one.id, kind=kind, topic="学习", held_on=on("2025.08.04")) for kind in ("1", "2")]
    add(office, *kinds, StudyMeeting(unit_id=one.id, kind="1", topic="学习", held_on=on("2025.11.03")))
    titles = [r.title for r in found(office, "training-study", date(2026, 5, 1))]
    assert sorted(titles) == [
        "2025年第4季度理论学习中心组无记录：教育局",
        "2026年第1季度理论学习中心组无记录：教育局",
        "2026年第1季度第一议题无记录：教育局",
    ]
