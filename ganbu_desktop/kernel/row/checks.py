"""Sentences that many rows' checks need: dates in order, not ahead of the day, one thing not without another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.store.record import Record, fields_of


def in_order(record: Record, *names: str) -> Iterator[str]:
    """Yield a sentence for each date that lies before the one named in front of it, as far as both are known."""
    known = [(name, getattr(record, name)) for name in names if getattr(record, name) is not None]
    for (first, one), (second, other) in pairwise(known):
        if other < one and not other.agrees_with(one):
            yield f"{label(record, second)}早于{label(record, first)}"


def not_ahead(record: Record, day: date, *names: str) -> Iterator[str]:
    """Yield a sentence for each date that wholly lies after ``day``: what has not happened cannot be recorded."""
    for name in names:
        moment: PartialDate | None = getattr(record, name)
        if moment is not None and moment.first_day() > day:
            yield f"{label(record, name)}不能晚于今天"


def not_without(record: Record, name: str, *wanted: str) -> Iterator[str]:
    """Yield a sentence where ``name`` is filled in and something that belongs with it is not."""
    if getattr(record, name) in (None, ""):
        return
    lacking = [label(record, other) for other in wanted if getattr(record, other) in (None, "")]
    if lacking:
        yield f"填了{label(record, name)}，请同时填写{'、'.join(lacking)}"


def label(record: Record, name: str) -> str:
    """Return what the clerk calls a field."""
    return fields_of(type(record))[name].label
