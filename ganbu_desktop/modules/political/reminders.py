"""What the political room reminds of: what is owed to a person, and what the office has to see to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.parameters import Parameter
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import AppointmentSheet, Person
from ganbu_desktop.kernel.people.service import serving_on
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.reminders.reminder import Nature, Reminder, ReminderRule
from ganbu_desktop.kernel.spine import procedures
from ganbu_desktop.kernel.spine.entry import hanging_on
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.limiting import in_force
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.kernel.spine.showing import drafts_of
from ganbu_desktop.kernel.spine.statement import Statement
from ganbu_desktop.modules.political import queries, rules
from ganbu_desktop.modules.political.records import (
    DutyAssessment,
    NegativeHit,
    NegativeListVersion,
    OffHoursNote,
    PartyMeeting,
    PoliticalArchive,
    PoliticalEntry,
    PoliticalInspection,
    PoliticalLimiting,
    Rectification,
    SelfCheck,
    TeamInspection,
    VetoDecision,
    YearSummary,
)
from ganbu_desktop.store.operations import find

PAGE = "political"
PERSON = "person"
"""The first part of a target that asks for what a tab keeps of one person."""
_LOOPED = {
    SelfCheck.table.name: "self-checks",
    Rectification.table.name: "rectifications",
    TeamInspection.table.name: "team-inspections",
}
_TABS: dict[type[PoliticalLimiting], str] = {
    PoliticalEntry: "political-entries",
    NegativeHit: "negative-hits",
    VetoDecision: "vetoes",
    DutyAssessment: "duty-assessments",
    OffHoursNote: "off-hours-notes",
}
"""Every limiting kind of the room and the ledger it stands in."""


def _why(figure: Parameter) -> str:
    return f"{figure.title} {figure.format_value()} {figure.unit}（{figure.source}）"


def _people(connection: sa.Connection, ids: Iterable[str], day: date) -> dict[str, Person]:
    """Return those of the people who serve on a day, by id."""
    wanted = sorted(set(ids))
    found: dict[str, Person] = {}
    for start in range(0, len(wanted), 500):
        some = Person.table.c.id.in_(wanted[start : start + 500])
        found |= {person.id: person for person in find(connection, Person, some, serving_on(day))}
    return found


def _of_person(
    rule: str, person: Person, mark: str, title: str, why: str, due: date | None, target: tuple[str, object]
) -> Reminder:
    """Return a reminder about a person; ``target``: the tab of the room's page and what it should show there."""
    key = f"{rule}/{person.id}/{mark}"
    return Reminder(rule, key, f"{person.name or '未命名'}：{title}", why, due, person.id, (PAGE, target))


def unwritten_summaries(office: Office, day: date) -> Iterator[Reminder]:
    """Yield people with an archive but no summary: of this year from the figure's month on, of the last one before."""
    figure = office.parameters().get("summary_reminder_month", day)
    year = day.year if day.month >= office.parameters().integer(figure.name, day) else day.year - 1
    with office.reading() as connection:
        opened = {a.person_id for a in find(connection, PoliticalArchive) if _opened_by(a, year)}
        done = {s.person_id for s in find(connection, YearSummary, YearSummary.table.c.year == year)}
        people = _people(connection, opened - done, day)
    for person in people.values():
        title, why = f"{year} 年政治素质综述未写", f"有政治素质档案而没有当年综述；{_why(figure)}"
        yield _of_person(
            "political-summary", person, str(year), title, why, None, ("political-archives", (PERSON, person.id))
        )


def _opened_by(archive: PoliticalArchive, year: int) -> bool:
    return archive.opened_on is None or archive.opened_on.year <= year


def incomplete_drafts(office: Office, day: date) -> Iterator[Reminder]:
    """Yield drafts against a person that lack evidence or the person's statement; until then they do not count."""
    for cls, tab in _TABS.items():
        with office.reading() as connection:
            theirs = drafts_of(connection, cls, office.account.hand)
            drafts = [e for e in find(connection, cls, theirs) if e.is_limiting]
            ids = [entry.id for entry in drafts]
            evidence, statements = hanging_on(connection, Evidence, ids), hanging_on(connection, Statement, ids)
            people = _people(connection, (entry.person_id for entry in drafts), day)
        for entry in drafts:
            missing = ["佐证材料"] * (not any(e.is_complete for e in evidence.get(entry.id, ())))
            missing += ["本人说明"] * (not any(s.is_complete for s in statements.get(entry.id, ())))
            if missing and entry.person_id in people:
                title = f"{cls.label}缺{'、'.join(missing)}"
                why = "对本人不利的条目须有佐证材料和本人说明（或不能告知的法定理由）才能生效"
                mark = f"{entry.id}/{'+'.join(missing)}"
                yield _of_person("political-draft", people[entry.person_id], mark, title, why, None, (tab, entry.id))


def ending_entries(office: Office, day: date) -> Iterator[Reminder]:
    """Yield entries against a person that end within the figure's days: to be reviewed, and then out of sight."""
    figure = office.parameters().get("political_review_days", day)
    last = PartialDate.of(day + timedelta(days=office.parameters().integer(figure.name, day)))
    for cls, tab in _TABS.items():
        with office.reading() as connection:
            found = [e for e in find(connection, cls, in_force(cls, day), cls.table.c.ends_on <= last) if e.is_limiting]
            people = _people(connection, (entry.person_id for entry in found), day)
        for entry in found:
            if entry.person_id in people:
                title = f"{cls.label}将于 {entry.ends_on} 到期，请复核"
                why = f"{_why(figure)}；到期自动移出默认输出"
                due, person = queries.as_day(office, entry.ends_on), people[entry.person_id]
                mark = f"{entry.id}/{entry.ends_on}"
                yield _of_person("political-review", person, mark, title, why, due, (tab, entry.id))


def uninspected_candidates(office: Office, day: date) -> Iterator[Reminder]:
    """Yield people with 拟任职务 on their 任免表 who have not been inspected within the figure's months."""
    figure = office.parameters().get("political_inspection_months", day)
    months = office.parameters().integer(figure.name, day)
    since = PartialDate.of(day).plus_months(-months)
    with office.reading() as connection:
        planned = find(connection, AppointmentSheet, AppointmentSheet.table.c.proposed_post.is_not(None))
        posts = {sheet.person_id: sheet.proposed_post for sheet in planned if sheet.proposed_post}
        at = PoliticalInspection.table.c
        inspected = {i.person_id for i in find(connection, PoliticalInspection, at.held_on >= since)}
        people = _people(connection, set(posts) - inspected, day)
    for person in people.values():
        title = f"拟任人选近 {months} 个月没有政治素质考察"
        why = f"任免表拟任职务：{posts[person.id]}；{_why(figure)}"
        target = ("political-inspections", (PERSON, person.id))
        yield _of_person("political-inspection", person, str(posts[person.id]), title, why, None, target)


def missing_meetings(office: Office, day: date) -> Iterator[Reminder]:
    """Yield units that keep record of party life and have held none of some kind this year, from the month on."""
    figures = office.parameters()
    figure = figures.get("meetings_reminder_month", day)
    if day.month < figures.integer(figure.name, day):
        return
    with office.reading() as connection:
        kept = find(connection, PartyMeeting, PartyMeeting.table.c.held_on >= PartialDate(day.year - 1))
        units = {unit.id: unit for unit in find(connection, Unit)}
    labels = codes.table("party_meeting_kind")
    for unit_id in dict.fromkeys(meeting.unit_id for meeting in kept):
        theirs = {m.kind for m in kept if m.unit_id == unit_id and m.held_on and m.held_on.year == day.year}
        wanted = [code for code, name in rules.MEETINGS_A_YEAR.items() if figures.integer(name, day) > 0]
        missing = [labels.label_for(code) for code in wanted if code not in theirs]
        if missing:
            title = f"{units[unit_id].name or '单位'}：{day.year} 年没有登记{'、'.join(missing)}"
            key = f"party-meetings/{unit_id}/{day.year}/{len(missing)}"
            due, target = date(day.year, 12, 31), (PAGE, "party-meetings")
            yield Reminder("party-meetings", key, title, f"每年次数见参数；{_why(figure)}", due, None, target)


def due_rectifications(office: Office, day: date) -> Iterator[Reminder]:
    """Yield open problems whose time limit comes within the figure's days or has passed."""
    figure = office.parameters().get("rectification_notice_days", day)
    last = PartialDate.of(day + timedelta(days=office.parameters().integer(figure.name, day)))
    at = LoopItem.table.c
    with office.reading() as connection:
        found = queries.loops(connection, at.closed_on.is_(None), at.due_on <= last)
    for view in found:
        item = view.item
        state = "已超期" if item.is_overdue(day) else "将到期"
        title = f"{view.whose or '未写责任单位'}：整改{state}（{item.due_on}）"
        why = f"{view.origin}：{(item.problem or '')[:40]}；{_why(figure)}"
        due, key = queries.as_day(office, item.due_on), f"rectification/{item.id}/{item.due_on}/{state}"
        target = (PAGE, (_LOOPED[item.entry_table], item.entry_id))
        yield Reminder("rectification", key, title, why, due, item.person_id, target)


def vetoed_candidates(office: Office, day: date) -> Iterator[Reminder]:
    """Yield people with 拟任职务 on whom a body's veto counts: for a person to see to, the program decides nothing."""
    with office.reading() as connection:
        sheets = find(connection, AppointmentSheet, AppointmentSheet.table.c.proposed_post.is_not(None))
        planned = {sheet.person_id: sheet.proposed_post for sheet in sheets if sheet.proposed_post}
        vetoes = [v for v in find(connection, VetoDecision, in_force(VetoDecision, day)) if v.person_id in planned]
        people = _people(connection, (veto.person_id for veto in vetoes), day)
    for veto in vetoes:
        if veto.person_id in people:
            title = "拟任人选有生效的一票否决决定，请人工核对处置"
            why = f"任免表拟任职务：{planned[veto.person_id]}；依据 {veto.source or '见决定文号'}，{veto.clause or ''}"
            person, target = people[veto.person_id], ("vetoes", veto.id)
            yield _of_person("veto-candidate", person, veto.id, title, why, None, target)


def veto_reviews(office: Office, day: date) -> Iterator[Reminder]:
    """Yield the next stage of each review of a veto that the person has asked for: late or not, it is owed."""
    figures = office.parameters()
    with office.reading() as connection:
        runs = [procedures.course(connection, run, day) for run in procedures.running(connection, "veto_review")]
        people = _people(connection, (how.procedure.person_id for how in runs if how.procedure.person_id), day)
    for how in runs:
        step, person = how.next_step, people.get(how.procedure.person_id or "")
        if step is None or person is None:
            continue
        stage = procedures.spec_of(how.procedure).stage(step.stage)
        state = "已超期" if step in how.overdue else "待办"
        why = f"本人申请复核，{how.procedure.started_on} 启动"
        if stage is not None and stage.limit:
            why = f"{why}；{_why(figures.get(stage.limit, day))}"
        due = queries.as_day(office, step.last_day) if step.last_day else None
        target = ("vetoes", how.procedure.entry_id)
        title = f"一票否决复核{state}：{step.title}"
        yield _of_person("veto-review", person, f"{step.id}/{state}", title, why, due, target)


def unstudied_lists(office: Office, day: date) -> Iterator[Reminder]:
    """Yield editions of the negative list in force that nobody has been made to study yet."""
    figure = office.parameters().get("negative_list_study_days", day)
    days = timedelta(days=office.parameters().integer(figure.name, day))
    for version in office.find(NegativeListVersion, NegativeListVersion.table.c.studied_on.is_(None)):
        if version.counts_on(PartialDate.of(day)):
            title, why = f"“{version.title}”施行后未组织学习", f"{version.effective_from} 起施行；{_why(figure)}"
            due = queries.as_day(office, version.effective_from) + days
            key, target = f"negative-list/{version.id}", (PAGE, ("negative-lists", version.id))
            yield Reminder("negative-list", key, title, why, due, None, target)


RULES = (
    ReminderRule("political-summary", "年度综述未写", Nature.DUTY, "有档案而没有当年综述", unwritten_summaries),
    ReminderRule(
        "political-draft", "条目缺证据或说明", Nature.RIGHT, "对本人不利的草稿缺佐证材料或本人说明", incomplete_drafts
    ),
    ReminderRule("political-review", "条目到期复核", Nature.RIGHT, "对本人不利的条目将到期", ending_entries),
    ReminderRule(
        "political-inspection", "拟任人选无考察", Nature.DUTY, "拟任职务已填而近期没有考察", uninspected_candidates
    ),
    ReminderRule("party-meetings", "党内政治生活未召开", Nature.DUTY, "当年没有登记的会议种类", missing_meetings),
    ReminderRule("rectification", "整改到期", Nature.DUTY, "整改时限将到或已过", due_rectifications),
    ReminderRule("veto-candidate", "拟任命中否决", Nature.DUTY, "拟任人选有生效的一票否决决定", vetoed_candidates),
    ReminderRule("veto-review", "一票否决复核", Nature.RIGHT, "本人申请复核后下一步待办的环节", veto_reviews),
    ReminderRule("negative-list", "负面清单未学习", Nature.DUTY, "新版施行后没有组织学习", unstudied_lists),
)
