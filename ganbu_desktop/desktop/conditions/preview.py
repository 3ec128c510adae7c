"""The first hits while conditions are being built."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.tables import Column, RowSource

_ROWS, _COLUMNS = 30, 5


class HitList(QTableWidget):
    """The first rows of some ids, in the columns that the list shows first."""

    def __init__(self, source: RowSource, columns: Sequence[Column], noun: str) -> None:
        """``columns``: those on show in the list; ``noun``: what is counted."""
        self._shown = list(columns)[:_COLUMNS]
        super().__init__(0, len(self._shown))
        self.noun = noun
        self._source = source
        self._places = [list(source.columns).index(column) for column in self._shown]
        self.setHorizontalHeaderLabels([column.title for column in self._shown])
        for place, column in enumerate(self._shown):
            self.setColumnWidth(place, theme.pixels(min(column.width, 150)))
        self.setAccessibleName(f"符合条件的前 {_ROWS} {noun}")
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.pixels(30))
        self.horizontalHeader().setStretchLastSection(True)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_ids(self, ids: Sequence[str]) -> None:
        """Show the first rows of these ids."""
        rows = self._source.rows(list(ids[:_ROWS]))
        self.setRowCount(len(rows))
        for line, found in enumerate(rows):
            for place, index in enumerate(self._places):
                self.setItem(line, place, QTableWidgetItem(found.cells[index].replace("\n", " ")))
