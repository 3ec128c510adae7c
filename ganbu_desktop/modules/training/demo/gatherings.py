"""Invented lectures, study meetings and a campaign."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.training.demo.words import day_of, months_before
from ganbu_desktop.modules.training.records import (
    BusyPeriod,
    Campaign,
    CampaignItem,
    Lecture,
    StudyMeeting,
)
from ganbu_desktop.modules.training.records.gatherings import FIRST_TOPIC, STUDY_GROUP
from ganbu_desktop.store.record import Record

_KEPT = "会议记录本（演示）"
_ELEMENTS = ("一课", "一信", "一卷", "一册", "一书", "一卡", "一单", "一录")


def gatherings(chance: random.Random, units: Sequence[Unit], today: date) -> list[Record]:
    """Return a year of lectures and study meetings, and a campaign."""
    found: list[Record] = []
    for months in range(12):
        month = months_before(today, months)
        found.append(
            Lecture(
                kind=chance.choice(("1", "1", "2", "3", "4")),
                issue=f"第{12 - months}期",
                topic=chance.choice(("高质量发展专题", "法治政府建设专题", "党史专题", "基层治理专题")),
                held_on=day_of(month),
                speaker="省委党校教授（演示）",
                unit_id=units[0].id,
                attendees=chance.randrange(120, 420),
                venue="县会议中心",
                note="同步视频到乡镇。" if months % 4 == 0 else None,
            )
        )
        for unit in units:
            if chance.random() < 0.75:
                found.append(_meeting(unit, FIRST_TOPIC, month, "学习重要讲话和会议精神"))
            if months % 3 == 0 and chance.random() < 0.8:
                found.append(_meeting(unit, STUDY_GROUP, month, "专题学习研讨"))
    busy = units[chance.randrange(len(units))]
    found.append(
        BusyPeriod(
            unit_id=busy.id,
            title="防汛备汛",
            starts_on=day_of(today + timedelta(days=40)),
            ends_on=day_of(today + timedelta(days=100)),
            note="汛期可能提前。",
        )
    )
    return [*found, *_campaign(chance, units, today)]


def _meeting(unit: Unit, kind: str, month: date, topic: str) -> Record:
    return StudyMeeting(unit_id=unit.id, kind=kind, held_on=day_of(month), topic=topic, attendees=7, document=_KEPT)


def _campaign(chance: random.Random, units: Sequence[Unit], today: date) -> list[Record]:
    campaign = Campaign(
        title=f"{today.year}年“八个一”专题学习",
        elements="\n".join(_ELEMENTS),
        responsible="干部教育股（演示）",
        starts_on=day_of(today - timedelta(days=60)),
        due_on=day_of(today + timedelta(days=10)),
        basis="青组发〔演示〕5号",
        note="材料一次提交，多处引用。",
    )
    found: list[Record] = [campaign]
    for unit in units[:12]:
        for position, element in enumerate(_ELEMENTS, 1):
            is_done = chance.random() < 0.7
            found.append(
                CampaignItem(
                    campaign_id=campaign.id,
                    unit_id=unit.id,
                    position=position,
                    element=element,
                    due_on=campaign.due_on,
                    done_on=day_of(today - timedelta(days=chance.randrange(1, 50))) if is_done else None,
                    material="材料存本单位（演示）" if is_done else None,
                )
            )
    return found
