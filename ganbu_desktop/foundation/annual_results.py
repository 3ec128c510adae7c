"""年度考核结果: the sentence on the form, and the result of each year behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.text import clean_line, half_width, without_blanks

TABLE = "annual_result"
_CLAUSE_ENDS = re.compile("[；;。\n\r]+")
_RANGE = re.compile(r"((?:19|20)\d{2})年?(?:度)?(?:[-—–~―至到]+)((?:19|20)\d{2})年?", re.ASCII)
_YEAR = r"(?<!\d)(?:19|20)\d{2}(?!\d)"
# 优秀 as a result, not as the beginning of an honour such as 优秀共产党员.
_RESULT_END = r"(?=等次|[\s,，、:：(（)）年的和]|\d|$)"
_LONGEST_RANGE = 40


@cache
def _token() -> re.Pattern[str]:
    """Return years and result words, longest first, so that 不称职 and 基本称职 are tried before 称职."""
    words = {word for entry in codes.table(TABLE).entries for word in (entry.label, *entry.aliases)}
    ordered = sorted(words, key=lambda word: (-len(word), word))
    alternatives = "|".join(re.escape(word) + (_RESULT_END if word == "优秀" else "") for word in ordered)
    return re.compile(f"(?P<year>{_YEAR})|(?P<word>{alternatives})")


def _spread(match: re.Match[str]) -> str:
    first, last = int(match[1]), int(match[2])
    if not first <= last < first + _LONGEST_RANGE:
        return match[0]
    return "、".join(str(year) for year in range(first, last + 1)) + "年"


def _read_clause(clause: str) -> tuple[dict[int, str], bool]:
    """Read one clause: years before their result, or, when it begins with a result, after it.

    Also tells whether every year in it found its result.
    """
    found: dict[int, str] = {}
    waiting: list[int] = []
    standing: str | None = None
    for match in _token().finditer(_RANGE.sub(_spread, half_width(without_blanks(clause)))):
        code = None if match["word"] is None else codes.table(TABLE).code_for(match["word"])
        if code is None:
            waiting.append(int(match["year"]))
            if standing is not None:
                found[waiting.pop()] = standing
        elif waiting:
            found |= dict.fromkeys(waiting, code)
            waiting = []
        elif standing is not None or not found:
            standing = code
    return found, bool(found) and not waiting


def _clauses(text: str) -> list[str]:
    return [clause for clause in (clean_line(part) for part in _CLAUSE_ENDS.split(text)) if clause]


def read(text: str) -> dict[int, str]:
    """Return year → code of the result (table annual_result); of two results for a year the first stays."""
    found: dict[int, str] = {}
    for clause in _clauses(text):
        found = _read_clause(clause)[0] | found
    return dict(sorted(found.items()))


def unread(text: str) -> list[str]:
    """Return the clauses with a year without result, with no year, or with another result than an earlier one."""
    found: dict[int, str] = {}
    left: list[str] = []
    for clause in _clauses(text):
        results, complete = _read_clause(clause)
        if not complete or any(found.get(year, code) != code for year, code in results.items()):
            left.append(clause)
        found = results | found
    return left


def write(results: Mapping[int, str]) -> str:
    """Return the sentence of the form, years in order: ``2022年、2023年年度考核均为称职，2024年年度考核为优秀。``"""
    groups: list[tuple[str, list[int]]] = []
    for year, code in sorted(results.items()):
        if not groups or groups[-1][0] != code:
            groups.append((code, []))
        groups[-1][1].append(year)
    sentence = "，".join(_group_text(code, years) for code, years in groups)
    return f"{sentence}。" if sentence else ""


def _group_text(code: str, years: list[int]) -> str:
    listed = "、".join(f"{year}年" for year in years)
    return f"{listed}年度考核{'均' if len(years) > 1 else ''}为{codes.table(TABLE).label_for(code)}"
