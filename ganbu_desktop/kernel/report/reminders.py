"""Reminders of the reports that are handed up: made by the end of their period, handed up soon after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.reminders.reminder import Nature, Reminder, ReminderRule
from ganbu_desktop.kernel.report.runs import find_runs
from ganbu_desktop.kernel.report.spec import Period, ReportSpec
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.kernel.spine.report_run import ReportRun

GENERATE_FROM, SUBMIT_BY = "report_generate_from_day", "report_submit_by_day"
_PAGE = "reports"


def report_reminders(specs: Sequence[ReportSpec]) -> ReminderRule:
    """Return the rule that reminds of every report of ``specs`` that is handed up."""
    submitted = tuple(spec for spec in specs if spec.is_submitted)

    def find(office: Office, day: date) -> Iterator[Reminder]:
        for spec in submitted:
            yield from _of_report(office, spec, day)

    return ReminderRule(
        "reports-due", "报表报送", Nature.DUTY, "要报送的报表：期末还没有生成，或次月截止日还没有报送", find
    )


def _of_report(office: Office, spec: ReportSpec, day: date) -> Iterator[Reminder]:
    runs: dict[str, list[ReportRun]] = {}
    for run in find_runs(office, spec.name):
        runs.setdefault(run.period, []).append(run)
    now = Period.around(day, spec.periods[0])
    for period in _past(now, [Period.parse(text) for text in runs]):
        yield from _of_past(office, spec, period, runs.get(period.text, []), day)
    begin = office.parameters().get(GENERATE_FROM, day)
    is_late = (day.year, day.month) == (now.last.year, now.last.month) and day.day >= _number(begin.value)
    if is_late and now.text not in runs:
        why = f"期末月份 {version_of(begin)}起，本期报表没有生成的提醒生成"
        yield _reminder(spec, now, "生成", why, now.last)


def _past(now: Period, known: Sequence[Period]) -> Iterator[Period]:
    """Yield the closed periods to look at, newest first: the last one, and all since the first that was generated."""
    of_kind = [period for period in known if period.kind == now.kind]
    first = min(of_kind, default=now.before)
    period = now.before
    while period >= min(first, now.before):
        yield period
        period = period.before


def _of_past(
    office: Office, spec: ReportSpec, period: Period, runs: Sequence[ReportRun], day: date
) -> Iterator[Reminder]:
    if any(run.submitted_on for run in runs):
        return
    figure = office.parameters().get(SUBMIT_BY, day)
    month_after = period.last + timedelta(days=1)
    deadline = month_after.replace(day=_number(figure.value))
    by = f"次月 {version_of(figure)}前报送"
    if not runs:
        yield _reminder(spec, period, "生成", f"本期已经结束，报表还没有生成；{by}", deadline)
    elif day >= deadline:
        made = PartialDate.parse(runs[0].generated_at[:10])
        yield _reminder(spec, period, "报送", f"{made} 已生成，还没有登记报送；{by}", deadline)


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value


def _reminder(spec: ReportSpec, period: Period, what: str, why: str, due_on: date) -> Reminder:
    return Reminder(
        rule="reports-due",
        key=f"reports-due/{spec.name}/{period.text}/{what}",
        title=f"{spec.title}（{period.chinese()}）未{what}",
        why=why,
        due_on=due_on,
        target=(_PAGE, (spec.name, period.text)),
    )
