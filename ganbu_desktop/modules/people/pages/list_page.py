"""The cadres list: units on the left, people in the middle, a card of the current one on the right."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QSplitter, QToolButton

from ganbu_desktop.desktop.conditions import ViewBar
from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import Split, tool_button
from ganbu_desktop.desktop.kit.widgets.fold import FoldButton
from ganbu_desktop.desktop.people.service_said import ask_said
from ganbu_desktop.desktop.tables import DataTable
from ganbu_desktop.desktop.tables.bar import set_compact
from ganbu_desktop.desktop.window.page import TODAY, Desk, Page, PageSpec, command
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel.describe import shown_fields
from ganbu_desktop.kernel.list.conditions.catalogue import people_catalogue
from ganbu_desktop.kernel.list.saved_view import CADRES
from ganbu_desktop.kernel.people import looking
from ganbu_desktop.kernel.people.hand_on import hand_on
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.people import actions, queries
from ganbu_desktop.modules.people.pages.list_card import PersonCard
from ganbu_desktop.modules.people.pages.list_cells import CadreCells
from ganbu_desktop.modules.people.pages.list_new import NewPersonDialog
from ganbu_desktop.modules.people.pages.list_source import WITHOUT_UNIT, CadreRows
from ganbu_desktop.modules.people.pages.list_units import UnitsView
from ganbu_desktop.modules.people.pages.person_target import PersonTarget

SEARCH_HINT = "姓名、拼音、单位、职务、身份证号"
_PERSON_TABLES = frozenset({TODAY, "person", "unit", "education", "appointment_sheet"})
_EXPORTS = (
    ("lrmx", "任免审批表文件（.lrmx）…"),
    ("collection", "干部信息采集表（.xlsx）…"),
    ("roster", "干部花名册（.xlsx）…"),
)
_LEAST, _TIGHT, _NARROW = 480, 900, 1040
_PANES = 380
"""What tree and card take of the bar's room."""


class CadresPage(Page):
    """Everyone in the store, found, sorted, opened and handed on from here."""

    def __init__(self, desk: Desk) -> None:
        """Show all cadres in the order of the units."""
        super().__init__(desk)
        self.catalogue = cache(lambda: people_catalogue(desk.ready_conditions()))
        self.table = DataTable("cadres", CadreRows(desk.office, self.catalogue), title="干部名册", desk=desk, frozen=1)
        self.table.noun = "人"
        self.cells = CadreCells(desk.office, lambda lines: ask_said(self, lines, desk.office.month()))
        self.table.set_editing(self.cells, enter_opens=True)
        self.units = UnitsView()
        self.card = PersonCard(desk)
        self.card.hide()
        self.search = self.table.search_box(SEARCH_HINT)
        self._make_commands()
        self._assemble()
        self._wire()
        self.views = ViewBar(self, self.table, CADRES, self.catalogue, fields=shown_fields(Person), people=list)
        self.table.bar.insertWidget(0, self.fold_units)
        self.table.bar.addWidget(self.fold_card)
        self.units.load(queries.unit_tree(desk.office))
        self.table.reload()

    def _make_commands(self) -> None:
        add = self.add_command
        add("新增", icon="person-add", shortcut="Ctrl+N", tip="新增一名干部", run=self.add_person)
        self._open = add("打开", icon="person", tip="打开选中的干部（回车）", run=self.open_current)
        self._delete = add("删除", icon="bin", shortcut="Del", tip="移入回收站", run=self.delete_chosen)
        self._delete.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.removeAction(self._delete)
        self.table.view.addAction(self._delete)
        self._merge = add("合并…", icon="copy", tip="合并重复的人：选中两人就比较这两人", run=self.merge_chosen)
        self.add_separator()
        add("导入", icon="import", shortcut="Ctrl+I", tip="导入文件", run=lambda: self.desk.go("import"))
        self._print = add("打印", icon="print", shortcut="Ctrl+P", tip="打印选中的干部", run=self.print_chosen)
        self._exports = [add(f"导出{title}", icon="export", run=partial(self.export, kind)) for kind, title in _EXPORTS]
        self.add_separator()
        self._up = add(
            "上移", icon="move-up", shortcut="Ctrl+Shift+Up", tip="在本单位内上移", run=partial(self.move_in_team, -1)
        )
        self._down = add(
            "下移",
            icon="move-down",
            shortcut="Ctrl+Shift+Down",
            tip="在本单位内下移",
            run=partial(self.move_in_team, 1),
        )
        for action in (self._open, self._print, *self._exports, self._up, self._down, self._merge, self._delete):
            self.table.add_menu_action(action)
        for spec in self.desk.person_pages():
            self.table.add_menu_action(
                command(self, spec.for_person, run=partial(self._go_to_room, spec), icon=spec.icon)
            )

    def _go_to_room(self, spec: PageSpec) -> None:
        person_id = self.table.current_id()
        if person_id is not None:
            self.desk.go_to_person(spec, person_id)

    def commands(self) -> list[QAction | None]:
        """Return the commands of the toolbar; the three exports stand behind one button of the list."""
        return [a for a in super().commands() if a not in self._exports]

    def _assemble(self) -> None:
        bar = self.table.bar
        self.fold_units = FoldButton(self.desk.settings, "cadres.units", "单位树", "tree")
        self.fold_card = FoldButton(self.desk.settings, "cadres.card", "名片", "person")
        for fold in (self.fold_units, self.fold_card):
            fold.turned.connect(self._place_panes)
        bar.insertWidget(0, self.search, 30)
        self._export_as = self._export_button()
        bar.insertWidget(1, self._export_as)
        bar.removeWidget(self.table.count_label)
        foot = self.table.layout()
        assert foot is not None
        foot.addWidget(self.table.count_label)
        self.search.setMinimumWidth(theme.pixels(130))
        self.search.setMaximumWidth(theme.pixels(430))
        self.setMinimumWidth(theme.pixels(_LEAST))
        right = QSplitter(Qt.Orientation.Horizontal)
        right.addWidget(self.table)
        right.addWidget(self.card)
        right.setHandleWidth(theme.space(1.5))
        right.setChildrenCollapsible(False)
        right.setStretchFactor(0, 1)
        right.setStretchFactor(1, 0)
        right.setSizes([theme.pixels(760), theme.pixels(224)])
        self.card.setMinimumWidth(theme.pixels(210))
        self.units.setMinimumWidth(theme.pixels(150))
        self.body.addWidget(Split("cadres.units", self.desk.settings, self.units, right, (190, 1000)), 1)

    def _export_button(self) -> QToolButton:
        button = tool_button("导出", "export", "导出选中的干部；没有选中多人时导出当前列表的全部")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for action, (_kind, title) in zip(self._exports, _EXPORTS, strict=True):
            shown = menu.addAction(title)
            shown.triggered.connect(lambda _checked=False, a=action: a.trigger())
        button.setMenu(menu)
        return button

    def _wire(self) -> None:
        self.table.opened.connect(self.open_person)
        self.table.current_changed.connect(self.card.show_person)
        self.table.loaded.connect(self._loaded)
        self.table.selection_changed.connect(self._enable)
        self.table.query_changed.connect(self._enable)
        self.units.chosen.connect(self._show_unit)
        self.card.opened.connect(self.open_person)
        self._show_empty_words("")

    # ---- what the window asks

    def refresh(self, tables: frozenset[str]) -> None:
        """Show what others (or another page, or undo) have changed."""
        if "saved_view" in tables:
            self.views.views.reload()
        if tables & {"person", "unit"} or self.views.conditions() is not None:
            self.units.load(queries.unit_tree(self.office))
            self.cells.units.reload()
            self.table.reload()
        elif tables & _PERSON_TABLES:
            self.table.refresh_rows()
        self.card.reload()

    def show_target(self, target: object) -> None:
        """Choose a person, or show a unit given as ``("unit", id)``."""
        if isinstance(target, tuple) and len(target) == 2 and target[0] == "unit":
            self.units.choose(str(target[1]))
        elif isinstance(target, str):
            self.table.select(target)

    def focus_first(self) -> None:
        """Go to the search line."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide the card where the window is too narrow for three panes, and the words of the bar where it is tight."""
        super().resizeEvent(event)
        self._place_panes()

    def _place_panes(self) -> None:
        """Show the panes that are wanted and have room, and the words on the bar that have room beside them."""
        wide = self.width() >= theme.pixels(_NARROW)
        self.fold_card.offer(wide)
        self.units.setVisible(self.fold_units.is_open())
        self.card.setVisible(wide and self.fold_card.is_open())
        panes = theme.pixels(_PANES) * (self.fold_units.is_open() + self.card.isVisibleTo(self)) / 2
        compact = self.width() - panes < theme.pixels(_TIGHT)
        self.table.set_compact(compact, all_of_them=self.width() < theme.pixels(_TIGHT))
        self.views.set_compact(compact)
        set_compact([self._export_as], compact)

    # ---- the list

    def _show_unit(self, unit_id: str) -> None:
        self._show_empty_words(unit_id)
        self.table.set_extra(unit=unit_id or None)

    def _show_empty_words(self, unit_id: str) -> None:
        if unit_id:
            self.table.set_empty("这个单位还没有干部", "新增一人", self.add_person)
        else:
            self.table.set_empty(
                "还没有干部。可以导入采集表、任免审批表文件或花名册，也可以逐人新增（Ctrl+N）。",
                "导入文件",
                lambda: self.desk.go("import"),
            )

    def _loaded(self, count: int) -> None:
        if not count:
            self.card.show_person("")
        elif self.table.current_id():
            self.card.show_person(self.table.current_id() or "")
        self._enable()

    def _enable(self) -> None:
        has = self.table.current_id() is not None
        for action in (self._open, self._delete):
            action.setEnabled(has)
        for action in (self._print, *self._exports):
            action.setEnabled(self.table.count() > 0)
        in_order = self.table.query().sort in ("order", "unit", "") and not self.table.query().descending
        for action in (self._up, self._down):
            action.setEnabled(has and in_order)

    def chosen_ids(self) -> list[str]:
        """Return the chosen people; everyone of the list when none or one is chosen."""
        chosen = self.table.selected_ids()
        return chosen if len(chosen) > 1 else self.table.all_ids()

    # ---- commands

    def add_person(self) -> None:
        """Ask for a name and go to the new person's page."""
        unit = self.units.unit()
        dialog = NewPersonDialog(self.desk, unit if unit and unit != WITHOUT_UNIT else None)
        dialog.accepted.connect(lambda: self._added(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _added(self, dialog: NewPersonDialog) -> None:
        if dialog.person is not None:
            self.desk.go("person", PersonTarget(dialog.person.id))

    def open_current(self) -> None:
        """Open the current person's page."""
        person_id = self.table.current_id()
        if person_id is not None:
            self.open_person(person_id)

    def open_person(self, person_id: str) -> None:
        """Open a person's page; Alt+Up and Alt+Down there walk through this list."""
        self.desk.go("person", PersonTarget(person_id, neighbours=tuple(self.table.model.ids())))

    def delete_chosen(self) -> None:
        """Move the chosen people to the recycle bin, after asking."""
        ids = self.table.selected_ids()
        if not ids:
            return
        names = "、".join(r.person.name or "（未填姓名）" for r in looking.rows(self.office, ids[:3]))
        who = names + (f"等 {len(ids)} 人" if len(ids) > 3 else "")
        text = f"{who}及其全部资料将移入回收站，可在回收站恢复，也可按 Ctrl+Z 撤销。"
        if self.desk.messages.question(self.desk.window, "删除干部", text, yes="移入回收站", danger=True):
            if len(ids) == 1:
                self._deleted(actions.delete_people(self.office, ids))
            else:
                self.desk.tasks.run(
                    lambda _progress: actions.delete_people(self.office, ids),
                    title="删除干部",
                    context=self,
                    done=self._deleted,
                )

    def merge_chosen(self) -> None:
        """Compare the two chosen people; with any other choice show who may stand in the list twice."""
        chosen = self.table.selected_ids()
        self.desk.go("merge", tuple(chosen) if len(chosen) == 2 else None)

    def _deleted(self, number: int) -> None:
        self.desk.notify(f"已将 {number} 人移入回收站，可按 Ctrl+Z 撤销")

    def print_chosen(self) -> None:
        """Go to printing with the chosen people, or with everyone of the list."""
        self.desk.go("print", self.chosen_ids())

    def handed_over(self, name: str) -> object:
        """Give the print page the people chosen here, as the command does."""
        chosen = self.table.selected_ids()
        return chosen if name == "print" and len(chosen) > 1 else None

    def move_in_team(self, step: int) -> None:
        """Move the current person up or down within the unit."""
        person_id = self.table.current_id()
        if person_id is None:
            return
        team = queries.team(self.office, person_id)
        here = team.index(person_id)
        there = here + step
        if not 0 <= there < len(team):
            self.desk.notify("已经在本单位的最前面" if step < 0 else "已经在本单位的最后面", "hint")
            return
        team[here], team[there] = team[there], team[here]
        try:
            actions.reorder_people(self.office, team)
        except GanbuError as error:
            self.desk.messages.error(self.desk.window, error)

    def export(self, kind: str) -> None:
        """Write the chosen people as files of one kind."""
        ids, stamp = self.chosen_ids(), self.office.today().strftime("%Y%m%d")
        if not ids:
            return
        target = self._target(kind, stamp)
        if target is not None:
            pads = self.desk.settings.get("print.pads_names", True) is True
            self.desk.tasks.run(
                lambda progress: hand_on.ask(self.office, kind, ids, target, progress=progress, pads_names=pads),
                title="导出",
                writes=False,
                context=self,
                done=lambda result: self._exported(result, target),
            )

    def _target(self, kind: str, stamp: str) -> Path | None:
        messages, window = self.desk.messages, self.desk.window
        if kind == "lrmx":
            return messages.folder(window, "选择存放任免审批表文件的文件夹")
        title = {"collection": "干部信息采集表", "roster": "干部花名册"}[kind]
        found = messages.save_file(window, f"导出{title}", f"{title}_{stamp}.xlsx", "Excel 文件 (*.xlsx)")
        return found and found.with_name(found.name.removesuffix(".xlsx") + ".xlsx")

    def _exported(self, result: dict[str, Any], target: Path) -> None:
        self.desk.notify(f"已写出 {result['people']} 人：{target}")
