"""A chart as a picture or a PDF page in print quality: the same data, black text on white."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from ganbu_desktop.desktop.charts import look
from ganbu_desktop.desktop.charts.model import Chart
from ganbu_desktop.desktop.charts.paint import height_of, paint
from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.foundation.errors import CheckFailed, DocumentError
from ganbu_desktop.foundation.files import safe_write

DPI = 300
WIDTH_MM, MARGIN_MM = 180.0, 6.0
TEXT_MM = 3.7
"""The height of the letters: 10.5 points."""
_MM_PER_INCH = 25.4
SUFFIXES = (".png", ".pdf")


def _dots(millimetres: float) -> float:
    return millimetres * DPI / _MM_PER_INCH


def _size(chart: Chart) -> tuple[float, float]:
    """Return width and height in dots at 300 dpi."""
    font = theme.font()
    font.setPixelSize(round(_dots(TEXT_MM)))
    inner = _dots(WIDTH_MM - 2 * MARGIN_MM)
    return _dots(WIDTH_MM), height_of(chart, inner, font) + _dots(2 * MARGIN_MM)


def _draw(painter: QPainter, chart: Chart, width: float, height: float) -> None:
    font = theme.font()
    font.setPixelSize(round(_dots(TEXT_MM)))
    margin = _dots(MARGIN_MM)
    paint(painter, QRectF(margin, margin, width - 2 * margin, height - 2 * margin), chart, font, look.PAPER)


def image_of(chart: Chart) -> QImage:
    """Return the chart as an image of 180 mm width at 300 dpi."""
    width, height = _size(chart)
    image = QImage(round(width), round(height), QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(DPI / _MM_PER_INCH * 1000))
    image.setDotsPerMeterY(round(DPI / _MM_PER_INCH * 1000))
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    _draw(painter, chart, width, height)
    painter.end()
    return image


def png_of(chart: Chart) -> bytes:
    """Return the chart as the bytes of a PNG file."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image_of(chart).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(content.data())


def write_chart(chart: Chart, target: Path) -> None:
    """Write the chart to a ``.png`` or ``.pdf`` file; CheckFailed for another ending, DocumentError when it fails."""
    suffix = target.suffix.lower()
    if suffix not in SUFFIXES:
        raise CheckFailed(f"图只能写成 .png 或 .pdf 文件，不能写成“{target.name}”；没有写出文件")
    with safe_write(target) as temporary:
        if suffix == ".png":
            temporary.write_bytes(png_of(chart))
        else:
            _write_pdf(chart, temporary)


def _write_pdf(chart: Chart, path: Path) -> None:
    width, height = _size(chart)
    writer = QPdfWriter(str(path))
    writer.setResolution(DPI)
    page = QPageSize(QSizeF(WIDTH_MM, height * _MM_PER_INCH / DPI), QPageSize.Unit.Millimeter)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    writer.setTitle(chart.title)
    painter = QPainter()
    if not painter.begin(writer):
        raise DocumentError("图没有写出：文件打不开。请换一个文件夹，或关掉正在看它的程序。数据未改动。")
    _draw(painter, chart, width, height)
    painter.end()
