"""Importing a ledger's workbook: a preview row by row, ticks, one step that can be taken back, a marked copy."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QButtonGroup, QDialog, QHBoxLayout, QTableView, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import (
    Heading,
    Notice,
    danger_button,
    link_button,
    plain_button,
    primary_button,
    resize_within_screen,
    text_label,
    tool_button,
)
from ganbu_desktop.desktop.ledger.plan_model import CONTENT, PLACE, STATUS, SUBJECT, TICK, PlanModel
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel.ledger import sheet as ledger_sheet
from ganbu_desktop.kernel.ledger.plan import LedgerPlan, LineStatus
from ganbu_desktop.kernel.ledger.sheet import LedgerResult
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import UNDO_RIGHT, OperationEntry

_WIDTHS = {TICK: 54, STATUS: 92, PLACE: 150, SUBJECT: 130, CONTENT: 520}


ShowPlan = Callable[[LedgerPlan, Path], None]


class PlanView(QTableView):
    """The lines of a plan; Space turns the ticks of the chosen rows."""

    def __init__(self, model: PlanModel) -> None:
        """Show ``model``."""
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setAccessibleName("导入预览")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.pixels(32))
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, theme.pixels(width))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks."""
        if event.key() != Qt.Key.Key_Space:
            super().keyPressEvent(event)
            return
        for index in self.selectionModel().selectedRows(TICK):
            self._model.toggle(index.row())


class ImportDialog(QDialog):
    """One file. ``imported`` tells that something was written or taken back."""

    imported = Signal()

    def __init__(self, desk: Desk, plan: LedgerPlan, source: Path) -> None:
        """``source``: the clerk's file, for the marked copy."""
        super().__init__(desk.window)
        self._desk, self._plan, self._source = desk, plan, source
        self._written: OperationEntry | None = None
        self.setWindowTitle(f"导入{plan.spec.title}")
        self.model = PlanModel(self)
        self.view = PlanView(self.model)
        self.notice = Notice()
        self.count = text_label(role="muted")
        self.import_button = primary_button("导入", "import", self.apply)
        self.undo_button = danger_button("撤销本次导入", "undo", self.undo)
        self.marked_button = plain_button("导出标红工作簿…", "excel", self.write_marked)
        self.close_button = plain_button("取消", "", self.reject)
        self._filters = QButtonGroup(self)
        self._assemble()
        self.model.ticked.connect(self._count)
        self.model.load(plan)
        resize_within_screen(self, 1040, 620)
        self.view.setFocus()

    def _assemble(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space(3), theme.space(2), theme.space(3), theme.space(2))
        layout.setSpacing(theme.space(1.5))
        sub = f"{self._plan.file}：{self._plan.summary()}。现在还没有写入，确认无误后点“导入”。"
        layout.addWidget(Heading(f"导入{self._plan.spec.title}", sub, level="heading"))
        self.notice.say("hint", "\n".join(self._said()))
        layout.addLayout(self._filter_bar())
        layout.addWidget(self.view, 1)
        layout.addWidget(self.notice)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space(1))
        foot.addWidget(self.marked_button)
        foot.addWidget(self.count, 1)
        for button in (self.undo_button, self.import_button, self.close_button):
            foot.addWidget(button)
        self.undo_button.hide()
        self.marked_button.setVisible(any(True for _ in self._plan.troubles()))
        layout.addLayout(foot)

    def _said(self) -> list[str]:
        hidden = self._plan.hidden_rows
        left = [f"有 {hidden} 个隐藏的行没有读入；要导入请先在 Excel 里取消隐藏"] if hidden else []
        return [*self._plan.notices, *left]

    def _filter_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(theme.space(0.5))
        counted = [(s, self._plan.count(s)) for s in LineStatus]
        for status, number in [(None, len(self._plan.lines)), *((s, n) for s, n in counted if n)]:
            button = tool_button(f"{status.value if status else '全部'} {number}", "filter", "只看这一类", None)
            button.setCheckable(True)
            button.setChecked(status is None)
            button.clicked.connect(lambda _checked=False, s=status: self.model.show(s))
            self._filters.addButton(button)
            bar.addWidget(button)
        bar.addStretch(1)
        bar.addWidget(link_button("全部打勾", "check", lambda: self.model.tick_all(True)))
        bar.addWidget(link_button("全部不勾", "close", lambda: self.model.tick_all(False)))
        return bar

    def _count(self) -> None:
        number = len(self.model.chosen())
        self.count.setText(f"已勾选 {number:,} 条（空格键勾选）")
        self.import_button.setEnabled(number > 0 and self._written is None)

    # ---- steps

    def apply(self) -> None:
        """Write the ticked lines as one step."""
        plan = dataclasses.replace(self._plan, lines=self.model.chosen())
        office = self._desk.office

        def work(_progress: object) -> tuple[LedgerResult, OperationEntry | None]:
            return ledger_sheet.apply_plan(office, plan), office.operations.undoable()

        self.import_button.setEnabled(False)
        self._desk.tasks.run(
            work,
            title=f"导入{plan.spec.title}",
            context=self,
            cancellable=False,
            done=lambda found: self._applied(*found),
            failed=self._failed,
        )

    def _applied(self, result: LedgerResult, written: OperationEntry | None) -> None:
        self._written = written
        self.notice.say("ok", f"已导入：{result}。要全部撤回，点“撤销本次导入”（或按 Ctrl+Z）。")
        self.undo_button.show()
        self._end()
        self.imported.emit()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, GanbuError):
            raise error
        self._count()
        self._desk.messages.error(self, error)

    def _end(self) -> None:
        self.import_button.hide()
        self.view.setEnabled(False)
        self.close_button.setText("关闭")
        self.close_button.setFocus()

    def undo(self) -> None:
        """Take the import back; refused with a sentence when one of its rows has been changed since."""
        office, written = self._desk.office, self._written

        if written is None:
            return

        def work(_progress: object) -> None:
            office.require(UNDO_RIGHT)
            office.operations.reverse(written, actor=office.account.name)

        self._desk.tasks.run(
            work,
            title="撤销本次导入",
            context=self,
            cancellable=False,
            done=lambda _none: self._undone(),
            failed=self._failed,
        )

    def _undone(self) -> None:
        self.undo_button.hide()
        self.notice.say("ok", "本次导入已全部撤销，数据与导入前相同。")
        self.imported.emit()

    def write_marked(self) -> None:
        """Write the clerk's own workbook with the refused cells in red."""
        name = f"{self._source.stem}_标红.xlsx"
        target = self._desk.messages.save_file(self, "导出标红工作簿", name, "Excel 文件 (*.xlsx)")
        if target is not None:
            self._desk.tasks.run(
                lambda _progress: ledger_sheet.write_refused(self._plan, self._source, target),
                title="导出标红工作簿",
                writes=False,
                context=self,
                done=lambda _none: self.notice.say("ok", f"已写出：{target}。退回去改好后再导一次，已导入的不会重复。"),
                failed=self._failed,
            )


def read(desk: Desk, spec: LedgerSpec, show: ShowPlan, context: QWidget) -> None:
    """Ask for a file, read it off the thread and hand the plan to ``show``."""
    path = desk.messages.open_file(desk.window, f"导入{spec.title}", "Excel 文件 (*.xlsx *.xls *.csv)")
    if path is not None:
        desk.tasks.run(
            lambda _progress: ledger_sheet.read_ledger(desk.office, spec, path),
            title=f"读取{spec.title}",
            writes=False,
            context=context,
            done=lambda plan: show(plan, path),
        )
