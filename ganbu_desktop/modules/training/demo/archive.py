"""Invented hours of earlier years, days put off, and needs."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.modules.training.demo.words import ORGANISERS, day_of
from ganbu_desktop.modules.training.queries.people import PersonLine
from ganbu_desktop.modules.training.records import TrainingClass, TrainingExemption, TrainingHours, TrainingNeed
from ganbu_desktop.modules.training.records.archive import CAUGHT_UP
from ganbu_desktop.store.record import Record


def archive(
    chance: random.Random, everybody: Sequence[PersonLine], held: Sequence[TrainingClass], today: date
) -> list[Record]:
    """Return earlier years' hours, online hours, days put off and needs, some of which a class was held for."""
    found: list[Record] = [_not_recognised(everybody[0], today.year - 1)]
    for person in everybody:
        if today.month > 3 and chance.random() < 0.6:
            found.append(_earlier(chance, person, today.year, today.month))
        for year in range(today.year - 5, today.year):
            if chance.random() < 0.8:
                found.append(_earlier(chance, person, year))
            if chance.random() < 0.7:
                found.append(_online(chance, person, year))
        if chance.random() < 0.03:
            start = today - timedelta(days=chance.randrange(20, 200))
            found.append(
                TrainingExemption(
                    person_id=person.id,
                    kind=chance.choice(("1", "2", "5")),
                    starts_on=day_of(start),
                    ends_on=day_of(start + timedelta(days=chance.choice((30, 98, 158)))),
                    ground="请假审批单（演示）",
                    note="回岗后优先安排。",
                )
            )
        if chance.random() < 0.15:
            found.append(
                TrainingNeed(
                    person_id=person.id,
                    year=today.year,
                    field=chance.choice(("1", "3", "4", "6", "8", "9")),
                    own_view="希望加强实务训练。（演示）",
                    unit_advice="结合分管工作安排。（演示）",
                    office_advice="列入年度计划。（演示）",
                    class_id=held[-1].id if held and len(found) % 3 == 0 else None,
                    asked_on=day_of(date(today.year, 1, 15)),
                )
            )
    return found


def _earlier(chance: random.Random, person: PersonLine, year: int, before: int = 12) -> Record:
    start = date(year, chance.randrange(3, before), chance.randrange(1, 20))
    days = chance.choice((3, 5, 10, 12))
    return TrainingHours(
        person_id=person.id,
        class_title=f"{year}年{chance.choice(('科级干部进修班', '专题培训班', '能力提升班'))}",
        organiser=chance.choice(ORGANISERS),
        kind=chance.choice(("2", "3", "5", "6")),
        form=chance.choice(("1", "1", "2", "4")),
        channel=chance.choice(("1", "2", "3", "4")),
        year=year,
        starts_on=day_of(start),
        ends_on=day_of(start + timedelta(days=days - 1)),
        days_tenths=days * 10,
        hours_tenths=days * 75,
        result="3",
        proof="结业证书（演示）",
        source=CAUGHT_UP,
    )


def _not_recognised(person: PersonLine, year: int) -> Record:
    return TrainingHours(
        person_id=person.id,
        class_title=f"{year}年社会机构讲座",
        organiser="某咨询公司（演示）",
        kind="9",
        form="2",
        channel="5",
        year=year,
        starts_on=PartialDate(year, 6, 6),
        ends_on=PartialDate(year, 6, 6),
        hours_tenths=40,
        proof="听课证（演示）",
        is_recognised=False,
        source=CAUGHT_UP,
        note="不属于组织安排的培训，不计入学时。",
    )


def _online(chance: random.Random, person: PersonLine, year: int) -> Record:
    return TrainingHours(
        person_id=person.id,
        class_title=f"{year}年网络专题班",
        organiser="省干部网络学院（演示）",
        kind="7",
        form="3",
        channel="5",
        year=year,
        starts_on=PartialDate(year, 1),
        ends_on=PartialDate(year, 12),
        hours_tenths=chance.randrange(300, 601, 10),
        source="3",
    )
