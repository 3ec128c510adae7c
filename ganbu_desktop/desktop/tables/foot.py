"""The line under a table: how many rows, how many are chosen, and sum and average of the chosen numbers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ganbu_desktop.desktop.tables.chosen import Chosen, Span
from ganbu_desktop.desktop.tables.model import PagedTableModel
from ganbu_desktop.desktop.tables.source import GroupedSource, Query

MOST_READ = 2_000
"""Chosen rows that are read for their sum; a whole column is added up by the store."""


class SumLine(QLabel):
    """The words of ``sums_of``, which can be copied."""

    def __init__(self) -> None:
        """Say nothing."""
        super().__init__()
        self.setProperty("role", "muted")
        self.setAccessibleName("选中数字的计数、求和与平均")
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.hide()

    def say(self, words: str) -> None:
        """Show the words, or no line without any."""
        self.setText(words)
        self.setVisible(bool(words))


def sums_of(model: PagedTableModel, chosen: Chosen, query: Query) -> str:
    """Return ``计数 3　求和 12.5　平均 4.17`` of the chosen cells with numbers, empty for fewer than two of them."""
    spans = chosen.ranges()
    places = [section for section, column in enumerate(model.shown_columns()) if column.places is not None]
    wanted = [Span(s.top(), s.left(), s.bottom(), s.right()) for s in spans]
    columns = {section for span in wanted for section in places if span.left <= section <= span.right}
    if not columns or (sum(span.height for span in wanted) < 2 and len(columns) < 2):
        return ""
    whole = len(wanted) == 1 and wanted[0].height == model.rowCount() and not len(model.groups)
    if whole and model.rowCount() > MOST_READ and isinstance(model.source, GroupedSource):
        return _of_columns(model, model.source, query, columns)
    if sum(span.height for span in wanted) > MOST_READ:
        return f"求和请选 {MOST_READ:,} 行以内，或按 Ctrl+空格 选整列"
    return _said(_numbers(model, wanted, columns))


def _of_columns(model: PagedTableModel, source: GroupedSource, query: Query, columns: set[int]) -> str:
    totals = source.totals(query)
    found = [totals[model.key(section)] for section in columns if model.key(section) in totals]
    return _words(sum((total for total, _ in found), Decimal(0)), sum(number for _, number in found))


def _numbers(model: PagedTableModel, spans: Sequence[Span], columns: set[int]) -> list[Decimal]:
    seen: set[tuple[int, int]] = set()
    found = []
    for span in spans:
        for row in range(span.top, span.bottom + 1):
            if model.entry_at(row) is None:
                continue
            for section in range(max(0, span.left), span.right + 1):
                if section in columns and (row, section) not in seen:
                    seen.add((row, section))
                    found += number_in(model.cell(row, section))
    return found


def number_in(text: str) -> list[Decimal]:
    """Return the number that a cell shows, nothing where it shows none."""
    try:
        return [Decimal(text.replace(",", ""))] if text.strip() else []
    except InvalidOperation:
        return []


def _said(numbers: Sequence[Decimal]) -> str:
    return _words(sum(numbers, Decimal(0)), len(numbers))


def _words(total: Decimal, count: int) -> str:
    if count < 2:
        return ""
    average = (total / count).quantize(Decimal("0.01")).normalize()
    return f"计数 {count:,}　求和 {total.normalize():,f}　平均 {average:,f}"
