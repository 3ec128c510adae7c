"""基层工作年限 by what the unit is, never by what it is called; what is not recorded is unknown and named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.builders import add, make_office, make_person, make_unit
from support.conditions import ask, found

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.dossier import all_units
from ganbu_desktop.kernel.people.grassroots import Known, Unknown, grassroots_months, grassroots_table
from ganbu_desktop.kernel.people.person import Person, Tenure
from ganbu_desktop.kernel.people.unit import Unit

TODAY = date(2026, 3, 2)
BUREAUS = ("住房和城乡建设局", "乡村振兴局", "社区矫正管理局", "镇雄县财政局", "新乡县教育局", "青禾县财政局")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


def served(office: Office, name: str, *posts: tuple[Unit | None, str | None, str | None]) -> Person:
    person = make_person(office, name)
    for unit, begun, ended in posts:
        dates = [PartialDate.parse(text) if text else None for text in (begun, ended)]
        add(
            office,
            Tenure(person_id=person.id, unit_id=unit.id if unit else None, appointed_on=dates[0], removed_on=dates[1]),
        )
    return person


def months(office: Office, person: Person) -> Known | Unknown:
    with office.reading() as connection:
        told = grassroots_months(office.owned(Tenure, person.id), all_units(connection), TODAY)
        table = grassroots_table(PartialDate.of(TODAY))
        row = connection.execute(sa.select(table).where(table.c.person_id == person.id)).one_or_none()
    least = told.months if isinstance(told, Known) else told.at_least
    in_sql = None if row is None else (int(row.months), bool(row.is_known))
    assert in_sql == (None if row is None else (least, isinstance(told, Known)))
    return told


@pytest.mark.parametrize("name", BUREAUS)
def test_a_bureau_of_the_county_is_no_grassroots_whatever_its_name(office: Office, name: str) -> None:
    bureau = make_unit(office, name, subordination="县", level="乡、科级")
    assert months(office, served(office, "甲", (bureau, "2016.03", None))) == Known(0)


@pytest.mark.parametrize("kind", ["镇", "乡", "街道", "乡（镇）、街道", "村民委员会", "居民委员会", "中央设在乡(镇)"])
def test_townships_streets_villages_and_communities_are(office: Office, kind: str) -> None:
    unit = make_unit(office, "青禾县某单位", subordination=kind)
    assert months(office, served(office, "甲", (unit, "2016.03", "2018.03"))) == Known(24)


def test_an_inner_body_without_its_own_follows_its_parent(office: Office) -> None:
    town = make_unit(office, "柳林", subordination="镇")
    inner = make_unit(office, "党政办", parent_id=town.id, kind="内设机构")
    station = make_unit(office, "水利站", parent_id=town.id, kind="法人单位")
    assert months(office, served(office, "甲", (inner, "2016.03", "2018.03"))) == Known(24)
    assert months(office, served(office, "乙", (station, "2016.03", "2018.03"))) == Unknown(0, "“水利站”没有填隶属关系")


def test_what_is_not_recorded_is_unknown_and_named(office: Office) -> None:
    town, unsaid = make_unit(office, "柳林镇", subordination="镇"), make_unit(office, "青山镇")
    bureau = make_unit(office, "市发改委", level="县、处级")
    assert months(office, served(office, "甲", (town, "2016.03", "2018.03"), (unsaid, "2018.03", None))) == Unknown(
        24, "“青山镇”没有填隶属关系"
    )
    assert months(office, served(office, "乙", (None, "2016.03", None))) == Unknown(0, "有任职没有填任职机构")
    assert months(office, served(office, "丙", (town, None, None))).__class__ is Unknown
    assert months(office, served(office, "丁")) == Unknown(0, "没有任职记录")
    assert months(office, served(office, "戊", (bureau, "2016.03", None))) == Known(0)


def test_a_month_in_two_posts_counts_once_and_the_future_does_not(office: Office) -> None:
    town = make_unit(office, "柳林镇", subordination="镇")
    person = served(office, "甲", (town, "2016.03", "2018.03"), (town, "2017.03", "2027.03"))
    assert months(office, person) == Known(120)


def test_a_search_finds_only_what_is_certain(office: Office) -> None:
    town, unsaid = make_unit(office, "柳林镇", subordination="镇"), make_unit(office, "青山镇")
    served(office, "甲", (town, "2016.03", "2018.03"))
    served(office, "乙", (town, "2016.03", "2018.03"), (unsaid, "2018.03", None))
    served(office, "丙", (unsaid, "2018.03", None))
    asked = {
        ("at_least", "2"): "乙甲",
        ("at_most", "2"): "甲",
        ("equal", "2"): "甲",
        ("less", "3"): "甲",
        ("at_least", "3"): "",
        ("empty",): "丙乙",
        ("not_empty",): "甲",
    }
    told = {key: found(office, ask("reckoned.grassroots_years", *key)) for key in asked}
    assert told == asked
