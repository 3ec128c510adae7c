"""How people choose what a record refers to: units, people told apart, records by their names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.builders import add, make_office, make_person, make_unit

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel import options
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.procedure import Procedure


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


def test_units_of_the_same_name_bear_the_unit_above(office: Office) -> None:
    county = make_unit(office, "清河县")
    bureau = make_unit(office, "教育局", parent_id=county.id, position=1)
    first = make_unit(office, "办公室", parent_id=county.id, position=2)
    second = make_unit(office, "办公室", parent_id=bureau.id)
    assert options.unit_options(office) == [
        (county.id, "清河县"),
        (bureau.id, "教育局"),
        (second.id, "办公室（教育局）"),
        (first.id, "办公室（清河县）"),
    ]


def test_records_of_the_same_name_bear_their_date_then_a_number(office: Office) -> None:
    def procedure(title: str | None, year: int | None = None) -> Procedure:
        started = PartialDate(year) if year else None
        return Procedure(entry_table="x", entry_id="x", name="x", version="1", title=title, started_on=started)

    rows = [
        procedure("选任", 2024),
        procedure("选任", 2025),
        procedure("选任", 2025),
        procedure("处分"),
        procedure(None),
    ]
    add(office, *rows)
    labels = dict(options.record_options(office, Procedure))
    assert sorted(labels[r.id] for r in rows[:3]) == ["选任（2024）", "选任（2025）", "选任（2025）（2）"]
    assert (labels[rows[3].id], labels[rows[4].id]) == ("处分", "（未命名）")


def test_people_are_named_exactly_by_name_or_number(office: Office) -> None:
    one = make_person(office, "王小明", id_number="110105194912310028")
    make_person(office, "王小明月")
    assert [row.person.id for row in options.people_named(office, " 王 小明")] == [one.id]
    assert [row.person.id for row in options.people_named(office, "110105194912310028")] == [one.id]
    assert options.people_named(office, "") == []


def test_a_label_tells_unit_and_birth(office: Office) -> None:
    unit = make_unit(office, "中共清河县委办公室", short_name="县委办")
    with_unit, without = make_person(office, unit_id=unit.id), make_person(office, "李四", born_on=None)
    labels = [options.person_label(row) for row in options.people_of(office, [with_unit.id, without.id])]
    assert labels == ["王小明（县委办，1980.05）", "李四（未分单位）"]
