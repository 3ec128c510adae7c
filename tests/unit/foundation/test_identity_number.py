from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganbu_desktop.foundation import identity_number as idn
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.partial_date import PartialDate

# The example number of GB 11643-1999 itself.
STANDARD = "11010519491231002X"


def numbers() -> st.SearchStrategy[str]:
    days = st.dates(min_value=date(1930, 1, 1), max_value=date(2008, 12, 31))
    return st.builds(
        lambda province, area, day, order: _whole(f"{province}{area:04d}{day:%Y%m%d}{order:03d}"),
        st.sampled_from(["11", "43", "33", "54"]),
        st.integers(min_value=101, max_value=9999),
        days,
        st.integers(min_value=1, max_value=999),
    )


def _whole(first17: str) -> str:
    return first17 + idn.check_digit(first17)


def test_the_number_of_the_standard() -> None:
    assert idn.check_digit(STANDARD[:17]) == "X"
    assert idn.problems(STANDARD) == []
    assert idn.birth_date(STANDARD) == PartialDate(1949, 12, 31)
    assert idn.sex_code(STANDARD) == "2"


@pytest.mark.parametrize(
    "spelling",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "'11010519491231002X",
        " 110105 19491231 002X",
        "11010519491231002ｘ",
    ],
)
def test_spellings_are_unified(spelling: str) -> None:
    assert idn.normalise(spelling) == STANDARD


@pytest.mark.parametrize("damaged", ["1.10105E+17", "5.1E+17", "1E17", "4.30102197503121e+17", "430102197503123000.0"])
def test_what_a_spreadsheet_damaged_is_refused(damaged: str) -> None:
    with pytest.raises(FieldError, match="文本列"):
        idn.refuse_damaged(damaged)


@pytest.mark.parametrize("text", [STANDARD, "430102750312123", "", "E123", "12345"])
def test_anything_else_is_kept_for_judgement(text: str) -> None:
    idn.refuse_damaged(text)


def test_the_old_number() -> None:
    assert idn.birth_date("430102750312123") == PartialDate(1975, 3, 12)
    assert idn.sex_code("430102750312123") == "1"
    assert idn.problems("430102750312123") == ["身份证号为 15 位旧号码，请换成 18 位号码"]


def test_shape() -> None:
    assert idn.problems("") == []
    assert idn.problems("1234") == ["身份证号应为 18 位，现为 4 位"]
    assert "只能由数字组成" in idn.problems("11010519491231A02X")[0]
    assert idn.birth_date("1234") is None
    assert idn.sex_code("1234") is None


def test_an_impossible_birthday() -> None:
    number = _whole("11010519750230002")
    assert idn.birth_date(number) is None
    assert any("19750230" in problem for problem in idn.problems(number))


def test_an_unknown_province() -> None:
    assert any("“99”" in problem for problem in idn.problems(_whole("99010519750203002")))


def test_a_truncated_tail_is_suspected() -> None:
    assert any("截断" in problem for problem in idn.problems("430102197503120000"))


def test_sex_and_birth_are_compared() -> None:
    assert idn.problems(STANDARD, sex="2", born_on=PartialDate(1949, 12)) == []
    assert idn.problems(STANDARD, sex="1", born_on=PartialDate(1949, 12, 31)) == [
        "身份证号表示性别为女，登记的性别为男"
    ]
    found = idn.problems(STANDARD, sex="2", born_on=PartialDate(1949, 11))
    assert found == ["身份证号中的出生日期为 1949.12.31，登记的出生年月为 1949.11"]


def test_a_check_digit_needs_seventeen_digits() -> None:
    with pytest.raises(ValueError, match="17"):
        idn.check_digit("123")


@given(numbers())
def test_a_right_number_has_no_problem(number: str) -> None:
    assert idn.problems(number) == []
    assert idn.problems(idn.normalise(number.lower())) == []


@given(numbers(), st.integers(min_value=0, max_value=16), st.integers(min_value=1, max_value=9))
def test_one_wrong_digit_is_always_found(number: str, place: int, shift: int) -> None:
    wrong = str((int(number[place]) + shift) % 10)
    assert idn.problems(number[:place] + wrong + number[place + 1 :])


@given(numbers(), st.integers(min_value=0, max_value=15))
def test_two_swapped_digits_are_always_found(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        assert idn.problems(swapped)


def test_the_old_and_the_new_form_of_a_number_are_found_from_each_other() -> None:
    new = "99000019750312" + "011"
    new += idn.check_digit(new)
    old = "990000750312011"
    assert idn.modern(old) == new
    assert idn.modern(new) == new
    assert idn.modern("12345") == "12345"
    assert idn.old_form(new) == old
    assert idn.old_form("99000020010312011X") is None
