"""An invented county of seven people, small enough to work its tables out by hand (as of 2026-03)."""

from __future__ import annotations

from typing import Any

from support.builders import add, make_person, make_unit

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import AnnualResult, Education, Person, SourceTag, Tenure
from ganbu_desktop.kernel.report.spec import Report

RETIRED = next(e.code for e in codes.table("management_state").entries if e.label == "离退人员")


def make_statistics_county(office: Office) -> dict[str, Person]:
    """Add a town with a team of four, a bureau with two, one without unit and one who has retired."""
    town = make_unit(office, "城关镇", position=1, subordination="镇", chief_posts=2, deputy_posts=2)
    bureau = make_unit(office, "县财政局", position=2, subordination="县", chief_posts=1)

    def person(name: str, **values: Any) -> Person:
        return make_person(office, name, **values)

    people = {
        "书记": person("甲", unit_id=town.id, post_level="1A41", political_status="01", born_on=day(1992, 1)),
        "镇长": person("乙", unit_id=town.id, post_level="1A41", political_status="01", born_on=day(1980, 6), sex="2"),
        "副镇长": person("丙", unit_id=town.id, post_level="1A42", political_status="12", born_on=day(1995, 4)),
        "委员": person("丁", unit_id=town.id, post_level="1A42", political_status="01", born_on=day(1990, 3)),
        "局长": person("戊", unit_id=bureau.id, post_level="1A41", political_status="05", born_on=day(1970, 2)),
        "科员": person("己", unit_id=bureau.id, post_level="1A50", political_status="13", born_on=None, sex="2"),
        "缺": person("庚", post_level=None, ethnicity="03", political_status=None, born_on=day(2000, 12), sex=None),
        "退休": person("辛", unit_id=bureau.id, management_state=RETIRED),
    }
    posts = (("书记", "党委书记", "正职"), ("镇长", "镇长", "正职"), ("副镇长", "副镇长", "副职"))
    for position, (key, post_name, kind) in enumerate(posts):
        held(office, people[key], town.id, post_name, kind, day(2021 + position, 5))
    held(office, people["委员"], town.id, "党委委员", "其他", day(2026, 1))
    held(office, people["局长"], bureau.id, "局长", "正职", day(2010, 1))
    add(
        office,
        Education(person_id=people["书记"].id, level="21", degree="4", mode="全日制"),
        Education(person_id=people["书记"].id, level="11", degree="3", mode="在职"),
        Education(person_id=people["镇长"].id, level="31", mode="全日制"),
        Education(person_id=people["局长"].id, level="22"),
        *(AnnualResult(person_id=people["书记"].id, year=year, result="1") for year in (2023, 2024, 2025)),
        AnnualResult(person_id=people["镇长"].id, year=2022, result="1"),
        AnnualResult(person_id=people["镇长"].id, year=2025, result="2"),
        SourceTag(person_id=people["委员"].id, category="11", document="文1"),
        SourceTag(person_id=people["委员"].id, category="13", document="文2", position=1),
        SourceTag(person_id=people["科员"].id, category="14", document="文3"),
    )
    return people


def held(office: Office, person: Person, unit_id: str, post_name: str, kind: str, since: PartialDate) -> None:
    """Add a post that is held."""
    values = {"is_team_member": True, "member_kind": kind, "appointed_on": since, "state": "在任"}
    add(office, Tenure(person_id=person.id, unit_id=unit_id, post_name=post_name, **values))


def day(year: int, month: int) -> PartialDate:
    return PartialDate(year, month)


def shown(report: Report, table: int = 0) -> list[list[str]]:
    """Return the cells of a table as they read."""
    return [[c if isinstance(c, str) else c.shown() for c in row] for row in report.tables[table].rows]
