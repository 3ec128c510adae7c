"""Party meetings, self-checks, rectification, inspections of teams: problems become loops and are closed there."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.editing import Pair
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.spine.entry import hanging, place_of
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.political.actions.saving import EDIT, refuse, save, written
from ganbu_desktop.modules.political.records import (
    Rectification,
    TeamInspection,
    Working,
)
from ganbu_desktop.store.operations import Operation

RECTIFYING = "1"
"""The code of table ``loop_kind`` for 整改."""
_FOLLOWED = ("problem", "measure", "responsible", "due_on")


def add_problem(office: Office, inspection: TeamInspection, problem: LoopItem) -> LoopItem:
    """Hang a problem that was found in a unit on the inspection of its team."""
    values = {**place_of(inspection), "unit_id": problem.unit_id or inspection.unit_id, "kind": RECTIFYING}
    if not problem.problem:
        refuse(["请写明发现的问题"])
    with office.operation("登记班子考察发现的问题", right=EDIT) as current:
        position = len(hanging(current.connection, LoopItem, TeamInspection.table.name, inspection.id))
        return current.insert(dataclasses.replace(problem, **values, position=position))


def save_self_checks(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Save what people found in themselves; each problem is a loop until it is put right."""
    save(office, pairs, title=title, within=_keep_loops)


def save_rectifications(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Save problems to be put right by a unit or a person; each is a loop until it is closed on papers."""
    for row in written(pairs, Rectification):
        if row.unit_id is None and row.person_id is None:
            refuse(["请填写责任单位或干部"])
    save(office, pairs, title=title, within=_keep_loops)


def _keep_loops(current: Operation, pairs: Sequence[Pair]) -> None:
    """Make the loop of each new row, and keep an open one in step with its row; what is closed stays as it is."""
    for row in written(pairs, Working):
        values = {name: getattr(row, name) for name in _FOLLOWED}
        values["unit_id"] = getattr(row, "unit_id", None) or _unit_of(current, getattr(row, "person_id", None))
        items = hanging(current.connection, LoopItem, type(row).table.name, row.id)
        if not items:
            current.insert(LoopItem(kind=RECTIFYING, **place_of(row), **values))
        elif not items[0].is_closed:
            current.change(items[0], **values)
        elif any(getattr(items[0], name) != values[name] for name in _FOLLOWED):
            raise CheckFailed("这项整改已经销号，问题、措施、责任人和时限不能再改；没有保存")


def _unit_of(current: Operation, person_id: str | None) -> str | None:
    people = current.find(Person, Person.table.c.id == person_id) if person_id else []
    return people[0].unit_id if people else None
