"""Who was a principal (主要负责人) on a day.

The mark on a person speaks of the present alone. It counts for an earlier day as long as no main post has changed
since; after that the post itself says it: 成员类别 正职 of a post that was held on the day.
"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from ganbu_desktop.kernel.people.person import Person, Tenure
from ganbu_desktop.kernel.people.posts import held_on
from ganbu_desktop.store.dates import has_begun

CHIEF = "正职"
"""The code of table ``team_member_kind``."""


def principals_on(connection: sa.Connection, day: date) -> frozenset[str]:
    """Return the ids of the principals on a day.

    Where posts have changed since and none of those held on the day says its 成员类别, the mark is all there is.
    """
    at, person = Tenure.table.c, Person.table.c
    marked = set(connection.execute(sa.select(person.id).where(person.is_principal.is_(True))).scalars())
    later = sa.or_(sa.not_(has_begun(at.appointed_on, day)), sa.not_(has_begun(at.removed_on, day)))
    changed = sa.select(at.person_id).where(at.is_main.is_not(False), later)
    held = sa.select(at.person_id, sa.func.max(sa.case((at.member_kind == CHIEF, 1), else_=0))).where(
        at.person_id.in_(changed), at.member_kind.is_not(None), held_on(day)
    )
    then = {row[0]: bool(row[1]) for row in connection.execute(held.group_by(at.person_id))}
    return frozenset((marked - then.keys()) | {person_id for person_id, is_chief in then.items() if is_chief})
