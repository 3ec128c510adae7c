"""历史: who changed what and when, and the way back to an earlier version."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTreeWidget, QTreeWidgetItem

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import EmptyState, plain_button
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.modules.people.history import HistoryEntry, RecordChange, history, restore_before
from ganbu_desktop.modules.people.pages.person_draft import Draft
from ganbu_desktop.modules.people.pages.person_section import Section

_ROLE = Qt.ItemDataRole.UserRole
_LONGEST = 120


class HistorySection(Section):
    """Steps, newest first; under each the records it touched and their fields, old and new."""

    title = "历史"
    passive = True

    def __init__(self, desk: Desk) -> None:
        """Start empty."""
        super().__init__(desk)
        self._person_id = ""
        self.tree = QTreeWidget()
        self.tree.setAccessibleName("历史")
        self.tree.setHeaderLabels(["时间与内容", "操作人", "改前", "改后"])
        self.tree.setUniformRowHeights(True)
        self.tree.setAlternatingRowColors(True)
        header = self.tree.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for column, width in enumerate((380, 90, 270)):
            self.tree.setColumnWidth(column, theme.pixels(width))
        self.restore = plain_button("恢复到此项改动之前", "restore", self.restore_chosen)
        self._hint = words("选中一项改动后可以恢复；恢复是一步新的操作，也可以撤销。", "muted")
        self._empty = EmptyState("还没有改动记录", "history")
        self._empty.hide()
        line = QHBoxLayout()
        line.setSpacing(theme.space(1))
        line.addWidget(self.restore)
        line.addWidget(self._hint, 1)
        self.body.addLayout(line)
        self.body.addWidget(self.tree, 1)
        self.body.addWidget(self._empty, 1)
        self.tree.currentItemChanged.connect(lambda *_: self._enable())

    def load(self, draft: Draft) -> None:
        """Read the history on the reading thread."""
        self._person_id = wanted = draft.person.id
        self.desk.tasks.run(
            lambda _progress: history(self.desk.office, wanted),
            title="读取历史",
            writes=False,
            quiet=True,
            context=self,
            done=lambda found: self._show(found) if wanted == self._person_id else None,
        )

    def _show(self, entries: list[HistoryEntry]) -> None:
        self.tree.clear()
        for entry in entries:
            item = QTreeWidgetItem([f"{entry.at:%Y-%m-%d %H:%M}　{entry.title}", entry.actor])
            for record in entry.records:
                item.addChild(_record_item(record))
            self.tree.addTopLevelItem(item)
        if entries:
            self.tree.topLevelItem(0).setExpanded(True)
            self.tree.setCurrentItem(self.tree.topLevelItem(0))
        self.tree.setVisible(bool(entries))
        self._empty.setVisible(not entries)
        self._enable()

    def chosen(self) -> RecordChange | None:
        """Return the change that the current line belongs to; a step that touched one record stands for it."""
        item = self.tree.currentItem()
        while item is not None and item.data(0, _ROLE) is None:
            item = item.child(0) if item.parent() is None and item.childCount() == 1 else item.parent()
        found = None if item is None else item.data(0, _ROLE)
        return found if isinstance(found, RecordChange) else None

    def _enable(self) -> None:
        chosen = self.chosen()
        self.restore.setEnabled(chosen is not None and chosen.restorable())

    def restore_chosen(self) -> None:
        """Bring the chosen record back to what it was before the change."""
        chosen = self.chosen()
        if chosen is None:
            return
        text = f"“{chosen.label}”将恢复为这次改动之前的内容；之后的改动会被替换，可按 Ctrl+Z 撤销。"
        if not self.desk.messages.question(self.desk.window, "恢复历史版本", text, yes="恢复"):
            return
        try:
            restore_before(self.desk.office, chosen)
        except GanbuError as error:
            self.desk.messages.error(self.desk.window, error)
            return
        self.desk.notify(f"已恢复{chosen.label}的历史版本，可按 Ctrl+Z 撤销")

    def focus_first(self) -> None:
        """Focus the newest step."""
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)


def _record_item(record: RecordChange) -> QTreeWidgetItem:
    item = QTreeWidgetItem([f"{record.what}{record.label}"])
    item.setData(0, _ROLE, record)
    for changed in record.fields:
        line = QTreeWidgetItem([changed.label, "", _short(changed.old), _short(changed.new)])
        line.setToolTip(2, changed.old)
        line.setToolTip(3, changed.new)
        item.addChild(line)
    item.setExpanded(True)
    return item


def _short(text: str) -> str:
    line = " ".join(text.split("\n"))
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"
