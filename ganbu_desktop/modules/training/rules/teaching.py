"""What a class is worth: leave against its limit, totals by fixed weights, follow-ups due, sums of unsigned sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.modules.training.records import ClassEvaluation, Session, TrainingClass, TrainingScore
from ganbu_desktop.modules.training.rules.standards import first_day, last_day

FULL_PERCENT = 100


@dataclass(frozen=True)
class Leave:
    """Leave against the limit: hours in tenths, both exact. ``excused``: hours on lawful leave, which never count."""

    taken_tenths: int
    total_tenths: int | None
    limit_share: int
    warning_percent: int
    excused_tenths: int = 0

    @property
    def is_over(self) -> bool:
        """Whether leave is more than its share of all hours (exactly the share is not over)."""
        return self.total_tenths is not None and self.taken_tenths * self.limit_share > self.total_tenths

    @property
    def is_near(self) -> bool:
        """Whether leave has reached the warning's percent of the limit without being over."""
        if self.total_tenths is None or self.is_over or not self.taken_tenths:
            return False
        return self.taken_tenths * self.limit_share * FULL_PERCENT >= self.total_tenths * self.warning_percent

    def shown(self) -> str:
        """Return the share in percent with one decimal, rounded half up; empty without a total."""
        if not self.total_tenths:
            return ""
        tenths = (2000 * self.taken_tenths + self.total_tenths) // (2 * self.total_tenths)
        return f"{tenths // 10}.{tenths % 10}%"


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
    return entry.starts_on is not None and first_day(entry.starts_on) <= day


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
    return last_day(ended_on) + timedelta(days=figures.integer(name, day))


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


def session_hours_by_mark(lines: Sequence[tuple[str, int | None]]) -> Mapping[str, int]:
    """Return hours in tenths by mark of (mark, hours of the session); a session without hours adds none."""
    sums: dict[str, int] = {}
    for mark, hours in lines:
        sums[mark] = sums.get(mark, 0) + (hours or 0)
    return sums
