"""Placed documents as PDF: one file for many (they share font subsets) or one file each.

Draws exactly what ``drawing`` lists. The same documents give the same bytes: no clock, no random file id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.foundation.files import safe_write
from ganbu_desktop.paper.cells import POINTS_PER_MM, PageFrame, PlacedDocument, PlacedPage
from ganbu_desktop.paper.drawing import Mark, PageDrawing, Picture, Rule, TextRun, page_drawing
from ganbu_desktop.paper.fonts import FontBook

Step = Callable[[int, int], None]


def write_pdf(
    path: Path, documents: Iterable[PlacedDocument], book: FontBook, *, total: int = 0, step: Step | None = None
) -> int:
    """Write all documents into one PDF and return the number of pages.

    ``documents`` may be a generator; ``total`` is then what ``step(done, total)`` reports after each. When ``step``
    or the generator raises, nothing is left at ``path`` and an older file there stays. Raises DocumentError when
    there is nothing to print or the file cannot be written.
    """
    with safe_write(path) as temporary:
        return _write(str(temporary), documents, book, total, step)


def _write(target: Any, documents: Iterable[PlacedDocument], book: FontBook, total: int, step: Step | None) -> int:
    from reportlab.pdfgen.canvas import Canvas

    book.register()
    canvas = Canvas(target, invariant=1, pageCompression=1, initialFontName=book.first_font())
    canvas.setCreator("Ganbu Desktop")
    painter = _Painter(canvas)
    for done, document in enumerate(documents, 1):
        painter.draw(document)
        if step is not None:
            step(done, total)
    if not painter.pages:
        raise DocumentError("没有要打印的内容；没有写出任何文件")
    canvas.save()
    return painter.pages


class _Painter:
    """Paints documents onto one canvas; millimetres from the top become points from the bottom."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._ruled: WeakKeyDictionary[PageFrame, str] = WeakKeyDictionary()
        self.pages = 0

    def draw(self, document: PlacedDocument) -> None:
        """Add the pages of one document, with a bookmark under its name."""
        if not self.pages:
            self._canvas.setTitle(document.title)
        for number, page in enumerate(document.pages):
            if number == 0 and document.name:
                key = f"d{self.pages}"
                self._canvas.bookmarkPage(key)
                self._canvas.addOutlineEntry(document.name, key)
            self._page(page)

    def _page(self, page: PlacedPage) -> None:
        frame = page.frame
        height = frame.height_mm * POINTS_PER_MM
        self._canvas.setPageSize((frame.width_mm * POINTS_PER_MM, height))
        drawing = page_drawing(page)
        for mark in drawing.marks:
            self._mark(mark, height)
        for picture in drawing.pictures:
            self._picture(picture, height)
        self._canvas.addLiteral(self._rules(frame, drawing, height))
        self._texts(drawing.texts, height)
        self._canvas.showPage()
        self.pages += 1

    def _mark(self, mark: Mark, height: float) -> None:
        self._canvas.saveState()
        self._canvas.setFillGray(mark.grey)
        self._canvas.translate(mark.x_mm * POINTS_PER_MM, height - mark.y_mm * POINTS_PER_MM)
        self._canvas.rotate(mark.slant)
        for run in mark.runs:
            self._canvas.setFont(run.font_name, mark.size_pt)
            self._canvas.drawString(run.offset_pt, 0, run.text)
        self._canvas.restoreState()

    def _rules(self, frame: PageFrame, drawing: PageDrawing, height: float) -> str:
        code = self._ruled.get(frame)
        if code is None:
            code = self._ruled[frame] = "q 2 J 0 G\n" + "\n".join(_rule(rule, height) for rule in drawing.rules) + "\nQ"
        return code

    def _texts(self, texts: tuple[TextRun, ...], height: float) -> None:
        text = self._canvas.beginText()
        font = ("", 0.0)
        for run in texts:
            if font != (run.font_name, run.size_pt):
                font = (run.font_name, run.size_pt)
                text.setFont(*font)
            text.setTextOrigin(run.x_mm * POINTS_PER_MM, height - run.y_mm * POINTS_PER_MM)
            text.textOut(run.text)
        self._canvas.drawText(text)

    def _picture(self, picture: Picture, height: float) -> None:
        from reportlab.lib.utils import ImageReader

        image = picture.image
        left, bottom = picture.x_mm * POINTS_PER_MM, height - (picture.y_mm + picture.height_mm) * POINTS_PER_MM
        width, tall = picture.width_mm * POINTS_PER_MM, picture.height_mm * POINTS_PER_MM
        whole_width = width / (1 - image.crop_left - image.crop_right)
        whole_height = tall / (1 - image.crop_top - image.crop_bottom)
        self._canvas.saveState()
        box = self._canvas.beginPath()
        box.rect(left, bottom, width, tall)
        self._canvas.clipPath(box, stroke=0, fill=0)
        self._canvas.drawImage(
            ImageReader(BytesIO(image.data)),
            left - image.crop_left * whole_width,
            bottom - image.crop_bottom * whole_height,
            whole_width,
            whole_height,
        )
        self._canvas.restoreState()


def _rule(rule: Rule, height: float) -> str:
    x1, x2 = rule.x1_mm * POINTS_PER_MM, rule.x2_mm * POINTS_PER_MM
    y1, y2 = height - rule.y1_mm * POINTS_PER_MM, height - rule.y2_mm * POINTS_PER_MM
    return f"{rule.width_pt:g} w {x1:.3f} {y1:.3f} m {x2:.3f} {y2:.3f} l S"
