"""The head of a roster to take hold of: widths by dragging the borders of its columns, their order by dragging them."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QStandardItemModel
from PySide6.QtWidgets import QHeaderView, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.paper.roster import RosterSpec

_SETTLE_MS = 180
_LEAST_MM = 3.0


class WidthRuler(QHeaderView):
    """Shows columns as wide as they are in proportion to the page.

    ``dragged`` tells place and new width in millimetres, ``moved`` a column's old and new place, ``picked`` a click.
    """

    dragged = Signal(int, float)
    moved = Signal(int, int)
    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without columns."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = QStandardItemModel(0, 0, self)
        self.setModel(self._model)
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(True)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setStyleSheet("QHeaderView::section { padding: 2px; font-weight: 400; }")
        self.setFixedHeight(theme.pixels(30))
        self.setAccessibleName("栏宽：拖动分界线改宽度，拖动栏名换位置")
        self.setToolTip("拖动分界线改栏宽，拖动栏名换位置")
        self._spec: RosterSpec | None = None
        self._last: tuple[int, int] | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._tell_width)
        self.sectionResized.connect(self._resized)
        self.sectionMoved.connect(self._moved)
        self.sectionPressed.connect(self.picked)

    def show_spec(self, spec: RosterSpec) -> None:
        """Show the columns of a layout."""
        self._spec = spec
        self._lay()

    def _lay(self) -> None:
        if self._spec is None:
            return
        self.blockSignals(True)
        self._model.setColumnCount(0)
        self._model.setColumnCount(len(self._spec.columns))
        self.setMinimumSectionSize(theme.pixels(8))
        for number, column in enumerate(self._spec.columns):
            self._model.setHeaderData(number, Qt.Orientation.Horizontal, column.label)
            tip = f"{column.label or '空白栏'}：{column.width_mm:.1f} 毫米"
            self._model.setHeaderData(number, Qt.Orientation.Horizontal, tip, Qt.ItemDataRole.ToolTipRole)
            self.resizeSection(number, max(theme.pixels(8), round(column.width_mm * self.scale())))
        self.blockSignals(False)
        self.viewport().update()

    def scale(self) -> float:
        """Return pixels to a millimetre."""
        width = self._spec.table_width_mm if self._spec is not None else 1.0
        return max(0.1, (self.width() - 2) / width)

    def _resized(self, section: int, _old: int, new: int) -> None:
        self._last = (section, new)
        self._settle.start()

    def _tell_width(self) -> None:
        if self._last is not None:
            section, pixels = self._last
            self._last = None
            self.dragged.emit(section, max(_LEAST_MM, round(pixels / self.scale(), 1)))

    def _moved(self, _section: int, old: int, new: int) -> None:
        self.moved.emit(old, new)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the proportion to the page."""
        super().resizeEvent(event)
        self._lay()
