"""Hands (经办、复核): who is named where people type names, whatever blanks, brackets and separators they use."""

from __future__ import annotations

import re

from ganbu_desktop.foundation.person_name import is_ideograph
from ganbu_desktop.foundation.text import without_blanks

_SEPARATORS = re.compile(r"[、，,；;/\n]+")
_TITLES = re.compile(r"[（(][^（()）]*[)）]")


def people_in(names: str | None) -> list[str]:
    """Return the different people named in a typed list (张三、李四（科长）); a padded 张　三 is one of them.

    Blanks part names of two characters or more (张三 李四); a character by itself is part of a padded name (张 三丰).
    """
    found: list[str] = []
    for part in _SEPARATORS.split(_TITLES.sub("", names or "")):
        found += _names_in(part)
    return list(dict.fromkeys(found))


def _names_in(part: str) -> list[str]:
    pieces = [piece for piece in (without_blanks(word) for word in part.split()) if piece]
    if not all(is_ideograph(c) or c == "·" for piece in pieces for c in piece):
        return ["".join(pieces)]
    found: list[str] = []
    begun = ""
    for piece in pieces:
        begun += piece
        if len(begun) > 1:
            found.append(begun)
            begun = ""
    if begun and found:
        found[-1] += begun
    return found or ([begun] if begun else [])


def same_hand(one: str | None, other: str | None) -> bool:
    """Return whether two typed lines name no second hand: the people of one are all among those of the other."""
    first, second = set(people_in(one)), set(people_in(other))
    if not first or not second:
        return False
    return first <= second or second <= first or _solid(one) == _solid(other)


def _solid(names: str | None) -> str:
    return without_blanks(_TITLES.sub("", names or ""))
