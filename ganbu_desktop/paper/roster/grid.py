"""Rosters of boxes (九宫格): so many people beside and below one another on each page, photo above, texts below it.

Every page has title, line and page number in the same places. A group begins on a page of its own. What stands here is
placed once; PDF, preview and workbook draw the same cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.foundation.findings import Finding, Level
from ganbu_desktop.paper.cells import (
    POINTS_PER_MM,
    Borders,
    CellFrame,
    Margins,
    PageFrame,
    PlacedCell,
    PlacedDocument,
    PlacedImage,
    PlacedPage,
)
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_spec import IMAGE, Style
from ganbu_desktop.paper.roster.measure import (
    BODY_FAMILY,
    HEAD_FAMILY,
    LEADING,
    PADDING,
    picture_ratio,
    sizes_from,
    troubles_of,
)
from ganbu_desktop.paper.roster.page import (
    FOOTER_MM,
    GROUP_MM,
    GROUP_SIZE,
    LINE_SIZE,
    SUBTITLE_MM,
    TITLE_MM,
    TITLE_SIZE,
    TOTAL_MM,
    Head,
)
from ganbu_desktop.paper.roster.rows import Entry
from ganbu_desktop.paper.roster.spec import Column, RosterSpec
from ganbu_desktop.paper.text_place import TextPlacer

_PHOTO_SHAPE = 4 / 5
_LEAST_PHOTO_MM, _LEAST_PAD_MM = 12.0, 1.0
_LINE_MM_SPARE = 0.6
_WRAPPED_LINES = 2
_OF_BOX = 3
"""Grid columns of one box: beside the photo, the photo, beside the photo."""


@dataclass(frozen=True, slots=True)
class _Measures:
    """One box, millimetres: its width, the photo in it, the height of each row from the top."""

    width: float
    photo_width: float
    rows: tuple[float, ...]

    @property
    def columns(self) -> tuple[float, float, float]:
        """Return the widths of the grid columns of the box."""
        side = (self.width - self.photo_width) / 2
        return side, self.photo_width, side


def lay_out_grid(spec: RosterSpec, people: Sequence[Entry], book: FontBook, head: Head) -> PlacedDocument:
    """Return the pages of a roster of boxes; DocumentError when a box is too small for what it shall hold."""
    return _Grid(spec, book, head, _is_grouped(people)).document(people)


def _is_grouped(people: Iterable[Entry]) -> bool:
    return any(entry.group for entry in people)


class _Grid:
    """Lays out one roster of boxes."""

    def __init__(self, spec: RosterSpec, book: FontBook, head: Head, is_grouped: bool) -> None:
        self._spec, self._book, self._head, self._is_grouped = spec, book, head, is_grouped
        self._placer = TextPlacer(book)
        self._photo = next((column for column in spec.columns if column.kind == IMAGE), None)
        self._texts = [column for column in spec.columns if column.kind != IMAGE]
        self._box = self._measures()
        self.findings: list[Finding] = []

    def _head_rows(self) -> list[float]:
        rows = [TITLE_MM]
        if self._head.has_subtitle:
            rows.append(SUBTITLE_MM)
        if self._is_grouped:
            rows.append(GROUP_MM)
        return rows

    def _measures(self) -> _Measures:
        spec = self._spec
        room = spec.height_mm - spec.margins.top - spec.margins.bottom - FOOTER_MM - TOTAL_MM - sum(self._head_rows())
        width, height = spec.table_width_mm / spec.across, room / spec.down
        lines = [_text_height(column) for column in self._texts]
        left = height - sum(lines)
        photo_width = photo_height = 0.0
        if self._photo is not None:
            widest = min(self._photo.width_mm, width - 2 * _LEAST_PAD_MM)
            photo_width = min(widest, (left - 2 * _LEAST_PAD_MM) * _PHOTO_SHAPE)
            photo_height = photo_width / _PHOTO_SHAPE
        if left < 2 * _LEAST_PAD_MM or (self._photo is not None and photo_width < _LEAST_PHOTO_MM):
            raise DocumentError(
                f"每页 {spec.across} 列 {spec.down} 行，一格只有 {width:.0f} × {height:.0f} 毫米，"
                "放不下照片和所选的栏目；数据没有改动，请减少行数、栏目，或换大一些的纸。"
            )
        pad = (left - photo_height) / 2
        return _Measures(width, photo_width, (pad, photo_height, *lines, pad))

    # ---- pages

    def document(self, people: Sequence[Entry]) -> PlacedDocument:
        """Return all pages."""
        sheets = _sheets(people, self._spec.across * self._spec.down)
        pages = tuple(
            self._page(title, sheet, (number, len(sheets)), len(people))
            for number, (title, sheet) in enumerate(sheets, 1)
        )
        return PlacedDocument(self._spec.title, pages, tuple(self.findings))

    def _page(self, group: str, sheet: Sequence[Entry], number: tuple[int, int], people: int) -> PlacedPage:
        spec, head_rows = self._spec, self._head_rows()
        heights = [*head_rows, *self._box.rows * spec.down, TOTAL_MM, FOOTER_MM]
        edges = [spec.margins.top]
        for height in heights:
            edges.append(edges[-1] + height)
        columns = self._box.columns * spec.across
        whole = _Across(spec, len(columns), edges)
        cells = self._head_cells(whole, group)
        for place, entry in enumerate(sheet):
            row = len(head_rows) + place // spec.across * len(self._box.rows)
            cells += self._box_cells(entry, row, place % spec.across, edges)
        last = len(heights) - 1
        if number[0] == number[1]:
            cells += self._line(spec.total_line(people), whole.frame(last - 1, "left"), LINE_SIZE)
        cells += self._line(f"第 {number[0]} 页 共 {number[1]} 页", whole.frame(last, "center"), LINE_SIZE)
        frames = tuple(cell.frame for cell in cells)
        frame = PageFrame(spec.width_mm, spec.height_mm, spec.margins, columns, tuple(heights), frames)
        return PlacedPage(frame, tuple(cells))

    def _head_cells(self, whole: _Across, group: str) -> list[PlacedCell]:
        cells = self._line(self._head.title, whole.frame(0, "center", family="title"), TITLE_SIZE)
        if self._head.has_subtitle:
            if self._head.left:
                cells += self._line(self._head.left, whole.frame(1, "left", half=0), LINE_SIZE)
            cells += self._line(self._head.right, whole.frame(1, "right", half=1), LINE_SIZE)
        if group:
            row = len(self._head_rows()) - 1
            cells += self._line(group, whole.frame(row, "left", family=HEAD_FAMILY), GROUP_SIZE + 1.5)
        return cells

    def _line(self, text: str, frame: CellFrame, size: float) -> list[PlacedCell]:
        return [self._set(text, frame, Style(sizes_from(size), 1.2, "shrink", True))] if text else []

    def _set(self, text: str, frame: CellFrame, style: Style, of: tuple[Entry, Column] | None = None) -> PlacedCell:
        fitted = self._placer.fitted(text, frame, style)
        for rule, reason in troubles_of(text, frame.family, fitted, self._book):
            self._report(rule, reason, text, of)
        return self._placer.placed(text, frame, fitted)

    def _report(self, rule: str, reason: str, text: str, of: tuple[Entry, Column] | None) -> None:
        if of is None:
            self.findings.append(Finding(rule, Level.WARNING, f"“{text[:20]}”：{reason}"))
            return
        entry, column = of
        message = f"{entry.name}的“{column.label}”：{reason}"
        self.findings.append(Finding(rule, Level.WARNING, message, person_id=entry.person_id, field=column.key))

    # ---- one box

    def _box_cells(self, entry: Entry, row: int, place: int, edges: Sequence[float]) -> list[PlacedCell]:
        values = dict(zip((column.key for column in self._spec.columns), entry.values, strict=True))
        line, last = self._spec.inner_border, len(self._box.rows) - 1
        left = self._spec.margins.left + place * self._box.width
        cells = [PlacedCell(self._part(row, place, left, edges, Borders(top=line, right=line, left=line)))]
        cells += self._photo_cells(entry, values, row + 1, place, left, edges)
        for number, column in enumerate(self._texts, 2):
            frame = self._part(row + number, place, left, edges, Borders(right=line, left=line), column)
            text = str(values[column.key])
            if text and column.align == "left":
                text = f"{column.label}：{text}"
            cells.append(self._set(text, frame, _text_style(column), (entry, column)) if text else PlacedCell(frame))
        ending = Borders(right=line, bottom=line, left=line)
        return [*cells, PlacedCell(self._part(row + last, place, left, edges, ending))]

    def _part(
        self,
        row: int,
        place: int,
        left: float,
        edges: Sequence[float],
        borders: Borders,
        column: Column | None = None,
    ) -> CellFrame:
        """Return a row of one box, from its left side to its right one."""
        top, height = edges[row], edges[row + 1] - edges[row]
        frame = CellFrame(row, place * _OF_BOX, 1, _OF_BOX, left, top, self._box.width, height, borders=borders)
        if column is None:
            return frame
        family = HEAD_FAMILY if column.key == "name" else BODY_FAMILY
        return replace(frame, binding=column.key, align=column.align, family=family, padding=_TEXT_PADDING)

    def _photo_cells(
        self, entry: Entry, values: dict[str, str | bytes], row: int, place: int, left: float, edges: Sequence[float]
    ) -> list[PlacedCell]:
        line, cells, x = self._spec.inner_border, [], left
        height = edges[row + 1] - edges[row]
        sides = (Borders(left=line), _photo_borders(self._photo, line), Borders(right=line))
        for number, (width, borders) in enumerate(zip(self._box.columns, sides, strict=True)):
            frame = CellFrame(row, place * _OF_BOX + number, 1, 1, x, edges[row], width, height, borders=borders)
            cells.append(PlacedCell(frame))
            x += width
        data = values[self._photo.key] if self._photo is not None else b""
        image = self._image(entry, data) if isinstance(data, bytes) and data else None
        if image is not None:
            middle = cells[1].frame
            cells[1] = PlacedCell(replace(middle, kind=IMAGE, binding="photo"), image=image)
        return cells

    def _image(self, entry: Entry, data: bytes) -> PlacedImage | None:
        ratio = picture_ratio(data)
        if ratio is None:
            assert self._photo is not None
            self._report("paper.image", "图片无法读取，没有打印", "", (entry, self._photo))
            return None
        across = max(0.0, 1 - _PHOTO_SHAPE / ratio) / 2
        down = max(0.0, 1 - ratio / _PHOTO_SHAPE) / 2
        return PlacedImage(data, across, down, across, down)


_TEXT_PADDING = Margins(top=0.2, right=PADDING.right, bottom=0.2, left=PADDING.left)


@dataclass(frozen=True)
class _Across:
    """Cells across the whole page."""

    spec: RosterSpec
    columns: int
    edges: Sequence[float]

    def frame(self, row: int, align: str, *, family: str = BODY_FAMILY, half: int | None = None) -> CellFrame:
        """Return a row of the page; ``half`` 0 is its left half, 1 its right one."""
        width, count, first = self.spec.table_width_mm, self.columns, 0
        x = self.spec.margins.left
        if half is not None:
            boxes = count // _OF_BOX
            left_boxes = boxes // 2
            first, count = (0, left_boxes * _OF_BOX) if half == 0 else (left_boxes * _OF_BOX, count)
            count -= first
            x += width * first / self.columns
            width = width * count / self.columns
        height = self.edges[row + 1] - self.edges[row]
        return CellFrame(
            row, first, 1, count, x, self.edges[row], width, height, family=family, align=align, padding=PADDING
        )


def _photo_borders(photo: Column | None, line: float) -> Borders:
    return Borders(line, line, line, line) if photo is not None else Borders()


def _sheets(people: Sequence[Entry], room: int) -> list[tuple[str, list[Entry]]]:
    """Return group title and people of each page."""
    sheets: list[tuple[str, list[Entry]]] = [("", [])]
    for entry in people:
        title = entry.group or sheets[-1][0]
        if (entry.group and sheets[-1][1]) or len(sheets[-1][1]) == room:
            sheets.append((title, []))
        elif entry.group:
            sheets[-1] = (title, [])
        sheets[-1][1].append(entry)
    return sheets


def _lines(column: Column) -> int:
    return _WRAPPED_LINES if column.fit == "wrap" else 1


def _text_height(column: Column) -> float:
    return _lines(column) * column.size_pt * LEADING / POINTS_PER_MM + _LINE_MM_SPARE


def _text_style(column: Column) -> Style:
    return Style(sizes_from(column.size_pt), LEADING, "shrink", column.fit == "shrink")
