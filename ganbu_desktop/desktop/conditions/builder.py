"""The builder: conditions as indented lines, with the number of hits and the first rows while building."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QMenu,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ganbu_desktop.desktop.conditions import outline
from ganbu_desktop.desktop.conditions.line_row import LineRow
from ganbu_desktop.desktop.conditions.outline import Line
from ganbu_desktop.desktop.conditions.preview import HitList
from ganbu_desktop.desktop.conditions.values import UnitNames
from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import (
    Heading,
    dialog_buttons,
    plain_button,
    resize_within_screen,
    row,
    scrolled,
    text_label,
    timer,
    tool_button,
)
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel.list.conditions.catalogue import JOIN_WORDS, Catalogue
from ganbu_desktop.kernel.list.conditions.reckoning import Moment
from ganbu_desktop.kernel.list.conditions.tree import AND, OR, Condition, Group, Ready

_SETTLE_MS = 250


@dataclass(frozen=True)
class Asking:
    """What the builder asks about: the list's catalogue, the moment, the units there are, and what finds the hits."""

    catalogue: Catalogue
    moment: Moment
    units: UnitNames
    find: Callable[[Group], list[str]]


class ConditionDialog(QDialog):
    """``taken``: the tree that is to be shown. ``saving``: it is to be saved as a view too."""

    taken = Signal(object)
    saving = Signal(object)

    def __init__(self, desk: Desk, asking: Asking, tree: Group, hits: HitList) -> None:
        """Begin with ``tree``; ``hits`` shows what it finds."""
        super().__init__(desk.window)
        self._desk, self._asking, self._hits = desk, asking, hits
        self._root = Group(tree.join, (), tree.is_negated)
        self._lines: list[Line] = outline.lines_of(tree)
        self._current = 0
        self.rows: list[LineRow] = []
        self._turn = 0
        self._later = timer(self, _SETTLE_MS, self.look, single=True)
        self.setWindowTitle("查询条件")
        self.join = QComboBox()
        self.ready_button = self._ready_button()
        self.status = text_label("", role="muted", wrap=True)
        self._holder = QWidget()
        self._body = QVBoxLayout(self._holder)
        self._body.setContentsMargins(0, 0, theme.space(1), 0)
        self._body.setSpacing(theme.space(0.5))
        self._assemble()
        self._add_keys()
        self._rebuild()
        resize_within_screen(self, 1080, 620)

    def _assemble(self) -> None:
        for join in (AND, OR):
            self.join.addItem(f"各条之间：{JOIN_WORDS[join]}", join)
        self.join.setCurrentIndex(self.join.findData(self._root.join))
        self.join.setAccessibleName("各条之间怎样连接")
        self.join.currentIndexChanged.connect(self._join_chosen)
        add = tool_button("添加条件", "add", "添加一条（Ctrl+N）", self.add_condition)
        clear = tool_button("清空", "delete", "去掉全部条件", self.clear)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addWidget(row(add, self.ready_button, self.join, clear, stretch=True))
        column.addWidget(scrolled(self._holder), 1)
        right = QWidget()
        hits = QVBoxLayout(right)
        hits.setContentsMargins(0, 0, 0, 0)
        hits.setSpacing(theme.space(1))
        hits.addWidget(self.status)
        hits.addWidget(self._hits, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(right)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(theme.space(1.5))
        split.setSizes([theme.pixels(620), theme.pixels(400)])
        buttons, self._good = dialog_buttons(self, ok="查询", run=self.take)
        save = plain_button("存为视图…", "save", self.save)
        foot = QHBoxLayout()
        foot.addWidget(save)
        foot.addWidget(buttons, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space(3), theme.space(2), theme.space(3), theme.space(2))
        layout.setSpacing(theme.space(1.5))
        sub = "没有记录的项目不算符合，也不算不符合；要找没填的，用“为空”。"
        layout.addWidget(Heading("查询条件", sub, level="heading"))
        layout.addWidget(split, 1)
        layout.addLayout(foot)

    def _ready_button(self) -> QToolButton:
        button = tool_button("现成条件", "list", "写好的条件，数字可以改（Ctrl+M）")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        groups: dict[str, QMenu] = {}
        for ready in self._asking.catalogue.ready.values():
            under = groups.get(ready.group) or groups.setdefault(ready.group, menu.addMenu(ready.group))
            filled = ready.filled(self._asking.moment)
            action = under.addAction(ready.shown(dict(filled.values)))
            action.setToolTip(ready.help)
            action.triggered.connect(lambda _checked=False, name=ready.name: self.add_ready(name))
        button.setMenu(menu)
        button.setVisible(bool(groups))
        return button

    def show_ready(self) -> None:
        """Open the menu of ready-made conditions."""
        menu = self.ready_button.menu()
        menu.popup(self.ready_button.mapToGlobal(self.ready_button.rect().bottomLeft()))

    def _add_keys(self) -> None:
        for keys, run in (
            ("Ctrl+N", self.add_condition),
            ("Ctrl+M", self.show_ready),
            ("Ctrl+Right", partial(self._act, "indent")),
            ("Ctrl+Left", partial(self._act, "outdent")),
            ("Ctrl+Delete", partial(self._act, "remove")),
            ("Ctrl+Return", self.take),
        ):
            action = QAction(self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _checked=False, act=run: act())
            self.addAction(action)

    # ---- lines

    def tree(self) -> Group:
        """Return the tree as it stands; lines without a field are not in it."""
        kept = [line for line in self._lines if not (isinstance(line.node, Condition) and not line.node.field)]
        return outline.tree_of(kept, self._root)

    def add_condition(self) -> None:
        """Add an empty line after the current one, within the same bracket."""
        self._put(Condition("", ""))

    def add_ready(self, name: str) -> None:
        """Add a ready-made condition after the current line."""
        self._put(self._asking.catalogue.ready_made(name).filled(self._asking.moment))

    def _put(self, node: Condition | Ready) -> None:
        if not self._lines:
            self._lines, self._current = [Line(0, node)], 0
        else:
            here = self._lines[self._current]
            depth = here.depth + 1 if here.is_bracket else here.depth
            place = self._current + 1
            self._lines.insert(place, Line(depth, node))
            self._current = place
        self._rebuild()

    def clear(self) -> None:
        """Take all lines away."""
        self._lines, self._current = [], 0
        self._rebuild()

    def _join_chosen(self, _place: int) -> None:
        self._root = Group(str(self.join.currentData()), (), self._root.is_negated)
        self._later.start()

    def _act(self, name: str, place: int | None = None) -> None:
        at = self._current if place is None else place
        if not 0 <= at < len(self._lines):
            return
        self._take_over()
        if name == "remove":
            self._lines = outline.removed(self._lines, at)
            self._current = max(0, min(at, len(self._lines) - 1))
        elif name in ("indent", "outdent"):
            moved = outline.indented if name == "indent" else outline.outdented
            self._lines, self._current = moved(self._lines, at)
        else:
            self._current = at
        self._rebuild()

    def _take_over(self) -> None:
        self._lines = [shown.line for shown in self.rows]

    def _rebuild(self) -> None:
        for shown in self.rows:
            shown.hide()
            shown.deleteLater()
        while self._body.count():
            self._body.takeAt(0)
        asking = self._asking
        self.rows = [LineRow(line, asking.catalogue, asking.moment, asking.units) for line in self._lines]
        for place, shown in enumerate(self.rows):
            shown.changed.connect(self._changed)
            shown.asked.connect(partial(self._asked, place))
            shown.entered.connect(partial(self._entered, place))
            self._body.addWidget(shown)
        if not self.rows:
            words = "还没有条件。用“现成条件”（Ctrl+M）选一条，或用“添加条件”（Ctrl+N）自己写。"
            self._body.addWidget(text_label(words, role="muted", wrap=True))
        self._body.addStretch(1)
        if self.rows:
            self.rows[self._current].focus_first()
        self._later.start()

    def _asked(self, place: int, name: str) -> None:
        self._act(name, place)

    def _entered(self, place: int) -> None:
        self._current = place

    def _changed(self) -> None:
        self._take_over()
        self._later.start()

    # ---- hits

    def look(self) -> None:
        """Count what the tree finds and show the first rows; of an unfinished tree say what is missing."""
        self._turn += 1
        turn, tree = self._turn, self.tree()
        why = self._refusal(tree)
        if why:
            self.status.setText(why)
            return
        self.status.setText("正在查询…")
        self._desk.tasks.run(
            lambda _progress: self._asking.find(tree),
            title="查询",
            writes=False,
            quiet=True,
            context=self,
            done=lambda ids: self._found(turn, ids),
        )

    def _refusal(self, tree: Group) -> str:
        try:
            self._asking.catalogue.where(tree, self._asking.moment)
        except GanbuError as error:
            return str(error)
        return ""

    def _found(self, turn: int, ids: Sequence[str]) -> None:
        if turn == self._turn:
            asked = self.tree().count()
            self.status.setText(f"{'符合条件' if asked else '没有条件，列表里共'} {len(ids):,} {self._hits.noun}")
            self._hits.show_ids(ids)

    # ---- ending

    def take(self) -> None:
        """Show the tree in the list and close; an unfinished one stays open and says what is missing."""
        self._finish(self.taken.emit)

    def save(self) -> None:
        """Show the tree in the list and go on to saving it as a view."""
        self._finish(self.saving.emit)

    def _finish(self, tell: Callable[[Group], object]) -> None:
        tree = self.tree()
        why = self._refusal(tree)
        if why:
            self._desk.messages.warn(self, "查询条件", f"{why}\n条件还没有采用。请补好再查询。")
            return
        self.accept()
        tell(tree)
