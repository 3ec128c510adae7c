"""The manual: one page of text a screen, read, searched and printed without a network.

The pages are ``resources/manual/<name>.md``; ``contents.txt`` beside them gives their order. A page of the window is
explained by the manual's page of the same name. Pages that follow from descriptions are handed in as ``made``: behind
the page of their name where one is written by hand, else after the rooms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.paper.booklet import HEADING, ITEM, TEXT, TITLE, Chapter, Paragraph, lay_out
from ganbu_desktop.paper.cells import PlacedDocument
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_pdf import write_pdf
from ganbu_desktop.paper.report import PaperReport, PaperTable, PaperValue
from ganbu_desktop.paper.report import lay_out as lay_out_report
from ganbu_desktop.paths import resource

BOOK_TITLE = "干部管理使用手册"
CARD_TITLE = "快捷键"
FIRST, _AFTER_ROOMS = "start", "ledgers"
"""The page shown where nothing more fitting is known."""
_MARKS = re.compile(r"\*\*|`")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_NUMBERED = re.compile(r"(\d+\.)\s+(.*)")
_PAIRS = (3, 4, 5, 6)
"""Columns of the card, fewer ones first."""


@dataclass(frozen=True)
class ManualPage:
    """One page: ``text`` is Markdown and begins with the title as its heading."""

    name: str
    title: str
    text: str


@dataclass(frozen=True)
class Hit:
    """A page in which all words searched for occur, with the first line that has one of them."""

    page: ManualPage
    line: str


@lru_cache(maxsize=1)
def _written() -> tuple[ManualPage, ...]:
    names = resource("manual", "contents.txt").read_text("utf-8").split()
    return tuple(_read(resource("manual", f"{name}.md")) for name in names)


def pages(made: Sequence[ManualPage] = ()) -> tuple[ManualPage, ...]:
    """Return all pages in the order of the contents."""
    by_name, found = {page.name: page for page in made}, list[ManualPage]()
    written = {page.name for page in _written()}
    for page in _written():
        if page.name == _AFTER_ROOMS:
            found += [other for other in made if other.name not in written]
        behind = by_name.get(page.name)
        found.append(page if behind is None else replace(page, text=f"{page.text.rstrip()}\n\n{_body(behind)}"))
    return tuple(found)


def _body(page: ManualPage) -> str:
    """Return a page without its title."""
    return page.text.partition("\n")[2].strip()


def page_for(name: str, made: Sequence[ManualPage] = ()) -> ManualPage:
    """Return the page of that name, or the first steps where there is none."""
    by_name = {page.name: page for page in pages(made)}
    return by_name.get(name, by_name[FIRST])


def find(words: str, made: Sequence[ManualPage] = ()) -> list[Hit]:
    """Return the pages that hold every word, those first whose title holds one."""
    wanted = words.casefold().split()
    hits = []
    for page in pages(made):
        plain = _plain(page.text)
        if wanted and all(word in plain.casefold() for word in wanted):
            line = next(line for line in plain.splitlines() if any(word in line.casefold() for word in wanted))
            hits.append(Hit(page, line.lstrip("# -").strip()))
    return sorted(hits, key=lambda hit: not any(word in hit.page.title.casefold() for word in wanted))


def print_manual(target: Path, book: FontBook | None = None, made: Sequence[ManualPage] = ()) -> int:
    """Write the whole manual into one PDF and return how many pages it has; CheckFailed for another ending."""
    _require_pdf(target)
    fonts = book or FontBook.default()
    chapters = [Chapter(page.title, tuple(_paragraphs(page.text))) for page in pages(made)]
    return write_pdf(target, lay_out(BOOK_TITLE, chapters, fonts), fonts)


def print_card(keys: Sequence[tuple[str, str]], target: Path, book: FontBook | None = None) -> int:
    """Write commands and their keys into a PDF, in as many columns as one sheet needs; return how many pages it has."""
    _require_pdf(target)
    fonts = book or FontBook.default()
    card = _card(keys, _PAIRS[0], fonts)
    for pairs in _PAIRS[1:]:
        if len(card.pages) > 1:
            card = _card(keys, pairs, fonts)
    return write_pdf(target, [card], fonts)


def _card(keys: Sequence[tuple[str, str]], pairs: int, fonts: FontBook) -> PlacedDocument:
    height = -(-len(keys) // pairs)
    columns = [list(keys[start : start + height]) for start in range(0, len(keys), height)]
    rows = tuple(
        tuple(PaperValue(text) for column in columns for text in (column[row] if row < len(column) else ("", "")))
        for row in range(height)
    )
    head = (("做什么", "按键") * len(columns),)
    table = PaperTable("", head, rows, (20, 13) * len(columns), "ll" * len(columns))
    return lay_out_report(PaperReport(CARD_TITLE, (table,)), fonts)


def _require_pdf(target: Path) -> None:
    if target.suffix.lower() != ".pdf":
        raise CheckFailed(f"只能写成 .pdf 文件，不能写成“{target.name}”；没有写出文件")


def _read(path: Path) -> ManualPage:
    text = path.read_text("utf-8")
    return ManualPage(path.stem, text.splitlines()[0].lstrip("# ").strip(), text)


def _plain(text: str) -> str:
    return _MARKS.sub("", _LINK.sub(r"\1", text))


def _paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of a Markdown page: headings, paragraphs, listed and numbered lines."""
    found: list[Paragraph] = []
    for line in _plain(text).splitlines():
        if line.startswith("# "):
            found.append(Paragraph(TITLE, line[2:]))
        elif line.startswith("## "):
            found.append(Paragraph(HEADING, line[3:]))
        elif line.startswith("- "):
            found.append(Paragraph(ITEM, f"· {line[2:]}"))
        elif numbered := _NUMBERED.fullmatch(line):
            found.append(Paragraph(ITEM, f"{numbered[1]} {numbered[2]}"))
        elif line.strip():
            found.append(Paragraph(TEXT, line.strip()))
    return found
