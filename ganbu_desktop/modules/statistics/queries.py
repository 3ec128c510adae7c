"""What the screens of the statistics room read: snapshots, their content, and a table beside an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ganbu_desktop.foundation.errors import CheckFailed, DataFileError
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.content import fingerprint, unpack
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, Report, ReportTable
from ganbu_desktop.modules.statistics.population import moment
from ganbu_desktop.modules.statistics.records import StatisticsSnapshot
from ganbu_desktop.store.operations import read_blob

_GONE = "当时在列，现在不在"
ABSENT = "—"
_Key = tuple[str, ...]


def snapshots(office: Office, name: str | None = None, period: str | None = None) -> list[StatisticsSnapshot]:
    """Return the snapshots of a table, of a month (as ``Period.text`` writes it), the newest first."""
    at = StatisticsSnapshot.table.c
    conditions = [column == wanted for column, wanted in ((at.name, name), (at.period, period)) if wanted is not None]
    found = office.find(StatisticsSnapshot, *conditions)
    return sorted(found, key=lambda s: (s.period, s.made_at, s.id), reverse=True)


def content_of(office: Office, snapshot: StatisticsSnapshot) -> Report:
    """Return the table as it was frozen; DataFileError when it no longer bears its own fingerprint."""
    with office.reading() as connection:
        report = unpack(read_blob(connection, snapshot.blob))
    if fingerprint(snapshot.name, snapshot.period, report) != snapshot.content_hash:
        raise DataFileError(
            f"“{snapshot.title}”（{snapshot.period}）冻结的内容与登记的数据指纹不符，没有打开。"
            "数据没有改动，请核对数据文件或从备份恢复。"
        )
    return report


def year_before(found: Sequence[StatisticsSnapshot], period: Period) -> StatisticsSnapshot | None:
    """Return the newest snapshot of the same month of the last year, or the last one before it; None without any."""
    wanted = f"{period.first.year - 1}-{period.last.month:02d}"
    return next((snapshot for snapshot in found if snapshot.period <= wanted), None)


def latest_of_months(found: Sequence[StatisticsSnapshot]) -> list[StatisticsSnapshot]:
    """Return the newest snapshot of each month, the oldest month first."""
    by_month: dict[str, StatisticsSnapshot] = {}
    for snapshot in found:
        by_month.setdefault(snapshot.period, snapshot)
    return [by_month[month] for month in sorted(by_month)]


def compared(now: Report, earlier: Report, earlier_period: Period) -> Report:
    """Return a table with what each number has changed by; CheckFailed when the two have nothing in common.

    Lines are found by their words, columns by their heads. A number that one of the two does not have is a dash. Who
    is new stands behind the change, who is gone is left out with that reason.
    """
    tables = []
    before = {table.title: table for table in earlier.tables}
    for table in now.tables:
        if table.title in before:
            tables.append(_compared(table, before[table.title]))
    if not tables:
        raise CheckFailed("两次的统计表没有相同的部分，不能比较；数据未改动")
    return replace(
        now,
        title=f"{now.title}：与{earlier_period.chinese()}比较",
        tables=tuple(tables),
        right="现在（增减）",
        remarks=(
            f"括号外为现在的数，括号内为比{earlier_period.chinese()}冻结的数增加或减少的数，比率的增减为百分点。",
            *now.remarks,
        ),
        signatures=(),
        inputs=(),
    )


def _compared(table: ReportTable, before: ReportTable) -> ReportTable:
    columns = _keyed(_columns(before))
    places = [columns.get(key) for key in _keyed(_columns(table))]
    lines = _keyed([_words(row) for row in before.rows])
    rows = []
    for key, row in zip(_keyed([_words(row) for row in table.rows]), table.rows, strict=True):
        line = before.rows[lines[key]] if key in lines else None
        cells = (
            _cell(cell, line[place] if line is not None and place is not None else None)
            for cell, place in zip(row, places, strict=True)
        )
        rows.append(tuple(cells))
    rows += [_only_before(before.rows[lines[key]], places) for key in lines if key not in _keyed_rows(table)]
    return replace(table, rows=tuple(rows))


def _keyed_rows(table: ReportTable) -> dict[_Key, int]:
    return _keyed([_words(row) for row in table.rows])


def _columns(table: ReportTable) -> list[_Key]:
    return [tuple(line[column] for line in table.header) for column in range(len(table.widths))]


def _words(row: Sequence[Cell]) -> _Key:
    """Return what a row is called by: its words before the first number."""
    number = next((n for n, cell in enumerate(row) if isinstance(cell, Figure)), len(row))
    return tuple(cell for cell in row[:number] if isinstance(cell, str))


def _keyed(keys: Sequence[_Key]) -> dict[_Key, int]:
    """Return the place of each key; one that comes again is told apart by its number."""
    found: dict[_Key, int] = {}
    for place, key in enumerate(keys):
        number = 0
        while (wanted := (*key, f"#{number}")) in found:
            number += 1
        found[wanted] = place
    return found


def _cell(now: Cell, before: Cell | None) -> Cell:
    if not isinstance(now, Figure):
        return now
    if not isinstance(before, Figure) or now.value is None or before.value is None:
        return replace(now, text=f"{now.shown()}（{ABSENT}）") if now.value is not None else now
    change = now.value - before.value
    had, has = set(before.people), set(now.people)
    return replace(
        now,
        text=f"{now.shown()}（{_signed(change, now)}）",
        formula=f"现在 {now.shown()}，当时 {before.shown()}。{now.formula}",
        people=tuple(person for person in now.people if person not in had),
        left_out=tuple((person, _GONE) for person in before.people if person not in has),
    )


def _signed(change: int, figure: Figure) -> str:
    """Return a change with its sign, in the unit that the figure is shown in (tenths of a percent or a year)."""
    if not change:
        return "0"
    size = abs(change)
    shown = str(size) if not figure.text or "." not in figure.text else f"{size // 10}.{size % 10}"
    return f"{'+' if change > 0 else '−'}{shown}"


def _only_before(row: Sequence[Cell], places: Sequence[int | None]) -> tuple[Cell, ...]:
    """Return a line that is not there any more."""
    found: list[Cell] = []
    for place in places:
        cell = row[place] if place is not None else ""
        if isinstance(cell, Figure):
            said = f"当时 {cell.shown()}，现在没有这一行"
            left = tuple((person, _GONE) for person in cell.people)
            cell = Figure(0, f"{ABSENT}（当时 {cell.shown()}）", said, left_out=left) if cell.value else ABSENT
        found.append(cell)
    return tuple(found)


def units(office: Office) -> list[tuple[str, str]]:
    """Return id and short name of every unit, in the county's order."""
    with office.reading() as connection:
        found = moment(office, connection, Period.month_of(office.today())).units
    return [(unit_id, body.name) for unit_id, body in sorted(found.items(), key=lambda pair: pair[1].order)]
