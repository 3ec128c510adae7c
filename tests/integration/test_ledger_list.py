"""Lists of any ledger on a real file: found, ordered, filtered and named, with what counts no more left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from support.builders import add, make_office, make_person, make_unit
from support.ledgers import ENTRIES, TENURES
from support.stand_in import StandIn, standing_in

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger import listing as ledger_list
from ganbu_desktop.kernel.ledger.listing import LedgerQuery
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Tenure
from ganbu_desktop.kernel.spine.effect_period import PROTECTED, EffectPeriod
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.limiting import Standing
from ganbu_desktop.kernel.spine.showing import shown_as

TODAY = date(2026, 3, 2)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


@pytest.fixture
def county(office: Office) -> Office:
    """Four posts of three people in two units; one post has no date, one person no unit."""
    finance = make_unit(office, "青禾县财政局", short_name="财政局", position=1)
    school = make_unit(office, "青禾县党校", short_name="党校", position=2)
    one = make_person(office, "单雄信", unit_id=school.id, position=1)
    two = make_person(office, "欧阳娜", unit_id=finance.id, position=1)
    three = make_person(office, "阿依古丽·买买提")
    add(
        office,
        _post(one, finance, "局长", PartialDate(2020, 3), is_main=True, team_position=1),
        _post(one, school, "副校长 100%", PartialDate(2024, 5, 6), is_main=True, team_position=12),
        _post(two, finance, "科员", PartialDate(2019), is_main=False),
        _post(three, None, "驻村_队员", None, change_reason="由某局选派"),
    )
    return office


def _post(person: Any, unit: Any, name: str, since: PartialDate | None, **values: Any) -> Tenure:
    return Tenure(person_id=person.id, unit_id=unit and unit.id, post_name=name, appointed_on=since, **values)


def posts(office: Office, **query: Any) -> list[str]:
    with office.reading() as connection:
        asked = LedgerQuery(day=TODAY, **query)
        found = ledger_list.ids(connection, TENURES, asked)
        assert ledger_list.count(connection, TENURES, asked) == len(found)
        assert ledger_list.ids(connection, TENURES, asked, limit=2) == found[:2]
    return [row.texts["post_name"] for row in ledger_list.rows(office, TENURES, found)]


def test_newest_first_and_unknown_dates_last(county: Office) -> None:
    assert posts(county) == ["副校长 100%", "局长", "科员", "驻村_队员"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("shanxiong", {"局长", "副校长 100%"}),
        ("单雄", {"局长", "副校长 100%"}),
        ("财政", {"局长", "科员"}),
        ("sxx 财政", {"局长"}),
        ("100%", {"副校长 100%"}),
        ("村_队", {"驻村_队员"}),
        ("aygl", {"驻村_队员"}),
        ("%", set()),
        ("没有这个人", set()),
        ("' OR 1=1 --", set()),
    ],
)
def test_what_is_typed_finds_person_unit_and_short_texts(county: Office, typed: str, expected: set[str]) -> None:
    assert set(posts(county, search=typed)) == expected


@pytest.mark.parametrize(
    ("column", "text", "expected"),
    [
        (ledger_list.PERSON_COLUMN, "单", {"局长", "副校长 100%"}),
        (ledger_list.PERSON_COLUMN, "oyn", {"科员"}),
        (ledger_list.UNIT_COLUMN, "财政", {"科员"}),
        ("unit_id", "财政", {"局长", "科员"}),
        ("unit_id", "空", {"驻村_队员"}),
        ("appointed_on", "空", {"驻村_队员"}),
        ("appointed_on", "2024.05", {"副校长 100%"}),
        ("appointed_on", "没有数字", set()),
        ("is_main", "是", {"局长", "副校长 100%"}),
        ("is_main", "否", {"科员"}),
        ("team_position", "12", {"副校长 100%"}),
        ("team_position", "1", {"局长"}),
        ("team_position", "x", set()),
        ("change_reason", "选派", {"驻村_队员"}),
        ("change_reason", "非空", {"驻村_队员"}),
        ("post_name", "  ", {"局长", "副校长 100%", "科员", "驻村_队员"}),
    ],
)
def test_filters_hold_what_is_shown(county: Office, column: str, text: str, expected: set[str]) -> None:
    assert set(posts(county, filters=((column, text),))) == expected


def test_every_column_that_can_be_sorted_sorts_both_ways(county: Office) -> None:
    for column in ledger_list.columns(TENURES):
        if column.is_sortable:
            there, back = (posts(county, sort=column.name, descending=turned) for turned in (False, True))
            assert there == list(reversed(back)), column.name
    assert posts(county, sort=ledger_list.UNIT_COLUMN)[0] == "科员", "财政局 comes before 党校"


def test_columns_name_person_unit_and_references(county: Office) -> None:
    with county.reading() as connection:
        found = ledger_list.ids(connection, TENURES, LedgerQuery(day=TODAY, search="局长"))
    row = ledger_list.rows(county, TENURES, [*found, "gone"])[0]
    shown = {c.title: row.texts[c.name] for c in ledger_list.columns(TENURES)}
    assert (shown["姓名"], shown["单位"], shown["任职机构"], shown["年数"]) == ("单雄信", "党校", "财政局", "6")
    assert len(ledger_list.rows(county, TENURES, [*found, "gone"])) == 1


def test_one_persons_and_one_units_entries(county: Office) -> None:
    people = {p.name: p for p in county.find(type(make_person(county, "新人")))}
    assert posts(county, extra={"person_id": people["欧阳娜"].id}) == ["科员"]
    assert set(posts(county, extra={"unit_id": people["单雄信"].unit_id})) == {"局长", "副校长 100%"}


@pytest.fixture
def entries(office: Office) -> Iterator[dict[str, str]]:
    """An entry of every standing, by its name; written past the actions, as an old store may hold them."""
    person = make_person(office)
    with standing_in(office):
        made = {
            "草稿": StandIn(person_id=person.id),
            "生效": StandIn(person_id=person.id, state="2"),
            "影响期已满": StandIn(person_id=person.id, state="2", ends_on=PartialDate(2026, 3, 2)),
            "容错保护": StandIn(person_id=person.id, state="2", ends_on=PartialDate(2027)),
            "作废": StandIn(person_id=person.id, state="3"),
        }
        period = EffectPeriod(kind=PROTECTED, starts_on=PartialDate(2026), **place_of(made["容错保护"]))
        with office.operations.operation("准备", actor="准备", kind="undo") as current:
            office.operations._guards, kept = [], office.operations._guards
            current.insert_many([*made.values(), period])
        office.operations._guards = kept
        yield {record.id: name for name, record in made.items()}


def shown(office: Office, spec: LedgerSpec, names: dict[str, str], **query: Any) -> set[str]:
    with office.reading() as connection:
        return {names[i] for i in ledger_list.ids(connection, spec, LedgerQuery(day=TODAY, **query))}


def test_what_counts_no_more_is_left_out_until_history_is_asked_for(office: Office, entries: dict[str, str]) -> None:
    assert shown(office, ENTRIES, entries, hand=None) == {"草稿", "生效"}
    assert shown(office, ENTRIES, entries) == {"生效"}, "nobody is shown drafts who is not named"
    assert shown(office, ENTRIES, entries, hand=None, extra={"history": True}) == set(entries.values())
    for name in entries.values():
        only = {"extra": {"history": True}, "filters": ((ledger_list.STATE_COLUMN, name),)}
        assert shown(office, ENTRIES, entries, hand=None, **only) == {name}


def test_the_list_says_the_same_standing_as_the_entry(office: Office, entries: dict[str, str]) -> None:
    rows = ledger_list.rows(office, ENTRIES, list(entries))
    assert {r.record.id: r.texts["state"] for r in rows} == entries
    with office.reading() as connection:
        for row in rows:
            assert isinstance(row.record, StandIn)
            assert row.standing is shown_as(connection, row.record, TODAY).standing
    assert {r.standing: r.tone for r in rows}[Standing.DRAFT] == "hint"


def plan_of(office: Office, spec: LedgerSpec, **query: Any) -> str:
    """Return how SQLite would answer a query."""
    sent: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        sent.append((statement, parameters))

    with office.reading() as connection:
        sa.event.listen(connection, "before_cursor_execute", note)
        ledger_list.ids(connection, spec, LedgerQuery(day=TODAY, **query), limit=200)
        sa.event.remove(connection, "before_cursor_execute", note)
        statement, parameters = sent[-1]
        return "\n".join(str(r[-1]) for r in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters))


def test_ordering_by_people_walks_their_index(county: Office) -> None:
    assert "person_index" in plan_of(county, TENURES, sort=ledger_list.PERSON_COLUMN)
