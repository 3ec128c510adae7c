"""The program's own line icons: SVG files drawn in black, tinted when they are asked for."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.paths import resource

_SIZES = (16, 20, 24, 48)


def icon(name: str, tone: str = "") -> QIcon:
    """Return a tinted icon; ``tone`` is a colour of the theme by name (default: muted text) or ``#RRGGBB``."""
    colour = tone if tone.startswith("#") else str(getattr(theme.colours(), tone or "muted"))
    return _icon(name, colour)


def pixmap(name: str, size: int, tone: str = "") -> QPixmap:
    """Return an icon as a picture of ``size`` pixels at 100 % scale."""
    colour = str(getattr(theme.colours(), tone or "muted"))
    return _pixmap(name, colour, theme.pixels(size))


def dot(tone: str) -> QIcon:
    """Return the small mark before a word that tells a state: a ring for a draft (``hint``), else a filled dot."""
    return _dot(str(getattr(theme.colours(), tone)), is_ring=tone == "hint")


def app_icon() -> QIcon:
    """Return the program's own icon."""
    return QIcon(str(resource("icons", "app.svg")))


def svg_pixmap(svg: bytes, size: int) -> QPixmap:
    """Return SVG text drawn into a square of ``size`` pixels."""
    result = QPixmap(size, size)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return result


@lru_cache(maxsize=256)
def _pixmap(name: str, colour: str, size: int) -> QPixmap:
    drawing = resource("icons", f"{name}.svg").read_bytes()
    return svg_pixmap(drawing.replace(b"#000", colour.encode()), size)


@lru_cache(maxsize=512)
def _icon(name: str, colour: str) -> QIcon:
    drawing = resource("icons", f"{name}.svg").read_bytes()
    result = QIcon()
    for size in _SIZES:
        result.addPixmap(svg_pixmap(drawing.replace(b"#000", colour.encode()), size))
    return result


@lru_cache(maxsize=32)
def _dot(colour: str, *, is_ring: bool) -> QIcon:
    look = f'fill="none" stroke="{colour}" stroke-width="3"' if is_ring else f'fill="{colour}"'
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><circle cx="10" cy="10" r="5.5" {look}/></svg>'
    )
    result = QIcon()
    for size in _SIZES:
        result.addPixmap(svg_pixmap(drawing.encode(), size))
    return result
