"""One invented woman of whom everything is recorded and nothing is wrong, and small ways to spoil her record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from ganbu_desktop.foundation.findings import Finding
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.people.person import (
    AnnualResult,
    AppointmentSheet,
    Education,
    LevelHistory,
    Person,
    Photo,
    Relative,
    Reward,
    Supplement,
    Tenure,
)
from ganbu_desktop.kernel.people.service import DECIDED, ServiceSpell
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.checks.rules import BY_KEY, CheckContext
from ganbu_desktop.store.record import Record, make

AS_OF = PartialDate(2026, 6)
RESUME = """1998.09--2002.07  云溪大学法学专业学习
2002.08--2010.03  青禾县民政局办公室科员
2010.03--2018.05  青禾县柳林镇副镇长（其间：2011.03--2013.12在云溪大学法学专业在职学习）
2018.05--         青禾县民政局党组书记、局长"""


@cache
def _figures() -> ParameterSet:
    return ParameterSet.load()


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


@dataclass
class Case:
    """A person's values by set, to be changed freely; ``context`` overrides values of the run."""

    person: dict[str, Any]
    sets: dict[type[Record], list[dict[str, Any]]]
    unit: dict[str, Any]
    context: dict[str, Any] = field(default_factory=dict)

    def dossier(self) -> Dossier:
        rows = {
            cls: [
                make(cls, {"person_id": "p1", "id": f"{cls.table.name}{n}", **values}) for n, values in enumerate(found)
            ]
            for cls, found in self.sets.items()
        }
        units = {"u1": self.unit_record(), "u2": Unit(id="u2", name="青禾县柳林镇", short_name="柳林镇")}
        return Dossier(make(Person, {"id": "p1", **self.person}), rows, units)

    def unit_record(self) -> Unit:
        return make(Unit, {"id": "u1", **self.unit})

    def check_context(self) -> CheckContext:
        return replace(CheckContext(_figures(), AS_OF), **self.context)

    def findings(self, key: str) -> list[Finding]:
        """Run one check on the person, or on her unit where the check is about units."""
        check = BY_KEY[key]
        subject = self.unit_record() if key.startswith(("unit-", "over-")) else self.dossier()
        return check.run(subject, self.check_context())


def clean() -> Case:
    """Return the values in which no check finds anything."""
    return Case(
        person={
            "unit_id": "u1",
            "name": "陈静",
            "id_number": "339901198003150044",
            "sex": "2",
            "born_on": day("1980.03.15"),
            "ethnicity": "01",
            "native_place": "云溪青禾",
            "birthplace": "云溪青禾",
            "health": "1",
            "work_began_on": day("2002.08"),
            "party_text": "2004.06",
            "political_status": "01",
            "party_joined_on": day("2004.06"),
            "current_post": "青禾县民政局党组书记、局长",
            "current_post_short": "民政局局长",
            "post_level": "1A41",
            "post_level_since": day("2018.05"),
            "rank": "四级调研员",
            "rank_since": day("2022.01"),
            "person_category": "公务员",
            "management_state": "现职人员",
            "management_class": "县级党委管理干部",
            "statistics_unit": "青禾县民政局",
            "registered_on": day("2006.12"),
            "resume": RESUME,
            "annual_text": "2023年、2024年年度考核均为称职，2025年年度考核为优秀。",
        },
        sets={
            Tenure: [
                {
                    "unit_id": "u1",
                    "position": 1,
                    "post_name": "党组书记、局长",
                    "is_team_member": True,
                    "member_kind": "正职",
                    "is_leading_post": True,
                    "is_main": True,
                    "appointed_on": day("2018.05"),
                    "appointment_document": "青组干〔2018〕3号",
                    "state": "在任",
                },
                {
                    "unit_id": "u2",
                    "position": 2,
                    "post_name": "副镇长",
                    "appointed_on": day("2010.03"),
                    "appointment_document": "青组干〔2010〕1号",
                    "state": "已免",
                    "removed_on": day("2018.05"),
                    "removal_document": "青组干〔2018〕3号",
                },
            ],
            LevelHistory: [
                {"kind": "职务层次", "level": "1A42", "approved_on": day("2010.03")},
                {"kind": "职务层次", "level": "1A41", "approved_on": day("2018.05")},
            ],
            Education: [
                {
                    "level_name": "大学",
                    "level": "21",
                    "degree_name": "法学学士",
                    "degree": "403",
                    "degree_on": day("2002.07"),
                    "entered_on": day("1998.09"),
                    "left_on": day("2002.07"),
                    "school": "云溪大学",
                    "major": "法学",
                    "mode": "全日制",
                }
            ],
            Reward: [{"name": "嘉奖", "code": "01115", "approved_on": day("2020.01"), "body": "青禾县委"}],
            AnnualResult: [
                {"year": 2023, "result": "2"},
                {"year": 2024, "result": "2"},
                {"year": 2025, "result": "1"},
            ],
            Relative: [
                _relative("11", "周远", "1978.05", "01", "青禾县第一中学教师"),
                _relative("20", "周晨", "2008.01", "03", "青禾县第一中学学生"),
                _relative("51", "陈德", "1950.02", "13", "青禾县粮食局干部（已退休）"),
            ],
            Supplement: [{"by_examination": True, "recruited_on": day("2002.08")}],
            AppointmentSheet: [{"filled_on": day("2026.05")}],
            Photo: [{"blob": "x", "taken_on": day("2025.03")}],
            ServiceSpell: [
                _served("u2", "2002.08", "2018.05"),
                _served("u1", "2018.05", None),
            ],
        },
        unit={
            "name": "青禾县民政局",
            "short_name": "民政局",
            "level": "乡、科级",
            "staff_administrative": 10,
            "chief_posts": 1,
            "deputy_posts": 3,
        },
    )


def _served(unit_id: str, since: str, until: str | None) -> dict[str, Any]:
    dates = {"from_on": day(since), "until_on": day(until) if until else None}
    return {"state": "现职人员", "unit_id": unit_id, "basis": DECIDED, **dates}


def _relative(relation: str, name: str, born: str, status: str, work: str) -> dict[str, Any]:
    return {
        "relation": relation,
        "name": name,
        "born_on": day(born),
        "political_status": status,
        "employer_and_post": work,
    }


Change = Callable[[Case], object]


def person(**values: Any) -> Change:
    return lambda case: case.person.update(values)


def row(cls: type[Record], number: int = 0, **values: Any) -> Change:
    return lambda case: case.sets[cls][number].update(values)


def added(cls: type[Record], **values: Any) -> Change:
    return lambda case: case.sets.setdefault(cls, []).append(values)


def without(cls: type[Record], number: int | None = None) -> Change:
    return lambda case: case.sets.pop(cls) if number is None else case.sets[cls].pop(number)


def unit(**values: Any) -> Change:
    return lambda case: case.unit.update(values)


def given(**values: Any) -> Change:
    return lambda case: case.context.update(values)


def changed(*changes: Change) -> Case:
    """Return the clean person after some changes."""
    case = clean()
    for change in changes:
        change(case)
    return case
