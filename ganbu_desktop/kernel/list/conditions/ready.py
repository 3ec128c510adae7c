"""Ready-made conditions: a sentence with blanks to fill in, and the SQL condition behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import Field, Number, Text
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.kernel.list.conditions.comparing import Clause
from ganbu_desktop.kernel.list.conditions.reckoning import Moment
from ganbu_desktop.kernel.list.conditions.tree import Ready


@dataclass(frozen=True)
class Blank:
    """One place to fill in. ``default``: its usual text; ``figure``: the rule figure that gives it instead.

    ``offers``: texts to choose from, by the figures of the office; ``strict``: nothing else is taken.
    """

    name: str
    field: Field
    default: str = ""
    figure: str = ""
    offers: Callable[[ParameterSet], tuple[str, ...]] | None = None
    strict: bool = False

    def usual(self, moment: Moment) -> str:
        """Return the text that stands in the blank at first."""
        if self.figure:
            return moment.figures.get(self.figure, moment.day).format_value()
        return self.default

    def read(self, text: str, figures: ParameterSet) -> Any:
        """Return the value of a text; FieldError with a sentence when the blank cannot take it."""
        value = self.field.parse(text)
        if value is None:
            raise FieldError(f"“{self.field.label}”还没有填")
        if self.strict and self.offers is not None and value not in self.offers(figures):
            raise FieldError(f"“{self.field.label}”应为{'、'.join(self.offers(figures))}之一，现为“{text}”")
        return value


def number(name: str, label: str, default: int = 0, *, figure: str = "") -> Blank:
    """Return a blank for a whole number."""
    return Blank(name, Number(label=label), str(default), figure)


def words(
    name: str, label: str, default: str, offers: Callable[[ParameterSet], tuple[str, ...]], *, strict: bool = False
) -> Blank:
    """Return a blank for a text that is chosen from a list or typed."""
    return Blank(name, Text(label=label), default, offers=offers, strict=strict)


@dataclass(frozen=True, eq=False)
class ReadyCondition:
    """One ready-made condition about people.

    ``title``: the sentence, its blanks in braces (``任现职满 {years} 年``). ``build``: the condition on the current row
    of ``Person`` from the moment and the read blanks. ``help``: what exactly is counted, and who is left out.
    """

    name: str
    title: str
    group: str
    help: str
    build: Callable[[Moment, Mapping[str, Any]], Clause]
    blanks: tuple[Blank, ...] = ()

    def clause(self, asked: Ready, moment: Moment) -> Clause:
        """Return the condition for what was filled in; FieldError with a sentence for a blank that is not right."""
        known = {blank.name for blank in self.blanks}
        unknown = sorted(name for name, _text in asked.values if name not in known)
        if unknown:
            raise FieldError(f"现成条件“{self.shown({})}”没有填空“{unknown[0]}”")
        given = dict(asked.values)
        read = {b.name: b.read(given.get(b.name, b.usual(moment)), moment.figures) for b in self.blanks}
        return self.build(moment, read)

    def filled(self, moment: Moment) -> Ready:
        """Return this condition with what usually stands in its blanks."""
        return Ready(self.name, tuple((blank.name, blank.usual(moment)) for blank in self.blanks))

    def shown(self, values: Mapping[str, str]) -> str:
        """Return the sentence with its blanks filled; an empty one shows what belongs there."""
        return self.title.format(**{b.name: values.get(b.name) or f"〔{b.field.label}〕" for b in self.blanks})
