"""Reports (报表): what a room reports of a period, with every figure able to say whom and what it stands on.

A room offers its reports in ``modules/<room>/reports.py`` as ``REPORTS``. A report is pure reading: the same store and
period give the same content, and so the same hash.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import wraps
from hashlib import blake2b
from typing import Any, cast

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.nearest import offered
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.store.record import Record

NO_RECORD = "无记录"
"""What stands where a figure has no data: missing is not zero."""
_PERIOD = re.compile(r"(?P<year>\d{4})(?:[-.](?P<month>\d{1,2})|[-.]?[Qq](?P<quarter>[1-4]))?")


@dataclass(frozen=True, order=True)
class Period:
    """A year, a quarter or a month: ``first`` and ``last`` day, and how it is written (2026, 2026-Q2, 2026-03).

    ``seen_on``: the day on which it is looked at, where that is said (``on``); it tells no period from another.
    """

    first: date
    last: date
    text: str
    seen_on: date | None = field(default=None, compare=False)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``YYYY``, ``YYYY-Qn`` or ``YYYY-MM``; CheckFailed with a sentence otherwise."""
        match = _PERIOD.fullmatch(text.strip())
        if match is None:
            raise CheckFailed(f"期间“{text}”看不懂，请写成 2026、2026-Q2 或 2026-03；没有生成报表")
        year = int(match["year"])
        if match["quarter"]:
            first = 3 * int(match["quarter"]) - 2
            return cls._of(year, first, first + 2, f"{year}-Q{match['quarter']}")
        if match["month"] is None:
            return cls._of(year, 1, 12, str(year))
        month = int(match["month"])
        if not 1 <= month <= 12:
            raise CheckFailed(f"期间“{text}”的月份不对；没有生成报表")
        return cls._of(year, month, month, f"{year}-{month:02d}")

    @classmethod
    def _of(cls, year: int, first: int, last: int, text: str) -> Period:
        return cls(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]), text)

    @classmethod
    def month_of(cls, day: date) -> Period:
        """Return the month that a day lies in."""
        return cls.parse(f"{day.year}-{day.month:02d}")

    @classmethod
    def around(cls, day: date, kind: str) -> Period:
        """Return the ``month``, ``quarter`` or ``year`` that a day lies in."""
        if kind == "quarter":
            return cls.parse(f"{day.year}-Q{(day.month + 2) // 3}")
        return cls.month_of(day) if kind == "month" else cls.parse(str(day.year))

    def on(self, day: date) -> Period:
        """Return the same period as it is looked at on a day: a report asks no clock, it is told the day."""
        return replace(self, seen_on=day)

    @property
    def day(self) -> date:
        """Return the day on which the period is looked at; its last one where nobody said another."""
        return self.seen_on or self.last

    @property
    def so_far(self) -> date:
        """Return the last day of the period that is not to come on ``day``: what has not happened is not counted."""
        return min(self.last, self.day)

    @property
    def kind(self) -> str:
        """Return ``month``, ``quarter`` or ``year``."""
        return "quarter" if "Q" in self.text else "month" if "-" in self.text else "year"

    @property
    def before(self) -> Period:
        """Return the period of the same length before this one, looked at on the same day."""
        months = {"month": 1, "quarter": 3, "year": 12}[self.kind]
        index = self.first.year * 12 + self.first.month - 1 - months
        start = date(index // 12, index % 12 + 1, 1)
        return replace(Period.around(start, self.kind), seen_on=self.seen_on)

    def chinese(self) -> str:
        """Return ``2026年3月``, ``2026年第2季度`` or ``2026年``."""
        if self.kind == "year":
            return f"{self.first.year}年"
        if self.kind == "quarter":
            return f"{self.first.year}年第{self.text[-1]}季度"
        return f"{self.first.year}年{self.first.month}月"

    def holds(self, day: PartialDate | None) -> bool:
        """Return whether every day that a date can mean lies in the period."""
        return day is not None and self.first <= day.first_day() and day.last_day() <= self.last


@dataclass(frozen=True)
class Figure:
    """One number of a report or page, and what it stands on.

    ``value``: the number, None where there is no data (shown as 无记录). ``text``: how it reads where not the number
    itself (``83.3%``). ``formula``: in words. ``rule``: version of the rule figure used (``version_of``), empty when
    none. ``people``: ids behind it, ``left_out``: (person id, reason) of those not counted. ``records``: (table, id) of
    the entries behind it, where it counts entries rather than people.
    """

    value: int | None
    text: str = ""
    formula: str = ""
    rule: str = ""
    people: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    records: tuple[tuple[str, str], ...] = ()

    def shown(self) -> str:
        """Return how the figure reads."""
        return NO_RECORD if self.value is None else self.text or str(self.value)


def share(part: int, whole: int, **explained: object) -> Figure:
    """Return ``part`` of ``whole`` in percent with one decimal, rounded half up; no data when there is no whole."""
    if not whole:
        return Figure(None, **explained)  # type: ignore[arg-type]
    tenths = (2000 * part + whole) // (2 * whole)
    return Figure(tenths, f"{tenths // 10}.{tenths % 10}%", **explained)  # type: ignore[arg-type]


Cell = Figure | str


@dataclass(frozen=True)
class ReportTable:
    """One table. ``header`` rows from the top (cells of the same text beside each other are one); ``rows`` of cells.

    ``widths``: shares of the page, one a column; ``aligns``: l, c or r, one a column.
    """

    title: str
    header: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]
    aligns: str = ""


@dataclass(frozen=True)
class Report:
    """What a report says of a period.

    ``title`` stands above, ``left`` and ``right`` on the line over the table, ``remarks`` as lines under it (what was
    counted how), ``boxes`` are titled texts (主要情况, 突出问题), ``signatures`` the words of the last line.
    ``rule_versions``: name to version of each rule figure used. ``inputs``: (table, id, digest of its values) of every
    record that was read, so that two runs can name what came in between; a self-check gives a table's records together
    (``inputs_together``). ``unit`` and ``made_on`` (in words) say whose report it is and when it was made: ``signed``
    fills them in, neither is kept with a run nor part of its fingerprint.
    """

    title: str
    tables: tuple[ReportTable, ...]
    left: str = ""
    right: str = ""
    remarks: tuple[str, ...] = ()
    boxes: tuple[tuple[str, str], ...] = ()
    signatures: tuple[str, ...] = ()
    landscape: bool = True
    rule_versions: Mapping[str, str] = field(default_factory=dict)
    inputs: tuple[tuple[str, str, str], ...] = ()
    unit: str = ""
    made_on: str = ""

    def signed(self, office: Office, last: date | None = None, made_on: date | None = None) -> Report:
        """Return the report with the name of the office on its ``last`` day and the day it was made; default: today."""
        made = PartialDate.of(made_on or office.today()).as_chinese()
        return replace(self, unit=self.unit or office.called(last), made_on=self.made_on or made)


@dataclass(frozen=True, eq=False)
class ReportSpec:
    """One report that a room offers. ``name`` on the command line; ``periods``: which kinds of period it takes.

    ``is_submitted``: whether it is handed up, so that submission and receipt are recorded and reminded of.
    """

    name: str
    title: str
    periods: tuple[str, ...]
    compute: Callable[[Office, Period], Report]
    help: str = ""
    is_submitted: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "compute", looking_back(self.compute))


def looking_back(compute: Callable[..., Report]) -> Callable[..., Report]:
    """Return a computation that also sees the people who were deleted after its period (``people.deleted``)."""

    @wraps(compute)
    def whole(office: Office, period: Period, *more: Any) -> Report:
        return compute(office.looking_back_from(period.last), period, *more)

    return whole


def inputs_of(records: Iterable[Record]) -> tuple[tuple[str, str, str], ...]:
    """Return table, id and a digest of the values of each record: what ``Report.inputs`` takes."""
    found = []
    for record in records:
        values = "\x1f".join(map(str, record.__dict__.values()))
        digest = blake2b(values.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        found.append((type(record).table.name, record.id, digest))
    return tuple(sorted(found))


def inputs_together(records: Iterable[Record]) -> tuple[tuple[str, str, str], ...]:
    """Return one line a table, without ids, for a self-check: two runs can tell that something changed, not whose."""
    found: dict[str, list[str]] = {}
    for table, record_id, digest in inputs_of(records):
        found.setdefault(table, []).append(f"{record_id} {digest}")
    return tuple(
        (table, "", blake2b("\n".join(lines).encode(), digest_size=8).hexdigest()) for table, lines in found.items()
    )


def stored_inputs(
    connection: sa.Connection, cls: type[Record], *conditions: sa.ColumnElement[bool]
) -> tuple[tuple[str, str, str], ...]:
    """Return what ``Report.inputs`` takes of all records that meet the conditions, read as they are stored.

    For reports that sum in the store: no record is made, which is several times quicker than ``inputs_of``.
    """
    statement = sa.select(cls.table).where(*conditions).order_by(cls.table.c.id)
    cursor = cast("sa.CursorResult[Any]", connection.execute(statement)).cursor
    assert cursor is not None
    return tuple(
        (cls.table.name, row[0], blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest())
        for row in cursor.fetchall()
    )


def named(specs: Sequence[ReportSpec], name: str) -> ReportSpec:
    """Return the report called ``name``; CheckFailed names the nearest there are."""
    for spec in specs:
        if spec.name == name:
            return spec
    known = offered(name, {spec.name: spec.title for spec in specs}, listed_by="ganbu report --list")
    raise CheckFailed(f"没有名为“{name}”的报表，{known}；没有生成")
