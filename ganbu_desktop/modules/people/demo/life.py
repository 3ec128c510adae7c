"""One invented working life as months: education, periods of work with their posts, and what follows from them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.modules.people.demo.county import Body
from ganbu_desktop.modules.people.demo.words import group, rows

CHIEF, DEPUTY, STAFF = "chief", "deputy", "staff"
_FIRST, _NEXT, _LAST = 36, 24, 3
"""Shortest first, further and present period in months."""
_SEPTEMBER, _JULY = 8, 6
_AGES = {CHIEF: (38, 58), DEPUTY: (32, 57), STAFF: (24, 57)}
_OLDEST_WOMAN = 53
_RETIRING_SHARE, _RETIRING = 0.04, {"1": 60 * 12 + 6, "2": 55 * 12 + 6}
"""Some retire within a year; months of age by sex at which that is near."""
_PERIODS = {CHIEF: (3, 5), DEPUTY: (2, 4), STAFF: (1, 3)}
_IN_SERVICE_SHARE = 0.35


@lru_cache(maxsize=4096)
def month(index: int) -> PartialDate:
    """Return the month of a number of months since year 0."""
    return PartialDate(index // 12, index % 12 + 1)


@dataclass(frozen=True)
class Study:
    """One course: months of entry and end, code of the level, school, major, degree by name (or none)."""

    start: int
    end: int
    level: str
    school: str
    major: str
    degree: str = ""
    full_time: bool = True


@dataclass(frozen=True)
class Period:
    """One period of work; ``end`` is None for the present one."""

    start: int
    end: int | None
    rung: str
    body: Body
    post: str


@dataclass
class Life:
    """The months of one person: ``born`` and ``began`` in months since year 0, the day of birth apart."""

    sex: str
    born: int
    day: int
    role: str
    began: int
    studies: list[Study]
    periods: list[Period] = field(default_factory=list)

    @property
    def present(self) -> Period:
        """Return the period that lasts."""
        return self.periods[-1]


class Lives:
    """Makes lives that are consistent in themselves, as of one month."""

    def __init__(self, rng: random.Random, bodies: Sequence[Body], now: int) -> None:
        self._rng, self._bodies, self._now = rng, bodies, now

    def make(self, body: Body, role: str, post: str) -> Life:
        """Return the life of somebody who holds a post in a unit now."""
        rng = self._rng
        sex = "2" if rng.random() < 0.3 else "1"
        youngest, oldest = _AGES[role]
        age = rng.randint(youngest, min(oldest, _OLDEST_WOMAN) if sex == "2" else oldest)
        born = self._now - age * 12 - rng.randrange(12)
        if role != STAFF and rng.random() < _RETIRING_SHARE:
            age = _RETIRING[sex] // 12
            born = self._now - _RETIRING[sex] + rng.randrange(12)
        studies = self._full_time(born, age)
        began = min(studies[-1].end + rng.randrange(3), self._now - _LAST)
        life = Life(sex, born, rng.randint(1, 28), role, began, studies)
        life.periods = self._work(life, body, post)
        if rng.random() < _IN_SERVICE_SHARE:
            life.studies += self._in_service(life)
        return life

    def _full_time(self, born: int, age: int) -> list[Study]:
        rng, chance = self._rng, self._rng.random()
        if age >= 45 and chance < 0.25:
            return [self._course(born, 15, 3, "41", "中专")]
        if (age >= 35 and chance < 0.45) or chance < 0.1:
            return [self._course(born, 18, 3, "31", "大专")]
        first = self._course(born, 18, 4, "21", "大学")
        if age < 27 or rng.random() > 0.12:
            return [first]
        start = first.end + 2
        return [first, Study(start, start + 34, "11", rng.choice(group("schools", "大学")), "公共管理", "公共管理硕士")]

    def _course(self, born: int, age: int, years: int, level: str, kind: str) -> Study:
        year, of_year = divmod(born, 12)
        start = (year + age + (of_year > _SEPTEMBER - 1)) * 12 + _SEPTEMBER
        end = (start // 12 + years) * 12 + _JULY
        major, degree = self._rng.choice(rows("majors"))
        school = self._rng.choice(group("schools", kind))
        return Study(start, end, level, school, major, degree if level == "21" else "")

    def _in_service(self, life: Life) -> list[Study]:
        rng = self._rng
        start = (life.began // 12 + rng.randint(3, 8)) * 12 + 2
        end = start + 33
        if end >= self._now:
            return []
        if life.studies[-1].level in ("21", "11") or rng.random() < 0.3:
            school = group("schools", "党校")[0]
            return [Study(start, end, "1B", school, "经济管理", full_time=False)]
        major, _ = rng.choice(rows("majors"))
        return [Study(start, end, "21", rng.choice(group("schools", "大学")), major, full_time=False)]

    def _work(self, life: Life, body: Body, post: str) -> list[Period]:
        starts = self._starts(life)
        ends = [*starts[1:], None]
        rungs = _rungs(life.role, len(starts))
        found = []
        for start, end, rung in zip(starts, ends, rungs, strict=True):
            held = (body, post) if end is None else self._earlier(rung)
            found.append(Period(start, end, rung, *held))
        return found

    def _earlier(self, rung: str) -> tuple[Body, str]:
        body = self._rng.choice(self._bodies)
        posts = {CHIEF: body.chiefs, DEPUTY: body.deputies, STAFF: body.staff}[rung]
        return body, self._rng.choice(posts)

    def _starts(self, life: Life) -> list[int]:
        rng, total = self._rng, self._now - life.began
        least, most = _PERIODS[life.role]
        count = min(rng.randint(least, most), 1 + max(0, total - _FIRST - _LAST) // _NEXT)
        if count == 1:
            return [life.began]
        spare = total - _FIRST - _NEXT * (count - 2) - _LAST
        shares = sorted(rng.randint(0, spare) for _ in range(count - 1))
        lengths = [_FIRST + shares[0], *(_NEXT + later - earlier for earlier, later in pairwise(shares))]
        starts = [life.began]
        for length in lengths:
            starts.append(starts[-1] + length)
        return starts


def _rungs(role: str, count: int) -> list[str]:
    ladder = {CHIEF: [DEPUTY, CHIEF], DEPUTY: [DEPUTY], STAFF: [STAFF]}[role]
    tail = ladder[-count:]
    return [STAFF] * (count - len(tail)) + tail
