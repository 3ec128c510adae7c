"""A veil over one input: what is private stands masked on screen until somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.editors.inputs import Editor


class Veil(QPushButton):
    """Lies over an input that holds something; a click, a key or a jump to the field lifts it, after being noted."""

    def __init__(self, editor: Editor, masked: Callable[[str], str], may_lift: Callable[[], bool]) -> None:
        """``masked`` says what may be read of a text; ``may_lift`` notes the look and says whether it is allowed."""
        super().__init__(editor.widget)
        self._editor = editor
        self._masked = masked
        self._may_lift = may_lift
        self._policy = editor.widget.focusPolicy()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        c = theme.colours()
        self.setStyleSheet(
            f"QPushButton {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.line_strong};"
            " text-align: left; padding: 0 6px; min-height: 0; }"
            f" QPushButton:focus {{ border: 2px solid {c.accent}; }}"
        )
        self.setToolTip("点击显示；谁在什么时候看过会记入查看留痕")
        self.clicked.connect(self.lift)
        editor.widget.installEventFilter(self)
        QWidget.setTabOrder(editor.widget, self)
        self.hide()

    def is_down(self) -> bool:
        """Return whether the input is covered."""
        return not self.isHidden()

    def drop(self) -> None:
        """Cover the input if there is anything in it."""
        text = self._editor.text()
        if not text:
            self._raise_up()
            return
        shown = self._masked(text)
        self.setText(f"{shown}　点击显示")
        self.setAccessibleName(f"{self._editor.field.label}，已遮住，按空格键显示")
        self.setGeometry(self._editor.widget.rect())
        self._editor.widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show()
        self.raise_()

    def lift(self) -> None:
        """Show what stands there, once the look has been noted."""
        if self.is_down() and self._may_lift():
            self._raise_up()
            self._editor.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _raise_up(self) -> None:
        self._editor.widget.setFocusPolicy(self._policy)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the input; whoever is led to the input itself has asked for it."""
        if watched is self._editor.widget and self.is_down():
            if event.type() == QEvent.Type.Resize:
                self.setGeometry(self._editor.widget.rect())
            elif event.type() == QEvent.Type.FocusIn:
                self.lift()
        return False
