"""Changing a photo: choose a file, set the 4:5 frame, and let the action re-encode it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import Heading, dialog_buttons
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.exchange.photo import crop_box_for
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.people import actions

KINDS = "照片 (*.jpg *.jpeg *.png *.bmp)"
_SMALLEST = 80
_STEP = 0.02
_RATIO = 1.25
_MOVES = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


def change_photo(desk: Desk, person: Person, done: Callable[[], None], context: QObject) -> None:
    """Ask for a file and a frame, then keep the photo; ``done`` runs when it is kept."""
    path = desk.messages.open_file(desk.window, "选择照片", KINDS)
    if path is None:
        return
    picture = _read(path)
    if picture is None:
        desk.messages.error(
            desk.window, f"“{path.name}”不是能读的 JPG、PNG 或 BMP 照片，没有更换；原照片不变。", "照片"
        )
        return
    dialog = CropDialog(desk.window, picture)
    dialog.accepted.connect(lambda: _keep(desk, person, path, dialog.crop(), done, context))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def remove_photo(desk: Desk, person: Person) -> bool:
    """Take the photo away, after asking; returns whether it is gone."""
    text = f"将删除{person.name or ''}的照片，可按 Ctrl+Z 撤销。"
    if not desk.messages.question(desk.window, "删除照片", text, yes="删除", danger=True):
        return False
    actions.remove_photo(desk.office, person)
    return True


def _read(path: Path) -> QImage | None:
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    picture = reader.read()
    return None if picture.isNull() else picture


def _keep(
    desk: Desk, person: Person, path: Path, crop: tuple[int, int, int, int], done: Callable[[], None], context: QObject
) -> None:
    desk.tasks.run(
        lambda _progress: actions.set_photo(desk.office, person, path, crop=crop),
        title="更换照片",
        context=context,
        done=lambda _none: done(),
    )


class CropDialog(QDialog):
    """Shows the picture with a frame of 4:5; mouse or arrow keys move it, wheel or + and - resize it."""

    def __init__(self, parent: QWidget | None, picture: QImage) -> None:
        """Start with the largest frame, centred across and at the top."""
        super().__init__(parent)
        self.setWindowTitle("裁切照片")
        self.view = CropView(picture)
        buttons, _ = dialog_buttons(self, ok="使用这张照片")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(2))
        layout.setSpacing(theme.space(2))
        layout.addWidget(
            Heading("裁切照片", "拖动或用方向键移动取景框，滚轮或 + － 键缩放；照片按 4:5 保存。", level="heading")
        )
        layout.addWidget(self.view, 1)
        layout.addWidget(buttons)
        self.view.setFocus()

    def crop(self) -> tuple[int, int, int, int]:
        """Return left, top, right, bottom of the frame in pixels of the upright picture."""
        return self.view.crop()


class CropView(QWidget):
    """The picture, dimmed outside the frame."""

    def __init__(self, picture: QImage) -> None:
        """Fit the picture into a comfortable size."""
        super().__init__()
        self._picture = picture
        self._grip: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("取景框")
        bounds = QSize(theme.pixels(440), theme.pixels(460))
        self._shown = picture.size().scaled(bounds, Qt.AspectRatioMode.KeepAspectRatio)
        self.setFixedSize(max(self._shown.width(), theme.pixels(240)), self._shown.height())
        left, top, right, bottom = crop_box_for(picture.width(), picture.height())
        self._frame = QRectF(left, top, right - left, bottom - top)
        self._widest = min(float(picture.width()), picture.height() / _RATIO)

    def crop(self) -> tuple[int, int, int, int]:
        """Return the frame in whole pixels of the picture."""
        left, top = max(0, round(self._frame.left())), max(0, round(self._frame.top()))
        right = min(self._picture.width(), round(self._frame.right()))
        return left, top, right, min(self._picture.height(), round(self._frame.bottom()))

    def _factor(self) -> float:
        return self._shown.width() / self._picture.width()

    def _left(self) -> float:
        return (self.width() - self._shown.width()) / 2

    def shift(self, across: float, down: float) -> None:
        """Move the frame by pixels of the picture; it stays inside."""
        left = min(max(0.0, self._frame.left() + across), self._picture.width() - self._frame.width())
        top = min(max(0.0, self._frame.top() + down), self._picture.height() - self._frame.height())
        self._frame.moveTo(left, top)
        self.update()

    def resize_frame(self, steps: float) -> None:
        """Make the frame larger or smaller around its centre; it keeps 4:5 and stays inside."""
        width = min(self._widest, max(float(_SMALLEST), self._frame.width() + steps * _STEP * self._widest))
        centre = self._frame.center()
        self._frame = QRectF(0, 0, width, width * _RATIO)
        self._frame.moveCenter(centre)
        self.shift(0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, the shade and the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRectF(self._left(), 0, self._shown.width(), self._shown.height())
        painter.drawImage(place, self._picture)
        factor = self._factor()
        frame = QRectF(
            self._left() + self._frame.left() * factor,
            self._frame.top() * factor,
            self._frame.width() * factor,
            self._frame.height() * factor,
        )
        painter.fillRect(place, QColor(0, 0, 0, 120))
        painter.drawImage(frame, self._picture, self._frame)
        painter.setPen(QPen(QColor(theme.colours().accent if self.hasFocus() else theme.PAPER), 2))
        painter.drawRect(frame)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the frame."""
        self._grip = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the frame."""
        if self._grip is not None:
            moved, factor = event.position() - self._grip, self._factor()
            self._grip = event.position()
            self.shift(moved.x() / factor, moved.y() / factor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._grip = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Resize the frame."""
        self.resize_frame(event.angleDelta().y() / 120)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, + and - resize."""
        move = _MOVES.get(Qt.Key(event.key()))
        if move is not None:
            pixels = max(1.0, self._widest * _STEP)
            self.shift(move[0] * pixels, move[1] * pixels)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.resize_frame(1)
        elif event.key() == Qt.Key.Key_Minus:
            self.resize_frame(-1)
        else:
            super().keyPressEvent(event)
