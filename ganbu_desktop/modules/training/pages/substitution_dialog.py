"""Deciding on a wish to send somebody else: who decides, and what the opinion is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit

from ganbu_desktop.desktop.kit.widgets import PlainDialog, danger_button, plain_button, primary_button, row, text_label
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel import options
from ganbu_desktop.modules.training import actions
from ganbu_desktop.modules.training.records import Substitution


class SubstitutionDialog(PlainDialog):
    """One wish, with 同意 and 不同意; the hand that decides is another than the one that handed it in."""

    def __init__(self, desk: Desk, wish: Substitution) -> None:
        """Show what is asked for."""
        people = {p.person.id: options.person_label(p) for p in options.people_of(desk.office, _both(wish))}
        said = f"{people.get(wish.substitute_id, '？')} 代替 {people.get(wish.person_id, '？')}"
        super().__init__(desk.window, "审批替训", said)
        self._desk, self._wish = desk, wish
        self.body.addWidget(text_label(f"理由：{wish.reason}", wrap=True))
        self.body.addWidget(text_label(f"经办：{wish.applied_by or '未写明'}　申请日期：{wish.applied_on or '未写明'}"))
        self.approver, self.opinion = QLineEdit(desk.office.account.name), QLineEdit()
        self.add_field("审批人", self.approver)
        self.add_field("审批意见", self.opinion)
        yes = primary_button("同意", "ok", lambda: self.decide(True))
        no = danger_button("不同意", "close", lambda: self.decide(False))
        self.body.addWidget(row(yes, no, plain_button("取消", "", self.reject), stretch=True))

    def decide(self, is_approved: bool) -> None:
        """Record the decision; a refusal of the program keeps the dialog open."""
        try:
            actions.decide_substitution(
                self._desk.office,
                self._wish,
                is_approved=is_approved,
                approved_by=self.approver.text(),
                opinion=self.opinion.text(),
            )
        except GanbuError as error:
            self._desk.messages.error(self, error)
            return
        self._desk.notify("已登记审批，可按 Ctrl+Z 撤销")
        self.accept()


def _both(wish: Substitution) -> list[str]:
    return [wish.person_id, wish.substitute_id]


def decide_next(desk: Desk, waiting: Sequence[Substitution]) -> bool:
    """Show the first wish that waits; return whether it was decided."""
    dialog = SubstitutionDialog(desk, waiting[0])
    is_decided = bool(dialog.exec())
    dialog.deleteLater()
    return is_decided
