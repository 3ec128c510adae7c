"""Laying out a report: blocks to pages, every page with the head of its table and its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ganbu_desktop.paper.cells import Borders, CellFrame, PageFrame, PlacedCell, PlacedDocument, PlacedPage
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_spec import Style
from ganbu_desktop.paper.report.blocks import BOX_HEIGHTS_MM, LINE_SIZE, OUTER_PT, Block, BlockMaker, Piece
from ganbu_desktop.paper.report.model import PaperReport
from ganbu_desktop.paper.roster.measure import PADDING
from ganbu_desktop.paper.roster.page import FOOTER_MM
from ganbu_desktop.paper.running_head import with_continued
from ganbu_desktop.paper.text_place import TextPlacer

_FOOTER_STYLE = Style((LINE_SIZE,), 1.2, "shrink", True)


def lay_out(report: PaperReport, book: FontBook) -> PlacedDocument:
    """Return the pages of a report; what finds no room or has no glyph becomes a finding that names row and text."""
    placer = TextPlacer(book)
    room = report.size_mm[1] - report.margins.top - report.margins.bottom - FOOTER_MM
    sheets: list[list[Block]] = []
    for least in BOX_HEIGHTS_MM if report.boxes else BOX_HEIGHTS_MM[:1]:
        maker = BlockMaker(report, book, placer, room, least)
        tried = _paginated(list(maker.blocks()), room)
        if not sheets or len(tried) < len(sheets):
            sheets, findings = tried, maker.findings
    pages = tuple(_page(report, placer, sheet, number, len(sheets)) for number, sheet in enumerate(sheets, 1))
    placed = PlacedDocument(report.title, pages, tuple(findings), name=report.title)
    return with_continued(placed, report.continued, book)


def _paginated(blocks: Sequence[Block], room: float) -> list[list[Block]]:
    """Return the blocks of each page."""
    sheets: list[list[Block]] = [[]]
    left = room
    for number, block in enumerate(blocks):
        if _needed(blocks, number) > left and sheets[-1]:
            sheets.append([])
            left = room
            if block.repeated is not None:
                sheets[-1].append(block.repeated)
                left -= block.repeated.height_mm
        if not block.pieces and not sheets[-1]:
            continue  # a gap at the top of a page
        sheets[-1].append(block)
        left -= block.height_mm
    return sheets


def _needed(blocks: Sequence[Block], number: int) -> float:
    needed = blocks[number].height_mm
    while blocks[number].keeps_next and number + 1 < len(blocks):
        number += 1
        needed += blocks[number].height_mm
    return needed


def _page(report: PaperReport, placer: TextPlacer, sheet: Sequence[Block], number: int, count: int) -> PlacedPage:
    width, height = report.size_mm
    margins = report.margins
    heights: list[float] = []
    cells: list[PlacedCell] = []
    y = margins.top
    for place, block in enumerate(sheet):
        opens = not place or sheet[place - 1].group != block.group
        closes = place + 1 == len(sheet) or sheet[place + 1].group != block.group
        for piece in block.pieces:
            cells.append(_placed(placer, block, piece, (margins.left, y, len(heights)), opens, closes))
        heights += block.heights_mm
        y += block.height_mm
    rest = height - margins.bottom - FOOTER_MM - y
    if rest > 0:
        heights.append(rest)
        y += rest
    cells.append(_footer(report, placer, f"第 {number} 页 共 {count} 页", (margins.left, y, len(heights))))
    heights.append(FOOTER_MM)
    frames = tuple(cell.frame for cell in cells)
    return PlacedPage(PageFrame(width, height, margins, (report.body_mm,), tuple(heights), frames), tuple(cells))


def _placed(
    placer: TextPlacer, block: Block, piece: Piece, corner: tuple[float, float, int], opens: bool, closes: bool
) -> PlacedCell:
    """Return a piece where it stands on the page; what is framed together gets its outer line above and below."""
    frame = piece.frame
    if block.group:
        top = OUTER_PT if opens and not frame.y_mm else frame.borders.top
        is_lowest = frame.y_mm + frame.height_mm > block.height_mm - 0.01
        bottom = OUTER_PT if closes and is_lowest else frame.borders.bottom
        frame = replace(frame, borders=Borders(top, frame.borders.right, bottom, frame.borders.left))
    x, y, row = corner
    frame = replace(frame, x_mm=x + frame.x_mm, y_mm=y + frame.y_mm, row=row + frame.row)
    return PlacedCell(frame) if piece.fitted is None else placer.placed(piece.text, frame, piece.fitted)


def _footer(report: PaperReport, placer: TextPlacer, text: str, corner: tuple[float, float, int]) -> PlacedCell:
    x, y, row = corner
    frame = CellFrame(row, 0, 1, 1, x, y, report.body_mm, FOOTER_MM, align="center", padding=PADDING)
    return placer.set(text, frame, _FOOTER_STYLE)
