"""The popup under a filter line: ticks for codes, gaps, and how a span is written."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from ganbu_desktop.desktop.conditions.picking import TickList
from ganbu_desktop.desktop.conditions.values import split
from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.fields import Choice, Date, Field, Flag, Number, Scaled
from ganbu_desktop.kernel.list.column_filter import EMPTY, NOT_EMPTY

SPAN_DATE, SPAN_NUMBER = "1985–1995", "1–10"


def texts_of(field: Field) -> list[str]:
    """Return the values that a column can hold, none where they are not known beforehand."""
    if isinstance(field, Choice):
        return list(codes.table(field.table).labels())
    if isinstance(field, Flag):
        return [field.yes, field.no]
    return []


def ask_values(line: QLineEdit, field: Field) -> None:
    """Let values be ticked for a filter line; several stand in it parted by semicolons."""
    links = [NOT_EMPTY, EMPTY]
    if isinstance(field, Date):
        links.insert(0, SPAN_DATE)
    elif isinstance(field, Number | Scaled):
        links.insert(0, SPAN_NUMBER)
    popup = TickList(line, texts_of(field), split(line.text()), links)
    popup.taken.connect(lambda texts: _take(line, texts))
    popup.open_under(line)


def _take(line: QLineEdit, texts: list[str]) -> None:
    line.setText(";".join(texts))
    line.setFocus()
    if texts[:1] in ([SPAN_DATE], [SPAN_NUMBER]):
        line.selectAll()
