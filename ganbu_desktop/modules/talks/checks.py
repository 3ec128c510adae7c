"""What a record of the talks room must meet before it is saved: a sentence for each thing that stands in the way.

Pure functions of the record and what a check may stand on (``row.Now``); whoever saves raises what they find.
"""

from __future__ import annotations

from collections.abc import Iterator

from ganbu_desktop.kernel.report.samples import SMALLEST
from ganbu_desktop.kernel.row import Now, in_order, not_ahead, not_without
from ganbu_desktop.modules.talks import rules
from ganbu_desktop.modules.talks.records import (
    Forum,
    ForumOpinion,
    HomeVisit,
    MoodReport,
    Need,
    Talk,
    TalkExemption,
)

LEAST_VISITORS = 2
"""A home visit is made by two or more; this is not a county's to decide."""


def talk_faults(talk: Talk, now: Now) -> Iterator[str]:
    """Yield what keeps a talk from being saved on a day."""
    if talk.kind == rules.HOME_VISIT:
        yield "政治家访请在“家访”中登记（须事先约定、本人同意、两人以上），不重复登记为谈话"
    yield from not_ahead(talk, now.day, "held_on")
    yield from _confirmation_faults(talk)


def visit_faults(visit: HomeVisit, now: Now) -> Iterator[str]:
    """Yield what keeps a home visit from being saved: one that took place was agreed on, consented to and not alone."""
    yield from not_ahead(visit, now.day, "visited_on")
    yield from _confirmation_faults(visit)
    unknown = rules.unknown_kin(visit.family_present)
    if unknown:
        yield f"“在场家属”只写称谓，不写姓名；“{'、'.join(unknown)}”不是称谓"
    if visit.visited_on is None:
        return
    if visit.has_consent is not True:
        yield "本人没有同意，不能登记家访；请先征得本人同意"
    if visit.appointment_on is None or visit.appointment_on > visit.visited_on:
        yield "家访须事先约定，请填写不晚于家访日期的约定日期"
    names = {"".join(name.split()) for name in rules.people_in(visit.visitors)}
    if len(names) < LEAST_VISITORS:
        yield f"家访须 {LEAST_VISITORS} 人以上，请把家访人写全，用顿号分开"


def need_faults(need: Need, now: Now) -> Iterator[str]:
    """Yield what keeps a need from being saved."""
    yield from not_ahead(need, now.day, "raised_on", "finished_on")
    yield from in_order(need, "raised_on", "finished_on")
    yield from not_without(need, "finished_on", "result")


def forum_faults(forum: Forum, now: Now) -> Iterator[str]:
    """Yield what keeps a forum from being saved."""
    yield from not_ahead(forum, now.day, "held_on")


def opinion_faults(opinion: ForumOpinion, now: Now) -> Iterator[str]:
    """Yield what keeps an opinion from being saved."""
    yield from not_ahead(opinion, now.day, "answered_on")
    yield from not_without(opinion, "answered_on", "answer")
    if opinion.adoption == rules.NOT_ADOPTED and not opinion.adoption_reason:
        yield "暂不采纳的，请写明理由"


def mood_faults(report: MoodReport, now: Now) -> Iterator[str]:
    """Yield what keeps counts of a group from being saved: a group has at least as many people as may be shown."""
    smallest = now.figures.integer(SMALLEST, now.day)
    if report.group_size < smallest:
        yield f"了解人数不到 {smallest} 人，不能分项记录思想状况，免得认出是谁说的；请并入更大的单位"
    if report.people is not None and report.people > report.group_size:
        yield "反映人数不能多于了解人数"


def exemption_faults(exemption: TalkExemption, now: Now) -> Iterator[str]:
    """Yield what keeps a time away from being saved."""
    yield from in_order(exemption, "starts_on", "ends_on")


def _confirmation_faults(entry: Talk | HomeVisit) -> Iterator[str]:
    if entry.confirmation in (rules.ADDED, rules.DISAGREED) and not entry.person_words:
        yield "本人作了补充或有异议的，请写下本人的原话"
    if entry.confirmation == rules.REFUSED and not entry.refusal_reason:
        yield "本人拒签的，请写明原因"
