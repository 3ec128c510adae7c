"""Invented names and identity numbers, each once."""

from __future__ import annotations

import random

from ganbu_desktop.foundation import identity_number, person_name
from ganbu_desktop.modules.people.demo.words import words

_REGION = "3399"
"""No place has this code, so no living person has such a number."""
_REGIONS = 15
_RARE_SHARE, _DOTTED_SHARE, _SHORT_SHARE = 0.01, 0.015, 0.25
HAN = "01"
_DOTTED_NATIONS = ("05", "17")
_OTHER_NATIONS = ("03", "06", "08", "11", "12", "15")
_OTHER_SHARE = 0.07


class Names:
    """Makes names, nations and numbers; no name with the same month of birth and no number comes twice."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._given = {"1": words("given_male"), "2": words("given_female")}
        self._dotted = {"1": words("minority_names"), "2": words("minority_names_female")}
        self._rare, self._surnames = words("given_rare"), words("surnames")
        self._known: set[tuple[str, int]] = set()
        self._numbers: set[str] = set()

    def person(self, sex: str, birth_month: int) -> tuple[str, str]:
        """Return a new name and its nation's code for somebody born in a month (counted from year 0)."""
        while True:
            name, nation = self._draw(sex)
            if (name, birth_month) not in self._known:
                self._known.add((name, birth_month))
                return name, nation

    def _draw(self, sex: str) -> tuple[str, str]:
        rng = self._rng
        if rng.random() < _DOTTED_SHARE:
            own, father = rng.choice(self._dotted[sex]), rng.choice(self._dotted["1"])
            return f"{own}·{father}", rng.choice(_DOTTED_NATIONS)
        nation = rng.choice(_OTHER_NATIONS) if rng.random() < _OTHER_SHARE else HAN
        return rng.choice(self._surnames) + self.given(sex), nation

    def given(self, sex: str) -> str:
        """Return one or two given characters, now and then a rare one."""
        rng = self._rng
        if rng.random() < _RARE_SHARE:
            return rng.choice(self._rare)
        own = self._given[sex]
        return rng.choice(own) if rng.random() < _SHORT_SHARE else rng.choice(own) + rng.choice(own)

    def kin(self, name: str, sex: str, *, same_family: bool) -> str:
        """Return the name of a relative, of the same surname or another."""
        if "·" in name:
            return f"{self._rng.choice(self._dotted[sex])}·{self._rng.choice(self._dotted['1'])}"
        surname = person_name.surname(name) if same_family else self._rng.choice(self._surnames)
        return surname + self.given(sex)

    def number(self, sex: str, birth_digits: str) -> str:
        """Return a valid number of the invented region for a day of birth (eight digits)."""
        rng = self._rng
        while True:
            order = rng.randrange(500) * 2 + (sex == "1")
            head = f"{_REGION}{rng.randrange(1, _REGIONS + 1):02d}{birth_digits}{order:03d}"
            if head not in self._numbers:
                self._numbers.add(head)
                return head + identity_number.check_digit(head)
