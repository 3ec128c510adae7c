"""The row builder: label, input and one line of remarks, with the names for screen readers set once for all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.editors.inputs import Editor
from ganbu_desktop.desktop.kit.widgets import Remark
from ganbu_desktop.foundation.findings import Finding, Level

TONES = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "hint"}


class FieldRow(QWidget):
    """One field of a form."""

    left = Signal(str)

    def __init__(self, name: str, editor: Editor) -> None:
        """``name`` is the record's attribute."""
        super().__init__()
        self.name = name
        self.editor = editor
        self._findings: list[Finding] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(0.5))
        self.label = QLabel(editor.field.label)
        self.label.setProperty("role", "label")
        self.label.setBuddy(editor.widget)
        self.remark = Remark()
        layout.addWidget(self.label)
        layout.addWidget(editor.widget)
        layout.addWidget(self.remark)
        layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        editor.changed.connect(self.update_remark)
        editor.left.connect(self._leave)
        self.update_remark()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what the check has to say about this field, the gravest first."""
        self._findings = sorted(findings, key=lambda f: f.level.rank)
        self.update_remark()

    def _leave(self) -> None:
        self.editor.tidy()
        self.update_remark()
        self.left.emit(self.name)

    def error(self) -> str:
        """Return why the input cannot be taken, or empty."""
        tone, text = self.editor.remark()
        return text if tone == "error" else ""

    def is_gap(self) -> bool:
        """Return whether the field should be filled by a person and is still empty."""
        field = self.editor.field
        return field.wanted and not field.by_program and not self.editor.text().strip()

    def update_remark(self) -> None:
        """Say what is wrong, else what the check found, else how the input is understood."""
        tone, text = self.editor.remark()
        if tone != "error" and self._findings:
            tone = TONES[self._findings[0].level]
            text = "\n".join(f"{f.level.label}：{f.message}" for f in self._findings)
        self.remark.say(tone, text)
        self.editor.show_gap(self.is_gap())
        widget = self.editor.widget
        mark = "error" if tone == "error" else ""
        if widget.property("tone") != mark:
            widget.setProperty("tone", mark)
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        help_text = self.editor.field.help
        widget.setAccessibleDescription("；".join(part for part in (text, help_text) if part))
