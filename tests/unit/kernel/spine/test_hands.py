"""F11 双人: who is named where people type names, and whether there is a second hand among them."""

from __future__ import annotations

import pytest

from ganbu_desktop.kernel.spine.decision import Decision
from ganbu_desktop.kernel.spine.hands import people_in, same_hand


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("张三、李四", ["张三", "李四"]),
        ("张三 李四", ["张三", "李四"]),
        ("张　三、张三", ["张三"]),
        ("张 三，李　四", ["张三", "李四"]),
        ("张 三 李 四", ["张三", "李四"]),
        ("张 三丰", ["张三丰"]),
        ("欧阳 修", ["欧阳修"]),
        ("甲", ["甲"]),
        ("张三（科长）、张三（经办人）", ["张三"]),
        ("张\u200b三；张三", ["张三"]),
        ("阿依古丽·买买提、李四", ["阿依古丽·买买提", "李四"]),
        ("Li Ming", ["LiMing"]),
        ("", []),
        (None, []),
    ],
)
def test_people_are_told_apart_whatever_the_blanks(typed: str | None, names: list[str]) -> None:
    assert people_in(typed) == names


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("张三", "张　三", True),
        ("张三", "张三（科长）", True),
        ("陈科长", "陈 科长", True),
        ("张三", "张\u200b三", True),
        ("张三、李四", "李四", True),
        ("张三", "李四", False),
        ("张三、李四", "李四、王五", False),
        ("张三", "", False),
        (None, None, False),
    ],
)
def test_a_second_hand_is_another_person(one: str | None, other: str | None, same: bool) -> None:
    assert same_hand(one, other) is same


def test_a_decision_handled_and_checked_by_one_padded_name_is_not_whole() -> None:
    decision = Decision(entry_table="t", entry_id="e", handled_by="张三", checked_by="张　三")
    assert "经办人与复核人不能是同一人" in decision.gaps()
