"""Every operator of every kind of field, asked of people worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.builders import add, make_office, make_person, make_unit
from support.conditions import ask, found

from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.list.conditions.tree import OR, Condition, Group
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import AnnualResult, LevelHistory, SourceTag, Tenure


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Four people named by one letter; 丁 has nothing recorded but the name."""
    opened = make_office(tmp_path_factory.mktemp("operators"))
    county = make_unit(opened, "青禾县人民政府", short_name="县政府", subordination="县")
    town = make_unit(opened, "青禾县柳林镇", short_name="柳林镇", parent_id=county.id, subordination="镇")
    a = make_person(
        opened,
        "甲",
        unit_id=county.id,
        born_on=PartialDate(1980, 5),
        native_place="湖南长沙",
        is_principal=True,
        resume="1999.09--2003.07  云溪大学学习\n2003.07--  柳林镇党委书记",
    )
    b = make_person(
        opened,
        "乙",
        unit_id=town.id,
        born_on=PartialDate(1990, 2, 17),
        ethnicity="03",
        native_place="湖北武汉",
        is_principal=False,
        sex="2",
    )
    c = make_person(opened, "丙", born_on=PartialDate(1985), ethnicity="06", native_place="湖南湘潭")
    make_person(opened, "丁", born_on=None, ethnicity=None, sex=None)
    add(
        opened,
        Tenure(
            person_id=a.id,
            unit_id=town.id,
            post_name="党委书记",
            appointed_on=PartialDate(2010, 1),
            removed_on=PartialDate(2015, 1),
            state="已免",
        ),
        Tenure(person_id=a.id, unit_id=county.id, post_name="副县长", appointed_on=PartialDate(2015, 1), state="在任"),
        Tenure(person_id=b.id, unit_id=town.id, post_name="镇长", appointed_on=PartialDate(2020, 3), state="在任"),
        AnnualResult(person_id=a.id, year=2024, result="2"),
        AnnualResult(person_id=a.id, year=2023, result="1"),
        AnnualResult(person_id=b.id, year=2025, result="1"),
        LevelHistory(person_id=c.id, level="1A41", approved_on=PartialDate(2012), ended_on=PartialDate(2020)),
        SourceTag(person_id=c.id, category="12", document="组〔2020〕1号", expires_on=PartialDate(2025, 1)),
    )
    yield opened
    opened.file.close()


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        (ask("person.native_place", "contains", "湖南"), "丙甲"),
        (ask("person.native_place", "contains", "长沙", "武汉"), "乙甲"),
        (ask("person.native_place", "not_contains", "湖南"), "乙"),
        (ask("person.native_place", "equal", "湖南长沙"), "甲"),
        (ask("person.native_place", "not_equal", "湖南长沙"), "丙乙"),
        (ask("person.native_place", "starts", "湖北"), "乙"),
        (ask("person.native_place", "empty"), "丁"),
        (ask("person.native_place", "not_empty"), "丙乙甲"),
        (ask("person.native_place", "contains", "100%"), ""),
        (ask("person.resume", "contains", "柳林镇党委书记"), "甲"),
        (ask("person.ethnicity", "equal", "汉族"), "甲"),
        (ask("person.ethnicity", "not_equal", "汉族"), "丙乙"),
        (ask("person.ethnicity", "among", "汉族", "回族"), "乙甲"),
        (ask("person.ethnicity", "not_among", "汉族", "回族"), "丙"),
        (ask("person.ethnicity", "contains", "族"), "丙乙甲"),
        (ask("person.ethnicity", "empty"), "丁"),
        (ask("person.born_on", "before", "1985.01"), "甲"),
        (ask("person.born_on", "after", "1985"), "乙"),
        (ask("person.born_on", "between", "1980.05", "1985.03"), "丙甲"),
        (ask("person.born_on", "between", "1990", "1980"), "丙乙甲"),
        (ask("person.born_on", "equal", "1990.02"), "乙"),
        (ask("person.born_on", "not_equal", "1990.02"), "丙甲"),
        (ask("person.born_on", "empty"), "丁"),
        (ask("person.is_principal", "equal", "是"), "甲"),
        (ask("person.is_principal", "equal", "否"), "乙"),
        (ask("person.is_principal", "empty"), "丁丙"),
        (ask("person.unit_id", "below", "县政府"), "乙甲"),
        (ask("person.unit_id", "equal", "青禾县人民政府"), "甲"),
        (ask("person.unit_id", "not_equal", "县政府"), "乙"),
        (ask("person.unit_id", "not_below", "柳林镇"), "甲"),
        (ask("person.unit_id", "contains", "镇"), "乙"),
        (ask("person.unit_id", "empty"), "丁丙"),
        (ask("reckoned.age", "at_least", "45"), "甲"),
        (ask("reckoned.age", "less", "45", as_of="2025.04"), "乙甲"),
        (ask("reckoned.age", "greater", "45"), ""),
        (ask("reckoned.age", "at_most", "36"), "乙"),
        (ask("reckoned.age", "between", "45", "36"), "乙甲"),
        (ask("reckoned.age", "equal", "36"), "乙"),
        (ask("reckoned.age", "not_equal", "36"), "甲"),
        (ask("reckoned.age", "empty"), "丁丙"),
        (ask("reckoned.post_years", "equal", "11"), "甲"),
        (ask("reckoned.grassroots_years", "equal", "5"), "甲"),
        (ask("reckoned.grassroots_years", "at_least", "5"), "乙甲"),
        (ask("reckoned.grassroots_years", "empty"), "丁丙"),
        (ask("tenure.post_name", "contains", "党委书记"), "甲"),
        (ask("tenure.post_name", "contains", "党委书记", which="current"), ""),
        (ask("tenure.post_name", "contains", "长", which="current"), "乙甲"),
        (ask("tenure.post_name", "contains", "党委书记", which="latest"), ""),
        (ask("tenure.post_name", "contains", "副县长", which="latest"), "甲"),
        (ask("tenure.post_name", "contains", "党委书记", which="none"), "丁丙乙"),
        (ask("tenure.unit_id", "below", "柳林镇"), "乙甲"),
        (ask("annual_result.result", "equal", "优秀", which="latest"), "乙"),
        (ask("annual_result.year", "between", "2023", "2023"), "甲"),
        (ask("level_history.level", "equal", "乡科级正职"), "丙"),
        (ask("level_history.level", "equal", "乡科级正职", which="current"), ""),
        (ask("source_tag.document", "not_empty"), "丙"),
        (ask("source_tag.document", "not_empty", which="current"), ""),
    ],
)
def test_a_condition_finds_whom_it_says(office: Office, asked: Condition, who: str) -> None:
    assert found(office, asked) == who


def test_brackets_join_and_turn_round(office: Office) -> None:
    han = ask("person.ethnicity", "equal", "汉族")
    woman = ask("person.sex", "equal", "女")
    hunan = ask("person.native_place", "contains", "湖南")
    assert found(office, Group(OR, (han, woman))) == "乙甲"
    assert found(office, hunan, Group(OR, (han, woman))) == "甲"
    assert found(office, Group(OR, (han, woman), is_negated=True)) == "丙"
    assert found(office, Group(members=(hunan, han), is_negated=True)) == "丙乙"
    assert found(office, Group()) == "丁丙乙甲"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (ask("person.shoe_size", "equal", "42"), "没有字段“person.shoe_size”"),
        (ask("person.sex", "before", "1990"), "“性别”不能用“早于”比较"),
        (ask("person.sex", "about", "1"), "不能用“about”比较"),
        (ask("person.born_on", "between", "1990"), "后面应有 2 个值，现有 1 个"),
        (ask("person.born_on", "before", "去年"), "日期“去年”"),
        (ask("person.sex", "equal", "女的吧"), "不在代码表中"),
        (ask("person.native_place", "contains", " "), "“籍贯”后面还没有填"),
        (ask("reckoned.age", "less", "四十"), "应为整数"),
        (ask("relative.name", "contains", "李", which="current"), "“家庭及社会关系”不能用“现任”"),
    ],
)
def test_what_cannot_be_asked_is_named(office: Office, asked: Condition, said: str) -> None:
    with pytest.raises(FieldError, match=said):
        found(office, asked)


def test_private_fields_cannot_be_asked(tmp_path: Path) -> None:
    from ganbu_desktop import modules
    from ganbu_desktop.foundation.fields import Sealed
    from ganbu_desktop.kernel.list.conditions.catalogue import people_catalogue
    from ganbu_desktop.kernel.list.conditions.of_ledger import ledger_catalogue

    people = people_catalogue()
    for spec in modules.ledgers():
        asked = ledger_catalogue(spec, people).fields
        assert not any(isinstance(field.field, Sealed) for field in asked.values())
        assert not {f"{spec.name}.{name}" for name in spec.guarded} & set(asked)
