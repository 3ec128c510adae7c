"""What the talks room reminds of. The monthly report itself is reminded of with every other report handed up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.parameters import Parameter
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.dossier import all_units
from ganbu_desktop.kernel.people.person import AppointmentSheet, Person
from ganbu_desktop.kernel.reminders.reminder import Nature, Reminder, ReminderRule
from ganbu_desktop.kernel.report.spec import Period
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.talks import answers, due, rules
from ganbu_desktop.modules.talks.due import Due
from ganbu_desktop.modules.talks.records import MoodReport, Need, Talk

PAGE, DAYS = "talks", "talk_reminder_days"
_MOST_BY_NAME = 100
"""Above so many people a rule reminds of units; the list of who is due names everybody."""
_MONTHS_BACK = 12


def _ahead(office: Office, day: date) -> Parameter:
    return office.parameters().get(DAYS, day)


def _days(figure: Parameter) -> int:
    assert isinstance(figure.value, int)
    return figure.value


def _of_due(rule: str, found: Due, target: object) -> Reminder:
    cadre = found.cadre
    key = f"{rule}/{cadre.person_id}/{found.mark}"
    return Reminder(rule, key, f"{cadre.name}：{found.text}", found.why, found.due_on, cadre.person_id, (PAGE, target))


def _owed(office: Office, day: date, reason: str, rule: str) -> Iterator[tuple[Due, Reminder]]:
    for found in due.due_talks(office, day, reasons=(reason,)):
        yield found, _of_due(rule, found, ("due", found.cadre.person_id))


def _by_name_or_unit(rule: str, owed: Sequence[Due], what: str) -> Iterator[Reminder]:
    """Yield a reminder for each person; of more people than anybody reads through, one for each unit."""
    if len(owed) <= _MOST_BY_NAME:
        for found in owed:
            yield _of_due(rule, found, ("due", found.cadre.person_id))
        return
    units: dict[str | None, list[Due]] = {}
    for found in owed:
        units.setdefault(found.cadre.unit_id, []).append(found)
    for unit_id, theirs in units.items():
        marks = "、".join(sorted({found.mark for found in theirs}))
        rests_on = "；".join(dict.fromkeys(found.why for found in theirs))
        yield Reminder(
            rule,
            f"{rule}/unit/{unit_id}/{marks}/{len(theirs)}",
            f"{theirs[0].cadre.unit_name}：{len(theirs)} 人{marks}{what}",
            f"{rests_on}；多于 {_MOST_BY_NAME} 人时按单位提醒，逐人见“应谈名单”",
            min(found.due_on for found in theirs),
            None,
            (PAGE, ("due", [found.cadre.person_id for found in theirs])),
        )


def by_frequency(office: Office, day: date) -> Iterator[Reminder]:
    """Yield who has not been talked with as the window comes to its end, and who was missed in one that is over."""
    ahead = _days(_ahead(office, day))
    owed = due.due_talks(office, day, reasons=(due.FREQUENCY, due.MISSED))
    near = [d for d in owed if d.reason == due.FREQUENCY and rules.reminder_from(d.due_on, ahead) <= day]
    yield from _by_name_or_unit("talk-frequency", near, "还没有谈话")
    yield from _by_name_or_unit("talk-frequency", [d for d in owed if d.reason == due.MISSED], "没有谈话，期限已过")


def after_appointment(office: Office, day: date) -> Iterator[Reminder]:
    """Yield who was newly appointed and has not been talked with; these show from the first day on."""
    for _, reminder in _owed(office, day, due.APPOINTMENT, "talk-appointment"):
        yield reminder


def before_step_down(office: Office, day: date) -> Iterator[Reminder]:
    """Yield who is to leave a post without a new one by the 任免表, and has not been talked with and heard."""
    figure = office.parameters().get(answers.MONTHS, day)
    at = AppointmentSheet.table.c
    sheets = [s for s in office.find(AppointmentSheet, at.proposed_removal.is_not(None)) if s.proposed_removal]
    leaving = {s.person_id: s for s in sheets if not s.proposed_post}
    named = _people(office, sa.select(at.person_id).where(at.proposed_removal.is_not(None)))
    since = PartialDate.of(day).plus_months(-_days(figure))
    for person_id, sheet in leaving.items():
        found = answers.before_step_down(office, person_id, since)
        if not found.is_held:
            yield Reminder(
                "step-down-talk",
                f"step-down-talk/{person_id}/{sheet.proposed_removal}",
                f"{named.get(person_id, '')}：拟免职务已填，调整前谈话未办",
                f"拟免 {sheet.proposed_removal}；{found.warning}{figure.title}：{version_of(figure)}",
                None,
                person_id,
                (PAGE, ("talks", ("new", {"person_id": person_id, "kind": rules.STEP_DOWN}))),
            )


def in_effect_period(office: Office, day: date) -> Iterator[Reminder]:
    """Yield who is in an effect period and has not been talked with in the current quarter."""
    for _, reminder in _owed(office, day, due.EFFECT, "talk-effect-period"):
        yield reminder


def unvisited(office: Office, day: date) -> Iterator[Reminder]:
    """Yield who has not been visited at home as the window comes to its end, and who was missed in one that is over."""
    ahead = _days(_ahead(office, day))
    owed = due.due_visits(office, day)
    near = [d for d in owed if d.reason == due.VISIT and rules.reminder_from(d.due_on, ahead) <= day]
    yield from _by_name_or_unit("home-visit", near, "还没有家访")
    yield from _by_name_or_unit("home-visit", [d for d in owed if d.reason == due.MISSED_VISIT], "没有家访，期限已过")


def promises(office: Office, day: date) -> Iterator[Reminder]:
    """Yield the promises of talks that come due or are overdue."""
    figure = _ahead(office, day)
    at = LoopItem.table.c
    named = _people(office, sa.select(at.person_id).where(at.entry_table == Talk.table.name))
    for item in office.find(
        LoopItem, at.entry_table == Talk.table.name, at.closed_on.is_(None), at.due_on.is_not(None)
    ):
        by = item.due_on.last_day() if item.due_on else day
        if item.is_open and rules.reminder_from(by, _days(figure)) <= day:
            state = "已超期" if by < day else "将到期"
            title = f"{named.get(item.person_id or '', '')}：谈话承诺{state}：{(item.problem or '')[:30]}"
            yield Reminder(
                "talk-promise",
                f"talk-promise/{item.id}/{item.due_on}",
                title,
                f"承诺事项，时限 {item.due_on}，责任人 {item.responsible or '没有填'}；提前 {version_of(figure)}提醒",
                by,
                item.person_id,
                (PAGE, ("talks", item.entry_id)),
            )


def overdue_needs(office: Office, day: date) -> Iterator[Reminder]:
    """Yield the needs whose time limit is near or over; what they are about stays in the ledger."""
    figure = _ahead(office, day)
    at = Need.table.c
    found = office.find(Need, at.finished_on.is_(None), at.closed_on.is_(None), at.due_on.is_not(None))
    named = _people(office, sa.select(at.person_id))
    for need in found:
        by = need.due_on.last_day() if need.due_on else day
        if rules.reminder_from(by, _days(figure)) <= day:
            state = "超期" if by < day else "将到期"
            yield Reminder(
                "need-due",
                f"need-due/{need.id}/{need.due_on}",
                f"{named.get(need.person_id, '')}：困难诉求{state}（{need.number or ''}）",
                f"诉求办理时限 {need.due_on}；{version_of(figure)}提醒",
                by,
                need.person_id,
                (PAGE, ("needs", need.id)),
            )


def concentrated_needs(office: Office, day: date) -> Iterator[Reminder]:
    """Yield units where several open needs of one kind have come up within a year; nobody is named."""
    figure = office.parameters().get("need_concentration_count", day)
    since = PartialDate.of(day).plus_months(-_MONTHS_BACK)
    at = Need.table.c
    with office.reading() as connection:
        statement = (
            sa.select(Person.table.c.unit_id, at.kind)
            .select_from(Need.table.join(Person.table, Person.table.c.id == at.person_id))
            .where(at.closed_on.is_(None), at.raised_on >= since, Person.table.c.unit_id.is_not(None))
        )
        counted = Counter((row.unit_id, row.kind) for row in connection.execute(statement))
        units = all_units(connection)
    for (unit_id, kind), number in sorted(counted.items()):
        if number >= _days(figure):
            unit = units[unit_id]
            label = codes.table("need_kind").label_for(kind)
            title = f"{unit.short_name or unit.name or ''}：{label}类未办结诉求 {number} 件"
            key = f"need-concentration/{unit_id}/{kind}/{number}"
            why = f"{figure.title}：{version_of(figure)}；近 {_MONTHS_BACK} 个月"
            yield Reminder("need-concentration", key, title, why, None, None, (PAGE, "needs"))


def unwritten_moods(office: Office, day: date) -> Iterator[Reminder]:
    """Yield the quarters in which nobody has written of the moods: the last ones, and the current one as it ends.

    A quarter that is over stays until it is written or answered, back to the first one that was ever written.
    """
    figure = _ahead(office, day)
    at = MoodReport.table.c
    with office.reading() as connection:
        statement = sa.select(at.year, at.quarter).distinct()
        written = {(year, int(quarter)) for year, quarter in connection.execute(statement)}
    now = Period.around(day, "quarter")
    for period in _quarters(now, min(written, default=_quarter(now.before))):
        if _quarter(period) not in written and rules.reminder_from(period.last, _days(figure)) <= day:
            late = f"，已过 {(day - period.last).days} 天" if period.last < day else ""
            yield Reminder(
                "mood-quarterly",
                f"mood-quarterly/{period.text}",
                f"{period.chinese()}的思想状况还没有登记{late}",
                f"经常分析干部队伍思想状况，每季度登记一次；季末前 {version_of(figure)}提醒",
                period.last,
                None,
                (PAGE, "moods"),
            )


def _quarter(period: Period) -> tuple[int, int]:
    return period.first.year, (period.first.month + 2) // 3


def _quarters(now: Period, first: tuple[int, int]) -> Iterator[Period]:
    """Yield the quarters from the first one to the current one, the oldest first; at least the last two."""
    found = [now, now.before]
    while _quarter(found[-1]) > first:
        found.append(found[-1].before)
    yield from reversed(found)


def _people(office: Office, ids: sa.Select[tuple[str]]) -> dict[str, str]:
    """Return the names of the people whose ids a statement selects."""
    at = Person.table.c
    with office.reading() as connection:
        rows = connection.execute(sa.select(at.id, at.name).where(at.id.in_(ids)))
        return {row.id: row.name or "未命名" for row in rows}


RULES = (
    ReminderRule(
        "talk-frequency",
        "应谈未谈",
        Nature.DUTY,
        "到期前提醒还没有谈话的；错过的留到补谈或处理",
        by_frequency,
    ),
    ReminderRule("talk-appointment", "新任职谈话", Nature.DUTY, "新任职后规定月数内谈话", after_appointment),
    ReminderRule("step-down-talk", "调整前谈话", Nature.DUTY, "拟免职务已填而没有调整前谈话", before_step_down),
    ReminderRule("talk-effect-period", "影响期内谈话", Nature.DUTY, "影响期内每季度谈话", in_effect_period),
    ReminderRule("home-visit", "年度未访", Nature.DUTY, "到期前提醒还没有家访的；错过的留到补访或处理", unvisited),
    ReminderRule("talk-promise", "谈话承诺", Nature.DUTY, "谈话时承诺的事项到期、超期", promises),
    ReminderRule("need-due", "困难诉求", Nature.RIGHT, "干部的困难诉求到期、超期没有办结", overdue_needs),
    ReminderRule("need-concentration", "诉求集中", Nature.DUTY, "同一单位同类未办结诉求较多", concentrated_needs),
    ReminderRule("mood-quarterly", "思想状况分析", Nature.DUTY, "季度思想状况没有登记", unwritten_moods),
)
