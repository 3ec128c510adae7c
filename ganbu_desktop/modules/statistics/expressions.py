"""What is read of a person in SQL where it does not stand in the person's own row."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.kernel.people.dated import done_on, standing_on
from ganbu_desktop.kernel.people.person import AnnualResult, Education, Person, SourceTag, Supplement

_SHORT_COURSE = "22"
"""大学普通班 counts as 大专."""
_FULL_TIME = "全日制"
Value = sa.ColumnElement[Any]


def _of_person(column: Value, table: sa.Table, *conditions: Value) -> sa.Select[Any]:
    return sa.select(column).where(table.c.person_id == Person.table.c.id, *conditions).correlate(Person.table)


def education(day: date, *, full_time: bool = False) -> Value:
    """Return the place (0 研究生 … 4 高中及以下) of the highest education done by a day, NULL for none."""
    at = Education.table.c
    first = sa.func.substr(at.level, 1, 1)
    place = sa.case(
        (at.level == _SHORT_COURSE, "2"), (first == "1", "0"), (first == "2", "1"), (first == "3", "2"),
        (first == "4", "3"), else_="4",
    )  # fmt: skip
    conditions: list[Value] = [at.level.is_not(None), done_on(day)]
    if full_time:
        conditions.append(at.mode == _FULL_TIME)
    return _of_person(sa.func.min(place), Education.table, *conditions).scalar_subquery()


def degree(day: date) -> Value:
    """Return the place (0 博士 … 3 其他) of the highest degree by a day; 3 for education without a degree."""
    at = Education.table.c
    by_line: list[list[str]] = [[], [], []]
    for entry in codes.table("degree").entries:
        line = next((n for n, word in enumerate(("博士", "硕士", "学士")) if entry.label.endswith(word)), None)
        if line is not None and entry.label != "名誉博士":
            by_line[line].append(entry.code)
    place = sa.case(*((at.degree.in_(found), str(n)) for n, found in enumerate(by_line)), else_="3")
    return _of_person(sa.func.min(place), Education.table, done_on(day)).scalar_subquery()


def annual_result(year: int) -> Value:
    """Return the code of one year's assessment."""
    at = AnnualResult.table.c
    return _of_person(sa.func.min(at.result), AnnualResult.table, at.year == year).scalar_subquery()


def excellent_years(first: int, last: int) -> Value:
    """Return how many of some years were 优秀, NULL where none of them has a result."""
    at = AnnualResult.table.c
    excellent = codes.table("annual_result").code_for("优秀")
    number = sa.func.sum(sa.case((at.result == excellent, 1), else_=0))
    within = (at.year.between(first, last), at.result.is_not(None))
    return _of_person(number, AnnualResult.table, *within).scalar_subquery()


def source(day: date) -> Value:
    """Return the codes of the source tags that stand on a day, joined by commas."""
    at = SourceTag.table.c
    return _of_person(sa.func.group_concat(at.category), SourceTag.table, standing_on(day)).scalar_subquery()


def selected_graduate() -> Value:
    """Return whether somebody is a 选调生."""
    at = Supplement.table.c
    return _of_person(sa.func.max(at.selected_graduate), Supplement.table).scalar_subquery()
