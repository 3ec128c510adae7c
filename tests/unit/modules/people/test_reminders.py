"""Each reminder of the people room appears on its day, names its figure, and stays away when there is no cause."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from support.builders import add, make_office, make_person

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import AnnualResult, Tenure
from ganbu_desktop.kernel.reminders.reminder import Answer, Reminder, answer, due
from ganbu_desktop.kernel.spine.effect_period import PROBATION, EffectPeriod
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.modules.people.reminders import RULES

DAY = date(2026, 5, 4)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def found(office: Office, rule: str, on: date = DAY) -> list[Reminder]:
    by_rule = due(office, RULES, on)
    return next(reminders for r, reminders in by_rule.items() if r.name == rule)


def test_eight_years_in_one_post_are_named_with_their_figure(office: Office) -> None:
    person = make_person(office)
    add(office, Tenure(person_id=person.id, post_name="局长", is_main=True, appointed_on=PartialDate(2018, 4)))
    (reminder,) = found(office, "long-in-post")
    assert reminder.title == "王小明：任现职 8 年"
    assert "8 年" in reminder.why
    assert "不是问题名单" in reminder.why
    assert reminder.target == ("person", person.id)


def test_a_month_less_than_five_years_is_not_long(office: Office) -> None:
    person = make_person(office)
    add(office, Tenure(person_id=person.id, post_name="局长", is_main=True, appointed_on=PartialDate(2021, 6)))
    assert found(office, "long-in-post") == []


def test_a_recorded_probation_is_reminded_of_thirty_days_ahead(office: Office) -> None:
    person = make_person(office)
    ends_on = PartialDate(2026, 6, 3)
    add(
        office,
        EffectPeriod(**place_of(person) | {"person_id": person.id}, kind=PROBATION, matter="副局长", ends_on=ends_on),
    )
    assert [r.title for r in found(office, "probation")] == ["王小明：副局长 2026.06.03 试用期满"]
    assert found(office, "probation", date(2026, 5, 3)) == []


def test_last_years_result_is_asked_for_once_it_should_be_there(office: Office) -> None:
    person = make_person(office)
    add(office, AnnualResult(person_id=person.id, year=2024, result="1"))
    assert [r.title for r in found(office, "annual-result")] == ["王小明：缺 2025 年度考核结果"]
    assert found(office, "annual-result", date(2026, 3, 31)) == []
    add(office, AnnualResult(person_id=person.id, year=2025, result="1"))
    assert found(office, "annual-result") == []


def test_who_began_work_last_year_owes_no_result_of_that_year(office: Office) -> None:
    make_person(office, work_began_on=PartialDate(2025, 7))
    assert found(office, "annual-result") == []


def test_an_answered_reminder_stays_away_until_its_cause_changes(office: Office) -> None:
    person = make_person(office)
    add(office, Tenure(person_id=person.id, post_name="局长", is_main=True, appointed_on=PartialDate(2018, 6)))
    (five,) = found(office, "long-in-post")
    answer(office, five, Answer.IGNORED, reason="本届任期内不调整")
    assert found(office, "long-in-post") == []
    assert [r.title for r in found(office, "long-in-post", date(2026, 7, 1))] == ["王小明：任现职 8 年"]


def test_the_mark_of_a_principal_is_asked_about_when_the_chief_becomes_a_deputy(office: Office) -> None:
    person = make_person(office, is_principal=True)
    chief = Tenure(
        person_id=person.id, post_name="局长", is_main=True, member_kind="正职", appointed_on=PartialDate(2018)
    )
    add(office, chief)
    assert found(office, "principal") == []
    with office.operation("调整", right="test") as current:
        current.change(chief, removed_on=PartialDate(2026, 3), state="已免")
        current.insert(
            Tenure(
                person_id=person.id,
                post_name="副主任",
                is_main=True,
                member_kind="副职",
                appointed_on=PartialDate(2026, 3),
            )
        )
    (reminder,) = found(office, "principal")
    assert "现任主职务“副主任”的成员类别是副职" in reminder.why
    assert [r.why for r in found(office, "principal", date(2026, 2, 28))] == []


def test_a_side_post_does_not_end_long_service_in_the_main_one(office: Office) -> None:
    person = make_person(office)
    add(
        office,
        Tenure(person_id=person.id, post_name="局长", appointed_on=PartialDate(2018, 4)),
        Tenure(person_id=person.id, post_name="领导小组副组长", appointed_on=PartialDate(2026, 4)),
    )
    assert [r.title for r in found(office, "long-in-post")] == ["王小明：任现职 8 年"]


@pytest.mark.parametrize(("until", "back"), [("2026.05.10", date(2026, 5, 10)), ("2026.06", date(2026, 6, 1))])
def test_a_reminder_put_off_comes_back_on_the_day_and_not_before(office: Office, until: str, back: date) -> None:
    person = make_person(office)
    add(office, Tenure(person_id=person.id, post_name="局长", is_main=True, appointed_on=PartialDate(2018, 4)))
    (reminder,) = found(office, "long-in-post")
    answer(office, reminder, Answer.LATER, reason="已另行安排", until=PartialDate.parse(until))
    assert [len(found(office, "long-in-post", back + timedelta(days=n))) for n in (-1, 0, 1)] == [0, 1, 1]
