"""Asking what becomes of reminders: put off to a day, or ignored, each with its reason."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ganbu_desktop.desktop.kit.widgets import Notice, PlainDialog, dialog_buttons
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.reminders.reminder import Answer

REASONS = ("已另行安排", "情况特殊，暂不办理", "数据有误，正在更正")


class AnswerDialog(PlainDialog):
    """A reason, and for 以后再说 the day on which the reminder comes back; refuses what cannot be taken."""

    def __init__(self, parent: QWidget | None, what: Answer, count: int) -> None:
        """``what``: LATER or IGNORED."""
        super().__init__(parent, what.value, f"{count} 条提醒；理由会留在操作记录里")
        self._what = what
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("如：" + "；".join(REASONS))
        self.add_field("理由", self.reason)
        self.day = QLineEdit()
        self.day.setPlaceholderText("如 2027.01.15")
        if what is Answer.LATER:
            self.add_field("暂缓到哪一天", self.day)
        self._notice = Notice("error", "")
        self._notice.clear()
        self.body.addWidget(self._notice.keep_place())
        buttons, _ = dialog_buttons(self, run=self._check)
        self.body.addWidget(buttons)
        self.until: PartialDate | None = None

    def _check(self) -> None:
        if not self.reason.text().strip():
            self._notice.say("error", "请写明理由")
            self.reason.setFocus()
            return
        if self._what is Answer.LATER and not self._read_day():
            self.day.setFocus()
            return
        self.accept()

    def _read_day(self) -> bool:
        try:
            self.until = PartialDate.parse(self.day.text())
        except FieldError as error:
            self._notice.say("error", str(error))
            return False
        return True
