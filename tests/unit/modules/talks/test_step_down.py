"""9.04 the talk before somebody steps down: asked through the kernel, reminded of, and many people told by unit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.builders import add, make_office, make_person, make_unit
from support.talks import make_talk

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import AppointmentSheet
from ganbu_desktop.kernel.people.step_down import before_step_down
from ganbu_desktop.kernel.reminders.reminder import Reminder
from ganbu_desktop.modules.talks.reminders import RULES

TODAY = date(2026, 3, 2)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def found(office: Office, name: str, on: date = TODAY) -> list[Reminder]:
    return list(next(rule for rule in RULES if rule.name == name).find(office, on))


@pytest.mark.parametrize(
    ("kind", "held_on", "words", "is_held"),
    [
        ("10", "2026.02.20", "服从安排", True),
        ("09", "2026.02.20", "有意见", True),
        ("10", "2026.02.20", None, False),
        ("01", "2026.02.20", "服从安排", False),
        ("10", "2025.11.20", "服从安排", False),
    ],
)
def test_only_a_talk_of_its_kind_in_time_with_the_persons_words_counts(
    office: Office, kind: str, held_on: str, words: str | None, is_held: bool
) -> None:
    person = make_person(office)
    make_talk(office, person, held_on, kind=kind, person_words=words)
    assert before_step_down(office, person.id).is_held is is_held
    assert before_step_down(office, person.id, PartialDate(2026, 3, 1)).is_held is False


def test_a_removal_without_a_new_post_is_reminded_of_until_the_talk_is_held(office: Office) -> None:
    leaving, moving = make_person(office, "甲"), make_person(office, "乙")
    add(
        office,
        AppointmentSheet(person_id=leaving.id, proposed_removal="局长"),
        AppointmentSheet(person_id=moving.id, proposed_removal="局长", proposed_post="主任"),
    )
    [reminder] = found(office, "step-down-talk")
    assert reminder.person_id == leaving.id
    assert "3个月" in reminder.why
    assert reminder.target == ("talks", ("talks", ("new", {"person_id": leaving.id, "kind": "10"})))
    make_talk(office, leaving, "2026.03.01", kind="10", person_words="服从安排")
    assert found(office, "step-down-talk") == []


def test_of_very_many_people_a_rule_reminds_by_unit(office: Office) -> None:
    units = [make_unit(office, name, position=n) for n, name in enumerate(("教育局", "水利局"), 1)]
    for number in range(101):
        make_person(office, f"甲{number}", unit_id=units[number % 2].id, position=number)
    near = date(2026, 12, 20)
    assert [r.title for r in found(office, "talk-frequency", near)] == [
        "教育局：51 人2026年还没有谈话",
        "水利局：50 人2026年还没有谈话",
    ]
    reminder = found(office, "home-visit", near)[0]
    assert reminder.target is not None
    page, (tab, people) = reminder.target  # type: ignore[misc]
    assert (page, tab, len(people)) == ("talks", "due", 51)
    assert reminder.due_on == date(2026, 12, 31)
    assert "建议值" in reminder.why
