"""The talk owed before somebody steps down or is moved: asked by any room, answered by the one that keeps talks.

Without the talk a step down may go on only with an explanation: what asks shows the warning and never refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office


@dataclass(frozen=True)
class StepDownTalk:
    """Whether the talk owed before somebody steps down was held, and what a room must say when it was not."""

    talk_id: str | None
    warning: str

    @property
    def is_held(self) -> bool:
        """Whether a talk with the person's own words stands."""
        return self.talk_id is not None


Answer = Callable[[Office, str, PartialDate | None], StepDownTalk]
_answering: list[Answer] = []


def answers(answer: Answer) -> Answer:
    """Have a room's function answer ``before_step_down``; used as a decorator in the room's ``answers`` module."""
    _answering[:] = [answer]
    return answer


def before_step_down(office: Office, person_id: str, since: PartialDate | None = None) -> StepDownTalk:
    """Return the talk held with a person since a step down was begun; without a day, within the figure's months.

    Raises RuntimeError when no room answers: ``modules.load_records`` brings those in that do.
    """
    if not _answering:
        raise RuntimeError("no room answers for talks before a step down")
    return _answering[0](office, person_id, since)
