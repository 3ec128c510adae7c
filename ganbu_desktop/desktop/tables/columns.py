"""The dialog in which a clerk chooses a table's columns, their order, and how many stay in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QSpinBox, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import Heading, column, dialog_buttons, plain_button, resize_within_screen, row
from ganbu_desktop.desktop.tables.source import Column


class ColumnChooser(QDialog):
    """Tick what is shown, move it up or down; Space ticks, Alt+Up and Alt+Down move."""

    def __init__(
        self, parent: QWidget | None, columns: Sequence[Column], shown: Sequence[str], frozen: int | None
    ) -> None:
        """``shown`` are the keys on show, in order; ``frozen`` None asks only for the columns."""
        super().__init__(parent)
        self.setWindowTitle("选择列")
        self.list = QListWidget()
        self.list.setAccessibleName("列")
        by_key = {c.key: c for c in columns}
        rest = [c.key for c in columns if c.key not in shown]
        for key in [*shown, *rest]:
            self._add(by_key[key], key in shown)
        self.list.setCurrentRow(0)
        self._frozen = QSpinBox()
        self._frozen.setRange(0, 6)
        self._frozen.setValue(frozen or 0)
        self._frozen.setAccessibleName("左侧固定的列数")
        self._assemble(frozen is not None)
        resize_within_screen(self, 460, 520)

    def _add(self, described: Column, ticked: bool) -> None:
        item = QListWidgetItem(described.title)
        item.setData(Qt.ItemDataRole.UserRole, described.key)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.list.addItem(item)

    def _assemble(self, with_frozen: bool) -> None:
        up = plain_button("上移", "move-up", lambda: self._move(-1))
        down = plain_button("下移", "move-down", lambda: self._move(1))
        up.setShortcut("Alt+Up")
        down.setShortcut("Alt+Down")
        middle = QHBoxLayout()
        middle.setSpacing(theme.space(1.5))
        middle.addWidget(self.list, 1)
        middle.addWidget(column(up, down, stretch=True))
        buttons, _ = dialog_buttons(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space(3), theme.space(3), theme.space(3), theme.space(2))
        layout.setSpacing(theme.space(2))
        layout.addWidget(Heading("选择列", "打勾的列会显示；排在前面的列靠左。", level="heading"))
        layout.addLayout(middle, 1)
        if with_frozen:
            layout.addWidget(row(QLabel("左侧固定的列数"), self._frozen, stretch=True))
        layout.addWidget(buttons)

    def _move(self, step: int) -> None:
        here = self.list.currentRow()
        there = here + step
        if 0 <= there < self.list.count():
            self.list.insertItem(there, self.list.takeItem(here))
            self.list.setCurrentRow(there)

    def keys(self) -> list[str]:
        """Return the keys to show, in order; never none."""
        items = [self.list.item(i) for i in range(self.list.count())]
        ticked = [str(i.data(Qt.ItemDataRole.UserRole)) for i in items if i.checkState() == Qt.CheckState.Checked]
        return ticked or [str(items[0].data(Qt.ItemDataRole.UserRole))]

    def frozen(self) -> int:
        """Return how many columns stay in sight."""
        return self._frozen.value()
