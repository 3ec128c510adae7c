"""Small samples: what of a table about people may be shown, so that nobody's part follows by subtraction either.

Two kinds of table, said in the description of each. An **official** one (handed up, for those who may see the people)
is exact and never cut. A **self-check** (distribution, attrition, moods) is rolled up here: ordered neighbours are
joined until each group has the least number, then all tables of one print are checked together, since a small group
hidden in one table often follows from another. Everything is decided by sizes alone, never by what is counted, for a
group that vanished because of what it holds would tell just that. Whoever prints a joined group takes people, inputs,
workbook and drill-down from the joined group too.

Rolling up says nothing of two prints of different days; for those, sums are rounded by ``rounded``.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate

SMALLEST = "smallest_sample"
"""The rule figure that says how many people (sheets, ballots) a group must have; the one minimum of all rooms."""
ROUNDING = "self_check_rounding"
"""The rule figure to whose multiples the sums of self-check tables are rounded; 1 leaves them exact."""
OTHERS = "其他"
TOO_FEW = "人数不足，不显示"
_PRIME = (1 << 61) - 1


@dataclass(frozen=True)
class Group:
    """One row of a table: its title and the ids of the people in it. ``parts``: the titles of what was joined."""

    title: str
    people: frozenset[str]
    parts: tuple[str, ...] = ()

    def __len__(self) -> int:
        """Return how many people it has."""
        return len(self.people)


@dataclass(frozen=True)
class Grouping:
    """One table: its groups in their order. Those of an ordered one (ages) join neighbours, others join as 其他."""

    title: str
    groups: tuple[Group, ...]
    is_ordered: bool = False

    @classmethod
    def of(cls, title: str, groups: Mapping[str, Collection[str]], *, is_ordered: bool = False) -> Grouping:
        """Return the table of groups given as title and people, in their order; groups of nobody are left out."""
        found = tuple(Group(name, frozenset(people), (name,)) for name, people in groups.items() if people)
        return cls(title, found, is_ordered)


def least_of(figures: ParameterSet, day: PartialDate | date | None) -> int:
    """Return how many people a group must have on a day."""
    return figures.integer(SMALLEST, day)


def self_check_remarks(figures: ParameterSet, day: PartialDate | date | None) -> tuple[str, ...]:
    """Return what stands under a self-check table of how it was cut."""
    base = figures.integer(ROUNDING, day)
    said = f"不足 {least_of(figures, day)} 人的组并入相邻的组，能由各组相减推算出来的也合并，合并只看人数，不看条目。"
    return (said, f"件数按 {base} 取整，比率按取整后的件数计算。") if base > 1 else (said,)


def shown(tables: Sequence[Grouping], least: int) -> list[Grouping]:
    """Return the tables of one print as they may be shown together, in the same order.

    Each group has ``least`` people or more, and no sum or difference of groups of whatever tables is a set of fewer.
    A table of fewer than ``least`` people altogether has no groups then.
    """
    found = [_rolled_up(table, least) for table in tables]
    while (small := _derivable(found, least)) is not None:
        found = _joined_further(found, small)
    return [_in_order(table, before) for table, before in zip(found, tables, strict=True)]


def _in_order(table: Grouping, before: Grouping) -> Grouping:
    """Return a table with its groups, and the parts of those that were joined, in the order they had; 其他 last."""
    place = {group.title: n for n, group in enumerate(before.groups)}
    groups = []
    for group in table.groups:
        parts = tuple(sorted(group.parts, key=lambda part: place[part]))
        groups.append(Group(_title(parts, table.is_ordered), group.people, parts))
    groups.sort(key=lambda g: (g.title.startswith(OTHERS), place[g.parts[0]]))
    return Grouping(table.title, tuple(groups), table.is_ordered)


# ---- one table


def _rolled_up(table: Grouping, least: int) -> Grouping:
    groups = list(table.groups)
    while any(len(group) < least for group in groups):
        if len(groups) == 1:
            return Grouping(table.title, (), table.is_ordered)
        smallest = min(range(len(groups)), key=lambda at: (len(groups[at]), at))
        groups = _join(groups, smallest, table.is_ordered)
    return Grouping(table.title, tuple(groups), table.is_ordered)


def _join(groups: Sequence[Group], at: int, is_ordered: bool) -> list[Group]:
    """Return the groups with the one at ``at`` joined to its smaller neighbour, or to the smallest other one."""
    near = [n for n in (at - 1, at + 1) if 0 <= n < len(groups)] if is_ordered else range(len(groups))
    other = min((n for n in near if n != at), key=lambda n: (len(groups[n]), n))
    return _merge(groups, min(at, other), max(at, other), is_ordered)


def _merge(groups: Sequence[Group], first: int, second: int, is_ordered: bool) -> list[Group]:
    one, two = groups[first], groups[second]
    merged = Group("", one.people | two.people, (*one.parts, *two.parts))
    rest = [group for n, group in enumerate(groups) if n not in (first, second)]
    return [*rest[:first], merged, *rest[first:]] if is_ordered else [*rest, merged]


def _title(parts: Sequence[str], is_ordered: bool) -> str:
    return "、".join(parts) if is_ordered or len(parts) < 3 else f"{OTHERS}（{'、'.join(parts)}）"


# ---- all tables of one print


def _derivable(tables: Sequence[Grouping], least: int) -> frozenset[str] | None:
    """Return a set of fewer than ``least`` people that some sum or difference of shown groups gives, None if none is.

    People who stand in the same groups of every table cannot be told apart: they are one cell. A set follows when its
    0-1 vector over the cells lies in the span of the groups' vectors. The vectors are brought to echelon form, the
    largest cells first, so that only small cells are left as pivots to choose a small set by.
    """
    groups = [group.people for table in tables for group in table.groups]
    cells = _cells(groups)
    order = sorted(cells, key=lambda key: (-len(cells[key]), key))
    sizes = [len(cells[key]) for key in order]
    rows = _echelon(_incidence(order, len(groups)))
    small = [(pivot, row) for pivot, row in rows if sizes[pivot] < least]
    for chosen in _choices(small, sizes, least):
        found = _small_set(chosen, sizes, least)
        if found:
            return frozenset(chain.from_iterable(cells[order[n]] for n in found))
    return None


def _cells(groups: Sequence[frozenset[str]]) -> dict[tuple[int, ...], list[str]]:
    stands_in: dict[str, list[int]] = {}
    for number, people in enumerate(groups):
        for person in people:
            stands_in.setdefault(person, []).append(number)
    cells: dict[tuple[int, ...], list[str]] = {}
    for person, numbers in stands_in.items():
        cells.setdefault(tuple(numbers), []).append(person)
    return cells


def _incidence(order: Sequence[tuple[int, ...]], number: int) -> list[dict[int, int]]:
    rows: list[dict[int, int]] = [{} for _ in range(number)]
    for cell, numbers in enumerate(order):
        for row in numbers:
            rows[row][cell] = 1
    return rows


def _echelon(rows: Iterable[dict[int, int]]) -> list[tuple[int, dict[int, int]]]:
    """Return (pivot, row) of the reduced echelon form over a prime field, as sparse rows."""
    done: dict[int, dict[int, int]] = {}
    for row in rows:
        left = dict(row)
        for pivot in sorted(set(left) & set(done)):
            _subtract(left, done[pivot], left[pivot])
        while left and (pivot := min(left)) in done:
            _subtract(left, done[pivot], left[pivot])
        if not left:
            continue
        inverse = pow(left[pivot], -1, _PRIME)
        left = {cell: value * inverse % _PRIME for cell, value in left.items()}
        for other in done.values():
            if pivot in other:
                _subtract(other, left, other[pivot])
        done[pivot] = left
    return sorted(done.items())


def _subtract(row: dict[int, int], other: Mapping[int, int], times: int) -> None:
    for cell, value in other.items():
        left = (row.get(cell, 0) - times * value) % _PRIME
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)


def _choices(
    small: Sequence[tuple[int, dict[int, int]]], sizes: Sequence[int], least: int
) -> Iterator[list[dict[int, int]]]:
    """Yield the choices of small pivots whose cells have fewer than ``least`` people together."""
    open_ones: list[tuple[int, int, list[dict[int, int]]]] = [(0, 0, [])]
    while open_ones:
        start, size, chosen = open_ones.pop()
        if chosen:
            yield chosen
        for n in range(start, len(small)):
            pivot, row = small[n]
            if size + sizes[pivot] < least:
                open_ones.append((n + 1, size + sizes[pivot], [*chosen, row]))


def _small_set(chosen: Sequence[dict[int, int]], sizes: Sequence[int], least: int) -> list[int]:
    """Return the cells of the sum of the rows where it is a 0-1 vector of fewer than ``least`` people, else none."""
    total: Counter[int] = Counter()
    for row in chosen:
        total.update(row)
    cells, size = [], 0
    for cell, value in total.items():
        if value % _PRIME == 1:
            cells.append(cell)
            size += sizes[cell]
        if value % _PRIME > 1 or size >= least:
            return []
    return cells


def _joined_further(tables: Sequence[Grouping], small: frozenset[str]) -> list[Grouping]:
    """Return the tables with one more join: of the smallest group that holds any of the small set, wherever it is.

    Where each of those tables is one group already, their totals themselves differ by the small set: the smallest table
    is not shown then.
    """
    where = [
        (len(table.groups) == 1, len(group), number, at)
        for number, table in enumerate(tables)
        for at, group in enumerate(table.groups)
        if group.people & small
    ]
    is_whole, _, number, at = min(where)
    table = tables[number]
    joined = [] if is_whole else _join(table.groups, at, table.is_ordered)
    return [Grouping(t.title, tuple(joined), t.is_ordered) if n == number else t for n, t in enumerate(tables)]


# ---- sums


def rounded(total: int, base: int, people: Iterable[str]) -> int:
    """Return a sum as one of its two neighbouring multiples of ``base``; 1 leaves it exact.

    Which of the two is settled by a digest of the people counted, the nearer one in more cases, so that the same people
    always give the same figure and nobody can tell from two prints what one person more has changed.
    """
    below, rest = divmod(total, base)
    if not rest:
        return total
    digest = hashlib.sha256("\n".join(sorted(people)).encode()).digest()
    return (below + (int.from_bytes(digest[:8], "big") % base < rest)) * base
