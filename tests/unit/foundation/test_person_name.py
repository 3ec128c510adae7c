from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganbu_desktop.foundation import person_name


@pytest.mark.parametrize(
    ("spelling", "stored"),
    [
        ("张　三", "张三"),
        ("张　　三", "张三"),
        (" 张 三 ", "张三"),
        ("张\u00a0三", "张三"),
        ("张\u200b三\ufeff", "张三"),
        ("欧阳 修", "欧阳修"),
        ("阿布都?热合曼", "阿布都·热合曼"),
        ("阿布都？热合曼", "阿布都·热合曼"),
        ("阿布都。热合曼", "阿布都·热合曼"),
        ("阿布都•热合曼", "阿布都·热合曼"),
        ("阿布都．热合曼．买买提", "阿布都·热合曼·买买提"),
        ("阿布都 · 热合曼", "阿布都·热合曼"),
        ("阿布都··热合曼", "阿布都·热合曼"),
        ("John   Smith", "John Smith"),
        ("John F. Smith", "John F. Smith"),
        ("张﨑𠮷", "张﨑𠮷"),
        ("䶮\u3000𬭎", "䶮𬭎"),
        ("", ""),
    ],
)
def test_names_are_stored_unpadded(spelling: str, stored: str) -> None:
    assert person_name.normalise(spelling) == stored


@pytest.mark.parametrize(
    ("name", "printed"),
    [("张三", "张　三"), ("张三丰", "张三丰"), ("张", "张"), ("李A", "李A"), ("𠮷明", "𠮷　明"), ("", "")],
)
def test_two_characters_are_padded_in_print(name: str, printed: str) -> None:
    assert person_name.padded(name) == printed


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=5))
def test_padding_is_taken_off_again(name: str) -> None:
    assert person_name.normalise(person_name.padded(name)) == name


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = person_name.normalise(text)
    assert person_name.normalise(once) == once


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("欧阳修", "欧阳"),
        ("欧阳", "欧"),
        ("司马光", "司马"),
        ("张三", "张"),
        ("阿布都·热合曼", ""),
        ("John", ""),
        ("", ""),
    ],
)
def test_surnames(name: str, surname: str) -> None:
    assert person_name.surname(name) == surname


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("单田芳", ("shan",)),
        ("解晓东", ("xie",)),
        ("仇和", ("qiu",)),
        ("朴永", ("piao",)),
        ("缪杰", ("miao",)),
        ("查良", ("zha",)),
        ("曾国", ("zeng",)),
        ("区寄", ("ou",)),
        ("盖聂", ("ge",)),
        ("尉迟恭", ("yu", "chi")),
        ("长孙无", ("zhang", "sun")),
        ("万俟卨", ("mo", "qi")),
        ("澹台明", ("tan", "tai")),
        ("宓子", ("mi",)),
        ("乐毅", ("yue",)),
        ("翟让", ("zhai",)),
        ("覃某", ("qin",)),
        ("任远", ("ren",)),
        ("吕明", ("lv",)),
    ],
)
def test_the_usual_reading_of_a_surname_comes_first(name: str, reading: tuple[str, ...]) -> None:
    assert person_name.surname_readings(name)[0] == reading


@pytest.mark.parametrize(
    ("name", "other"),
    [("宓子", "fu"), ("乐毅", "le"), ("翟让", "di"), ("覃某", "tan"), ("单某", "dan"), ("区某", "qu")],
)
def test_other_readings_are_known(name: str, other: str) -> None:
    assert (other,) in person_name.surname_readings(name)


def test_a_plain_surname_needs_no_reading() -> None:
    assert person_name.surname_readings("张三") == ()
    assert person_name.surname_readings("阿布都·热合曼") == ()


def test_readings_have_a_syllable_for_each_character() -> None:
    for name in ("尉迟恭", "长孙明", "单于明", "单明", "令狐冲"):
        surname = person_name.surname(name)
        assert all(len(reading) == len(surname) for reading in person_name.surname_readings(name))
