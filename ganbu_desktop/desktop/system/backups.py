"""Backups: the list, making one here or on a stick, proving the store, and going back to one."""

from __future__ import annotations

from ganbu_desktop.desktop.kit.widgets import Notice, plain_button, row
from ganbu_desktop.desktop.start.recovery import size_text
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import Desk, Page
from ganbu_desktop.kernel.office import safekeeping
from ganbu_desktop.kernel.office.safekeeping import BackupEntry, VerifyReport

_COLUMNS = (
    Column("at", "时间", 200),
    Column("reason", "缘由", 140),
    Column("people", "人数", 80, align="right"),
    Column("size", "大小", 100, align="right"),
    Column("verified", "校验", 100),
    Column("path", "文件", 420),
)

BACKUP = frozenset({"backup"})


class BackupPage(Page):
    """Lists the backups beside the store, newest first."""

    def __init__(self, desk: Desk) -> None:
        """Read the list."""
        super().__init__(desk)
        self._entries: dict[str, BackupEntry] = {}
        self._source = ListSource(_COLUMNS)
        self.table = DataTable("backups", self._source, title="备份", desk=desk, multiple=False, filters=False)
        self.table.set_empty("还没有备份。", "立即备份", self.back_up)
        self.notice = Notice()
        self._warning = Notice()
        self.add_command("立即备份", icon="backup", shortcut="Ctrl+S", run=self.back_up)
        self.add_command("备份到 U 盘…", icon="usb", run=self.back_up_to)
        self.add_separator()
        self.add_command("核对数据文件", icon="check", run=self.verify)
        self.add_command("核对选中的备份", icon="seal", run=self.check_backup)
        self.add_separator()
        self.add_command("恢复到选中的备份…", icon="restore", run=self.restore)
        self._confirm = plain_button("恢复的内容无误", "ok", self.confirm_restore)
        self._waiting = row(self._warning, self._confirm)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._waiting)
        self.body.addWidget(self.notice)
        self.refresh(BACKUP)

    def refresh(self, tables: frozenset[str]) -> None:
        """Read the list anew after a backup."""
        if "backup" not in tables:
            return
        entries = safekeeping.backups(self.office)
        self._entries = {str(entry.path): entry for entry in entries}
        self._source.set_rows([_row(entry) for entry in entries])
        self.table.reload()
        waiting = safekeeping.restore_unconfirmed(self.office)
        used = safekeeping.restored_from(self.office)
        source = f"备份“{used}”" if used else "备份"
        text = f"这个数据文件是从{source}恢复的。确认内容无误之前，旧备份一份也不会清理。"
        self._warning.say("warning", text if waiting else "")
        self._waiting.setVisible(waiting)

    def back_up(self) -> None:
        """Make a proved backup beside the store."""
        self.desk.tasks.run(
            lambda progress: safekeeping.backup_now(self.office, "手动备份", progress),
            title="备份",
            context=self,
            done=lambda entry: self._done(f"已备份并核对：{entry.path}"),
        )

    def back_up_to(self) -> None:
        """Make a proved backup at a chosen place."""
        name = f"{self.office.path.stem}-{self.office.clock():%Y%m%d-%H%M}.ganbu-backup"
        target = self.desk.messages.save_file(self, "备份到", name, "备份文件 (*.ganbu-backup)")
        if target is not None:
            self.desk.tasks.run(
                lambda progress: safekeeping.backup_to(self.office, target, progress),
                title="备份到 U 盘",
                context=self,
                done=lambda path: self._done(f"已备份并核对：{path}。拔出前请先在系统中安全弹出。"),
            )

    def _done(self, text: str) -> None:
        self.notice.say("ok", text)
        self.refresh(BACKUP)
        self.desk.announce(BACKUP)

    def verify(self) -> None:
        """Check every page of the store and what must hold in it."""
        self.desk.tasks.run(
            lambda progress: safekeeping.verify(self.office, progress),
            title="核对数据文件",
            context=self,
            writes=False,
            done=self._verified,
        )

    def _verified(self, report: VerifyReport) -> None:
        if report.is_whole:
            self.notice.say("ok", "数据文件完好：每一页都通过了校验，各项信息之间的关系一致。")
        else:
            problems = "\n".join(report.problems[:8])
            self.notice.say(
                "error", f"核对发现问题：\n{problems}\n\n请先备份到另一个位置，再从最近一份完好的备份恢复。"
            )

    def _chosen(self) -> BackupEntry | None:
        return self._entries.get(self.table.current_id() or "")

    def _chosen_or_said(self) -> BackupEntry | None:
        entry = self._chosen()
        if entry is None:
            self.desk.notify("请先选中一份备份", "hint")
        return entry

    def check_backup(self) -> None:
        """Read the chosen backup whole."""
        entry = self._chosen_or_said()
        if entry is None:
            return
        self.desk.tasks.run(
            lambda progress: safekeeping.is_intact(self.office, entry),
            title="核对备份",
            context=self,
            writes=False,
            done=lambda intact: self._checked(entry, intact),
        )

    def _checked(self, entry: BackupEntry, intact: bool) -> None:
        if intact:
            self.notice.say("ok", f"备份完好：{entry.path.name}")
        else:
            self.notice.say(
                "error", f"备份已损坏，不能用来恢复：{entry.path.name}\n现有数据不受影响，请重新做一份备份。"
            )

    def restore(self) -> None:
        """Close this store and go back to the chosen backup by the recovery wizard."""
        entry = self._chosen_or_said()
        if entry is None:
            return
        text = (
            f"恢复会关闭当前数据文件，用 {entry.made_at:%Y-%m-%d %H:%M:%S} 的备份（{entry.reason}）替换它。\n\n"
            "当前的数据不会丢：会先做一份备份，原文件改名保留。备份之后录入的内容需要从保留的文件里找回。"
        )
        if self.desk.messages.question(self, "恢复到备份", text, yes="打开恢复向导", danger=True):
            self.desk.recover(entry.path)

    def confirm_restore(self) -> None:
        """Say that the restored store is the right one."""
        safekeeping.confirm_restore(self.office)
        self._done("已确认。旧备份以后按保留规则清理。")

    def focus_first(self) -> None:
        """Begin at the list."""
        self.table.focus_rows()


def _row(entry: BackupEntry) -> Row:
    people = "" if entry.people is None else f"{entry.people:,}"
    word, icon = ("已校验", "ok") if entry.is_verified else ("未通过", "error")
    cells = (f"{entry.made_at:%Y-%m-%d %H:%M:%S}", entry.reason, people, size_text(entry.size), word, entry.path.name)
    return Row(str(entry.path), cells, tone="" if entry.is_verified else "error", icon=icon, tip=str(entry.path))
