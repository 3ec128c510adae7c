"""The tree of conditions: plain frozen values that know no field, no SQL and no window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

AND, OR = "and", "or"
ANY, CURRENT, LATEST, NONE = "any", "current", "latest", "none"
"""Which rows of a set that hangs on a person are meant: 任一, 现任, 最近一条, 没有一条."""
MOST_DEEP, MOST_MEMBERS, MOST_VALUES, LONGEST_TEXT = 8, 100, 200, 500
"""What a tree may come to: groups in groups, members of one group, values of one condition, characters of a value."""


@dataclass(frozen=True)
class Condition:
    """One field, an operator and its values as texts that the field reads.

    ``which``: of a set, one of ANY, CURRENT, LATEST, NONE; empty for a field of the person. ``as_of``: the date at
    which ages and years are counted (``2026.03``); empty for the day of asking.
    """

    field: str
    operator: str
    values: tuple[str, ...] = ()
    which: str = ""
    as_of: str = ""


@dataclass(frozen=True)
class Ready:
    """A ready-made condition by name, with what was filled into its blanks (name and text)."""

    name: str
    values: tuple[tuple[str, str], ...] = ()

    def value(self, blank: str) -> str | None:
        """Return what stands in a blank, None where its usual value counts."""
        return dict(self.values).get(blank)


@dataclass(frozen=True)
class Group:
    """Conditions in one bracket: all of them (AND) or at least one (OR); ``is_negated`` asks for the opposite."""

    join: str = AND
    members: tuple[Node, ...] = ()
    is_negated: bool = False

    def count(self) -> int:
        """Return how many conditions stand in the bracket and those within it."""
        return sum(member.count() if isinstance(member, Group) else 1 for member in self.members)


Node = Condition | Ready | Group


def as_plain(node: Node) -> dict[str, Any]:
    """Return a tree as plain values for JSON; what has its usual value is left out."""
    if isinstance(node, Group):
        plain: dict[str, Any] = {"join": node.join, "members": [as_plain(member) for member in node.members]}
        return {**plain, "not": True} if node.is_negated else plain
    if isinstance(node, Ready):
        values: Mapping[str, str] = dict(node.values)
        return {"ready": node.name, "values": dict(values)} if values else {"ready": node.name}
    plain = {"field": node.field, "operator": node.operator, "values": list(node.values)}
    if node.which:
        plain["which"] = node.which
    if node.as_of:
        plain["as_of"] = node.as_of
    return plain
