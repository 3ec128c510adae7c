"""The citizen's identity number, GB 11643-1999: 18 characters with an ISO 7064 MOD 11-2 check digit, or the old 15."""

from __future__ import annotations

import re

from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.foundation.text import half_width, without_blanks

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_SHAPE = re.compile(r"\d{17}[\dX]|\d{15}", re.ASCII)
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[Ee]\+?\d+", re.ASCII)
_FLOAT = re.compile(r"\d{15,}\.0*", re.ASCII)
_QUOTES = "'’‘`＇"
_LABEL = re.compile(r"^(?:公民)?(?:居民)?身份(?:证|证件)?(?:号码?)?[:：]?(?=\d)")
_JOINTS = re.compile("[-‐‑‒–—―−﹣－]")
_TRAILING = ",，.。．;；、:："
# What people type for the X at the end: × ✕ ╳, the Cyrillic х and the Greek Χ.
_EXES = str.maketrans(dict.fromkeys("xХхΧχ×✕✖╳", "X"))
_SEX = {"1": "男", "2": "女"}
# GB/T 2260 province codes, 83 being the residence permit of Taiwan residents and 91 abroad.
_PROVINCE_RANGES = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83), (91, 91))
_PROVINCES = frozenset(str(code) for first, last in _PROVINCE_RANGES for code in range(first, last + 1))


def normalise(text: str) -> str:
    """Return a number as it was meant; a digit is never changed.

    Half-width, without blanks, hyphens and what stands around it (身份证号：, a quote, a comma), and with ``X`` for
    what people type instead.
    """
    solid = half_width(without_blanks(text)).strip(_QUOTES).rstrip(_TRAILING)
    if len(solid) in (15, 18) and solid.isalnum() and solid.isascii():
        return solid.replace("x", "X")
    return _JOINTS.sub("", _LABEL.sub("", solid)).translate(_EXES)


def refuse_damaged(text: str) -> None:
    """Raise FieldError for what a spreadsheet leaves of a number it took as a float: its last digits are gone."""
    if _SCIENTIFIC.fullmatch(text) or _FLOAT.fullmatch(text):
        raise FieldError(f"身份证号“{text}”已被表格软件当作数字，末尾几位已丢失，请设为文本列后重新填写")


def check_digit(first17: str) -> str:
    """Return the check character of the first 17 digits; raises ValueError when they are not 17 digits."""
    if len(first17) != 17 or not (first17.isascii() and first17.isdigit()):
        raise ValueError("17 digits wanted")
    total = sum(int(digit) * weight for digit, weight in zip(first17, _WEIGHTS, strict=True))
    return _CHECK[total % 11]


def modern(text: str) -> str:
    """Return the 18 characters that an old number of 15 digits became; any other text as it is."""
    if len(text) != 15 or not (text.isascii() and text.isdigit()):
        return text
    first17 = f"{text[:6]}19{text[6:]}"
    return first17 + check_digit(first17)


def old_form(text: str) -> str | None:
    """Return the 15 digits that a number of 18 had before 1999, None when it never had an old form."""
    return text[:6] + text[8:17] if len(text) == 18 and text[6:8] == "19" else None


def _birth_digits(number: str) -> str:
    return number[6:14] if len(number) == 18 else f"19{number[6:12]}"


def birth_date(text: str) -> PartialDate | None:
    """Return the day of birth a number says, or None when it says none that exists."""
    number = normalise(text)
    if not _SHAPE.fullmatch(number):
        return None
    digits = _birth_digits(number)
    try:
        return PartialDate(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except FieldError:
        return None


def sex_code(text: str) -> str | None:
    """Return "1" (male) or "2" (female) as the number says, or None for a malformed number."""
    number = normalise(text)
    if not _SHAPE.fullmatch(number):
        return None
    order = int(number[16] if len(number) == 18 else number[14])
    return "1" if order % 2 else "2"


def problems(text: str, *, sex: str | None = None, born_on: PartialDate | None = None) -> list[str]:
    """Return what is wrong with a number as sentences, judged by itself and against sex code and date of birth.

    An empty text has no problem; a malformed one has just that.
    """
    number = normalise(text)
    if not number:
        return []
    if not _SHAPE.fullmatch(number):
        return [_shape_problem(number)]
    return [*_own_problems(number), *_cross_problems(number, sex, born_on)]


def _shape_problem(number: str) -> str:
    if len(number) not in (15, 18):
        return f"身份证号应为 18 位，现为 {len(number)} 位"
    return "身份证号只能由数字组成，末位可以是 X"


def _own_problems(number: str) -> list[str]:
    found = []
    if number[:2] not in _PROVINCES:
        found.append(f"身份证号前两位“{number[:2]}”不是省级行政区划代码")
    if birth_date(number) is None:
        found.append(f"身份证号中的出生日期“{_birth_digits(number)}”不存在")
    if len(number) == 15:
        found.append("身份证号为 15 位旧号码，请换成 18 位号码")
    elif number[17] != check_digit(number[:17]):
        found.append(_check_problem(number))
    return found


def _check_problem(number: str) -> str:
    if number.endswith("000"):
        return "身份证号校验位不符，末三位为 000，可能被表格软件截断，请对照证件重新填写"
    return "身份证号校验位不符，至少有一位数字有误，请对照证件核对"


def _cross_problems(number: str, sex: str | None, born_on: PartialDate | None) -> list[str]:
    found = []
    meant = sex_code(number)
    if sex in _SEX and meant is not None and sex != meant:
        found.append(f"身份证号表示性别为{_SEX[meant]}，登记的性别为{_SEX[sex]}")
    born = birth_date(number)
    if born_on is not None and born is not None and not born.agrees_with(born_on):
        found.append(f"身份证号中的出生日期为 {born}，登记的出生年月为 {born_on}")
    return found
