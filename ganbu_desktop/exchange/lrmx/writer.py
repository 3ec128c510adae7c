"""Writing a ``.lrmx`` file as the official editor does: canonical order, byte order mark, CRLF, two blanks a level."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape

from ganbu_desktop.exchange.lrmx.model import (
    FAMILY,
    ITEM,
    PERSON,
    PHOTO,
    RELATIVE_ORDER,
    VERSION,
    LrmxPerson,
    LrmxRelative,
    UnknownElement,
    element,
    file_text,
)
from ganbu_desktop.exchange.safe_xml import illegal_characters
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.partial_date import PartialDate

_LINE_END = "\r\n"
_BYTE_ORDER_MARK = "\ufeff"


def write_lrmx(person: LrmxPerson) -> bytes:
    """Return the file of ``person``; ``read_lrmx(write_lrmx(p)) == p`` for every person."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f"<{PERSON}>"]
    lines += _unknown(person.unknown, None, PERSON, "  ")
    for name in person.order():
        lines += _element(person, name)
        lines += _unknown(person.unknown, name, PERSON, "  ")
    lines.append(f"</{PERSON}>")
    return (_BYTE_ORDER_MARK + _LINE_END.join(lines)).encode("utf-8")


def _element(person: LrmxPerson, name: str) -> Iterator[str]:
    if name == FAMILY:
        yield from _family(person)
    elif name == PHOTO:
        yield _line("  ", name, base64.b64encode(person.photo or b"").decode("ascii"))
    elif name == VERSION:
        yield _line("  ", name, person.version)
    else:
        yield _line("  ", name, person.values[name])


def _line(indent: str, name: str, text: str) -> str:
    return f"{indent}<{name}>{escape(text).replace(chr(10), _LINE_END)}</{name}>"


def _family(person: LrmxPerson) -> Iterator[str]:
    yield f"  <{FAMILY}>"
    for relative in person.relatives:
        yield from _relative(relative)
    yield from _unknown(person.unknown, None, FAMILY, "    ")
    yield f"  </{FAMILY}>"


def _relative(relative: LrmxRelative) -> Iterator[str]:
    yield f"    <{ITEM}>"
    yield from _unknown(relative.unknown, None, ITEM, "      ")
    for name, text in zip(RELATIVE_ORDER, relative.texts(), strict=True):
        yield _line("      ", name, text)
        yield from _unknown(relative.unknown, name, ITEM, "      ")
    yield f"    </{ITEM}>"


def _unknown(unknown: tuple[UnknownElement, ...], after: str | None, inside: str, indent: str) -> Iterator[str]:
    return (indent + item.xml for item in unknown if item.after == after and item.inside == inside)


def writing_notices(values: Mapping[str, str]) -> tuple[str, ...]:
    """Return a sentence for every value that the file cannot carry whole or the official editor may cut short."""
    return tuple(notice for name, text in values.items() for notice in _value_notices(name, text))


def _value_notices(name: str, text: str) -> Iterator[str]:
    described = element(name)
    illegal = illegal_characters(text)
    if illegal:
        codes = "、".join(f"U+{ord(character):04X}" for character in illegal)
        yield f"{described.title}含有文件不能保存的字符（{codes}），写出时去掉"
    length = len(file_text(text))
    if described.max_length is not None and length > described.max_length:
        yield f"{described.title}有 {length} 个字，任免表编辑器最多 {described.max_length} 个字，可能显示不全"


def digits_date(text: str) -> str:
    """Return a date as the file writes it, ``1972.04`` -> ``197204``; what is not one plain date stays as it is."""
    try:
        return PartialDate.parse(text).digits()
    except FieldError:
        return file_text(text)
