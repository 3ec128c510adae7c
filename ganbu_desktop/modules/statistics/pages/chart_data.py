"""What of a table can be shown as a chart: its parts, and the values of each as bars, shares, pyramid or trend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ganbu_desktop.desktop.charts import Chart, Datum, Kind, Series
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, Report, ReportTable
from ganbu_desktop.modules.statistics.cross import TOTAL

_COUNTED, _THERE, _LACKING = "人数", "实配", "缺配"
_SEXES = ("男", "女")
_TOTAL_ROW = "总数"
_WHOLE = "总体"
_MOST_TREND = 6


@dataclass(frozen=True)
class Part:
    """One part of a table that makes a chart: its rows, and the columns that become series with their names."""

    title: str
    table: int
    rows: tuple[int, ...]
    columns: tuple[tuple[str, int], ...]


def parts_of(report: Report) -> list[Part]:
    """Return the parts of a report, in its own order."""
    found: list[Part] = []
    for number, table in enumerate(report.tables):
        if not table.rows:
            continue
        top = table.header[0]
        if len(top) > 1 and top[0] == top[1]:
            found += _grouped(number, table)
        else:
            found += _plain(number, table)
    return found


def _grouped(number: int, table: ReportTable) -> list[Part]:
    """Return the parts of a table whose first column names a group of rows: one in all, one by the last two columns."""
    groups: dict[str, list[int]] = {}
    for place, row in enumerate(table.rows):
        if isinstance(row[0], str) and row[0] != _TOTAL_ROW and _is_count(row[2]):
            groups.setdefault(row[0], []).append(place)
    names = table.header[-1]
    sexes = tuple((name, names.index(name)) for name in _SEXES if name in names)
    found = []
    for title, places in groups.items():
        found.append(Part(title, number, tuple(places), ((_WHOLE, 2),)))
        if len(sexes) == len(_SEXES):
            found.append(Part(f"{title}（男、女）", number, tuple(places), sexes))
    return found


def _is_count(cell: Cell) -> bool:
    """Return whether a figure counts people: its text is the number itself."""
    return isinstance(cell, Figure) and (not cell.text or "." not in cell.text.partition("（")[0])


def _plain(number: int, table: ReportTable) -> list[Part]:
    rows = tuple(n for n, row in enumerate(table.rows) if row[0] != TOTAL)
    top, sub = table.header[0], table.header[-1]
    if _THERE in sub:
        heads = [top[n] for n, name in enumerate(sub) if name == _THERE]
        found = []
        for head in dict.fromkeys(heads):
            is_whole = head == _THERE
            places = [
                (name, n) for n, name in enumerate(sub) if (is_whole or top[n] == head) and name in (_THERE, _LACKING)
            ]
            title = "·".join(filter(None, (table.title, "" if is_whole else head)))
            found.append(Part(title or "实配和缺配", number, rows, tuple(places)))
        return found
    columns = tuple(
        (top[n], n)
        for n, name in enumerate(sub)
        if n and top[n] not in (TOTAL, _TOTAL_ROW) and name not in ("比率", "占比") and _is_count(table.rows[0][n])
    )
    if not columns:
        return []
    if len(table.header) > 1 and any(name != _COUNTED and name != top[n] for n, name in enumerate(sub) if n):
        columns = tuple((f"{head}" if sub[n] in (_COUNTED, head) else f"{head}{sub[n]}", n) for head, n in columns)
    return [Part(table.title or f"{top[0]}", number, rows, columns)]


def kinds_of(part: Part) -> list[Kind]:
    """Return how a part can be drawn."""
    found = [Kind.BARS, Kind.SHARES]
    if tuple(name for name, _ in part.columns[:2]) == _SEXES:
        found.insert(0, Kind.PYRAMID)
    return found


def chart_of(report: Report, part: Part, kind: Kind) -> Chart:
    """Return a part of a report as a chart."""
    table = report.tables[part.table]
    categories = tuple(_name(table.rows[place]) for place in part.rows)
    series = tuple(
        Series(name, tuple(_datum(table.rows[place][column]) for place in part.rows)) for name, column in part.columns
    )
    title = f"{report.title}·{part.title}"
    if kind is not Kind.PYRAMID:
        return Chart(kind, title, categories, series)
    others = [(s.name, sum(datum.value or 0 for datum in s.data)) for s in series[2:]]
    note = "".join(f"另有性别{name} {number} 人，没有画在图上" for name, number in others if number)
    return Chart(kind, title, categories, series[:2], note)


def _name(row: Sequence[Cell]) -> str:
    """Return what a row is called: its last words before the first number."""
    number = next((n for n, cell in enumerate(row) if isinstance(cell, Figure)), 1)
    words = [cell for cell in row[:number] if isinstance(cell, str) and cell]
    return words[-1] if words else ""


def _datum(cell: Cell) -> Datum:
    if not isinstance(cell, Figure):
        return Datum(None)
    return Datum(cell.value, cell)


def trend_of(moments: Sequence[tuple[Period, Report]], part: Part) -> Chart:
    """Return how the lines of a part went over the months: the first series of each, of up to six lines.

    ``moments``: the oldest first; a line that a month does not have has no value there.
    """
    newest = moments[-1][1]
    rows = part.rows[:_MOST_TREND]
    names = [_name(newest.tables[part.table].rows[row]) for row in rows]
    column = part.columns[0][1]
    charts = [_values(report, part, column) for _, report in moments]
    series = tuple(Series(name, tuple(values.get(name, Datum(None)) for values in charts)) for name in names)
    categories = tuple(f"{period.first.year}.{period.last.month:02d}" for period, _ in moments)
    note = "" if len(part.rows) <= _MOST_TREND else f"只画前 {_MOST_TREND} 项"
    chart = Chart(Kind.TREND, f"{newest.title}·{part.title}趋势", categories, series, note)
    return chart if len(moments) > 1 else replace(chart, note="只有一个月的数；每月冻结以后，这里就有走势")


def _values(report: Report, part: Part, column: int) -> dict[str, Datum]:
    """Return the values of a part by the names of its lines, where an older table has the same part."""
    same = [other for other in parts_of(report) if (other.title, other.table) == (part.title, part.table)]
    if not same:
        return {}
    table = report.tables[part.table]
    return {_name(table.rows[place]): _datum(table.rows[place][column]) for place in same[0].rows}
