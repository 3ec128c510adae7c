"""The month: a calendar with how much is due on each day, and the list of the chosen day."""

from __future__ import annotations

from collections import Counter
from datetime import date

from PySide6.QtCore import QDate, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QTextCharFormat
from PySide6.QtWidgets import QAbstractItemView, QCalendarWidget, QSpinBox, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import Split, column, text_label
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import Desk, Page
from ganbu_desktop.kernel.reminders.agenda import Agenda, Item


class _Calendar(QCalendarWidget):
    """A month whose days carry the number of what is due."""

    def __init__(self) -> None:
        super().__init__()
        self.counts: Counter[date] = Counter()
        self.setGridVisible(True)
        self.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setAccessibleName("提醒日历")
        self.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        weekend = QTextCharFormat()
        weekend.setForeground(QColor(theme.colours().muted))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.setWeekdayTextFormat(day, weekend)
        part: QWidget
        for part in self.findChildren(QWidget):
            if isinstance(part, QAbstractItemView | QSpinBox):
                part.setAccessibleName("年份" if isinstance(part, QSpinBox) else "日期")
        self.setStyleSheet(_style())

    def paintCell(self, painter: QPainter, rect: QRect, day: QDate | date) -> None:
        """Draw the day and, in its corner, how much is due."""
        super().paintCell(painter, rect, day)  # type: ignore[arg-type]
        number = self.counts[_plain(day)]
        if not number:
            return
        painter.save()
        side = theme.pixels(20)
        corner = QRect(rect.right() - side - 2, rect.top() + 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(theme.colours().accent))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(corner)
        painter.setPen(QColor(theme.colours().on_accent))
        painter.setFont(theme.font(steps=-1))
        painter.drawText(corner, Qt.AlignmentFlag.AlignCenter, str(number) if number < 100 else "99")
        painter.restore()


def _style() -> str:
    c = theme.colours()
    return (
        f"QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {c.surface}; }}"
        f"QCalendarWidget QToolButton {{ color: {c.text}; background: {c.surface}; border: none;"
        f" font-weight: 600; padding: {theme.pixels(6)}px; }}"
        f"QCalendarWidget QToolButton:hover {{ background: {c.accent_soft}; }}"
        f"QCalendarWidget QToolButton#qt_calendar_prevmonth {{ qproperty-icon: url({theme.sign('left')}); }}"
        f"QCalendarWidget QToolButton#qt_calendar_nextmonth {{ qproperty-icon: url({theme.sign('right')}); }}"
    )


def _plain(day: QDate | date) -> date:
    return day if isinstance(day, date) else date(day.year(), day.month(), day.day())


class Month(Page):
    """The calendar at the left, the day's reminders at the right."""

    def __init__(self, desk: Desk) -> None:
        """Start without an agenda."""
        super().__init__(desk)
        self._agenda: Agenda | None = None
        self._items: dict[str, Item] = {}
        self.calendar = _Calendar()
        columns = (Column("kind", "种类", 130), Column("title", "提醒", 300), Column("why", "依据", 400))
        self._source = ListSource(columns)
        self.table = DataTable("workbench-day", self._source, title="这一天的事项", desk=desk)
        self.table.set_empty("这一天没有到期的提醒。")
        self._head = text_label("", role="heading")
        split = Split("workbench.month", desk.settings, self.calendar, column(self._head, self.table), (460, 700))
        self.body.addWidget(split, 1)
        self.calendar.selectionChanged.connect(self._show_day)
        self.table.opened.connect(self._open)

    def show_agenda(self, agenda: Agenda) -> None:
        """Show what was worked out, at its day."""
        self._agenda = agenda
        self.calendar.counts = Counter(i.reminder.due_on for i in agenda.items if i.reminder.due_on is not None)
        self.calendar.setSelectedDate(QDate(agenda.day.year, agenda.day.month, agenda.day.day))
        self.calendar.updateCells()
        self._show_day()

    def _show_day(self) -> None:
        if self._agenda is None:
            return
        day = _plain(self.calendar.selectedDate())
        items = self._agenda.on(day)
        self._items = {item.reminder.key: item for item in items}
        self._head.setText(f"{day.month}月{day.day}日　{len(items)} 条")
        rows = [Row(i.reminder.key, (i.rule.title, i.reminder.title, i.reminder.why)) for i in items]
        self._source.set_rows(rows)
        self.table.reload()

    def _open(self, key: str) -> None:
        target = self._items[key].reminder.target if key in self._items else None
        if target is not None:
            self.desk.go(*target)

    def focus_first(self) -> None:
        """Begin at the calendar."""
        self.calendar.setFocus(Qt.FocusReason.OtherFocusReason)
