"""Which post is held on a day, and since when the present one is.

A post is held from the first day that its 任职时间 can mean until the day before the first that its 免职时间 can mean:
``from ≤ day < until``. A 免职 that is still to come is held until then. 已免 without a 免职时间 is not held on any day,
since nothing says until when it was; a 任职时间 that is missing counts as begun.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.person import LevelHistory, Person, Tenure
from ganbu_desktop.store.dates import first_digits, has_begun

Columns = sa.sql.base.ReadOnlyColumnCollection[str, sa.Column[Any]]
REMOVED = "已免"
"""The code of table ``tenure_state`` for a post that was given up."""


def held_on(day: date) -> sa.ColumnElement[bool]:
    """Return the condition on ``Tenure.table`` that the post is held on a day; never null."""
    return held_row(Tenure.table.c, day)


def held_row(at: Columns, day: date) -> sa.ColumnElement[bool]:
    """Return ``held_on`` for the columns of an alias of ``Tenure.table``."""
    return _open_on(at.appointed_on, at.removed_on, at.state, day)


def _open_on(since: Any, until: Any, state: Any, day: date) -> sa.ColumnElement[bool]:
    begun = sa.or_(since.is_(None), has_begun(since, day))
    without_end = sa.func.coalesce(state, "") != REMOVED
    return sa.and_(begun, sa.case((until.is_(None), without_end), else_=sa.not_(has_begun(until, day))))


def level_held_on(day: date) -> sa.ColumnElement[bool]:
    """Return the condition on ``LevelHistory.table`` that the level or rank is held on a day, in the way of posts."""
    at = LevelHistory.table.c
    return _open_on(at.approved_on, at.ended_on, at.state, day)


def holds(tenure: Tenure, day: date) -> bool:
    """Return ``held_on`` for one record."""
    is_endless = tenure.removed_on is None and tenure.state == REMOVED
    return not is_endless and lasts(tenure.appointed_on, tenure.removed_on, day)


def lasts(since: PartialDate | None, until: PartialDate | None, day: date) -> bool:
    """Return whether what lasts from one date until another does so on a day; None: always has, or still does."""
    begun = since is None or since.has_begun(day)
    return begun and not (until is not None and until.has_begun(day))


def main_post(tenures: Iterable[Tenure], day: date) -> Tenure | None:
    """Return the post that counts as 现职 on a day: the held one marked 主职务; of several, or none marked, the oldest.

    The collection workbook of 2017 (A02) knows one 主职务 among several posts; a side post is marked 否, or comes
    later. So a chief since 2016 who got a side post in 2026.11 has been in post since 2016, marked or not.
    """
    held = [tenure for tenure in tenures if holds(tenure, day)]
    return min(held, key=_place, default=None)


def _place(tenure: Tenure) -> tuple[int, str, str]:
    mark = {True: 0, None: 1, False: 2}[tenure.is_main]
    return mark, f"{tenure.appointed_on.first_day():%Y%m%d}" if tenure.appointed_on else "~", tenure.id


def in_post_since(tenures: Iterable[Tenure], day: date) -> PartialDate | None:
    """Return since when the present post is held on a day: 任现职时间, the beginning of 任现职年限.

    A post counts from its 任职时间, the day of the deciding meeting, election or appointment (选拔任用条例 2014, 第四十
    四条; rulebook 18 B1). None when nothing is held or the post has no date: the next best is not taken.
    """
    post = main_post(tenures, day)
    return post.appointed_on if post is not None else None


def post_since(day: date) -> sa.ScalarSelect[Any]:
    """Return ``in_post_since`` of the person of ``Person.table`` as stored digits."""
    at = Tenure.table.c
    mark = sa.case((at.is_main.is_(True), 0), (at.is_main.is_(None), 1), else_=2)
    first = sa.func.coalesce(first_digits(at.appointed_on), "~")
    held = sa.select(at.appointed_on).where(at.person_id == Person.table.c.id, held_on(day))
    return held.order_by(mark, first, at.id).limit(1).correlate(Person.table).scalar_subquery()


def level_since() -> sa.ColumnElement[Any]:
    """Return since when the person of ``Person.table`` has the present 职务层次, as the record says: 任现职务层次时间.

    The beginning of 任职务层次年限 (职务与职级并行规定, 第十九条; rulebook 18 A5). It is not reckoned from
    ``level_history``: the record is the office's own word, and a check compares the two.
    """
    return Person.table.c.post_level_since
