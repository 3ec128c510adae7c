"""Sanctions (处理处分): what a competent body has decided and what therefore limits a person for a time.

Only conclusions in force are registered: no clue, no pending case, no name of who reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.fields import Choice, Date, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.spine.effect_period import AFFECTED, EffectPeriod, computed
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.limiting import LimitingRecord
from ganbu_desktop.modules.supervision.rules import months_of
from ganbu_desktop.store.record import column

if TYPE_CHECKING:
    import sqlalchemy as sa

    from ganbu_desktop.foundation.parameters import ParameterSet

_DECIDED = "决定"


class Sanction(LimitingRecord, table="sanction", label="处理处分", owner="person_id"):
    """One decision in force against a person; its period of effect begins with ``decided_on``."""

    kind: str | None = column(Choice(label="种类", group=_DECIDED, table="sanction_kind", wanted=True))
    decided_by: str | None = column(Text(label="决定机关", group=_DECIDED, wanted=True))
    document: str | None = column(Text(label="决定文号", group=_DECIDED, wanted=True, max_length=60))
    decided_on: PartialDate | None = column(
        Date(label="决定生效日期", group=_DECIDED, wanted=True, help="影响期自这一天起算"), indexed=True
    )

    def own_period(self, figures: ParameterSet) -> EffectPeriod | None:
        """Return the period of effect by the figure in force at the conduct; None where no figure sets one."""
        months = months_of(self.kind, self.occurred_on, figures)
        if months is None or self.decided_on is None:
            return None
        what = codes.table("sanction_kind").label_for(self.kind or "")
        return computed(place_of(self), AFFECTED, self.decided_on, months, f"{what}（{self.document}）")

    def own_gaps(self, connection: sa.Connection) -> list[str]:
        """Return what a decision in force must have: kind, body, document and day."""
        needed = {
            "种类": self.kind,
            "决定机关": self.decided_by,
            "决定文号": self.document,
            "决定生效日期": self.decided_on,
        }
        return [f"没有{label}" for label, value in needed.items() if not value]
