"""Small classes, people and hours of the training room, for its tests."""

from __future__ import annotations

from typing import Any

from support.builders import add, make_person

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.training.records import Enrolment, Session, TrainingClass, TrainingHours
from ganbu_desktop.modules.training.records.teaching import REPORTED

TOWNSHIP_HEAD, COUNTY_DEPUTY = "1A41", "1A32"
OFF_WORK, COLLECTIVE, ONLINE = "1", "2", "3"


def on(text: str) -> PartialDate:
    return PartialDate.parse(text)


def head(office: Office, name: str = "王小明", **values: Any) -> Person:
    """Add one head of a township since 2018, who began to work in 2005."""
    given = {"post_level": TOWNSHIP_HEAD, "post_level_since": on("2018.01"), "work_began_on": on("2005.07")}
    return make_person(office, name, **{**given, **values})


def hours(person: Person, number: int | None, year: int, **values: Any) -> TrainingHours:
    """Return ``number`` hours of one off-work class in May of a year."""
    given: dict[str, Any] = {
        "class_title": f"{year}年培训班",
        "form": OFF_WORK,
        "starts_on": PartialDate(year, 5, 11),
        "ends_on": PartialDate(year, 5, 15),
        "year": year,
        "hours_tenths": None if number is None else number * 10,
        **values,
    }
    return TrainingHours(person_id=person.id, **given)


def make_class(office: Office, title: str = "2026年中青年干部培训班", **values: Any) -> TrainingClass:
    """Add a class that has not begun on the standing clock's day (2026-03-02)."""
    given: dict[str, Any] = {
        "title": title,
        "kind": "4",
        "form": OFF_WORK,
        "channel": "1",
        "organiser": "县委组织部",
        "starts_on": on("2026.04.13"),
        "ends_on": on("2026.04.24"),
        "hours_tenths": 700,
        "days_tenths": 100,
        **values,
    }
    entry = TrainingClass(**given)
    add(office, entry)
    return entry


def held_class(office: Office, *people: Person, **values: Any) -> TrainingClass:
    """Add a class that is over, with ``people`` who came to it."""
    entry = make_class(office, **{"starts_on": on("2026.01.05"), "ends_on": on("2026.01.16"), **values})
    add(
        office,
        *(Enrolment(person_id=p.id, class_id=entry.id, state=REPORTED, reported_on=entry.starts_on) for p in people),
    )
    return entry


def lesson(office: Office, entry: TrainingClass, course: str, hours_tenths: int | None = 100, **values: Any) -> Session:
    """Add one lesson."""
    made = Session(
        class_id=entry.id, course=course, held_on=entry.starts_on, hours_tenths=hours_tenths, name=course, **values
    )
    add(office, made)
    return made
