"""Values of the ballots that are handed out, and of the sheet that sums a vote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.political import queries, rules
from ganbu_desktop.modules.political.forms.shared import Blank, day, one
from ganbu_desktop.modules.political.records import BallotSum
from ganbu_desktop.modules.political.rules import NEGATIVE, POSITIVE, ItemResult

_TOO_FEW = "有效票少于最小样本，不显示分项结果。"


def _rows(direction: str) -> list[dict[str, str]]:
    """Return the items of an empty ballot; a dimension stands at the first of its items."""
    rows: list[dict[str, str]] = []
    before = ""
    for number, (_code, text, dimension) in enumerate(rules.ballot_items(direction), 1):
        group = (dimension if dimension != before else "") if direction == POSITIVE else str(number)
        before = dimension
        answers = {f"answer_{i}": "" for i in range(1, len(rules.ANSWERS[direction]) + 1)}
        example = {} if direction == POSITIVE else {"example": ""}
        rows.append({"group": group, "item": text, **answers, **example})
    return rows


def _ballot(connection: sa.Connection, record_id: str, direction: str) -> Mapping[str, Any]:
    ballot = one(connection, BallotSum, record_id)
    name = one(connection, Person, ballot.person_id).name or ""
    return {"person": name, "occasion": ballot.occasion or "", "items": _rows(direction)}


def positive_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return an empty 正向 ballot about the person of a vote."""
    return _ballot(connection, record_id, POSITIVE)


def reverse_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return an empty 反向 ballot about the person of a vote."""
    return _ballot(connection, record_id, NEGATIVE)


def _blank(direction: str) -> Blank:
    return lambda office: {"person": "", "occasion": "", "items": _rows(direction)}


positive_blank, reverse_blank = _blank(POSITIVE), _blank(NEGATIVE)


def sum_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return the sums of one vote by item, then by dimension; none below the smallest sample, no score."""
    ballot = one(connection, BallotSum, record_id)
    direction = ballot.direction or POSITIVE
    headings = [*rules.ANSWERS[direction], ""][:4]
    found = queries.ballot_results(office, ballot)
    return {
        "person": one(connection, Person, ballot.person_id).name or "",
        "occasion": ballot.title or ballot.occasion or "",
        "ballots": f"发出 {_number(ballot.handed_out)} 票，有效 {_number(ballot.counted)} 票",
        "held_on": day(ballot.held_on),
        **{f"heading_{number}": text for number, text in enumerate(headings, 1)},
        "items": [] if found is None else [*_items(found), *_dimensions(found)],
        "note": _TOO_FEW if found is None else _note(office, ballot, found),
    }


def _number(value: int | None) -> str:
    return "无记录" if value is None else str(value)


def _items(found: list[ItemResult]) -> list[dict[str, str]]:
    return [_row(result.dimension, result.text, [str(answer) for answer in result.answers]) for result in found]


def _dimensions(found: list[ItemResult]) -> list[dict[str, str]]:
    """Return a row of shares for each dimension; dimensions are never added up."""
    return [
        _row(dimension, "各项占比", [rules.percent(answer, sum(answers)) for answer in answers])
        for dimension, answers in rules.by_dimension(found).items()
        if dimension
    ]


def _row(group: str, item: str, answers: list[str]) -> dict[str, str]:
    return {"group": group, "item": item, **{f"answer_{i}": text for i, text in enumerate([*answers, ""][:4], 1)}}


def _note(office: Office, ballot: BallotSum, found: list[ItemResult]) -> str:
    when = queries.as_day(office, ballot.held_on)
    threshold = office.parameters().integer("reverse_ballot_percent", when)
    to_check = rules.to_be_checked(found, threshold)
    if not to_check:
        return "只列票数和占比，不计分，不定等次。"
    said = "、".join(result.text for result in to_check)
    return f"“明显”达到 {threshold}% 的：{said}。提请核实，票数不是结论。"
