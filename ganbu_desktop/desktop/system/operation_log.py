"""The operation log: who did what and when; the newest step can be taken back, all of it handed to an auditor."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import Desk, Page
from ganbu_desktop.kernel.describe import OperationEntry
from ganbu_desktop.kernel.log.operation_export import KIND_LABELS, export_log
from ganbu_desktop.kernel.office.office import Office

_COLUMNS = (
    Column("at", "时间", 170),
    Column("actor", "操作人", 120),
    Column("kind", "方式", 90),
    Column("title", "内容", 420),
    Column("detail", "说明", 260),
)
_NEWEST = 2000


class OperationLogPage(Page):
    """Lists the newest steps first."""

    def __init__(self, desk: Desk) -> None:
        """Read the log."""
        super().__init__(desk)
        self._source = ListSource(_COLUMNS)
        self.table = DataTable("operation-log", self._source, title="操作记录", desk=desk)
        self.table.set_empty("还没有任何操作。")
        self._undo = self.add_command("撤销最近一步", icon="undo", run=self.undo)
        self._export = self.add_command("导出给审计…", icon="export", run=self.export)
        self.add_command("查看留痕", icon="eye", run=lambda: self.desk.go("access-log"))
        self.table.bar.insertWidget(0, self.table.search_box("搜索内容、操作人"))
        self.body.addWidget(self.table, 1)
        self.refresh(frozenset())

    def refresh(self, tables: frozenset[str]) -> None:
        """Read the log anew."""
        self.desk.tasks.run(
            lambda progress: _read(self.office),
            title="读取操作记录",
            writes=False,
            quiet=True,
            context=self,
            done=self._show,
        )

    def _show(self, rows: Sequence[Row]) -> None:
        self._source.set_rows(rows)
        self.table.reload()

    def undo(self) -> None:
        """Take back the newest step, after saying which."""
        entry = self.office.operations.undoable()
        if entry is None:
            self.desk.notify("没有可以撤销的操作", "hint")
            return
        text = f"将撤销：{entry.title}\n（{entry.actor}，{entry.at:%Y-%m-%d %H:%M}）\n\n撤销后可以用“重做”恢复。"
        if self.desk.messages.question(self, "撤销最近一步", text, yes="撤销"):
            self.desk.tasks.run(
                lambda progress: self.office.undo(),
                title="撤销",
                context=self,
                cancellable=False,
                done=lambda done: self.desk.notify(f"已撤销：{done.title}"),
            )

    def export(self) -> None:
        """Write the whole log with its digests as a workbook."""
        name = f"操作日志_{self.office.today():%Y%m%d}.xlsx"
        target = self.desk.messages.save_file(self.desk.window, "导出操作日志", name, "Excel 工作簿 (*.xlsx)")
        if target is None:
            return
        target = target if target.suffix else target.with_suffix(".xlsx")
        self.desk.tasks.run(
            lambda progress: export_log(self.office, target, progress),
            title="导出操作日志",
            context=self,
            done=lambda count: self.desk.notify(f"已导出 {count} 条操作到 {target.name}"),
        )

    def focus_first(self) -> None:
        """Begin at the list."""
        self.table.focus_rows()


def _read(office: Office) -> list[Row]:
    return [_row(entry) for entry in office.operations.recent(_NEWEST)]


def _row(entry: OperationEntry) -> Row:
    kind = KIND_LABELS.get(entry.kind, entry.kind)
    detail = "" if entry.kind == "purge" else entry.detail or ""
    cells = (f"{entry.at:%Y-%m-%d %H:%M:%S}", entry.actor, kind, entry.title, detail)
    return Row(str(entry.seq), cells, tone="muted" if entry.kind in ("undo", "redo") else "")
