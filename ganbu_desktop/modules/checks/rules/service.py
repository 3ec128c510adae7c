"""The service history: dates that are missing, gaps, overlaps, and what was decided against what is recorded.

Inferred spells follow the records by themselves (``service_derive``); only what they leave open is told of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ganbu_desktop.foundation.codes import table
from ganbu_desktop.foundation.findings import Level
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person import Tenure
from ganbu_desktop.kernel.people.service import DECIDED, ServiceSpell, in_order, serves
from ganbu_desktop.kernel.people.service_change import VALUES
from ganbu_desktop.kernel.people.service_guard import faults
from ganbu_desktop.modules.checks.rules.model import Check, CheckContext, Found
from ganbu_desktop.store.record import fields_of

_GROUP = "服务经历"


def _spells(dossier: Dossier) -> list[ServiceSpell]:
    return in_order(dossier.rows(ServiceSpell))


def _decided(dossier: Dossier) -> list[ServiceSpell]:
    return [spell for spell in _spells(dossier) if spell.basis == DECIDED]


def undated(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find changes of state, unit or 编制 of which nothing says the day."""
    for place, spell in enumerate(_spells(dossier)):
        if spell.from_on is not None:
            continue
        what = "从什么时候起在职" if place == 0 else f"什么时候变为 {_said(dossier, spell)}"
        yield Found(f"{what}没有记录，统计这一段时只能列为不能确定", spell, "from_on")


def _said(dossier: Dossier, spell: ServiceSpell) -> str:
    return "，".join(filter(None, (spell.state, dossier.unit_name(spell.unit_id), spell.staffing_type)))


def gaps(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find days between two spells of which no spell says anything."""
    for one, then in pairwise(_spells(dossier)):
        if one.until_on and then.from_on and one.until_on.last_day() < then.from_on.first_day():
            yield Found(f"{one.until_on} 到 {then.from_on} 之间没有服务经历", then, "from_on")
    last = _spells(dossier)[-1:]
    if last and last[0].until_on is not None:
        yield Found(f"{last[0].until_on} 以后没有服务经历", last[0], "until_on")


def overlaps(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find decided spells that cannot all be true; saving refuses them, a file from elsewhere may have them."""
    mine = _decided(dossier)
    for fault in faults(mine):
        yield Found(f"服务经历{fault}", mine[0])


def against_record(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find decided spells that say otherwise than the person's record, leaving entries and posts do."""
    mine = _decided(dossier)
    for spell in mine:
        if spell.until_on is None and spell.until_last is None:
            yield from _against_person(dossier, spell)
        if serves(spell.state):
            for left in dossier.rows(ExitEvent):
                if left.happened_on and _is_within(left.happened_on, spell):
                    kind = table("exit_kind").label_for(left.kind)
                    text = f"{left.happened_on} 有流动记录（{kind}），认定的服务经历这时仍是在职"
                    yield Found(text, spell, "state")
        else:
            for post in dossier.rows(Tenure):
                if post.is_main and post.appointed_on and _is_within(post.appointed_on, spell):
                    text = f"{post.appointed_on} 任 {post.post_name or '主要职务'}，认定的服务经历这时是 {spell.state}"
                    yield Found(text, spell, "state")


def _against_person(dossier: Dossier, spell: ServiceSpell) -> Iterator[Found]:
    described = fields_of(ServiceSpell)
    for mine, theirs in VALUES.items():
        recorded, decided = getattr(dossier.person, mine), getattr(spell, theirs)
        same = recorded == decided or (mine == "management_state" and serves(recorded) and serves(decided))
        if recorded is None or decided is None or same:
            continue
        names = [dossier.unit_name(value) if theirs == "unit_id" else value for value in (recorded, decided)]
        label = described[theirs].label
        yield Found(f"干部信息的{label}是 {names[0]}，认定的服务经历现在是 {names[1]}", spell, theirs)


def _is_within(moment: PartialDate, spell: ServiceSpell) -> bool:
    """Tell whether a date lies for certain after the beginning and before the end of a spell."""
    begun = spell.from_on is not None and spell.from_on.last_day() < moment.first_day()
    return begun and (spell.until_on is None or moment.last_day() < spell.until_on.first_day())


CHECKS: tuple[Check[Dossier], ...] = (
    Check(
        "service-undated",
        79,
        _GROUP,
        Level.WARNING,
        "服务经历缺日期",
        "管理状态、单位、编制的变动没有日期的，请在“服务经历”中补起止日期；不补的，涉及这段时间的统计列为不能确定。",
        undated,
    ),
    Check(
        "service-gap",
        80,
        _GROUP,
        Level.WARNING,
        "服务经历中断",
        "两段服务经历之间、最后一段之后，有的日子没有任何一段；止是变动那一天，应与下一段的起相同。",
        gaps,
    ),
    Check(
        "service-overlap",
        81,
        _GROUP,
        Level.ERROR,
        "服务经历重叠",
        "认定的服务经历不能重叠，止不能早于起，每一段都要有起。",
        overlaps,
    ),
    Check(
        "service-against-record",
        82,
        _GROUP,
        Level.WARNING,
        "认定的服务经历与记录不一致",
        "认定的服务经历不随记录变化；与干部信息、流动记录、任职记录不一致的，请改正其中一处。推定的随记录变化，不在此列。",
        against_record,
    ),
)
