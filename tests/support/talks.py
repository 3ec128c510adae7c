"""Invented talks and the people of one small county for the talks room's tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from support.builders import add, make_person, make_unit

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person, Tenure
from ganbu_desktop.modules.talks.records import HomeVisit, Talk
from ganbu_desktop.modules.talks.rows import TALKS


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


def make_talk(office: Office, person: Person, held_on: str, **values: Any) -> Talk:
    """Record one ordinary talk and return it as it stands."""
    given: dict[str, Any] = {"kind": "01", "talker_level": "1", "talkers": "李部长", "recorder": "周记录", **values}
    talk = Talk(person_id=person.id, held_on=day(held_on), **given)
    TALKS.save(office, [(None, talk)], title="登记谈话")
    stored = office.get(Talk, talk.id)
    assert stored is not None
    return stored


def visit_of(person: Person, on: str = "2026.02.10", **values: Any) -> HomeVisit:
    """Return a visit that may be saved, unless ``values`` say otherwise."""
    given: dict[str, Any] = {
        "appointment_on": day("2026.02.08"),
        "has_consent": True,
        "visitors": "李部长、周科长",
        "visitor_level": "1",
        "family_present": "妻子、儿子",
        **values,
    }
    return HomeVisit(person_id=person.id, visited_on=day(on), **given)


def make_county(office: Office) -> Callable[[str], Person]:
    """Make two units with five cadres and return them by name.

    教育局: 甲 principal; 乙 since years; 丙 entered and appointed 2026.02. 水利局: 丁 since years, managed below: 戊.
    """
    education, water = make_unit(office, "教育局", position=1), make_unit(office, "水利局", position=2)
    people = {
        "甲": make_person(office, "甲", unit_id=education.id, position=1, is_principal=True, post_level="1A41"),
        "乙": make_person(office, "乙", unit_id=education.id, position=2, post_level="1A42", sex="2"),
        "丙": make_person(
            office, "丙", unit_id=education.id, position=3, post_level="1A50", born_on=PartialDate(1995, 3)
        ),
        "丁": make_person(office, "丁", unit_id=water.id, position=1, post_level="1A42"),
        "戊": make_person(office, "戊", unit_id=water.id, position=2, authority="3"),
    }
    appointed = {"甲": "2020.05", "乙": "2019.03", "丙": "2026.02", "丁": "2018.01"}
    add(
        office,
        *(
            Tenure(
                person_id=people[name].id,
                unit_id=people[name].unit_id,
                is_main=True,
                post_name="职务",
                appointed_on=day(on),
            )
            for name, on in appointed.items()
        ),
    )
    return lambda name: people[name]
