"""Count tables over everybody, as paper: title, unit and day above, the rows, what was counted below; PDF and Excel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report import paper as report_paper
from ganbu_desktop.kernel.report.spec import Report, ReportTable
from ganbu_desktop.modules.paper.sources import Table, condition_table, principal_table, source_table, tier_table
from ganbu_desktop.paper.cells import PlacedDocument
from ganbu_desktop.paper.fonts import FontBook

_WIDEST, _NARROWEST, _HEAD_WIDTH = 40, 8, 2
_LANDSCAPE_FROM = 8
Make = Callable[[sa.Connection, date], Table]
"""Counts a table as of a day."""


@dataclass(frozen=True)
class CountTable:
    """One table: its stable name, its Chinese title, and what stands on it on the office's own day."""

    name: str
    title: str
    compute: Callable[[Office], Report]


def report_of(office: Office, title: str, made: Make) -> Report:
    """Return a counted table as a report of the office on its day; columns are as wide as their texts want."""
    with office.reading() as connection:
        table = made(connection, office.today())
    body = ReportTable(
        "", (table.header,), tuple(table.rows), _widths(table.header, table.rows), _aligns(table.header, table.rows)
    )
    return Report(
        title=title,
        tables=(body,),
        left=f"单位：{office.called()}",
        right=f"截至{PartialDate.of(office.today()).as_chinese()}",
        remarks=table.remarks,
        landscape=len(table.header) >= _LANDSCAPE_FROM,
    ).signed(office)


def _widths(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[float, ...]:
    def width(text: str) -> int:
        return sum(_HEAD_WIDTH if ord(sign) > 0x2E80 else 1 for sign in text)

    columns = [[title, *(row[number] for row in rows)] for number, title in enumerate(header)]
    return tuple(float(min(max(_NARROWEST, *map(width, column)), _WIDEST)) for column in columns)


def _aligns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return c for a column of numbers or short texts, l for one with longer texts."""
    longest = [max((len(row[number]) for row in rows), default=0) for number in range(len(header))]
    return "".join("l" if most > _NARROWEST else "c" for most in longest)


def _table(name: str, title: str, made: Make) -> CountTable:
    return CountTable(name, title, lambda office: report_of(office, title, made))


TABLES: Mapping[str, CountTable] = {
    table.name: table
    for table in (
        _table("tier-table", "四级干部底数表", tier_table),
        _table("principal-list", "主要负责人名册", principal_table),
        _table("source-table", "来源结构统计表", source_table),
        _table("condition-list", "符合条件人员名单（连续三年优秀）", condition_table),
    )
}


def document(office: Office, name: str, book: FontBook) -> PlacedDocument:
    """Return the pages of a table, for preview, PDF and printer."""
    return report_paper.document(TABLES[name].compute(office), book)
