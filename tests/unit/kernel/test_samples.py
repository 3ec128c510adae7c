"""Small samples are attacked here as a reader of the paper would: no sum over one to four people may follow."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import combinations

import pytest

from ganbu_desktop.kernel.report.samples import Grouping, rounded, shown

LEAST = 5
_OTHER_PRIME = (1 << 89) - 1
Table = list[frozenset[str]]


def _county(seed: int) -> tuple[dict[str, dict[str, set[str]]], dict[str, int]]:
    """Return three ways to group invented people, and how many entries each has."""
    rng = random.Random(seed)
    people = [f"p{n}" for n in range(rng.randint(30, 160))]
    ways: dict[str, dict[str, set[str]]] = {"sex": {}, "age": {}, "unit": {}}
    kinds = rng.randint(4, 9)
    for person in people:
        ways["sex"].setdefault(rng.choice("男男男女") if rng.random() < 0.98 else "未填", set()).add(person)
        ways["age"].setdefault(f"{min(rng.randint(22, 62), rng.randint(28, 70)) // 5 * 5}", set()).add(person)
        ways["unit"].setdefault(f"{int(kinds * rng.random() ** 2)}", set()).add(person)
    return {w: dict(sorted(g.items())) for w, g in ways.items()}, {p: rng.random() < 0.1 for p in people}


def _tables(ways: dict[str, dict[str, set[str]]]) -> list[Grouping]:
    return [Grouping.of(title, groups, is_ordered=title == "age") for title, groups in ways.items()]


def _plain(tables: Sequence[Grouping]) -> list[Table]:
    return [[group.people for group in table.groups] for table in tables]


def _follows(tables: Sequence[Table], least: int = LEAST) -> bool:
    """Attack: tell whether some set of fewer than ``least`` people lies in the span of what is shown.

    Written the other way round than the program: a set lies in the span when it is orthogonal to every way to shift
    values between people that leaves all shown groups as they are.
    """
    groups = [group for table in tables for group in table]
    cells: dict[tuple[int, ...], int] = {}
    for person in set().union(*groups) if groups else ():
        where = tuple(n for n, group in enumerate(groups) if person in group)
        cells[where] = cells.get(where, 0) + 1
    keys = sorted(cells)
    shifts = _shifts([[int(n in key) for key in keys] for n in range(len(groups))], len(keys))
    small = [(cells[key], shifts[n]) for n, key in enumerate(keys) if cells[key] < least]
    nothing = tuple(0 for _ in shifts[0]) if shifts else ()
    for number in range(1, least):
        for chosen in _sums_to(small, number, nothing):
            if chosen < least:
                return True
    return False


def _sums_to(small: list[tuple[int, tuple[int, ...]]], number: int, nothing: tuple[int, ...]) -> list[int]:
    """Return the sizes of the choices of ``number`` cells whose shifts add up to nothing, the last one looked up."""
    by_shift: dict[tuple[int, ...], list[int]] = {}
    for n, (_, shift) in enumerate(small):
        by_shift.setdefault(shift, []).append(n)
    found = []
    for chosen in combinations(range(len(small)), number - 1):
        if sum(small[n][0] for n in chosen) >= LEAST:
            continue
        left = tuple(-sum(c) % _OTHER_PRIME for c in zip(*(small[n][1] for n in chosen), strict=True)) or nothing
        for last in by_shift.get(left, ()):
            if last not in chosen:
                found.append(sum(small[n][0] for n in (*chosen, last)))
    return found


def _shifts(rows: list[list[int]], width: int) -> list[tuple[int, ...]]:
    """Return for each cell its coordinates in the null space of ``rows``."""
    rows, pivots, at = [list(r) for r in rows], [], 0
    for column in range(width):
        found = next((n for n in range(at, len(rows)) if rows[n][column]), None)
        if found is None:
            continue
        rows[at], rows[found] = rows[found], rows[at]
        inverse = pow(rows[at][column], -1, _OTHER_PRIME)
        rows[at] = [v * inverse % _OTHER_PRIME for v in rows[at]]
        for n, row in enumerate(rows):
            if n != at and row[column]:
                rows[n] = [(v - row[column] * w) % _OTHER_PRIME for v, w in zip(row, rows[at], strict=True)]
        pivots.append(column)
        at += 1
    free = [c for c in range(width) if c not in pivots]
    shifts = [[int(f == c) for f in free] for c in range(width)]
    for n, pivot in enumerate(pivots):
        shifts[pivot] = [-rows[n][f] % _OTHER_PRIME for f in free]
    # Four coordinates, mixed by fixed numbers, tell the same as all of them and are quicker to look up.
    mix = random.Random(3)
    mixed = [[mix.randrange(_OTHER_PRIME) for _ in free] for _ in range(4)]
    return [tuple(sum(a * b for a, b in zip(s, m, strict=True)) % _OTHER_PRIME for m in mixed) for s in shifts]


@pytest.mark.parametrize("block", range(4))
def test_of_120_random_counties_no_small_group_follows_from_three_tables(block: int) -> None:
    leaks = [s for s in range(30 * block, 30 * block + 30) if _follows(_plain(shown(_tables(_county(s)[0]), LEAST)))]
    assert leaks == []


def test_without_joining_the_attack_finds_what_it_looks_for() -> None:
    cut = []
    for seed in range(30):
        tables = _plain(_tables(_county(seed)[0]))
        big = [[group for group in table if len(group) >= LEAST] for table in tables]
        everybody = frozenset().union(*tables[0])
        cut.append(_follows([*big, [everybody]]))
    assert sum(cut) >= 5


def test_joining_each_table_for_itself_is_not_enough() -> None:
    """The control for the check across tables: two tables, each with large groups only, that differ by two people."""
    everybody = {f"p{n}" for n in range(20)}
    women, here = {f"p{n}" for n in range(10)}, {f"p{n}" for n in range(12)}
    tables = [
        Grouping.of("sex", {"女": women, "男": everybody - women}),
        Grouping.of("place", {"县直": here, "乡镇": everybody - here}),
    ]
    assert _follows(_plain(tables))
    found = shown(tables, LEAST)
    assert not _follows(_plain(found))
    assert [len(t.groups) for t in found] in ([1, 2], [2, 1])


def test_neighbours_are_joined_and_the_others_gathered() -> None:
    ages = {"30岁以下": "ab", "31—35岁": "cdefgh", "36—40岁": "ijklmnop", "41岁以上": "q"}
    (table,) = shown([Grouping.of("年龄", {k: set(v) for k, v in ages.items()}, is_ordered=True)], LEAST)
    assert [(g.title, len(g)) for g in table.groups] == [("30岁以下、31—35岁", 8), ("36—40岁、41岁以上", 9)]
    kinds = {"党委": "ab", "政府": "cdefgh", "人大": "i", "政协": "jk"}
    (table,) = shown([Grouping.of("单位", {k: set(v) for k, v in kinds.items()})], LEAST)
    assert [(g.title, len(g)) for g in table.groups] == [("政府", 6), ("其他（党委、人大、政协）", 5)]


@pytest.mark.parametrize("number", [4, 5, 6])
def test_a_group_of_exactly_the_least_number_stands(number: int) -> None:
    groups = {"一": {f"a{n}" for n in range(number)}, "二": {f"b{n}" for n in range(9)}}
    (table,) = shown([Grouping.of("组", groups)], LEAST)
    assert len(table.groups) == (2 if number >= LEAST else 1)


def test_a_table_of_too_few_people_shows_nothing() -> None:
    assert shown([Grouping.of("性别", {"男": {"a", "b"}, "女": {"c", "d"}})], LEAST)[0].groups == ()


def test_totals_that_differ_by_a_few_people_are_not_both_shown() -> None:
    serving = {f"p{n}" for n in range(30)}
    tables = [Grouping.of("甲", {"合计": serving}), Grouping.of("乙", {"合计": serving - {"p0", "p1"}})]
    assert sorted(len(t.groups) for t in shown(tables, LEAST)) == [0, 1]


# ---- two prints


def _later(ways: dict[str, dict[str, set[str]]], seed: int) -> dict[str, dict[str, set[str]]]:
    """Return the same county a year later: a few have come and a few have gone."""
    rng = random.Random(seed)
    everybody = sorted(set().union(*ways["sex"].values()))
    gone = set(rng.sample(everybody, rng.randint(1, 4)))
    later = {way: {title: set(people) - gone for title, people in groups.items()} for way, groups in ways.items()}
    for n in range(rng.randint(0, 4)):
        for groups in later.values():
            groups[rng.choice(sorted(groups))].add(f"new{n}")
    return later


def _told_exactly(first: Sequence[Table], second: Sequence[Table], value: dict[str, int], base: int) -> int:
    """Attack: subtract each group's sum of one print from each of the other; everybody's own part stayed as it was.

    What a rounded figure can stand for lies within ``base`` - 1 on either side. Return how many groups that differ by
    one to four people tell exactly how many entries those have.
    """
    found = 0
    for mine in (g for t in first for g in t):
        for theirs in (g for t in second for g in t):
            more, less = theirs - mine, mine - theirs
            if not 0 < len(more | less) < LEAST or (more and less):
                continue
            sums = [rounded(sum(value.get(p, 0) for p in group), base, group) for group in (mine, theirs)]
            step = (sums[1] - sums[0]) if more else (sums[0] - sums[1])
            slack = 2 * (base - 1)
            low, high = max(step - slack, 0), min(step + slack, len(more | less))
            found += low == high
    return found


@pytest.mark.parametrize("base", [1, 5])
def test_two_prints_of_different_years_tell_nothing_of_who_came_or_went(base: int) -> None:
    told = 0
    for seed in range(120):
        ways, has = _county(seed)
        value = {p: int(v) for p, v in has.items()} | {f"new{n}": n % 2 for n in range(4)}
        first, second = (_plain(shown(_tables(w), LEAST)) for w in (ways, _later(ways, seed)))
        told += _told_exactly(first, second, value, base)
    assert (told == 0) if base == 5 else (told > 100), told


def test_rounding_gives_a_neighbouring_multiple_and_always_the_same() -> None:
    people = [f"p{n}" for n in range(40)]
    seen = {rounded(12, 5, people[: n + 12]) for n in range(28)}
    assert seen == {10, 15}
    assert rounded(12, 5, people) == rounded(12, 5, reversed(people))
    assert [rounded(n, 5, people) for n in (0, 5, 40)] == [0, 5, 40]
    assert [rounded(n, 1, people) for n in (0, 3, 11)] == [0, 3, 11]
