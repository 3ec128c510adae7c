"""Everything that can be asked of one list: its fields and ready-made conditions, their words, and the compiling."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.kernel.list.conditions.comparing import Clause
from ganbu_desktop.kernel.list.conditions.fields import (
    WHICH_WORDS,
    ConditionField,
    keyed,
    person_fields,
    reckoned_fields,
    set_fields,
)
from ganbu_desktop.kernel.list.conditions.ready import ReadyCondition
from ganbu_desktop.kernel.list.conditions.ready_made import READY_MADE
from ganbu_desktop.kernel.list.conditions.reckoning import Moment
from ganbu_desktop.kernel.list.conditions.tree import AND, OR, Group, Node, Ready
from ganbu_desktop.kernel.people.person import Person

JOIN_WORDS = {AND: "并且", OR: "或者"}


@dataclass(frozen=True, eq=False)
class Catalogue:
    """What can be asked of one list. ``of_person``: how a condition on ``Person`` is one on the list's table."""

    title: str
    fields: Mapping[str, ConditionField]
    ready: Mapping[str, ReadyCondition]
    of_person: Callable[[Clause], Clause]
    own: frozenset[str] = frozenset()

    def field(self, key: str) -> ConditionField:
        """Return a field by key; FieldError when this list has none of that name."""
        found = self.fields.get(key)
        if found is None:
            raise FieldError(f"{self.title}的查询条件里没有字段“{key}”；可能是别的版本保存的，没有采用")
        return found

    def ready_made(self, name: str) -> ReadyCondition:
        """Return a ready-made condition by name; FieldError when there is none of that name."""
        found = self.ready.get(name)
        if found is None:
            raise FieldError(f"{self.title}没有现成条件“{name}”；可能是别的版本保存的，没有采用")
        return found

    # ---- compiling

    def where(self, tree: Group, moment: Moment) -> Clause:
        """Return the condition on the list's table; FieldError with a sentence for what cannot be asked."""
        return self._clause(tree, moment)

    def _clause(self, node: Node, moment: Moment) -> Clause:
        if isinstance(node, Group):
            parts = [self._clause(member, moment) for member in node.members]
            if not parts:
                return sa.true()
            joined = sa.and_(*parts) if node.join == AND else sa.or_(*parts)
            return sa.not_(joined) if node.is_negated else joined
        if isinstance(node, Ready):
            return self.of_person(self.ready_made(node.name).clause(node, moment))
        asked = self.field(node.field)
        clause = asked.clause(node, asked.operator(node.operator), moment)
        return clause if node.field in self.own else self.of_person(clause)

    # ---- words

    def words(self, node: Node) -> str:
        """Return what a node asks, as people read it; FieldError for what this list does not know."""
        if isinstance(node, Group):
            inner = JOIN_WORDS[node.join].join(f" {self.words(member)} " for member in node.members).strip()
            return f"{'不满足' if node.is_negated else ''}（{inner}）"
        if isinstance(node, Ready):
            return self.ready_made(node.name).shown(dict(node.values))
        asked = self.field(node.field)
        operator = asked.operator(node.operator)
        values = [asked.shown_value(value) for value in node.values]
        shown = "—".join(values) if operator.name == "between" else "、".join(values[:4]) + ("…" if values[4:] else "")
        which = f"{WHICH_WORDS[node.which]} " if node.which in WHICH_WORDS else ""
        as_of = f"（算到 {node.as_of}）" if node.as_of else ""
        middle = operator.words.replace("…", f" {shown} ") if "…" in operator.words else f"{operator.words} {shown}"
        return f"{which}{asked.title} {middle.strip()}{as_of}"


def people_catalogue(more: Sequence[ReadyCondition] = ()) -> Catalogue:
    """Return what can be asked of the list of people; ``more``: the ready-made conditions of the rooms."""
    fields = [*person_fields(), *reckoned_fields(), *set_fields()]
    ready = {condition.name: condition for condition in (*READY_MADE, *more)}
    return Catalogue("干部", keyed(fields), ready, _as_it_is)


def _as_it_is(clause: Clause) -> Clause:
    return clause


def about_people(column: sa.Column[str], clause: Clause) -> Clause:
    """Return the condition that the person a column refers to meets ``clause``."""
    return column.in_(sa.select(Person.table.c.id).where(clause))


def with_people(
    title: str, own: Sequence[ConditionField], people: Catalogue, column: sa.Column[str] | None
) -> Catalogue:
    """Return what can be asked of a list with fields of its own whose rows are about the person in ``column``."""
    if column is None:
        return Catalogue(title, keyed(own), {}, _as_it_is, frozenset(f.key for f in own))
    fields = {**keyed(own), **people.fields}
    return Catalogue(title, fields, people.ready, partial(about_people, column), frozenset(f.key for f in own))
