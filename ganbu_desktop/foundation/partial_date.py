"""A date known to the year, the month or the day, as personnel files hold it.

Ambiguous spellings are refused with a sentence, never guessed. What is not known of a date is reckoned here and nowhere
else: by the first day it can mean and by the last.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering

from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.text import clean_line, half_width, without_blanks

FIRST_YEAR, LAST_YEAR = 1850, 2199

_AGE_NOTE = re.compile(r"\(\d{1,3}(周)?岁\)$", re.ASCII)
_CLOCK_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$", re.ASCII)
_PLAIN = re.compile(r"(\d{4})\.?(\d\d)(?:(?<=\.\d\d)\.(\d\d))?", re.ASCII)
_SEPARATED = re.compile(r"(\d+)[./\-](\d+)月?(?:[./\-](\d+))?", re.ASCII)
_CUT_MONTH = re.compile(r"(\d{4})\.1", re.ASCII)
_BLANK_SEPARATED = re.compile(r"(\d+)\s+(\d+)(?:\s+(\d+))?", re.ASCII)
_CHINESE = re.compile(r"(\d+)年(?:(\d+)(?:月(?:份|(\d+)[日号]?)?)?)?", re.ASCII)
_SEPARATORS = str.maketrans(dict.fromkeys("．。·•、,—–－~～_\\−‐‑", "."))
_WORDS = ("至今", "现在", "目前", "今", "在职")
_LUNAR = ("农历", "阴历", "旧历", "正月", "腊月", "闰", "初")


def _refuse(text: str, reason: str) -> FieldError:
    return FieldError(f"日期“{text}”{reason}")


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """``year`` 1850–2199, ``month`` 1–12 or None, ``day`` or None (only with a month).

    Ordered by (year, month or 0, day or 0): what is known less comes first. Raises FieldError for an impossible date.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise FieldError(f"年份 {self.year} 不在 {FIRST_YEAR}–{LAST_YEAR} 之间")
        if self.month is None:
            if self.day is not None:
                raise FieldError("有日无月，不成日期")
            return
        if not 1 <= self.month <= 12:
            raise FieldError(f"没有 {self.month} 月，月份应为 01–12")
        if self.day is not None and not 1 <= self.day <= calendar.monthrange(self.year, self.month)[1]:
            raise FieldError(f"{self.year} 年 {self.month} 月没有 {self.day} 日")

    @classmethod
    def of(cls, value: date) -> PartialDate:
        """Return the day of a ``date`` or ``datetime``; the time of day is dropped."""
        return cls(value.year, value.month, value.day)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read every unambiguous spelling (197503, 1975.3, 1975-3-12, 1975年3月, 19750312, full-width digits).

        A trailing age ``(50岁)`` and a time of day are dropped. Raises FieldError with a sentence for two-digit years,
        spreadsheet serial numbers, lunar dates, words such as 至今, impossible dates, and 1990.1: a spreadsheet makes
        that of 1990.10 too (1990.01, 1990-1 and 1990.2 are certain).
        """
        plain = _PLAIN.fullmatch(text)
        if plain is not None:
            return cls._from_parts((plain[1], plain[2], plain[3]), text)
        words = (without_blanks(word) for word in half_width(clean_line(text)).split())
        spelled = _AGE_NOTE.sub("", " ".join(word for word in words if word)).rstrip()
        if not spelled:
            raise FieldError("日期为空")
        _refuse_words(spelled, text)
        refuse_cut_month(spelled)
        if spelled.isascii() and spelled.isdigit():
            return cls._from_run(spelled, text)
        parts = _parts(spelled)
        if parts is None:
            raise _refuse(text, "无法识别，请按 1975.03 或 197503 的样式填写")
        return cls._from_parts(parts, text)

    @classmethod
    def from_digits(cls, digits: str) -> PartialDate:
        """Read YYYY, YYYYMM or YYYYMMDD; the day 00 of older files means that only the month is known."""
        if not (digits.isascii() and digits.isdigit()):
            raise _refuse(digits, "应为 6 位或 8 位数字")
        return cls._from_run(digits, digits)

    @classmethod
    def _from_run(cls, digits: str, shown: str) -> PartialDate:
        if len(digits) == 4:
            return cls._from_parts((digits, None, None), shown)
        if len(digits) == 6:
            return cls._from_parts((digits[:4], digits[4:], None), shown)
        if len(digits) == 8:
            day = None if digits[6:] == "00" else digits[6:]
            return cls._from_parts((digits[:4], digits[4:6], day), shown)
        if len(digits) == 5:
            raise _serial(shown)
        raise _refuse(shown, f"有 {len(digits)} 位数字，应为 6 位（年月）或 8 位（年月日）")

    @classmethod
    def _from_parts(cls, parts: tuple[str, str | None, str | None], shown: str) -> PartialDate:
        year, month, day = parts
        if len(year) != 4:
            raise _refuse(shown, "的年份不是四位数，请写全年份")
        if any(len(part) > 2 for part in (month, day) if part is not None):
            raise _refuse(shown, "无法识别，请按 1975.03 或 197503 的样式填写")
        try:
            return cls(int(year), None if month is None else int(month), None if day is None else int(day))
        except FieldError as error:
            raise _refuse(shown, f"有误：{error}") from None

    def _key(self) -> tuple[int, int, int]:
        return (self.year, self.month or 0, self.day or 0)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._key() < other._key()

    def __str__(self) -> str:
        """Return ``1975``, ``1975.03`` or ``1975.03.12``; ``parse(str(d)) == d``, and text order is date order."""
        return self._joined(".")

    def digits(self) -> str:
        """Return ``1975``, ``197503`` or ``19750312``, as exchange files hold it."""
        return self._joined("")

    def _joined(self, separator: str) -> str:
        if self.month is None:
            return str(self.year)
        if self.day is None:
            return f"{self.year}{separator}{self.month:02d}"
        return f"{self.year}{separator}{self.month:02d}{separator}{self.day:02d}"

    def as_chinese(self) -> str:
        """Return ``1975年``, ``1975年3月`` or ``1975年3月12日``."""
        month = "" if self.month is None else f"{self.month}月"
        day = "" if self.day is None else f"{self.day}日"
        return f"{self.year}年{month}{day}"

    def to_month(self) -> PartialDate:
        """Return the same date without its day."""
        return PartialDate(self.year, self.month)

    def first_day(self) -> date:
        """Return the first day that the date can mean: ``2026`` 1 January, ``2026.05`` 1 May."""
        return date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> date:
        """Return the last day that the date can mean: ``2026`` 31 December, ``2026.05`` 31 May."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def has_begun(self, day: date) -> bool:
        """Tell whether the date can have come by ``day``: ``2026.05`` has begun from 1 May on."""
        return self.first_day() <= day

    def is_past(self, day: date) -> bool:
        """Tell whether the date is over for certain on ``day``: ``2026.05`` is past from 1 June on."""
        return self.last_day() < day

    def is_over_by(self, day: date) -> bool:
        """Tell whether the date has come for certain by ``day``: ``2026.05`` from 31 May on."""
        return self.last_day() <= day

    def month_index(self) -> int:
        """Return months since year 0; an unknown month counts as January."""
        return self.year * 12 + (self.month or 1) - 1

    def plus_months(self, months: int) -> PartialDate:
        """Return the date ``months`` later (earlier when negative), as exactly known as this one.

        The day is held back to the last of the month; a date known to the year stays a year.
        """
        year, month0 = divmod(self.month_index() + months, 12)
        if self.month is None:
            return PartialDate(year)
        if self.day is None:
            return PartialDate(year, month0 + 1)
        return PartialDate(year, month0 + 1, min(self.day, calendar.monthrange(year, month0 + 1)[1]))

    def agrees_with(self, other: PartialDate) -> bool:
        """Tell whether two dates say the same as far as both are known (1975.03 agrees with 1975.03.12 and 1975)."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(mine == theirs for mine, theirs in pairs if mine is not None and theirs is not None)


def refuse_cut_month(text: str) -> None:
    """Raise FieldError for ``1990.1``, of which nobody can tell whether a spreadsheet has dropped a zero."""
    match = _CUT_MONTH.fullmatch(text)
    if match is not None:
        year = match[1]
        raise FieldError(f"日期“{text}”分不清是 1 月还是 10 月，请写成 {year}.01 或 {year}.10")


def _serial(shown: str) -> FieldError:
    return _refuse(shown, "像是表格软件的日期序号，请把单元格设为日期或文本格式后重新填写")


def _refuse_words(spelled: str, text: str) -> None:
    if spelled in _WORDS:
        raise _refuse(text, "不是日期；仍在任的，结束时间请留空")
    if any(word in spelled for word in _LUNAR):
        raise _refuse(text, "是农历，请换算为公历后填写")


def _parts(spelled: str) -> tuple[str, str | None, str | None] | None:
    """Split a spelling with separators into year, month and day digits, or None."""
    day_part = _CLOCK_TIME.sub("", spelled)
    tight = re.sub(r"\s*([^\d\s])\s*", r"\1", day_part.translate(_SEPARATORS), flags=re.ASCII)
    tight = tight.removesuffix("出生").removesuffix("生").strip(".")
    match = _SEPARATED.fullmatch(tight) or _CHINESE.fullmatch(tight) or _BLANK_SEPARATED.fullmatch(tight)
    return None if match is None else (match[1], match[2], match[3])
