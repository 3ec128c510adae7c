"""What a table is asked for and shows, carried over to the table that is made anew for another size or look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QTimer
from PySide6.QtWidgets import QTableView

from ganbu_desktop.desktop.tables.chosen import Chosen, Span
from ganbu_desktop.desktop.tables.model import PagedTableModel
from ganbu_desktop.desktop.tables.source import Query

_Flag = QItemSelectionModel.SelectionFlag


@dataclass(frozen=True)
class KeptTable:
    """``first``: the row at the upper edge; ``across``: how far it is scrolled to the right, as a part of all."""

    query: Query
    spans: tuple[Span, ...]
    row: int
    column: int
    first: int
    across: float


def keep(view: QTableView, chosen: Chosen, query: Query) -> KeptTable:
    """Return what a view shows of ``query``."""
    bar = view.horizontalScrollBar()
    current = view.currentIndex()
    return KeptTable(
        query,
        tuple(Span(s.top(), s.left(), s.bottom(), s.right()) for s in chosen.ranges()),
        current.row(),
        current.column(),
        max(0, view.rowAt(0)),
        bar.value() / bar.maximum() if bar.maximum() else 0.0,
    )


class Resuming:
    """Chooses and scrolls to what was kept as soon as the rows are there; what the clerk does first ends it."""

    def __init__(self, view: QTableView, model: PagedTableModel) -> None:
        """Wait for ``begin``."""
        self._view, self._model = view, model
        self._kept: KeptTable | None = None

    def begin(self, kept: KeptTable) -> None:
        """Wait for the rows of ``kept``."""
        self._kept = kept

    def go_on(self, is_complete: bool, chose: Callable[[], object]) -> None:
        """Choose the rows that have come; ``is_complete``: no more of them will."""
        kept, rows = self._kept, self._model.rowCount()
        if kept is None:
            return
        needed = max([kept.row, kept.first, *(span.bottom for span in kept.spans)])
        if needed >= rows and not is_complete:
            return
        self._kept = None
        selection = QItemSelection()
        for span in kept.spans:
            if span.top < rows:
                last = self._model.index(min(span.bottom, rows - 1), min(span.right, self._model.columnCount() - 1))
                selection.select(self._model.index(span.top, span.left), last)
        chooser = self._view.selectionModel()
        if kept.row >= 0:
            current = self._model.index(min(kept.row, rows - 1), max(0, kept.column))
            chooser.setCurrentIndex(current, _Flag.NoUpdate)
        chooser.select(selection, _Flag.ClearAndSelect)
        chose()
        QTimer.singleShot(0, self._view, lambda: self._scroll(kept))

    def _scroll(self, kept: KeptTable) -> None:
        self._view.verticalScrollBar().setValue(kept.first * self._view.verticalHeader().defaultSectionSize())
        bar = self._view.horizontalScrollBar()
        bar.setValue(round(kept.across * bar.maximum()))
