"""Cleaning of text that people typed, pasted or imported, without changing a character that carries meaning.

No compatibility folding (NFKC) is ever applied: it would turn rare name characters into other characters.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\n\u2028\u2029\x0b\x0c\x85]")
_ORDINARY_BLANKS = {" ", "\u3000"}
_TRIMMED_CATEGORIES = {"Cf", "Zs"}
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def _is_void(character: str) -> bool:
    """Tell whether a character shows nothing: blanks of every width, zero-width and direction marks."""
    return character.isspace() or unicodedata.category(character) in _TRIMMED_CATEGORIES


def _drop_controls(text: str) -> str:
    return _CONTROLS.sub("", text)


def _is_plain(text: str) -> bool:
    """Tell at once that most texts need no cleaning: all characters visible, no blank at an end."""
    return text.isprintable() and text[:1] != " " and text[-1:] != " "


def trim(text: str) -> str:
    """Return ``text`` without blanks, NBSP, U+3000 and zero-width characters at both ends."""
    start, end = 0, len(text)
    while start < end and _is_void(text[start]):
        start += 1
    while end > start and _is_void(text[end - 1]):
        end -= 1
    return text[start:end]


def trim_end(text: str) -> str:
    """Return ``text`` without anything invisible at its end."""
    end = len(text)
    while end and _is_void(text[end - 1]):
        end -= 1
    return text[:end]


def clean_line(text: str) -> str:
    """Return one line: line breaks and tabs become a blank, controls and lone surrogates go, both ends are trimmed.

    Inner blanks and inner invisible characters stay; ``invisible_characters`` finds the latter.
    """
    if _is_plain(text):
        return text
    one_line = _LINE_ENDS.sub(" ", text).replace("\t", " ")
    return trim(_drop_controls(one_line))


def clean_text(text: str) -> str:
    """Return text of several lines: LF line ends, no trailing blanks, no blank outer lines, no control characters.

    Blanks at the start of a line stay, because they carry the layout of a résumé; a tab stays too.
    """
    if _is_plain(text):
        return text
    unified = _drop_controls(_LINE_ENDS.sub("\n", text))
    lines = [trim_end(line) for line in unified.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    if lines:
        lines[0] = lines[0].lstrip("\ufeff")
    return "\n".join(lines)


def without_blanks(text: str) -> str:
    """Return ``text`` without any blank or invisible character, for comparing what people mean to be the same."""
    if text.isprintable() and " " not in text:
        return text
    return "".join(c for c in _drop_controls(text) if not _is_void(c))


def half_width(text: str) -> str:
    """Return ``text`` with full-width ASCII (U+FF01–FF5E) and U+3000 made half-width; nothing else changes."""
    return text.translate(_FULL_WIDTH)


def _is_hidden(character: str) -> bool:
    if character in _ORDINARY_BLANKS or character in "\n\t":
        return False
    return character.isspace() or unicodedata.category(character) in {"Cf", "Cc", "Cs", "Zs", "Co"}


def invisible_characters(text: str) -> list[str]:
    """Return, in order and once each, the characters a reader cannot see or cannot rely on, as ``U+200B``.

    Ordinary blanks (U+0020, U+3000), line ends and tabs do not count; private-use characters do, since only one
    machine's font shows them.
    """
    found = dict.fromkeys(c for c in text if _is_hidden(c))
    return [f"U+{ord(c):04X}" for c in found]


def visible(text: str) -> str:
    """Return ``text`` with each invisible character written out as ``‹U+200B›``."""
    return "".join(f"‹U+{ord(c):04X}›" if _is_hidden(c) else c for c in text)
