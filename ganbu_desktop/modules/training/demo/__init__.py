"""Invented plans, classes, hours and meetings for the people who are already in a demo store."""

from __future__ import annotations

import random
from collections.abc import Sequence

from ganbu_desktop.kernel.office.office import Office, Progress
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.training.demo.archive import archive
from ganbu_desktop.modules.training.demo.classes import classes
from ganbu_desktop.modules.training.demo.gatherings import gatherings
from ganbu_desktop.modules.training.queries.people import serving_people
from ganbu_desktop.modules.training.records import TrainingClass
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import Record

SEED = 405
_STEPS = 4


def fill(office: Office, progress: Progress) -> int:
    """Invent a year and a half of training for everybody in service and return how many entries were written."""
    chance = random.Random(SEED)
    with office.reading() as connection:
        everybody = serving_people(connection, office.today())
    units = [u for u in office.find(Unit) if u.name]
    today = office.today()
    if not everybody or not units:
        return 0
    written: list[Record] = []
    progress.step(0, _STEPS, "编造培训计划和班次")
    written += classes(chance, everybody, today)
    progress.step(1, _STEPS, "编造学时")
    held = [record for record in written if isinstance(record, TrainingClass)]
    written += archive(chance, everybody, held, today)
    progress.step(2, _STEPS, "编造集中学习和专题活动")
    written += gatherings(chance, units, today)
    progress.step(3, _STEPS, "写入")
    with office.operation("装入演示数据：教育培训", right="training.edit", kind="import") as current:
        _write(current, written)
    progress.step(_STEPS, _STEPS, "已装入")
    return len(written)


def _write(current: Operation, written: Sequence[Record]) -> None:
    groups: dict[type[Record], list[Record]] = {}
    for record in written:
        groups.setdefault(type(record), []).append(record)
    for cls, group in groups.items():
        current.insert_values(cls, [r.__dict__ for r in group])
