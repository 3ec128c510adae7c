"""The forms of the talks room: a talk, a visit, needs and visits by unit, receipts, the opinions of a forum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.forms.entry_form import EntryForm
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.dossier import all_units
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.person_list import person_of, unit_and_below
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.spine.entry import hanging
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.talks import rules
from ganbu_desktop.modules.talks.records import Forum, ForumOpinion, HomeVisit, Need, Talk
from ganbu_desktop.modules.talks.rights import veiled
from ganbu_desktop.modules.talks.rules import ADOPTED, PARTLY
from ganbu_desktop.modules.talks.states import need_state, visit_state
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, fields_of

R = TypeVar("R", bound=Record)
_BOXES = (
    ("日常", ("01",)),
    ("任前", ("02", "03")),
    ("提醒", ("05",)),
    ("函询后", ("06",)),
    ("诫勉", ("07",)),
    ("考核反馈", ("08",)),
    ("职务调整", ("09", "10")),
    ("回访", ("11",)),
    ("家访", ("12",)),
    ("退休", ("15",)),
    ("约谈", ("16",)),
)
_ABREAST = 6
_TICKED, _EMPTY = "☑", "□"
_NOT_SHOWN = "（内容保密，不列出）"


def _one(connection: sa.Connection, cls: type[R], record_id: str) -> R:
    return find(connection, cls, cls.table.c.id == record_id)[0]


def _day(moment: PartialDate | None) -> str:
    return moment.as_chinese() if moment else ""


def _text(record: Record, name: str) -> str:
    return fields_of(type(record))[name].format(getattr(record, name))


def _person(connection: sa.Connection, person_id: str) -> Person:
    return person_of(connection, person_id) or Person()


def _unit_and_post(connection: sa.Connection, entry: Talk | HomeVisit, person: Person) -> str:
    """Return where and what the person was at the time, with the rank of today's record."""
    units = all_units(connection)
    unit = units.get(entry.unit_id or person.unit_id or "")
    parts = [(unit.name or "") if unit else "", entry.post or person.current_post or "", _text(person, "rank")]
    return "\n".join(part for part in parts if part)


def kind_boxes(kind: str) -> str:
    """Return the row of boxes of a type of talk; one without a box of its own is named behind 其他."""
    known = any(kind in of for _, of in _BOXES) or not kind
    parts = [f"{title}{_TICKED if kind in of else _EMPTY}" for title, of in _BOXES]
    other = f"其他{_EMPTY}" if known else f"其他{_TICKED}（{codes.table('talk_type').label_for(kind)}）"
    return "　".join(parts[:_ABREAST]) + "\n" + "　".join([*parts[_ABREAST:], other])


def _confirmation(entry: Talk | HomeVisit) -> str:
    table = codes.table("talk_confirmation")
    boxes = "　".join(f"{e.label}{_TICKED if e.code == entry.confirmation else _EMPTY}" for e in table.entries)
    words = [f"原话：{entry.person_words}" if entry.person_words else ""]
    words.append(f"拒签原因：{entry.refusal_reason}" if entry.refusal_reason else "")
    words.append(f"核对日期：{_day(entry.confirmed_on)}" if entry.confirmed_on else "")
    return "\n".join(part for part in (boxes, *words) if part)


def _promise(item: LoopItem) -> Mapping[str, str]:
    result = item.result or ("已销号" if item.is_closed else "")
    return {
        "matter": item.problem or "",
        "responsible": item.responsible or "",
        "due_on": str(item.due_on or ""),
        "result": result,
    }


def talk_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return what 干部谈心谈话记录表 shows of a talk, without what the acting account may not read."""
    talk = veiled(office, _one(connection, Talk, record_id))
    person = _person(connection, talk.person_id)
    held = " ".join(part for part in (_day(talk.held_on), talk.held_at) if part)
    birth = str(person.born_on or "")
    return {
        "number": talk.number or "",
        "kinds": kind_boxes(talk.kind),
        "name": person.name or "",
        "sex_and_birth": "　".join(part for part in (_text(person, "sex"), birth) if part),
        "unit_and_post": _unit_and_post(connection, talk, person),
        "political_status": _text(person, "political_status"),
        "talkers": talk.talkers or "",
        "recorder": talk.recorder or "",
        "held": held,
        "place": talk.place or "",
        "outline": talk.outline or "",
        "content": talk.content or "",
        "whose": f"谈话对象：{person.name or ''}　编号：{talk.number or ''}",
        "mood": talk.mood or "",
        "appeals": talk.appeals or "",
        "answer": talk.answer or "",
        "promises": [_promise(item) for item in hanging(connection, LoopItem, "talk", talk.id)],
        "confirmation": _confirmation(talk),
    }


_TALK_TEXTS = (
    *("number", "name", "sex_and_birth", "unit_and_post", "political_status", "talkers", "recorder", "held"),
    *("place", "outline", "content", "whose", "mood", "appeals", "answer"),
)


def _talk_blank(office: Office) -> Mapping[str, Any]:
    texts = dict.fromkeys(_TALK_TEXTS, "")
    empty = Talk(person_id="", kind="", secrecy=None)
    return {**texts, "kinds": kind_boxes(""), "confirmation": _confirmation(empty), "promises": []}


def _talk_name(office: Office, connection: sa.Connection, record_id: str) -> str:
    talk = _one(connection, Talk, record_id)
    return f"{_person(connection, talk.person_id).name or '未命名'} 谈话 {talk.number or ''}".strip()


def visit_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return what 干部政治家访记录表 shows of a visit, without what the acting account may not read."""
    visit = veiled(office, _one(connection, HomeVisit, record_id))
    person = _person(connection, visit.person_id)
    units = all_units(connection)
    agreed = f"{_day(visit.appointment_on)}　{'同意' if visit.has_consent else '不同意'}"
    needs = find(connection, Need, Need.table.c.visit_id == visit.id)
    return {
        "number": visit.number or "",
        "name": person.name or "",
        "unit_and_post": _unit_and_post(connection, visit, person),
        "agreed": agreed if visit.has_consent is not None else _day(visit.appointment_on),
        "visited": " ".join(part for part in (_day(visit.visited_on), visit.visited_at) if part),
        "place": visit.place or "",
        "visitors": visit.visitors or "",
        "recorder": visit.recorder or "",
        "family_present": visit.family_present or "",
        "situation": visit.situation or "",
        "difficulties": visit.difficulties or "",
        "answer": visit.answer or "",
        "needs": [
            {
                "kind": _text(need, "kind"),
                "unit": _short(units, need.unit_id),
                "due_on": str(need.due_on or ""),
                "result": need.result or "",
            }
            for need in needs
        ],
        "confirmation": _confirmation(visit),
    }


_VISIT_TEXTS = ("number", "name", "unit_and_post", "agreed", "visited", "place", "visitors", "recorder")


def _visit_blank(office: Office) -> Mapping[str, Any]:
    texts = dict.fromkeys((*_VISIT_TEXTS, "family_present", "situation", "difficulties", "answer"), "")
    return {**texts, "needs": [], "confirmation": _confirmation(HomeVisit(person_id="", secrecy=None))}


def _visit_name(office: Office, connection: sa.Connection, record_id: str) -> str:
    visit = _one(connection, HomeVisit, record_id)
    return f"{_person(connection, visit.person_id).name or '未命名'} 家访 {visit.number or ''}".strip()


def _short(units: Mapping[str, Unit], unit_id: str | None) -> str:
    unit = units.get(unit_id or "")
    return (unit.short_name or unit.name or "") if unit else ""


def _names(connection: sa.Connection, ids: Sequence[str]) -> dict[str, Person]:
    wanted = list(dict.fromkeys(ids))
    found: dict[str, Person] = {}
    for start in range(0, len(wanted), 500):
        chosen = Person.table.c.id.in_(wanted[start : start + 500])
        found |= {person.id: person for person in find(connection, Person, chosen)}
    return found


def _unit_name(office: Office, connection: sa.Connection, unit_id: str) -> str:
    return _one(connection, Unit, unit_id).name or "未命名单位"


def needs_values(office: Office, connection: sa.Connection, unit_id: str) -> Mapping[str, Any]:
    """Return the needs that a unit and those below it are responsible for; private ones without their words."""
    needs = find(connection, Need, Need.table.c.unit_id.in_(unit_and_below(connection, unit_id)))
    needs.sort(key=lambda need: (str(need.raised_on or ""), need.number or "", need.id))
    people = _names(connection, [need.person_id for need in needs])
    today = office.today()
    rows = [
        {
            "row": str(number),
            "number": need.number or "",
            "name": people[need.person_id].name or "",
            "kind": _text(need, "kind"),
            "raised_on": str(need.raised_on or ""),
            "source": "谈话" if need.talk_id else "家访" if need.visit_id else "",
            "matter": _NOT_SHOWN if need.kind in rules.SENSITIVE_NEEDS else need.description or "",
            "responsible": need.responsible or "",
            "measure": need.measure or "",
            "due_on": str(need.due_on or ""),
            "result": need.result or "",
            "finished_on": str(need.finished_on or ""),
            "satisfaction": _text(need, "satisfaction"),
            "state": need_state(need, today),
        }
        for number, need in enumerate(needs, 1)
    ]
    printed_on = PartialDate.of(today).as_chinese()
    return {"unit": _unit_name(office, connection, unit_id), "printed_on": printed_on, "needs": rows}


def receipt_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return what a person is told of a need; a private one is named by its kind alone."""
    need = _one(connection, Need, record_id)
    kind = _text(need, "kind")
    private = need.kind in rules.SENSITIVE_NEEDS or not need.description
    return {
        "number": need.number or "",
        "name": _person(connection, need.person_id).name or "",
        "raised": _day(need.raised_on) or "　　　　年　　月　　日",
        "matter": f"{kind}类" if private else f"{kind}类：{(need.description or '').rstrip('。')}",
        "unit": _short(all_units(connection), need.unit_id) or "责任单位",
        "measure": need.measure or "　",
        "result": need.result or "　",
        "finished": _day(need.finished_on) or "　",
        "open_note": "" if need.finished_on else "这件诉求还没有办结，以上为目前进展。",
        "office": office.called(),
        "date": PartialDate.of(office.today()).as_chinese(),
    }


def _receipt_name(office: Office, connection: sa.Connection, record_id: str) -> str:
    need = _one(connection, Need, record_id)
    return f"{_person(connection, need.person_id).name or '未命名'} 诉求回告 {need.number or ''}".strip()


def opinions_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return the opinions of one forum and what became of them."""
    forum = _one(connection, Forum, record_id)
    opinions = find(connection, ForumOpinion, ForumOpinion.table.c.forum_id == record_id)
    units = all_units(connection)
    rows = [
        {
            "row": str(number),
            "kind": _text(opinion, "kind"),
            "opinion": opinion.opinion,
            "unit": _short(units, opinion.unit_id),
            "adoption": _text(opinion, "adoption"),
            "answer": opinion.answer or opinion.adoption_reason or "",
            "due_on": str(opinion.due_on or ""),
            "answered_on": str(opinion.answered_on or ""),
        }
        for number, opinion in enumerate(opinions, 1)
    ]
    adopted = sum(opinion.adoption in (ADOPTED, PARTLY) for opinion in opinions)
    answered = sum(opinion.answered_on is not None for opinion in opinions)
    return {
        "title": forum.title,
        "held": "　".join(part for part in (_day(forum.held_on), forum.place) if part),
        "host": forum.host or "",
        "attendance": f"{forum.attendance} 人" if forum.attendance is not None else "",
        "opinions": rows,
        "summary": f"共 {len(rows)} 条，采纳（含部分采纳）{adopted} 条，已答复 {answered} 条。",
    }


def _forum_name(office: Office, connection: sa.Connection, record_id: str) -> str:
    forum = _one(connection, Forum, record_id)
    return f"座谈意见 {forum.title} {forum.held_on or ''}".strip()


def plan_values(office: Office, connection: sa.Connection, unit_id: str) -> Mapping[str, Any]:
    """Return this year's visits, planned and made, of a unit's cadres and of those below it."""
    year = office.today().year
    at, today = HomeVisit.table.c, office.today()
    of_units = sa.select(Person.table.c.id).where(Person.table.c.unit_id.in_(unit_and_below(connection, unit_id)))
    in_year = sa.and_(at.planned_on >= PartialDate(year), at.planned_on <= PartialDate(year, 12, 31))
    visits = find(connection, HomeVisit, at.person_id.in_(of_units), in_year)
    visits.sort(key=lambda visit: (str(visit.planned_on or ""), visit.number or "", visit.id))
    people = _names(connection, [visit.person_id for visit in visits])
    rows = [
        {
            "row": str(number),
            "name": people[visit.person_id].name or "",
            "post": visit.post or people[visit.person_id].current_post or "",
            "planned_on": str(visit.planned_on or ""),
            "appointment_on": str(visit.appointment_on or ""),
            "consent": _text(visit, "has_consent"),
            "visitors": visit.visitors or "",
            "visited_on": str(visit.visited_on or ""),
            "state": visit_state(visit, today),
            "note": "",
        }
        for number, visit in enumerate(visits, 1)
    ]
    said = f"{year}年　打印日期：{PartialDate.of(today).as_chinese()}"
    return {"unit": _unit_name(office, connection, unit_id), "year": said, "visits": rows}


FORMS = (
    EntryForm("talk-record", Talk, talk_values, _talk_name, blank=_talk_blank, is_sensitive=True),
    EntryForm("home-visit-record", HomeVisit, visit_values, _visit_name, blank=_visit_blank, is_sensitive=True),
    EntryForm(
        "needs-ledger", Unit, needs_values, _unit_name, is_sensitive=True, is_empty=lambda found: not found["needs"]
    ),
    EntryForm("need-receipt", Need, receipt_values, _receipt_name, is_sensitive=True),
    EntryForm("forum-opinions-sheet", Forum, opinions_values, _forum_name),
    EntryForm("visit-plan", Unit, plan_values, _unit_name, is_empty=lambda found: not found["visits"]),
)
