"""The right side of the import preview: one person or unit, field by field, old and new."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPlainTextEdit, QSplitter, QTextEdit, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import Badge, EmptyState, Notice, link_button
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.modules.intake.pages.import_doubt import DoubtPanel
from ganbu_desktop.modules.intake.pages.import_lines import Line, UnitNames, lines_of_person, lines_of_unit, unit_of
from ganbu_desktop.modules.intake.pages.import_models import LinesModel
from ganbu_desktop.modules.intake.pages.import_views import CheckTree
from ganbu_desktop.modules.intake.plan import PersonPlan, Status, UnitPlan

TONES = {Status.NEW: "ok", Status.CHANGED: "accent", Status.DOUBTFUL: "warning", Status.REFUSED: "error"}
_COMPARED_AT_MOST = 4000
_LARGE_LETTERS = 1.7


class TextPair(QWidget):
    """Two texts beside each other with what differs marked."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.before, self.after = QPlainTextEdit(), QPlainTextEdit()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1))
        for view, title in ((self.before, "库中现有"), (self.after, "文件中")):
            view.setReadOnly(True)
            view.setAccessibleName(title)
            view.setTabChangesFocus(True)
            view.setMinimumHeight(theme.pixels(36))
            column = QVBoxLayout()
            column.setSpacing(theme.space(0.5))
            label = QLabel(title)
            label.setProperty("role", "label")
            column.addWidget(label)
            column.addWidget(view, 1)
            layout.addLayout(column, 1)

    def show_texts(self, before: str, after: str) -> None:
        """Show two texts."""
        self.before.setPlainText(before)
        self.after.setPlainText(after)
        same = not before or not after or len(before) + len(after) > _COMPARED_AT_MOST
        blocks = [] if same else SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        gone = [(i, j) for tag, i, j, _, _ in blocks if tag in ("replace", "delete")]
        come = [(i, j) for tag, _, _, i, j in blocks if tag in ("replace", "insert")]
        c = theme.colours()
        self.before.setExtraSelections(_marks(self.before, gone, c.error_soft))
        self.after.setExtraSelections(_marks(self.after, come, c.ok_soft))


def _marks(view: QPlainTextEdit, spans: Sequence[tuple[int, int]], colour: str) -> list[QTextEdit.ExtraSelection]:
    style = QTextCharFormat()
    style.setBackground(QColor(colour))
    style.setFontUnderline(True)
    found = []
    for start, end in spans:
        mark = QTextEdit.ExtraSelection()
        cursor = QTextCursor(view.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        mark.cursor, mark.format = cursor, style  # type: ignore[attr-defined]
        found.append(mark)
    return found


class DetailPanel(QWidget):
    """What the import would do to the current person or unit; ``chosen`` tells that a tick has changed.

    ``match_wanted`` asks to name the stored person whom a new one really is.
    """

    chosen = Signal()
    match_wanted = Signal()

    def __init__(self) -> None:
        """Start with nobody."""
        super().__init__()
        self.plan: PersonPlan | None = None
        self._photos_left: set[int] = set()
        self._title = QLabel()
        self._title.setProperty("role", "heading")
        self._badge = Badge()
        self._sub = words(role="muted")
        self.all = link_button("全部采用", "ok", lambda: self.lines.take_all(True))
        self.none = link_button("全部不采用", "close", lambda: self.lines.take_all(False))
        self.match = link_button("对应到库中人员…", "people", self.match_wanted.emit)
        self.photo = QCheckBox("换上文件中的照片")
        self.photo.toggled.connect(self._photo)
        self.doubt = DoubtPanel()
        self.notice = Notice()
        self.lines = LinesModel(self)
        self.lines.chosen.connect(self.chosen)
        self.tree = CheckTree("逐项对照", self.lines)
        self.tree.setMinimumHeight(theme.pixels(72))
        self.tree.selectionModel().currentChanged.connect(self._current)
        self.texts = TextPair()
        self.empty = EmptyState("请在左边选一个人", "person")
        self._assemble()
        self.show_nobody()

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.space(1))
        for widget in (self._title, self._badge):
            head.addWidget(widget)
        head.addStretch(1)
        for button in (self.match, self.photo, self.all, self.none):
            head.addWidget(button)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.tree)
        self._split.addWidget(self.texts)
        self._split.setStretchFactor(0, 3)
        self._split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1))
        self._head = QWidget()
        self._head.setLayout(head)
        head.setContentsMargins(0, 0, 0, 0)
        for part in (self._head, self._sub, self.doubt):
            layout.addWidget(part)
        layout.addWidget(self._split, 1)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.notice)

    def show_nobody(self, text: str = "请在左边选一个人") -> None:
        """Show that there is nothing to show."""
        self.plan = None
        self.lines.set_lines([])
        self.empty.say(text)
        self._show_parts(something=False, lines=False)
        self.doubt.hide()
        self.notice.clear()

    def _show_parts(self, *, something: bool, lines: bool) -> None:
        self._head.setVisible(something)
        self._sub.setVisible(something)
        self._split.setVisible(lines)
        self.empty.setVisible(not lines)
        self.all.setVisible(lines)
        self.none.setVisible(lines)

    def show_person(self, plan: PersonPlan, names: UnitNames) -> None:
        """Show one person of the plan."""
        self.plan = plan
        lines = lines_of_person(plan, names) if plan.status in (Status.NEW, Status.CHANGED) else []
        known = "　".join(part for part in (unit_of(plan, names), str(plan.incoming.place)) if part)
        self._show_head(plan.name, plan.status, known, lines)
        self.doubt.show_plan(plan, names)
        self.match.setVisible(plan.status is Status.NEW and not plan.candidates)
        self.texts.setVisible(_room_for_texts() and not plan.candidates)
        self.notice.say("hint", "；".join(plan.incoming.notices))
        self.photo.setVisible(plan.photo_is_new or id(plan) in self._photos_left)
        self.photo.setText("导入照片" if plan.status is Status.NEW else "换上文件中的照片")
        self.photo.blockSignals(True)
        self.photo.setChecked(plan.photo_is_new)
        self.photo.blockSignals(False)
        self.empty.say(_empty_text(plan))

    def show_unit(self, plan: UnitPlan) -> None:
        """Show one unit of the plan."""
        self.plan = None
        self.texts.setVisible(_room_for_texts())
        self.doubt.hide()
        self.notice.clear()
        self.photo.hide()
        self.match.hide()
        name = plan.incoming.values.get("name") or (plan.target.name if plan.target else "") or ""
        self._show_head(name, plan.status, str(plan.incoming.place), lines_of_unit(plan))
        if plan.status is Status.NEW:
            self.all.hide()
            self.none.hide()

    def _show_head(self, title: str, status: Status, sub: str, lines: list[Line]) -> None:
        self._title.setText(title)
        self._badge.set(status.value, TONES.get(status, ""))
        self._sub.setText(sub)
        self.lines.set_lines(lines)
        self._show_parts(something=True, lines=bool(lines))
        for row in range(self.lines.rowCount()):
            self.tree.expand(self.lines.index(row, 0))
        self._expand_changed()
        first = self.lines.index(0, 0)
        while self.lines.rowCount(first):
            first = self.lines.index(0, 0, first)
        self.tree.setCurrentIndex(first)

    def _expand_changed(self) -> None:
        for row in range(self.lines.rowCount()):
            group = self.lines.index(row, 0)
            for below in range(self.lines.rowCount(group)):
                index = self.lines.index(below, 0, group)
                line = self.lines.line(index)
                if line is not None and line.children and not line.is_new:
                    self.tree.expand(index)

    def _current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        line = self.lines.line(current)
        self.texts.show_texts(line.before if line else "", line.after if line else "")

    def _photo(self, wanted: bool) -> None:
        if self.plan is not None:
            self.plan.photo_is_new = wanted
            (self._photos_left.discard if wanted else self._photos_left.add)(id(self.plan))
            self.chosen.emit()


def _room_for_texts() -> bool:
    """Beside very large letters there is no room for the texts; the tool tips have them."""
    return theme.scale() < _LARGE_LETTERS


def _empty_text(plan: PersonPlan) -> str:
    if plan.status is Status.DOUBTFUL:
        return "先在上面定下这是哪一位，再逐项对照"
    if plan.status is Status.UNCHANGED:
        return f"文件中的内容与库中一致（{plan.unchanged_rows} 条记录相同），不需要写入"
    return plan.reason or "没有要写入的内容"
