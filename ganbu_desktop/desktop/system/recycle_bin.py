"""The recycle bin: deleted records, their way back, and wiping for good by typing the name."""

from __future__ import annotations

from ganbu_desktop.desktop.kit.widgets import Notice
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import Desk, Page
from ganbu_desktop.kernel.office import recycle_bin
from ganbu_desktop.kernel.office.recycle_bin import DeletedEntry

_COLUMNS = (
    Column("label", "种类", 90),
    Column("title", "名称", 240),
    Column("at", "删除时间", 150),
    Column("actor", "操作人", 120),
    Column("left", "保留期", 130, help="保留期满后也不会自动清除，只是提示可以清理"),
)


class RecycleBinPage(Page):
    """Lists what was deleted, newest first."""

    def __init__(self, desk: Desk) -> None:
        """Read the bin."""
        super().__init__(desk)
        self._entries: dict[str, DeletedEntry] = {}
        self._source = ListSource(_COLUMNS)
        self.table = DataTable("recycle-bin", self._source, title="回收站", desk=desk)
        self.table.set_empty("回收站是空的。\n删除的干部和单位会先放在这里，连同全部信息，可以原样恢复。")
        restore = self.add_command("恢复", icon="restore", shortcut="Ctrl+R", run=self.restore)
        self.add_command("彻底删除…", icon="delete", run=self.purge)
        self.table.add_menu_action(restore)
        self.table.bar.insertWidget(0, self.table.search_box("搜索名称"))
        self.body.addWidget(Notice("hint", "恢复会把当时一起删除的全部信息原样放回；恢复本身也可以撤销。"))
        self.body.addWidget(self.table, 1)
        self.table.opened.connect(lambda _id: self.restore())
        self.refresh(frozenset())

    def refresh(self, tables: frozenset[str]) -> None:
        """Read the bin anew."""
        entries = recycle_bin.deleted(self.office)
        self._entries = {entry.record_id: entry for entry in entries}
        self._source.set_rows([_row(entry) for entry in entries])
        self.table.reload()

    def _chosen(self) -> list[DeletedEntry]:
        ids = self.table.selected_ids() or [i for i in [self.table.current_id()] if i]
        return [self._entries[i] for i in ids if i in self._entries]

    def restore(self) -> None:
        """Put the chosen records back."""
        entries = self._chosen()
        if not entries:
            self.desk.notify("请先选中要恢复的内容", "hint")
            return

        def work(progress: object) -> int:
            for entry in entries:
                recycle_bin.restore(self.office, entry)
            return len(entries)

        self.desk.tasks.run(
            work, title="从回收站恢复", context=self, done=lambda count: self.desk.notify(f"已恢复 {count} 项")
        )

    def purge(self) -> None:
        """Wipe one record for good, after its name has been typed."""
        entries = self._chosen()
        if len(entries) != 1:
            self.desk.notify("彻底删除每次只能选一项", "hint")
            return
        entry = entries[0]
        text = (
            f"将彻底删除{entry.record_label}“{entry.title}”及其全部信息，不能撤销。\n\n"
            "已有的备份里仍有它，直到那些备份被清理。"
        )
        if self.desk.messages.confirm_typed(self, "彻底删除", text, entry.title):
            self.desk.tasks.run(
                lambda progress: recycle_bin.purge(self.office, entry, typed=entry.title),
                title="彻底删除",
                context=self,
                done=lambda _none: self._purged(entry),
            )

    def _purged(self, entry: DeletedEntry) -> None:
        self.desk.notify(f"已彻底删除“{entry.title}”")
        self.refresh(frozenset())

    def focus_first(self) -> None:
        """Begin at the list."""
        self.table.focus_rows()


def _row(entry: DeletedEntry) -> Row:
    left = f"还有 {entry.days_left} 天" if entry.days_left else "已满，可清理"
    cells = (entry.record_label, entry.title, f"{entry.at:%Y-%m-%d %H:%M}", entry.actor, left)
    return Row(entry.record_id, cells, tone="" if entry.days_left else "muted")
