"""How a challenge stands: its stage, and by when the next one is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.kernel.spine.correction import Correction
from ganbu_desktop.kernel.spine.correction_actions import limits


class Stage(Enum):
    """The stage that a challenge waits for; the value is what people read."""

    ACCEPT = "待受理"
    CHECK = "待核实"
    CONCLUDE = "待结论"
    RECEIPT = "待送达回执"
    DONE = "已办结"


@dataclass(frozen=True)
class Course:
    """The stage a challenge waits for, and the last day for it (None: no limit, or not known).

    ``legal_by``: the law's last day for the answer; where it comes first, ``due_on`` is that day.
    """

    stage: Stage
    due_on: date | None
    legal_by: date | None = None

    def is_overdue(self, day: date) -> bool:
        """Return whether the limit has passed."""
        return self.due_on is not None and self.due_on < day


def course(correction: Correction, figures: ParameterSet) -> Course:
    """Return how a challenge stands."""
    due = limits(figures, correction)
    if correction.concluded_on is not None:
        return Course(Stage.DONE if correction.receipt_on else Stage.RECEIPT, None)
    if correction.accepted_on is None:
        return Course(Stage.ACCEPT, due.accept_day, due.legal_by)
    stage = Stage.CONCLUDE if correction.checked_on else Stage.CHECK
    return Course(stage, due.conclude_day, due.legal_by)
