"""How much is to be learnt by when, what has been learnt, and what is still missing.

Hours are reckoned in tenths. Lawful leave puts off what it could have cost, until as many days later (``deferral``); a
person without any entry has no record, which is not the same as having learnt nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.modules.training.records import TrainingHours
from ganbu_desktop.modules.training.rules.deferral import Deferral, Targets, deferral, reduced
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
    """Where one person stands: ``shortfall_tenths`` is None where nothing can be said or nothing is owed yet.

    ``deferred_tenths``: hours still missing that are put off until ``due_on``, and so no part of the shortfall.
    """

    state: State
    standard: Standard | None
    earned: Earned
    due_on: date | None = None
    reason: str = ""
    shortfall_tenths: int | None = None
    deferred_tenths: int = 0


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
    hours = worked_out(entry, forms)
    if hours is None:
        return Line(entry.form, 1, 0, 0, 0, 1)
    return Line(entry.form, 1, hours, entry.days_tenths or 0, span_days(entry.starts_on, entry.ends_on), 0)


def earned(line: Line, forms: Forms) -> Earned:
    """Return what a line comes to by its form: online hours stand apart, other forms count where the figure says so."""
    label = codes.table("training_form").label_for(line.form) if line.form else ""
    if label == "网络":
        return Earned(line.entries, online_tenths=line.hours_tenths, incomplete=line.incomplete)
    off_work, counts = label in forms.off_work, not label or label in forms.counted
    return Earned(
        line.entries,
        line.hours_tenths if counts else 0,
        line.days_tenths if counts else 0,
        line.span_days if off_work else 0,
        0,
        line.hours_tenths if off_work else 0,
        line.incomplete,
    )


def worked_out(entry: TrainingHours, forms: Forms) -> int | None:
    """Return the hours of an entry in tenths, those of one that knows only its days worked out; None without either."""
    if entry.hours_tenths is not None or entry.days_tenths is None:
        return entry.hours_tenths
    return (entry.days_tenths * forms.day_hours_tenths + 5) // 10


def span_days(start: PartialDate | None, end: PartialDate | None) -> int:
    """Return the calendar days from one date to another, both counted; 0 when a day is not known."""
    if start is None or end is None or start.day is None or end.day is None or end < start:
        return 0
    return (end.last_day() - start.first_day()).days + 1


def standing(
    group: Group | None,
    sums: Earned,
    figures: ParameterSet,
    day: date,
    *,
    exempt_days: int = 0,
    exempt_note: str = "",
    catch_up_until: date | None = None,
    caught_up: Earned | None = None,
    seen_on: date | None = None,
) -> Standing:
    """Return where a person stands in the years that close with the year of ``day``, as seen on ``seen_on``.

    ``exempt_days``: calendar days of leave in those years, by which the end of what they could have cost is put off;
    ``exempt_note`` stands behind them in brackets. ``catch_up_until``: for who was promoted (``catch_up_end``);
    ``caught_up``: what was learnt after those years up to then. What is put off is owed again once its day is past on
    ``seen_on`` (without one, ``day``).
    """
    if group is None:
        return Standing(State.NO_LEVEL, None, sums, reason="职务层次、职级没有记录，不能确定标准")
    standard = standard_on(group, figures, day)
    if _is_met(standard, sums):
        return Standing(State.MET, standard, sums, shortfall_tenths=0)
    seen, missing = seen_on or day, _missing(standard, sums)
    if catch_up_until is not None and seen <= catch_up_until:
        reason = f"提任后补齐期内，至 {catch_up_until:%Y.%m.%d}"
        return Standing(State.DEFERRED, standard, sums, catch_up_until, reason, deferred_tenths=missing)
    if catch_up_until is not None and caught_up is not None and _is_met(standard, sums.plus(caught_up)):
        return Standing(
            State.MET, standard, sums, reason=f"提任后 {catch_up_until:%Y.%m.%d} 前已补齐", shortfall_tenths=0
        )
    put_off = deferral(_targets(standard), exempt_days, standard.first_year(day.year), day.year, figures, day)
    if put_off is None:
        return _owing(standard, standard, sums, "")
    cause = f"依法休假等 {exempt_days} 天" + (f"（{exempt_note}）" if exempt_note else "")
    until = f"顺延至 {put_off.due_on:%Y.%m.%d}"
    if put_off.due_on < seen:
        return _owing(standard, standard, sums, f"{cause}，{until}，已期满")
    due_now = _without(standard, put_off)
    words = f"{cause}，{shown_tenths(put_off.moved.hours_tenths)} 学时{until}"
    if _is_met(due_now, sums):
        return Standing(State.DEFERRED, standard, sums, put_off.due_on, words, deferred_tenths=missing)
    return replace(_owing(standard, due_now, sums, words), due_on=put_off.due_on)


def _owing(standard: Standard, due_now: Standard, sums: Earned, reason: str) -> Standing:
    """Return the standing of somebody who has not reached what is due now of a standard."""
    deferred = standard.hours_tenths - due_now.hours_tenths
    if sums.entries <= sums.incomplete:
        said = "；".join(text for text in ("这一期间没有学时记录，待核实或补录", reason) if text)
        return Standing(State.NO_RECORD, standard, sums, reason=said, deferred_tenths=deferred)
    short = _missing(due_now, sums)
    return Standing(State.SHORT, standard, sums, reason=reason, shortfall_tenths=short, deferred_tenths=deferred)


def _missing(standard: Standard, sums: Earned) -> int:
    return max(standard.hours_tenths - sums.hours_tenths, 0)


def _targets(standard: Standard) -> Targets:
    return Targets(standard.hours_tenths, standard.days_tenths, standard.span_days)


def _without(standard: Standard, put_off: Deferral) -> Standard:
    """Return what is due now: the standard without what is put off."""
    left = reduced(_targets(standard), put_off.moved)
    return replace(standard, hours_tenths=left.hours_tenths, days_tenths=left.days_tenths, span_days=left.span_days)


def _is_met(standard: Standard, sums: Earned) -> bool:
    if sums.hours_tenths >= standard.hours_tenths:
        return True
    by_days = standard.days_tenths is not None and sums.days_tenths >= standard.days_tenths
    by_span = standard.span_days is not None and sums.span_days >= standard.span_days
    return by_days or by_span


def catch_up_end(
    group: Group | None, figures: ParameterSet, day: date, promoted_on: PartialDate | None, seen_on: date
) -> date | None:
    """Return until when somebody may catch up who has been in the higher group since ``promoted_on``.

    None for who has been in it all the while: these months were over before both ``day`` and ``seen_on``.
    """
    if group is not Group.DIVISION or promoted_on is None or promoted_on.month is None:
        return None
    end = promoted_on.plus_months(figures.integer("training_catch_up_months", day)).last_day()
    return end if end >= min(day, seen_on) else None


def exempt_days(spans: Iterable[tuple[PartialDate | None, PartialDate | None]], first: date, last: date) -> int:
    """Return on how many days of a period some spans lie, each day once; one without an end lasts on."""
    days: set[date] = set()
    for start, end in spans:
        if start is None:
            continue
        at = max(start.first_day(), first)
        until = min(end.last_day() if end else last, last)
        while at <= until:
            days.add(at)
            at += timedelta(days=1)
    return len(days)
