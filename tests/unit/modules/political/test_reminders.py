"""What the room reminds of on a day, by its figures, and what it no longer reminds of once it is seen to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.builders import add, make_office, make_person, make_unit
from support.political_samples import effective_entry, forward, reverse

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import AppointmentSheet
from ganbu_desktop.kernel.reminders.reminder import Nature, Reminder
from ganbu_desktop.modules import ledgers, reminder_rules
from ganbu_desktop.modules.political import actions, rows
from ganbu_desktop.modules.political.records import (
    FrontlineRecord,
    NegativeListVersion,
    PartyMeeting,
    PoliticalArchive,
    PoliticalInspection,
    Rectification,
    YearSummary,
)
from ganbu_desktop.modules.political.reminders import RULES

TODAY = date(2026, 3, 2)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def found(office: Office, rule: str, day: date = TODAY) -> list[Reminder]:
    """Return what one rule finds, every target of which leads to a tab of the room."""
    reminders = list(next(r for r in reminder_rules() if r.name == rule).find(office, day))
    names = {spec.name for spec in ledgers()}
    for reminder in reminders:
        assert reminder.target is not None
        page, target = reminder.target
        assert page == "political"
        assert (target if isinstance(target, str) else target[0]) in names  # type: ignore[index]
    return reminders


def test_a_summary_is_asked_for_of_last_year_until_december(office: Office) -> None:
    person = make_person(office)
    add(office, PoliticalArchive(person_id=person.id, opened_on=PartialDate(2025, 3, 1)))
    assert [r.title for r in found(office, "political-summary")] == ["王小明：2025 年政治素质综述未写"]
    add(office, YearSummary(person_id=person.id, year=2025))
    assert found(office, "political-summary") == []
    assert [r.title for r in found(office, "political-summary", date(2026, 12, 1))] == [
        "王小明：2026 年政治素质综述未写"
    ]


def test_a_draft_for_somebody_is_not_reminded_of(office: Office) -> None:
    person = make_person(office)
    actions.save_entries(office, [(None, forward(person.id)), (None, reverse(person.id))], title="登记")
    (reminder,) = found(office, "political-draft")
    assert "缺佐证材料、本人说明" in reminder.title
    assert next(r.nature for r in RULES if r.name == "political-draft") is Nature.RIGHT


def test_an_entry_is_reviewed_before_it_ends(office: Office) -> None:
    """30 days by the figure: 2026.03.02 to 2026.04.01."""
    person = make_person(office)
    for end in (PartialDate(2026, 4, 1), PartialDate(2026, 4, 2), PartialDate(2026, 3, 2)):
        effective_entry(office, reverse(person.id, ends_on=end))
    assert [str(r.due_on) for r in found(office, "political-review")] == ["2026-04-01"]


@pytest.mark.parametrize(("held_on", "count"), [(PartialDate(2025, 3, 2), 0), (PartialDate(2025, 3, 1), 1)])
def test_a_candidate_needs_an_inspection_within_twelve_months(office: Office, held_on: PartialDate, count: int) -> None:
    person, other = make_person(office), make_person(office, "李四")
    add(office, AppointmentSheet(person_id=person.id, proposed_post="某局局长"), AppointmentSheet(person_id=other.id))
    add(office, PoliticalInspection(person_id=person.id, held_on=held_on))
    assert len(found(office, "political-inspection")) == count


@pytest.mark.parametrize(("ended_on", "count"), [(PartialDate(2026, 1, 30), 1), (PartialDate(2026, 1, 31), 0)])
def test_an_evaluation_is_owed_when_thirty_days_are_past(office: Office, ended_on: PartialDate, count: int) -> None:
    person = make_person(office)
    add(office, FrontlineRecord(person_id=person.id, task="防汛", ended_on=ended_on))
    add(office, FrontlineRecord(person_id=person.id, task="驻村", ended_on=ended_on, evaluation="1"))
    assert len(found(office, "frontline-evaluation")) == count


def test_meetings_are_missed_from_november_on(office: Office) -> None:
    unit = make_unit(office, "县委办")
    add(office, PartyMeeting(unit_id=unit.id, kind="1", held_on=PartialDate(2025, 12, 1)))
    assert found(office, "party-meetings", date(2026, 10, 31)) == []
    (reminder,) = found(office, "party-meetings", date(2026, 11, 1))
    assert "2026 年没有登记民主生活会、组织生活会" in reminder.title


def test_a_problem_is_due_fifteen_days_before_its_limit(office: Office) -> None:
    unit = make_unit(office, "县委办")
    for due_on in (PartialDate(2026, 3, 17), PartialDate(2026, 3, 18), PartialDate(2026, 3, 1)):
        row = Rectification(unit_id=unit.id, matter="作风", problem="一", responsible="甲", due_on=due_on)
        rows.RECTIFICATIONS.save(office, [(None, row)], title="登记")
    assert [r.title for r in found(office, "rectification")] == [
        "县委办：整改已超期（2026.03.01）",
        "县委办：整改将到期（2026.03.17）",
    ]


def test_an_edition_nobody_studied_is_reminded_of_while_in_force(office: Office) -> None:
    for title, begun, studied in (("旧", 2024, None), ("新", 2026, None), ("学过", 2026, PartialDate(2026, 1, 9))):
        version = NegativeListVersion(title=title, effective_from=PartialDate(begun, 1, 1), studied_on=studied)
        actions.save_lists(office, [(None, version)], title="登记")
    assert [r.title for r in found(office, "negative-list")] == ["“新”施行后未组织学习"]


def test_who_no_longer_serves_is_left_alone(office: Office) -> None:
    person = make_person(office, management_state="离退人员")
    add(office, PoliticalArchive(person_id=person.id), FrontlineRecord(person_id=person.id, ended_on=PartialDate(2025)))
    add(office, AppointmentSheet(person_id=person.id, proposed_post="某局局长"))
    actions.save_entries(office, [(None, reverse(person.id))], title="登记")
    assert [r.title for rule in RULES for r in found(office, rule.name)] == []
