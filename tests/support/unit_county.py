"""One small county for the tests of the units room: two bodies, a section, people with posts, ranks and staffing."""

from __future__ import annotations

from typing import Any

from support.builders import add, make_person, make_unit

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person, Tenure
from ganbu_desktop.kernel.people.unit import Unit


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


def hold(office: Office, person: Person, unit: Unit, kind: str | None, **values: Any) -> Tenure:
    """Let a person hold a post in a unit's team: ``kind`` 正职, 副职, 其他 or None for one that leads nothing."""
    given: dict[str, Any] = {
        "post_name": {"正职": "局长", "副职": "副局长"}.get(kind or "", "委员"),
        "member_kind": kind,
        "is_team_member": kind is not None,
        "is_leading_post": kind in ("正职", "副职"),
        "appointed_on": day("2020.01"),
        "state": "在任",
        **values,
    }
    tenure = Tenure(person_id=person.id, unit_id=unit.id, **given)
    add(office, tenure)
    return tenure


class SmallCounty:
    """财政局 (a body, with 预算股 below) and 统计局 (a body): 甲 chief, 乙 and 丙 deputies of 财政局, 丁 in 预算股."""

    def __init__(self, office: Office) -> None:
        self.office = office
        body = {"kind": "法人单位"}
        self.finance = make_unit(
            office,
            "青禾县财政局",
            short_name="财政局",
            position=1,
            chief_posts=1,
            deputy_posts=3,
            staff_administrative=3,
            **body,
        )
        self.section = make_unit(office, "预算股", parent_id=self.finance.id, kind="内设机构")
        self.statistics = make_unit(office, "青禾县统计局", short_name="统计局", position=2, chief_posts=1, **body)
        staff = {"staffing_type": "行政编制", "management_state": "现职人员"}
        unit = {"unit_id": self.finance.id}
        self.first = make_person(office, "甲", rank="二级主任科员", **unit, **staff)
        self.second = make_person(office, "乙", sex="2", **unit, **staff)
        self.third = make_person(office, "丙", rank="四级主任科员", **unit, **staff)
        self.fourth = make_person(office, "丁", unit_id=self.section.id, rank="一级主任科员", **staff)
        hold(office, self.first, self.finance, "正职")
        hold(office, self.second, self.finance, "副职")
        hold(office, self.third, self.finance, "副职")
