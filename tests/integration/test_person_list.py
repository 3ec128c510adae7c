"""Finding and ordering people: what is typed finds who is meant, nothing typed breaks it, the index never drifts."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from support.builders import add, make_office, make_person, make_unit

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office import recycle_bin
from ganbu_desktop.kernel.office.invariants import broken_invariants
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people import person_index, person_list
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.person_list import ListQuery, Order
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.people import actions
from ganbu_desktop.modules.people.demo import fill_demo
from ganbu_desktop.modules.units import actions as unit_actions


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


def names(office: Office, **query: Any) -> list[str]:
    with office.reading() as connection:
        found = person_list.ids(connection, ListQuery(**query))
        assert person_list.count(connection, ListQuery(**query)) == len(found)
        return [str(row.person.name) for row in person_list.rows(connection, found)]


def typed(office: Office, text: str) -> set[str]:
    return set(names(office, typed=text))


@pytest.fixture
def county(office: Office) -> Office:
    """A unit tree of three and seven people."""
    finance = make_unit(office, "青禾县财政局", short_name="财政局", position=1)
    office_of = make_unit(office, "青禾县财政局办公室", short_name="财政局办公室", position=1, parent_id=finance.id)
    school = make_unit(office, "青禾县党校", short_name="党校", position=2)
    chief, deputy = (codes.table("post_level").code_for(t) for t in ("乡科级正职", "乡科级副职"))
    make_person(office, "单雄信", unit_id=finance.id, position=1, current_post="局长", post_level=chief)
    make_person(office, "仇英", unit_id=finance.id, position=2, current_post="副局长", post_level=deputy)
    make_person(office, "欧阳娜", unit_id=office_of.id, current_post="主任", id_number="990000197503120016")
    make_person(office, "曾国强", unit_id=school.id, native_place="湖南长沙", born_on=PartialDate(1975, 3, 12))
    make_person(office, "阿依古丽·买买提", unit_id=school.id, born_on=None)
    make_person(office, "𠮷䶮", current_post="100%_专员*")
    make_person(office, "王一", native_place="", health="良")
    return office


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("shan", {"单雄信"}),
        ("shanxiongxin", {"单雄信"}),
        ("sxx", {"单雄信"}),
        ("qiu", {"仇英"}),
        ("qy", {"仇英"}),
        ("zeng", {"曾国强"}),
        ("ouyang", {"欧阳娜"}),
        ("oyn", {"欧阳娜"}),
        ("OUYANG", {"欧阳娜"}),
        ("雄信", {"单雄信"}),
        ("买买提", {"阿依古丽·买买提"}),
        ("𠮷䶮", {"𠮷䶮"}),
        ("䶮", {"𠮷䶮"}),
        ("财政", {"单雄信", "仇英", "欧阳娜"}),
        ("办公室", {"欧阳娜"}),
        ("局长", {"单雄信", "仇英"}),
        ("财政 副局长", {"仇英"}),
        ("shan 局长", {"单雄信"}),
        ("19750312", {"欧阳娜"}),
        ("0016", {"欧阳娜"}),
        ("国强 党校", {"曾国强"}),
        ("信雄", set()),
        ("没有这个人", set()),
    ],
)
def test_what_is_typed_finds_who_is_meant(county: Office, text: str, wanted: set[str]) -> None:
    assert typed(county, text) == wanted
    with county.reading() as connection:
        assert {row.person.name for row in person_list.quick(connection, text)} == wanted


HOSTILE = ("*", "?", "[", "]", "%", "_", '"', "'", "(", ")", "NEAR", "NEAR(", "a OR b", "AND", "NOT 单", '"单" OR "仇"')
HOSTILE += (
    "单*",
    "^单",
    "body:单",
    "{单}",
    "-单",
    "+",
    "\\",
    "\x00",
    "；",
    "‘",
    "·",
    "x'; DROP TABLE person; --",
    "𠮷" * 300,
)
BLANK = ("", " ", "\u3000", "\t\n")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_typing_neither_breaks_nor_finds_strangers(county: Office, text: str) -> None:
    assert typed(county, text) <= {"单雄信", "仇英"}
    with county.reading() as connection:
        person_list.quick(connection, text)


@pytest.mark.parametrize("text", ["\u200b", "\ud800", "单 " * 40, "%王", "_一"])
def test_odd_typing_does_not_break(county: Office, text: str) -> None:
    assert len(typed(county, text)) < 7


@pytest.mark.parametrize("text", BLANK)
def test_nothing_typed_shows_everybody(county: Office, text: str) -> None:
    assert len(typed(county, text)) == 7


def test_signs_beside_letters_count_as_signs(county: Office) -> None:
    assert typed(county, "100%_专员*") == {"𠮷䶮"}


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ([("native_place", "空")], 6),
        ([("native_place", "非空")], 1),
        ([("native_place", "长沙")], 1),
        ([("born_on", "空")], 1),
        ([("born_on", "非空")], 6),
        ([("born_on", "1975.03")], 1),
        ([("born_on", "1980")], 5),
        ([("sex", "男")], 7),
        ([("sex", "女")], 0),
        ([("ethnicity", "汉")], 7),
        ([("health", "良")], 1),
        ([("current_post", "100%")], 1),
        ([("current_post", "1_0")], 0),
        ([("current_post", "%")], 1),
        ([("unit", "财政")], 3),
        ([("unit", "财政"), ("current_post", "副")], 1),
        ([("name", "  ")], 7),
    ],
)
def test_filters(county: Office, filters: list[tuple[str, str]], wanted: int) -> None:
    assert len(names(county, filters=tuple(filters))) == wanted


def test_a_unit_shows_all_below_it(county: Office) -> None:
    units = {u.name: u.id for u in county.find(Unit)}
    assert set(names(county, unit_id=units["青禾县财政局"])) == {"单雄信", "仇英", "欧阳娜"}
    assert names(county, unit_id=units["青禾县财政局"], typed="主任") == ["欧阳娜"]


def test_orders(county: Office) -> None:
    """Units in the order of the tree with those below them, then 班子内序; people without a unit come last."""
    default = names(county)
    assert default[:3] == ["单雄信", "仇英", "欧阳娜"]
    assert set(default[3:5]) == {"曾国强", "阿依古丽·买买提"}
    assert names(county, order=Order.LEVEL)[:2] == ["单雄信", "仇英"]
    by_strokes = names(county, order=Order.STROKES)
    assert [n for n in by_strokes if n in ("王一", "仇英", "单雄信", "曾国强")] == ["王一", "仇英", "单雄信", "曾国强"]
    by_sound = [n for n in names(county, order=Order.PINYIN) if n in ("单雄信", "仇英", "欧阳娜", "曾国强", "王一")]
    assert by_sound == ["欧阳娜", "仇英", "单雄信", "王一", "曾国强"]
    assert names(county, order=Order.STROKES, descending=True) == by_strokes[::-1]
    assert names(county, order="born_on")[-1] != names(county, order="born_on", descending=True)[-1]


def test_pages_join_to_the_whole(office: Office) -> None:
    fill_demo(office, 300, units=12)
    with office.reading() as connection:
        whole = person_list.ids(connection, ListQuery())
        assert person_list.ids(connection, ListQuery(), limit=50) == whole[:50]
        assert len(set(whole)) == 300
        shown = [
            row.person.id
            for start in range(0, 300, 70)
            for row in person_list.rows(connection, whole[start : start + 70])
        ]
        assert shown == whole
        assert person_list.rows(connection, ["f" * 32]) == []


# --- the derived index ------------------------------------------------------------------------------------------------


def derived(office: Office) -> dict[str, Any]:
    """Return all that the index knows: its tables, and what each key and each character finds."""
    tables = ("person_index", "unit_index")
    with office.reading() as connection:
        found: dict[str, Any] = {
            t: sorted(tuple(r) for r in connection.exec_driver_sql(f"SELECT * FROM {t}")) for t in tables
        }
        keys = "SELECT owner_id, key FROM search_key JOIN search_document USING (number)"
        found["keys"] = sorted(tuple(r) for r in connection.exec_driver_sql(keys))
        numbers = "SELECT rowid FROM search_text WHERE search_text MATCH ?"
        owners = f"SELECT owner_id FROM search_document WHERE number IN ({numbers})"
        for character in "赵钱孙李局长委书记副主任青禾县0123456789":
            rows = connection.exec_driver_sql(owners, (f'"{character}"',))
            found[character] = sorted(r[0] for r in rows)
        found["documents"] = sorted(r[0] for r in connection.exec_driver_sql("SELECT owner_id FROM search_document"))
    return found


def test_the_index_is_what_a_rebuild_makes_after_random_edits(office: Office) -> None:
    fill_demo(office, 120, units=10)
    rng = random.Random(7)
    for _ in range(150):
        _edit(office, rng)
    with office.reading() as connection:
        assert broken_invariants(connection) == []
    kept = derived(office)
    with office.file.writer() as connection:
        person_index.rebuild(connection)
    made_anew = derived(office)
    for name, content in made_anew.items():
        assert kept[name] == content, name


def _edit(office: Office, rng: random.Random) -> None:
    people, units = office.find(Person), office.find(Unit)
    person, unit = rng.choice(people), rng.choice(units)
    kind = rng.randrange(9)
    if kind == 0:
        actions.delete_people(office, [p.id for p in rng.sample(people, 3)])
    elif kind == 1:
        office.operations.undo(actor="管理员")
    elif kind == 2:
        unit_actions.save_unit(office, unit, dataclasses.replace(unit, short_name=f"{rng.choice('甲乙丙')}局"))
    elif kind == 3:
        siblings = [u.id for u in units if u.parent_id == unit.parent_id]
        rng.shuffle(siblings)
        unit_actions.place_unit(office, unit.id, unit.parent_id, siblings)
    elif kind == 4:
        actions.reorder_people(office, [p.id for p in people if p.unit_id == person.unit_id][::-1])
    elif kind == 5 and (found := recycle_bin.deleted(office)):
        recycle_bin.restore(office, rng.choice(found))
    elif kind == 6:
        add(office, Person(name=rng.choice("单仇曾") + rng.choice("一二三"), unit_id=unit.id))
    else:
        new = dataclasses.replace(
            person,
            name=rng.choice("赵钱孙") + rng.choice("明华强") + rng.choice(["", "国"]),
            unit_id=rng.choice([None, unit.id]),
            current_post=rng.choice([None, "局长", "副书记"]),
            post_level=rng.choice([None, person.post_level]),
        )
        actions.save_person(office, person, new)


def test_a_purged_person_is_found_by_nothing(office: Office) -> None:
    person = make_person(office, "单雄信", id_number="990000197503120016")
    actions.delete_people(office, [person.id])
    (entry,) = recycle_bin.deleted(office)
    recycle_bin.purge(office, entry, typed="单雄信")
    assert typed(office, "shan") == set()
    with office.reading() as connection:
        left = connection.execute(sa.text("SELECT count(*) FROM search_key")).scalar_one()
    assert left == 0
