"""How much is to be learnt by when, what has been learnt, and what is still missing.

Hours are reckoned in tenths. Sick and maternity leave put the end off (顺延) and never make a debt; a person without
any entry has no record, which is not the same as having learnt nothing.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.modules.training.records import TrainingHours
from ganbu_desktop.modules.training.rules.levels import Group


class State(Enum):
    """Where a person stands against the standard; the value is what is shown."""

    MET = "已达标"
    SHORT = "未达标"
    DEFERRED = "顺延"
    NO_RECORD = "无记录"
    NO_LEVEL = "层次无记录"


@dataclass(frozen=True)
class Standard:
    """What a group is to reach: ``hours_tenths`` or ``days_tenths`` (section) or ``span_days`` (division) in ``years``.

    ``span_days`` are calendar days of off-work classes. ``version`` names rule, value, date and source.
    """

    group: Group
    years: int
    hours_tenths: int
    days_tenths: int | None
    span_days: int | None
    version: str

    def first_year(self, year: int) -> int:
        """Return the first of the years that count towards ``year``."""
        return year - self.years + 1

    def shown(self) -> str:
        """Return the standard in words."""
        if self.group is Group.DIVISION:
            return f"{self.years}年累计 {shown_tenths(self.hours_tenths)} 学时"
        return f"每年 {shown_tenths(self.hours_tenths)} 学时"


@dataclass(frozen=True)
class Earned:
    """What some entries come to: hours and days that count, online hours apart, and how many entries there were.

    ``span_days``: calendar days of off-work classes. ``incomplete``: entries without hours or days.
    """

    entries: int = 0
    hours_tenths: int = 0
    days_tenths: int = 0
    span_days: int = 0
    online_tenths: int = 0
    off_work_tenths: int = 0
    incomplete: int = 0

    def plus(self, other: Earned) -> Earned:
        """Return the sum of both."""
        return Earned(
            self.entries + other.entries,
            self.hours_tenths + other.hours_tenths,
            self.days_tenths + other.days_tenths,
            self.span_days + other.span_days,
            self.online_tenths + other.online_tenths,
            self.off_work_tenths + other.off_work_tenths,
            self.incomplete + other.incomplete,
        )


@dataclass(frozen=True)
class Standing:
    """Where one person stands: ``shortfall_tenths`` is None where nothing can be said or nothing is owed yet."""

    state: State
    standard: Standard | None
    earned: Earned
    due_on: date | None = None
    reason: str = ""
    shortfall_tenths: int | None = None


@dataclass(frozen=True)
class Forms:
    """Labels of the forms that count, and of those that count as off-work."""

    counted: tuple[str, ...]
    off_work: tuple[str, ...]
    day_hours_tenths: int

    @classmethod
    def on(cls, figures: ParameterSet, day: date) -> Forms:
        """Return what counts on a day."""
        return cls(
            figures.words("training_counted_forms", day),
            figures.words("training_off_work_forms", day),
            figures.integer("training_day_hours_tenths", day),
        )


def shown_tenths(tenths: int | None) -> str:
    """Return tenths as people read them: 75 is ``7.5``, 80 is ``8``."""
    if tenths is None:
        return ""
    sign, number = ("-" if tenths < 0 else ""), abs(tenths)
    return f"{sign}{number // 10}.{number % 10}" if number % 10 else f"{sign}{number // 10}"


def standard_on(group: Group, figures: ParameterSet, day: date) -> Standard:
    """Return the standard of a group as it stood on a day."""
    if group is Group.DIVISION:
        hours = figures.get("training_division_hours", day)
        months = figures.integer("training_division_months", day)
        return Standard(
            group,
            figures.integer("training_division_years", day),
            figures.integer("training_division_hours", day) * 10,
            None,
            months * figures.integer("training_month_days", day),
            version_of(hours),
        )
    hours = figures.get("training_section_hours", day)
    days = figures.integer("training_section_days", day) * 10
    number = figures.integer("training_section_hours", day) * 10
    return Standard(group, 1, number, days, None, version_of(hours))


@dataclass(frozen=True)
class Line:
    """One entry, or the sum of several of one form; hours of entries that know only their days are worked out."""

    form: str | None
    entries: int
    hours_tenths: int
    days_tenths: int
    span_days: int
    incomplete: int


def line_of(entry: TrainingHours, forms: Forms) -> Line:
    """Return one entry as a line; what is not recognised comes to nothing."""
    if entry.is_recognised is False:
        return Line(entry.form, 1, 0, 0, 0, 0)
    hours = entry.hours_tenths if entry.hours_tenths is not None else _hours_of(entry.days_tenths, forms)
    if hours is None:
        return Line(entry.form, 1, 0, 0, 0, 1)
    return Line(entry.form, 1, hours, entry.days_tenths or 0, span_days(entry.starts_on, entry.ends_on), 0)


def earned(line: Line, forms: Forms) -> Earned:
    """Return what a line comes to by its form: online hours stand apart, other forms count where the figure says so."""
    label = codes.table("training_form").label_for(line.form) if line.form else ""
    if label == "网络":
        return Earned(line.entries, online_tenths=line.hours_tenths, incomplete=line.incomplete)
    off_work = label in forms.off_work
    found = Earned(
        line.entries,
        span_days=line.span_days if off_work else 0,
        off_work_tenths=line.hours_tenths if off_work else 0,
        incomplete=line.incomplete,
    )
    if label and label not in forms.counted:
        return found
    return replace(found, hours_tenths=line.hours_tenths, days_tenths=line.days_tenths)


def _hours_of(days_tenths: int | None, forms: Forms) -> int | None:
    return None if days_tenths is None else (days_tenths * forms.day_hours_tenths + 5) // 10


def span_days(start: PartialDate | None, end: PartialDate | None) -> int:
    """Return the calendar days from one date to another, both counted; 0 when a day is not known."""
    if start is None or end is None or start.day is None or end.day is None or end < start:
        return 0
    first = date(start.year, start.month or 1, start.day)
    return (date(end.year, end.month or 1, end.day) - first).days + 1


def standing(
    group: Group | None,
    sums: Earned,
    figures: ParameterSet,
    day: date,
    *,
    exempt_days: int = 0,
    promoted_on: PartialDate | None = None,
) -> Standing:
    """Return where a person stands at the end of the period that closes on ``day``.

    ``exempt_days``: calendar days of leave in the period, by which its end is put off. ``promoted_on``: since when the
    person has been in the higher group, whose missing hours may be caught up on within the figure's months.
    """
    if group is None:
        return Standing(State.NO_LEVEL, None, sums, reason="职务层次、职级没有记录，不能确定标准")
    standard = standard_on(group, figures, day)
    if _is_met(standard, sums):
        return Standing(State.MET, standard, sums, shortfall_tenths=0)
    if exempt_days:
        due = day + timedelta(days=exempt_days)
        return Standing(State.DEFERRED, standard, sums, due, f"依法休假等 {exempt_days} 天，顺延至 {due:%Y.%m.%d}")
    due_after = _catch_up_end(group, figures, day, promoted_on)
    if due_after is not None:
        return Standing(State.DEFERRED, standard, sums, due_after, f"提任后补齐期内，至 {due_after:%Y.%m.%d}")
    if sums.entries <= sums.incomplete:
        return Standing(State.NO_RECORD, standard, sums, reason="这一期间没有学时记录，待核实或补录")
    return Standing(State.SHORT, standard, sums, shortfall_tenths=standard.hours_tenths - sums.hours_tenths)


def _is_met(standard: Standard, sums: Earned) -> bool:
    if sums.hours_tenths >= standard.hours_tenths:
        return True
    by_days = standard.days_tenths is not None and sums.days_tenths >= standard.days_tenths
    by_span = standard.span_days is not None and sums.span_days >= standard.span_days
    return by_days or by_span


def _catch_up_end(group: Group, figures: ParameterSet, day: date, promoted_on: PartialDate | None) -> date | None:
    if group is not Group.DIVISION or promoted_on is None or promoted_on.month is None:
        return None
    end = last_day(promoted_on.plus_months(figures.integer("training_catch_up_months", day)))
    return end if end >= day else None


def last_day(moment: PartialDate) -> date:
    """Return the last day that a partial date can mean."""
    month = moment.month or 12
    return date(moment.year, month, moment.day or calendar.monthrange(moment.year, month)[1])


def first_day(moment: PartialDate) -> date:
    """Return the first day that a partial date can mean."""
    return date(moment.year, moment.month or 1, moment.day or 1)


def exempt_days(spans: Iterable[tuple[PartialDate | None, PartialDate | None]], first: date, last: date) -> int:
    """Return on how many days of a period some spans lie, each day once; one without an end lasts on."""
    days: set[date] = set()
    for start, end in spans:
        if start is None:
            continue
        at = max(first_day(start), first)
        until = min(last_day(end) if end else last, last)
        while at <= until:
            days.add(at)
            at += timedelta(days=1)
    return len(days)
