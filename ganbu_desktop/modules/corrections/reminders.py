"""What the room reminds of: challenges to accept, conclude and answer, notices to send, periods of effect that end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import sqlalchemy as sa

from ganbu_desktop.foundation.parameters import Parameter
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.reminders.reminder import Nature, Reminder, ReminderRule
from ganbu_desktop.kernel.spine.correction import Correction
from ganbu_desktop.kernel.spine.correction_actions import LEGAL_ANSWER
from ganbu_desktop.kernel.spine.effect_period import AFFECTED, ON_PROBATION, EffectPeriod
from ganbu_desktop.kernel.spine.loop import CORRECTION_NOTICE, LoopItem
from ganbu_desktop.modules.corrections.rules import Stage, course
from ganbu_desktop.store.operations import find

PAGE = "corrections"
_LIMIT = {Stage.ACCEPT: "correction_accept_days"}


def _why(figure: Parameter) -> str:
    return f"{figure.title} {figure.format_value()} {figure.unit}（{figure.source}）"


def _names(connection: sa.Connection, ids: Iterable[str | None]) -> dict[str | None, str]:
    at = Person.table.c
    wanted = sorted({i for i in ids if i})
    found: dict[str | None, str] = {}
    for start in range(0, len(wanted), 500):
        rows = connection.execute(sa.select(at.id, at.name).where(at.id.in_(wanted[start : start + 500])))
        found.update({row.id: row.name or "未命名" for row in rows})
    return found


def open_challenges(office: Office, day: date) -> Iterator[Reminder]:
    """Yield each challenge that is not finished, with the stage it waits for and its limit."""
    figures = office.parameters()
    with office.reading() as connection:
        found = find(connection, Correction, Correction.table.c.receipt_on.is_(None))
        names = _names(connection, (c.person_id for c in found))
    for challenge in found:
        how = course(challenge, figures)
        figure = figures.get(_LIMIT.get(how.stage, "correction_conclude_days"), day)
        why = "结论须书面送达本人" if how.stage is Stage.RECEIPT else _why(figure)
        if how.legal_by is not None:
            why = f"{why}；{_why(figures.get(LEGAL_ANSWER, day))}，最迟 {how.legal_by}"
        title = f"{names.get(challenge.person_id, '')}：更正申请 {challenge.number or ''} {how.stage.value}"
        key = f"correction/{challenge.id}/{how.stage.name}"
        yield Reminder(
            "correction", key, title, why, how.due_on, challenge.person_id, (PAGE, ("corrections", challenge.id))
        )


def notices_due(office: Office, day: date) -> Iterator[Reminder]:
    """Yield the notices that are still to be sent to whoever has the old content of a corrected entry."""
    figure = office.parameters().get("correction_notice_days", day)
    at = LoopItem.table.c
    with office.reading() as connection:
        found = find(
            connection, LoopItem, at.kind == CORRECTION_NOTICE, at.closed_on.is_(None), at.is_void.is_not(True)
        )
        names = _names(connection, (item.person_id for item in found))
    for item in found:
        title = f"{names.get(item.person_id, '')}：在原范围更正。{item.problem or ''}"
        due = None if item.due_on is None else item.due_on.last_day()
        target = (PAGE, ("corrections", item.entry_id))
        yield Reminder(
            "correction-notice", f"correction-notice/{item.id}", title, _why(figure), due, item.person_id, target
        )


def effect_over(office: Office, day: date) -> Iterator[Reminder]:
    """Yield whose period of effect ends within the notice days, or has ended and nobody has considered them yet."""
    figures = office.parameters()
    before, after = (figures.get(name, day) for name in ("effect_notice_before_days", "effect_notice_after_days"))
    first = day - timedelta(days=figures.integer("effect_notice_after_days", day))
    last = day + timedelta(days=figures.integer("effect_notice_before_days", day))
    at = EffectPeriod.table.c
    with office.reading() as connection:
        wanted = (
            at.kind == AFFECTED,
            at.limits.is_distinct_from(ON_PROBATION),
            at.is_void.is_not(True),
            at.ends_on.is_not(None),
        )
        found = [p for p in find(connection, EffectPeriod, *wanted) if p.person_id]
        names = _names(connection, (p.person_id for p in found))
    for period in found:
        assert period.ends_on is not None
        ends = period.ends_on.first_day()
        if not first <= ends <= last or period.person_id not in names:
            continue
        is_over = ends <= day
        said = "已满" if is_over else f"将于 {ends} 届满"
        title = f"{names[period.person_id]}：{period.matter or '处分处理'}影响期{said}，研究使用"
        rule = f"计算依据：{period.rule_version or '登记的期限'}"
        why = f"{_why(after if is_over else before)}；期满后按规定及时合理安排使用。{rule}"
        key = f"effect-over/{period.id}/{ends}"
        yield Reminder("effect-over", key, title, why, ends, period.person_id, ("person", period.person_id))


RULES = (
    ReminderRule("correction", "更正申诉", Nature.RIGHT, "受理、办结和回执的时限", open_challenges),
    ReminderRule("correction-notice", "更正通知", Nature.DUTY, "更正前打印、导出过的，在同样范围更正", notices_due),
    ReminderRule("effect-over", "影响期满", Nature.RIGHT, "期满前后提醒研究使用", effect_over),
)
