"""Text as a spreadsheet's XML can hold it, for files written directly and for those written through openpyxl."""

from __future__ import annotations

import re

from ganbu_desktop.foundation.errors import DocumentError

MAX_CELL_TEXT = 32767
"""Longest text of one cell in characters, by the file format."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def storable(text: str) -> str:
    """Return ``text`` without characters that XML cannot hold and with line ends as LF."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ILLEGAL.sub("", text)


def fits(text: str, place: str) -> str:
    """Return ``text``; raises DocumentError naming the place when it is longer than a cell can hold."""
    if len(text) > MAX_CELL_TEXT:
        raise DocumentError(
            f"{place}有 {len(text)} 个字，超过单元格 {MAX_CELL_TEXT} 字的上限，文件没有生成，请先缩短该项内容"
        )
    return text


def literal(text: str) -> str:
    """Return text in which what looks like the format's own escape (``_x000D_``) is kept from being one."""
    return _ESCAPE_LIKE.sub("_x005F_", text) if "_x" in text else text


def escaped(text: str) -> str:
    """Return storable text as XML character data; text that looks like the format's own escape stays text."""
    return literal(storable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def attribute(text: str) -> str:
    """Return text as the value of an XML attribute in double quotes."""
    return escaped(text).replace('"', "&quot;").replace("\n", "&#10;")


def column_letters(number: int) -> str:
    """Return ``A`` for 1, ``AA`` for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
