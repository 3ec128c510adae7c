"""Which post is held on a day.

A post is held from the first day that its 任职时间 can mean until the day before the first that its 免职时间 can mean:
``from ≤ day < until``. A 免职 that is still to come is held until then. 已免 without a 免职时间 is not held on any day,
since nothing says until when it was; a 任职时间 that is missing counts as begun.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.kernel.person import Tenure
from ganbu_desktop.store.dates import has_begun

Columns = sa.sql.base.ReadOnlyColumnCollection[str, sa.Column[Any]]
REMOVED = "已免"
"""The code of table ``tenure_state`` for a post that was given up."""


def held_on(day: date) -> sa.ColumnElement[bool]:
    """Return the condition on ``Tenure.table`` that the post is held on a day; never null."""
    return held_row(Tenure.table.c, day)


def held_row(at: Columns, day: date) -> sa.ColumnElement[bool]:
    """Return ``held_on`` for the columns of an alias of ``Tenure.table``."""
    begun = sa.or_(at.appointed_on.is_(None), has_begun(at.appointed_on, day))
    open_end = sa.func.coalesce(at.state, "") != REMOVED
    until = sa.case((at.removed_on.is_(None), open_end), else_=sa.not_(has_begun(at.removed_on, day)))
    return sa.and_(begun, until)


def holds(tenure: Tenure, day: date) -> bool:
    """Return ``held_on`` for one record."""
    if tenure.appointed_on is not None and not tenure.appointed_on.has_begun(day):
        return False
    if tenure.removed_on is None:
        return tenure.state != REMOVED
    return not tenure.removed_on.has_begun(day)
