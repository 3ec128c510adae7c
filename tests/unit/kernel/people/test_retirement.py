"""Whose line of the law counts: the worked examples, every rule of the list, and the statement that reads the same."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from support.builders import add, make_office

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.parameters import Override, ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.foundation.retirement import Category
from ganbu_desktop.kernel.people.person import AppointmentSheet, Person
from ganbu_desktop.kernel.people.retirement import (
    Retirement,
    reaches_between,
    retirement_of,
    why_unknown,
    worker_values,
)

EXAMPLES = json.loads((Path(__file__).parents[3] / "data" / "retirement_examples.json").read_text("utf-8"))["items"]
FIGURES = ParameterSet.load()
DAY = PartialDate(2026, 3, 2)
BORN = PartialDate(1980, 1)
WORKER = {"person_category": "机关工勤人员"}
OF_CATEGORY: dict[str, dict[str, Any]] = {"M60": {"sex": "1"}, "F55": {"sex": "2"}, "F50": {"sex": "2", **WORKER}}


def of(limit: str | None = None, figures: ParameterSet = FIGURES, **values: Any) -> Retirement | None:
    person = Person(name="某某", **{"born_on": BORN, **values})
    return retirement_of(person, AppointmentSheet(person_id=person.id, pre_reform_limit=limit), figures, DAY)


def known(limit: str | None = None, figures: ParameterSet = FIGURES, **values: Any) -> Retirement:
    found = of(limit, figures, **values)
    assert found is not None
    return found


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e['category']}-{e['birth']}")
def test_a_person_retires_as_the_worked_example_says(example: dict[str, Any]) -> None:
    found = known(**OF_CATEGORY[example["category"]], born_on=PartialDate.parse(example["birth"]))
    assert found.category.value == example["category"]
    assert found.reached.delay_months == example["delay_months"]
    assert found.age_text() == example["age"]
    assert found.month == PartialDate.parse(example["retire_month"])


@pytest.mark.parametrize(
    ("values", "category"),
    [
        ({"sex": "1"}, "M60"),
        ({"sex": "1", "person_category": "机关工勤人员"}, "M60"),
        ({"sex": "2"}, "F55"),
        ({"sex": "2", "staffing_type": "工勤编制"}, "F50"),
        ({"sex": "2", "staffing_type": "行政编制"}, "F55"),
        ({"sex": "2", "person_category": "事业单位工勤人员"}, "F50"),
        ({"sex": "2", "post_level": "技术工三级（高级工）"}, "F50"),
        ({"sex": "2", "post_level": "机关普通工人"}, "F50"),
        ({"sex": "2", "post_level": "技术八级（中级）"}, "F55"),
        ({"sex": "2", "post_level": "1A32"}, "M60"),
        ({"sex": "2", "post_level": "技术七级（副高级）"}, "M60"),
        ({"sex": "2", "post_level": "1A41", "rank": "四级调研员"}, "F55"),
        ({"sex": "2", "post_level": "1A32", "retirement_category": "F55"}, "F55"),
        ({"sex": "2", "person_category": "机关工勤人员", "retirement_category": "F55"}, "F55"),
        ({"sex": "2", "retirement_category": "F50"}, "F50"),
        ({"sex": None, "retirement_category": "F50"}, "F50"),
        ({"sex": "2", "limit": "60"}, "M60"),
        ({"sex": "2", "limit": "60", "retirement_category": "F50"}, "F50"),
    ],
    ids=str,
)
def test_the_first_rule_that_fits_decides(values: dict[str, Any], category: str) -> None:
    assert known(**values).category.value == category


def test_the_switch_and_the_list_for_women_of_county_level() -> None:
    off = Override("female_county_level_series", "否", PartialDate(2025, 1), "县组发〔2025〕1号")
    assert known(figures=ParameterSet.load([off]), sex="2", post_level="1A32").category is Category.F55
    wider = Override("female_county_levels", "县处级副职、四级调研员", PartialDate(2025, 1), "县组发〔2025〕2号")
    assert known(figures=ParameterSet.load([wider]), sex="2", rank="四级调研员").category is Category.M60


def test_a_woman_who_counts_like_a_man_may_go_at_her_own_request() -> None:
    found = known(sex="2", post_level="1A31")
    assert (str(found.month), str(found.on_request)) == ("2043.01", "2037.08")
    assert "本人申请可在 2037.08 退休" in found.early_text()
    assert known(sex="1").on_request is None


def test_both_ends_of_flexible_retirement_and_their_notice() -> None:
    found = known(sex="2", **WORKER)
    assert str(found.month) == "2032.08"
    assert (str(found.earliest), str(found.notify_by)) == ("2030.01", "2029.10")
    assert (str(found.latest), str(found.agree_by)) == ("2035.08", "2032.07")
    assert found.no_delay == ""
    before_the_reform = known(sex="1", born_on=PartialDate(1964, 12))
    assert before_the_reform.early_text() == "没有可以提前的月份"


def test_who_must_go_in_time_cannot_put_it_off() -> None:
    official = known(sex="1", person_category="公务员")
    assert official.latest is None
    assert official.late_text() == "不适用（公务员到龄应当及时退休）"
    assert known(sex="1", person_category="事业单位专业技术人员").latest == PartialDate(2046, 1)
    for unclear in (None, "其他人员", "在机关工作的事业编制人员"):
        found = known(sex="1", person_category=unclear)
        assert found.latest is None
        assert "不能确定" in found.late_text()


def test_a_record_that_says_both_is_named() -> None:
    both = known(sex="2", person_category="机关工勤人员", staffing_type="行政编制")
    assert both.category is Category.F50
    assert both.doubt == "人员类别为“机关工勤人员”、编制类型为“行政编制”，对是不是工勤人员说法不一，请核对"
    assert known(sex="2", person_category="机关工勤人员", staffing_type="其他编制").doubt == ""
    assert known(sex="1", person_category="机关工勤人员", staffing_type="行政编制").doubt == ""
    chosen = known(sex="2", person_category="机关工勤人员", staffing_type="行政编制", retirement_category="F55")
    assert (chosen.doubt, chosen.basis) == ("", "按退休年龄类别“女干部（原55岁）”")


@pytest.mark.parametrize(
    ("values", "limit", "why"),
    [
        ({"sex": None}, None, "性别没有填"),
        ({"sex": "1", "born_on": None}, None, "出生年月没有填"),
        ({"sex": "1", "born_on": PartialDate(1980)}, None, "出生年月没有写到月"),
        ({"sex": "1"}, "63", "任免表上的“改革前任职年龄界限为63岁”没有推算办法"),
        ({"sex": "1"}, "别的写法", "任免表上的“别的写法”没有推算办法"),
        ({"sex": "1"}, None, ""),
        ({"sex": "1"}, "60", ""),
        ({"sex": None, "retirement_category": "M60"}, "63", ""),
    ],
    ids=str,
)
def test_what_cannot_be_told_says_why(values: dict[str, Any], limit: str | None, why: str) -> None:
    person = Person(name="某某", **{"born_on": BORN, **values})
    assert why_unknown(person, AppointmentSheet(person_id=person.id, pre_reform_limit=limit)) == why
    assert (of(limit, **values) is None) is bool(why)


def test_every_worker_code_is_in_its_table() -> None:
    """A label that was misspelt would stay a code that nobody has."""
    for name, values in worker_values().items():
        assert values
        assert values <= {entry.code for entry in codes.table(name).entries}
    for name in ("female_county_levels", "no_late_retirement_categories"):
        table = codes.table("post_level" if name == "female_county_levels" else "person_category")
        assert all(table.code_for(label) for label in FIGURES.words(name, DAY))


def test_the_statement_finds_whom_the_function_says(tmp_path: Path) -> None:
    """Over every kind of record: the people found between two months are those of whom the function says so."""
    office = make_office(tmp_path)
    people, sheets = [], []
    kinds = itertools.product(
        (None, "1", "2"),
        (None, "", "F50", "M60"),
        (None, "", "60", "55", "66", "别的"),
        (None, "1A31", "1A41", "机关普通工人"),
        (None, "公务员", "机关工勤人员"),
        (None, "工勤编制"),
    )
    births = itertools.cycle(PartialDate(year, month) for year in range(1962, 1983) for month in (1, 4, 9))
    odd = itertools.cycle((None, PartialDate(1970), PartialDate(1975, 5, 31)))
    for number, (sex, chosen, limit, level, category, staffing) in enumerate(kinds):
        born_on = next(odd) if number % 7 == 0 else next(births)
        person = Person(
            name=f"人{number}",
            sex=sex,
            retirement_category=chosen,
            post_level=level,
            person_category=category,
            staffing_type=staffing,
            born_on=born_on,
        )
        people.append(person)
        sheets.append(AppointmentSheet(person_id=person.id, pre_reform_limit=limit))
    add(office, *people)
    add(office, *sheets[::2])
    sheet_of = {sheet.person_id: sheet for sheet in sheets[::2]}
    figures, first, last = office.parameters(), PartialDate(2026, 3), PartialDate(2031, 3)
    expected = set()
    for person in people:
        sheet = sheet_of.get(person.id, AppointmentSheet(person_id=person.id))
        found = retirement_of(person, sheet, figures, DAY)
        if found is not None and first <= found.month <= last:
            expected.add(person.id)
    with office.reading() as connection:
        clause = reaches_between(figures, DAY, first, last)
        found_ids = set(connection.execute(sa.select(Person.table.c.id).where(clause)).scalars())
        others = set(connection.execute(sa.select(Person.table.c.id).where(sa.not_(clause))).scalars())
    assert found_ids == expected
    assert 0 < len(expected) < len(people)
    assert others == {person.id for person in people} - expected
    office.file.close()
