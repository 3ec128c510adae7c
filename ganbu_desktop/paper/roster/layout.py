"""Laying out a roster: people to rows, rows to pages, everything placed to the millimetre.

The pages are the same placed cells that forms are made of, so that preview and PDF draw the same. The first page has
title and subtitle, every page the header and its number, the last one the total.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ganbu_desktop.paper.cells import PlacedDocument, PlacedPage
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.roster.grid import lay_out_grid
from ganbu_desktop.paper.roster.measure import Measured, Measurer, least_height_mm
from ganbu_desktop.paper.roster.page import FOOTER_MM, GROUP_MM, SUBTITLE_MM, TITLE_MM, TOTAL_MM, Head, PageMaker
from ganbu_desktop.paper.roster.rows import Row, entries
from ganbu_desktop.paper.roster.spec import RosterSpec
from ganbu_desktop.paper.running_head import with_continued
from ganbu_desktop.paper.text_place import TextPlacer


@dataclass(frozen=True, slots=True)
class RosterDocument(PlacedDocument):
    """A placed roster and the number of people in it."""

    people: int = 0


@dataclass(frozen=True, slots=True)
class _Person:
    """One row of the table; ``group`` is the title row that must stand right above it, if any."""

    cells: tuple[Measured, ...]
    height_mm: float
    group: str

    @property
    def needed_mm(self) -> float:
        return self.height_mm + (GROUP_MM if self.group else 0.0)


def lay_out(
    spec: RosterSpec, rows: Iterable[Row], book: FontBook, *, as_of_text: str = "", note: str = ""
) -> RosterDocument:
    """Return the roster of ``rows``, in their order.

    Rows are described in ``rows``. ``as_of_text`` is a month such as 2026年11月, ``note`` a line at the left above the
    table, such as 按姓氏笔画为序. What finds no room or has no glyph becomes a finding that names the
    person and the column, or the title. Raises DocumentError for a value that is missing or of the wrong kind.
    """
    head = Head(spec.title, note, spec.subtitle_for(as_of_text))
    if spec.is_grid:
        everybody = list(entries(spec, rows))
        placed = lay_out_grid(spec, everybody, book, head)
        laid_out = RosterDocument(placed.title, placed.pages, placed.findings, people=len(everybody))
        return with_continued(laid_out, head.continued, book)
    placer = TextPlacer(book)
    maker = PageMaker(spec, book, placer)
    room = _body_mm(spec) - maker.header_mm
    first_room = room - _head_mm(head)
    measurer = Measurer(spec, book, placer, first_room - GROUP_MM - TOTAL_MM)
    least = least_height_mm(spec)
    people = [_person(measurer.row(entry), entry.group, least) for entry in entries(spec, rows)]
    sheets = _paginated(people, first_room, room)
    pages = tuple(
        _page(maker, sheet, head if number == 1 else None, (number, len(sheets)), people)
        for number, sheet in enumerate(sheets, 1)
    )
    findings = (*maker.findings, *measurer.findings)
    return with_continued(RosterDocument(spec.title, pages, findings, people=len(people)), head.continued, book)


def _person(cells: tuple[Measured, ...], group: str, least_mm: float) -> _Person:
    return _Person(cells, max(least_mm, *(cell.height_mm for cell in cells)), group)


def _body_mm(spec: RosterSpec) -> float:
    return spec.height_mm - spec.margins.top - spec.margins.bottom - FOOTER_MM


def _head_mm(head: Head) -> float:
    return TITLE_MM + (SUBTITLE_MM if head.has_subtitle else 0.0)


def _paginated(people: Sequence[_Person], first_room: float, room: float) -> list[list[_Person]]:
    """Return the people of each page: a group's title goes with its first row, the total with the last one."""
    sheets: list[list[_Person]] = [[]]
    left = first_room
    for number, person in enumerate(people, 1):
        needed = person.needed_mm + (TOTAL_MM if number == len(people) else 0.0)
        if needed > left and sheets[-1]:
            sheets.append([])
            left = room
        sheets[-1].append(person)
        left -= person.needed_mm
    return sheets


def _page(
    maker: PageMaker, sheet: Sequence[_Person], head: Head | None, number: tuple[int, int], people: Sequence[_Person]
) -> PlacedPage:
    maker.start(head)
    for person in sheet:
        if person.group:
            maker.group(person.group)
        maker.person(person.cells, person.height_mm)
    return maker.finish(*number, total=len(people) if number[0] == number[1] else None)
