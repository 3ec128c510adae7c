"""The layout of the collection workbook, from resources/exchange/collection_layout.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Any

from ganbu_desktop.foundation.text import half_width, without_blanks
from ganbu_desktop.paths import resource


@dataclass(frozen=True)
class Column:
    """One column: header as printed, width in characters, list (defined name, ``UNITS``, ``LEVELS`` or empty)."""

    printed: str
    width: float
    choices: str
    alignment: str
    wanted: bool

    @property
    def header(self) -> str:
        """The canonical header: some columns of the official file carry a trailing blank."""
        return self.printed.strip()


@dataclass(frozen=True)
class SheetLayout:
    """One sheet: ``set`` is the information set (``A01``), ``name`` the sheet's name, ``title`` its first row."""

    set: str
    name: str
    title: str
    columns: tuple[Column, ...]

    @property
    def headers(self) -> tuple[str, ...]:
        """The canonical headers in order."""
        return tuple(column.header for column in self.columns)


@dataclass(frozen=True)
class ChoiceList:
    """One drop-down list: defined name, column of the notes sheet, and the code table or the labels themselves."""

    name: str
    title: str
    column: str
    table: str = ""
    labels: tuple[str, ...] = ()


def header_key(text: str) -> str:
    """Return what is compared of a header: no blanks, no marks of required columns, one width of brackets."""
    return half_width(without_blanks(text)).strip("*＊:：")


def _load() -> dict[str, Any]:
    return tomllib.loads(resource("exchange", "collection_layout.toml").read_text("utf-8"))


_CONTENT = _load()
VERSION: str = _CONTENT["version"]
TITLE: str = _CONTENT["title"]
NOTES_SHEET: str = _CONTENT["notes_sheet"]
CHOICE_LISTS = tuple(ChoiceList(**{**entry, "labels": tuple(entry.get("labels", ()))}) for entry in _CONTENT["list"])
LAYOUT = tuple(
    SheetLayout(sheet["set"], sheet["name"], sheet["title"], tuple(Column(*column) for column in sheet["columns"]))
    for sheet in _CONTENT["sheet"]
)
"""All ten data sheets, B01 first."""

FIRST_DATA_ROW = 3


def header_index(layout: SheetLayout) -> dict[str, str]:
    """Return what a header cell of a sheet may say, as ``header_key`` writes it, with the canonical header it means."""
    index = {header_key(column.header): column.header for column in layout.columns}
    for group in (layout.set, "all"):
        for header, others in _CONTENT["other_headers"].get(group, {}).items():
            for other in others if header in layout.headers else ():
                index.setdefault(header_key(other), header)
    return index


def sheet_layout(information_set: str) -> SheetLayout:
    """Return the layout of a set such as ``A02``; raises KeyError when there is none."""
    for layout in LAYOUT:
        if layout.set == information_set:
            return layout
    raise KeyError(information_set)
