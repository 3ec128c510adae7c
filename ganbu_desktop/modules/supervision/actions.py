"""The verbs of the supervision room; what makes a sanction count is the spine's."""

from __future__ import annotations

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.actions import EFFECT
from ganbu_desktop.kernel.spine.effect_period import EffectPeriod
from ganbu_desktop.kernel.spine.entry import hanging
from ganbu_desktop.kernel.spine.limiting import EFFECTIVE
from ganbu_desktop.modules.supervision import rules
from ganbu_desktop.modules.supervision.records import Sanction
from ganbu_desktop.store.operations import FINAL, Operation
from ganbu_desktop.store.record import replace

EDIT = "supervision.edit"


def restore_rights(office: Office, entry: Sanction, *, restored_on: PartialDate, document: str) -> Sanction:
    """Note that a party member's rights are restored (恢复党员权利): from that day the second stage runs, with its end.

    This is final: undo does not take an end away again.
    """
    if not document.strip():
        raise CheckFailed("请写明恢复党员权利的文号；数据未改动")
    if restored_on.day is None or not restored_on.has_begun(office.today()):
        raise CheckFailed("恢复党员权利日期要写到日，不能晚于今天；数据未改动")
    with office.operation("登记恢复党员权利", right=EFFECT, kind=FINAL) as current:
        standing = _on_probation(current, entry)
        if standing.decided_on is not None and restored_on < standing.decided_on:
            raise CheckFailed(f"恢复党员权利日期早于处分生效日期（{standing.decided_on}）；数据未改动")
        restored = replace(standing, {"restored_on": restored_on, "restored_document": document.strip()})
        values = {"ends_on": restored.figured_end(office.parameters()), "no_end_ground": None}
        return _follow(current, standing, replace(restored, values), office.parameters())


def extend_probation(office: Office, entry: Sanction, *, until: PartialDate) -> Sanction:
    """Note that the time of probation was made longer by a decision, within what the rule allows in all; final."""
    figures = office.parameters()
    with office.operation("登记察看期延长", right=EFFECT, kind=FINAL) as current:
        standing = _on_probation(current, entry)
        most = figures.integer(rules.PROBATION_MOST, standing.occurred_on)
        if standing.decided_on is not None and until > standing.decided_on.plus_months(most):
            raise CheckFailed(f"留党察看期连同延长最长不超过 {most} 个月；数据未改动")
        return _follow(current, standing, replace(standing, {"extended_until": until}), figures)


def _on_probation(current: Operation, entry: Sanction) -> Sanction:
    standing = current.get(Sanction, entry.id)
    if standing.state != EFFECTIVE or standing.kind not in rules.PROBATION or standing.restored_on is not None:
        raise CheckFailed("只有生效、还没有恢复党员权利的留党察看可以登记；数据未改动")
    return standing


def _follow(current: Operation, standing: Sanction, now: Sanction, figures: ParameterSet) -> Sanction:
    """Write a sanction and bring its two periods in step with it."""
    current.update_many([(standing, now)])
    by_rule = {period.rule: period for period in now.own_periods(figures)}
    for period in hanging(current.connection, EffectPeriod, Sanction.table.name, now.id):
        if (new := by_rule.get(period.rule)) is not None and not period.is_void:
            current.update_many([(period, replace(new, {"id": period.id}))])
    return now
