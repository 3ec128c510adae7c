"""What a class is worth: leave against its limit, totals by fixed weights, follow-ups due, sums of unsigned sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.modules.training.records import ClassEvaluation, Session, TrainingClass, TrainingScore
from ganbu_desktop.modules.training.records.teaching import ABSENT, LEAVE
from ganbu_desktop.modules.training.rules.standards import shown_tenths

FULL_PERCENT = 100


@dataclass(frozen=True)
class Leave:
    """What a person missed of a class against the limit; hours in tenths, all exact.

    ``taken_tenths``: what counts, leave and, where the figure says so, absence without leave. ``excused_tenths``: hours
    missed on lawful leave, which never count. ``absent_tenths``: absence without leave, whether it counts or not.
    """

    taken_tenths: int
    total_tenths: int | None
    limit_share: int
    warning_percent: int
    excused_tenths: int = 0
    absent_tenths: int = 0
    counts_absence: bool = True

    @property
    def missed_tenths(self) -> int:
        """Return all hours that the person was not there: nobody has learnt them."""
        return self.taken_tenths + self.excused_tenths + (0 if self.counts_absence else self.absent_tenths)

    @property
    def is_over(self) -> bool:
        """Whether what counts is more than its share of all hours (exactly the share is not over)."""
        return self.total_tenths is not None and self.taken_tenths * self.limit_share > self.total_tenths

    @property
    def is_near(self) -> bool:
        """Whether what counts has reached the warning's percent of the limit without being over."""
        if self.total_tenths is None or self.is_over or not self.taken_tenths:
            return False
        return self.taken_tenths * self.limit_share * FULL_PERCENT >= self.total_tenths * self.warning_percent

    def shown(self) -> str:
        """Return the share in percent with one decimal, rounded half up; empty without a total."""
        if not self.total_tenths:
            return ""
        tenths = (2000 * self.taken_tenths + self.total_tenths) // (2 * self.total_tenths)
        return f"{tenths // 10}.{tenths % 10}%"

    def called(self) -> str:
        """Return how the share is to be called: 请假, or 请假、缺席 where absence is part of it."""
        return "请假、缺席" if self.counts_absence and self.absent_tenths else "请假"

    def words(self) -> str:
        """Return hours and share as a sheet shows them, and how many of the hours were absence without leave."""
        said = f"{shown_tenths(self.taken_tenths)} 学时 {self.shown()}".strip()
        if not self.absent_tenths:
            return said
        of_it = "含缺席" if self.counts_absence else "另缺席"
        return f"{said}（{of_it} {shown_tenths(self.absent_tenths)}）"


def missed(
    lines: Sequence[tuple[str, int | None, bool]], entered: int | None, has_ground: bool, counts_absence: bool
) -> tuple[int, int, int]:
    """Return hours in tenths that count, that are excused, and of absence without leave.

    ``lines``: (mark, hours of the lesson, whether the person was lawfully away that day) of every sign-in; without any,
    ``entered`` hours of leave count. ``has_ground``: whether the leave of this class has a lawful ground.
    """
    if not lines:
        taken = entered or 0
        return (0, taken, 0) if has_ground else (taken, 0, 0)
    counted = excused = absent = 0
    for mark, hours, is_away in lines:
        if mark not in (LEAVE, ABSENT):
            continue
        if is_away or (mark == LEAVE and has_ground):
            excused += hours or 0
        elif mark == ABSENT:
            absent += hours or 0
        else:
            counted += hours or 0
    return counted + (absent if counts_absence else 0), excused, absent


def weights_of(entry: TrainingClass) -> tuple[int, int, int] | None:
    """Return the weights of exam, contest and review in percent; None when the class has none."""
    parts = (entry.exam_weight, entry.contest_weight, entry.review_weight)
    if all(part is None for part in parts):
        return None
    return (parts[0] or 0, parts[1] or 0, parts[2] or 0)


def weights_text(entry: TrainingClass) -> str | None:
    """Return the version of the weights as it stands with every total: the three percents and when they were told."""
    weights = weights_of(entry)
    if weights is None:
        return None
    published = f"，{entry.weights_published_on} 公布" if entry.weights_published_on else ""
    return f"考{weights[0]}竞{weights[1]}评{weights[2]}{published}"


def session_name(entry: TrainingClass, lesson: Session) -> str:
    """Return by what a lesson is told from all others: class, day, part of the day, course."""
    part = codes.table("training_day_part").label_for(lesson.part) if lesson.part else ""
    return "·".join(text for text in (entry.title, f"{lesson.held_on or ''}{part}", lesson.course) if text)


def has_begun(entry: TrainingClass, day: date) -> bool:
    """Return whether a class has opened by a day; one known only to its month has, once the month has begun."""
    return entry.starts_on is not None and entry.starts_on.has_begun(day)


def total_tenths(score: TrainingScore, weights: tuple[int, int, int] | None) -> int | None:
    """Return the sum of parts by weights in tenths, rounded half up; None while a part that counts is missing."""
    if weights is None:
        return None
    total = 0
    for part, weight in zip((score.exam_tenths, score.contest_tenths, score.review_tenths), weights, strict=True):
        if weight and part is None:
            return None
        total += (part or 0) * weight
    return (total + FULL_PERCENT // 2) // FULL_PERCENT


def follow_up_due(ended_on: PartialDate | None, stage: str, figures: ParameterSet, day: date) -> date | None:
    """Return when a class that ended is to be followed up for a stage (``1`` first, ``2`` second)."""
    if ended_on is None or ended_on.month is None:
        return None
    name = "training_follow_up_first_days" if stage == "1" else "training_follow_up_second_days"
    return ended_on.last_day() + timedelta(days=figures.integer(name, day))


SATISFACTION = ("very_satisfied", "satisfied", "fair", "dissatisfied")


def sheets(entry: ClassEvaluation) -> int | None:
    """Return how many sheets a question's sums come from; None when none of them is recorded."""
    given = [getattr(entry, name) for name in SATISFACTION]
    return None if all(n is None for n in given) else sum(n or 0 for n in given)


def satisfied_share(entry: ClassEvaluation, least: int) -> tuple[int, int] | None:
    """Return (很满意 and 满意, all sheets); None when there are fewer sheets than the smallest sample."""
    number = sheets(entry)
    if number is None or number < least:
        return None
    return (entry.very_satisfied or 0) + (entry.satisfied or 0), number
