"""The ledgers of the talks room: lists, entry forms, grids and workbooks of its records."""

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
    Forum,
    ForumOpinion,
    HomeVisit,
    MoodReport,
    Need,
    Talk,
    TalkExemption,
    TalkOutline,
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


def _new_mood(office: Office) -> Mapping[str, Any]:
    today = office.today()
    quarter = str((today.month + 2) // 3)
    return {"year": today.year, "quarter": quarter, "written_by": office.account.name, "written_on": _today(office)}


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

FORUMS = LedgerSpec(
    name="forums",
    title="座谈会",
    record=Forum,
    fields=("title", "held_on", "place", "host", "attendance", "note"),
    key=("title", "held_on"),
    required=("title",),
    save=actions.save_forums,
    newest_by="held_on",
    forms=("forum-opinions-sheet",),
    help="还没有座谈会。先登记座谈会，再到“座谈意见”逐条登记意见（不署名）。",
)

OPINIONS = LedgerSpec(
    name="forum-opinions",
    title="座谈意见",
    record=ForumOpinion,
    fields=(
        "forum_id",
        "kind",
        "opinion",
        "unit_id",
        "due_on",
        "adoption",
        "adoption_reason",
        "answer",
        "answered_on",
    ),
    listed=("forum_id", "kind", "opinion", "unit_id", "adoption", "due_on", "answered_on"),
    key=("forum_id", "opinion"),
    required=("forum_id", "opinion"),
    carried=("due_on",),
    save=actions.save_opinions,
    newest_by="due_on",
    help="还没有座谈意见。意见不署名，也不写能认出是谁说的话。",
)

MOODS = LedgerSpec(
    name="moods",
    title="思想状况",
    record=MoodReport,
    fields=(
        "year",
        "quarter",
        "unit_id",
        "theme",
        "group_size",
        "people",
        "situation",
        "suggestion",
        "written_by",
        "written_on",
    ),
    listed=("year", "quarter", "unit_id", "theme", "group_size", "people", "situation"),
    key=("year", "quarter", "unit_id", "theme"),
    required=("year", "quarter", "theme", "group_size"),
    save=actions.save_moods,
    newest_by="written_on",
    new=_new_mood,
    help="还没有思想状况。每季度按单位登记主题和人数；只写群体，了解人数达到最小样本才能登记。",
)

EXEMPTIONS = LedgerSpec(
    name="talk-exemptions",
    title="不列入应谈",
    record=TalkExemption,
    fields=("person_id", "reason", "starts_on", "ends_on", "note"),
    key=("person_id", "reason", "starts_on"),
    required=("person_id", "reason"),
    save=actions.save_exemptions,
    newest_by="starts_on",
    help="还没有人登记为不列入应谈。病产假、借出等登记在这里，覆盖率的分母据此剔除并写明原因。",
)

OUTLINES = LedgerSpec(
    name="talk-outlines",
    title="谈话提纲",
    record=TalkOutline,
    fields=("kind", "title", "text", "updated_on"),
    listed=("kind", "title", "text", "updated_on"),
    key=("kind", "title"),
    required=("kind", "title", "text"),
    save=actions.save_outlines,
    newest_by="updated_on",
    help="各类谈话都有程序自带的提纲；在这里登记本单位的提纲，以后新谈话用本单位的。",
)

LEDGERS = (TALKS, VISITS, NEEDS, FORUMS, OPINIONS, MOODS, EXEMPTIONS, OUTLINES)
