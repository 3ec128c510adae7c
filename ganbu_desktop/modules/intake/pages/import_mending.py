"""The line under the refused cells: where one stands, what is wrong with it, and room to write it right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import plain_button
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.modules.intake.incoming import Problem

_ELSEWHERE = "这一处关系到整行或整个文件，请在文件里改好再读取；也可以导出标红工作簿交回单位。"
_NONE = "选中一格，就可以在这里改好导入。"


class MendingLine(QWidget):
    """``corrected`` carries the new text of the cell on show."""

    corrected = Signal(str)

    def __init__(self) -> None:
        """Start without a cell."""
        super().__init__()
        self.where = words("", "heading", wraps=False)
        self.text = QLineEdit()
        self.text.setAccessibleName("改正后的内容")
        self.reason = words("", "error")
        self.button = plain_button("改好这一格", "ok", self._mend)
        self.text.returnPressed.connect(self._mend)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, theme.space(1), 0, 0)
        layout.addWidget(self.where, 0, 0, 1, 3)
        layout.addWidget(self.text, 1, 0)
        layout.addWidget(self.reason, 1, 1, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.button, 1, 2)
        layout.setColumnStretch(0, 2)
        layout.setColumnStretch(1, 3)
        self.show_problem(None, may_correct=False)

    def show_problem(self, problem: Problem | None, *, may_correct: bool) -> None:
        """Show a refused cell; one that cannot be mended here says where it can."""
        place = f"{problem.place}　{problem.header}" if problem else ""
        self.where.setText(place)
        self.text.setText(problem.text if problem else "")
        self.reason.setText((problem.message if may_correct else _ELSEWHERE) if problem else _NONE)
        for widget in (self.text, self.button):
            widget.setEnabled(may_correct)

    def refuse(self, sentence: str) -> None:
        """Say why the new text will not do; it stays to be mended."""
        self.reason.setText(sentence)
        self.text.setFocus()

    def _mend(self) -> None:
        if self.button.isEnabled():
            self.corrected.emit(self.text.text())
