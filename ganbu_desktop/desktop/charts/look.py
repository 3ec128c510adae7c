"""Colours of charts; every series has a pattern and a mark of its own too, so that grey print tells them apart."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen, QPolygonF

_PATTERNS = Qt.BrushStyle
_LOOKS = (
    ("#1D5C86", "#BFD8E8", _PATTERNS.NoBrush),
    ("#8A5300", "#F3DDB8", _PATTERNS.BDiagPattern),
    ("#1E6B3C", "#C9E6D2", _PATTERNS.HorPattern),
    ("#7A2E6E", "#E6CFE2", _PATTERNS.FDiagPattern),
    ("#B3261E", "#F5D0CD", _PATTERNS.DiagCrossPattern),
    ("#3C4A55", "#D9DFE4", _PATTERNS.VerPattern),
    ("#5B5B00", "#E8E8B8", _PATTERNS.Dense6Pattern),
    ("#00615F", "#C2E5E4", _PATTERNS.CrossPattern),
)
MARKS = 4


@dataclass(frozen=True)
class Ink:
    """The colours of text and lines: those of the theme on screen, black on white on paper."""

    text: str
    muted: str
    line: str
    ground: str


PAPER = Ink(text="#000000", muted="#333333", line="#999999", ground="#FFFFFF")


def colour(number: int) -> QColor:
    """Return the dark colour of a series."""
    return QColor(_LOOKS[number % len(_LOOKS)][0])


def fill(painter: QPainter, box: QRectF, number: int) -> None:
    """Fill a bar in the colour and pattern of a series, with its outline."""
    dark, soft, pattern = _LOOKS[number % len(_LOOKS)]
    painter.fillRect(box, QColor(soft))
    if pattern is not _PATTERNS.NoBrush:
        painter.fillRect(box, QBrush(QColor(dark).lighter(150), pattern))
    painter.setPen(QPen(QColor(dark), max(1.0, painter.font().pixelSize() / 14)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)


def mark(painter: QPainter, at: QPointF, number: int, size: float) -> None:
    """Draw the mark of a series in a trend: circle, square, triangle or diamond."""
    painter.setPen(QPen(colour(number), max(1.0, size / 5)))
    painter.setBrush(QColor(_LOOKS[number % len(_LOOKS)][1]))
    half = size / 2
    box = QRectF(at.x() - half, at.y() - half, size, size)
    shape = number % MARKS
    if shape == 0:
        painter.drawEllipse(box)
    elif shape == 1:
        painter.drawRect(box)
    elif shape == 2:
        painter.drawPolygon(QPolygonF([QPointF(at.x(), box.top()), box.bottomRight(), box.bottomLeft()]))
    else:
        points = (at.x(), box.top()), (box.right(), at.y()), (at.x(), box.bottom()), (box.left(), at.y())
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))


def label(painter: QPainter, box: QRectF, text: str, ink: Ink, *, boxed: bool = False) -> None:
    """Write a text in the middle of a box; ``boxed``: on a ground of its own, so that a pattern does not disturb it."""
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(text), metrics.height()
    if boxed:
        centre = box.center()
        ground = QRectF(centre.x() - width / 2 - 2, centre.y() - height / 2 + 1, width + 4, height - 2)
        painter.fillRect(ground, QColor(ink.ground))
    painter.setPen(QColor(ink.text))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def bold(font: QFont) -> QFont:
    """Return a font in its bold weight."""
    result = QFont(font)
    result.setWeight(QFont.Weight.DemiBold)
    return result
