"""What keeps the room fair to those it is about."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.builders import add, make_office
from support.training_classes import head, hours

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person_list import quick
from ganbu_desktop.kernel.report.spec import Period, named
from ganbu_desktop.kernel.spine.limiting import limiting_types
from ganbu_desktop.modules.training import records
from ganbu_desktop.modules.training.forms.people import archive
from ganbu_desktop.modules.training.records import TrainingNeed
from ganbu_desktop.modules.training.reports import REPORTS
from ganbu_desktop.paths import resource
from ganbu_desktop.store.record import fields_of, record_types

WEAKNESS = "不懂财务"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def test_f9_a_need_is_for_planning_classes_and_nothing_else(office: Office) -> None:
    """What somebody said of a weakness stands in no archive, no report and no search."""
    who = head(office)
    add(office, TrainingNeed(person_id=who.id, year=2026, field="3", own_view=WEAKNESS), hours(who, 40, 2026))
    with office.reading() as connection:
        assert WEAKNESS not in str(archive(office, connection, who.id))
        assert quick(connection, WEAKNESS) == []
    for report in REPORTS:
        period = Period.parse("2026")
        assert WEAKNESS not in str(report.compute(office, period)), report.name
    pointing = [
        cls.__name__
        for cls in record_types()
        if cls.__module__.startswith("ganbu_desktop.")
        for field in fields_of(cls).values()
        if getattr(field, "target", "") == TrainingNeed.table.name
    ]
    assert pointing == []


def test_f9_the_needs_report_names_nobody(office: Office) -> None:
    who = head(office, "王小明")
    add(office, TrainingNeed(person_id=who.id, year=2026, field="3", own_view=WEAKNESS))
    found = named(REPORTS, "training-needs").compute(office, Period.parse("2026"))
    assert "王小明" not in str(found.tables)
    assert who.id not in str(found.tables)


def test_f13_of_a_lesson_only_the_sign_in_is_kept() -> None:
    """No diary of lessons: a mark, and one summary a person at the end."""
    assert set(fields_of(records.Attendance)) == {"session_id", "person_id", "mark", "held_on"}
    assert "summary" in fields_of(records.Enrolment)
    for name in ("summary", "notes", "question", "preview"):
        assert name not in fields_of(records.Session)


def test_f13_study_is_counted_by_unit() -> None:
    for cls in (records.StudyMeeting, records.Lecture, records.CampaignItem):
        assert "person_id" not in fields_of(cls)


def test_f6_nothing_of_training_limits_anybody() -> None:
    """Leave, substitution and shortfall are facts to plan by; none of them is an entry against a person."""
    assert not [cls for cls in limiting_types().values() if cls.__module__.startswith(records.__name__)]


def test_a_substitution_does_not_blame_the_learner() -> None:
    text = resource("forms", "training", "substitution.toml").read_text("utf-8")
    assert "不归责学员" in text
