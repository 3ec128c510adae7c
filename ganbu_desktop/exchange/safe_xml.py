"""XML from outside, read without trust.

Turns bytes of any encoding met in offices into one tree of elements. Refuses document types, entities, processing
instructions, deep nesting and floods of elements before they cost anything. Knows nothing of what elements mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from ganbu_desktop.foundation.errors import ExchangeError

MAX_BYTES = 50 * 1024 * 1024
MAX_DEPTH = 64
MAX_ELEMENTS = 100_000

Encoding = Literal["utf-8", "gb18030"]

_UTF8_NAMES = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "utf-16", "unicode"})
_GB_NAMES = frozenset({"gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "gb18030"})
_DECLARED = re.compile(rb"""\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_DECLARATION = re.compile(r"\s*<\?xml\s[^>]*\?>")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,10}));")
_WORD_BREAKS = {"\x0b": "\n", "\x0c": "\n"}
_EAST_ASIAN = re.compile("[\u2e80-\U0010ffff]")
_TWO_BYTE = re.compile("[\u0080-\u07ff]")


@dataclass(frozen=True)
class Decoded:
    """Text of a file, how it was found out, and what a person should know about it."""

    text: str
    has_bom: bool
    notices: tuple[str, ...] = ()


def subject(name: str) -> str:
    """Return how a sentence calls the file: by its name where known."""
    return f"文件“{name}”" if name else "文件"


def legal_text(text: str) -> str:
    """Return ``text`` without the characters that XML cannot carry; Word's soft breaks become line breaks."""
    return _ILLEGAL.sub(lambda found: _WORD_BREAKS.get(found.group(), ""), text)


def illegal_characters(text: str) -> list[str]:
    """Return the distinct characters of ``text`` that XML cannot carry, in order of appearance."""
    return list(dict.fromkeys(_ILLEGAL.findall(text)))


def decode_chinese(data: bytes, expected: Encoding) -> tuple[str, Encoding] | None:
    """Decode text said to be in ``expected``, noticing when the saying is wrong; None when it is neither.

    Files that call themselves one and are the other are common. GB text that happens to be UTF-8 throughout, or the
    reverse, does not occur beyond a few characters, so the shape of the bytes decides.
    """
    as_utf8 = _strict(data, "utf-8")
    if as_utf8 is not None and (expected == "utf-8" or _is_mostly_east_asian(as_utf8)):
        return as_utf8, "utf-8"
    if expected == "gb18030" or _is_mostly_not_utf8(data):
        as_gb = _strict(data, "gb18030")
        if as_gb is not None:
            return as_gb, "gb18030"
    return None


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_mostly_east_asian(text: str) -> bool:
    return len(_EAST_ASIAN.findall(text)) > 4 * len(_TWO_BYTE.findall(text))


def _is_mostly_not_utf8(data: bytes) -> bool:
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return bad > len(_TWO_BYTE.findall(text)) + len(_EAST_ASIAN.findall(text)) - bad


def decode_xml(data: bytes, name: str = "") -> Decoded:
    """Return the text of an XML file in UTF-8, UTF-16 or GB18030, without its declaration.

    Raises ExchangeError naming the file when it is empty, too large, of another encoding or damaged.
    """
    if not data.strip():
        raise ExchangeError(f"{subject(name)}是空的，没有可导入的内容；请向报送单位重新索取")
    if len(data) > MAX_BYTES:
        raise ExchangeError(f"{subject(name)}超过 {MAX_BYTES >> 20} MB，不是正常的任免审批表文件，没有导入")
    text, has_bom, notices = _decode_by_mark(data, name)
    return Decoded(_DECLARATION.sub("", text, count=1), has_bom, notices)


def _decode_by_mark(data: bytes, name: str) -> tuple[str, bool, tuple[str, ...]]:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8")):
        if data.startswith(mark):
            return _demand(data.removeprefix(mark), encoding, name), True, ()
    for start, encoding in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if data.startswith(start):
            return _demand(data, encoding, name), False, ()
    return _decode_by_declaration(data, name)


def _demand(data: bytes, encoding: str, name: str) -> str:
    text = _strict(data, encoding)
    if text is None:
        raise _damaged(name)
    return text


def _damaged(name: str) -> ExchangeError:
    return ExchangeError(f"{subject(name)}的文字编码已损坏，没有导入；请向报送单位重新索取")


def _decode_by_declaration(data: bytes, name: str) -> tuple[str, bool, tuple[str, ...]]:
    expected = _declared_encoding(data, name)
    decoded = decode_chinese(data, expected)
    if decoded is None:
        raise _damaged(name)
    text, encoding = decoded
    if encoding == expected:
        return text, False, ()
    notice = f"文件声明的编码是 {expected.upper()}，实际是 {encoding.upper()}，已按实际编码读取，请核对文字"
    return text, False, (notice,)


def _declared_encoding(data: bytes, name: str) -> Encoding:
    found = _DECLARED.match(data[:400])
    declared = found.group(1).decode("ascii").lower() if found else "utf-8"
    if declared in _UTF8_NAMES:
        return "utf-8"
    if declared in _GB_NAMES:
        return "gb18030"
    raise ExchangeError(f"{subject(name)}使用不支持的编码“{declared}”，没有导入；请用任免表编辑器打开后另存")


def without_illegal(text: str) -> tuple[str, int]:
    """Return XML source without characters and references that XML forbids, and how many there were.

    Text pasted from word processors carries them, and a strict parser would refuse the whole file for one.
    """
    cleaned, count = _ILLEGAL.subn(lambda found: _WORD_BREAKS.get(found.group(), ""), text)
    references = 0

    def replaced(found: re.Match[str]) -> str:
        nonlocal references
        code = int(found.group(1), 16) if found.group(1) else int(found.group(2))
        character = chr(code) if code <= 0x10FFFF else "\0"
        if not _ILLEGAL.match(character):
            return found.group()
        references += 1
        return _WORD_BREAKS.get(character, "")

    return _REFERENCE.sub(replaced, cleaned), count + references


class _Builder:
    """Collects elements; refuses everything that the exchange files have no use for."""

    def __init__(self, name: str, max_depth: int) -> None:
        self.name = name
        self.max_depth = max_depth
        self.depth = 0
        self.count = 0
        self.tree = TreeBuilder()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.count += 1
        if self.depth > self.max_depth:
            raise ExchangeError(f"{subject(self.name)}的元素嵌套超过 {self.max_depth} 层，不是正常文件，没有导入")
        if self.count > MAX_ELEMENTS:
            raise ExchangeError(f"{subject(self.name)}的元素超过 {MAX_ELEMENTS} 个，不是正常文件，没有导入")
        self.tree.start(_qualified(tag), {_qualified(key): value for key, value in attributes.items()})

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.tree.end(_qualified(tag))

    def refuse(self, *_: object) -> None:
        raise ExchangeError(f"{subject(self.name)}含有文档类型、实体或处理指令，可能被人做过手脚，没有导入")


def _qualified(tag: str) -> str:
    return "{" + tag if "}" in tag else tag


def parse_xml(text: str, name: str = "", max_depth: int = MAX_DEPTH) -> Element:
    """Return the root element of ``text`` (which must not carry an encoding declaration); comments are dropped.

    Raises ExchangeError naming file and line when it is not well-formed or holds what is refused.
    """
    builder = _Builder(name, max_depth)
    parser = expat.ParserCreate("utf-8", "}")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.tree.data
    parser.StartDoctypeDeclHandler = builder.refuse
    parser.EntityDeclHandler = builder.refuse
    parser.ProcessingInstructionHandler = builder.refuse
    try:
        parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError as problem:
        raise ExchangeError(
            f"{subject(name)}第 {problem.lineno} 行起内容不完整或格式有误，没有导入；"
            "请用任免表编辑器打开后另存，或向报送单位重新索取"
        ) from problem
    return builder.tree.close()


def local_name(element: Element) -> str:
    """Return the element's name without its namespace."""
    return element.tag.rpartition("}")[2]
