"""Invented talks, visits, needs and forums for the invented people that are in a demo store already."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office, Progress
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.talks import actions, rows
from ganbu_desktop.modules.talks.expected import Cadre, all_cadres
from ganbu_desktop.modules.talks.outlines import shipped
from ganbu_desktop.modules.talks.records import (
    Forum,
    ForumOpinion,
    HomeVisit,
    MoodReport,
    Need,
    Talk,
    TalkExemption,
)
from ganbu_desktop.modules.talks.rules import NOT_ADOPTED

_SEED = 904
_DAYS_BACK = 420
_TALKERS = (("赵部长（演示）", "1"), ("钱副部长（演示）", "1"), ("孙科长（演示）", "2"), ("单位党组（演示）", "3"))
_KINDS = ("01",) * 12 + ("02", "03", "04", "05", "08", "08", "09", "13", "16", "18")
_CONTENTS = (
    "围绕分管工作谈进展：年度任务按进度推进，个别项目受用地影响滞后，已商有关单位。",
    "汇报近期驻村走访情况，建议减少重复填报的表格；表示会把学习与实际工作结合起来。",
    "对照考核反馈的不足谈改进打算，主要在统筹协调和调查研究两个方面下功夫。",
)
_APPEALS = ("希望参加一次专题培训。", "希望统筹基层填表报数。", "家在外乡镇，希望适当照顾值班安排。")
_OPINIONS = (
    ("1", "基层岗位晋升通道较窄，希望多给年轻干部压担子的机会。", "1"),
    ("2", "考核指标多、口径不一，建议年初一次下达。", "2"),
    ("2", "迎检材料重复，建议平时数据直接采用。", "1"),
    ("3", "执行新政策时边界不清，担心事后问责，建议明确容错情形。", "2"),
    ("4", "同一事项多个部门要报表，建议归口收集。", "1"),
    ("4", "政务应用和群组过多，建议清理。", None),
    ("4", "建议不再保留工作台账。", NOT_ADOPTED),
)


_OWN_WORDS: dict[str, Any] = {"confirmation": "2", "person_words": "补充一点：报表可以再少些。（演示）"}
_UNSIGNED: dict[str, Any] = {"confirmation": "4", "refusal_reason": "本人认为不必签字。（演示）"}


def fill(office: Office, progress: Progress) -> int:
    """Add invented records and return how many; dates are relative to the office's day."""
    chance = random.Random(_SEED)
    with office.reading() as connection:
        cadres = all_cadres(connection, office.today())
    if not cadres:
        return 0
    steps = (_talks, _visits, _needs, _exemptions, _forums, _moods)
    written = 0
    for number, step in enumerate(steps):
        progress.step(number, len(steps), "编造谈心谈话的演示数据")
        written += step(office, cadres, chance)
    return written


def _ago(day: date, days: int) -> PartialDate:
    return PartialDate.of(day - timedelta(days=days))


def _talks(office: Office, cadres: Sequence[Cadre], chance: random.Random) -> int:
    day, found = office.today(), []
    for cadre in cadres:
        for _ in range(chance.choices((0, 1, 2, 3), (15, 45, 30, 10))[0]):
            found.append(_talk(cadre, day, chance))
    found.sort(key=lambda talk: (str(talk.held_on), talk.person_id))
    found[:2] = [_heard(found[0], office.account.name), *(replace(t, **_UNSIGNED) for t in found[1:2])]
    rows.TALKS.save(office, [(None, talk) for talk in found], title="演示数据：谈心谈话")
    promised = chance.sample(found, min(12, len(found)))
    for number, talk in enumerate(promised):
        due_on = _ago(day, 40 - 10 * number)
        actions.promise(
            office, talk, what="协调解决谈话中提出的工作条件问题", unit_id=None, responsible="孙科长", due_on=due_on
        )
    return len(found) + len(promised)


def _talk(cadre: Cadre, day: date, chance: random.Random) -> Talk:
    kind = chance.choice(_KINDS)
    talkers, level = chance.choice(_TALKERS[:2] if cadre.is_principal else _TALKERS)
    hour = chance.randrange(8, 17)
    talk = Talk(
        person_id=cadre.person_id,
        kind=kind,
        held_on=_ago(day, chance.randrange(_DAYS_BACK)),
        held_at=f"{hour}:00—{hour}:{chance.choice(('30', '40', '50'))}",
        place=chance.choice(("谈话室", "会议室", "本人办公室", "驻村点")),
        talkers=talkers,
        talker_level=level,
        recorder="周记录（演示）",
        outline=shipped()[kind],
        content=chance.choice(_CONTENTS),
        appeals=chance.choice(_APPEALS) if chance.random() < 0.3 else None,
        confirmation="1",
        problem_count=0,
        reminded_count=0,
    )
    return replace(talk, problem_count=1, reminded_count=1) if kind == "05" else talk


def _heard(talk: Talk, reader: str) -> Talk:
    """Return a talk with all that can be written down of one: the person's own words, and who may read them."""
    return replace(
        talk,
        subject="年度谈话（演示）",
        mood="谈到基层工作时有信心。（演示）",
        answer="培训安排已转有关单位。（演示）",
        visible_to=reader,
        inquired_count=0,
        admonished_count=0,
        confirmed_on=talk.held_on,
        **_OWN_WORDS,
    )


def _visits(office: Office, cadres: Sequence[Cadre], chance: random.Random) -> int:
    day, found = office.today(), []
    for cadre in chance.sample(cadres, len(cadres) * 2 // 5):
        days = chance.randrange(-60, 240)
        if days <= 0:
            found.append(HomeVisit(person_id=cadre.person_id, planned_on=_ago(day, days)))
            continue
        found.append(
            HomeVisit(
                person_id=cadre.person_id,
                planned_on=_ago(day, days + 7),
                appointment_on=_ago(day, days + 3),
                has_consent=True,
                visited_on=_ago(day, days),
                visited_at="19:00—19:40",
                place="家中",
                visitors="孙科长（演示）、周记录（演示）",
                visitor_level="2",
                recorder="周记录（演示）",
                family_present=chance.choice(("妻子", "丈夫", "父亲、母亲", "妻子、女儿")),
                situation="家庭和睦，孩子在县城就读；本人驻村期间周末回家。",
                difficulties=chance.choice(("暂无。", "老人身体不好，需要照料。", "夫妻两地工作。")),
                answer="感谢家属支持；困难已记下，由组织商有关单位。",
                confirmation="1",
            )
        )
    found.sort(key=lambda visit: (str(visit.planned_on), visit.person_id))
    made = [n for n, visit in enumerate(found) if visit.visited_on]
    for number, given in zip(made, ({**_OWN_WORDS, "visible_to": office.account.name}, _UNSIGNED), strict=False):
        found[number] = replace(found[number], **given, confirmed_on=found[number].visited_on)
    rows.VISITS.save(office, [(None, visit) for visit in found], title="演示数据：政治家访")
    return len(found)


def _needs(office: Office, cadres: Sequence[Cadre], chance: random.Random) -> int:
    day, found = office.today(), []
    talks = {talk.person_id: talk for talk in office.find(Talk)}
    units = sorted({cadre.unit_id for cadre in cadres if cadre.unit_id})
    for cadre in chance.sample(cadres, len(cadres) // 10):
        talk = talks.get(cadre.person_id)
        raised = talk.held_on if talk and talk.held_on else _ago(day, chance.randrange(200))
        need = Need(
            person_id=cadre.person_id,
            kind=str(chance.randrange(1, 7)),
            raised_on=raised,
            talk_id=talk.id if talk else None,
            description="希望组织帮助协调（演示）。",
            unit_id=chance.choice(units) if units else None,
            responsible="孙科长",
            measure="商有关单位协调",
            due_on=raised.plus_months(3),
        )
        finished = raised.first_day() + timedelta(days=chance.randrange(10, 80))
        if finished <= day and chance.random() < 0.7:
            need = replace(need, result="已协调解决", finished_on=PartialDate.of(finished), satisfaction="1")
        found.append(need)
    found += _of_visit(office.find(HomeVisit, HomeVisit.table.c.visited_on.is_not(None)), units)
    found.sort(key=lambda need: (str(need.raised_on), need.person_id))
    rows.NEEDS.save(office, [(None, need) for need in found], title="演示数据：困难诉求")
    closed = [need for need in office.find(Need) if need.finished_on]
    for need in closed:
        actions.close_need(office, need, closed_by="吴主任")
    return len(found)


_NOTE = "意见不署名，会后汇总（演示）。"


def _of_visit(visits: Sequence[HomeVisit], units: Sequence[str]) -> list[Need]:
    """Return a need that came up on the earliest visit, took longer than planned, and was met."""
    visit = min(visits, key=lambda visit: (str(visit.visited_on), visit.id), default=None)
    if visit is None or visit.visited_on is None:
        return []
    return [
        Need(
            person_id=visit.person_id,
            kind="6",
            raised_on=visit.visited_on,
            visit_id=visit.id,
            description="希望帮助协调办理老人就医备案（演示）。",
            unit_id=units[0] if units else None,
            responsible="孙科长",
            measure="商医保部门办理",
            due_on=visit.visited_on,
            extended_reason="异地备案手续另需时日（演示）",
            result="已办妥备案",
            finished_on=visit.visited_on,
            satisfaction="2",
        )
    ]


def _exemptions(office: Office, cadres: Sequence[Cadre], chance: random.Random) -> int:
    day = office.today()
    known = {person.id for person in office.find(Person)}
    away = [cadre for cadre in chance.sample(cadres, max(len(cadres) // 40, 1)) if cadre.person_id in known]
    found = [
        TalkExemption(
            person_id=cadre.person_id,
            reason=str(chance.randrange(1, 6)),
            starts_on=_ago(day, chance.randrange(30, 200)),
            ends_on=None if chance.random() < 0.5 else _ago(day, -chance.randrange(10, 120)),
            note="已办手续（演示）",
        )
        for cadre in away
    ]
    rows.EXEMPTIONS.save(office, [(None, entry) for entry in found], title="演示数据：不列入应谈")
    return len(found)


def _forums(office: Office, cadres: Sequence[Cadre], chance: random.Random) -> int:
    day = office.today()
    units = sorted({cadre.unit_id for cadre in cadres if cadre.unit_id})
    forums = [
        Forum(
            title=title,
            held_on=_ago(day, days),
            place="县委三楼会议室",
            host="赵部长（演示）",
            attendance=people,
            note=_NOTE,
        )
        for title, days, people in (("年轻干部座谈会", 150, 18), ("乡镇（街道）干部座谈会", 25, 12))
    ]
    rows.FORUMS.save(office, [(None, forum) for forum in forums], title="演示数据：座谈会")
    opinions = []
    for forum in forums:
        for number, (kind, words, adoption) in enumerate(_OPINIONS):
            is_open = adoption is None or (forum is forums[1] and number % 2 == 0)
            assert forum.held_on is not None
            opinions.append(
                ForumOpinion(
                    forum_id=forum.id,
                    position=number,
                    kind=kind,
                    opinion=words,
                    unit_id=chance.choice(units) if units else None,
                    adoption=adoption,
                    adoption_reason="上级另有规定。" if adoption == NOT_ADOPTED else None,
                    due_on=forum.held_on.plus_months(1),
                    answer=None if is_open else "已采纳，纳入下一步安排。",
                    answered_on=None if is_open else _ago(day, 5),
                )
            )
    rows.OPINIONS.save(office, [(None, opinion) for opinion in opinions], title="演示数据：座谈意见")
    return len(forums) + len(opinions)


def _moods(office: Office, cadres: Sequence[Cadre], chance: random.Random) -> int:
    last = PartialDate.of(office.today()).plus_months(-3)
    quarter = str((last.first_day().month + 2) // 3)
    found = [
        MoodReport(
            year=last.year,
            quarter=quarter,
            theme=theme,
            unit_id=cadres[0].unit_id if theme == "4" else None,
            group_size=len(cadres),
            people=min(len(cadres), chance.randrange(3, 40)),
            situation="多在谈话、座谈中提到，以乡镇为主。",
            suggestion="统筹督查检查，减少重复填报。" if theme == "1" else None,
            written_by="周记录（演示）",
            written_on=_ago(office.today(), 20),
        )
        for theme in ("1", "2", "4")
        if len(cadres) >= 5
    ]
    rows.MOODS.save(office, [(None, entry) for entry in found], title="演示数据：思想状况")
    return len(found)
