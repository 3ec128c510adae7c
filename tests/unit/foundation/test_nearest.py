"""What was probably meant: by name and by title, few at most, and where all names stand."""

from __future__ import annotations

from ganbu_desktop.foundation.nearest import nearest, offered

KNOWN = {
    "talk-record": "干部谈心谈话记录表",
    "team-review": "领导班子分析研判表",
    "political-archive": "干部政治素质档案",
    "training-plan": "培训计划表",
    "training-card": "干部教育培训登记卡",
}


def test_a_slip_of_the_hand_finds_the_name() -> None:
    assert nearest("talk-recrod", KNOWN)[0] == "talk-record"
    assert nearest("talk_record", KNOWN)[0] == "talk-record"
    assert nearest("Team-Review", KNOWN)[0] == "team-review"


def test_a_part_of_name_or_title_finds_it() -> None:
    assert nearest("archive", KNOWN) == ["political-archive"]
    assert nearest("谈话记录", KNOWN) == ["talk-record"]
    assert set(nearest("training", KNOWN)) == {"training-plan", "training-card"}


def test_nothing_is_near_what_is_quite_different() -> None:
    assert nearest("zzzz", KNOWN) == []
    assert nearest("", KNOWN) == []


def test_at_most_three_are_named_with_their_titles() -> None:
    many = {f"sheet-{number}": f"第{number}表" for number in range(20)}
    assert len(nearest("sheet-1", many)) == 3
    assert offered("sheet-11", many).startswith("相近的有：sheet-11（第11表）")


def test_without_a_near_name_few_are_all_named_and_many_are_left_to_the_list() -> None:
    assert offered("zzzz", {"a": "甲表", "b": ""}) == "可用的有：a（甲表）、b"
    many = {f"sheet-{number}": "" for number in range(20)}
    assert offered("zzzz", many, listed_by="ganbu print --list") == "全部名称见 ganbu print --list"
    assert offered("zzzz", []) == "一个也没有"
