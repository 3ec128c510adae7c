"""A dialog of several steps: their names on the left, one step at a time on the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets.basic import (
    Heading,
    plain_button,
    primary_button,
    resize_within_screen,
    scrolled,
)
from ganbu_desktop.desktop.kit.widgets.dialogs import make_default


class Step(QWidget):
    """One step; fill ``body`` and emit ``complete_changed`` when ``is_complete`` may have changed.

    ``final`` steps cannot be gone back from. Work off the thread: return False from ``leave`` and emit
    ``advance_asked`` when it has succeeded.
    """

    complete_changed = Signal()
    advance_asked = Signal()
    final = False

    def __init__(self, title: str, sub: str = "") -> None:
        """``sub`` is the muted line under the title."""
        super().__init__()
        self.title = title
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.space(1.5))
        self.heading = Heading(title, sub, level="heading")
        self.body.addWidget(self.heading)

    def is_complete(self) -> bool:
        """Return whether one may go on."""
        return True

    def enter(self) -> None:
        """Get ready to be shown."""

    def leave(self) -> bool:
        """Return whether one may go on now; work of the step is done here."""
        return True


class StepDialog(QDialog):
    """Back, next and finish over a list of steps."""

    def __init__(self, parent: QWidget | None, title: str, steps: Sequence[Step], *, finish: str = "完成") -> None:
        """The dialog is accepted when the last step lets go."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.finish_text = finish
        self._steps = list(steps)
        self._labels = [QLabel() for _ in self._steps]
        self._stack = QStackedWidget()
        for step in self._steps:
            self._stack.addWidget(scrolled(step))
            step.complete_changed.connect(self._update)
            step.advance_asked.connect(self.advance)
        self.back = plain_button("上一步", "", self.go_back)
        self.next = primary_button("下一步", "", self.go_next)
        make_default(self.next, self)
        self.cancel = plain_button("取消", "", self.reject)
        self._assemble()
        self._show(0)
        resize_within_screen(self, 820, 540)

    def _assemble(self) -> None:
        side = QFrame()
        side.setProperty("role", "side")
        names = QVBoxLayout(side)
        names.setContentsMargins(theme.space(2), theme.space(3), theme.space(2), theme.space(2))
        names.setSpacing(theme.space(2))
        for label in self._labels:
            names.addWidget(label)
        names.addStretch(1)
        side.setMinimumWidth(theme.pixels(170))
        foot = QHBoxLayout()
        foot.setSpacing(theme.space(1))
        foot.addStretch(1)
        for button in (self.back, self.next, self.cancel):
            foot.addWidget(button)
        right = QVBoxLayout()
        right.setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(2))
        right.setSpacing(theme.space(2))
        right.addWidget(self._stack, 1)
        right.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(side)
        layout.addLayout(right, 1)

    def current(self) -> Step:
        """Return the step on show."""
        return self._steps[self._stack.currentIndex()]

    def go_next(self) -> None:
        """Leave this step for the next, or finish."""
        if self.next.isEnabled() and self.current().leave():
            self.advance()

    def advance(self) -> None:
        """Show the next step, or finish, without asking this one."""
        index = self._stack.currentIndex() + 1
        if index == len(self._steps):
            self.accept()
        else:
            self._show(index)

    def go_back(self) -> None:
        """Return to the step before."""
        if self.back.isEnabled():
            self._show(self._stack.currentIndex() - 1)

    def _show(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self.current().enter()
        self._update()
        self.current().setFocus()
        if self.current().focusProxy() is None:
            self.current().focusNextChild()

    def _update(self) -> None:
        index = self._stack.currentIndex()
        last = index == len(self._steps) - 1
        self.next.setText(self.finish_text if last else "下一步")
        self.next.setEnabled(self.current().is_complete())
        self.back.setEnabled(index > 0 and not self.current().final)
        for i, (label, step) in enumerate(zip(self._labels, self._steps, strict=True)):
            label.setText(f"{'✓' if i < index else i + 1}　{step.title}")
            label.setProperty("role", "" if i == index else "muted")
            weight = 600 if i == index else 400
            label.setStyleSheet(f"font-weight: {weight};")
            label.setAlignment(Qt.AlignmentFlag.AlignLeft)
