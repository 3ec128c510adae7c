"""The ledgers of talks, visits and needs; those of the plain rows follow from ``rows``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.entry import hanging_on
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.talks import actions, rights, rules
from ganbu_desktop.modules.talks.records import (
    HomeVisit,
    Need,
    Talk,
)
from ganbu_desktop.store.record import Record

_CONFIRMED = ("confirmation", "person_words", "refusal_reason", "confirmed_on")


def _seen(office: Office, record: Record) -> Record:
    """Return a talk or visit without what was said, for an account that may not read that."""
    return rights.veiled(office, cast("Talk", record))


def kind_code(text: str) -> str:
    """Return the code of a type of talk by what people call it, empty while it is not one yet."""
    return codes.table("talk_type").code_for(text) or ""


def _today(office: Office) -> PartialDate:
    return PartialDate.of(office.today())


def _new_talk(office: Office) -> Mapping[str, Any]:
    return {"kind": rules.ORDINARY, "held_on": _today(office), "recorder": office.account.name}


def _new_visit(office: Office) -> Mapping[str, Any]:
    return {"planned_on": _today(office), "recorder": office.account.name}


def _new_need(office: Office) -> Mapping[str, Any]:
    return {"raised_on": _today(office)}


def _promised(office: Office, rows: Sequence[Record]) -> list[str]:
    """Return how the promises of some talks stand."""
    with office.reading() as connection:
        items = hanging_on(connection, LoopItem, [row.id for row in rows])
    return [_promises(items.get(row.id, []), office) for row in rows]


def _promises(items: Sequence[LoopItem], office: Office) -> str:
    if not items:
        return ""
    overdue = sum(item.is_overdue(office.today()) for item in items)
    said = f"已销号 {sum(item.is_closed for item in items)}/{len(items)}"
    return f"{said}，超期 {overdue}" if overdue else said


def _visit_state(office: Office, rows: Sequence[Record]) -> list[str]:
    today = office.today()
    return [visit_state(cast("HomeVisit", row), today) for row in rows]


def visit_state(visit: HomeVisit, today: date) -> str:
    """Return how a visit stands on a day: 已家访, 本人不同意, 计划已过期 or 计划中."""
    if visit.visited_on is not None:
        return "已家访"
    if visit.has_consent is False:
        return "本人不同意"
    return "计划已过期" if visit.planned_on is not None and visit.planned_on.is_past(today) else "计划中"


def _need_state(office: Office, rows: Sequence[Record]) -> list[str]:
    today = office.today()
    return [need_state(cast("Need", row), today) for row in rows]


def need_state(need: Need, today: date) -> str:
    """Return how a need stands on a day: 已销号, 待销号, 超期 or 办理中."""
    if need.closed_on is not None:
        return "已销号"
    if need.finished_on is not None:
        return "待销号"
    return "超期" if need.due_on is not None and need.due_on.is_past(today) else "办理中"


TALKS = LedgerSpec(
    name="talks",
    title="谈心谈话",
    record=Talk,
    fields=(
        "person_id",
        "kind",
        "held_on",
        "held_at",
        "place",
        "talkers",
        "talker_level",
        "recorder",
        "subject",
        "outline",
        "content",
        "mood",
        "appeals",
        "answer",
        *_CONFIRMED,
        "problem_count",
        "reminded_count",
        "inquired_count",
        "admonished_count",
        "post",
        "post_level",
        "secrecy",
        "visible_to",
        "number",
    ),
    listed=("number", "kind", "held_on", "talkers", "talker_level", "place", "subject", "confirmation"),
    key=("person_id", "held_on", "kind"),
    required=("person_id", "kind", "held_on"),
    save=actions.save_talks,
    carried=("place", "talkers", "talker_level", "recorder"),
    newest_by="held_on",
    new=_new_talk,
    seen=_seen,
    guarded=rights.CONTENT[Talk],
    forms=("talk-record",),
    derived={"承诺事项": _promised},
    help="还没有谈心谈话的记录。",
)

VISITS = LedgerSpec(
    name="home-visits",
    title="政治家访",
    record=HomeVisit,
    fields=(
        "person_id",
        "planned_on",
        "appointment_on",
        "has_consent",
        "visited_on",
        "visited_at",
        "place",
        "visitors",
        "visitor_level",
        "recorder",
        "family_present",
        "situation",
        "difficulties",
        "answer",
        *_CONFIRMED,
        "post",
        "post_level",
        "secrecy",
        "visible_to",
        "number",
    ),
    listed=("number", "planned_on", "appointment_on", "has_consent", "visited_on", "visitors", "confirmation"),
    key=("person_id", "planned_on"),
    required=("person_id", "planned_on"),
    save=actions.save_visits,
    newest_by="planned_on",
    new=_new_visit,
    seen=_seen,
    guarded=rights.CONTENT[HomeVisit],
    carried=("visitors", "visitor_level", "recorder"),
    forms=("home-visit-record",),
    derived={"进展": _visit_state},
    help="还没有家访计划和记录。先登记计划日期，与本人约定并征得同意后家访，再补写家访情况。",
)

NEEDS = LedgerSpec(
    name="needs",
    title="困难诉求",
    record=Need,
    fields=(
        "person_id",
        "kind",
        "raised_on",
        "description",
        "sealed_description",
        "talk_id",
        "visit_id",
        "unit_id",
        "responsible",
        "measure",
        "due_on",
        "extended_reason",
        "result",
        "finished_on",
        "satisfaction",
        "closed_by",
        "closed_on",
        "number",
    ),
    listed=("number", "kind", "raised_on", "unit_id", "responsible", "due_on", "finished_on", "satisfaction"),
    key=("person_id", "kind", "raised_on"),
    required=("person_id", "kind", "raised_on"),
    save=actions.save_needs,
    newest_by="raised_on",
    new=_new_need,
    forms=("need-receipt",),
    derived={"进展": _need_state},
    help="还没有困难诉求。谈话、家访中提出的困难登记在这里，写明责任单位和时限；不得用于任用判断。",
)

LEDGERS = (TALKS, VISITS, NEEDS)
