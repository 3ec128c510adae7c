"""A chart on screen: a click, or the arrow keys and Enter, opens what a value stands on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from ganbu_desktop.desktop.charts.look import Ink
from ganbu_desktop.desktop.charts.model import Chart
from ganbu_desktop.desktop.charts.paint import Hit, height_of, paint
from ganbu_desktop.desktop.kit import theme

_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
}
_WIDTH = 320


class ChartView(QWidget):
    """Shows one chart; ``figure_opened`` tells title and figure of the value that was chosen."""

    figure_opened = Signal(str, object)

    def __init__(self) -> None:
        """Begin empty."""
        super().__init__()
        self.chart: Chart | None = None
        self.hits: list[Hit] = []
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumWidth(theme.pixels(_WIDTH))
        self.show_chart(None)

    def show_chart(self, chart: Chart | None) -> None:
        """Show another chart; None shows nothing."""
        self.chart, self.current, self.hits = chart, 0, []
        self.setAccessibleName("统计图" if chart is None else chart.title)
        self.setAccessibleDescription("" if chart is None else chart.spoken())
        self.updateGeometry()
        self.setMinimumHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size in which the chart reads well."""
        if self.chart is None:
            return QSize(theme.pixels(_WIDTH), theme.pixels(120))
        width = max(self.width(), theme.pixels(_WIDTH))
        return QSize(theme.pixels(_WIDTH), round(height_of(self.chart, width - theme.space(2), self.font())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow higher where a narrower width needs more lines."""
        super().resizeEvent(event)
        self.setMinimumHeight(self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chart and the frame round the current value."""
        painter = QPainter(self)
        colours = theme.colours()
        painter.fillRect(self.rect(), QColor(colours.surface))
        if self.chart is None:
            return
        ink = Ink(colours.text, colours.muted, colours.line_strong, colours.surface)
        area = QRectF(self.rect()).adjusted(theme.space(1), theme.space(0.5), -theme.space(1), -theme.space(0.5))
        self.hits = paint(painter, area, self.chart, self.font(), ink)
        if self.hasFocus() and self.hits:
            painter.setPen(QPen(QColor(colours.accent), 2, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._hit().box.adjusted(-3, -3, 3, 3))

    def _hit(self) -> Hit:
        return self.hits[min(self.current, len(self.hits) - 1)]

    def _at(self, point: QPointF) -> int | None:
        return next((n for n, hit in enumerate(self.hits) if hit.box.adjusted(-1, -2, 1, 2).contains(point)), None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the value under the mouse."""
        found = self._at(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self.current = found
            self.update()
            self.open_current()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show a hand over what can be opened."""
        over = self._at(event.position()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step through the values, Enter opens one."""
        key = Qt.Key(event.key())
        if key in _STEPS and self.hits:
            self.current = (self.current + _STEPS[key]) % len(self.hits)
            self._tell_current()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open_current()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame round the current value."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        super().focusOutEvent(event)
        self.update()

    def _tell_current(self) -> None:
        """Say the current value to a screen reader, and keep it in sight."""
        text = self.words()
        self.setAccessibleName(text)
        self.setToolTip(text)
        area = self.parent()
        holder = area.parent() if area is not None else None
        box = self._hit().box
        if holder is not None and hasattr(holder, "ensureVisible"):
            holder.ensureVisible(round(box.center().x()), round(box.center().y()))
        self.update()

    def words(self) -> str:
        """Return the current value in words."""
        if self.chart is None or not self.hits:
            return ""
        hit = self._hit()
        return self.chart.described(hit.category, hit.series)

    def open_current(self) -> None:
        """Tell what the current value stands on."""
        if self.chart is None or not self.hits:
            return
        hit = self._hit()
        figure = self.chart.series[hit.series].data[hit.category].figure
        if figure is not None:
            name = self.chart.series[hit.series].name if len(self.chart.series) > 1 else ""
            self.figure_opened.emit("·".join(filter(None, (self.chart.categories[hit.category], name))), figure)

    def event(self, event: QEvent) -> bool:
        """Show the value under the mouse as a tool tip."""
        if isinstance(event, QHelpEvent):
            found = self._at(QPointF(event.pos()))
            if found is None or self.chart is None:
                QToolTip.hideText()
            else:
                hit = self.hits[found]
                QToolTip.showText(
                    event.globalPos(), f"{self.chart.described(hit.category, hit.series)}\n点开看是哪些人"
                )
            return True
        return super().event(event)
