"""The closed list of what a form may do to a finished text before it is placed.

A form names a format; a new one is a function here and a test. None of them knows the trade: ages, retirement dates
and the like arrive finished.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from ganbu_desktop.foundation import person_name
from ganbu_desktop.foundation.text import clean_line, clean_text


def plain(text: str) -> str:
    """Return the text with line ends unified and stray control characters gone."""
    return clean_text(text)


def one_line(text: str) -> str:
    """Return the text on one line."""
    return clean_line(text)


def padded_name(text: str) -> str:
    """Return a person's name, two-character names drawn apart so that they align with longer ones."""
    return person_name.padded(person_name.normalise(text))


def or_none_word(text: str) -> str:
    """Return 无 for an empty text: some boxes may not stay empty."""
    return clean_text(text) or "无"


FORMATS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"plain": plain, "one_line": one_line, "padded_name": padded_name, "or_none_word": or_none_word}
)
