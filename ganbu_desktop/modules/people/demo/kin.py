"""Invented relatives: spouse, child, parents, of ages and occupations that go together."""

from __future__ import annotations

import random
from typing import Any

from ganbu_desktop.modules.people.demo.life import Life, month
from ganbu_desktop.modules.people.demo.naming import Names
from ganbu_desktop.modules.people.demo.words import code, words

Values = dict[str, Any]
_ADULT, _PUPIL, _PENSIONER, _OLD = 18 * 12, 6 * 12, 60 * 12, 82 * 12


class Kin:
    """Makes the family of one person as of a month counted from year 0."""

    def __init__(self, rng: random.Random, names: Names, now: int) -> None:
        self._rng, self._names, self._now = rng, names, now

    def relatives(self, name: str, life: Life) -> list[Values]:
        """Return the rows in the order of the form: spouse, children, parents."""
        rng, age = self._rng, self._now - life.born
        found: list[Values] = []
        if age > 28 * 12 and rng.random() < 0.92:
            spouse = self._spouse(life)
            found.append(spouse)
            if age > 31 * 12:
                found.append(self._child(name if life.sex == "1" else spouse["name"], life))
        found += [self._parent(name, life, "1"), self._parent(name, life, "2")]
        return [{"position": number, **values} for number, values in enumerate(found, 1)]

    def _row(self, relation: str, name: str, born: int, status: str, work: str) -> Values:
        alive = "去世" not in work
        return {
            "relation": code("family_relation", relation),
            "name": name,
            "born_on": month(born) if alive else None,
            "political_status": code("political_status", status),
            "employer_and_post": work,
        }

    def _spouse(self, life: Life) -> Values:
        relation, sex = ("妻子", "2") if life.sex == "1" else ("丈夫", "1")
        born = min(life.born + self._rng.randint(-48, 48), self._now - 24 * 12)
        status = self._rng.choice(("中共党员", "群众", "群众"))
        return self._row(relation, self._names.kin("", sex, same_family=False), born, status, self._work())

    def _work(self) -> str:
        return self._rng.choice(words("employers"))

    def _child(self, father: str, life: Life) -> Values:
        sex = self._rng.choice("12")
        born = min(life.born + self._rng.randint(25 * 12, 33 * 12), self._now - 6)
        age = self._now - born
        child = self._names.kin(father, sex, same_family=True)
        status, work = "群众", "学龄前儿童"
        if age >= 25 * 12:
            status, work = self._rng.choice(("中共党员", "群众")), self._work()
        elif age >= _ADULT:
            status, work = "共青团员", f"{self._rng.choice(words('universities'))}学生"
        elif age >= _PUPIL:
            work = "青禾县城关小学学生" if age < 12 * 12 else "青禾县第一中学学生"
        return self._row("儿子" if sex == "1" else "女儿", child, born, status, work)

    def _parent(self, name: str, life: Life, sex: str) -> Values:
        born = life.born - self._rng.randint(21 * 12, 33 * 12)
        age = self._now - born
        parent = self._names.kin(name, sex, same_family=sex == "1")
        farmer = self._rng.random() < 0.5
        work = (
            f"青禾县{self._rng.choice(words('towns'))}{self._rng.choice(words('villages'))}村民"
            if farmer
            else self._work()
        )
        if age > _OLD or self._rng.random() < 0.08:
            work = f"{work}（已去世）"
        elif age >= _PENSIONER and not farmer:
            work = f"{work}（已退休）"
        status = "中共党员" if self._rng.random() < 0.25 else "群众"
        return self._row("父亲" if sex == "1" else "母亲", parent, born, status, work)
