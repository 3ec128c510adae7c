"""A form and its values become placed cells: measured once, drawn by PDF, Excel and the preview alike.

Knows no trade rule and no store: values are finished texts, image bytes and lists of such. What finds no room or has
no glyph becomes a finding of the document, to be shown before anything is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO
from typing import Any

from PIL import Image, UnidentifiedImageError

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.foundation.findings import Finding, Level
from ganbu_desktop.foundation.text import visible
from ganbu_desktop.paper.cells import PlacedCell, PlacedDocument, PlacedImage, PlacedPage
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_flow import Sheet, cut_after, printings, without_blank_lines
from ganbu_desktop.paper.form_spec import IMAGE, CellSpec, FormSpec, PageSpec
from ganbu_desktop.paper.formats import FORMATS
from ganbu_desktop.paper.letter_layout import LetterPages, Piece
from ganbu_desktop.paper.text_place import TextPlacer

Values = Mapping[str, Any]
_CACHED_LENGTH = 12


@dataclass(frozen=True, slots=True)
class _Place:
    """Which page of how many; a fixed text may say it as ``{page}`` and ``{pages}``."""

    number: int
    total: int

    def told_in(self, text: str) -> str:
        """Return the text with both numbers, nothing when it names neither."""
        told = text.replace("{page}", str(self.number)).replace("{pages}", str(self.total))
        return told if told != text else ""


_Tell = Callable[[Finding], None]
_Lay = Callable[[_Place, list[Finding]], PlacedPage]


class FormFiller:
    """Fills one form again and again. Labels and frames are laid out once, values each time.

    Not for two threads at a time; make one filler for each batch.
    """

    def __init__(self, form: FormSpec, book: FontBook) -> None:
        self.form = form
        self._book = book
        self._placer = TextPlacer(book)
        self._short: dict[tuple[int, str], PlacedCell] = {}
        self._heads: dict[int, PlacedCell] = {}
        self._labels = {
            id(cell): self._placer.set(cell.text, cell.frame, cell.style)
            for page in form.pages
            for cell in page.cells
            if cell.text is not None
        }

    def fill(self, values: Values, *, name: str = "") -> PlacedDocument:
        """Return the filled form; ``name`` tells it from others of a batch.

        ``values`` holds for every binding of the form: a text, image bytes (or None), or a list of mappings for
        repeated rows; more is allowed. Raises DocumentError for a value that is missing or of the wrong kind.
        """
        self._check(values)
        self._heads.clear()
        findings: list[Finding] = []
        sheets = [sheet for page in self._runs(values) for sheet in page]
        total = len(sheets)
        pages = tuple(sheet(_Place(number, total), findings) for number, sheet in enumerate(sheets, 1))
        return PlacedDocument(self.form.title, pages, tuple(findings), name)

    def _runs(self, values: Values) -> Iterator[list[_Lay]]:
        """Yield what lays out each printing, page by page."""
        following = [*self.form.pages[1:], None]
        for page, after in zip(self.form.pages, following, strict=True):
            if page.letter is not None:
                yield self._letter(page, values)
            elif not page.is_continuation:
                continuation = after if after is not None and after.is_continuation else None
                yield [
                    partial(self._page, sheet, {**values, **sheet.values})
                    for sheet in printings(page, continuation, values, self._split)
                ]

    def _split(self, cell: CellSpec, text: str) -> tuple[str, str]:
        shown = without_blank_lines(FORMATS[cell.format](text))
        fitted = self._placer.fitted(shown, cell.frame, cell.style)
        return cut_after(shown, fitted) if fitted.lost and fitted.lines else (shown, "")

    def _letter(self, page: PageSpec, values: Values) -> list[_Lay]:
        pages = LetterPages(page, values, self._placer)

        def lay(sheet: list[Piece], place: _Place, findings: list[Finding]) -> PlacedPage:
            for piece in sheet:
                missing = self._book.missing(piece.text, piece.spec.family) if piece.spec.bindings else []
                found = _no_glyph(piece.spec.label, piece.spec.bindings[0], missing) if missing else None
                if found is not None and found not in findings:
                    findings.append(found)
            return pages.placed(sheet, place.number)

        return [partial(lay, sheet) for sheet in pages.sheets]

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

    def _page(self, sheet: Sheet, values: Values, place: _Place, findings: list[Finding]) -> PlacedPage:
        page = sheet.page
        cells = tuple(
            self._again(cell, sheet) or self._cell(cell, values, place, _told(sheet, cell, place, findings))
            if sheet.fills(cell)
            else PlacedCell(cell.frame)
            for cell in page.cells
        )
        if not sheet.is_last:
            self._heads.update({id(spec): cell for spec, cell in zip(page.cells, cells, strict=True) if cell.lines})
        for block in page.blocks:
            surplus = len(values[block.binding]) - block.count
            if surplus > 0:
                message = f"{block.label}：只印得下 {block.count} 行，另有 {surplus} 行没有打印，请另附页"
                findings.append(Finding("paper.rows", Level.WARNING, message, field=block.binding))
        return PlacedPage(page.frame, cells)

    def _again(self, cell: CellSpec, sheet: Sheet) -> PlacedCell | None:
        """Return a bound cell of the head as it was set on an earlier printing of the page."""
        is_head = cell.binding is not None and not cell.repeat and not cell.flow
        return self._heads.get(id(cell)) if is_head and not sheet.is_first else None

    def _cell(self, cell: CellSpec, values: Values, place: _Place, tell: _Tell) -> PlacedCell:
        if cell.binding is None:
            numbered = place.told_in(cell.text or "")
            return self._placer.set(numbered, cell.frame, cell.style) if numbered else self._labels[id(cell)]
        value = _value_of(cell, values)
        if cell.frame.kind == IMAGE:
            return _image_cell(cell, value, tell)
        text = cell.prefix + FORMATS[cell.format](value) if value or cell.prefix else FORMATS[cell.format]("")
        return self._bound(cell, text, tell)

    def _bound(self, cell: CellSpec, text: str, tell: _Tell) -> PlacedCell:
        short = len(text) <= _CACHED_LENGTH
        key = (id(cell), text)
        if short and key in self._short:
            return self._short[key]
        placed = self._placer.set(text, cell.frame, cell.style)
        missing = self._book.missing(text, cell.frame.family)
        if placed.overflow:
            tell(_overflow(cell, placed))
        if missing:
            tell(_no_glyph(cell.label, cell.repeat or cell.binding, missing))
        if short and not placed.overflow and not missing:
            self._short[key] = placed
        return placed


def _told(sheet: Sheet, cell: CellSpec, place: _Place, findings: list[Finding]) -> _Tell:
    """Return where the findings of a cell go: what the head says again on a later printing was told before."""
    if sheet.is_first or cell.on == "last":
        return findings.append
    if not (cell.repeat or cell.flow):
        return lambda finding: None
    return lambda finding: findings.append(replace(finding, message=f"第 {place.number} 页 {finding.message}"))


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


def _image_cell(cell: CellSpec, data: bytes | None, tell: _Tell) -> PlacedCell:
    """Fill the box with the middle of the picture, undistorted; an unreadable one is left out and reported."""
    if not data:
        return PlacedCell(cell.frame)
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as image:
            width, height = image.size
    except (OSError, UnidentifiedImageError, ValueError, Image.DecompressionBombError):
        message = f"{cell.label}：图片无法读取，没有打印"
        tell(Finding("paper.image", Level.WARNING, message, field=cell.binding))
        return PlacedCell(cell.frame)
    ratio = (cell.frame.width_mm / cell.frame.height_mm) / (width / height)
    across, down = max(0.0, (1 - ratio) / 2), max(0.0, (1 - 1 / ratio) / 2)
    return PlacedCell(cell.frame, image=PlacedImage(data, across, down, across, down))


def _overflow(cell: CellSpec, placed: PlacedCell) -> Finding:
    shown = len("".join("".join(line.text.split()) for line in placed.lines))
    lost = len("".join(placed.text.split())) - shown
    message = f"{cell.label}：最小字号 {placed.size_pt:g} 磅仍放不下，约有 {max(lost, 1)} 个字没有打印，请精简内容"
    return Finding("paper.overflow", Level.WARNING, message, field=cell.repeat or cell.binding)


def _no_glyph(label: str, binding: str | None, missing: Sequence[str]) -> Finding:
    signs = "、".join(f"{visible(sign)}（U+{ord(sign):04X}）" for sign in missing[:10])
    message = f"{label}：没有字体能打印 {signs}，纸上以〓代替"
    return Finding("paper.glyph", Level.WARNING, message, field=binding)
