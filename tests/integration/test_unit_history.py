"""A past report calls units what they were called then, and leaves out what did not exist yet or no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.builders import add, make_office, make_person, make_unit

from ganbu_desktop import modules
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Tenure
from ganbu_desktop.kernel.people.quota import CHIEF, Quota
from ganbu_desktop.kernel.people.service_change import Said, save_said
from ganbu_desktop.kernel.people.unit import Unit, UnitName, existed, existed_on
from ganbu_desktop.kernel.report.spec import Period
from ganbu_desktop.modules.units.actions import delete_unit, save_unit
from ganbu_desktop.modules.units.queries import read_tree
from ganbu_desktop.modules.units.quotas import lines
from ganbu_desktop.modules.units.staffing import read_county
from ganbu_desktop.modules.units.unit_people import posts_in

LAST_YEAR = date(2025, 12, 31)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


def called(office: Office, on: date) -> list[tuple[str | None, str | None]]:
    return [(unit.name, unit.short_name) for unit in office.looking_back_from(on).find(Unit)]


def test_a_unit_is_called_as_it_was_called_on_the_day(office: Office) -> None:
    unit = make_unit(office, "青禾县乡村振兴局", short_name="乡振局")
    save_unit(office, unit, replace(unit, name="青禾县农业农村局", short_name="农业局"))
    add(office, UnitName(unit_id=unit.id, name="青禾县扶贫办", used_until=day("2021.05")))
    add(office, UnitName(unit_id=unit.id, name="从未写日期"))
    asked = [date(2021, 4, 30), date(2021, 5, 1), LAST_YEAR, date(2026, 3, 2)]
    old = ("青禾县乡村振兴局", "乡振局")
    assert [called(office, on)[0] for on in asked] == [
        ("青禾县扶贫办", None),
        old,
        old,
        ("青禾县农业农村局", "农业局"),
    ]
    assert [(u.name, u.short_name) for u in office.find(Unit)] == [("青禾县农业农村局", "农业局")]
    with office.looking_back_from(LAST_YEAR).reading() as connection, pytest.raises(sa.exc.DBAPIError):
        connection.execute(Unit.table.delete())


def test_reports_of_last_year_keep_the_name(office: Office) -> None:
    """Every report that names the unit names it as then, and none as now."""
    unit = make_unit(office, "青禾县乡村振兴局", kind="法人单位", chief_posts=1)
    make_person(office, unit_id=unit.id, management_state="现职人员", work_began_on=day("1998.07"))
    save_unit(office, unit, replace(unit, name="青禾县农业农村局"))
    modules.load()
    named = 0
    for spec in modules.reports():
        if "year" in spec.periods:
            text = repr(spec.compute(office, Period.parse("2025")).tables)
            assert "农业农村局" not in text, spec.name
            named += "乡村振兴局" in text
    assert named >= 3


@pytest.mark.parametrize(
    ("founded", "dissolved", "there"),
    [
        (None, None, True),
        ("2026.01", None, False),
        ("2025.12", None, True),
        (None, "2025.12", False),
        (None, "2026", True),
        ("2019", "2025.06.30", False),
    ],
)
def test_a_unit_exists_from_its_founding_until_it_is_dissolved(
    office: Office, founded: str | None, dissolved: str | None, there: bool
) -> None:
    dates = {"founded_on": day(founded) if founded else None, "dissolved_on": day(dissolved) if dissolved else None}
    unit = make_unit(office, "青禾县乡村振兴局", chief_posts=1, **dates)
    add(office, Quota(unit_id=unit.id, kind=CHIEF, approved=2, document="文", effective_from=day("2019.01")))
    assert existed(unit, LAST_YEAR) is there
    assert bool(office.find(Unit, existed_on(LAST_YEAR))) is there
    wanted = lines(read_county(office, LAST_YEAR), ParameterSet.load())
    assert [line.approved.value for line in wanted if line.kind == CHIEF] == ([2] if there else [])


def test_a_unit_is_not_dissolved_before_it_was_founded(office: Office) -> None:
    unit = make_unit(office, "青禾县乡村振兴局", founded_on=day("2019.03"))
    with pytest.raises(CheckFailed, match="不晚于成立日期"):
        save_unit(office, unit, replace(unit, dissolved_on=day("2018")))


def test_a_removal_to_come_leaves_the_post_held_on_the_units_page(office: Office) -> None:
    unit = make_unit(office, "青禾县乡村振兴局")
    person = make_person(office, unit_id=unit.id)
    for removed in ("2027.01", "2026.03", None):
        date_of = day(removed) if removed else None
        add(office, Tenure(person_id=person.id, unit_id=unit.id, appointed_on=day("2020.01"), removed_on=date_of))
    assert posts_in(office, unit.id).value == 2
    (node,) = read_tree(office).nodes
    assert node.posts == 2


def test_a_unit_that_somebody_served_in_is_dissolved_and_not_deleted(office: Office) -> None:
    old, new = make_unit(office, "青禾县乡村振兴局"), make_unit(office, "青禾县农业农村局")
    person = make_person(office, unit_id=old.id, management_state="现职人员", work_began_on=day("1998.07"))
    moved = replace(person, unit_id=new.id)
    save_said(office, [(person, moved)], Said(day("2026.01")), title="调动", right="test")
    with pytest.raises(CheckFailed, match=r"有 1 人的服务经历.*撤销日期"):
        delete_unit(office, old)
    save_said(office, [(moved, person)], Said(None), title="更正", right="test")
    with pytest.raises(CheckFailed, match="还有 1 人"):
        delete_unit(office, old)
    delete_unit(office, new)
