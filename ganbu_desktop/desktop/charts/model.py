"""What a chart shows, without a word on how it is painted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ganbu_desktop.kernel.report.spec import NO_RECORD, Figure


class Kind(Enum):
    """How a chart is drawn; the value is what the clerk reads."""

    BARS = "条形图"
    SHARES = "构成图"
    PYRAMID = "金字塔图"
    TREND = "趋势图"


@dataclass(frozen=True)
class Datum:
    """One value: ``figure`` is what it opens. ``value`` None: no record, nothing is drawn and 无记录 is written."""

    value: int | None
    figure: Figure | None = None

    def shown(self) -> str:
        """Return how the value is written."""
        return NO_RECORD if self.value is None else str(self.value)


@dataclass(frozen=True)
class Series:
    """The values of one colour and pattern, one for each category."""

    name: str
    data: tuple[Datum, ...]


@dataclass(frozen=True)
class Chart:
    """A chart: ``categories`` from the top (months from the left in a trend), and one or more series."""

    kind: Kind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    note: str = ""

    def sum_of(self, category: int) -> int:
        """Return the sum of a category over all series."""
        return sum(series.data[category].value or 0 for series in self.series)

    def share(self, category: int, series: int) -> str:
        """Return a value's share of its category (of all values where there is one series) in percent, half up."""
        value = self.series[series].data[category].value
        whole = self.sum_of(category)
        if len(self.series) == 1:
            whole = sum(self.sum_of(n) for n in range(len(self.categories)))
        if value is None or not whole:
            return "—"
        tenths = (2000 * value + whole) // (2 * whole)
        return f"{tenths // 10}.{tenths % 10}%"

    def described(self, category: int, series: int) -> str:
        """Return one value in words: category, series, value and share."""
        name = f"，{self.series[series].name}" if len(self.series) > 1 else ""
        datum = self.series[series].data[category]
        percent = "" if self.kind is Kind.TREND else f"（{self.share(category, series)}）"
        return f"{self.categories[category]}{name}：{datum.shown()}{percent}"

    def spoken(self) -> str:
        """Return the whole chart in words, for screen readers."""
        places = ((c, s) for c in range(len(self.categories)) for s in range(len(self.series)))
        return f"{self.kind.value}，{self.title}。" + "；".join(self.described(c, s) for c, s in places)
