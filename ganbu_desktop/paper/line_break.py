"""Breaking Chinese text into lines: what may not begin a line, what may not end one, what may not be torn.

Pure arithmetic over widths in em (1 em = the font size), so that one measuring serves every size that is tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_OPENING = re.escape("“‘（〔［｛《〈「『【〖([{")
_CLOSING = re.escape("”’）〕］｝》〉」』】〗)]}，。、；：！？…—～·％‰℃,.;:!?%")
_MARKS = "\u0300-\u036f\ufe00-\ufe0f\u200d\U000e0100-\U000e01ef"
_UNIT = re.compile(
    rf"[ \t\u3000\u00a0]+|[{_OPENING}]*(?:[!-~\u00a1-\u024f]+|——|……|.)[{_MARKS}]*[{_CLOSING}]*",
    re.DOTALL,
)
_TOLERANCE_EM = 1e-6


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece that stays on one line wherever it can: a Chinese character with its punctuation, a word, a date."""

    text: str
    width_em: float
    blank: bool


def units_of(text: str, width_em: Callable[[str], float]) -> list[Unit]:
    """Cut one paragraph into its unbreakable pieces; ``width_em`` measures a string at size 1."""
    return [Unit(piece, width_em(piece), not piece.strip()) for piece in _UNIT.findall(text)]


def fill_lines(
    units: list[Unit], first_em: float, rest_em: float, width_em: Callable[[str], float]
) -> list[tuple[str, float]]:
    """Lay units into lines of ``first_em``, then ``rest_em``; return (text, width in em) of each line, at least one.

    Blanks at a break are dropped. A unit wider than a whole line is torn between characters, as a last resort.
    """
    lines: list[tuple[str, float]] = []
    text, used, limit = "", 0.0, first_em
    for unit in units:
        if used + unit.width_em <= limit + _TOLERANCE_EM:
            text, used = text + unit.text, used + unit.width_em
            continue
        if text.strip():
            lines.append(_trimmed(text, used, width_em))
            text, used, limit = "", 0.0, rest_em
        if unit.blank:
            continue
        if unit.width_em <= limit + _TOLERANCE_EM:
            text, used = unit.text, unit.width_em
        else:
            *full, (text, used) = _torn(unit.text, limit, rest_em, width_em)
            lines.extend(full)
            limit = rest_em if full else limit
    lines.append((text, used))
    return lines


def _trimmed(text: str, used: float, width_em: Callable[[str], float]) -> tuple[str, float]:
    kept = text.rstrip(" \t\u3000\u00a0")
    return (text, used) if kept == text else (kept, width_em(kept))


def _torn(text: str, first_em: float, rest_em: float, width_em: Callable[[str], float]) -> list[tuple[str, float]]:
    """Tear a unit between characters; every line takes at least one."""
    lines: list[tuple[str, float]] = []
    start, used, limit = 0, 0.0, first_em
    for index, character in enumerate(text):
        width = width_em(character)
        if index > start and used + width > limit + _TOLERANCE_EM:
            lines.append((text[start:index], used))
            start, used, limit = index, 0.0, rest_em
        used += width
    lines.append((text[start:], used))
    return lines
