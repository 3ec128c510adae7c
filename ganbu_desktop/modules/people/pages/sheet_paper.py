"""The appointment form on screen: the cells of the printed form, drawn as paper, with inputs in their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.modules.people.pages.portrait import Portrait
from ganbu_desktop.modules.people.pages.sheet_cells import PaperLine, PaperText, Spot, paper_font, spot_widget
from ganbu_desktop.modules.people.pages.sheet_places import PLACES, RELATIVES, Place, relative_place
from ganbu_desktop.paper.form_spec import CellSpec, FormSpec, PageSpec

_MARGIN_MM = 7.0
_BETWEEN_MM = 5.0
_MM_OF_POINT = 25.4 / 72
_COMFORT = 4.5
_NARROWEST = 3.2


@dataclass
class _Placed:
    """An input with its rectangle in millimetres of the whole drawing, and its letters' size in points."""

    widget: PaperLine | PaperText | Portrait
    rect: QRectF
    points: float


class PaperSheet(QWidget):
    """``edited`` tells typing, ``entered`` the spot that has the focus, ``photo_asked`` a click on the photo."""

    edited = Signal()
    entered = Signal(object)
    photo_asked = Signal()

    def __init__(self, form: FormSpec) -> None:
        """Make the inputs of every editable cell of ``form``."""
        super().__init__()
        self._pages = form.pages
        self._tops, self._width_mm, self._height_mm = _stacked(form.pages)
        self.spots: list[Spot] = []
        self._placed: list[_Placed] = []
        self.notes: dict[str, str] = {}
        self.portrait = Portrait(80, editable=True)
        self.portrait.setParent(self)
        self.portrait.asked.connect(self.photo_asked)
        self.photo: bytes | None = None
        for page, cell in self._cells():
            self._make(page, cell)
        self._scale = 0.0

    def _cells(self) -> Iterator[tuple[int, CellSpec]]:
        for page, spec in enumerate(self._pages):
            for cell in spec.cells:
                yield page, cell

    def _rect(self, page: int, cell: CellSpec) -> QRectF:
        """Return a cell's place in millimetres of the drawing."""
        left, top = _origin(self._pages[page])
        frame = cell.frame
        return QRectF(
            frame.x_mm - left + _MARGIN_MM,
            frame.y_mm - top + self._tops[page] + _MARGIN_MM,
            frame.width_mm,
            frame.height_mm,
        )

    def _make(self, page: int, cell: CellSpec) -> None:
        if cell.binding is None:
            return
        rect = self._rect(page, cell)
        if cell.frame.kind == "image":
            self._placed.append(_Placed(self.portrait, rect, 0))
            return
        places = (
            (relative_place(cell.binding, cell.index),) if cell.repeat == RELATIVES else PLACES.get(cell.binding, ())
        )
        for place in places:
            self._make_spot(place, cell, rect)

    def _make_spot(self, place: Place, cell: CellSpec, rect: QRectF) -> None:
        hanging = cell.frame.hanging > 0
        centred = cell.frame.align == "center"
        widget = spot_widget(self, place.field(), lines=place.lines, hanging=hanging, centred=centred)
        spot = Spot(place.owner, place.name, place.field(), widget)
        widget.edited.connect(self.edited)
        widget.entered.connect(lambda s=spot: self.entered.emit(s))
        widget.entered.connect(self.update)
        widget.done.connect(self.update)
        height = rect.height() / place.parts
        inner = QRectF(rect.left(), rect.top() + place.part * height, rect.width(), height)
        pad = 1.2 if not centred or place.lines else 0.4
        prefix = len(cell.prefix) * cell.style.sizes[0] * _MM_OF_POINT
        inner.adjust(pad + prefix, 0.3, -pad, -0.3)
        self.spots.append(spot)
        self._placed.append(_Placed(widget, inner, cell.style.sizes[0]))

    # ---- size

    def fit_width(self, available: int) -> None:
        """Take the size that suits a width in pixels."""
        comfort = _COMFORT * theme.scale()
        scale = max(_NARROWEST, min(comfort, (available - 4) / self._width_mm))
        if abs(scale - self._scale) < 0.01:
            return
        self._scale = scale
        self.setFixedSize(round(self._width_mm * scale), round(self._height_mm * scale))
        for placed in self._placed:
            rect = self._pixels(placed.rect)
            if isinstance(placed.widget, Portrait):
                placed.widget.setFixedSize(rect.width() - 4, rect.height() - 4)
                placed.widget.move(rect.left() + 2, rect.top() + 2)
                placed.widget.show_photo(self.photo)
            else:
                placed.widget.setGeometry(rect)
                placed.widget.set_size(placed.points * _MM_OF_POINT * scale)
        self.update()

    def _pixels(self, rect: QRectF) -> QRect:
        s = self._scale
        left, top = round(rect.left() * s) + 1, round(rect.top() * s) + 1
        return QRect(left, top, round(rect.right() * s) - left, round(rect.bottom() * s) - top)

    def show_photo(self, jpeg: bytes | None) -> None:
        """Show the photo in its cell."""
        self.photo = jpeg
        self.portrait.show_photo(jpeg)

    def spot(self, owner: str, name: str) -> Spot | None:
        """Return the place of a field, or None."""
        return next((s for s in self.spots if s.owner == owner and s.name == name), None)

    # ---- drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheets, the lines and the printed words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        for page, spec in enumerate(self._pages):
            self._draw_sheet(painter, page, spec)
        for spot in self.spots:
            if spot.ground():
                painter.fillRect(spot.widget.geometry(), QColor(spot.ground()))
        for page, cell in self._cells():
            rect = self._rect(page, cell)
            self._draw_lines(painter, cell, rect)
            self._draw_words(painter, cell, rect)
        painter.end()

    def _draw_sheet(self, painter: QPainter, page: int, spec: PageSpec) -> None:
        height = _height(spec) + 2 * _MARGIN_MM
        sheet = QRectF(0, self._tops[page], self._width_mm, height)
        painter.fillRect(self._scaled(sheet), QColor(theme.PAPER))
        painter.setPen(QPen(QColor(theme.on_paper().line), 1))
        painter.drawRect(self._scaled(sheet).adjusted(0, 0, -1, -1))

    def _scaled(self, rect: QRectF) -> QRectF:
        s = self._scale
        return QRectF(rect.left() * s, rect.top() * s, rect.width() * s, rect.height() * s)

    def _draw_lines(self, painter: QPainter, cell: CellSpec, rect: QRectF) -> None:
        area, borders = self._scaled(rect), cell.frame.borders
        for points, start, end in (
            (borders.top, area.topLeft(), area.topRight()),
            (borders.right, area.topRight(), area.bottomRight()),
            (borders.bottom, area.bottomLeft(), area.bottomRight()),
            (borders.left, area.topLeft(), area.bottomLeft()),
        ):
            if points:
                painter.setPen(QPen(QColor(theme.INK), max(1.0, points * _MM_OF_POINT * self._scale * 0.7)))
                painter.drawLine(QPointF(round(start.x()), round(start.y())), QPointF(round(end.x()), round(end.y())))

    def _draw_words(self, painter: QPainter, cell: CellSpec, rect: QRectF) -> None:
        size = cell.style.sizes[0] * _MM_OF_POINT * self._scale
        painter.setPen(QColor(theme.INK))
        painter.setFont(paper_font(size))
        area = self._scaled(rect)
        if cell.prefix:
            pad = cell.frame.padding.left * self._scale
            painter.drawText(area.adjusted(pad, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), cell.prefix)
        note = self.notes.get(cell.binding or "")
        if note:
            half = QRectF(area.left(), area.center().y() - 1, area.width(), area.height() / 2)
            painter.setFont(paper_font(size * 0.86))
            painter.drawText(half, int(Qt.AlignmentFlag.AlignCenter), note)
        if cell.text is None:
            return
        if cell.frame.vertical:
            self._draw_upright(painter, cell, area, size)
        elif cell.frame.align == "spread":
            self._draw_spread(painter, cell, area)
        else:
            self._draw_text(painter, cell, area)

    def _draw_text(self, painter: QPainter, cell: CellSpec, area: QRectF) -> None:
        horizontal = {"left": Qt.AlignmentFlag.AlignLeft, "right": Qt.AlignmentFlag.AlignRight}
        across = horizontal.get(cell.frame.align, Qt.AlignmentFlag.AlignHCenter)
        pad, s = cell.frame.padding, self._scale
        inner = area.adjusted(pad.left * s, pad.top * s, -pad.right * s, -pad.bottom * s)
        lines = (cell.text or "").split("\n")
        leading = cell.style.sizes[0] * cell.style.leading * _MM_OF_POINT * s
        free = inner.height() - leading * len(lines)
        top = inner.top() + free * {"top": 0.0, "bottom": 1.0}.get(cell.frame.valign, 0.5)
        flags = int(across | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip)
        for number, line in enumerate(lines):
            painter.drawText(QRectF(inner.left(), top + number * leading, inner.width(), leading), flags, line)

    def _draw_spread(self, painter: QPainter, cell: CellSpec, area: QRectF) -> None:
        text = cell.text or ""
        pitch = cell.frame.pitch_mm * self._scale
        left = area.center().x() - pitch * len(text) / 2
        for number, character in enumerate(text):
            box = QRectF(left + number * pitch, area.top(), pitch, area.height())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), character)

    def _draw_upright(self, painter: QPainter, cell: CellSpec, area: QRectF, size: float) -> None:
        columns = (cell.text or "").split("\n")
        step = size * cell.style.leading
        left = area.center().x() - step * len(columns) / 2
        for number, text in enumerate(columns):
            heights = [step * (0.5 if c == " " else 1.0) for c in text]
            top = area.center().y() - sum(heights) / 2
            for character, height in zip(text, heights, strict=True):
                box = QRectF(left + number * step, top, step, height)
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), character)
                top += height


def _origin(page: PageSpec) -> tuple[float, float]:
    return min(c.frame.x_mm for c in page.cells), min(c.frame.y_mm for c in page.cells)


def _height(page: PageSpec) -> float:
    return max(c.frame.bottom_mm for c in page.cells) - _origin(page)[1]


def _stacked(pages: tuple[PageSpec, ...]) -> tuple[list[float], float, float]:
    """Return the top of each sheet, the width and the height of the whole drawing, in millimetres."""
    tops, top = [], 0.0
    for page in pages:
        tops.append(top)
        top += _height(page) + 2 * _MARGIN_MM + _BETWEEN_MM
    width = max(max(c.frame.right_mm for c in page.cells) - _origin(page)[0] for page in pages)
    return tops, width + 2 * _MARGIN_MM, top - _BETWEEN_MM
