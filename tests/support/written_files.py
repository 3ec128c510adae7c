"""What every file that is handed out must keep: fonts inside a PDF, plain headers in a package, text in Word."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
from pypdf import PdfReader

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LOCAL = struct.Struct("<4s5H3L2H")
_STREAMED, _OLD_ENOUGH = 0x08, 20
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def loose_fonts(path: Path) -> set[str]:
    """Return the fonts of a PDF, of any page or form in it, that are named but not embedded."""
    found: set[str] = set()
    for page in PdfReader(path).pages:
        _fonts_of(page.get("/Resources"), found)
    return found


def _fonts_of(resources: Any, found: set[str]) -> None:
    if resources is None:
        return
    resources = resources.get_object()
    for font in (resources.get("/Font") or {}).values():
        font = font.get_object()
        parts = font.get("/DescendantFonts", [font])
        for part in parts:
            described = part.get_object().get("/FontDescriptor")
            inside = described is not None and any(name in described.get_object() for name in _FILES)
            if not inside and part.get_object().get("/Subtype") != "/Type3":
                found.add(str(part.get_object().get("/BaseFont")))
    for drawn in (resources.get("/XObject") or {}).values():
        _fonts_of(drawn.get_object().get("/Resources"), found)


def loose_parts(path: Path) -> list[str]:
    """Return what a strict reader of packages would refuse: sizes that are not in the local header of each part.

    Some readers (SheetJS) believe the local header alone: a size of 0xFFFFFFFF, one that comes after the data, or a
    reader newer than version 2.0 asked for, and they call the file broken.
    """
    faults, data = [], path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            _, needed, flags, method, _, _, crc, packed, size, name, _extra = _LOCAL.unpack_from(
                data, info.header_offset
            )
            told = (method, crc, packed, size, name)
            if told != (info.compress_type, info.CRC, info.compress_size, info.file_size, len(info.filename.encode())):
                faults.append(f"{info.filename}: the local header says {told}")
            if flags & _STREAMED or needed > _OLD_ENOUGH:
                faults.append(f"{info.filename}: flags {flags}, version {needed}")
        if archive.testzip() is not None:
            faults.append("damaged")
    return faults


def word_text(path: Path) -> str:
    """Return the text of a Word file, of its headers too; every part of it must be well-formed."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        roots = {name: ElementTree.fromstring(archive.read(name)) for name in names}
    told = [roots[name] for name in sorted(roots) if name.startswith("word/")]
    return "".join(element.text or "" for root in told for element in root.iter(f"{_W}t"))


def faults_of(path: Path) -> list[str]:
    """Return what is wrong with a written file, whatever kind it is; nothing when it is as it must be."""
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return [f"{name} is not embedded" for name in sorted(loose_fonts(path))]
    if suffix == ".xlsx":
        openpyxl.load_workbook(path).close()
        return loose_parts(path)
    if suffix == ".docx":
        return loose_parts(path) + ([] if word_text(path).strip() else ["no text"])
    return [f"no test for {suffix}"]
