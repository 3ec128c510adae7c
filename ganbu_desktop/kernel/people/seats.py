"""Leading posts and places in teams (班子): whose they are or were, and which of them are held on a day.

A team is everybody who holds a post as 领导成员 of a unit, or as its 正职 or 副职. A post marked as no leading post
(领导职务: 否) fills no approved number. Who leads inside a unit without being in its team counts against the number of
its 内设机构. Every table about teams and posts asks here, so that two of them cannot disagree on who is a member.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.person import Tenure
from ganbu_desktop.kernel.people.posts import REMOVED, Columns, held_on
from ganbu_desktop.kernel.people.quota import CHIEF, DEPUTY, INNER

_KINDS = {"正职": CHIEF, "副职": DEPUTY}
"""Code of table ``team_member_kind`` to the code of ``quota_kind`` that such a post fills."""


@dataclass(frozen=True)
class Seat:
    """One post: whose, in which unit, what it is called, from when until when (None: not known, or still).

    ``kind``: the number that it fills, a code of ``quota_kind``, None for none. ``is_held``: on the day asked about.
    ``is_endless``: given up on a day that is not recorded, so that it says of no day whether it was held.
    """

    id: str
    person_id: str
    unit_id: str
    post_name: str
    kind: str | None
    is_team: bool
    appointed_on: PartialDate | None
    removed_on: PartialDate | None
    is_held: bool
    is_endless: bool = False


def in_team(at: Columns) -> sa.ColumnElement[bool]:
    """Return the condition on ``Tenure.table`` or an alias that a post makes its holder a member of a team."""
    return sa.or_(at.is_team_member.is_(True), at.member_kind.in_(tuple(_KINDS)))


def seats(connection: sa.Connection, day: date) -> tuple[Seat, ...]:
    """Return every leading post and place in a team that is, was or will be held, by person and order of the record."""
    at = Tenure.table.c
    wanted = sa.or_(at.is_leading_post.is_(True), in_team(at))
    statement = (
        sa.select(Tenure.table, held_on(day).label("is_held"))
        .where(at.unit_id.is_not(None), wanted)
        .order_by(at.person_id, at.position, at.id)
    )
    return tuple(_seat(row) for row in connection.execute(statement))


def _seat(row: sa.Row[Any]) -> Seat:
    kind = _KINDS.get(row.member_kind or "")
    is_team = bool(row.is_team_member) or kind is not None
    if not is_team:
        kind = INNER
    elif row.is_leading_post is False:
        kind = None
    return Seat(
        row.id,
        row.person_id,
        row.unit_id,
        row.post_name or "",
        kind,
        is_team,
        row.appointed_on,
        row.removed_on,
        bool(row.is_held),
        row.removed_on is None and row.state == REMOVED,
    )
