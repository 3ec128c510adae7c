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

    def __init__(self, view: FrozenTableView, model: PagedTableModel, memory: TableMemory) -> None:
        """``memory`` keeps widths and order."""
        self._view, self._model, self._memory = view, model, memory
        self._fitting = False
        self._fits: dict[str, int] = {}
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
            width = self._fits.get(column.key, theme.pixels(column.width))
            self._view.setColumnWidth(section, theme.pixels(widths[column.key]) if column.key in widths else width)
        self._fitting = False
        self._view.freeze(min(frozen, max(0, len(columns) - 1)))
        self.fit_to_rows()
        self._view.header.set_columns(columns, filters, self._view.frozen(), len(columns))
        self._view.over_header.set_columns(columns, filters, 0, self._view.frozen())

    def fit_to_rows(self) -> None:
        """Give each column what the first rows that it ever shows need; after that its width is the clerk's affair."""
        columns = self._model.shown_columns()
        known = {*self._fits, *self._memory.read().get("widths", {})}
        fresh = {column.key for column in columns} - known
        if not fresh or not self._model.rowCount() or len(self._model.groups):
            return
        self._fitting = True
        for section, width in enumerate(fitting.widths(self._model, self._view.fontMetrics(), self._view.frozen())):
            key = columns[section].key
            if key in fresh:
                self._fits[key] = width
                self._view.setColumnWidth(section, width)
                if fitting.holds_numbers(self._model, section):
                    self._model.align_right(key)
        self._fitting = False

    def fit_column(self, section: int) -> None:
        """Make a column as wide as what it shows around the rows in sight, between sensible bounds."""
        model, view = self._model, self._view
        metrics = view.fontMetrics()
        first = max(0, view.rowAt(0))
        rows = [r for r in range(first, min(model.rowCount(), first + _MEASURED)) if model.entry_at(r) is not None]
        texts = [model.cell(row, section).partition("\n")[0] for row in rows]
        most = fitting.LARGEST_WHOLE if section < view.frozen() else _MOST
        title = metrics.horizontalAdvance(model.shown_columns()[section].title) + theme.pixels(30)
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0) + theme.pixels(20)
        has_icon = section == 0 and any(model.row_at(row).icon for row in rows)
        icon = theme.pixels(fitting.MARK) if has_icon or model.shown_columns()[section].is_state else 0
        view.setColumnWidth(section, min(theme.pixels(most), max(theme.pixels(_LEAST), title, widest + icon)))

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
