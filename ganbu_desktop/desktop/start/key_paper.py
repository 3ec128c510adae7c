"""The recovery key on paper: the sheet that is printed or saved, with its groups and its QR code.

Letters are drawn as outlines: Qt 6.8 embeds OpenType fonts in a way that some PDF readers cannot read.
"""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import segno
from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QPixmap,
)
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from ganbu_desktop.desktop.kit import icons, theme

_LOOKALIKES = str.maketrans("OIL", "011")
_NOTES = (
    "忘记密码时，只有这张纸上的恢复密钥能打开数据文件。",
    "请打印后密封，按本单位保密规定存放；不要拍照，不要存入联网的电脑。",
    "数据文件的每一份备份也都用这把密钥打开。",
)


def qr_svg(text: str) -> bytes:
    """Return the QR code of a text as SVG."""
    stream = io.BytesIO()
    segno.make(text, error="m").save(stream, kind="svg", border=2, scale=4)
    return stream.getvalue()


def qr_pixmap(text: str, size: int) -> QPixmap:
    """Return the QR code of a text as a picture of ``size`` pixels."""
    return icons.svg_pixmap(qr_svg(text), size)


def same_key(typed: str, key: str) -> bool:
    """Return whether a typed key is the printed one; case, blanks, dashes and the pairs O/0, I/1, L/1 do not matter."""
    return plain(typed) == plain(key)


def plain(text: str) -> str:
    """Return the characters of a key that count."""
    return "".join(c for c in text.upper() if c.isalnum()).translate(_LOOKALIKES)


def save_pdf(path: Path, store: str, key: str, made_at: datetime) -> None:
    """Write the sheet as a PDF of one A4 page; raises OSError when it cannot be written."""
    path.touch()
    writer = QPdfWriter(str(path))
    writer.setTitle("恢复密钥")
    _set_page(writer)
    if not _draw(writer, store, key, made_at):
        raise OSError(f"不能写入 {path}")


def print_sheet(parent: QWidget, store: str, key: str, made_at: datetime) -> bool:
    """Let a printer be chosen and print the sheet; returns whether it was printed."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    _set_page(printer)
    dialog = QPrintDialog(printer, parent)
    printed = bool(dialog.exec()) and _draw(printer, store, key, made_at)
    dialog.deleteLater()
    return printed


def _set_page(device: QPagedPaintDevice) -> None:
    device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    device.setPageMargins(QMarginsF(25, 25, 25, 25), QPageLayout.Unit.Millimeter)


def _draw(device: QPdfWriter | QPrinter, store: str, key: str, made_at: datetime) -> bool:
    painter = QPainter()
    if not painter.begin(device):
        return False
    unit = device.logicalDpiX() / 25.4
    width = device.width()
    top = 0.0
    for text, millimetres, bold in (
        ("干部管理　恢复密钥", 8.0, True),
        (f"数据文件：{store}", 4.5, False),
        (f"建立时间：{made_at:%Y-%m-%d %H:%M}", 4.5, False),
        (key, 7.0, True),
    ):
        top += _line(painter, text, top, width, millimetres * unit, bold) + 5 * unit
    side = 45 * unit
    painter.drawPixmap(QRectF(0, top, side, side).toRect(), qr_pixmap(key, 600))
    top += side + 8 * unit
    for note in _NOTES:
        top += _line(painter, note, top, width, 4.5 * unit, False) + 2 * unit
    return painter.end()


def _line(painter: QPainter, text: str, top: float, width: float, height: float, bold: bool) -> float:
    font = QFont()
    font.setFamilies(list(theme.FAMILIES))
    font.setPixelSize(max(1, round(height)))
    font.setBold(bold)
    metrics = QFontMetricsF(font)
    used = 0.0
    for line in _broken(text, metrics, width):
        path = QPainterPath()
        path.addText(QPointF(0, top + used + metrics.ascent()), font, line)
        painter.fillPath(path, Qt.GlobalColor.black)
        used += metrics.lineSpacing()
    return used


def _broken(text: str, metrics: QFontMetricsF, width: float) -> list[str]:
    lines = [""]
    for char in text:
        if metrics.horizontalAdvance(lines[-1] + char) > width:
            lines.append("")
        lines[-1] += char
    return lines
