"""A table header with a row of filter lines under the titles."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHeaderView, QLineEdit, QWidget

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.widgets.basic import timer
from ganbu_desktop.desktop.tables.source import Column


class FilterHeader(QHeaderView):
    """Tells which filter changed a moment after the last key; some sections are its own."""

    filter_changed = Signal(str, str)
    left_downwards = Signal()
    choices_asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        """Start without filter lines."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._lines: dict[int, QLineEdit] = {}
        self._shown = False
        self._offers: frozenset[str] = frozenset()
        self._made: tuple[Sequence[Column], dict[str, str], int, int] = ((), {}, 0, 0)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setSortIndicatorShown(True)
        self.setSectionsMovable(False)
        self.sectionResized.connect(lambda *_: self.place())
        self.setMinimumSectionSize(theme.pixels(40))

    def set_columns(self, columns: Sequence[Column], texts: dict[str, str], first: int, last: int) -> None:
        """Make the filter lines of sections ``first`` up to (not with) ``last``."""
        self._made = (columns, texts, first, last)
        for line in self._lines.values():
            line.deleteLater()
        self._lines = {}
        for section in range(first, min(last, len(columns))):
            if columns[section].filterable:
                self._lines[section] = self._line(columns[section], texts.get(columns[section].key, ""))
        self.place()

    def set_offers(self, keys: frozenset[str]) -> None:
        """Let values be chosen from a list for these columns; ``choices_asked`` tells when one is wanted."""
        self._offers = keys
        self.set_columns(*self._made)

    def _line(self, column: Column, text: str) -> QLineEdit:
        line = QLineEdit(text, self)
        line.setPlaceholderText("筛选")
        line.setClearButtonEnabled(True)
        line.setProperty("role", "filter")
        line.setProperty("column", column.key)
        line.setAccessibleName(f"筛选：{column.title}")
        line.setToolTip("要包含的文字，几个用分号隔开；“空”“非空”；“非…”“不含…”；日期和数字可写 1985–1995")
        if column.key in self._offers:
            action = line.addAction(icons.icon("down", "muted"), QLineEdit.ActionPosition.TrailingPosition)
            action.setToolTip("从列表中选（Alt+↓）")
            action.setShortcut(QKeySequence("Alt+Down"))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _checked=False: self.choices_asked.emit(column.key))
        later = timer(line, 250, lambda: self.filter_changed.emit(column.key, line.text()), single=True)
        line.textChanged.connect(lambda _text: later.start())
        line.returnPressed.connect(self.left_downwards)
        return line

    def show_filters(self, shown: bool) -> None:
        """Show or hide the filter lines."""
        self._shown = shown
        self.updateGeometries()
        self.place()
        self.geometriesChanged.emit()

    def line(self, key: str) -> QLineEdit | None:
        """Return the filter line of a column."""
        return next((line for line in self._lines.values() if line.property("column") == key), None)

    def clear_filters(self) -> None:
        """Empty every line without telling."""
        for line in self._lines.values():
            line.blockSignals(True)
            line.clear()
            line.blockSignals(False)

    def focus_filter(self, section: int) -> bool:
        """Put the focus into the filter line of a section; False when it has none."""
        line = self._lines.get(section)
        if line is None or not self._shown:
            return False
        line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def filters_shown(self) -> bool:
        """Return whether the filter lines are on show."""
        return self._shown

    def _line_height(self) -> int:
        return theme.pixels(32)

    def sizeHint(self) -> QSize:
        """Return the titles' height and that of the filter lines."""
        size = super().sizeHint()
        size.setHeight(theme.pixels(34) + (self._line_height() + theme.pixels(6) if self._shown else 0))
        return size

    def updateGeometries(self) -> None:
        """Keep room under the titles."""
        self.setViewportMargins(0, 0, 0, self._line_height() + theme.pixels(6) if self._shown else 0)
        super().updateGeometries()
        self.place()

    def place(self) -> None:
        """Put every filter line under its title."""
        top = self.height() - self._line_height() - theme.pixels(3)
        for section, line in self._lines.items():
            visible = self._shown and section < self.count() and not self.isSectionHidden(section)
            line.setVisible(visible)
            if visible:
                left = self.sectionViewportPosition(section)
                line.setGeometry(left + 2, top, self.sectionSize(section) - 4, self._line_height())
