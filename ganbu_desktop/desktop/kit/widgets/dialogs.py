"""Dialogs: a heading, labelled inputs, a row of buttons; never larger than the screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets.basic import Heading, Run, column, plain_button, primary_button, scrolled


def _move_items(old: QVBoxLayout, new: QVBoxLayout, count: int) -> None:
    """Move the first ``count`` items of a column into another one, each with its stretch."""
    new.setContentsMargins(0, 0, 0, 0)
    new.setSpacing(old.spacing())
    for _ in range(count):
        stretch, item = old.stretch(0), old.takeAt(0)
        widget, layout = item.widget(), item.layout()
        if widget is not None:
            new.addWidget(widget, stretch)
        elif layout is not None:
            layout.setParent(None)
            new.addLayout(layout, stretch)
        else:
            new.addItem(item)


class PlainDialog(QDialog):
    """A dialog with a heading; fill ``body``, then ``add_buttons``."""

    def __init__(self, parent: QWidget | None, title: str, sub: str = "", *, width: int = 480) -> None:
        """``width`` in pixels at 100 %."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(2))
        self.body.setSpacing(theme.space(1.5))
        self.heading = Heading(title, sub, level="heading")
        self.body.addWidget(self.heading)
        self.setMinimumWidth(theme.pixels(width))

    def event(self, event: QEvent) -> bool:
        """Grow with what is said while the dialog is open, never larger than the screen."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            needed = self.body.totalHeightForWidth(self.width())
            if needed > self.height():
                self.resize(self.width(), min(needed, round(self.screen().availableSize().height() * 0.9)))
        return handled

    def showEvent(self, event: QShowEvent) -> None:
        """Let all but the buttons scroll where the screen is too low for the dialog."""
        highest = round(self.screen().availableSize().height() * 0.9)
        needed = self.body.totalMinimumHeightForWidth(self.width()) if self.body.hasHeightForWidth() else 0
        if self.body.count() > 1 and max(needed, self.body.totalMinimumSize().height()) > highest:
            inner = QWidget()
            _move_items(self.body, QVBoxLayout(inner), self.body.count() - 1)
            self.body.insertWidget(0, scrolled(inner), 1)
            self.body.activate()
            self.resize(self.width(), highest)
        super().showEvent(event)

    def add_field(self, text: str, widget: QWidget) -> None:
        """Add a labelled input, named for screen readers."""
        self.body.addWidget(labelled(text, widget))


def labelled(text: str, widget: QWidget) -> QWidget:
    """Return an input under its label, named for screen readers."""
    label = QLabel(text)
    label.setProperty("role", "label")
    label.setBuddy(widget)
    widget.setAccessibleName(text)
    holder = column(label, widget)
    layout = holder.layout()
    if layout is not None:
        layout.setSpacing(theme.space(0.5))
    return holder


def password_line() -> QLineEdit:
    """Return a line whose text is not shown."""
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line


def make_default(button: QPushButton, dialog: QDialog) -> None:
    """Let Enter press ``button``; it joins its dialog first, since Qt forgets the default of a button without one."""
    button.setParent(dialog)
    button.setDefault(True)


def dialog_buttons(
    dialog: QDialog, *, ok: str = "确定", cancel: str = "取消", run: Run | None = None
) -> tuple[QWidget, QPushButton]:
    """Return the button row of a dialog and its default button; ``run`` instead of ``accept`` when given."""
    good = primary_button(ok, "", run or dialog.accept)
    make_default(good, dialog)
    bad = plain_button(cancel, "", dialog.reject)
    holder = QWidget()
    layout = QHBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.space(1))
    layout.addStretch(1)
    layout.addWidget(good)
    layout.addWidget(bad)
    return holder, good
