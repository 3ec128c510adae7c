"""What the supervision room reminds of: what is owed to people with a sanction, their right to complain first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.reminders.reminder import Nature, Reminder, ReminderRule
from ganbu_desktop.kernel.spine import procedures
from ganbu_desktop.kernel.spine.effect_period import ON_PROBATION, EffectPeriod, version_of
from ganbu_desktop.kernel.spine.procedures import Course
from ganbu_desktop.modules.supervision import rules
from ganbu_desktop.modules.supervision.records import Sanction
from ganbu_desktop.store.operations import find

_NOTICE = "effect_notice_before_days"


def complaints(office: Office, day: date) -> Iterator[Reminder]:
    """Yield the next stage of each review or appeal: until when the person may ask, or what the office owes by when."""
    with office.reading() as connection:
        runs = [
            procedures.course(connection, run, day)
            for name in rules.COMPLAINTS
            for run in procedures.running(connection, name)
            if run.entry_table == Sanction.table.name
        ]
        ids = {how.procedure.person_id for how in runs}
        names = {p.id: p.name or "未命名" for p in find(connection, Person, Person.table.c.id.in_(ids))}
    figures = office.parameters()
    for how in runs:
        step, run = how.next_step, how.procedure
        if step is None or run.person_id not in names:
            continue
        stage = procedures.spec_of(run).stage(step.stage)
        assert stage is not None
        last = step.last_day.first_day() if step.last_day else None
        limits = (figures.get(name, day) for name in (stage.legal, stage.limit) if name)
        why = "；".join(f"{figure.title} {version_of(figure)}" for figure in limits)
        title = f"{names[run.person_id]}：{run.title}{_state(how, stage.by_person)}：{step.title}"
        key = f"complaint/{step.id}/{step in how.overdue}"
        target = ("supervision", ("sanctions", run.entry_id))
        yield Reminder("complaint", key, title, why or f"{run.started_on} 启动", last, run.person_id, target)


def _state(how: Course, is_persons: bool) -> str:
    is_late = how.next_step in how.overdue
    if is_persons:
        return "申请期限已过" if is_late else "本人可以申请"
    return "已超期" if is_late else "待办"


def restorings(office: Office, day: date) -> Iterator[Reminder]:
    """Yield whose time of probation ends soon or has ended while the rights of a party member are not restored."""
    figure = office.parameters().get(_NOTICE, day)
    last = day + timedelta(days=office.parameters().integer(_NOTICE, day))
    at = EffectPeriod.table.c
    with office.reading() as connection:
        found = find(connection, EffectPeriod, at.limits == ON_PROBATION, at.is_void.is_not(True))
        waiting = {s.id for s in find(connection, Sanction, Sanction.table.c.restored_on.is_(None))}
        people = {p.person_id for p in found if p.entry_id in waiting}
        names = {p.id: p.name or "未命名" for p in find(connection, Person, Person.table.c.id.in_(people))}
    for period in found:
        if period.entry_id not in waiting or period.ends_on is None or period.person_id not in names:
            continue
        ends = period.ends_on.first_day()
        if ends > last:
            continue
        said = "已满" if ends <= day else f"将于 {ends} 届满"
        title = f"{names[period.person_id]}：留党察看期{said}，研究恢复党员权利"
        why = (
            f"{figure.title} {version_of(figure)}；没有恢复党员权利的日期，第二段影响期不能起算。{period.rule_version}"
        )
        key, target = f"restoring/{period.id}/{ends}", ("supervision", ("sanctions", period.entry_id))
        yield Reminder("restoring", key, title, why, ends, period.person_id, target)


RULES = (
    ReminderRule("complaint", "复核申诉时限", Nature.RIGHT, "处理处分的复核、申诉，法定期限和本单位时限", complaints),
    ReminderRule("restoring", "恢复党员权利", Nature.RIGHT, "留党察看期满，研究恢复党员权利", restorings),
)
