"""What is odd about the identity numbers of an import: said in the person's own row, never a reason to refuse it."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.foundation import identity_number
from ganbu_desktop.modules.intake.incoming import IncomingPerson, Problem

_BORN = "出生年月"


def doubts(people: Sequence[IncomingPerson]) -> list[str]:
    """Note at each person what the data check would say of the number, its sex and its birth; return all of it.

    A refused month of birth is told which one the number says.
    """
    found = []
    for person in people:
        number = person.id_number or ""
        sex = person.row.values.get("sex")
        person.notices = identity_number.problems(number, sex=sex, born_on=person.born_on)
        person.row.problems = [_offering(problem, number) for problem in person.row.problems]
        found += [f"{person.place} {person.name}：{text}" for text in person.notices]
    return found


def _offering(problem: Problem, number: str) -> Problem:
    born = identity_number.birth_date(number)
    if problem.header != _BORN or born is None or "身份证号上是" in problem.message:
        return problem
    message = f"{problem.message}；身份证号上是 {born.to_month()}"
    return Problem(problem.place, problem.header, problem.text, message)
