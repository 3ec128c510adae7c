"""How other systems write what the archive keeps apart: both dates in one cell, a number with its unit."""

from __future__ import annotations

import re

from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.text import half_width

_SEPARATOR = r"\s*(?P<by>至|到|[-—–－~～―]+)\s*"
_DAYS = re.compile(
    r"(?P<year>\d{4})\s*[年./-]\s*(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})\s*[日号]?"
    + _SEPARATOR
    + r"(?:(?:(?P<year2>\d{4})\s*[年./-]\s*)?(?P<month2>\d{1,2})\s*[月./-]\s*)?(?P<day2>\d{1,2})\s*[日号]?"
)
_MONTHS = re.compile(
    r"(?P<year>\d{4})\s*[年./-]\s*(?P<month>\d{1,2})\s*月?"
    + _SEPARATOR
    + r"(?:(?P<year2>\d{4})\s*[年./-]\s*)?(?P<month2>\d{1,2})\s*月?"
)
_AMOUNT = re.compile(r"(?:共|计|共计|合计|累计)?\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*个?\s*(?P<unit>\D+?)?")
HOURS_UNITS, DAYS_UNITS = ("学时", "课时"), ("天", "日")


def both_dates(text: str) -> tuple[str, str]:
    """Return the first and the last day (or month) that one text names; a single date is both.

    ``2026/3/2-3/6``, ``2026年4月7日至9日`` and ``2025.03—2025.12`` are read. Raises FieldError where the end comes
    before the beginning: a year that is not written is not guessed.
    """
    plain = half_width(text).strip()
    match = _DAYS.fullmatch(plain) or _MONTHS.fullmatch(plain)
    if match is None or _is_one_date(match):
        return plain, plain
    parts = match.groupdict()
    first = [parts["year"], parts["month"], parts.get("day")]
    last = [parts["year2"] or parts["year"], parts["month2"] or parts["month"], parts.get("day2")]
    if [int(p or 0) for p in last] < [int(p or 0) for p in first]:
        raise FieldError(f"“{text}”的结束早于开始，请把结束的年份写全")
    return _written(first), _written(last)


def _is_one_date(match: re.Match[str]) -> bool:
    """Tell whether ``2026-3-5`` was taken for two months."""
    found = match.group(0)
    is_hyphen = match["by"] == "-" and match["year2"] is None
    return match.re is _MONTHS and is_hyphen and "月" not in found[match.start("by") :]


def _written(parts: list[str | None]) -> str:
    return ".".join(f"{int(part):02}" for part in parts if part)


def amount(text: str, units: tuple[str, ...]) -> str:
    """Return the number of a text like ``7.5学时`` or ``共24课时``.

    A text with another unit stays as it is, and is then refused: hours by the clock are not hours of study.
    """
    match = _AMOUNT.fullmatch(half_width(text).strip())
    return match["number"] if match is not None and match["unit"] in units else text
