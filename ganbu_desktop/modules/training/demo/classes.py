"""Invented classes: plan, people, lessons, sign-in, scores, follow-ups, costs."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.modules.training.demo.words import ORGANISERS, day_of, months_before
from ganbu_desktop.modules.training.queries.people import PersonLine
from ganbu_desktop.modules.training.records import (
    Attendance,
    ClassEvaluation,
    Enrolment,
    FollowUp,
    Session,
    StudyGroup,
    Substitution,
    TrainingBase,
    TrainingClass,
    TrainingCost,
    TrainingHours,
    TrainingPlan,
    TrainingScore,
)
from ganbu_desktop.modules.training.records.archive import FROM_CLASS
from ganbu_desktop.modules.training.records.teaching import (
    COMPLETED,
    LATE,
    LEAVE,
    NOTIFIED,
    PRESENT,
    REFUSED,
    REPORTED,
    WITHDRAWN,
)
from ganbu_desktop.modules.training.rules.entries import with_year
from ganbu_desktop.modules.training.rules.teaching import session_name, total_tenths, weights_of, weights_text
from ganbu_desktop.store.record import Record

_COURSES = (
    "党的创新理论",
    "党性教育",
    "基层治理实务",
    "安全生产与应急",
    "公文与表达",
    "现场教学",
    "分组研讨",
    "成果展示",
)

MEMBER, LEADER, STUDY_OFFICER = "1", "2", "3"
"""Codes of table ``training_duty``."""


@dataclass(frozen=True)
class _Planned:
    title: str
    kind: str
    form: str
    channel: str
    months_ago: int
    days: int
    share: float
    target: str


_CLASSES = (
    _Planned("中青年干部培训班", "5", "1", "1", 14, 10, 0.12, "2"),
    _Planned("新任科级领导干部任职培训班", "2", "1", "1", 9, 5, 0.10, "2"),
    _Planned("乡村振兴专题研讨班", "6", "1", "1", 5, 5, 0.10, "4"),
    _Planned("基层治理主题培训班", "4", "2", "3", 1, 3, 0.15, "4"),
    _Planned("公务员专业能力培训班", "3", "1", "2", 0, 5, 0.12, "2"),
    _Planned("优秀年轻干部轮训班", "5", "1", "1", -2, 10, 0.08, "2"),
)


def classes(chance: random.Random, everybody: Sequence[PersonLine], today: date) -> list[Record]:
    """Return classes over a year and a half with everything about them."""
    base = TrainingBase(
        name="青禾县革命纪念馆现场教学基地",
        kind="2",
        place="青禾县城关镇",
        capacity=80,
        courses="县域党史\n红色家书\n现场教学",
        contact="讲解科 0000-1234567（演示）",
        opened_on=PartialDate(2019, 7),
        note="周一闭馆。",
    )
    found: list[Record] = [base]
    for planned in _CLASSES:
        start = months_before(today, planned.months_ago)
        found += _one_class(chance, planned, start, today, everybody, base)
    cancelled = TrainingPlan(
        year=today.year,
        title="统计业务培训班",
        kind="3",
        form="2",
        target="2",
        organiser="县统计局",
        places=30,
        places_rule="每个乡镇 1 名，县直有关单位各 1 名",
        starts_on=day_of(today + timedelta(days=10)),
        ends_on=day_of(today + timedelta(days=12)),
        hours_tenths=200,
        budget_cents=2_000_000,
        basis="青组发〔演示〕3号",
        state="2",
        note="与年报培训合并举办。",
    )
    return [*found, cancelled]


def _one_class(
    chance: random.Random,
    planned: _Planned,
    start: date,
    today: date,
    everybody: Sequence[PersonLine],
    base: TrainingBase,
) -> list[Record]:
    end = start + timedelta(days=planned.days - 1 + 2 * ((planned.days - 1) // 5))
    number = max(6, int(len(everybody) * planned.share))
    called = chance.sample(list(everybody), min(number, len(everybody)))
    plan = TrainingPlan(
        year=start.year,
        title=f"{start.year}年{planned.title}",
        kind=planned.kind,
        form=planned.form,
        field=chance.choice(("1", "2", "4", "6")),
        organiser=chance.choice(ORGANISERS[:2]),
        target=planned.target,
        conditions="在职干部，近三年未参加同类班次的优先",
        places=number,
        places_rule="各单位按在职干部人数的比例分配，乡镇不少于 1 名",
        starts_on=day_of(start),
        ends_on=day_of(end),
        hours_tenths=planned.days * 75,
        budget_cents=number * planned.days * 38_000,
        basis="青组发〔演示〕2号",
        state="2",
    )
    entry = TrainingClass(
        title=plan.title,
        plan_id=plan.id,
        kind=planned.kind,
        form=planned.form,
        channel=planned.channel,
        field=plan.field,
        topic="把学习成果用到岗位上（演示）",
        organiser=plan.organiser,
        venue="县委党校",
        base_id=base.id,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        days_tenths=planned.days * 10,
        hours_tenths=plan.hours_tenths,
        places=number,
        conditions=plan.conditions,
        notice_document=None if start > today else "青组通〔演示〕8号",
        notified_on=None if start > today else day_of(start - timedelta(days=12)),
        report_on=day_of(start),
        contact="干部教育股（演示）",
        weights_published_on=day_of(start - timedelta(days=12)),
        exam_weight=40,
        contest_weight=30,
        review_weight=30,
        note="食宿由党校安排。",
    )
    found: list[Record] = [plan, entry]
    if start > today:
        return found
    is_over = end < today
    rows = [_enrolled(chance, entry, person, is_over) for person in called]
    lessons = _lessons(entry, planned.days, start, base)
    groups = _groups(entry, start)
    rows = [replace(row, group_id=groups[n % len(groups)].id, duty=_duty(n)) for n, row in enumerate(rows)]
    if planned is _CLASSES[0]:
        rows[-1] = _withdrawn(rows[-1])
    found += [*groups, *rows, *lessons]
    found += _substituted(chance, entry, rows, everybody, start)
    held = [x for x in lessons if x.held_on is not None and x.held_on <= day_of(today)]
    found += _attendance(chance, rows, held)
    if is_over:
        found += _after(chance, entry, [row for row in rows if row.state == COMPLETED], end, today)
    return found


def _enrolled(chance: random.Random, entry: TrainingClass, person: PersonLine, is_over: bool) -> Enrolment:
    state = COMPLETED if is_over else REPORTED if chance.random() < 0.95 else NOTIFIED
    came = state != NOTIFIED
    return Enrolment(
        class_id=entry.id,
        person_id=person.id,
        batch="第一批",
        state=state,
        notified_on=entry.notified_on,
        reported_on=entry.starts_on if came else None,
        duty="1",
        completed_on=entry.ends_on if is_over else None,
        certificate=f"青培{entry.starts_on.year if entry.starts_on else ''}-{chance.randrange(10_000):04d}"
        if is_over
        else None,
        summary="学有所获，将结合岗位实际抓好落实。（演示）" if is_over else None,
        appraisal="学习态度端正，遵守学习纪律，完成规定课程。（演示）" if is_over else None,
    )


def _withdrawn(row: Enrolment) -> Enrolment:
    """Return somebody who fell ill and left the class: nothing of it counts against anybody."""
    gone = {"completed_on": None, "certificate": None, "summary": None, "appraisal": None}
    ill = {"leave_tenths": 225, "leave_ground": "1", "withdrawn_reason": "因病休养，另行补训（演示）"}
    return replace(row, state=WITHDRAWN, **gone, **ill)  # type: ignore[arg-type]


def _groups(entry: TrainingClass, start: date) -> list[StudyGroup]:
    return [
        StudyGroup(
            class_id=entry.id,
            position=number,
            name=f"第{'一二'[number]}组",
            topic="把学习成果用到岗位上（演示）",
            discussed_on=day_of(start + timedelta(days=2)),
            discussion="结合本单位实际交流了学习体会，形成三条工作建议。（演示）",
        )
        for number in range(2)
    ]


def _duty(number: int) -> str:
    """Return what somebody is in the class: the first of each group leads it, the third is 学习委员."""
    return LEADER if number < 2 else STUDY_OFFICER if number == 2 else MEMBER


def _substituted(
    chance: random.Random,
    entry: TrainingClass,
    rows: Sequence[Enrolment],
    everybody: Sequence[PersonLine],
    start: date,
) -> list[Record]:
    """Return one application for another person to come, decided on before the class began."""
    called = {row.person_id for row in rows}
    others = [person.id for person in everybody if person.id not in called]
    if not others:
        return []
    applied = start - timedelta(days=6)
    return [
        Substitution(
            class_id=entry.id,
            person_id=rows[0].person_id,
            substitute_id=chance.choice(others),
            reason="与防汛值守冲突。（演示）",
            applied_on=day_of(applied),
            applied_by="单位经办人（演示）",
            state=REFUSED,
            approved_by="干部教育股（演示）",
            approved_on=day_of(applied + timedelta(days=2)),
            opinion="值守可以调换，请本人参加。（演示）",
        )
    ]


def _lessons(entry: TrainingClass, days: int, start: date, base: TrainingBase) -> list[Session]:
    found: list[Session] = []
    day = start
    for number in range(days * 2):
        course = _COURSES[number % len(_COURSES)]
        is_on_site = course == "现场教学"
        lesson = Session(
            class_id=entry.id,
            position=number,
            course=course,
            held_on=day_of(day),
            part="2" if number % 2 else "1",
            hours_tenths=35 if number % 2 else 40,
            teacher="县委党校教研室（演示）",
            is_on_site=is_on_site,
            base_id=base.id if is_on_site else None,
        )
        found.append(replace(lesson, name=session_name(entry, lesson)))
        if number % 2:
            day += timedelta(days=3 if day.weekday() == 4 else 1)
    return found


def _attendance(chance: random.Random, rows: Sequence[Enrolment], lessons: Sequence[Session]) -> list[Record]:
    found: list[Record] = []
    for row in rows:
        if row.reported_on is None:
            continue
        left = len(lessons) // 8
        for lesson in lessons:
            draw = chance.random()
            mark = LEAVE if draw < 0.03 and left else LATE if draw > 0.985 else PRESENT
            left -= mark == LEAVE
            found.append(Attendance(session_id=lesson.id, person_id=row.person_id, mark=mark, held_on=lesson.held_on))
    return found


def _after(
    chance: random.Random, entry: TrainingClass, rows: Sequence[Enrolment], end: date, today: date
) -> list[Record]:
    found: list[Record] = []
    for row in rows:
        score = TrainingScore(
            person_id=row.person_id,
            class_id=entry.id,
            exam_tenths=chance.randrange(720, 981, 5),
            contest_tenths=chance.randrange(720, 981, 5),
            review_tenths=chance.randrange(780, 981, 5),
            weights=weights_text(entry),
            result=chance.choice(("1", "2", "3", "3")),
            entered_on=day_of(end),
            note="展示由评委现场打分。" if row is rows[0] else None,
        )
        found.append(replace(score, total_tenths=total_tenths(score, weights_of(entry))))
        hours = TrainingHours(
            person_id=row.person_id,
            class_id=entry.id,
            class_title=entry.title,
            organiser=entry.organiser,
            kind=entry.kind,
            form=entry.form,
            channel=entry.channel,
            starts_on=entry.starts_on,
            ends_on=entry.ends_on,
            days_tenths=entry.days_tenths,
            hours_tenths=entry.hours_tenths,
            venue=entry.venue,
            result=score.result,
            certificate=row.certificate,
            source=FROM_CLASS,
        )
        found.append(with_year(hours))
        found += _followed(chance, entry, row, end, today)
    found += _evaluated(chance, entry, len(rows))
    found += _costs(chance, entry, len(rows), end)
    return found


def _followed(chance: random.Random, entry: TrainingClass, row: Enrolment, end: date, today: date) -> list[Record]:
    return [
        FollowUp(
            person_id=row.person_id,
            class_id=entry.id,
            stage=stage,
            kind=chance.choice(("1", "2", "3")),
            result="结合岗位形成一篇调研报告。（演示）",
            is_converted=chance.random() < 0.6,
            unit_view="学用结合较好。（演示）",
            own_feedback="对工作有帮助。（演示）",
            done_on=day_of(end + timedelta(days=days)),
        )
        for stage, days in (("1", 92), ("2", 182))
        if end + timedelta(days=days) < today and chance.random() < 0.85
    ]


def _evaluated(chance: random.Random, entry: TrainingClass, number: int) -> list[Record]:
    found: list[Record] = []
    for item in ("1", "2", "3", "4", "6"):
        best = chance.randrange(number // 2, number)
        found.append(
            ClassEvaluation(
                class_id=entry.id,
                item=item,
                handed_out=number,
                very_satisfied=best,
                satisfied=number - best - (1 if number - best > 1 else 0),
                fair=1 if number - best > 1 else 0,
                dissatisfied=0,
                opinions="希望增加现场教学。（演示）" if item == "6" else None,
                held_on=entry.ends_on,
            )
        )
    return found


def _costs(chance: random.Random, entry: TrainingClass, number: int, end: date) -> list[Record]:
    days = (entry.days_tenths or 0) // 10
    own_books = TrainingCost(
        class_id=entry.id,
        year=end.year,
        item="自购书籍",
        budget_cents=number * 5_000,
        spent_cents=number * 5_000,
        settled_on=day_of(end + timedelta(days=15)),
        document="付款凭证〔演示〕1号",
        is_self_paid=True,
        note="个人自愿购买。",
    )
    of_office = [
        TrainingCost(
            class_id=entry.id,
            year=end.year,
            item=item,
            budget_cents=number * days * each,
            spent_cents=number * days * each * chance.randrange(88, 106) // 100,
            settled_on=day_of(end + timedelta(days=15)),
        )
        for item, each in (("食宿费", 26_000), ("师资费", 8_000), ("资料费", 4_000))
    ]
    return [*of_office, own_books]
