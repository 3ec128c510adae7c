"""姓氏笔画 order against a list worked out by hand from GB 13000.1 stroke sequences."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganbu_desktop.foundation import person_name
from ganbu_desktop.foundation.person_name import missing_sequences, stroke_count, stroke_key, stroke_sequence

HAND_WORKED = """
丁一 丁大伟 卜凡 刁明 于洋 万里 山本 卫东 习之 马力 马小军
王一 王力 王文 王刚 王一平 王大伟 王小明 韦明 尤金 车明 戈平 牛军 毛明 仇英 卞和 文天 方正 尹明 孔明 邓明
艾青 古月 左明 石磊 龙飞 卢明 叶明 田汉 史明 白杨 丛明 包正 冯明 宁静 司马光
邢明 吉祥 成龙 毕昇 曲波 吕明 朱明 乔峰 任明 华明 向明 刘明 江明 许明 孙明 牟明
严明 苏明 杜明 李明 杨明 吴明 何明 余明 邹明 汪明 沈明 宋明 张三 张一平 陆明 陈明
武松 范明 林一 欧明 欧小明 欧阳修 欧阳大富 罗明 金明 周明 郑明 孟明
赵明 胡明 姜明 贺明 袁明 高富 高大富 郭明 唐明 黄明 彭明 董明 韩明 程明 曾明 雷明 蔡明 谭明 熊明 潘明
"""
ORDERED = HAND_WORKED.split()


def test_the_hand_worked_list_keeps_its_order() -> None:
    """U7: the order of strokes is that of the list worked out by hand."""
    assert len(ORDERED) >= 60
    assert sorted(random.Random(7).sample(ORDERED, len(ORDERED)), key=stroke_key) == ORDERED


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("高富", "高大富"),
        ("林", "欧"),
        ("林明", "欧明"),
        ("王刚", "王一平"),
        ("欧小明", "欧阳修"),
        ("欧阳修", "欧阳大富"),
        ("张三", "张一平"),
        ("马龙", "王一"),
    ],
)
def test_single_comparisons(before: str, after: str) -> None:
    assert stroke_key(before) < stroke_key(after)


@pytest.mark.parametrize(
    ("character", "sequence"),
    [
        ("丁", "12"),
        ("万", "153"),
        ("王", "1121"),
        ("林", "12341234"),
        ("欧", "13453534"),
        ("张", "5153154"),
        ("李", "1234521"),
        ("刘", "413422"),
        ("陈", "5215234"),
        ("家", "4451353334"),
        ("高", "4125125251"),
        ("郭", "4125152152"),
        ("曾", "432524312511"),
        ("马", "551"),
    ],
)
def test_sequences_of_the_standard(character: str, sequence: str) -> None:
    assert stroke_sequence(character) == sequence
    assert stroke_count(character) == len(sequence)


def test_a_character_without_sequence_follows_those_of_its_count() -> None:
    rare = "䶮"
    assert stroke_sequence(rare) is None
    count = stroke_count(rare)
    assert count is not None
    equal = next(c for c in "黄龚盛董" + "".join(chr(p) for p in range(0x4E00, 0x9FA5)) if _known(c, count))
    fewer = next(chr(p) for p in range(0x4E00, 0x9FA5) if _known(chr(p), count + 1))
    assert stroke_key(equal) < stroke_key(rare) < stroke_key(fewer)


def _known(character: str, count: int) -> bool:
    sequence = stroke_sequence(character)
    return sequence is not None and len(sequence) == count


def test_missing_sequences_are_listed_and_can_be_set() -> None:
    assert missing_sequences("张䶮") == ["䶮"]
    own = {"䶮": "1" * 20}
    assert missing_sequences("张䶮", own) == []
    assert stroke_key("䶮", own) != stroke_key("䶮")
    with pytest.raises(ValueError, match="1 to 5"):
        stroke_key("䶮", {"䶮": "126"})


def test_every_character_of_the_plane_has_a_count() -> None:
    assert all(stroke_count(chr(point)) for point in range(0x4E00, 0x9FA6))
    assert all(stroke_count(chr(point)) for point in range(0x20000, 0x2A6D7))
    assert stroke_count("A") is None


def test_the_key_ignores_dots_and_padding() -> None:
    assert stroke_key("阿布·都") == stroke_key("阿布都")
    assert stroke_key("张　三") == stroke_key("张三")


def test_names_in_letters_come_last() -> None:
    assert stroke_key("龘龘") < stroke_key("John")


names = st.text(alphabet=st.sampled_from("一丁万王林欧高富大阳䶮𠮷·A"), min_size=1, max_size=4)


@given(st.lists(names, min_size=2, max_size=5))
def test_order_of_keys_is_the_order_of_first_characters(several: list[str]) -> None:
    ordered = sorted(several, key=stroke_key)
    firsts = [next((c for c in name if c != "·"), "") for name in ordered]
    counts = [-1 if not c else (stroke_count(c) or 99) for c in firsts]
    assert counts == sorted(counts)


def test_the_table_names_each_character_once() -> None:
    table = person_name._sequences()
    assert all(
        len(character) == 1 and sequence and not sequence.strip("12345") for character, sequence in table.items()
    )
    known = [c for c, s in itertools.islice(table.items(), 7000) if len(s) == stroke_count(c)]
    assert len(known) == len(table)
