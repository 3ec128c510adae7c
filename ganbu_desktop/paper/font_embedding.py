"""Teaches reportlab our fonts: read on the first drawing, and with right text extraction beyond U+FFFF."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc, pdfmetrics, ttfonts

_BLOCK = 100  # entries that the PDF specification allows in one bfchar block
_REGISTERING = threading.Lock()


def register_face(name: str, path: Path, index: int) -> None:
    """Make a TrueType face known to reportlab under ``name``; doing it again costs nothing."""
    with _REGISTERING:
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(_Font(name, path, index))


class _LazyFace(ttfonts.TTFontFace):  # type: ignore[misc]
    """A face that reads its file when somebody asks for anything but its name."""

    def __init__(self, name: str, path: Path, index: int) -> None:
        self.name = ttfonts.TTFNameBytes(name.encode("ascii", "replace"))
        self._source: tuple[Path, int] | None = (path, index)
        self._reading = threading.RLock()

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        with self._reading:
            if self._source:
                path, index = self._source
                self._source = None
                super().__init__(str(path), subfontIndex=index)
        return object.__getattribute__(self, attribute)


class _Font(ttfonts.TTFont):  # type: ignore[misc]
    """A TrueType font, embedded by subsets of 256 characters whose ToUnicode tables are right in every plane."""

    def __init__(self, name: str, path: Path, index: int) -> None:
        self.fontName = name
        self.face = _LazyFace(name, path, index)
        self.encoding = ttfonts.TTEncoding()
        self.state: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()
        self._asciiReadable = False
        self.shapable = False

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        """Write the font objects at the end of a document (called by reportlab)."""
        state = self.state[doc]
        state.frozen = 1
        fonts = doc.idToObject["BasicFonts"].dict
        for number, characters in enumerate(state.subsets):
            fonts[f"{state.internalName}+{number}"] = self._subset(doc, state, number, characters)
        del self.state[doc]

    def _subset(self, doc: Any, state: Any, number: int, characters: Sequence[int]) -> Any:
        internal_name = f"{state.internalName}+{number}"
        tag = ttfonts.SUBSETN(number).decode("ascii")
        base_name = f"{tag}+{self.face.name.decode('ascii')}"
        font = pdfdoc.PDFTrueTypeFont()
        font.Name, font.BaseFont = internal_name, base_name
        font.FirstChar, font.LastChar = 0, len(characters) - 1
        font.Widths = pdfdoc.PDFArray([self.face.getCharWidth(code) for code in characters])
        font.ToUnicode = doc.Reference(_stream(doc, to_unicode(base_name, characters)), f"toUnicodeCMap:{base_name}")
        font.FontDescriptor = self.face.addSubsetObjects(doc, base_name, characters)
        doc.Reference(font, internal_name)
        return font


def _stream(doc: Any, content: str) -> Any:
    stream = pdfdoc.PDFStream()
    stream.content = content
    if doc.compression:
        stream.filters = [pdfdoc.PDFZCompress]
    return stream


def to_unicode(name: str, characters: Sequence[int]) -> str:
    """Return the ToUnicode table of a font of up to 256 characters: code by code, UTF-16BE in hex.

    Shape after PDF 32000-1, 9.10.3.
    """
    head = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    tail = ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    entries = [(code, character) for code, character in enumerate(characters) if character]
    return "\n".join([*head, *_blocks(entries), *tail])


def _blocks(entries: Sequence[tuple[int, int]]) -> Iterator[str]:
    for start in range(0, len(entries), _BLOCK):
        block = entries[start : start + _BLOCK]
        yield f"{len(block)} beginbfchar"
        yield from (f"<{code:02X}> <{chr(character).encode('utf-16-be').hex().upper()}>" for code, character in block)
        yield "endbfchar"
