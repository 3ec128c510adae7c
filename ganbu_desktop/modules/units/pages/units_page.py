"""The units page: the tree with its order, one unit's form, its people and its approved numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.editors import RecordForm
from ganbu_desktop.desktop.kit.widgets import (
    EmptyState,
    Heading,
    SearchBox,
    Split,
    link_button,
    plain_button,
    primary_button,
    scrolled,
)
from ganbu_desktop.desktop.window.page import TODAY, Desk, Page
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.units import actions
from ganbu_desktop.modules.units.forms import UNIT_FORMS
from ganbu_desktop.modules.units.pages.move_dialog import MoveDialog
from ganbu_desktop.modules.units.pages.unit_figures import UnitFigures
from ganbu_desktop.modules.units.pages.unit_tree import UnitTreeView
from ganbu_desktop.modules.units.queries import UnitTree, read_tree

_WATCHED = frozenset({TODAY, "unit", "person", "tenure"})


class UnitsPage(Page):
    """Tree at the left, the chosen unit at the right."""

    def __init__(self, desk: Desk) -> None:
        """Read the tree and show its first unit."""
        super().__init__(desk)
        self.units = UnitTree(())
        self._wanted: str | None = None
        self._loaded: Unit | None = None
        self.tree = UnitTreeView()
        self.tree.chosen.connect(self._chosen)
        self.tree.placed.connect(lambda unit, parent, order: self._dropped(unit, parent or None, order))
        self.search = SearchBox("查找单位")
        self.search.searched.connect(self.tree.narrow)
        self.search.left_downwards.connect(self.tree.setFocus)
        self.heading = Heading("")
        self.figures = UnitFigures(desk)
        self.form = RecordForm(Unit, columns=3)
        self.form.changed.connect(self._form_changed)
        self.save_button = primary_button("保存", "save", self.save)
        self.revert_button = plain_button("还原", "undo", self.form.revert)
        self.unsaved = QLabel("有未保存的修改")
        self.unsaved.setProperty("role", "warning")
        self._add_commands()
        self._assemble()
        self.reload()

    def _add_commands(self) -> None:
        self.add_command("新增同级单位", icon="add", shortcut="Ctrl+N", run=self.add_sibling)
        self._below = self.add_command("新增下级单位", icon="tree", shortcut="Ctrl+Shift+N", run=self.add_child)
        self.add_separator()
        self._up = self.add_command("上移", icon="move-up", shortcut="Alt+Up", run=lambda: self.shift(-1))
        self._down = self.add_command("下移", icon="move-down", shortcut="Alt+Down", run=lambda: self.shift(1))
        self._move = self.add_command("移到其他单位下…", icon="right", shortcut="Ctrl+M", run=self.move_elsewhere)
        self.add_separator()
        self.add_command("保存", icon="save", shortcut="Ctrl+S", run=self.save)
        self._print = self.add_command("打印单位表格…", icon="print", shortcut="Ctrl+P", run=self.print_sheets)
        self._delete = self.add_command("删除", icon="delete", shortcut="Ctrl+Delete", run=self.delete)

    def _assemble(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addWidget(self.search)
        column.addWidget(self.tree, 1)
        left.setMinimumWidth(theme.pixels(180))
        right = QWidget()
        shown = QVBoxLayout(right)
        shown.setContentsMargins(0, 0, 0, 0)
        shown.setSpacing(theme.space(1.5))
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        self.people = link_button(
            "查看这里的干部", "people", lambda: self.desk.go("cadres", ("unit", self.tree.unit()))
        )
        head.addWidget(self.people, 0, Qt.AlignmentFlag.AlignTop)
        shown.addLayout(head)
        shown.addWidget(self.figures)
        shown.addWidget(scrolled(self.form), 1)
        foot = QHBoxLayout()
        foot.addWidget(self.unsaved)
        foot.addStretch(1)
        foot.addWidget(self.revert_button)
        foot.addWidget(self.save_button)
        shown.addLayout(foot)
        self._stack = QStackedWidget()
        self._stack.addWidget(Split("units", self.desk.settings, left, right, (300, 760), side=0.32))
        empty = "还没有单位。\n可以在这里新增，也可以导入信息采集表，其中的单位会一起建立。"
        self._stack.addWidget(EmptyState(empty, "tree", "新增单位", self.add_sibling))
        self.body.addWidget(self._stack)

    # ---- showing

    def reload(self) -> None:
        """Read the tree again; the chosen unit stays, and so does what was typed."""
        self.units = read_tree(self.office)
        self.tree.load(self.units)
        self._stack.setCurrentIndex(0 if self.units.nodes else 1)
        if self._wanted is not None:
            self.tree.choose(self._wanted, silently=True)
            self._wanted = None
        self.tree.narrow(self.search.text())
        self._show(keep_typed=True)

    def current(self) -> Unit | None:
        """Return the chosen unit."""
        node = self.units.node(self.tree.unit())
        return node.unit if node else None

    def _chosen(self, unit_id: str) -> None:
        shown = self._loaded
        if shown is not None and unit_id != shown.id and not self._settle(lambda: self.tree.choose(unit_id)):
            self.tree.choose(shown.id, silently=True)
            return
        self._show()

    def _show(self, *, keep_typed: bool = False) -> None:
        node = self.units.node(self.tree.unit())
        for action in (self._below, self._up, self._down, self._move, self._print, self._delete):
            action.setEnabled(node is not None)
        if node is None:
            return
        shown = self._loaded
        typed = keep_typed and shown is not None and shown.id == node.unit.id and self.form.dirty()
        if not typed:
            self._load(node.unit)
        self.heading.set_text(node.unit.name or "（未命名）", " › ".join(self.units.path(node.unit.id)) or "最上级")
        self.figures.show_node(node)

    def _load(self, unit: Unit) -> None:
        self._loaded = unit
        self.form.load(unit)

    def _form_changed(self) -> None:
        dirty = self.form.dirty()
        self.save_button.setEnabled(dirty)
        self.revert_button.setEnabled(dirty)
        self.unsaved.setVisible(dirty)

    # ---- changing

    def _run(self, title: str, work: Callable[[], object], wanted: str | None = None) -> None:
        def done(_result: object) -> None:
            self._wanted = wanted
            self.reload()

        self.desk.tasks.run(lambda _progress: work(), title=title, context=self, cancellable=False, done=done)

    def add_sibling(self) -> None:
        """Add a unit beside the chosen one."""
        unit = self.current()
        self._add("新增同级单位", unit.parent_id if unit else None)

    def add_child(self) -> None:
        """Add a unit below the chosen one."""
        unit = self.current()
        if unit is not None:
            self._add(f"新增“{unit.short_name or unit.name}”的下级单位", unit.id)

    def _add(self, title: str, parent_id: str | None) -> None:
        if not self._settle():
            return
        name = self.desk.messages.ask_text(self.desk.window, title, "机构名称（全称）")
        if name is None or not name.strip():
            return
        unit = Unit(name=name.strip(), parent_id=parent_id)
        self._run("新增单位", lambda: actions.register_unit(self.office, unit), unit.id)

    def save(self, then: Callable[[], object] | None = None) -> bool:
        """Save what was typed; False when a field cannot be taken. ``then`` runs when it has been saved."""
        old = self._loaded
        if old is None or not self.form.dirty():
            return True
        try:
            new = self.form.record()
        except FieldError as error:
            self.desk.notify(str(error), "error")
            return False
        assert isinstance(new, Unit)

        def done(_result: object) -> None:
            self._load(new)
            self.reload()
            self.desk.notify(f"已保存“{new.name}”")
            if then is not None:
                then()

        self.desk.tasks.run(
            lambda _progress: actions.save_unit(self.office, old, new),
            title="保存单位",
            context=self,
            cancellable=False,
            done=done,
        )
        return True

    def shift(self, step: int) -> None:
        """Move the chosen unit among its siblings."""
        unit = self.current()
        if unit is None:
            return
        order = self.units.siblings(unit.parent_id)
        old = order.index(unit.id)
        new = old + step
        if 0 <= new < len(order):
            order[old], order[new] = order[new], order[old]
            self.place(unit.id, unit.parent_id, order)

    def _dropped(self, unit_id: str, parent_id: str | None, order: Sequence[str]) -> None:
        """Say where a dragged unit would land and ask before the unit above it becomes another."""
        node, above = self.units.node(unit_id), self.units.node(parent_id) if parent_id else None
        if node is None or node.unit.parent_id == parent_id:
            self.place(unit_id, parent_id, order)
            return
        place = f"“{above.unit.name}”下面" if above else "最上一级"
        text = f"“{node.unit.name}”连同它的下级单位将移到{place}。可按 Ctrl+Z 撤销。"
        if self.desk.messages.question(self.desk.window, "改变上级单位", text, yes="移动"):
            self.place(unit_id, parent_id, order)

    def place(self, unit_id: str, parent_id: str | None, order: Sequence[str]) -> None:
        """Put a unit below another in this order of siblings; asked about when the unit above changes by dragging."""
        if not self._settle():
            return
        self._run("移动单位", lambda: actions.place_unit(self.office, unit_id, parent_id, order), unit_id)

    def move_elsewhere(self) -> None:
        """Let another parent be chosen for the unit."""
        unit = self.current()
        if unit is None:
            return
        dialog = MoveDialog(self.desk.window, self.units, unit)
        if dialog.exec():
            parent_id = dialog.parent_id()
            siblings = [i for i in self.units.siblings(parent_id) if i != unit.id]
            self.place(unit.id, parent_id, [*siblings, unit.id])
        dialog.deleteLater()

    def delete(self) -> None:
        """Move the chosen unit to the recycle bin; refused with a sentence while something hangs on it."""
        unit = self.current()
        if unit is None:
            return
        text = f"“{unit.name}”将移到回收站，可以恢复，也可以撤销。"
        if self.desk.messages.question(self.desk.window, "删除单位", text, yes="删除", danger=True):
            self.form.revert()
            order = self.units.siblings(unit.parent_id)
            near = order[order.index(unit.id) - 1] if len(order) > 1 else unit.parent_id
            self._run("删除单位", lambda: actions.delete_unit(self.office, unit), near)

    def print_sheets(self) -> None:
        """Open the print dialog for the sheets of all chosen units."""
        from ganbu_desktop.desktop.paper.print_dialog import (
            ask_print,  # the preview and its fonts load when they are wanted
        )

        chosen = self.tree.units()
        if chosen:
            ask_print(self.desk, "打印单位表格", UNIT_FORMS, chosen)

    def _settle(self, then: Callable[[], object] | None = None) -> bool:
        """Ask what becomes of unsaved changes; False when the person stays, or when they are still being saved."""
        if not self.form.dirty():
            return True
        shown = self._loaded
        text = f"“{shown.name if shown else ''}”有未保存的修改。"
        answer = self.desk.messages.choose(self.desk.window, "保存修改吗？", text, ("保存", "不保存", "取消"))
        if answer == 0:
            self.save(then)
            return False
        if answer == 1:
            self.form.revert()
            return True
        return False

    # ---- what the window asks

    def refresh(self, tables: frozenset[str]) -> None:
        """Show what others have changed."""
        if tables & _WATCHED:
            self.reload()

    def show_target(self, target: object) -> None:
        """Show one unit."""
        if isinstance(target, str):
            self.tree.choose(target)

    def own(self) -> object:
        """Return the unit on show; what was typed of it stands in the inputs."""
        return self.tree.unit()

    def take_own(self, own: object) -> None:
        """Show the same unit."""
        self.tree.choose(str(own), silently=True)
        self._show()

    def may_leave(self) -> bool:
        """Ask about unsaved changes."""
        if not self.form.dirty():
            return True
        answer = self.desk.messages.choose(
            self.desk.window, "保存修改吗？", "单位信息有未保存的修改。", ("保存", "不保存", "取消")
        )
        if answer == 1:
            self.form.revert()
        return self.save() if answer == 0 else answer == 1

    def focus_first(self) -> None:
        """Begin in the tree."""
        self.tree.setFocus()
