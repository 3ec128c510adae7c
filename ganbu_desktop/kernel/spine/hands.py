"""Hands (经办、复核): who is named where people type names, whatever blanks, brackets and separators they use."""

from __future__ import annotations

import re

from ganbu_desktop.foundation.person_name import is_ideograph
from ganbu_desktop.foundation.text import without_blanks

_SEPARATORS = re.compile(r"[、，,；;/\n]+")
_TITLES = re.compile(r"[（(][^（()）]*[)）]")


def people_in(names: str | None) -> list[str]:
    """Return the different people named in a typed list (张三、李四（科长）); a padded 张　三 is one of them.

    Blanks part names of two characters or more (张三 李四) and pad those that are typed character by character.
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
    is_padded = False
    for piece in pieces:
        if len(piece) == 1 and is_padded:
            found[-1] += piece
        else:
            found.append(piece)
        is_padded = len(piece) == 1
    return found


def same_hand(one: str | None, other: str | None) -> bool:
    """Return whether two typed lines name no second hand: the people of one are all among those of the other."""
    first, second = set(people_in(one)), set(people_in(other))
    return bool(first and second) and (first <= second or second <= first)
