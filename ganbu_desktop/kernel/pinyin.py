"""How Chinese characters are read, for finding names and titles by what is typed."""

from __future__ import annotations

from functools import cache


@cache
def syllables(character: str) -> tuple[str, ...]:
    """Return the readings of one character, the most common first; none of what is no Chinese character."""
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys(found[0])) if found else ()


def typed_for(text: str) -> tuple[str, str]:
    """Return what may be typed for a title: the first letters of its characters, and its whole pinyin, in lower case.

    Each character is taken at its most common reading; what is no Chinese character stands for itself.
    """
    readings = [syllables(c)[0] if syllables(c) else c.casefold() for c in text if not c.isspace()]
    return "".join(r[0] for r in readings), "".join(readings)
