"""What was missed: a window that is over in which somebody was expected and not talked with, or not visited.

It stays owed until it is made up for (a talk or visit after it) or somebody answers the reminder. Windows before the
figure came into effect owe nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.modules.talks import expected, rules
from ganbu_desktop.modules.talks.expected import Cadre, Expected
from ganbu_desktop.modules.talks.rules import Window

Wanted = Callable[[Cadre], bool]


@dataclass(frozen=True)
class Missed:
    """One person's newest window without a talk or visit. ``windows``: how many in a row; ``last_on``: the last one."""

    cadre: Cadre
    window: Window
    windows: int
    last_on: PartialDate | None

    def since(self, day: date) -> str:
        """Return how long ago the window was over, and what was last."""
        run = f"（连续 {self.windows} 期）" if self.windows > 1 else ""
        return f"{run}，已过 {(day - self.window.last).days} 天；最近一次 {self.last_on or '无记录'}"


class Windows:
    """The windows of the past with who was expected in each, read once; for one connection and day."""

    def __init__(self, connection: sa.Connection, figures: ParameterSet, day: date) -> None:
        """Nothing is read before it is asked for."""
        self._connection = connection
        self._figures = figures
        self._day = day
        self._expected: dict[Window, Expected] = {}

    def expected_in(self, window: Window) -> Expected:
        """Return who was expected in a window."""
        if window not in self._expected:
            self._expected[window] = expected.expected_in(self._connection, self._figures, window)
        return self._expected[window]

    def missed(
        self, figure: str, cadres: Mapping[str, Cadre], last: Mapping[str, PartialDate], wanted: Wanted
    ) -> Iterator[Missed]:
        """Yield who of ``cadres`` (serving today) missed a window of a figure's months and has not made up for it.

        ``last``: when each was last talked with or visited, up to today. ``wanted``: whether the figure was that of a
        person as of a window's end.
        """
        waiting = dict(cadres)
        found: dict[str, Missed] = {}
        since = self._figures.begins(figure).first_day()
        for window in rules.windows_before(self._day, since, lambda day: self._figures.integer(figure, day)):
            waiting = {i: c for i, c in waiting.items() if not _reached(last.get(i), window)}
            if not waiting:
                break
            for then in self.expected_in(window).cadres:
                cadre = waiting.get(then.person_id)
                if cadre is None or not wanted(then):
                    continue
                before = found.get(cadre.person_id)
                newest, run = (before.window, before.windows) if before else (window, 0)
                found[cadre.person_id] = Missed(cadre, newest, run + 1, last.get(cadre.person_id))
        yield from (found[person_id] for person_id in cadres if person_id in found)


def _reached(last_on: PartialDate | None, window: Window) -> bool:
    """Return whether the last talk or visit lies in a window or after it; one known to the year may lie in it."""
    return last_on is not None and last_on.last_day() >= window.first
