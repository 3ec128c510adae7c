"""Periods of effect (影响期、保护期、试用期、备案有效期), computed by a versioned rule from the entry they hang on."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation.fields import Choice, Date, Flag, Text
from ganbu_desktop.foundation.parameters import Parameter
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.spine.entry import Hanging
from ganbu_desktop.store.record import column

AFFECTED, PROTECTED, PROBATION, FILED = "1", "2", "3", "4"
"""The codes of table ``effect_kind``: 影响, 保护, 试用, 备案有效."""
OVER = "影响期已满"
NO_PROMOTION, NO_LEADING_POST, NO_HIGHER_POST, ON_PROBATION, NOT_READMITTED = "1", "2", "3", "4", "5"
"""The codes of table ``effect_limit``: what a period keeps its person from."""


class EffectPeriod(Hanging, table="effect_period", label="影响期", owner="person_id"):
    """One period from ``starts_on`` up to, not including, ``ends_on``; without an end, ``ground`` says why."""

    kind: str = column(Choice(label="种类", table="effect_kind"), not_null=True)
    limits: str | None = column(Choice(label="限制内容", table="effect_limit"))
    matter: str | None = column(Text(label="事由"))
    starts_on: PartialDate | None = column(Date(label="起始日期", wanted=True))
    ends_on: PartialDate | None = column(Date(label="届满日期", wanted=True))
    ground: str | None = column(Text(label="长期的依据"))
    rule: str | None = column(Text(label="计算规则", by_program=True))
    rule_version: str | None = column(Text(label="规则版本", by_program=True))
    is_void: bool | None = column(Flag(label="已作废", by_program=True))

    def is_over(self, day: date) -> bool:
        """Return whether the period has ended by ``day``; one without an end never has."""
        return self.ends_on is not None and self.ends_on <= PartialDate.of(day)

    def days_left(self, day: date) -> int | None:
        """Return the days until it ends, 0 once it is over, None without an end or a known day."""
        if self.ends_on is None:
            return None
        return max((self.ends_on.first_day() - day).days, 0)


TO_BE_CHECKED = "待核对"
_SAID = (TO_BE_CHECKED, "建议值")


def version_of(figure: Parameter) -> str:
    """Return which version of a rule figure counted: its value, the day it came into effect and its source.

    A figure said of a document that nobody has read yet bears 待核对; one that is advice says so in its source.
    """
    open_question = figure.status == "suggested" and not any(word in figure.source for word in _SAID)
    source = f"{figure.source}，{TO_BE_CHECKED}" if open_question else figure.source
    return f"{figure.format_value()}{figure.unit}（{figure.effective_from} 起，{source}）"


def computed(
    hang: dict[str, str | None],
    kind: str,
    starts_on: PartialDate,
    months: Parameter,
    matter: str,
    limits: str | None = None,
) -> EffectPeriod:
    """Return the period of ``months`` (a figure as of the day the conduct happened) from ``starts_on``.

    ``hang``: the values of ``entry.place_of``.
    """
    assert isinstance(months.value, int)
    return EffectPeriod(
        person_id=hang["person_id"],
        entry_table=hang["entry_table"] or "",
        entry_id=hang["entry_id"] or "",
        kind=kind,
        limits=limits,
        matter=matter,
        starts_on=starts_on,
        ends_on=starts_on.plus_months(months.value),
        rule=months.name,
        rule_version=version_of(months),
    )


def covers(day: date) -> sa.ColumnElement[bool]:
    """Return the condition for periods that have begun, are not over and not void on ``day``."""
    today, at = PartialDate.of(day), EffectPeriod.table.c
    begun = sa.or_(at.starts_on.is_(None), at.starts_on <= today)
    running = sa.or_(at.ends_on.is_(None), at.ends_on > today)
    return sa.and_(begun, running, at.is_void.is_not(True))
