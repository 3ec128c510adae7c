"""What decided service spells may never be, whoever writes them: without a beginning, empty, or overlapping."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.service import DECIDED, ServiceSpell, in_order
from ganbu_desktop.store.audit import Change
from ganbu_desktop.store.operations import find

_CHUNK = 500


def keep_sound(connection: sa.Connection, changes: Sequence[Change], kind: str) -> None:
    """Refuse decided spells that are empty, have no beginning or overlap: a guard of every operation."""
    table, at = ServiceSpell.table.name, ServiceSpell.table.c
    ids = list(dict.fromkeys(c.after["person_id"] for c in changes if c.record_table == table and c.after))
    for start in range(0, len(ids), _CHUNK):
        mine: dict[str, list[ServiceSpell]] = {person_id: [] for person_id in ids[start : start + _CHUNK]}
        for spell in find(connection, ServiceSpell, at.person_id.in_(mine), at.basis == DECIDED):
            mine[spell.person_id].append(spell)
        for person_id, spells in mine.items():
            for fault in faults(spells):
                name = connection.execute(sa.select(Person.table.c.name).where(Person.table.c.id == person_id)).scalar()
                raise CheckFailed(f"{name or '这位干部'}的服务经历{fault}；没有保存，数据未改动")


def faults(spells: Sequence[ServiceSpell]) -> Iterator[str]:
    """Yield what cannot be of one person's decided spells: for certain, whatever day a partial date means."""
    for spell in spells:
        if spell.from_on is None and spell.from_last is None:
            yield "没有写从什么时候起"
        if spell.from_on and spell.until_on and not spell.until_on.last_day() > spell.from_on.first_day():
            yield f" {spell.from_on}—{spell.until_on} 的止不晚于起"
    for one, then in pairwise(in_order(spells)):
        if one.until_on is None and one.until_last is None:
            yield f"从 {_said(one)} 起一直延续，和从 {_said(then)} 起的一段重叠"
        elif one.until_on and then.from_on and one.until_on.first_day() > then.from_on.last_day():
            yield f"有两段重叠：{_said(one)}—{one.until_on}，{then.from_on}—{then.until_on or ''}"


def _said(spell: ServiceSpell) -> str:
    return str(spell.from_on or "开始时间不详")
