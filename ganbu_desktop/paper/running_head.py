"""The small line above a page that would otherwise not say what it belongs to: title, unit and day.

A page that says all three itself is left as it is: an official layout gains nothing, and a second page that came loose
still tells where it belongs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from ganbu_desktop.paper.cells import CellFrame, PlacedDocument, PlacedPage
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_spec import FormSpec, Style
from ganbu_desktop.paper.text_place import TextPlacer

D = TypeVar("D", bound=PlacedDocument)
_SIZE_PT, _HEIGHT_MM, _ABOVE_MM, _LEAST_MM = 9.0, 5.0, 9.0, 4.0
_STYLE = Style((_SIZE_PT,), 1.2, "wrap", False)
DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}\.\d{2}\.\d{2}|年月日")
"""A whole date, or the words between which one is written by hand."""


@dataclass(frozen=True)
class RunningHead:
    """What a page must say: ``title``, one of ``units`` (the first is printed where none stands there), ``day``."""

    title: str
    units: Sequence[str]
    day: str

    def lacking(self, page: PlacedPage) -> list[str]:
        """Return what has to be printed above a page, nothing where it says everything."""
        said = "".join("".join(cell.text.split()) for cell in page.cells)
        lacking = [] if "".join(self.title.split()) in said else [self.title]
        if not any("".join(unit.split()) in said for unit in self.units if unit):
            lacking += list(self.units[:1])
        return lacking if DAY.search(said) else [*lacking, f"打印日期：{self.day}"]


def headed(document: PlacedDocument, form: FormSpec, head: RunningHead, book: FontBook) -> PlacedDocument:
    """Return the document with a line above each page that lacks something; letters (公文) keep their own paging."""
    is_letter = form.pages[0].letter is not None
    placer = TextPlacer(book)

    def with_head(page: PlacedPage) -> PlacedPage:
        lacking = [] if is_letter and not _is_ruled(page) else head.lacking(page)
        return replace(page, head=placer.set("　".join(lacking), _frame(page), _STYLE)) if lacking else page

    return replace(document, pages=tuple(map(with_head, document.pages)))


def with_continued(document: D, text: str, book: FontBook) -> D:
    """Return the document with a line above every page but the first."""
    if len(document.pages) == 1 or not text:
        return document
    placer = TextPlacer(book)
    rest = tuple(replace(page, head=placer.set(text, _frame(page), _STYLE)) for page in document.pages[1:])
    return replace(document, pages=(document.pages[0], *rest))


def _is_ruled(page: PlacedPage) -> bool:
    return any(cell.frame.borders.top for cell in page.cells)


def _frame(page: PlacedPage) -> CellFrame:
    frame = page.frame
    width = frame.width_mm - frame.margins.left - frame.margins.right
    top = max(frame.margins.top - _ABOVE_MM, _LEAST_MM)
    return CellFrame(
        0, 0, 1, 1, frame.margins.left, top, width, _HEIGHT_MM, family="fangsong", align="right", valign="middle"
    )
