"""Deciding who a doubtful person is: one of the stored ones, somebody new, or nobody to import now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import link_button
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.identity_mask import masked
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.intake.pages.import_lines import UnitNames
from ganbu_desktop.modules.intake.plan import PersonPlan, Status

_LATER, _NEW, _SAME = -2, -3, -4
"""Numbers of the answers; Qt keeps -1 for itself."""


class DoubtPanel(QFrame):
    """The candidates side by side with the file's person; ``decided`` gives the person, None for a new one.

    Of a row that may be the same person as an earlier one: ``joined`` when it is, ``new_wanted`` when it is not; True
    stands for all such rows at once.
    """

    decided = Signal(object)
    put_off = Signal()
    joined = Signal(bool)
    new_wanted = Signal(bool)

    def __init__(self) -> None:
        """Start empty and hidden."""
        super().__init__()
        self.setObjectName("doubt")
        full, soft = theme.colours().tone("warning")
        self.setStyleSheet(f"#doubt {{ background: {soft}; border-left: 4px solid {full}; border-radius: 4px; }}")
        self.setAccessibleName("这是哪一位")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(theme.space(1.5), theme.space(1), theme.space(1.5), theme.space(1))
        self._layout.setSpacing(0)
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._clicked)
        self._candidates: list[Person] = []
        self.hide()

    def show_plan(self, plan: PersonPlan | None, names: UnitNames) -> None:
        """Ask about a person who is or was doubtful; hide for all others."""
        self._empty()
        asked = plan is not None and bool(plan.candidates or plan.rival)
        self.setVisible(asked)
        if plan is None or not asked:
            return
        if plan.rival is not None:
            self._ask_of_rows(plan, plan.rival, names)
            return
        self._candidates = list(plan.candidates)
        incoming = plan.incoming
        known = _who(incoming.name, incoming.born_on, incoming.id_number, incoming.unit_name)
        self._layout.addWidget(words(f"文件中：{known}"))
        self._layout.addWidget(words("库中有可能是同一人的，这是哪一位？", "heading"))
        for number, person in enumerate(self._candidates):
            post = person.current_post_short or person.current_post or "职务未填"
            unit = names.get(person.unit_id or "", "")
            self._add(number, f"库中的 {_who(person.name, person.born_on, person.id_number, unit)}，{post}")
        self._add(_NEW, "都不是，作为新人导入")
        self._add(_LATER, "先不导入，以后再定")
        self._mark(plan)

    def _ask_of_rows(self, plan: PersonPlan, rival: PersonPlan, names: UnitNames) -> None:
        """Ask whether two rows of the files are one person."""
        self._candidates = []
        for one in (rival.incoming, plan.incoming):
            known = _who(one.name, one.born_on, one.id_number, one.unit_name)
            self._layout.addWidget(words(f"{one.place}：{known}"))
        self._layout.addWidget(words("这两行是同一个人吗？", "heading"))
        self._add(_SAME, "是同一个人：合为一人，后一行只补前一行没填的")
        self._add(_NEW, "不是同一个人：作为另一个人导入")
        self._add(_LATER, "这一行先不导入")
        chosen = {Status.NEW: _NEW, Status.CHANGED: _NEW, Status.REFUSED: _SAME}.get(plan.status, _LATER)
        self._group.button(chosen).setChecked(True)
        line = QHBoxLayout()
        line.addWidget(link_button("所有这样的行都按同一个人", "", lambda: self.joined.emit(True)))
        line.addWidget(link_button("都作为另一个人", "", lambda: self.new_wanted.emit(True)))
        line.addStretch(1)
        holder = QWidget()
        holder.setLayout(line)
        line.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(holder)

    def _mark(self, plan: PersonPlan) -> None:
        chosen = _LATER
        if plan.status is Status.NEW:
            chosen = _NEW
        elif plan.target is not None:
            chosen = next((n for n, p in enumerate(self._candidates) if p.id == plan.target.id), _LATER)
        self._group.button(chosen).setChecked(True)

    def _add(self, number: int, text: str) -> None:
        button = QRadioButton(text)
        button.setToolTip(text)
        self._group.addButton(button, number)
        self._layout.addWidget(button)

    def _empty(self) -> None:
        for button in self._group.buttons():
            self._group.removeButton(button)
        while self._layout.count():
            taken = self._layout.takeAt(0)
            widget = taken.widget() if taken is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _clicked(self, number: int) -> None:
        if number == _LATER:
            self.put_off.emit()
        elif number == _SAME:
            self.joined.emit(False)
        elif number == _NEW and not self._candidates:
            self.new_wanted.emit(False)
        else:
            self.decided.emit(self._candidates[number] if number >= 0 else None)

    def focus_first(self) -> None:
        """Put the focus on the answers."""
        buttons = self._group.buttons()
        if buttons:
            buttons[0].setFocus(Qt.FocusReason.TabFocusReason)


def _who(name: str | None, born_on: PartialDate | None, id_number: str | None, unit: str) -> str:
    born = f"{born_on} 出生" if born_on else "出生年月不详"
    return "，".join(part for part in (name or "姓名不详", unit, born, masked(id_number) or "无身份证号") if part)
