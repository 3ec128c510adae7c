"""What a record of the talks room must meet before it is saved: a sentence for each thing that stands in the way.

Pure functions of the record and the day; ``actions`` raises what they find.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ganbu_desktop.foundation.partial_date import PartialDate
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

_NOT_ADOPTED = "3"
LEAST_VISITORS = 2
"""A home visit is made by two or more; this is not a county's to decide."""


def talk_faults(talk: Talk, day: date) -> Iterator[str]:
    """Yield what keeps a talk from being saved on a day."""
    if talk.kind == rules.HOME_VISIT:
        yield "政治家访请在“家访”中登记（须事先约定、本人同意、两人以上），不重复登记为谈话"
    yield from _not_ahead(talk.held_on, day, "谈话日期")
    yield from _confirmation_faults(talk)


def visit_faults(visit: HomeVisit, day: date) -> Iterator[str]:
    """Yield what keeps a home visit from being saved: one that took place was agreed on, consented to and not alone."""
    yield from _not_ahead(visit.visited_on, day, "家访日期")
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


def need_faults(need: Need, day: date) -> Iterator[str]:
    """Yield what keeps a need from being saved."""
    yield from _not_ahead(need.raised_on, day, "提出日期")
    yield from _not_ahead(need.finished_on, day, "办结日期")
    if need.finished_on and need.raised_on and need.finished_on < need.raised_on:
        yield "办结日期不能早于提出日期"
    if need.finished_on and not need.result:
        yield "填了办结日期，请同时写明办理结果"


def forum_faults(forum: Forum, day: date) -> Iterator[str]:
    """Yield what keeps a forum from being saved."""
    yield from _not_ahead(forum.held_on, day, "座谈会日期")


def opinion_faults(opinion: ForumOpinion, day: date) -> Iterator[str]:
    """Yield what keeps an opinion from being saved."""
    yield from _not_ahead(opinion.answered_on, day, "答复日期")
    if opinion.answered_on and not opinion.answer:
        yield "填了答复日期，请同时写明答复内容"
    if opinion.adoption == _NOT_ADOPTED and not opinion.adoption_reason:
        yield "暂不采纳的，请写明理由"


def mood_faults(report: MoodReport, smallest: int) -> Iterator[str]:
    """Yield what keeps counts of a group from being saved; ``smallest``: the least group, in people."""
    if report.group_size < smallest:
        yield f"了解人数不到 {smallest} 人，不能分项记录思想状况，免得认出是谁说的；请并入更大的单位"
    if report.people is not None and report.people > report.group_size:
        yield "反映人数不能多于了解人数"


def exemption_faults(exemption: TalkExemption) -> Iterator[str]:
    """Yield what keeps a time away from being saved."""
    if exemption.starts_on and exemption.ends_on and exemption.ends_on < exemption.starts_on.to_month():
        yield "止的日期不能早于起的日期"


def _not_ahead(moment: PartialDate | None, day: date, label: str) -> Iterator[str]:
    if moment is not None and moment.first_day() > day:
        yield f"{label}不能晚于今天"


def _confirmation_faults(entry: Talk | HomeVisit) -> Iterator[str]:
    if entry.confirmation in (rules.ADDED, rules.DISAGREED) and not entry.person_words:
        yield "本人作了补充或有异议的，请写下本人的原话"
    if entry.confirmation == rules.REFUSED and not entry.refusal_reason:
        yield "本人拒签的，请写明原因"
