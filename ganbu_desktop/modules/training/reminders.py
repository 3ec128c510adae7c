"""What the training room reminds of: notices, scores and follow-ups due, hours short, leave near its limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.parameters import Parameter
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import LevelHistory
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.reminders.reminder import Nature, Reminder, ReminderRule
from ganbu_desktop.kernel.report.spec import Period
from ganbu_desktop.modules.training.actions.planning import CANCELLED
from ganbu_desktop.modules.training.queries.away import exemptions
from ganbu_desktop.modules.training.queries.calling import clashes, last_off_work
from ganbu_desktop.modules.training.queries.classes import STAGES, ClassView, read_class, stage_of
from ganbu_desktop.modules.training.queries.people import serving_people, unit_names
from ganbu_desktop.modules.training.queries.roll import roll
from ganbu_desktop.modules.training.records import (
    CampaignItem,
    StudyMeeting,
    TrainingClass,
    TrainingCost,
    TrainingHours,
    TrainingPlan,
)
from ganbu_desktop.modules.training.records.teaching import COMPLETED, REPLACED
from ganbu_desktop.modules.training.rules.standards import State
from ganbu_desktop.modules.training.rules.teaching import follow_up_due, weights_of
from ganbu_desktop.store.operations import find

PAGE = "training"
_APPOINTMENT = "2"
_FOLLOWED_FOR_DAYS = 365


def _why(figure: Parameter, *said: str) -> str:
    return f"{'；'.join(said)}；{figure.title}：{figure.format_value()}{figure.unit}（{figure.source}）"


def _classes(office: Office) -> list[TrainingClass]:
    return [c for c in office.find(TrainingClass) if c.starts_on is not None]


def notices(office: Office, day: date) -> Iterator[Reminder]:
    """Yield classes and planned classes that open soon and have no notice yet."""
    figure = office.parameters().get("training_notice_days", day)
    ahead = day + timedelta(days=office.parameters().integer("training_notice_days", day))
    classes = _classes(office)
    planned = {c.plan_id for c in classes}
    for entry in classes:
        assert entry.starts_on is not None
        if entry.notified_on is None and day <= entry.starts_on.first_day() <= ahead:
            yield Reminder(
                "training-notice",
                f"training-notice/{entry.id}/{entry.starts_on.digits()}",
                f"{entry.title}：{entry.starts_on} 开班，调训通知未发",
                _why(figure, f"开班时间 {entry.starts_on}，没有通知日期"),
                entry.starts_on.first_day(),
                target=(PAGE, ("classes", entry.id)),
            )
    for plan in office.find(TrainingPlan):
        if plan.id in planned or plan.starts_on is None or plan.state == CANCELLED:
            continue
        if day <= plan.starts_on.last_day() and plan.starts_on.first_day() <= ahead:
            yield Reminder(
                "training-notice",
                f"training-notice/{plan.id}/{plan.starts_on.digits()}",
                f"{plan.title}：计划 {plan.starts_on} 开班，还没有建班",
                _why(figure, f"计划开班时间 {plan.starts_on}，没有班次"),
                plan.starts_on.first_day(),
                target=(PAGE, ("plans", plan.id)),
            )


def appointments(office: Office, day: date) -> Iterator[Reminder]:
    """Yield people promoted to a level whose time for 任职培训 is running out or over, who have not had it."""
    figures = office.parameters()
    figure, months = (
        figures.get("training_appointment_months", day),
        figures.integer("training_appointment_months", day),
    )
    with office.reading() as connection:
        promoted, serving = _promoted(connection, day), serving_people(connection, day)
        at = TrainingHours.table.c
        done: dict[str, list[PartialDate]] = {}
        for row in find(connection, TrainingHours, at.kind == _APPOINTMENT, at.ends_on.is_not(None)):
            if row.ends_on is not None:
                done.setdefault(row.person_id, []).append(row.ends_on)
    for person in serving:
        newest = promoted.get(person.id)
        if newest is None:
            continue
        due = newest.plus_months(months).last_day()
        is_recent = day - timedelta(days=_FOLLOWED_FOR_DAYS) <= due <= day + timedelta(days=90)
        if is_recent and not any(m >= newest.plus_months(-months) for m in done.get(person.id, ())):
            yield Reminder(
                "training-appointment",
                f"training-appointment/{person.id}/{newest.digits()}",
                f"{person.name}：{newest} 任新的职务层次，没有任职培训记录",
                _why(figure, f"应在 {due:%Y.%m.%d} 以前完成"),
                due,
                person.id,
                (PAGE, ("archive", person.id)),
            )


def _promoted(connection: sa.Connection, day: date) -> dict[str, PartialDate]:
    """Return when people last reached a level by a day."""
    at = LevelHistory.table.c
    newest = sa.func.max(at.approved_on, type_=at.approved_on.type)
    is_level = sa.or_(at.kind.is_(None), at.kind == "职务层次")
    statement = sa.select(at.person_id, newest).where(is_level, at.approved_on <= PartialDate.of(day))
    return {row[0]: row[1] for row in connection.execute(statement.group_by(at.person_id))}


def not_called(office: Office, day: date) -> Iterator[Reminder]:
    """Yield people without any off-work class for the figure's years; those away on lawful leave are left out."""
    figures = office.parameters()
    figure, years = figures.get("training_not_called_years", day), figures.integer("training_not_called_years", day)
    since = PartialDate.of(day).plus_months(-12 * years).last_day()
    with office.reading() as connection:
        last = last_off_work(connection, office, day)
        serving = serving_people(connection, day)
        away = exemptions(connection, day, date(day.year, 12, 31))
    for person in serving:
        moment = last.get(person.id)
        if person.id in away or (moment is not None and moment.last_day() > since):
            continue
        said = f"最近一次脱产培训 {moment}" if moment else "没有脱产培训记录，待核实或补录"
        yield Reminder(
            "training-not-called",
            f"training-not-called/{person.id}/{moment.digits() if moment else day.year}",
            f"{person.name}：{years} 年未参加脱产培训" if moment else f"{person.name}：无脱产培训记录",
            _why(figure, said),
            None,
            person.id,
            (PAGE, ("archive", person.id)),
        )


def shortfalls(office: Office, day: date) -> Iterator[Reminder]:
    """Yield people whose hours are short of the standard, from the figure's month of the year on."""
    figures = office.parameters()
    figure = figures.get("training_shortfall_month", day)
    if day.month < figures.integer("training_shortfall_month", day):
        return
    end = date(day.year, 12, 31)
    for member in roll(office, day.year, end, seen_on=day):
        found = member.standing
        if found.state is State.SHORT and found.standard is not None and found.shortfall_tenths is not None:
            short = found.shortfall_tenths
            text = f"{short // 10}.{short % 10}" if short % 10 else str(short // 10)
            yield Reminder(
                "training-shortfall",
                f"training-shortfall/{member.person.id}/{day.year}",
                f"{member.person.name}：{day.year} 年学时还差 {text}",
                _why(figure, f"标准：{found.standard.shown()}（{found.standard.version}）"),
                end,
                member.person.id,
                (PAGE, ("archive", member.person.id)),
            )


def _views(
    office: Office, day: date, *stages: str, only: Callable[[TrainingClass], bool] = lambda entry: True
) -> Iterator[ClassView]:
    """Yield the classes of some stages that ended within the last year, or have not ended; ``only`` some of them."""
    figures = office.parameters()
    since = PartialDate.of(day - timedelta(days=_FOLLOWED_FOR_DAYS))
    wanted = [c for c in _classes(office) if stage_of(c, day) in stages and (c.ends_on is None or c.ends_on >= since)]
    with office.reading() as connection:
        for entry in sorted(filter(only, wanted), key=lambda c: c.id):
            yield read_class(connection, entry, figures, day)


def scores(office: Office, day: date) -> Iterator[Reminder]:
    """Yield classes with weights that are over for the figure's days and whose scores are not complete."""
    figures = office.parameters()
    figure, days = figures.get("training_score_days", day), figures.integer("training_score_days", day)

    def is_scored(entry: TrainingClass) -> bool:
        return weights_of(entry) is not None and entry.ends_on is not None and _score_day(entry, days) <= day

    for view in _views(office, day, STAGES[2], only=is_scored):
        entry = view.entry
        due = _score_day(entry, days)
        missing = [x for x in view.present if x.score is None or x.score.total_tenths is None]
        if missing:
            yield Reminder(
                "training-scores",
                f"training-scores/{entry.id}/{len(missing)}",
                f"{entry.title}：还有 {len(missing)} 人成绩未录满",
                _why(figure, f"{entry.ends_on} 结业"),
                due,
                target=(PAGE, ("classes", entry.id)),
            )


def _score_day(entry: TrainingClass, days: int) -> date:
    assert entry.ends_on is not None
    return entry.ends_on.last_day() + timedelta(days=days)


def follow_ups(office: Office, day: date) -> Iterator[Reminder]:
    """Yield classes whose people are due to be followed up after the figures' days, one reminder a class and stage."""
    figures = office.parameters()
    names = {"1": "training_follow_up_first_days", "2": "training_follow_up_second_days"}

    def is_followed(entry: TrainingClass) -> bool:
        days = (follow_up_due(entry.ends_on, stage, figures, day) for stage in names)
        return any(due is not None and due <= day for due in days)

    for view in _views(office, day, STAGES[2], only=is_followed):
        for stage, name in names.items():
            due = follow_up_due(view.entry.ends_on, stage, figures, day)
            waiting = [
                x
                for x in view.present
                if x.enrolment.state == COMPLETED and not any(f.stage == stage for f in x.follow_ups)
            ]
            if due is None or due > day or not waiting:
                continue
            label = codes.table("training_follow_up_stage").label_for(stage)
            yield Reminder(
                "training-follow-up",
                f"training-follow-up/{view.entry.id}/{stage}-{len(waiting)}",
                f"{view.entry.title}：{label}还有 {len(waiting)} 人未跟踪",
                _why(figures.get(name, day), f"{view.entry.ends_on} 结业"),
                due,
                target=(PAGE, ("classes", view.entry.id)),
            )


def leave(office: Office, day: date) -> Iterator[Reminder]:
    """Yield learners whose leave is near its limit, or over it, in a class under way."""
    figures = office.parameters()
    figure = figures.get("training_leave_share", day)
    for view in _views(office, day, STAGES[1]):
        for learner in view.present:
            missed = learner.leave
            if not (missed.is_near or missed.is_over):
                continue
            said = "已超过" if missed.is_over else "接近"
            yield Reminder(
                "training-leave",
                f"training-leave/{learner.enrolment.id}/{missed.taken_tenths}",
                f"{learner.person.name}：{missed.called()} {missed.shown()}，{said} {missed.limit_share} 分之一的上限",
                _why(figure, view.entry.title, "病假、产假等依法休假不计在内"),
                day,
                learner.person.id,
                (PAGE, ("classes", view.entry.id)),
            )


def costs(office: Office, day: date) -> Iterator[Reminder]:
    """Yield classes of this year and the last whose settled costs are above their budget."""
    classes = {c.id: c.title for c in office.find(TrainingClass)}
    at = TrainingCost.table.c
    statement = (
        sa.select(at.class_id, sa.func.sum(at.budget_cents), sa.func.sum(at.spent_cents), sa.func.min(at.id))
        .where(at.year >= day.year - 1, at.year <= day.year, at.is_self_paid.is_not(True))
        .group_by(at.class_id)
    )
    with office.reading() as connection:
        rows = connection.execute(statement).all()
    for class_id, budget, spent, first in sorted(rows, key=lambda r: str(r[0])):
        if class_id is not None and budget and spent and spent > budget:
            yield Reminder(
                "training-cost",
                f"training-cost/{class_id}/{spent}",
                f"{classes[class_id]}：决算 {spent / 100:,.2f} 元，超预算 {(spent - budget) / 100:,.2f} 元",
                f"预算 {budget / 100:,.2f} 元；决算不应超过预算",
                None,
                target=(PAGE, ("costs", first)),
            )


def study(office: Office, day: date) -> Iterator[Reminder]:
    """Yield units without a first topic or study group in the last full quarter, one reminder a kind."""
    quarter = Period.around(day, "quarter").before
    names = {"1": "training_first_topic_quarter", "2": "training_study_group_quarter"}
    with office.reading() as connection:
        units = find(connection, Unit)
        meetings = [m for m in find(connection, StudyMeeting) if quarter.holds(m.held_on)]
        shown = unit_names(connection)
    if not any(True for _ in office.find(StudyMeeting)):
        return
    above = {u.parent_id for u in units}
    for kind, name in names.items():
        figure = office.parameters().get(name, day)
        if not figure.value:
            continue
        held = {m.unit_id for m in meetings if m.kind == kind}
        missing = [u for u in units if u.id not in held and not (u.parent_id is None and u.id in above)]
        if missing:
            label = codes.table("training_study_kind").label_for(kind)
            named = "、".join(shown.get(u.id) or u.name or "" for u in missing[:5])
            more = f"等 {len(missing)} 个单位" if len(missing) > 5 else ""
            yield Reminder(
                "training-study",
                f"training-study/{kind}/{quarter.text}/{len(missing)}",
                f"{quarter.chinese()}{label}无记录：{named}{more}",
                _why(figure, "没有登记不等于没有开展，请先核实"),
                quarter.last,
                target=(PAGE, "study"),
            )


def elements(office: Office, day: date) -> Iterator[Reminder]:
    """Yield elements of campaigns that are due soon or overdue, one reminder a unit and campaign."""
    figures = office.parameters()
    figure = figures.get("training_element_notice_days", day)
    ahead = PartialDate.of(day + timedelta(days=figures.integer("training_element_notice_days", day)))
    at = CampaignItem.table.c
    with office.reading() as connection:
        items = find(connection, CampaignItem, at.done_on.is_(None), at.due_on.is_not(None), at.due_on <= ahead)
        shown = unit_names(connection)
    groups: dict[tuple[str, str], list[CampaignItem]] = {}
    for item in items:
        groups.setdefault((item.campaign_id, item.unit_id), []).append(item)
    for (campaign_id, unit_id), own in sorted(groups.items()):
        due = min(i.due_on for i in own if i.due_on is not None)
        named = "、".join(i.element for i in own[:4]) + ("等" if len(own) > 4 else "")
        yield Reminder(
            "training-element",
            f"training-element/{campaign_id}/{unit_id}/{due.digits()}-{len(own)}",
            f"{shown.get(unit_id) or '单位'}：专题要素{named}（{len(own)} 项）到期未完成",
            _why(figure, f"完成时限 {due}"),
            due.last_day(),
            target=(PAGE, ("items", own[0].id)),
        )


def collisions(office: Office, day: date) -> Iterator[Reminder]:
    """Yield people on the list of a class to come whose leave, other class or unit's major task falls on its days."""
    for view in _views(office, day, STAGES[0]):
        ids = [x.person.id for x in view.present if x.enrolment.state != REPLACED]
        found = clashes(office, view.entry, ids)
        for learner in view.present:
            hits = [c for c in found.get(learner.person.id, ()) if c.kind != "重复调训"]
            if hits:
                yield Reminder(
                    "training-clash",
                    f"training-clash/{learner.enrolment.id}/{'-'.join(c.kind for c in hits)}",
                    f"{learner.person.name}：{view.entry.title}的时间有冲突（{'、'.join(c.kind for c in hits)}）",
                    "；".join(c.text for c in hits),
                    view.entry.starts_on.first_day() if view.entry.starts_on else None,
                    learner.person.id,
                    (PAGE, ("classes", view.entry.id)),
                )


def deferred(office: Office, day: date) -> Iterator[Reminder]:
    """Yield people whose lawful leave has just ended: training put off is theirs to be offered again."""
    since = day - timedelta(days=90)
    with office.reading() as connection:
        away = exemptions(connection, since, day)
        named = [line for line in serving_people(connection, day) if line.id in away]
    for person in named:
        for entry in away[person.id]:
            if entry.ends_on is not None and since <= entry.ends_on.last_day() < day:
                yield Reminder(
                    "training-deferred",
                    f"training-deferred/{entry.id}",
                    f"{person.name}：{entry.label}已结束，顺延的培训请优先安排",
                    "依法休假、援派等期间培训任务顺延，不计欠训；结束后本人应有参训机会",
                    None,
                    person.id,
                    (PAGE, ("archive", person.id)),
                )


RULES = (
    ReminderRule("training-notice", "调训通知", Nature.DUTY, "计划班次临近未发通知", notices),
    ReminderRule("training-clash", "调训时间冲突", Nature.DUTY, "名单上的人与休假、其他班次、重大任务冲突", collisions),
    ReminderRule("training-leave", "请假接近上限", Nature.DUTY, "请假、缺席累计接近总学时的七分之一", leave),
    ReminderRule("training-scores", "成绩未录满", Nature.DUTY, "结业后成绩没有录满", scores),
    ReminderRule("training-follow-up", "训后跟踪", Nature.DUTY, "训后 90 天、180 天未跟踪", follow_ups),
    ReminderRule("training-appointment", "任职培训", Nature.DUTY, "提任后一年内未完成任职培训", appointments),
    ReminderRule("training-not-called", "三年未脱产", Nature.RIGHT, "三年未参加脱产培训的优先安排", not_called),
    ReminderRule("training-deferred", "顺延期满", Nature.RIGHT, "休假结束后优先安排顺延的培训", deferred),
    ReminderRule("training-shortfall", "学时缺口", Nature.DUTY, "每年九月起提示学时缺口", shortfalls),
    ReminderRule("training-cost", "决算超预算", Nature.DUTY, "班次决算超过预算", costs),
    ReminderRule("training-study", "集中学习无记录", Nature.DUTY, "中心组、第一议题季度无记录", study),
    ReminderRule("training-element", "专题要素到期", Nature.DUTY, "专题要素临近时限未完成", elements),
)
