"""Approved numbers of posts and staffing (核定职数编制) as documents set them.

They stand in the kernel because several rooms ask them: the units room keeps them and shows what is vacant or over,
statistics count teams against them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation.fields import Choice, Date, Number, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, column, reference

CHIEF, DEPUTY, INNER = "11", "12", "13"
"""Codes of table ``quota_kind``: 领导正职, 领导副职, 内设机构领导."""


class Quota(Record, table="quota", label="核定职数编制", owner="unit_id", root=True):
    """An approved number of one kind for one unit; the newest that has come into effect counts."""

    unit_id: str = reference("unit", label="单位", not_null=True)
    kind: str = column(Choice(label="类别", table="quota_kind"), not_null=True)
    approved: int = column(Number(label="核定数"), not_null=True)
    document: str | None = column(Text(label="核定文号", wanted=True, max_length=60))
    effective_from: PartialDate | None = column(Date(label="生效日期", wanted=True), indexed=True)
    note: str | None = column(Text(label="说明"))


def newest_in_force(quotas: Iterable[Quota], day: date) -> dict[tuple[str, str], Quota]:
    """Return by unit and kind the newest document that has come into effect by a day; one without a date is oldest."""
    in_force = [q for q in quotas if q.effective_from is None or q.effective_from.has_begun(day)]
    ordered = sorted(in_force, key=lambda q: (str(q.effective_from or ""), q.id))
    return {(quota.unit_id, quota.kind): quota for quota in ordered}


def quotas_in_force(connection: sa.Connection, day: date) -> dict[tuple[str, str], Quota]:
    """Read the documents in force on a day, by unit and kind."""
    return newest_in_force(find(connection, Quota), day)
