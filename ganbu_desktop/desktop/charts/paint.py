"""Painting a chart into a rectangle; the caller gets back where each value stands, to click on or to step through."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from ganbu_desktop.desktop.charts import look
from ganbu_desktop.desktop.charts.look import Ink
from ganbu_desktop.desktop.charts.model import Chart, Kind

_ROW, _BAR, _GAP = 2.1, 1.35, 0.6
"""Heights in lines of text: a category, its bar, the gap beside texts."""
_LONGEST = 12
_LEAST_WIDTH = 34.0


@dataclass(frozen=True)
class Hit:
    """Where one value was painted."""

    box: QRectF
    category: int
    series: int


def height_of(chart: Chart, width: float, font: QFont) -> float:
    """Return the height in which a chart reads well."""
    painter = _Painter(None, chart, QRectF(0, 0, width, 10_000), font, look.PAPER)
    if chart.kind is Kind.TREND:
        return painter.top + painter.line * 16
    return painter.top + painter.line * (_ROW * len(chart.categories) + 1.2 + (1.6 if chart.note else 0))


def paint(painter: QPainter, area: QRectF, chart: Chart, font: QFont, ink: Ink) -> list[Hit]:
    """Paint ``chart`` and return where its values stand, category by category."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    found = _Painter(painter, chart, area, font, ink).paint()
    return sorted(found, key=lambda hit: (hit.category, hit.series))


class _Painter:
    """One chart being painted. Without a painter it only measures."""

    def __init__(self, painter: QPainter | None, chart: Chart, area: QRectF, font: QFont, ink: Ink) -> None:
        self.maybe, self.chart, self.area, self.font, self.ink = painter, chart, area, font, ink
        self.metrics = QFontMetricsF(font)
        self.line = self.metrics.height()
        self.hits: list[Hit] = []
        self._legend = self._legend_lines()
        self.top = self.line * (1.8 + (1.5 * len(self._legend) if len(chart.series) > 1 else 0) + 0.4)

    @property
    def painter(self) -> QPainter:
        assert self.maybe is not None
        return self.maybe

    def paint(self) -> list[Hit]:
        self._head()
        if self.chart.kind is Kind.PYRAMID:
            self._pyramid()
        elif self.chart.kind is Kind.TREND:
            self._trend()
        else:
            self._bars()
        if self.chart.note:
            box = QRectF(self.area.left(), self.area.bottom() - 1.4 * self.line, self.area.width(), 1.4 * self.line)
            self._write(box, self.chart.note, Qt.AlignmentFlag.AlignLeft, muted=True)
        return self.hits

    # ---- head

    def _head(self) -> None:
        box = QRectF(self.area.left(), self.area.top(), self.area.width(), self.line * 1.6)
        self.painter.setFont(look.bold(self.font))
        self._write(box, self.chart.title, Qt.AlignmentFlag.AlignHCenter)
        self.painter.setFont(self.font)
        if len(self.chart.series) < 2:
            return
        y = self.area.top() + self.line * 1.9
        for names in self._legend:
            x = self.area.left() + max(0.0, (self.area.width() - sum(width for _, width in names)) / 2)
            for number, width in names:
                self._key(number, x, y)
                x += width
            y += self.line * 1.5

    def _key(self, number: int, x: float, y: float) -> None:
        side = self.line * 0.8
        if self.chart.kind is Kind.TREND:
            look.mark(self.painter, QPointF(x + side / 2, y + side / 2), number, side * 0.8)
        else:
            look.fill(self.painter, QRectF(x, y, side * 1.4, side), number)
        box = QRectF(x + side * 1.8, y - self.line * 0.1, 1000, self.line)
        self._write(box, self.chart.series[number].name, Qt.AlignmentFlag.AlignLeft)

    def _legend_lines(self) -> list[list[tuple[int, float]]]:
        """Return the names of the series in lines that fit the width, each with the room it takes."""
        lines: list[list[tuple[int, float]]] = [[]]
        used = 0.0
        for number, series in enumerate(self.chart.series):
            width = self.line * 2.6 + self.metrics.horizontalAdvance(series.name)
            if lines[-1] and used + width > self.area.width():
                lines.append([])
                used = 0.0
            lines[-1].append((number, width))
            used += width
        return lines

    # ---- bars and shares

    def _bars(self) -> None:
        chart, left = self.chart, self._names_width()
        is_share = chart.kind is Kind.SHARES and len(chart.series) > 1
        ends = [self._end_text(category) for category in range(len(chart.categories))]
        room = max((self.metrics.horizontalAdvance(text) for text in ends), default=0.0) + self.line
        start = self.area.left() + left + self.line * _GAP
        width = max(self.area.right() - room - start, _LEAST_WIDTH)
        most = max((chart.sum_of(n) for n in range(len(chart.categories))), default=0) or 1
        for category, name in enumerate(chart.categories):
            y = self.area.top() + self.top + self.line * _ROW * category
            self._name(name, y, left)
            whole = (chart.sum_of(category) or 1) if is_share else most
            x = self._segments(category, start, y, width / whole)
            box = QRectF(x + self.line * 0.4, y, room, self.line * _BAR)
            self._write(box, ends[category], Qt.AlignmentFlag.AlignLeft)
        self._axis(start, len(chart.categories))

    def _segments(self, category: int, x: float, y: float, scale: float) -> float:
        for number, series in enumerate(self.chart.series):
            datum = series.data[category]
            box = QRectF(x, y, (datum.value or 0) * scale, self.line * _BAR)
            if datum.value:
                look.fill(self.painter, box, number)
                text = self.chart.share(category, number) if self.chart.kind is Kind.SHARES else datum.shown()
                if len(self.chart.series) > 1 and self.metrics.horizontalAdvance(text) + 6 <= box.width():
                    look.label(self.painter, box, text, self.ink, boxed=True)
            wide = box if datum.value else QRectF(x, y, self.line * 0.3, self.line * _BAR)
            self.hits.append(Hit(wide, category, number))
            x = box.right()
        return x

    def _end_text(self, category: int) -> str:
        chart = self.chart
        if len(chart.series) == 1:
            shown = chart.series[0].data[category].shown()
            return f"{shown}（{chart.share(category, 0)}）" if chart.kind is Kind.SHARES else shown
        return str(chart.sum_of(category))

    def _axis(self, x: float, categories: int) -> None:
        self.painter.setPen(QPen(QColor(self.ink.line), 1))
        top = self.area.top() + self.top - self.line * 0.3
        self.painter.drawLine(QPointF(x, top), QPointF(x, top + self.line * _ROW * categories))

    def _names_width(self) -> float:
        names = (self._short(name) for name in self.chart.categories)
        return max((self.metrics.horizontalAdvance(name) for name in names), default=0.0)

    def _short(self, name: str) -> str:
        return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"

    def _name(self, name: str, y: float, width: float) -> None:
        box = QRectF(self.area.left(), y, width, self.line * _BAR)
        self._write(box, self._short(name), Qt.AlignmentFlag.AlignRight)

    # ---- pyramid

    def _pyramid(self) -> None:
        """Draw the first series to the left and the second to the right, the oldest on top."""
        chart, middle = self.chart, self._names_width() + self.line * 2
        most = max((datum.value or 0 for series in chart.series for datum in series.data), default=0) or 1
        room = self.metrics.horizontalAdvance(str(most)) + self.line
        half = max((self.area.width() - middle) / 2 - room, _LEAST_WIDTH)
        centre = self.area.center().x()
        for category, name in enumerate(chart.categories):
            row = len(chart.categories) - 1 - category
            y = self.area.top() + self.top + self.line * _ROW * row
            box = QRectF(centre - middle / 2, y, middle, self.line * _BAR)
            self._write(box, self._short(name), Qt.AlignmentFlag.AlignHCenter)
            for number, series in enumerate(chart.series[:2]):
                datum = series.data[category]
                long = (datum.value or 0) * half / most
                edge = centre + (middle / 2 if number else -middle / 2 - long)
                bar = QRectF(edge, y, long, self.line * _BAR)
                if datum.value:
                    look.fill(self.painter, bar, number)
                beside = bar.right() + self.line * 0.3 if number else bar.left() - room - self.line * 0.3
                align = Qt.AlignmentFlag.AlignLeft if number else Qt.AlignmentFlag.AlignRight
                self._write(QRectF(beside, y, room, self.line * _BAR), datum.shown(), align)
                least = self.line * 0.3
                self.hits.append(Hit(bar if long >= least else bar.adjusted(-least, 0, least, 0), category, number))

    # ---- trend

    def _trend(self) -> None:
        chart, count = self.chart, len(self.chart.categories)
        bottom = self.area.bottom() - self.line * (3.2 if chart.note else 1.8)
        frame = QRectF(self.area.left() + self.line * 3, self.area.top() + self.top + self.line, 0, 0)
        frame.setRight(self.area.right() - self.line * 3)
        frame.setBottom(max(bottom, frame.top() + self.line * 3))
        values = [datum.value for series in chart.series for datum in series.data if datum.value is not None]
        low, high = (0, max(values, default=0) or 1)
        step = frame.width() / max(count - 1, 1)
        self.painter.setPen(QPen(QColor(self.ink.line), 1))
        self.painter.drawLine(frame.bottomLeft(), frame.bottomRight())
        for category, name in enumerate(chart.categories):
            x = frame.left() + (step * category if count > 1 else frame.width() / 2)
            box = QRectF(x - 200, frame.bottom() + self.line * 0.3, 400, self.line * 1.2)
            self._write(box, name, Qt.AlignmentFlag.AlignHCenter)
        for number, series in enumerate(chart.series):
            places = [
                None
                if datum.value is None
                else QPointF(
                    frame.left() + (step * n if count > 1 else frame.width() / 2),
                    frame.bottom() - frame.height() * (datum.value - low) / (high - low),
                )
                for n, datum in enumerate(series.data)
            ]
            self._line_through(places, number)
            for category, place in enumerate(places):
                if place is not None:
                    self._point(place, category, number, series.data[category].shown())

    def _line_through(self, places: list[QPointF | None], number: int) -> None:
        styles = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
        pen = QPen(look.colour(number), max(1.5, self.line / 10), styles[number % len(styles)])
        for start, end in pairwise(places):
            if start is not None and end is not None:
                self.painter.setPen(pen)
                self.painter.drawLine(start, end)

    def _point(self, place: QPointF, category: int, number: int, text: str) -> None:
        size = self.line * 0.5
        look.mark(self.painter, place, number, size)
        above = number % 2 == 0
        y = place.y() - size - self.line if above else place.y() + size
        look.label(self.painter, QRectF(place.x() - 60, y, 120, self.line), text, self.ink, boxed=True)
        self.hits.append(Hit(QRectF(place.x() - size, place.y() - size, 2 * size, 2 * size), category, number))

    def _write(self, box: QRectF, text: str, align: Qt.AlignmentFlag, *, muted: bool = False) -> None:
        self.painter.setPen(QColor(self.ink.muted if muted else self.ink.text))
        self.painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, text)
