"""Invented challenges for the demo county, one at each stage of the way and some that have been answered."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office, Progress
from ganbu_desktop.kernel.people.person_list import ListQuery, ids
from ganbu_desktop.kernel.spine.correction import CORRECTED, REFUSED, Correction
from ganbu_desktop.kernel.spine.correction_actions import RECORD

_SEED = 1403
_ASKED = (
    ("参加工作时间应早一个月，以报到证为准", "报到证复印件"),
    ("简历中缺 2012 年挂职一段", "挂职文件复印件"),
    ("专业技术职务应为中级", "资格证书复印件"),
    ("籍贯写错，应按档案最早记载", "入党志愿书复印件"),
    ("现任职务的全称少“四级调研员”", "职级任免文件复印件"),
    ("健康状况应为健康", "体检结论页"),
)
_HANDS = ("周干事（演示）", "吴科长（演示）", "郑副部长（演示）")


def fill(office: Office, progress: Progress) -> int:
    """Write challenges of people already in the store; return how many."""
    rng = random.Random(_SEED)
    with office.reading() as connection:
        people = ids(connection, ListQuery())
    chosen = rng.sample(people, min(len(people), 2 * len(_ASKED)))
    rows = [_row(office, person_id, number, rng) for number, person_id in enumerate(chosen)]
    with office.operation("演示数据：更正申诉", right=RECORD, kind="import") as current:
        current.insert_values(Correction, rows)
    progress.step(len(rows), len(rows), "更正申诉")
    return len(rows)


def _row(office: Office, person_id: str, number: int, rng: random.Random) -> Mapping[str, Any]:
    asked, materials = _ASKED[number % len(_ASKED)]
    began = office.today() - timedelta(days=3 + 4 * number)
    days = [PartialDate.of(began + timedelta(days=3 * stage)) for stage in range(5)]
    done = min(number, 4)
    one, other = rng.sample(_HANDS, 2)
    stages: list[Mapping[str, Any]] = [
        {"accepted_on": days[1], "accepted_by": one},
        {"checked_on": days[2], "checked_by": one, "checked": f"查阅了{materials}和干部人事档案，与申请所述核对"},
        {
            "concluded_on": days[3],
            "concluded_by": other,
            "conclusion": REFUSED if number % 3 == 0 else CORRECTED,
            "reason": "档案最早材料与现记载一致，不予更正" if number % 3 == 0 else "材料齐全，与档案一致，已按档案改正",
        },
        {"receipt_on": days[4], "receipt_by": "本人"},
    ]
    row: dict[str, Any] = {
        "person_id": person_id,
        "entry_table": "person",
        "entry_id": person_id,
        "number": f"{began.year}-{number + 1:03d}",
        "asked": asked,
        "materials": materials,
        "asked_by": "本人",
        "asked_on": days[0],
    }
    for stage in stages[:done]:
        row |= stage
    if row.get("conclusion") == CORRECTED:
        row |= {"old_text": "原记载（演示）", "new_text": f"按{materials}改正（演示）"}
    return row
