"""Charts: bars, shares, age pyramids, trends; every value is written on, and every bar opens its people."""

from ganbu_desktop.desktop.charts.export import png_of, write_chart
from ganbu_desktop.desktop.charts.model import Chart, Datum, Kind, Series
from ganbu_desktop.desktop.charts.view import ChartView

__all__ = ["Chart", "ChartView", "Datum", "Kind", "Series", "png_of", "write_chart"]
