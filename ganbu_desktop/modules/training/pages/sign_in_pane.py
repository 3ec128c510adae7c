"""The sign-in of a class: a lesson is chosen, and marks are set with one key each (1 出勤, 2 迟到, 3 请假, 4 缺席)."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import plain_button, row, text_label
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation import codes, person_name
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.modules.training import actions
from ganbu_desktop.modules.training.queries.classes import ClassView, absent_count
from ganbu_desktop.modules.training.records.teaching import ABSENT, LATE, LEAVE, PRESENT

_COLUMNS = (
    Column("name", "姓名", 88),
    Column("unit", "单位", 150),
    Column("post", "职务", 200),
    Column("mark", "本次", 80, align="center"),
    Column("leave", "缺课占比", 90, align="right"),
    Column("absent", "缺席", 60, align="right"),
    Column("signed", "已签课次", 80, align="right"),
)
_KEYS = {"1": PRESENT, "2": LATE, "3": LEAVE, "4": ABSENT}


class SignInPane(QWidget):
    """Marks of one lesson after the other; ``changed`` tells that some were written."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        """Start without a class."""
        super().__init__()
        self._desk = desk
        self._view: ClassView | None = None
        self.lesson = QComboBox()
        self.lesson.setAccessibleName("课次")
        self.lesson.setMinimumWidth(theme.pixels(280))
        self.table = DataTable(
            "training.sign-in", ListSource(_COLUMNS), title="签到", desk=desk, frozen=1, filters=False
        )
        self.table.set_empty("名单是空的，或还没有课次。先录入课程表。")
        table = codes.table("training_attendance_mark")
        buttons = [
            plain_button(f"{table.label_for(mark)}（{key}）", "", partial(self.mark, mark))
            for key, mark in _KEYS.items()
        ]
        self.all_button = plain_button("未标记的全部出勤", "check", self.mark_rest)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(row(text_label("课次"), self.lesson, *buttons, self.all_button, stretch=True))
        layout.addWidget(self.table, 1)
        self.lesson.currentIndexChanged.connect(lambda _index: self._fill())
        for key, mark in _KEYS.items():
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self.mark, mark))

    def show_class(self, view: ClassView) -> None:
        """Show a class, keeping the lesson that was chosen."""
        chosen = self.session_id()
        is_same = self._view is not None and self._view.entry.id == view.entry.id
        self._view = view
        self.lesson.blockSignals(True)
        self.lesson.clear()
        for session in sorted(view.sessions, key=lambda s: (str(s.held_on or "9"), s.part or "", s.position)):
            part = codes.table("training_day_part").label_for(session.part) if session.part else ""
            self.lesson.addItem(f"{session.held_on or ''}{part} {session.course}".strip(), session.id)
        index = self.lesson.findData(chosen) if is_same and chosen else 0
        self.lesson.setCurrentIndex(max(index, 0))
        self.lesson.blockSignals(False)
        self._fill()

    def session_id(self) -> str | None:
        """Return the chosen lesson."""
        chosen = self.lesson.currentData()
        return str(chosen) if chosen else None

    def _fill(self) -> None:
        source = self.table.source
        assert isinstance(source, ListSource)
        session_id = self.session_id()
        rows = []
        for learner in self._view.present if self._view else ():
            mark = learner.marks.get(session_id or "")
            cells = (
                person_name.padded(learner.person.name),
                learner.person.unit_name,
                learner.person.post,
                codes.table("training_attendance_mark").label_for(mark) if mark else "",
                learner.leave.shown(),
                str(absent_count(learner) or ""),
                str(len(learner.marks)),
            )
            tone = "error" if learner.leave.is_over else "warning" if learner.leave.is_near else ""
            rows.append(Row(learner.person.id, cells, tone=tone))
        source.set_rows(rows)
        current = self.table.current_id()
        self.table.reload()
        if current:
            self.table.select(current)

    def mark(self, mark: str) -> None:
        """Set a mark for the chosen people and go on to the next one."""
        ids = self.table.selected_ids() or [i for i in [self.table.current_id()] if i]
        if not ids:
            return
        everybody = self.table.all_ids()
        following = everybody.index(ids[-1]) + 1 if ids[-1] in everybody else 0
        if self._write(dict.fromkeys(ids, mark)) and following < len(everybody):
            self.table.select(everybody[following])

    def mark_rest(self) -> None:
        """Set everybody without a mark present."""
        session_id = self.session_id()
        if self._view is None or session_id is None:
            return
        rest = [x.person.id for x in self._view.present if session_id not in x.marks]
        if rest:
            self._write(dict.fromkeys(rest, PRESENT))

    def _write(self, marks: dict[str, str]) -> bool:
        session_id = self.session_id()
        if session_id is None:
            self._desk.messages.info(self._desk.window, "签到", "还没有课次，先录入课程表。")
            return False
        try:
            number = actions.mark_attendance(self._desk.office, session_id, dict(marks))
        except GanbuError as error:
            self._desk.messages.error(self._desk.window, error)
            return False
        self._desk.notify(f"已标记 {number} 人，可按 Ctrl+Z 撤销")
        self.changed.emit()
        return True
