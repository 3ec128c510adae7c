"""Which columns a table shows, how wide, how many stay in sight, and what of it is remembered."""

from __future__ import annotations

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.tables import fitting
from ganbu_desktop.desktop.tables.frozen import FrozenTableView
from ganbu_desktop.desktop.tables.memory import TableMemory
from ganbu_desktop.desktop.tables.model import PagedTableModel

_MEASURED = 100
_LEAST, _MOST = 48, 520


class ColumnLayout:
    """The columns of a view over a paged model."""

    def __init__(
        self, view: FrozenTableView, model: PagedTableModel, memory: TableMemory, *, fitted: bool = False
    ) -> None:
        """``memory`` keeps widths and order. ``fitted``: widths that nobody has set follow the first rows."""
        self._view, self._model, self._memory = view, model, memory
        self._fitted, self._fitting = fitted, False
        for header in (view.header, view.over_header):
            header.sectionHandleDoubleClicked.connect(self.fit_column)

    def remember(self) -> None:
        """Remember widths from now on."""
        self._view.header.sectionResized.connect(self._remember_width)

    def fit(self, frozen: int, filters: dict[str, str]) -> None:
        """Give the columns their remembered widths and the filter lines their texts."""
        widths = self._memory.read().get("widths", {})
        columns = self._model.shown_columns()
        self._fitting = True
        for section, column in enumerate(columns):
            self._view.setColumnWidth(section, theme.pixels(widths.get(column.key, column.width)))
        self._fitting = False
        self.fit_to_rows()
        self._view.freeze(min(frozen, max(0, len(columns) - 1)))
        self._view.header.set_columns(columns, filters, self._view.frozen(), len(columns))
        self._view.over_header.set_columns(columns, filters, 0, self._view.frozen())

    def fit_to_rows(self) -> None:
        """Give the columns whose width nobody has set what their first rows need, where that was asked for."""
        if not self._fitted or not self._model.rowCount() or len(self._model.groups):
            return
        set_by_hand = self._memory.read().get("widths", {})
        self._fitting = True
        for section, width in enumerate(fitting.widths(self._model, self._view.fontMetrics())):
            if self._model.shown_columns()[section].key not in set_by_hand:
                self._view.setColumnWidth(section, width)
        self._fitting = False

    def fit_column(self, section: int) -> None:
        """Make a column as wide as what it shows around the rows in sight, between sensible bounds."""
        model, view = self._model, self._view
        metrics = view.fontMetrics()
        first = max(0, view.rowAt(0))
        rows = [r for r in range(first, min(model.rowCount(), first + _MEASURED)) if model.entry_at(r) is not None]
        texts = [model.cell(row, section).partition("\n")[0] for row in rows]
        title = metrics.horizontalAdvance(model.shown_columns()[section].title) + theme.pixels(30)
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0) + theme.pixels(20)
        has_icon = section == 0 and any(model.row_at(row).icon for row in rows)
        icon = theme.pixels(fitting.MARK) if has_icon or model.shown_columns()[section].is_state else 0
        view.setColumnWidth(section, min(theme.pixels(_MOST), max(theme.pixels(_LEAST), title, widest + icon)))

    def fit_all(self) -> None:
        """Make every column as wide as what it shows."""
        for section in range(self._model.columnCount()):
            self.fit_column(section)

    def show_filters(self, shown: bool) -> None:
        """Show or hide the filter lines."""
        self._view.header.show_filters(shown)
        self._view.over_header.show_filters(shown)
        self._view.updateGeometries()
        self._view.update_over()

    def clear_filters(self) -> None:
        """Empty the filter lines without telling."""
        self._view.header.clear_filters()
        self._view.over_header.clear_filters()

    def _remember_width(self, section: int, _old: int, new: int) -> None:
        columns = self._model.shown_columns()
        if section < len(columns) - 1 and new > 0 and not self._fitting:
            self._memory.keep_width(columns[section].key, new)
