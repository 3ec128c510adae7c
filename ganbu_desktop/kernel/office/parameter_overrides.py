"""The office's own decisions on rule figures: value, from when, by which document, set by whom.

An override never replaces the shipped figure; it is laid over it from its effective date, so that a report on an
earlier month still uses what was in force then.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed, FieldError
from ganbu_desktop.foundation.fields import Date, Hidden, Text
from ganbu_desktop.foundation.parameters import Override, ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.spine.hands import same_hand
from ganbu_desktop.store.audit import Change
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, column


class ParameterOverride(Record, table="parameter_override", label="参数设定", root=True):
    """One decided value of one figure."""

    name: str = column(Hidden(label="参数"), not_null=True)
    value: str = column(Text(label="值"), not_null=True)
    effective_on: PartialDate = column(Date(label="生效日期"), not_null=True)
    document: str | None = column(Text(label="依据文号", wanted=True))
    set_by: str | None = column(Text(label="设定人"))
    checked_by: str | None = column(Text(label="复核人"))
    set_on: PartialDate | None = column(Date(label="设定日期"))


def read(connection: sa.Connection) -> list[Override]:
    """Return all overrides of the store."""
    return [
        Override(
            name=r.name,
            value=r.value,
            effective_from=r.effective_on,
            document=r.document or "",
            set_by=r.set_by or "",
            set_at=str(r.set_on or ""),
        )
        for r in find(connection, ParameterOverride)
    ]


@cache
def shipped() -> ParameterSet:
    """Return the figures as shipped; their files are read once."""
    return ParameterSet.load()


def figures(connection: sa.Connection) -> ParameterSet:
    """Return the rule figures with the office's decisions, for conditions asked inside an operation."""
    return shipped().with_overrides(read(connection))


def guard(connection: sa.Connection, changes: Sequence[Change], kind: str) -> None:
    """Refuse, in every operation, a decided value that one hand alone may not set; CheckFailed, nothing is written."""
    versions = shipped().versions
    for change in changes:
        decided = change.after
        if change.record_table != ParameterOverride.table.name or decided is None or decided["name"] not in versions:
            continue
        figure = versions[decided["name"]][-1]
        try:
            needs_two = figure.asks_second_hand(decided["value"])
        except FieldError:
            continue  # a value that cannot be read never counts
        if not needs_two:
            continue
        checked_by = decided.get("checked_by")
        if not checked_by or same_hand(decided.get("set_by"), checked_by):
            said = f"“{figure.title}”低于 {figure.second_hand_below} 的，须由设定人以外的第二人复核"
            raise CheckFailed(f"{said}，请填写复核人；数据未改动")
