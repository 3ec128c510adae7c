"""Leave against one seventh, totals by weights, follow-ups due, and unsigned sheets below the smallest sample."""

from __future__ import annotations

from datetime import date

import pytest

from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.modules.training.records import ClassEvaluation, TrainingClass, TrainingScore
from ganbu_desktop.modules.training.rules import teaching
from ganbu_desktop.modules.training.rules.teaching import Leave

FIGURES = ParameterSet.load()


@pytest.mark.parametrize(
    ("taken", "total", "over", "near", "share"),
    [
        (100, 700, False, True, "14.3%"),
        (101, 700, True, False, "14.4%"),
        (80, 700, False, True, "11.4%"),
        (79, 700, False, False, "11.3%"),
        (0, 700, False, False, "0.0%"),
        (100, None, False, False, ""),
        (10, 69, True, False, "14.5%"),
    ],
)
def test_leave_against_one_seventh(taken: int, total: int | None, over: bool, near: bool, share: str) -> None:
    leave = Leave(taken, total, 7, 80)
    assert (leave.is_over, leave.is_near, leave.shown()) == (over, near, share)


LEAVE, ABSENT, PRESENT = "3", "4", "1"


@pytest.mark.parametrize(
    ("lines", "entered", "ground", "counts", "expected"),
    [
        ([(ABSENT, 100, False)] * 8 + [(PRESENT, 100, False)] * 6, None, False, True, (800, 0, 800)),
        ([(ABSENT, 100, False)] * 8 + [(PRESENT, 100, False)] * 6, None, False, False, (0, 0, 800)),
        ([(LEAVE, 100, False), (ABSENT, 50, False)], None, False, True, (150, 0, 50)),
        ([(LEAVE, 100, False), (ABSENT, 50, False)], None, True, True, (50, 100, 50)),
        ([(LEAVE, 100, True), (ABSENT, 50, True)], None, False, True, (0, 150, 0)),
        ([(LEAVE, None, False), (ABSENT, None, False)], None, False, True, (0, 0, 0)),
        ([], 120, False, True, (120, 0, 0)),
        ([], 120, True, True, (0, 120, 0)),
    ],
)
def test_what_counts_against_the_limit(
    lines: list[tuple[str, int | None, bool]],
    entered: int | None,
    ground: bool,
    counts: bool,
    expected: tuple[int, int, int],
) -> None:
    """Hours that count, that are excused, and of absence: lawful days and lawful leave never count."""
    assert teaching.missed(lines, entered, ground, counts) == expected


def test_absence_is_named_beside_its_share() -> None:
    counted, apart = Leave(800, 1400, 7, 80, absent_tenths=800), Leave(0, 1400, 7, 80, 0, 800, counts_absence=False)
    assert (counted.is_over, counted.words(), counted.called()) == (True, "80 学时 57.1%（含缺席 80）", "请假、缺席")
    assert (apart.is_over, apart.words(), apart.called()) == (False, "0 学时 0.0%（另缺席 80）", "请假")
    assert (counted.missed_tenths, apart.missed_tenths) == (800, 800)
    assert Leave(100, 700, 7, 80).words() == "10 学时 14.3%"


@pytest.mark.parametrize(
    ("exam", "contest", "review", "weights", "total"),
    [
        (850, 900, 880, (40, 30, 30), 874),  # 340 + 270 + 264
        (855, 900, 885, (33, 33, 34), 880),  # 282.15 + 297 + 300.9 = 880.05
        (905, 0, 0, (50, 0, 50), 453),  # 452.5 rounds half up
        (850, None, 880, (50, 0, 50), 865),
        (850, None, 880, (40, 30, 30), None),
        (850, 900, 880, None, None),
    ],
)
def test_totals(
    exam: int, contest: int | None, review: int, weights: tuple[int, int, int] | None, total: int | None
) -> None:
    score = TrainingScore(person_id="p", class_id="c", exam_tenths=exam, contest_tenths=contest, review_tenths=review)
    assert teaching.total_tenths(score, weights) == total


def test_weights_stand_with_the_day_they_were_told() -> None:
    entry = TrainingClass(
        title="班", exam_weight=40, contest_weight=30, review_weight=30, weights_published_on=PartialDate(2026, 3, 20)
    )
    assert teaching.weights_text(entry) == "考40竞30评30，2026.03.20 公布"
    assert teaching.weights_text(TrainingClass(title="班")) is None


def test_follow_ups_after_90_and_180_days() -> None:
    end, day = PartialDate(2026, 4, 24), date(2026, 5, 1)
    assert teaching.follow_up_due(end, "1", FIGURES, day) == date(2026, 7, 23)
    assert teaching.follow_up_due(end, "2", FIGURES, day) == date(2026, 10, 21)
    assert teaching.follow_up_due(PartialDate(2026), "1", FIGURES, day) is None


def test_f8_no_result_below_the_smallest_sample() -> None:
    few = ClassEvaluation(class_id="c", item="6", very_satisfied=3, satisfied=1)
    enough = ClassEvaluation(class_id="c", item="6", very_satisfied=3, satisfied=1, dissatisfied=1)
    assert teaching.satisfied_share(few, 5) is None
    assert teaching.satisfied_share(enough, 5) == (4, 5)
    assert teaching.sheets(ClassEvaluation(class_id="c", item="6")) is None


def test_a_class_has_begun_on_its_first_day() -> None:
    entry = TrainingClass(title="班", starts_on=PartialDate(2026, 4, 13))
    assert not teaching.has_begun(entry, date(2026, 4, 12))
    assert teaching.has_begun(entry, date(2026, 4, 13))
    assert not teaching.has_begun(TrainingClass(title="班"), date(2026, 4, 13))
