"""Painting a placed page with Qt: the same rules, runs and pictures as in the PDF, from the same font files."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGlyphRun, QImage, QPainter, QPen, QRawFont

from ganbu_desktop.foundation.findings import Finding
from ganbu_desktop.kernel.forms.sheets import (
    POINTS_PER_MM,
    FontBook,
    Mark,
    PageDrawing,
    Picture,
    PlacedCell,
    PlacedPage,
    TextRun,
    page_drawing,
)

_DESIGN_PIXELS = 1000.0
_SIZES_KEPT = 64


class PaperFonts:
    """The font files of a book as Qt draws them; sizes are kept, files are read once."""

    def __init__(self, book: FontBook) -> None:
        """``book`` is the one that the page was laid out with."""
        self.book = book
        self._files: dict[str, QRawFont] = {}
        self._sizes: dict[tuple[str, int], QRawFont] = {}
        self._glyphs: dict[tuple[str, str], tuple[int, float]] = {}

    def font(self, name: str, pixels: float) -> QRawFont:
        """Return a font at a size in device pixels."""
        key = (name, round(pixels * 8))
        if key not in self._sizes:
            if len(self._sizes) >= _SIZES_KEPT:
                self._sizes.clear()
            sized = QRawFont(self._file(name))
            sized.setPixelSize(pixels)
            self._sizes[key] = sized
        return self._sizes[key]

    def _file(self, name: str) -> QRawFont:
        if name not in self._files:
            path, face = self.book.location(name)
            self._files[name] = _first_face(path.read_bytes()) if face == 0 else _other_face(str(path), face)
        return self._files[name]

    def glyphs(self, name: str, text: str) -> list[tuple[int, float]]:
        """Return (glyph, width in ems) of each character."""
        file = self._file(name)
        found = []
        for character in text:
            key = (name, character)
            if key not in self._glyphs:
                indexes = file.glyphIndexesForString(character)
                index = indexes[0] if indexes else 0
                advance = file.advancesForGlyphIndexes([index])[0].x() / file.pixelSize()
                self._glyphs[key] = (index, advance)
            found.append(self._glyphs[key])
        return found


def _first_face(data: bytes) -> QRawFont:
    return QRawFont(QByteArray(data), _DESIGN_PIXELS, QFont.HintingPreference.PreferNoHinting)


def _other_face(path: str, face: int) -> QRawFont:
    """Qt reads only the first face of a collection directly; the others come by their family name."""
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(path))
    font = QFont(families[min(face, len(families) - 1)] if families else "")
    font.setPixelSize(int(_DESIGN_PIXELS))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return QRawFont.fromFont(font)


def paint_page(painter: QPainter, page: PlacedPage, fonts: PaperFonts, pixels_per_mm: float) -> None:
    """Draw one page; the painter's origin is the paper's top left corner."""
    drawing = page_drawing(page)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    for mark in drawing.marks:
        _paint_mark(painter, mark, fonts, pixels_per_mm)
    _paint_rules(painter, drawing, pixels_per_mm)
    painter.setPen(QColor(0, 0, 0))
    for run in drawing.texts:
        _paint_run(painter, run, fonts, pixels_per_mm)
    for picture in drawing.pictures:
        _paint_picture(painter, picture, pixels_per_mm)


def _paint_mark(painter: QPainter, mark: Mark, fonts: PaperFonts, scale: float) -> None:
    painter.save()
    painter.setPen(QColor.fromRgbF(mark.grey, mark.grey, mark.grey))
    painter.translate(mark.x_mm * scale, mark.y_mm * scale)
    painter.rotate(-mark.slant)
    for run in mark.runs:
        x_mm = run.offset_pt / POINTS_PER_MM
        _paint_run(painter, TextRun(x_mm, 0.0, run.font_name, mark.size_pt, run.text), fonts, scale)
    painter.restore()


def _paint_rules(painter: QPainter, drawing: PageDrawing, scale: float) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for rule in drawing.rules:
        width = max(1.0, rule.width_pt / POINTS_PER_MM * scale)
        pen = QPen(QColor(0, 0, 0), round(width), Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap)
        painter.setPen(pen)
        start = QPointF(round(rule.x1_mm * scale), round(rule.y1_mm * scale))
        painter.drawLine(start, QPointF(round(rule.x2_mm * scale), round(rule.y2_mm * scale)))
    painter.restore()


def _paint_run(painter: QPainter, run: TextRun, fonts: PaperFonts, scale: float) -> None:
    pixels = run.size_pt / POINTS_PER_MM * scale
    places, indexes, offset = [], [], 0.0
    for index, advance in fonts.glyphs(run.font_name, run.text):
        indexes.append(index)
        places.append(QPointF(offset, 0.0))
        offset += advance * pixels
    glyphs = QGlyphRun()
    glyphs.setRawFont(fonts.font(run.font_name, pixels))
    glyphs.setGlyphIndexes(indexes)
    glyphs.setPositions(places)
    painter.drawGlyphRun(QPointF(run.x_mm * scale, run.y_mm * scale), glyphs)


def _paint_picture(painter: QPainter, picture: Picture, scale: float) -> None:
    source = QImage.fromData(picture.image.data)
    if source.isNull():
        return
    crop, width, height = picture.image, source.width(), source.height()
    part = QRectF(
        crop.crop_left * width,
        crop.crop_top * height,
        (1 - crop.crop_left - crop.crop_right) * width,
        (1 - crop.crop_top - crop.crop_bottom) * height,
    )
    place = QRectF(picture.x_mm, picture.y_mm, picture.width_mm, picture.height_mm)
    on_paper = QRectF(place.x() * scale, place.y() * scale, place.width() * scale, place.height() * scale)
    painter.drawImage(on_paper, source, part)


def cells_of(page: PlacedPage, finding: Finding, book: FontBook) -> list[PlacedCell]:
    """Return the cells of a page that a finding is about."""
    named = [cell for cell in page.cells if finding.field and cell.frame.binding == finding.field]
    if finding.rule == "paper.overflow":
        return [cell for cell in page.cells if cell.overflow and (cell in named or not named)]
    if finding.rule == "paper.glyph":
        wanted = named or page.cells
        return [cell for cell in wanted if cell.text and book.missing(cell.text, cell.frame.family)]
    return named


def page_of(pages: Sequence[PlacedPage], finding: Finding, book: FontBook) -> int | None:
    """Return the number (from 0) of the page that a finding is on, None when it cannot be told."""
    return next((number for number, page in enumerate(pages) if cells_of(page, finding, book)), None)
