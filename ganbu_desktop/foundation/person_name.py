"""Names of persons: stored unpadded, padded when rendered, sorted by strokes, read with surname readings.

Rare characters are never folded into common ones.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ganbu_desktop.foundation.text import clean_line, without_blanks
from ganbu_desktop.paths import resource

MIDDLE_DOT = "·"
PAD = "\u3000"
_DOTS = "?？。.．•·・‧∙⋅●"
_PLAIN_NAME = re.compile("[\u4e00-\u9fff]+")
_STROKES = "12345"
_UNKNOWN_SEQUENCE = "9"
_UNKNOWN_COUNT = 99
_COUNT_BASE = 0x30
_MISSING = "00"


def is_ideograph(character: str) -> bool:
    """Tell whether a character is a Chinese one (any block, the private-use and compatibility blocks included)."""
    point = ord(character)
    return (
        0x4E00 <= point <= 0x9FFF
        or 0x3400 <= point <= 0x4DBF
        or 0x20000 <= point <= 0x3FFFF
        or 0xF900 <= point <= 0xFAFF
        or 0xE000 <= point <= 0xF8FF
        or point in (0x3007, 0x3005)
        or 0x2E80 <= point <= 0x2FDF
    )


def normalise(text: str) -> str:
    """Return a name as it is stored: no padding, no invisible characters, ``·`` between the parts of a longer name.

    A name of Chinese characters loses its inner blanks; one with other letters keeps single blanks between its words.
    """
    if _PLAIN_NAME.fullmatch(text):
        return text
    line = clean_line(text)
    solid = without_blanks(line)
    if not any(is_ideograph(c) for c in solid):
        words = (without_blanks(word) for word in line.split())
        return " ".join(word for word in words if word)
    joined = _join_words(line) if any(c.isascii() and c.isalpha() for c in solid) else solid
    return re.sub(f"(?<=[^{re.escape(_DOTS)}])[{re.escape(_DOTS)}]+(?=.)", _dot_between, joined)


def _join_words(line: str) -> str:
    """Drop blanks beside a Chinese character and keep one between foreign words."""
    words = [word for word in (without_blanks(part) for part in line.split()) if word]
    joined = ""
    for word in words:
        apart = joined and not is_ideograph(joined[-1]) and not is_ideograph(word[0])
        joined += f" {word}" if apart else word
    return joined


def _dot_between(match: re.Match[str]) -> str:
    before, after = match.string[match.start() - 1], match.string[match.end()]
    return MIDDLE_DOT if is_ideograph(before) and is_ideograph(after) else match[0]


def padded(name: str) -> str:
    """Return ``name`` as lists and forms print it: a name of two Chinese characters gets one U+3000 between them."""
    if len(name) == 2 and all(is_ideograph(c) for c in name):
        return f"{name[0]}{PAD}{name[1]}"
    return name


@cache
def compound_surnames() -> frozenset[str]:
    """Return the surnames of two characters."""
    return frozenset(resource("names", "compound_surnames.txt").read_text("utf-8").split())


def surname(name: str) -> str:
    """Return the surname of a Chinese name: two characters when they are a compound surname and more follows."""
    if not name or MIDDLE_DOT in name or not is_ideograph(name[0]):
        return ""
    return name[:2] if len(name) > 2 and name[:2] in compound_surnames() else name[0]


@cache
def _readings() -> dict[str, tuple[tuple[str, ...], ...]]:
    rows = (line.split("\t") for line in resource("names", "surname_readings.tsv").read_text("utf-8").splitlines())
    return {key: tuple(tuple(reading.split()) for reading in value.split("|")) for key, value in rows}


def surname_readings(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the readings of the surname of ``name``, usual one first, a syllable a character (no tones, ü as v).

    Empty when the surname is read like the character anywhere else.
    """
    return _readings().get(surname(name), ())


@cache
def _sequences() -> dict[str, str]:
    lines = resource("names", "strokes.tsv").read_text("utf-8").splitlines()
    return {line[0]: line[line.rindex("\t") + 1 :] for line in lines}


@cache
def _counts() -> tuple[tuple[int, str], ...]:
    lines = resource("names", "stroke_counts.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return tuple((int(first, 16), encoded) for first, encoded in rows)


def stroke_count(character: str) -> int | None:
    """Return the number of strokes of a character, or None when it has none known."""
    known = _sequences().get(character)
    if known is not None:
        return len(known)
    point = ord(character)
    for first, encoded in _counts():
        if first <= point < first + len(encoded):
            return ord(encoded[point - first]) - _COUNT_BASE
    return None


def stroke_sequence(character: str, overrides: Mapping[str, str] | None = None) -> str | None:
    """Return the strokes of a character as digits (1 横, 2 竖, 3 撇, 4 点, 5 折), or None when not known.

    ``overrides`` is the office's own table of the same shape and wins; raises ValueError for other digits in it.
    """
    if overrides and character in overrides:
        sequence = overrides[character]
        if not sequence or sequence.strip(_STROKES):
            raise ValueError(f"stroke sequence of {character} holds more than the digits 1 to 5")
        return sequence
    return _sequences().get(character)


def missing_sequences(name: str, overrides: Mapping[str, str] | None = None) -> list[str]:
    """Return the Chinese characters of ``name`` whose place among those of equal count is not certain."""
    found = dict.fromkeys(c for c in name if is_ideograph(c) and stroke_sequence(c, overrides) is None)
    return list(found)


def stroke_key(name: str, overrides: Mapping[str, str] | None = None) -> str:
    """Return a text whose order is 姓氏笔画 order: character by character, fewer strokes first, then 横竖撇点折.

    A single given name stands at the second place of the given name, as it is printed, and the empty place counts as
    no strokes: 高富 comes before 高大富. A character without a known sequence follows those of equal count; equal ones
    go by code point. Middle dots and blanks do not count.
    """
    characters = [c for c in name if c not in _DOTS and not c.isspace()]
    keys = [_character_key(c, overrides) for c in characters]
    family = len(surname(name))
    if family and len(characters) == family + 1:
        keys.insert(family, _MISSING)
    return "".join(keys)


def _character_key(character: str, overrides: Mapping[str, str] | None) -> str:
    sequence = stroke_sequence(character, overrides)
    count = len(sequence) if sequence else stroke_count(character) or _UNKNOWN_COUNT
    return f"{count:02d}{sequence or _UNKNOWN_SEQUENCE}{ord(character):06X}"
