"""What people were on a day, in words: the unit and the names of the posts that each held then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.kernel.people.person import Tenure
from ganbu_desktop.kernel.people.person_index import unit_index
from ganbu_desktop.kernel.people.posts import held_on


@dataclass(frozen=True)
class PostThen:
    """The posts of one person as they were held: the short name of the first one's unit, and the posts' names."""

    unit: str
    post: str

    @property
    def text(self) -> str:
        """Return unit and posts as one text, with a blank between."""
        return f"{self.unit} {self.post}".strip()


def posts_then(connection: sa.Connection, day: date) -> dict[str, PostThen]:
    """Return the posts that each person held on a day, main ones first, for those who held one.

    Posts of another unit than the first one's bear its name. A post without 任职时间 says nothing about a day.
    """
    at, unit = Tenure.table.c, unit_index.c
    statement = (
        sa.select(at.person_id, unit.name, at.post_name)
        .select_from(Tenure.table.outerjoin(unit_index, unit.unit_id == at.unit_id))
        .where(at.appointed_on.is_not(None), held_on(day))
        .order_by(at.person_id, at.is_main.desc(), at.position, at.id)
    )
    held: dict[str, list[tuple[str, str]]] = {}
    for person_id, unit_name, post in connection.execute(statement):
        if unit_name or post:
            held.setdefault(person_id, []).append((unit_name or "", post or ""))
    return {person_id: _then(posts) for person_id, posts in held.items()}


def _then(posts: list[tuple[str, str]]) -> PostThen:
    first = posts[0][0]
    names = (post if unit == first else f"{unit}{post}" for unit, post in posts)
    return PostThen(first, "、".join(dict.fromkeys(name for name in names if name)))
