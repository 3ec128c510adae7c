"""The data checks: one table of described, pure rules over a person or a unit.

Numbers 1–40 are the starter list of the trade; from 41 on stand the completeness rules of the collection
workbook and of the texts.
"""

from __future__ import annotations

from typing import Any

from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.checks.rules import (
    assessment,
    career,
    family,
    identity,
    learning,
    negative,
    posts,
    retirement,
    service,
    texts,
    units,
)
from ganbu_desktop.modules.checks.rules.model import Check, CheckContext, Found, UnitCounts


def _numbered(*groups: tuple[Check[Any], ...]) -> tuple[Check[Any], ...]:
    return tuple(sorted((check for group in groups for check in group), key=lambda check: check.number))


PERSON_CHECKS: tuple[Check[Dossier], ...] = _numbered(
    identity.CHECKS,
    career.CHECKS,
    posts.CHECKS,
    learning.CHECKS,
    assessment.CHECKS,
    family.CHECKS,
    negative.CHECKS,
    retirement.CHECKS,
    service.CHECKS,
    texts.CHECKS,
)
UNIT_CHECKS: tuple[Check[Unit], ...] = units.CHECKS
CHECKS: tuple[Check[Any], ...] = _numbered(PERSON_CHECKS, UNIT_CHECKS)
BY_KEY: dict[str, Check[Any]] = {check.key: check for check in CHECKS}

__all__ = [
    "BY_KEY",
    "CHECKS",
    "PERSON_CHECKS",
    "UNIT_CHECKS",
    "Check",
    "CheckContext",
    "Found",
    "UnitCounts",
]
