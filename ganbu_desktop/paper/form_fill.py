"""A form and its values become placed cells: measured once, drawn by PDF, Excel and the preview alike.

Knows no trade rule and no store: values are finished texts, image bytes and lists of such. What finds no room or has
no glyph becomes a finding of the document, to be shown before anything is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.foundation.findings import Finding, Level
from ganbu_desktop.foundation.text import visible
from ganbu_desktop.paper.cells import (
    POINTS_PER_MM,
    CellFrame,
    PlacedCell,
    PlacedDocument,
    PlacedImage,
    PlacedLine,
    PlacedPage,
    PlacedRun,
)
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_spec import IMAGE, CellSpec, FormSpec, PageSpec
from ganbu_desktop.paper.formats import FORMATS
from ganbu_desktop.paper.text_fit import Fitted, FittedLine, fit, text_area_pt

Values = Mapping[str, Any]
_CACHED_LENGTH = 12


class FormFiller:
    """Fills one form again and again. Labels and frames are laid out once, values each time.

    Not for two threads at a time; make one filler for each batch.
    """

    def __init__(self, form: FormSpec, book: FontBook) -> None:
        self.form = form
        self._book = book
        self._measures: dict[str, Callable[[str], float]] = {}
        self._ascents: dict[str, float] = {}
        self._short: dict[tuple[int, str], PlacedCell] = {}
        self._labels = {
            id(cell): self._set(cell, cell.text) for page in form.pages for cell in page.cells if cell.text is not None
        }

    def fill(self, values: Values, *, name: str = "") -> PlacedDocument:
        """Return the filled form; ``name`` tells it from others of a batch.

        ``values`` holds for every binding of the form: a text, image bytes (or None), or a list of mappings for
        repeated rows; more is allowed. Raises DocumentError for a value that is missing or of the wrong kind.
        """
        self._check(values)
        findings: list[Finding] = []
        pages = tuple(self._page(page, values, findings) for page in self.form.pages)
        return PlacedDocument(self.form.title, pages, tuple(findings), name)

    def _check(self, values: Values) -> None:
        for name, kind in self.form.bindings.items():
            if name not in values:
                raise DocumentError(f"《{self.form.title}》需要的数据项 {name} 没有提供")
            value = values[name]
            wanted: tuple[type, ...] = (str,)
            if kind == IMAGE:
                wanted = (bytes, type(None))
            elif isinstance(kind, tuple):
                wanted = (list, tuple)
            if not isinstance(value, wanted):
                raise DocumentError(f"《{self.form.title}》的数据项 {name} 种类不对：{type(value).__name__}")

    def _page(self, page: PageSpec, values: Values, findings: list[Finding]) -> PlacedPage:
        cells = tuple(self._cell(cell, values, findings) for cell in page.cells)
        for block in page.blocks:
            surplus = len(values[block.binding]) - block.count
            if surplus > 0:
                message = f"{block.label}：只印得下 {block.count} 行，另有 {surplus} 行没有打印，请另附页"
                findings.append(Finding("paper.rows", Level.WARNING, message, field=block.binding))
        return PlacedPage(page.frame, cells)

    def _cell(self, cell: CellSpec, values: Values, findings: list[Finding]) -> PlacedCell:
        if cell.binding is None:
            return self._labels[id(cell)]
        value = _value_of(cell, values)
        if cell.frame.kind == IMAGE:
            return _image_cell(cell, value, findings)
        text = cell.prefix + FORMATS[cell.format](value) if value or cell.prefix else FORMATS[cell.format]("")
        return self._bound(cell, text, findings)

    def _bound(self, cell: CellSpec, text: str, findings: list[Finding]) -> PlacedCell:
        short = len(text) <= _CACHED_LENGTH
        key = (id(cell), text)
        if short and key in self._short:
            return self._short[key]
        placed = self._set(cell, text)
        missing = self._book.missing(text, cell.frame.family)
        if placed.overflow:
            findings.append(_overflow(cell, placed))
        if missing:
            findings.append(_no_glyph(cell, missing))
        if short and not placed.overflow and not missing:
            self._short[key] = placed
        return placed

    def _set(self, cell: CellSpec, text: str) -> PlacedCell:
        frame = cell.frame
        if not text:
            return PlacedCell(frame)
        fitted = fit(text, frame, cell.style, self._measure(frame.family))
        lines = tuple(self._line(line, frame, fitted) for line in fitted.lines)
        return PlacedCell(frame, text, lines, fitted.size_pt, fitted.leading_pt, overflow=fitted.lost > 0)

    def _measure(self, family: str) -> Callable[[str], float]:
        if family not in self._measures:
            self._measures[family] = partial(_width_em, self._book, family)
            self._ascents[family] = self._book.ascent(family, 1.0)
        return self._measures[family]

    def _line(self, line: FittedLine, frame: CellFrame, fitted: Fitted) -> PlacedLine:
        area_width, area_height = text_area_pt(frame)
        top = _offset(frame.valign, area_height - fitted.rows * fitted.leading_pt)
        baseline = (
            top
            + line.row * fitted.leading_pt
            + (fitted.leading_pt - fitted.size_pt) / 2
            + self._ascents[frame.family] * fitted.size_pt
        )
        start = _line_start(line, frame, fitted, area_width)
        return PlacedLine(
            text=line.text,
            x_mm=frame.x_mm + frame.padding.left + start / POINTS_PER_MM,
            baseline_mm=frame.y_mm + frame.padding.top + baseline / POINTS_PER_MM,
            width_pt=line.width_pt,
            runs=self._runs(line.text, frame.family, fitted.size_pt),
        )

    def _runs(self, text: str, family: str, size: float) -> tuple[PlacedRun, ...]:
        runs = self._book.runs(text, family)
        if len(runs) == 1:
            return (PlacedRun(0.0, runs[0].font_name, runs[0].text),)
        placed, offset = [], 0.0
        for run in runs:
            placed.append(PlacedRun(offset, run.font_name, run.text))
            offset += self._book.width(run.text, family, size)
        return tuple(placed)


def fill_form(form: FormSpec, values: Values, book: FontBook, *, name: str = "") -> PlacedDocument:
    """Fill one form once; a batch uses one ``FormFiller``."""
    return FormFiller(form, book).fill(values, name=name)


def _width_em(book: FontBook, family: str, text: str) -> float:
    return book.width(text, family, 1.0)


def _value_of(cell: CellSpec, values: Values) -> Any:
    if cell.repeat is None:
        return values[cell.binding or ""]
    rows: Sequence[Mapping[str, str]] = values[cell.repeat]
    if cell.index >= len(rows):
        return ""
    row = rows[cell.index]
    if cell.binding is None or cell.binding not in row:
        raise DocumentError(f"{cell.label}的数据项 {cell.binding} 没有提供")
    return row[cell.binding]


def _offset(valign: str, slack: float) -> float:
    return {"top": 0.0, "middle": slack / 2, "bottom": slack}[valign]


def _line_start(line: FittedLine, frame: CellFrame, fitted: Fitted, area_width: float) -> float:
    """Return where the line starts, points from the left of the text area."""
    if frame.vertical:
        columns = 1 + max(round(each.start_pt / fitted.size_pt) for each in fitted.lines)
        return (area_width - columns * fitted.size_pt) / 2 + line.start_pt
    if frame.pitch_mm or frame.align == "left":
        return line.start_pt
    slack = area_width - line.start_pt - line.width_pt
    return line.start_pt + (slack / 2 if frame.align == "center" else slack)


def _image_cell(cell: CellSpec, data: bytes | None, findings: list[Finding]) -> PlacedCell:
    """Fill the box with the middle of the picture, undistorted; an unreadable one is left out and reported."""
    if not data:
        return PlacedCell(cell.frame)
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as image:
            width, height = image.size
    except (OSError, UnidentifiedImageError, ValueError, Image.DecompressionBombError):
        message = f"{cell.label}：图片无法读取，没有打印"
        findings.append(Finding("paper.image", Level.WARNING, message, field=cell.binding))
        return PlacedCell(cell.frame)
    ratio = (cell.frame.width_mm / cell.frame.height_mm) / (width / height)
    across, down = max(0.0, (1 - ratio) / 2), max(0.0, (1 - 1 / ratio) / 2)
    return PlacedCell(cell.frame, image=PlacedImage(data, across, down, across, down))


def _overflow(cell: CellSpec, placed: PlacedCell) -> Finding:
    shown = len("".join("".join(line.text.split()) for line in placed.lines))
    lost = len("".join(placed.text.split())) - shown
    message = f"{cell.label}：最小字号 {placed.size_pt:g} 磅仍放不下，约有 {max(lost, 1)} 个字没有打印，请精简内容"
    return Finding("paper.overflow", Level.WARNING, message, field=cell.repeat or cell.binding)


def _no_glyph(cell: CellSpec, missing: Sequence[str]) -> Finding:
    signs = "、".join(f"{visible(sign)}（U+{ord(sign):04X}）" for sign in missing[:10])
    message = f"{cell.label}：没有字体能打印 {signs}，纸上以〓代替"
    return Finding("paper.glyph", Level.WARNING, message, field=cell.repeat or cell.binding)
