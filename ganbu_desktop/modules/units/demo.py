"""Invented quotas, reviews, surveys, states, village cadres and exits for the people of a demo store."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.editing import Pair, save_changes
from ganbu_desktop.kernel.log.sealed import sealed
from ganbu_desktop.kernel.office.office import Office, Progress
from ganbu_desktop.kernel.people.attendance import AWAY, AttendanceState
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person import Person, Tenure
from ganbu_desktop.kernel.people.quota import CHIEF, Quota
from ganbu_desktop.kernel.people.unit import Unit, UnitName
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.units import entry_actions as actions
from ganbu_desktop.modules.units import rights, rows
from ganbu_desktop.modules.units.records import (
    REVIEW_LOOP,
    SURVEY_LOOP,
    AbsenceFinding,
    PostProfile,
    ReviewedPerson,
    SuccessionCandidate,
    SurveyVisit,
    TeamReview,
    VillageCadre,
)
from ganbu_desktop.modules.units.staffing import County, read_county
from ganbu_desktop.modules.units.teams import team_units
from ganbu_desktop.store.record import Record

_SEED = 207
_VILLAGES = ("柳溪村", "石桥村", "东坡社区", "青山村", "白果村", "枫林村")
_GIVEN = ("建华", "秀兰", "志强", "春梅", "国栋", "小燕", "长青", "海霞")
_SURNAMES = "赵钱孙李周吴郑王冯陈"
_MEETING = "部务会 2026 年第 3 次（演示）"


def fill(office: Office, progress: Progress) -> int:
    """Add invented records and return how many; dates are relative to the office's day."""
    chance, county = random.Random(_SEED), read_county(office)
    units = team_units(county)
    if not units or not county.workers:
        return 0
    steps = (_quotas, _reviews, _surveys, _profiles, _states, _villages, _exits, _mixed)
    written = 0
    for number, step in enumerate(steps):
        progress.step(number, len(steps), "编造职数、班子和村干部的演示数据")
        written += step(office, county, units, chance)
    return written


def _ago(day: date, days: int) -> PartialDate:
    return PartialDate.of(day - timedelta(days=days))


def _pairs(records: Sequence[Record]) -> list[Pair]:
    return [(None, record) for record in records]


def _quotas(office: Office, county: County, units: Sequence[Unit], chance: random.Random) -> int:
    year = office.today().year
    found = []
    for number, unit in enumerate(units):
        for kind in (CHIEF, "12", "41"):
            sheet = county.approved.get((unit.id, kind))
            if sheet is not None and sheet.number:
                quota = Quota(
                    unit_id=unit.id,
                    kind=kind,
                    approved=sheet.number + (1 if kind == "12" and number % 9 == 4 else 0),
                    document=f"青编〔{year - 3}〕{number + 1}号（演示）",
                    effective_from=PartialDate(year - 3, 1, 1),
                    note="含挂职人员 1 名（演示）" if number == 1 else None,
                )
                found.append(quota)
    rows.NUMBERS.save(office, _pairs(found), title="演示数据：核定职数编制")
    former = UnitName(
        unit_id=units[-1].id,
        name=f"{units[-1].name}（原名，演示）",
        short_name=f"{units[-1].called}（原简称）",
        used_from=PartialDate(year - 12, 6),
        used_until=PartialDate(year - 3, 3, 15),
        document=f"青编〔{year - 3}〕90号（演示）",
    )
    rows.UNIT_NAMES.save(office, _pairs([former]), title="演示数据：单位名称沿革")
    return len(found) + 1


def _reviews(office: Office, county: County, units: Sequence[Unit], chance: random.Random) -> int:
    day = office.today()
    chosen = chance.sample(list(units), min(len(units), 8))
    found = [
        TeamReview(
            unit_id=unit.id,
            held_on=_ago(day, 30 + 40 * number),
            kind="1",
            participants="赵部长（演示）、钱副部长（演示）、孙科长（演示）",
            facts="上半年召开班子会议 12 次，重点任务 9 项，完成 8 项。",
            judgement="班子运行总体平稳，分工清楚。",
            strengths="有乡镇工作经历的成员较多。",
            weaknesses="懂规划建设的成员偏少。",
            suggestions="下次调整时考虑补充专业干部。",
            basis="班子调研报告（演示）",
        )
        for number, unit in enumerate(chosen)
    ]
    actions.save_reviews(office, _pairs(found), title="演示数据：班子研判")
    items = [
        _item(office, review, REVIEW_LOOP, "补充懂规划建设的班子成员", 20 - 30 * n)
        for n, review in enumerate(found[:4])
    ]
    _hang(office, items)
    people = _reviewed(office, county, found)
    return len(found) + len(items) + people


def _reviewed(office: Office, county: County, reviews: Sequence[TeamReview]) -> int:
    """Say of a member of each of two teams what the review suggests: drafts, to be heard and reviewed yet."""
    found = list[ReviewedPerson]()
    for review in reviews:
        member = next((p for p in county.posts if p.unit_id == review.unit_id and p.is_held and p.is_team), None)
        if member is not None and len(found) < 2:
            entry = ReviewedPerson(
                person_id=member.person_id,
                review_id=review.id,
                suggestion_kind="1" if found else "4",
                occurred_on=review.held_on,
                facts="牵头的 3 项重点任务中 2 项按期完成，1 项延期 2 个月。",
                judgement="抓落实的力度还可以加大。",
                suggestion="下次研判时再看延期任务的进展。",
                **_draft(office, found),
            )
            found.append(entry)
    rows.REVIEWED.save(office, _pairs(found), title="演示数据：人员研判")
    return len(found)


def _draft(office: Office, before: Sequence[Record]) -> dict[str, Any]:
    """Return where a limiting entry comes from and when it ends; one in two says why it has no end."""
    day = office.today()
    ending = {"no_end_ground": "长期有效的核实结论（演示）"} if before else {"ends_on": _ago(day, -300)}
    return {
        "source_kind": "1",
        "source": f"青组核〔{day.year}〕{len(before) + 1}号（演示）",
        "reviewed_by": "孙科长（演示）",
        "reviewer_is_leader": True,
        **ending,
    }


def _item(office: Office, entry: TeamReview | SurveyVisit, kind: str, problem: str, days_ago: int) -> LoopItem:
    return LoopItem(
        **place_of(entry),
        kind=kind,
        unit_id=entry.unit_id,
        problem=problem,
        measure="列入下半年工作安排（演示）",
        responsible="孙科长（演示）",
        due_on=_ago(office.today(), days_ago),
    )


def _hang(office: Office, items: Sequence[LoopItem]) -> None:
    with office.operation("演示数据：闭环事项", right=rights.TEAMS) as current:
        current.insert_many(items)


def _surveys(office: Office, county: County, units: Sequence[Unit], chance: random.Random) -> int:
    day = office.today()
    chosen = chance.sample(list(units), max(1, len(units) * 2 // 3))
    found = [
        SurveyVisit(
            unit_id=unit.id,
            held_on=_ago(day, chance.randrange(1, 330)),
            kind=chance.choice("112"),
            way=chance.choice("12345"),
            surveyors="孙科长（演示）、周记录（演示）",
            talked_count=chance.randrange(3, 15),
            findings="个别重点任务分工不够明确。",
            examples="分管领导带头驻点推进项目。",
            suggestions="明确牵头领导和完成时限。",
        )
        for unit in chosen
    ]
    rows.SURVEYS.save(office, _pairs(found), title="演示数据：班子调研")
    items = [
        _item(office, visit, SURVEY_LOOP, "重点任务分工不够明确", 15 - 20 * n) for n, visit in enumerate(found[:5])
    ]
    _hang(office, items)
    return len(found) + len(items)


def _profiles(office: Office, county: County, units: Sequence[Unit], chance: random.Random) -> int:
    day, found = office.today(), list[PostProfile]()
    candidates: list[SuccessionCandidate] = []
    people = [w for w in county.workers.values() if w.is_serving]
    for post in [p for p in county.posts if p.is_held and p.kind == CHIEF][:20]:
        unit = county.unit(post.unit_id)
        town = (unit.short_name or "").endswith(("镇", "乡"))
        if not any(p.unit_id == unit.id and p.post_name == post.post_name for p in found):
            profile = PostProfile(
                unit_id=unit.id,
                post_name=post.post_name,
                post_class="1" if town else "3",
                workload=chance.choice("345") if town else chance.choice("234"),
                risk=chance.choice("2345"),
                remoteness=chance.choice("1345") if town else "1",
                pay_band=chance.choice("12"),
                ground="任务书项数、安全生产监管对象数、离县城里程（演示）",
                meeting=_MEETING,
                decided_on=_ago(day, 200),
                published_on=_ago(day, 190),
                duties_changed_on=_ago(day, 40) if len(found) == 2 else None,
            )
            found.append(profile)
            for worker in chance.sample(people, chance.randrange(0, 3)):
                candidate = SuccessionCandidate(
                    person_id=worker.id,
                    unit_id=unit.id,
                    post_name=post.post_name,
                    registered_on=_ago(day, 100),
                    meeting=_MEETING,
                    removed_on=_ago(day, 10) if len(candidates) == 1 else None,
                    note="已交流到市直单位（演示）" if len(candidates) == 1 else None,
                )
                candidates.append(candidate)
    rows.PROFILES.save(office, _pairs(found), title="演示数据：岗位难度")
    rows.CANDIDATES.save(office, _pairs(candidates), title="演示数据：备选人选")
    return len(found) + len(candidates)


def _states(office: Office, county: County, units: Sequence[Unit], chance: random.Random) -> int:
    day = office.today()
    serving = [w.id for w in county.workers.values() if w.is_serving]
    chosen = chance.sample(serving, min(len(serving), 10))
    kinds = ("2", "2", "3", "4", "5", "6", "7", "7", "2", "3")
    found = [
        AttendanceState(
            person_id=person_id,
            kind=kind,
            starts_on=_ago(day, 60 + 20 * number),
            ends_on=None if kind == "7" else _ago(day, 30 - 25 * number),
            returned_on=_ago(day, 2) if number == 9 else None,
            unit_id=units[0].id if number == 1 else None,
            destination="上级机关（演示）" if kind in "23" else "党校主体班（演示）" if kind == "4" else None,
            approval_document=None if kind == "7" or number == 8 else f"青组借〔{day.year}〕{number + 1}号（演示）",
            approved_by=None if kind == "7" else "县委组织部（演示）",
            note="参加防汛值守（演示）。" if number == 2 else None,
        )
        for number, (person_id, kind) in enumerate(zip(chosen, kinds, strict=False))
    ]
    rows.STATES.save(office, _pairs(found), title="演示数据：在岗状态")
    return len(found) + _findings(office, [state for state in found if state.kind == AWAY])


def _findings(office: Office, away: Sequence[AttendanceState]) -> int:
    """Give those away drafts of what was found: one had a ground, of the other it is still to be heard."""
    found = list[AbsenceFinding]()
    for state in away:
        entry = AbsenceFinding(
            person_id=state.person_id,
            occurred_on=state.starts_on,
            finding="2" if found else "1",
            facts="当日未到岗，下午 3 时联系上本人。",
            judgement="请假手续不全。",
            suggestion="听取本人说明后再定。",
            **_draft(office, found),
        )
        found.append(entry)
    rows.FINDINGS.save(office, _pairs(found), title="演示数据：脱岗核实")
    return len(found)


def _villages(office: Office, county: County, units: Sequence[Unit], chance: random.Random) -> int:
    day = office.today()
    towns = [unit for unit in units if (unit.short_name or "").endswith(("镇", "乡"))] or list(units[:1])
    found = []
    for town in towns:
        for number, village in enumerate(_VILLAGES[: chance.randrange(2, 5)]):
            for post in ("1", "3", "6"):
                found.append(_cadre(office, town, village, post, number, day, chance))
    rows.VILLAGE.save(office, _pairs(found), title="演示数据：村（社区）干部")
    return len(found)


def _cadre(
    office: Office, town: Unit, village: str, post: str, number: int, day: date, chance: random.Random
) -> VillageCadre:
    began = day.year - chance.randrange(1, 5)
    return VillageCadre(
        unit_id=town.id,
        village=village,
        name=chance.choice(_SURNAMES) + chance.choice(_GIVEN),
        sex=chance.choice("112"),
        born_on=PartialDate(day.year - chance.randrange(28, 58), chance.randrange(1, 13)),
        political_status="01",
        education=chance.choice(("21", "31", "61")),
        post=post,
        is_both=number % 3 != 2 if post == "1" else None,
        system="1" if number % 4 == 3 else "2",
        term_from=PartialDate(began, 3),
        term_until=PartialDate(began + 5, 3),
        left_on=_ago(day, 50) if post == "6" and number == 1 else None,
        monthly_pay=sealed(office, str(chance.randrange(28, 52) * 100)),
        has_pension=chance.random() < 0.9,
        has_medical=True if chance.random() < 0.95 else None,
    )


def _exits(office: Office, county: County, units: Sequence[Unit], chance: random.Random) -> int:
    """Let a few leave, if possible who lead nothing: their exits, the ends of their posts, their state."""
    leading = {post.person_id for post in county.posts if post.is_held}
    serving = [w.id for w in county.workers.values() if w.is_serving]
    staff = [worker for worker in serving if worker not in leading] or serving
    kinds = (("1", "调出人员"), ("5", "离退人员"), ("3", "其他人员"), ("2", "调出人员"))
    chosen = chance.sample(staff, min(len(kinds), len(staff), max(1, len(staff) // 10)))
    events, pairs = [], list[Pair]()
    for number, (person_id, (kind, state)) in enumerate(zip(chosen, kinds, strict=False)):
        left_on = _ago(office.today(), 20 + 120 * number)
        destination = "市直机关（演示）" if kind in "12" else None
        reason = "家在市区，希望照顾老人。" if kind == "1" else None
        events.append(
            ExitEvent(
                person_id=person_id,
                kind=kind,
                happened_on=left_on,
                destination=destination,
                own_reason=reason,
                document=f"青组干〔{left_on.year}〕{number + 1}号（演示）",
            )
        )
        for tenure in office.find(Tenure, Tenure.table.c.person_id == person_id, Tenure.table.c.removed_on.is_(None)):
            pairs.append((tenure, replace(tenure, removed_on=left_on.to_month(), state="已免")))
        person = office.get(Person, person_id)
        if person is not None:
            pairs.append((person, replace(person, management_state=state)))
    rows.EXITS_OF_PEOPLE.save(office, _pairs(events), title="演示数据：流动")
    save_changes(office, pairs, title="演示数据：流出人员的任职", right=rights.EXITS)
    return len(events)


def _mixed(office: Office, county: County, units: Sequence[Unit], chance: random.Random) -> int:
    """Give a few people their staffing in another unit than they work in."""
    workers = [w for w in county.workers.values() if w.is_serving and w.unit_id]
    homes = [u for u in units if (number := county.approved.get((u.id, "41"))) is not None and number.number]
    pairs: list[Pair] = []
    for worker in chance.sample(workers, min(4, len(workers))):
        other = next((unit.id for unit in chance.sample(homes, len(homes)) if unit.id != worker.unit_id), None)
        person = office.get(Person, worker.id)
        if person is not None and other is not None:
            pairs.append((person, replace(person, staffing_unit_id=other)))
    save_changes(office, pairs, title="演示数据：编制所在单位", right=rights.PEOPLE)
    return len(pairs)
