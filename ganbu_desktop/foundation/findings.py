"""What a check has to say about a record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    """How grave a finding is; the value is what people read."""

    ERROR = "错误"
    WARNING = "警告"
    HINT = "提示"

    @property
    def label(self) -> str:
        """Return the Chinese word."""
        return self.value

    @property
    def rank(self) -> int:
        """Return 0 for the gravest, for sorting."""
        return list(Level).index(self)


@dataclass(frozen=True)
class Finding:
    """One thing found: ``rule`` is the stable name of the check, ``message`` a Chinese sentence for the clerk.

    ``person_id``, ``record_type``, ``record_id`` and ``field`` say where to jump; None where it concerns no single one.
    """

    rule: str
    level: Level
    message: str
    person_id: str | None = None
    record_type: str | None = None
    record_id: str | None = None
    field: str | None = None
