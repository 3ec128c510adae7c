"""The planning rules of the talks room as pure functions: windows of time, who is left out and why, which talks count.

Figures are handed in; where they come from stands in ``resources/rules/talks.toml``.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.attendance import OVERDUE

ORDINARY, BEFORE_APPOINTMENT, INTEGRITY = "01", "02", "03"
ADJUSTMENT, STEP_DOWN, AFTER_DISCIPLINE = "09", "10", "11"
HOME_VISIT, RETIREMENT, GROUP = "12", "15", "18"
"""Codes of table ``talk_type`` that rules ask for."""
SENSITIVE_NEEDS = frozenset({"1", "3", "4"})
"""Codes of table ``need_kind`` whose words are sealed: 婚恋, 子女就学, 家属重疾."""
ADDED, DISAGREED, REFUSED = "2", "3", "4"
"""Codes of table ``talk_confirmation``: 作了补充, 有异议, 拒签."""
DEPARTMENT_LEADER, DEPARTMENT_MEMBER, PARTY_ORGANISATION = "1", "2", "3"
"""Codes of table ``talker_level``: 部领导, 部务会成员, 单位党组织."""
ADOPTED, PARTLY, NOT_ADOPTED = "1", "2", "3"
"""Codes of table ``opinion_adoption``."""

_SEPARATORS = re.compile(r"[、，,；;\n]+")


@dataclass(frozen=True)
class Window:
    """A stretch of whole months, both days included: a year, a half, a quarter or what a figure makes of a year."""

    first: date
    last: date

    @property
    def lower(self) -> PartialDate:
        """Return the least date that lies in the window; one known to the year lies in a whole year alone."""
        whole_year = (self.first.month, self.last.month) == (1, 12)
        return PartialDate(self.first.year) if whole_year else PartialDate(self.first.year, self.first.month)

    @property
    def upper(self) -> PartialDate:
        """Return the greatest date that lies in the window."""
        return PartialDate.of(self.last)

    @property
    def text(self) -> str:
        """Return how people call it: ``2026年``, ``2026年上半年``, ``2026年第1季度``, ``2026年3月``."""
        months = self.last.month - self.first.month + 1
        names = {12: "", 6: "上半年" if self.first.month == 1 else "下半年", 1: f"{self.first.month}月"}
        if months == 3 and self.first.month in (1, 4, 7, 10):
            return f"{self.first.year}年第{(self.first.month + 2) // 3}季度"
        return f"{self.first.year}年" + names.get(months, f"{self.first.month}—{self.last.month}月")


def window_of(day: date, months: int) -> Window:
    """Return the window of ``months`` that a day lies in; windows begin anew each January."""
    first = (day.month - 1) // months * months + 1
    last = min(first + months - 1, 12)
    return Window(date(day.year, first, 1), date(day.year, last, calendar.monthrange(day.year, last)[1]))


def windows_before(day: date, since: date, months: Callable[[date], int]) -> Iterator[Window]:
    """Yield the windows that were over before a day, the newest first, as far back as any day from ``since`` on.

    ``months``: how long the window is that a day lies in, by the figure of that day. One that a change of the figure
    cut short was never over, and owes nothing.
    """
    last = window_of(day, months(day)).first - timedelta(days=1)
    while last >= since:
        window = window_of(last, months(last))
        if window.last < day:
            yield window
        last = window.first - timedelta(days=1)


def times_a_year(months: int) -> int:
    """Return how many windows of ``months`` a year has: how often a year something is due."""
    return -(-12 // months)


@dataclass(frozen=True)
class Absence:
    """A time away: why, from when (None: since ever) and until when (None: still).

    ``approved_to``: until when it was approved, where that is known; after it, somebody still away is 应返未登记.
    """

    reason: str
    starts_on: PartialDate | None
    ends_on: PartialDate | None
    approved_to: PartialDate | None = None

    def days_in(self, window: Window) -> int:
        """Return the days of the absence that lie in a window."""
        begins = max(window.first, self.starts_on.first_day()) if self.starts_on else window.first
        ends = min(window.last, self.ends_on.last_day()) if self.ends_on else window.last
        return max((ends - begins).days + 1, 0)

    def covers(self, day: date) -> bool:
        """Return whether the absence has begun and is not over on a day."""
        return self.days_in(Window(day, day)) == 1


def away(absences: Iterable[Absence], window: Window, share_percent: int) -> str | None:
    """Return why someone is not expected in a window, None for one who is.

    Left out is who is away on the window's last day, or for ``share_percent`` of its days or more.
    """
    spans = [a for a in absences if a.days_in(window)]
    if not spans:
        return None
    labels = "、".join(dict.fromkeys(codes.table("talk_exemption_reason").label_for(a.reason) for a in spans))
    still = [a for a in spans if a.covers(window.last)]
    if still:
        label = codes.table("talk_exemption_reason").label_for(still[0].reason)
        over = still[0].approved_to is not None and still[0].approved_to.is_past(window.last)
        return f"{label}（{OVERDUE}）" if over else f"{label}，截止日未结束"
    whole = (window.last - window.first).days + 1
    days = _days_away(spans, window)
    return f"{labels} {days} 天，达到统计期的 {share_percent}%" if days * 100 >= whole * share_percent else None


def _days_away(absences: Iterable[Absence], window: Window) -> int:
    """Return the days of a window on which someone was away; two absences of one day count once."""
    days: set[int] = set()
    for absence in absences:
        begins = max(window.first, absence.starts_on.first_day()) if absence.starts_on else window.first
        start = (begins - window.first).days
        days.update(range(start, start + absence.days_in(window)))
    return len(days)


def newly_appointed(appointed_on: PartialDate | None, day: date, months: int) -> bool:
    """Return whether somebody has held the present post for less than ``months`` on a day."""
    if appointed_on is None or months == 0:
        return False
    limit = PartialDate.of(day).plus_months(-months)
    return appointed_on.month is not None and limit < appointed_on <= PartialDate.of(day)


def appointment_talk_counts(kind: str, held_on: PartialDate | None, appointed_on: PartialDate, months: int) -> bool:
    """Return whether a talk is the one owed after an appointment.

    Any talk with the person alone from the appointment on; one before it only when it was held for it (任前、任前廉政)
    and not more than ``months`` ahead.
    """
    if held_on is None or kind == GROUP:
        return False
    if held_on >= appointed_on.to_month():
        return True
    return kind in (BEFORE_APPOINTMENT, INTEGRITY) and held_on >= appointed_on.plus_months(-months).to_month()


def due_after_appointment(appointed_on: PartialDate, months: int) -> date:
    """Return the day by which the talk after an appointment is due; a post known to the month runs to its end."""
    return appointed_on.plus_months(months).last_day()


def people_in(text: str | None) -> list[str]:
    """Return the people named in one line (张三（部长）、李四): what stands in brackets belongs to the name before."""
    if not text:
        return []
    bare = re.sub(r"[（(][^（()）]*[)）]", "", text)
    return [name for part in _SEPARATORS.split(bare) if (name := part.strip())]


def unknown_kin(text: str | None) -> list[str]:
    """Return the words of a line of kinship terms that are none: a name must not stand there."""
    table = codes.table("family_relation")
    return [word for word in people_in(text) if table.code_for(word) is None]


def reminder_from(due_on: date, days: int) -> date:
    """Return the day from which something due is reminded of."""
    return due_on - timedelta(days=days)
