"""Last year's reports stay what they were: ten people retire, move and are deleted this year, and no figure changes.

What was recorded wrongly of last year and is corrected does change them, and the difference says whose record it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from support.builders import make_office

from ganbu_desktop import modules
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.editing import save_changes
from ganbu_desktop.kernel.office.office import Office, SilentProgress
from ganbu_desktop.kernel.people.leaving import RETIRED, ExitEvent
from ganbu_desktop.kernel.people.person import Person, Tenure
from ganbu_desktop.kernel.people.posts import holds
from ganbu_desktop.kernel.people.service import ServiceSpell, serving
from ganbu_desktop.kernel.people.service_change import Said
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.differences import differences
from ganbu_desktop.kernel.report.runs import generate
from ganbu_desktop.kernel.report.spec import Figure, Period, Report, ReportSpec
from ganbu_desktop.modules.people.actions import delete_people, save_person
from ganbu_desktop.modules.people.demo import fill_demo
from ganbu_desktop.modules.people.ledgers import SERVICE
from ganbu_desktop.modules.talks.records import Talk

SPECS = [spec for spec in modules.reports() if "year" in spec.periods]
LATER = datetime(2026, 11, 30, 9)
YEAR = Period.parse("2025").on(LATER.date())
RETIRE, MOVE, DELETE = 4, 3, 3


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = make_office(tmp_path_factory.mktemp("last-year"))
    fill_demo(made, 60)
    for fill in modules.demo_fillers():
        fill(made, SilentProgress())
    yield Office(made.file, made.account, clock=lambda: LATER)
    made.file.close()


def said(report: Report) -> list[Any]:
    """Return all that a report says, and whom each figure counts and leaves out; not which records were read."""
    cells = [
        [(c.shown(), c.formula, sorted(c.people), sorted(c.left_out)) if isinstance(c, Figure) else c for c in row]
        for table in report.tables
        for row in table.rows
    ]
    return [report.title, report.left, report.right, report.remarks, report.boxes, cells]


@pytest.fixture(scope="module")
def before_and_after(office: Office) -> dict[str, tuple[list[Any], list[Any]]]:
    before = {spec.name: said(spec.compute(office, YEAR)) for spec in SPECS}
    happen(office)
    return {spec.name: (before[spec.name], said(spec.compute(office, YEAR))) for spec in SPECS}


def happen(office: Office) -> None:
    """Let ten of those who served at the end of 2025 retire, move to another unit, and be deleted, all in 2026."""
    with office.reading() as connection:
        there = sorted(serving(connection, date(2025, 12, 31)).people)
    now = {person.id: person for person in office.find(Person)}
    chosen = [now[i] for i in there if i in now and now[i].management_state == "现职人员"][:: len(there) // 12 or 1]
    assert len(chosen) >= RETIRE + MOVE + DELETE
    units = [unit.id for unit in office.find(Unit) if unit.kind == "法人单位"]
    for number, person in enumerate(chosen[:RETIRE], 1):
        day = PartialDate(2026, number)
        save_person(office, person, replace(person, management_state=RETIRED), said=Said(day, "青组干〔2026〕1号"))
        give_up(office, person, day)
        left = ExitEvent(person_id=person.id, kind="5", happened_on=day, unit_id=person.unit_id)
        save_changes(office, [(None, left)], title="流动", right="test")
    for person in chosen[RETIRE : RETIRE + MOVE]:
        unit_id = next(i for i in units if i != person.unit_id)
        day = PartialDate(2026, 6, 15)
        save_person(office, person, replace(person, unit_id=unit_id), said=Said(day, "青组干〔2026〕2号"))
        give_up(office, person, day)
        new = Tenure(person_id=person.id, unit_id=unit_id, post_name="局长", is_main=True, appointed_on=day)
        leads = replace(new, member_kind="正职", is_team_member=True, is_leading_post=True, state="在任")
        save_changes(office, [(None, leads)], title="任职", right="test")
    assert delete_people(office, [p.id for p in chosen[RETIRE + MOVE : RETIRE + MOVE + DELETE]]) == DELETE


def give_up(office: Office, person: Person, day: PartialDate) -> None:
    held = [t for t in office.owned(Tenure, person.id) if holds(t, date(2026, 1, 1))]
    pairs = [(t, replace(t, removed_on=day, state="已免")) for t in held]
    save_changes(office, pairs, title="免职", right="test")


@pytest.mark.parametrize("spec", SPECS, ids=[spec.name for spec in SPECS])
def test_what_happens_this_year_changes_nothing_of_last_year(
    before_and_after: dict[str, tuple[list[Any], list[Any]]], spec: ReportSpec
) -> None:
    before, after = before_and_after[spec.name]
    assert after == before


def test_this_years_reports_do_tell(office: Office, before_and_after: object) -> None:
    """The control: of 2026 the ten are gone or elsewhere."""
    with office.reading() as connection:
        then, now = (set(serving(connection, day).people) for day in (date(2025, 12, 31), LATER.date()))
    assert len(then - now) >= RETIRE


def _wrong_day(office: Office) -> Person:
    """Move the only talk that somebody had in 2025 into 2026; return whose it was."""
    people = {person.id: person for person in office.find(Person) if person.management_state == "现职人员"}
    talks = [t for t in office.find(Talk) if t.held_on and t.held_on.year == 2025 and t.person_id in people]
    only = [t for t in talks if t.kind == "01" and [each.person_id for each in talks].count(t.person_id) == 1][-1]
    moved = replace(only, held_on=PartialDate(2026, 1, 5))
    save_changes(office, [(only, moved)], title="改正谈话日期", right="test")
    return people[only.person_id]


def _left_earlier(office: Office) -> Person:
    """Correct somebody's service: retired in 2025.08, which nobody had recorded."""
    with office.reading() as connection:
        there = serving(connection, date(2025, 12, 31)).people
    person = next(p for p in office.find(Person) if p.id in there and p.management_state == "现职人员")
    left = ServiceSpell(person_id=person.id, state=RETIRED, from_on=PartialDate(2025, 8), source="补记")
    SERVICE.save(office, [(None, left)], title="更正服务经历")
    return person


@pytest.mark.parametrize("correct", [_wrong_day, _left_earlier])
def test_a_corrected_record_of_last_year_is_named(
    office: Office, before_and_after: object, correct: Callable[[Office], Person]
) -> None:
    """What was recorded wrongly of 2025 and is set right changes the report, and the difference says whose it was."""
    (unreached,) = [spec for spec in SPECS if spec.name == "talk-unreached"]
    first = generate(office, unreached, YEAR)
    person = correct(office)
    second = generate(office, unreached, YEAR)
    told = differences(office, first.run, second.run)
    assert second.run.content_hash != first.run.content_hash
    assert [text for text in told if (person.name or "") in text], told
