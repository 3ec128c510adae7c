"""Needs for help: the words of a private one are sealed on the way in, and a closed one stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel import row
from ganbu_desktop.kernel.log import sealed
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.talks import checks, rules
from ganbu_desktop.modules.talks.records import HomeVisit, Need, Talk
from ganbu_desktop.modules.talks.rights import EDIT
from ganbu_desktop.modules.talks.states import need_state
from ganbu_desktop.store.operations import Operation


def sealed_if_private(office: Office, old: Need | None, new: Need | None) -> Need | None:
    """Move the words of a private kind to the sealed field; what stands there already stays unless written anew."""
    if new is None or new.kind not in rules.SENSITIVE_NEEDS or not new.description:
        return new
    return replace(new, description=None, sealed_description=sealed.sealed(office, new.description))


def open_and_own(current: Operation, old: Need | None, new: Need) -> Need:
    """Let of a closed need only change how content the person was; a need comes from a talk or visit of the person."""
    if old is not None and old.closed_on is not None and replace(old, satisfaction=new.satisfaction) != new:
        raise CheckFailed("这条诉求已经销号，除满意度外不能再改，也不能删除；数据未改动")
    sources: list[tuple[type[Talk] | type[HomeVisit], str | None]] = [(Talk, new.talk_id), (HomeVisit, new.visit_id)]
    for cls, source_id in sources:
        if source_id is not None and current.get(cls, source_id).person_id != new.person_id:
            raise CheckFailed(f"来源{cls.label}是另一个人的，请重新选择；没有保存，数据未改动")
    return new


def keep_closed(current: Operation, old: Need) -> None:
    """Refuse deleting a need that is closed."""
    if old.closed_on is not None:
        raise CheckFailed("这条诉求已经销号，除满意度外不能再改，也不能删除；数据未改动")


def progress(office: Office, needs: Sequence[Need]) -> list[str]:
    """Return how each need stands today."""
    return [need_state(need, office.today()) for need in needs]


NEEDS = row.Row(
    Need,
    "needs",
    key=("person_id", "kind", "raised_on"),
    right=EDIT,
    help="谈话、家访中提出的困难登记在这里，写明责任单位和时限；不得用于任用判断。",
    fields=(
        *("person_id", "kind", "raised_on", "description", "sealed_description", "talk_id", "visit_id", "unit_id"),
        *("responsible", "measure", "due_on", "extended_reason", "result", "finished_on", "satisfaction"),
        *("closed_by", "closed_on", "number"),
    ),
    listed=("number", "kind", "raised_on", "unit_id", "responsible", "due_on", "finished_on", "satisfaction"),
    newest_by="raised_on",
    new={"raised_on": row.today},
    derived={"进展": progress},
    check=checks.need_faults,
    before=sealed_if_private,
    prepare=open_and_own,
    forget=keep_closed,
    numbered="raised_on",
    own_forms=("need-receipt",),
)
