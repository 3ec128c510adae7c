from __future__ import annotations

import pytest

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import Choice

EXPECTED = {
    "cadre_tier",
    "management_authority",
    "source_category",
    "sex",
    "ethnicity",
    "political_status",
    "health",
    "education",
    "degree",
    "family_relation",
    "unit_subordination",
    "unit_level",
    "unit_category",
    "unit_kind",
    "person_category",
    "management_state",
    "management_class",
    "post_level",
    "rank_below_county",
    "grade",
    "staffing_type",
    "technical_qualification",
    "team_member_kind",
    "selection_method",
    "tenure_state",
    "output_flag",
    "level_kind",
    "technical_title",
    "qualification_way",
    "education_mode",
    "reward_name",
    "approval_body_kind",
    "annual_result",
    "pre_reform_limit",
    "division",
    "rank",
}


def test_all_tables_are_there() -> None:
    assert set(codes.names()) >= EXPECTED


@pytest.mark.parametrize("name", codes.names())
def test_a_table_is_consistent(name: str) -> None:
    table = codes.table(name)
    assert table.name == name
    assert table.title
    assert table.source
    assert len({entry.code for entry in table.entries}) == len(table.entries)
    assert len({entry.label for entry in table.entries}) == len(table.entries)
    assert [entry.order for entry in table.entries] == list(range(1, len(table.entries) + 1))
    assert table.labels()


@pytest.mark.parametrize("name", codes.names())
def test_every_label_finds_its_own_code(name: str) -> None:
    table = codes.table(name)
    for entry in table.entries:
        assert table.code_for(entry.label) == entry.code
        assert table.label_for(entry.code) == entry.label


@pytest.mark.parametrize("name", codes.names())
def test_no_alias_says_what_another_entry_says(name: str) -> None:
    table = codes.table(name)
    for entry in table.entries:
        for alias in entry.aliases:
            assert table.code_for(alias) == entry.code, alias


@pytest.mark.parametrize(
    ("table", "text", "label"),
    [
        ("ethnicity", "汉", "汉族"),
        ("ethnicity", "维族", "维吾尔族"),
        ("ethnicity", "01", "汉族"),
        ("political_status", "中国共产党党员", "中共党员"),
        ("political_status", "党员", "中共党员"),
        ("political_status", "中共预备党员", "预备党员"),
        ("political_status", "无党派人士", "无党派"),
        ("education", "大学本科", "大学"),
        ("education", "本科", "大学"),
        ("education", "大专", "大专"),
        ("education", "研究生教育", "研究生教育"),
        ("education", "省（区、市）委党校大学", "省委党校大学"),
        ("degree", "工学学士学位", "工学学士"),
        ("degree", "工商管理硕士专业学位", "工商管理硕士"),
        ("family_relation", "妻", "妻子"),
        ("family_relation", "爱人", "配偶"),
        ("family_relation", "公 公", "公公"),
        ("sex", "男性", "男"),
        ("sex", "1", "男"),
        ("post_level", "正科级", "乡科级正职"),
        ("unit_level", "正科级", "乡、科级"),
        ("unit_level", "县、处级", "县、处级"),
        ("grade", "15级", "十五级"),
        ("annual_result", "不称职", "不称职"),
        ("annual_result", "不确定等次", "不定等次"),
        ("tenure_state", "免", "已免"),
        ("reward_name", "党内警告", "警告（党员）"),
    ],
)
def test_spellings_are_understood(table: str, text: str, label: str) -> None:
    found = codes.table(table).code_for(text)
    assert found is not None
    assert codes.table(table).label_for(found) == label


def test_national_codes_are_used_where_known() -> None:
    assert codes.table("sex").code_for("女") == "2"
    assert codes.table("political_status").code_for("民建") == "06"
    assert codes.table("education").code_for("大学") == "21"
    assert codes.table("degree").code_for("工学学士") == "408"
    assert codes.table("post_level").code_for("县处级副职") == "1A32"
    assert codes.table("family_relation").code_for("父亲") == "51"


def test_headings_are_understood_but_not_offered() -> None:
    education = codes.table("education")
    assert "研究生教育" not in education.labels()
    assert "研究生" in education.labels()
    assert education.code_for("研究生教育") == "1"


def test_retired_entries_print_but_are_not_offered() -> None:
    assert codes.table("sex").labels() == ("男", "女")
    assert codes.table("sex").label_for("9") == "未说明的性别"


def test_a_label_standing_twice_belongs_to_its_first_place() -> None:
    titles = codes.table("technical_title")
    first = titles.code_for("经济员")
    assert first == "经济员"
    assert titles.code_for("经济员（经济专业人员（国际商务））") not in (None, first)


def test_the_order_of_a_table_sorts_records() -> None:
    levels = codes.table("post_level")
    assert levels.order_of("1A31") < levels.order_of("1A32") < levels.order_of("1A41") < levels.order_of("没有")


def test_unknown_text_has_no_code_and_is_its_own_label() -> None:
    assert codes.table("health").code_for("带病坚持") is None
    assert codes.table("health").label_for("带病坚持") == "带病坚持"
    assert codes.table("health").entry_for("带病坚持") is None


def test_an_unknown_table_is_a_fault() -> None:
    with pytest.raises(KeyError):
        codes.table("nothing")


def test_a_choice_reads_labels_and_refuses_the_rest() -> None:
    choice = Choice(label="民族", table="ethnicity")
    assert choice.parse(" 汉 ") == "01"
    assert choice.format("01") == "汉族"
    assert choice.parse("") is None
    with pytest.raises(FieldError, match="下拉列表"):
        choice.parse("火星族")
    assert Choice(label="健康状况", table="health", open=True).parse("带病坚持") == "带病坚持"


@pytest.mark.parametrize(
    ("table", "text", "label"),
    [
        ("political_status", "中共党员（预备）", "预备党员"),
        ("political_status", "中国共产党党员(预备)", "预备党员"),
        ("unit_level", "正科", "乡、科级"),
        ("education_mode", "函授", "在职"),
        ("management_state", "在岗", "现职人员"),
        ("post_level", "科级正职", "乡科级正职"),
    ],
)
def test_words_that_offices_use_instead(table: str, text: str, label: str) -> None:
    found = codes.table(table)
    assert found.label_for(found.code_for(text) or "") == label
