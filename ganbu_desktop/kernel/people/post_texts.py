"""What people were on a day, in words: the unit and the name of the first post that each held then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.kernel.people.posts import held_on
from ganbu_desktop.kernel.person import Tenure
from ganbu_desktop.kernel.person_index import unit_index


@dataclass(frozen=True)
class PostThen:
    """One post as it was held: the short name of its unit and its own name, empty where not recorded."""

    unit: str
    post: str

    @property
    def text(self) -> str:
        """Return unit and post as one text, with a blank between."""
        return f"{self.unit} {self.post}".strip()


def posts_then(connection: sa.Connection, day: date) -> dict[str, PostThen]:
    """Return the first post (a main one before others) that each person held on a day, for those who held one.

    A post without 任职时间 says nothing about a day.
    """
    at, unit = Tenure.table.c, unit_index.c
    statement = (
        sa.select(at.person_id, unit.name, at.post_name)
        .select_from(Tenure.table.outerjoin(unit_index, unit.unit_id == at.unit_id))
        .where(at.appointed_on.is_not(None), held_on(day))
        .order_by(at.person_id, at.is_main.desc(), at.position, at.id)
    )
    found: dict[str, PostThen] = {}
    for person_id, unit_name, post in connection.execute(statement):
        if unit_name or post:
            found.setdefault(person_id, PostThen(unit_name or "", post or ""))
    return found
