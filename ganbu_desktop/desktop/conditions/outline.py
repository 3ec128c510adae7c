"""A tree of conditions as indented lines, the way the builder shows it; brackets are made by indenting. Knows no Qt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ganbu_desktop.kernel.list.conditions.tree import MOST_DEEP, OR, Group, Node


@dataclass(frozen=True)
class Line:
    """One line: a condition, or a bracket (a group without members) whose members are the deeper lines below it."""

    depth: int
    node: Node

    @property
    def is_bracket(self) -> bool:
        """Whether further lines stand within this one."""
        return isinstance(self.node, Group)


def lines_of(tree: Group) -> list[Line]:
    """Return the lines within a tree; the tree's own join stands above them and is no line."""
    return list(_lines(tree.members, 0))


def _lines(members: Sequence[Node], depth: int) -> Iterator[Line]:
    for member in members:
        if isinstance(member, Group):
            yield Line(depth, replace(member, members=()))
            yield from _lines(member.members, depth + 1)
        else:
            yield Line(depth, member)


def tree_of(lines: Sequence[Line], root: Group) -> Group:
    """Return the tree of some lines; ``root`` says how the outermost are joined. Empty brackets are left out."""
    members, _end = _members(lines, 0, 0)
    return replace(root, members=members)


def _members(lines: Sequence[Line], start: int, depth: int) -> tuple[tuple[Node, ...], int]:
    found: list[Node] = []
    at = start
    while at < len(lines) and lines[at].depth >= depth:
        node = lines[at].node
        at += 1
        if isinstance(node, Group):
            inner, at = _members(lines, at, depth + 1)
            if inner:
                found.append(replace(node, members=inner))
        else:
            found.append(node)
    return tuple(found), at


def end_of(lines: Sequence[Line], place: int) -> int:
    """Return the place after a line and everything within it."""
    end = place + 1
    while lines[place].is_bracket and end < len(lines) and lines[end].depth > lines[place].depth:
        end += 1
    return end


def removed(lines: Sequence[Line], place: int) -> list[Line]:
    """Return the lines without one and what stands within it, nor brackets that are empty then."""
    return _without_empty([*lines[:place], *lines[end_of(lines, place) :]])


def _without_empty(lines: list[Line]) -> list[Line]:
    empty = [i for i, line in enumerate(lines) if line.is_bracket and end_of(lines, i) == i + 1]
    if not empty:
        return lines
    return _without_empty([line for i, line in enumerate(lines) if i not in empty])


def indented(lines: Sequence[Line], place: int) -> tuple[list[Line], int]:
    """Put a line into a bracket: that of the line above where it stands in or is one, else a new one (或者).

    Returns the lines and where the line stands now.
    """
    here, end = lines[place], end_of(lines, place)
    deepest = max(line.depth for line in lines[place:end])
    if deepest + 2 >= MOST_DEEP:
        return list(lines), place
    block = [replace(line, depth=line.depth + 1) for line in lines[place:end]]
    above = lines[place - 1] if place else None
    if above is not None and (above.depth > here.depth or (above.depth == here.depth and above.is_bracket)):
        return [*lines[:place], *block, *lines[end:]], place
    bracket = Line(here.depth, Group(OR))
    if above is not None and above.depth == here.depth:
        moved = replace(above, depth=above.depth + 1)
        return [*lines[: place - 1], bracket, moved, *block, *lines[end:]], place + 1
    return [*lines[:place], bracket, *block, *lines[end:]], place + 1


def outdented(lines: Sequence[Line], place: int) -> tuple[list[Line], int]:
    """Take a line out of its bracket, behind it. Returns the lines and where the line stands now."""
    here, end = lines[place], end_of(lines, place)
    if here.depth == 0:
        return list(lines), place
    after = end
    while after < len(lines) and lines[after].depth >= here.depth:
        after += 1
    block = [replace(line, depth=line.depth - 1) for line in lines[place:end]]
    moved = _without_empty([*lines[:place], *lines[end:after], *block, *lines[after:]])
    return moved, next((at for at, line in enumerate(moved) if line is block[0]), max(0, min(place, len(moved) - 1)))
