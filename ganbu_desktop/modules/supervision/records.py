"""Sanctions (处理处分): what a competent body has decided and what therefore limits a person for a time.

Only conclusions in force are registered: no clue, no pending case, no name of who reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.fields import Choice, Date, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.spine.effect_period import AFFECTED, EffectPeriod
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.limiting import LimitingRecord
from ganbu_desktop.kernel.spine.periods import affected
from ganbu_desktop.modules.supervision.rules import measure_of
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
        """Return the period of effect: by the figure in force at the conduct, or by the end that was decided by hand.

        CheckFailed where a figure should say it but none was in force then, and nobody has written the end.
        """
        if self.decided_on is None:
            return None
        worked_out = self.worked_out(figures)
        if worked_out is not None and self.ends_on in (None, worked_out.ends_on):
            return worked_out
        if self.ends_on is None and not self.no_end_ground:
            return self._affected(figures)
        what = codes.table("sanction_kind").label_for(self.kind or "")
        return EffectPeriod(
            **place_of(self),
            kind=AFFECTED,
            matter=what,
            starts_on=self.decided_on,
            ends_on=self.ends_on,
            ground=self.no_end_ground,
        )

    def worked_out(self, figures: ParameterSet) -> EffectPeriod | None:
        """Return the period that the figures give; None where they give none."""
        try:
            return self._affected(figures)
        except CheckFailed:
            return None

    def _affected(self, figures: ParameterSet) -> EffectPeriod | None:
        measure = measure_of(self.kind)
        if measure is None or self.decided_on is None:
            return None
        return affected(self, measure, figures, conduct_on=self.occurred_on, effective_on=self.decided_on)

    def own_gaps(self, connection: sa.Connection) -> list[str]:
        """Return what a decision in force must have: kind, body, document and day."""
        needed = {
            "种类": self.kind,
            "决定机关": self.decided_by,
            "决定文号": self.document,
            "决定生效日期": self.decided_on,
        }
        return [f"没有{label}" for label, value in needed.items() if not value]
