"""What a row's own check is given, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ganbu_desktop.foundation.parameters import ParameterSet


@dataclass(frozen=True)
class Now:
    """What a check may stand on besides the record: the office's day, its figures, and who acts."""

    day: date
    figures: ParameterSet
    actor: str


Check = Callable[[Any, Now], Iterable[str]]
"""From a record to a sentence for each thing that keeps it from being saved, without its full stop."""
