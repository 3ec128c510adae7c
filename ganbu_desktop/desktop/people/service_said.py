"""Asking what another 管理状态, unit or 编制 means: something happened on a day, or the record was wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from ganbu_desktop.desktop.kit.widgets import Notice, PlainDialog, dialog_buttons
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.service_change import RECORDED, Said

_SHOWN = 6


class SaidDialog(PlainDialog):
    """变动 with its day (the default), 更正, or not known yet; ``said`` is the answer."""

    def __init__(self, parent: QWidget | None, lines: Sequence[str], month: PartialDate) -> None:
        """``lines``: who changes from what to what; ``month``: the day that stands there at first."""
        more = [f"…… 共 {len(lines)} 人"] if len(lines) > _SHOWN else []
        super().__init__(parent, "变动还是更正？", "\n".join([*lines[:_SHOWN], *more]), width=560)
        self.changed = QRadioButton("变动：从这一天起改变，以前的经历留着")
        self.corrected = QRadioButton("更正：原来记错了，一直就是这样")
        self.unsaid = QRadioButton("还不清楚：先保存，列入存疑，以后在“服务经历”里补日期")
        self._choices = QButtonGroup(self)
        self.day, self.document = QLineEdit(str(month)), QLineEdit()
        self.document.setPlaceholderText("如 青组干〔2026〕12号；可以不填")
        self.body.addWidget(self.changed)
        self.add_field("变动日期", self.day)
        self.add_field("文号", self.document)
        for choice in (self.corrected, self.unsaid):
            self.body.addWidget(choice)
        for choice in (self.changed, self.corrected, self.unsaid):
            self._choices.addButton(choice)
        self.changed.toggled.connect(self._follow)
        self.changed.setChecked(True)
        self._notice = Notice("error", "")
        self._notice.clear()
        self.body.addWidget(self._notice.keep_place())
        buttons, _ = dialog_buttons(self, ok="保存", run=self._check)
        self.body.addWidget(buttons)
        self.said: Said | None = None

    def _follow(self, is_change: bool) -> None:
        self.day.setEnabled(is_change)
        self.document.setEnabled(is_change)

    def _check(self) -> None:
        if self.changed.isChecked():
            try:
                day = PartialDate.parse(self.day.text())
            except FieldError as error:
                self._notice.say("error", str(error))
                self.day.setFocus()
                return
            self.said = Said(day, self.document.text().strip() or RECORDED)
        else:
            self.said = Said(None) if self.corrected.isChecked() else None
        self.accept()


def ask_said(parent: QWidget, lines: Sequence[str], month: PartialDate) -> tuple[bool, Said | None]:
    """Return whether to go on, and what was answered."""
    dialog = SaidDialog(parent, lines, month)
    accepted = bool(dialog.exec())
    dialog.deleteLater()
    return accepted, dialog.said
