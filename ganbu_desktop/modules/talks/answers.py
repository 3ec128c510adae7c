"""What the talks room answers to other rooms, through the kernel: it knows nothing of who asks."""

from __future__ import annotations

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.step_down import StepDownTalk, answers
from ganbu_desktop.modules.talks import rules
from ganbu_desktop.modules.talks.records import Talk

KINDS = (rules.STEP_DOWN, rules.ADJUSTMENT, rules.RETIREMENT)
"""The types of talk that may stand before somebody leaves a post: 能下调整, 职务调整, 退休."""
MONTHS = "talk_step_down_months"


@answers
def before_step_down(office: Office, person_id: str, since: PartialDate | None) -> StepDownTalk:
    """Return the talk held since a step down was begun (``KINDS``, with the person's own words or refusal)."""
    begun = since or PartialDate.of(office.today()).plus_months(-office.parameters().integer(MONTHS, office.today()))
    at = Talk.table.c
    talks = office.find(Talk, at.person_id == person_id, at.kind.in_(KINDS), at.held_on >= begun)
    heard = [talk for talk in talks if talk.person_words or talk.refusal_reason]
    if heard:
        return StepDownTalk(max(heard, key=lambda talk: (talk.held_on or begun, talk.id)).id, "")
    if talks:
        return StepDownTalk(None, "调整前谈话没有记下本人的意见（原话）或拒签原因，请补记；确需先行办理的，写明理由。")
    return StepDownTalk(None, "还没有调整前谈话。请先谈话，听取并记下本人意见；确需先行办理的，写明理由。")
