"""Sanctions (处理处分): what a competent body has decided and what therefore limits a person for a time.

Only conclusions in force are registered: no clue, no pending case, no name of who reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.fields import Choice, Date, Flag, Number, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office import parameter_overrides
from ganbu_desktop.kernel.spine import periods
from ganbu_desktop.kernel.spine.effect_period import AFFECTED, EffectPeriod
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.limiting import LimitingRecord
from ganbu_desktop.modules.supervision import rules
from ganbu_desktop.modules.supervision.rules import Measure
from ganbu_desktop.store.record import column, replace

if TYPE_CHECKING:
    import sqlalchemy as sa

    from ganbu_desktop.foundation.parameters import ParameterSet

_DECIDED = "决定"
_PERIOD = "影响期"
UNTIL_RESTORED = "留党察看：自恢复党员权利之日起计算，恢复日期还没有登记"
"""Why there is no end while a party member's rights are not restored: none is printed, none is guessed."""


class Sanction(LimitingRecord, table="sanction", label="处理处分", owner="person_id"):
    """One decision in force against a person; its periods of effect begin with ``decided_on``.

    An end that the decision itself names (``ends_on`` with ``period_document``) goes before what the figures give.
    """

    is_personnel_decision: ClassVar[bool] = True
    filled_later: ClassVar[frozenset[str]] = frozenset({"restored_on", "restored_document", "extended_until"})

    kind: str | None = column(Choice(label="种类", group=_DECIDED, table="sanction_kind", wanted=True))
    decided_by: str | None = column(Text(label="决定机关", group=_DECIDED, wanted=True))
    document: str | None = column(Text(label="决定文号", group=_DECIDED, wanted=True, max_length=60))
    decided_on: PartialDate | None = column(
        Date(label="决定生效日期", group=_DECIDED, wanted=True, help="影响期自这一天起算"), indexed=True
    )
    is_village: bool | None = column(
        Flag(label="按村（社区）干部处分", group=_DECIDED, help="村（社区）干部的政务处分只有警告、记过、记大过")
    )
    merged_count: int | None = column(
        Number(label="合并的相同处分数", group=_PERIOD, help="同时给予几个相同的政务处分、合并确定期间的，填个数")
    )
    period_document: str | None = column(
        Text(label="决定书载明期间的依据", group=_PERIOD, help="决定书写明了截止日期的，失效日期照填，这里写文号和条款")
    )
    extended_until: PartialDate | None = column(
        Date(label="察看期延长至", group=_PERIOD, help="留党察看期满仍不符合恢复条件、决定延长的，填延长后的期满日")
    )
    restored_on: PartialDate | None = column(
        Date(label="恢复党员权利日期", group=_PERIOD, help="留党察看的第二段影响期从这一天起算，没有这个日期不出截止日")
    )
    restored_document: str | None = column(Text(label="恢复党员权利的文号", group=_PERIOD))

    @property
    def is_waiting(self) -> bool:
        """Whether the end cannot be known yet, since the rights of a party member have not been restored."""
        return self.kind in rules.PROBATION and self.restored_on is None and self.ends_on is None

    def own_periods(self, figures: ParameterSet) -> list[EffectPeriod]:
        """Return the periods of effect, the longest at the end: by the figures in force at the conduct, or as decided.

        CheckFailed where a figure should say it but none was in force then, and nobody has written the end.
        """
        if self.decided_on is None:
            return []
        is_typed = self.ends_on is not None or bool(self.no_end_ground and self.kind not in rules.PROBATION)
        if is_typed and not (found := self.worked_out(figures)):
            return [self._as_decided(None)]
        found = self._by_figures(figures)
        if not found or not is_typed or found[-1].ends_on == self.ends_on:
            return found
        return [*found[:-1], self._as_decided(found[-1].limits)]

    def worked_out(self, figures: ParameterSet) -> list[EffectPeriod]:
        """Return the periods that the figures give; none where they give none."""
        try:
            return self._by_figures(figures)
        except CheckFailed:
            return []

    def figured_end(self, figures: ParameterSet) -> PartialDate | None:
        """Return when it ends by the figures alone; None where they give no end."""
        longest = periods.longest(self.worked_out(figures))
        return None if longest is None else longest.ends_on

    def _by_figures(self, figures: ParameterSet) -> list[EffectPeriod]:
        if self.decided_on is None:
            return []
        return [self._period(measure, figures) for measure in rules.measures_of(self.kind)]

    def _period(self, measure: Measure, figures: ParameterSet) -> EffectPeriod:
        since = self.restored_on if measure.is_after_restoring else self.decided_on
        assert self.decided_on is not None
        found = periods.affected(
            self,
            measure.figure,
            figures,
            conduct_on=self.occurred_on,
            effective_on=since or self.decided_on,
            limits=measure.limits,
        )
        if since is None:
            return replace(found, {"starts_on": None, "ends_on": None, "ground": UNTIL_RESTORED})
        if self.kind in rules.PROBATION and not measure.is_after_restoring:
            return replace(found, {"ends_on": self.restored_on or self.extended_until or found.ends_on})
        return found

    def _as_decided(self, limits: str | None) -> EffectPeriod:
        ground = self.no_end_ground
        if self.period_document:
            ground = f"决定书载明：{self.period_document}"
        return EffectPeriod(
            **place_of(self),
            kind=AFFECTED,
            limits=limits,
            matter=codes.table("sanction_kind").label_for(self.kind or ""),
            starts_on=self.decided_on,
            ends_on=self.ends_on,
            ground=ground,
        )

    def own_gaps(self, connection: sa.Connection) -> list[str]:
        """Return what a decision in force must have, and what of its period the law does not know."""
        needed = {
            "种类": self.kind,
            "决定机关": self.decided_by,
            "决定文号": self.document,
            "决定生效日期": self.decided_on,
        }
        found = [f"没有{label}" for label, value in needed.items() if not value]
        if self.is_village and self.kind in rules.ADMINISTRATIVE - rules.VILLAGE:
            found.append("村（社区）干部的政务处分只有警告、记过、记大过（政务处分法第二十二条）")
        return [*found, *self._period_gaps(parameter_overrides.figures(connection))]

    def _period_gaps(self, figures: ParameterSet) -> list[str]:
        """Return why an end that was typed cannot stand; the figures are those in force at the conduct."""
        if self.decided_on is None or self.ends_on is None:
            return ["合并确定期间的，须填失效日期和决定书载明期间的依据"] if (self.merged_count or 0) > 1 else []
        usual = self.figured_end(figures)
        found = []
        if usual is not None and self.ends_on > usual and not self.period_document:
            found.append(f"失效日期晚于按规定推算的 {usual}，须写明决定书载明期间的依据")
        if self.kind in rules.ADMINISTRATIVE:
            most = figures.integer(rules.MERGED_MOST, self.occurred_on)
            if self.ends_on > self.decided_on.plus_months(most):
                found.append(f"政务处分期合并后最长不超过 {most} 个月（政务处分法第十五条）")
        if (self.merged_count or 0) > 1:
            found += self._merging_gaps(figures)
        return found

    def _merging_gaps(self, figures: ParameterSet) -> list[str]:
        if self.kind not in rules.MERGED:
            return ["只有相同的政务处分可以合并确定期间"]
        (measure,) = rules.measures_of(self.kind)
        single = figures.integer(measure.figure, self.occurred_on)
        assert self.decided_on is not None
        assert self.ends_on is not None
        latest = self.decided_on.plus_months(single * (self.merged_count or 1))
        if not self.decided_on.plus_months(single) <= self.ends_on <= latest:
            return [f"{self.merged_count} 个相同处分合并的期间应在一个处分期以上、各处分期之和（{latest}）以下"]
        return [] if self.period_document else ["合并确定期间的，须写明决定书载明期间的依据"]
