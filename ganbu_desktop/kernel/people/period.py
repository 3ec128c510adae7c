"""Who a table of a period is about: those serving on its last day, with who had left by then and of whom it is unknown.

The roster of today is never asked, so the same period gives the same people a year later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.kernel.people.service import Basis, Stay, serving

BASIS = Basis.LAST


@dataclass(frozen=True)
class Population:
    """``people`` served on the last day. ``gone`` served in the period and no more on that day; ``unknown``: 不能确定.

    Both say why. ``stays``: where those gone were last in the period.
    """

    people: Mapping[str, Stay]
    gone: Mapping[str, str]
    unknown: Mapping[str, str]
    stays: Mapping[str, Stay]

    @property
    def inferred(self) -> int:
        """Return of how many people the service history was inferred, and not confirmed by anybody."""
        return sum(stay.is_inferred for stay in self.people.values())

    def remark(self) -> str:
        """Return the sentence under a table: whom it is about, and what that rests on."""
        said = [f"人员范围：{BASIS.value}，按服务经历确定"]
        said += [f"其中 {self.inferred} 人的服务经历由现有记录推得"] if self.inferred else []
        said += [f"另有 {len(self.unknown)} 人不能确定期末是否在职，没有列入"] if self.unknown else []
        return "；".join(said) + "。"


def population(connection: sa.Connection, first: date, last: date) -> Population:
    """Return the people of a period, by the service history alone."""
    at_end = serving(connection, first, last, basis=BASIS)
    if not at_end.left_out:
        return Population(at_end.people, {}, dict(at_end.unknown), {})
    during = serving(connection, first, last, basis=Basis.ANY).people
    gone = {person_id: f"期末不在职：{reason}" for person_id, reason in at_end.left_out if person_id in during}
    unknown = {person_id: f"不能确定：{reason}" for person_id, reason in at_end.unknown}
    return Population(at_end.people, gone, unknown, {person_id: during[person_id] for person_id in gone})
