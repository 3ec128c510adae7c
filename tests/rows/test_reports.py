"""Every row's reports: figures counted again from the store, the same a year later, everybody left out named."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from support.row_county import ROWS

from ganbu_desktop.foundation.errors import PermissionDenied
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.report.content import fingerprint
from ganbu_desktop.kernel.report.spec import Figure, Period, Report, ReportTable
from ganbu_desktop.kernel.row.reports import CountBy, Listing, PeriodReport
from ganbu_desktop.kernel.row.row import Row
from ganbu_desktop.store.record import Record, fields_of

REPORTS = [(row, part) for _, row in ROWS for part in row.reports]
each = pytest.mark.parametrize(("row_", "report"), REPORTS, ids=[report.name for _, report in REPORTS])
FAR = date(2100, 12, 31)


def days(moment: PartialDate) -> list[date]:
    """Return every day that a partial date can mean."""
    first, number = moment.first_day(), (moment.last_day() - moment.first_day()).days
    return [first + timedelta(days=n) for n in range(number + 1)]


def belongs(entry: Record, report: PeriodReport, period: Period) -> bool | None:
    """Return whether an entry belongs to a period by trying every day it can mean; None when that depends."""
    begun, *ends = (getattr(entry, name) for name in report.within)
    ended = next((end for end in ends if end is not None), None)
    if begun is None:
        return None
    lasts = days(ended) if ended is not None else [FAR]
    found = {one <= period.last and period.first <= two for one in days(begun) for two in lasts if one <= two}
    if len(report.within) == 1:
        found = {period.first <= one <= period.last for one in days(begun)}
    return found.pop() if len(found) == 1 else None


def computed(office: Office, row: Row, report: PeriodReport, text: str, on: date | None = None) -> Report:
    (spec,) = (spec for spec in row.report_specs if spec.name == report.name)
    return spec.compute(office, Period.parse(text).on(on or office.today()))


def figures(report: Report) -> Iterator[Figure]:
    for table in report.tables:
        for line in table.rows:
            yield from (cell for cell in line if isinstance(cell, Figure))


def periods(report: PeriodReport) -> list[str]:
    return [{"year": "2025", "quarter": "2025-Q4", "month": "2026-02"}[kind] for kind in report.periods]


@each
def test_every_figure_says_what_it_counts(row_: Row, report: PeriodReport, county: Office) -> None:
    people = {person.id for person in county.find(Person)}
    for text in periods(report):
        found = computed(county, row_, report, text)
        for figure in figures(found):
            assert figure.formula, figure
            assert {*figure.people} <= people
            assert all(reason for _, reason in figure.left_out)
            assert len(figure.people) == len({*figure.people})
        assert found.title.startswith(Period.parse(text).chinese())
        assert found.left
        assert {name for name, _, _ in found.inputs} >= ({row_.record.table.name} if found.tables[0].rows else set())


@each
def test_words_are_counted_as_the_store_has_them(row_: Row, report: PeriodReport, county: Office) -> None:
    parts = [part for part in report.parts if isinstance(part, CountBy)]
    if not parts:
        pytest.skip("counts by no word")
    for text in periods(report):
        found, period = computed(county, row_, report, text), Period.parse(text)
        entries = [e for e in county.find(row_.record) if report.chosen is None or report.chosen(e)]
        inside = [e for e in entries if belongs(e, report, period)]
        for part in parts:
            described, table = fields_of(row_.record)[part.field], table_of(found, report, part)
            for word, *cells in table.rows:
                theirs = [
                    e for e in inside if word == "合计" or (described.format(getattr(e, part.field)) or "未填") == word
                ]
                number = cells[0]
                assert isinstance(number, Figure)
                assert (number.value, {r for _, r in number.records}) == (len(theirs), {e.id for e in theirs}), word
                assert {*number.people} == {p for e in theirs if (p := getattr(e, "person_id", None))}


def table_of(found: Report, report: PeriodReport, part: object) -> ReportTable:
    return found.tables[report.parts.index(part)]  # type: ignore[arg-type]


@each
def test_a_listing_has_a_line_for_each_entry(row_: Row, report: PeriodReport, county: Office) -> None:
    parts = [part for part in report.parts if isinstance(part, Listing)]
    for text in periods(report):
        found, period = computed(county, row_, report, text), Period.parse(text)
        entries = [e for e in county.find(row_.record) if report.chosen is None or report.chosen(e)]
        inside = [e for e in entries if belongs(e, report, period)]
        for part in parts:
            table = table_of(found, report, part)
            assert len(table.rows) == len(inside)
            assert all(len(line) == len(table.header[0]) == len(table.widths) for line in table.rows)
            if "name" in part.columns:
                names = {p.id: p.name for p in county.find(Person)}
                column = table.header[0].index("姓名")
                shown = sorted(str(line[column]) for line in table.rows)
                assert shown == sorted(names[getattr(e, "person_id")] or "" for e in inside)  # noqa: B009


@each
def test_a_period_that_is_over_reads_the_same_a_year_later(row_: Row, report: PeriodReport, county: Office) -> None:
    for text in periods(report):
        now, later = (computed(county, row_, report, text, county.today() + timedelta(days=d)) for d in (0, 400))
        assert fingerprint(report.name, text, now) == fingerprint(report.name, text, later)


@each
def test_it_asks_the_right_of_its_row(row_: Row, report: PeriodReport, county: Office) -> None:
    nobody = Office(county.file, Account("查询员", frozenset()), clock=county.clock)
    if not row_.reads:
        assert computed(nobody, row_, report, periods(report)[0])
        return
    with pytest.raises(PermissionDenied):
        computed(nobody, row_, report, periods(report)[0])
