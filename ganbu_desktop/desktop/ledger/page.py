"""The list page of any ledger: found, filtered, typed, pasted, handed on and taken away, with the current entry beside.

Everything follows from the ``LedgerSpec``; a room adds its own commands, panels and detail where it has more to show.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QSplitter

from ganbu_desktop.desktop.conditions import ViewBar
from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.challenge import challenge_dialog
from ganbu_desktop.desktop.kit.editors import References, references_for
from ganbu_desktop.desktop.kit.widgets import link_button, row, text_label
from ganbu_desktop.desktop.kit.widgets.fold import FoldButton
from ganbu_desktop.desktop.ledger import hand_on as ledger_hand_on
from ganbu_desktop.desktop.ledger import importing as ledger_import
from ganbu_desktop.desktop.ledger.batch_grid import BatchDialog
from ganbu_desktop.desktop.ledger.cells import LedgerCells
from ganbu_desktop.desktop.ledger.entry_card import DetailDialog, EntryCard, EntryDetail, MakePanel
from ganbu_desktop.desktop.ledger.entry_dialog import EntryDialog
from ganbu_desktop.desktop.ledger.entry_panel import LimitingPanel
from ganbu_desktop.desktop.ledger.source import HISTORY, PERSON_ID, LedgerRows
from ganbu_desktop.desktop.tables import DataTable
from ganbu_desktop.desktop.window.page import PERSON, Desk, Page, command
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel import options
from ganbu_desktop.kernel.describe import Record
from ganbu_desktop.kernel.ledger import entry as ledger_entry
from ganbu_desktop.kernel.ledger import listing as ledger_list
from ganbu_desktop.kernel.ledger.names import MAIN, is_about_a_person
from ganbu_desktop.kernel.ledger.plan import LedgerPlan
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.list.conditions.catalogue import people_catalogue
from ganbu_desktop.kernel.list.conditions.of_ledger import ledger_catalogue, people_of_entries
from ganbu_desktop.kernel.spine.correction import Correction

NEW = "new"
"""The first part of a target ``(NEW, values)``: begin an entry with these values."""
_NARROW, _TIGHT = 980, 820


class LedgerView(Page):
    """One ledger on screen. Targets: an entry's id, ``(PERSON, person_id)``, ``(NEW, values by field)``."""

    def __init__(
        self,
        desk: Desk,
        spec: LedgerSpec,
        *,
        references: Mapping[str, References] | None = None,
        extra_commands: Callable[[LedgerView], object] | None = None,
        detail: Callable[[Desk], EntryDetail] | None = None,
        panels: Sequence[MakePanel] | None = None,
        base: Mapping[str, object] | None = None,
        may_add: bool | None = None,
        enter_opens: bool = False,
    ) -> None:
        """Show a ledger.

        ``references``: instead of those that follow from the record. ``extra_commands``: called once to add the room's
        own with ``add_row_command``. ``detail``: instead of the card; ``panels``: what stands under the card's fields
        (default: the limiting panel where entries can count against a person). ``base``: keys of
        ``LedgerQuery.extra`` asked for always. ``may_add``: whether entries are typed here (default: where
        they may be imported). ``enter_opens``: Enter and a double click lead on to the entry, cells are edited by F2.
        """
        super().__init__(desk)
        self.spec = spec
        self.references = references_for(desk.office, spec.record, spec.fields, references)
        self.may_add = spec.may_import if may_add is None else may_add
        self._person_id = ""
        limiting = ledger_list.is_limiting(spec)
        self.catalogue = cache(lambda: ledger_catalogue(spec, people_catalogue(desk.ready_conditions())))
        source = LedgerRows(desk.office, spec, base, self.catalogue)
        self.table = DataTable(
            f"ledger.{spec.name}",
            source,
            desk=desk,
            title=spec.title,
            frozen=2 if is_about_a_person(spec) else 1,
        )
        cells = LedgerCells(desk.office, spec, self.references, may_add=self.may_add)
        self.table.set_editing(cells, enter_opens=enter_opens)
        self.search = self.table.search_box("姓名、拼音、单位，或条目里的文字")
        chosen = panels if panels is not None else (LimitingPanel,) if limiting else ()
        self._make_detail = detail if detail is not None else partial(EntryCard, spec=spec, panels=chosen)
        self.detail = self._make_detail(desk)
        self._whose = text_label(role="hint")
        self._person_bar = row(self._whose, link_button("看全部", "close", lambda: self.show_person("")))
        self._person_bar.hide()
        self._row_actions: list[QAction] = []
        self._make_commands(limiting)
        if extra_commands is not None:
            self.add_separator()
            extra_commands(self)
        self._make_last_commands()
        self._assemble()
        self._wire()
        self.views = self._view_bar()
        self.table.bar.addWidget(self.fold_card)
        self.table.reload()

    # ---- building

    def _make_commands(self, limiting: bool) -> None:
        if self.may_add:
            label = self.spec.record.label
            self.add_command("新增", icon="add", shortcut="Ctrl+N", tip=f"新增{label}", run=self.add_entry)
        self.add_row_command("编辑", self._edit_current, icon="edit", tip="打开选中的一条（Ctrl+回车）")
        self.add_row_command("详情", self.show_detail, icon="eye", shortcut="Alt+Return", tip="查看和办理选中的一条")
        self._delete = self.add_row_command(
            "删除", self._delete_chosen, icon="bin", shortcut="Ctrl+Del", tip="删除选中的条目"
        )
        self._delete.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.removeAction(self._delete)
        self.table.view.addAction(self._delete)
        if limiting:
            self._history = self.add_command(
                "含历史",
                icon="history",
                tip="也列出作废、期满和受保护的条目",
                checkable=True,
                run=self._show_history,
            )

    def _make_last_commands(self) -> None:
        add = self.add_command
        self.add_separator()
        if self.may_add:
            add("批量录入", icon="table", shortcut="Ctrl+Shift+N", tip="在网格里录入或从 Excel 粘贴", run=self.add_many)
            change = command(self, "批量修改选中的…", icon="edit", run=self.change_many, tip="在网格里修改选中的各条")
            self.table.add_menu_action(change)
        if self.spec.may_import:
            add("导入…", icon="import", shortcut="Ctrl+I", tip="导入 Excel", run=self.import_file)
        add("导出…", icon="export", shortcut="Ctrl+E", tip="导出 Excel 或空白模板", run=self.export)
        if self.spec.record is not Correction and not ledger_list.is_limiting(self.spec):
            tip = "本人认为这一条有误的，登记更正申请"
            self._challenge = command(self, "更正…", icon="edit", run=self.challenge, tip=tip)
            self.table.add_menu_action(self._challenge)
            self._row_actions.append(self._challenge)
        if self.spec.forms:
            self.add_row_command("打印…", self.print_chosen, icon="print", shortcut="Ctrl+P", tip="打印选中的")

    def add_row_command(
        self,
        title: str,
        run: Callable[[], object],
        *,
        icon: str = "",
        shortcut: str = "",
        tip: str = "",
    ) -> QAction:
        """Offer a command on the current entry, in the toolbar and the list's menu; off while there is none."""
        action = self.add_command(title, run=run, icon=icon, shortcut=shortcut, tip=tip)
        self.table.add_menu_action(action)
        self._row_actions.append(action)
        return action

    def _assemble(self) -> None:
        bar = self.table.bar
        bar.insertWidget(0, self.search, 30)
        bar.insertWidget(1, self._person_bar)
        self.fold_card = FoldButton(self.desk.settings, "ledger.card", "右边的卡片", "form")
        self.fold_card.turned.connect(self._place_detail)
        bar.removeWidget(self.table.count_label)
        foot = self.table.layout()
        assert foot is not None
        foot.addWidget(self.table.count_label)
        self.search.setMinimumWidth(theme.pixels(130))
        self.search.setMaximumWidth(theme.pixels(380))
        self.detail.setMinimumWidth(theme.pixels(250))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(self.detail)
        split.setHandleWidth(theme.space(1.5))
        split.setChildrenCollapsible(False)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        split.setSizes([theme.pixels(780), theme.pixels(300)])
        self.setMinimumWidth(theme.pixels(420))
        self.body.addWidget(split, 1)

    def _view_bar(self) -> ViewBar:
        people = partial(people_of_entries, self.office, self.spec) if is_about_a_person(self.spec) else None
        fields = {c.name: c.field for c in ledger_list.columns(self.spec) if c.field is not None and c.is_filterable}
        place = f"ledger.{self.spec.name}"
        return ViewBar(self, self.table, place, self.catalogue, fields=fields, people=people)

    def _wire(self) -> None:
        self.table.opened.connect(lambda _id: self._edit_current())
        self.table.current_changed.connect(self.detail.show_entry)
        self.table.loaded.connect(self._loaded)
        self.table.selection_changed.connect(self._enable)
        self.detail.edit_asked.connect(self._edit_current)
        self.detail.changed.connect(self.table.refresh_rows)
        self._show_empty_words()

    def _show_empty_words(self) -> None:
        words = self.spec.help or f"还没有{self.spec.record.label}的记录。"
        if not self.may_add:
            self.table.set_empty(words)
            return
        ways = "逐条新增（Ctrl+N）或批量录入" + ("，也可以导入 Excel。" if self.spec.may_import else "。")
        self.table.set_empty(f"{words}\n{ways}", "新增一条", self.add_entry)

    # ---- what the window asks

    def refresh(self, tables: frozenset[str]) -> None:
        """Show what others (or undo) have changed."""
        if "saved_view" in tables:
            self.views.views.reload()
        if tables & {"person", "unit"}:
            for offered in self.references.values():
                offered.reload()
        if self.spec.record.table.name in tables or self.views.conditions() is not None:
            self.table.reload()
        else:
            self.table.refresh_rows()
        self.detail.reload()

    def show_target(self, target: object) -> None:
        """Choose an entry, show one person's entries, or begin one."""
        if isinstance(target, str):
            self.show_entry(target)
        elif isinstance(target, tuple) and len(target) == 2 and target[0] == PERSON:
            self.show_person(str(target[1]))
        elif isinstance(target, tuple) and len(target) == 2 and target[0] == NEW:
            self.add_entry(target[1])

    def own(self) -> object:
        """Return the person whose entries alone are on show."""
        return self._person_id or None

    def take_own(self, own: object) -> None:
        """Show the same person's entries."""
        self.show_person(str(own))

    def show_entry(self, entry_id: str) -> None:
        """Choose an entry, whatever the list was narrowed to before."""
        if not self.table.select(entry_id):
            self.show_person("")
            self.table.clear_filters()
            self.table.select(entry_id)

    def show_person(self, person_id: str) -> None:
        """Show one person's entries, history and all; empty shows everybody's again."""
        self._person_id = person_id
        found = options.people_of(self.office, [person_id]) if person_id else []
        self._whose.setText(f"只看 {options.person_label(found[0])}" if found else "")
        self._person_bar.setVisible(bool(found))
        self.table.set_extra(**{PERSON_ID: person_id or None})

    def focus_first(self) -> None:
        """Go to the search line."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide the card where the window is too narrow for two panes, and the words of the bar where it is tight."""
        super().resizeEvent(event)
        self._place_detail()
        self.table.set_compact(self.width() < theme.pixels(_TIGHT))
        self.views.set_compact(self.width() < theme.pixels(_TIGHT))

    def _place_detail(self) -> None:
        """Show the card where there is room for it and an entry to show."""
        wide = self.width() >= theme.pixels(_NARROW)
        self.fold_card.offer(wide)
        self.detail.setVisible(wide and self.fold_card.is_open() and self.table.count() > 0)

    # ---- the list

    def _loaded(self, _count: int) -> None:
        self._place_detail()
        self.detail.show_entry(self.table.current_id() or "")
        self._enable()

    def _enable(self) -> None:
        has = self.table.current_id() is not None
        for action in self._row_actions:
            action.setEnabled(has)

    def _show_history(self) -> None:
        self.table.set_extra(**{HISTORY: self._history.isChecked() or None})

    def current_entry(self) -> Record | None:
        """Return the current row's entry as it is stored now."""
        entry_id = self.table.current_id()
        return self.office.get(self.spec.record, entry_id) if entry_id else None

    def chosen_ids(self) -> list[str]:
        """Return the chosen entries; every one of the list when none or one is chosen."""
        chosen = self.table.selected_ids()
        return chosen if len(chosen) > 1 else self.table.all_ids()

    # ---- commands

    def add_entry(self, values: Mapping[str, Any] | None = None) -> None:
        """Open the dialog of a new entry, of the person on show if there is one."""
        given = dict(values or {})
        if self._person_id and is_about_a_person(self.spec):
            given.setdefault(MAIN, self._person_id)
        self._open(EntryDialog(self.desk, self.spec, values=given, references=self.references))

    def edit_entry(self, entry: Record) -> None:
        """Open the dialog of a standing entry."""
        try:
            self._open(EntryDialog(self.desk, self.spec, entry, references=self.references))
        except GanbuError as error:
            self.desk.messages.error(self.desk.window, error)

    def show_detail(self) -> None:
        """Go to the card of the current entry; where the window is too narrow for it, open it as a dialog."""
        entry_id = self.table.current_id()
        if entry_id is None:
            return
        if self.detail.isVisible():
            self.detail.reload()
            self.detail.focusNextChild()
            return
        dialog = DetailDialog(self.window(), self.spec.record.label, self._make_detail(self.desk))
        dialog.detail.show_entry(entry_id)
        dialog.detail.changed.connect(self.table.refresh_rows)
        dialog.detail.edit_asked.connect(dialog.accept)
        dialog.accepted.connect(self._edit_current)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _edit_current(self) -> None:
        entry = self.current_entry()
        if entry is not None:
            self.edit_entry(entry)

    def challenge(self) -> None:
        """Take a challenge of the current entry into the register of corrections."""
        entry = self.current_entry()
        if entry is not None:
            dialog = challenge_dialog(self.desk, entry)
            dialog.saved.connect(lambda _record: self.desk.notify("已登记更正申请，在“更正申诉”中办理"))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def _open(self, dialog: EntryDialog) -> None:
        dialog.saved.connect(self._saved)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _saved(self, record: Record) -> None:
        self.desk.notify(f"已保存{self.spec.record.label}，可按 Ctrl+Z 撤销")
        self.table.reload()
        self.table.select(record.id)
        self.detail.reload()

    def add_many(self) -> None:
        """Open the grid for many new entries."""
        self._open_grid(())

    def change_many(self) -> None:
        """Open the grid with the chosen entries, unless one of them counts already."""
        ids = self.table.selected_ids()
        entries = ledger_entry.stored(self.office, self.spec, ids)
        whys = (ledger_entry.locked_because(self.office, self.spec, entry) for entry in entries)
        frozen = next((why for why in whys if why), "")
        if frozen:
            self.desk.messages.warn(self.desk.window, "批量修改", f"所选条目里有不能直接改的：{frozen}")
        elif entries:
            try:
                ledger_entry.note_seen(self.office, self.spec, entries, "批量修改")
            except GanbuError as error:
                self.desk.messages.error(self.desk.window, error)
                return
            self._open_grid(entries)

    def _open_grid(self, entries: Sequence[Record]) -> None:
        dialog = BatchDialog(self.desk, self.spec, records=entries, references=self.references)
        dialog.saved.connect(self.table.reload)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def import_file(self) -> None:
        """Read a workbook and show what importing it would do."""
        ledger_import.read(self.desk, self.spec, self._show_plan, self)

    def _show_plan(self, plan: LedgerPlan, source: Path) -> None:
        dialog = ledger_import.ImportDialog(self.desk, plan, source)
        dialog.imported.connect(self.table.reload)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export(self) -> None:
        """Write the list, the chosen entries or an empty template as a workbook."""
        ledger_hand_on.export(self.desk, self.spec, self.table.all_ids(), self.table.selected_ids(), self)

    def print_chosen(self) -> None:
        """Open the print dialog with the chosen entries, or the current one."""
        from ganbu_desktop.desktop.paper.print_dialog import (
            ask_print,  # the preview and its fonts load when they are wanted
        )

        ids = self.table.selected_ids() or [i for i in [self.table.current_id()] if i]
        if ids:
            ask_print(self.desk, f"打印{self.spec.record.label}", self.spec.forms, ids)

    def _delete_chosen(self) -> None:
        ids = self.table.selected_ids() or [i for i in [self.table.current_id()] if i]
        entries = ledger_entry.stored(self.office, self.spec, ids)
        if not entries:
            return
        label = self.spec.record.label
        text = f"将删除选中的 {len(entries)} 条{label}，连同登记在上面的材料。删除后可按 Ctrl+Z 撤销。"
        if not self.desk.messages.question(self.desk.window, f"删除{label}", text, yes="删除", danger=True):
            return
        try:
            ledger_entry.remove(self.office, self.spec, entries)
        except GanbuError as error:
            self.desk.messages.error(self.desk.window, error)
            return
        self.desk.notify(f"已删除 {len(entries)} 条{label}，可按 Ctrl+Z 撤销")
        self.table.reload()
