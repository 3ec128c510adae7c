"""A booklet of running text: chapters of headings, paragraphs and listed steps, each beginning on a new sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ganbu_desktop.paper.cells import Margins, PageFrame, PlacedDocument, PlacedPage
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_spec import LetterSpec, PageSpec, ParagraphSpec
from ganbu_desktop.paper.letter_layout import LetterPages
from ganbu_desktop.paper.text_place import TextPlacer

TITLE, HEADING, TEXT, ITEM, ENTRY = "title", "heading", "text", "item", "entry"
_WIDTH_MM, _HEIGHT_MM = 210.0, 297.0
_MARGINS = Margins(top=28.0, right=26.0, bottom=30.0, left=28.0)
_LEADING = 20.0
_SIZES = {TITLE: 20.0, HEADING: 14.0, TEXT: 11.5, ITEM: 11.5, ENTRY: 11.5}
_FAMILIES = {TITLE: "title", HEADING: "heiti", TEXT: "song", ITEM: "song", ENTRY: "song"}
_ABOVE = {TITLE: 0.0, HEADING: 0.7, TEXT: 0.2, ITEM: 0.1, ENTRY: 0.0}
_ITEM_EMS = 1.5


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; ``kind``: TITLE, HEADING, TEXT, ITEM (set in a little) or ENTRY of the contents."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter with its title, which also names its bookmark."""

    title: str
    paragraphs: tuple[Paragraph, ...]


def lay_out(title: str, chapters: Sequence[Chapter], book: FontBook) -> list[PlacedDocument]:
    """Return the title sheet with the contents, then each chapter; page numbers run through."""
    placer = TextPlacer(book)
    letters = [(chapter.title, _letter(chapter.paragraphs, placer)) for chapter in chapters]
    front = len(_contents(title, [(name, 999) for name, _ in letters], placer).sheets)
    starts, number = [], front + 1
    for _name, letter in letters:
        starts.append(number)
        number += len(letter.sheets)
    contents = _contents(title, list(zip((name for name, _ in letters), starts, strict=True)), placer)
    documents = [PlacedDocument(title, _pages(contents, 1), name="目录")]
    for (name, letter), start in zip(letters, starts, strict=True):
        documents.append(PlacedDocument(title, _pages(letter, start), name=name))
    return documents


def _contents(title: str, places: Sequence[tuple[str, int]], placer: TextPlacer) -> LetterPages:
    head = [Paragraph(TITLE, title), Paragraph(HEADING, "目录")]
    lines = [Paragraph(ENTRY, f"{name}　……　第 {number} 页") for name, number in places]
    return _letter([*head, *lines], placer)


def _pages(letter: LetterPages, first: int) -> tuple[PlacedPage, ...]:
    return tuple(letter.placed(sheet, number) for number, sheet in enumerate(letter.sheets, first))


def _letter(paragraphs: Sequence[Paragraph], placer: TextPlacer) -> LetterPages:
    room = _WIDTH_MM - _MARGINS.left - _MARGINS.right, _HEIGHT_MM - _MARGINS.top - _MARGINS.bottom
    values = {f"p{number}": paragraph.text for number, paragraph in enumerate(paragraphs)}
    specs = tuple(_spec(f"p{number}", paragraph.kind) for number, paragraph in enumerate(paragraphs))
    frame = PageFrame(_WIDTH_MM, _HEIGHT_MM, _MARGINS, (room[0],), (room[1],), ())
    page = PageSpec(frame, (), (), letter=LetterSpec(_LEADING, specs, has_page_number=True))
    return LetterPages(page, values, placer)


def _spec(name: str, kind: str) -> ParagraphSpec:
    size = _SIZES[kind]
    return ParagraphSpec(
        text=f"{{{name}}}",
        bindings=(name,),
        label=name,
        family=_FAMILIES[kind],
        size=size,
        leading=max(_LEADING, size * 1.5) if kind in (TITLE, HEADING) else _LEADING,
        align="center" if kind == TITLE else "left",
        indent=0,
        left=_ITEM_EMS if kind in (ITEM, ENTRY) else 0,
        right=0,
        before=_ABOVE[kind],
        tied=False,
    )
