"""The chosen rows and cells of a table, as ids, ranges and numbers."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QItemSelectionRange, QModelIndex
from PySide6.QtWidgets import QTableView

from ganbu_desktop.desktop.tables.model import PagedTableModel

_Flag = QItemSelectionModel.SelectionFlag


@dataclass(frozen=True)
class Span:
    """A rectangle of cells, its edges included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        """Return how many rows it has."""
        return self.bottom - self.top + 1

    @property
    def width(self) -> int:
        """Return how many columns it has."""
        return self.right - self.left + 1


class Chosen:
    """Reads and sets the selection of a view over a paged model."""

    def __init__(self, view: QTableView, model: PagedTableModel) -> None:
        """``view`` shows ``model`` already."""
        self._view, self._model = view, model

    def ranges(self) -> list[QItemSelectionRange]:
        """Return the ranges chosen."""
        selection = self._view.selectionModel().selection()
        return [selection.at(place) for place in range(selection.count())]

    def rows(self) -> list[int]:
        """Return the rows with a chosen cell, in order."""
        return sorted({row for span in self.ranges() for row in range(span.top(), span.bottom() + 1)})

    def ids(self) -> list[str]:
        """Return the ids of the rows with a chosen cell, in order; heads of groups are none."""
        return [i for row in self.rows() if (i := self._model.entry_at(row)) is not None]

    def count(self) -> int:
        """Return how many rows have a chosen cell, at most (ranges beside each other count once)."""
        spans = {(span.top(), span.bottom()) for span in self.ranges()}
        if len(spans) == 1:
            top, bottom = next(iter(spans))
            return bottom - top + 1
        return len(self.rows()) if spans else 0

    def span(self) -> Span | None:
        """Return the rectangle around all that is chosen, else the current cell."""
        found = self.ranges()
        if not found:
            index = self._view.currentIndex()
            return Span(index.row(), index.column(), index.row(), index.column()) if index.isValid() else None
        return Span(
            min(s.top() for s in found),
            min(s.left() for s in found),
            max(s.bottom() for s in found),
            max(s.right() for s in found),
        )

    def current_id(self) -> str | None:
        """Return the id of the current row; None on the head of a group."""
        index = self._view.currentIndex()
        if not index.isValid() or index.row() >= self._model.rowCount():
            return None
        return self._model.entry_at(index.row())

    def select(self, row_id: str, column: int = -1, *, whole: bool) -> bool:
        """Choose a row (``whole``) or its cell, and bring it into sight; False when it is not on show."""
        row = self._model.row_of(row_id)
        if row is None:
            return False
        place = column if 0 <= column < self._model.columnCount() else max(0, self._view.currentIndex().column())
        index = self._model.index(row, place)
        flags = _Flag.ClearAndSelect | _Flag.Rows if whole else _Flag.ClearAndSelect
        self._view.selectionModel().setCurrentIndex(index, flags)
        self._view.scrollTo(index)
        return True

    def begin(self, *, whole: bool) -> None:
        """Choose the current row or cell, or the first one, where nothing is chosen."""
        index = self._view.currentIndex()
        if not index.isValid() and self._model.rowCount():
            index = self._model.index(0, 0)
        if index.isValid() and not self._view.selectionModel().hasSelection():
            flags = _Flag.ClearAndSelect | _Flag.Rows if whole else _Flag.ClearAndSelect
            self._view.selectionModel().setCurrentIndex(index, flags)

    def choose(self, span: Span, current: QModelIndex) -> None:
        """Choose a rectangle with ``current`` in it."""
        selection = QItemSelection(self._model.index(span.top, span.left), self._model.index(span.bottom, span.right))
        model = self._view.selectionModel()
        model.setCurrentIndex(current, _Flag.NoUpdate)
        model.select(selection, _Flag.ClearAndSelect)
