"""The ledger of wishes to send somebody else, which are decided on; those of the rows follow from ``rows``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.training import actions, records


def _applied_today(office: Office) -> Mapping[str, Any]:
    return {"applied_on": PartialDate.of(office.today()), "applied_by": office.account.name}


SUBSTITUTIONS = LedgerSpec(
    name="training-substitutions",
    title="替训申请",
    record=records.Substitution,
    fields=("person_id", "class_id", "substitute_id", "reason", "applied_on", "applied_by"),
    listed=("class_id", "substitute_id", "applied_on", "state", "approved_by", "approved_on"),
    key=("person_id", "class_id"),
    save=actions.save_substitutions,
    newest_by="applied_on",
    required=("person_id", "class_id", "substitute_id", "reason"),
    new=_applied_today,
    forms=("substitution",),
    help="没有替训申请。被调训的人来不了、要换人时在这里登记，审批同意后名单自动更换。",
)
LEDGERS = (SUBSTITUTIONS,)
