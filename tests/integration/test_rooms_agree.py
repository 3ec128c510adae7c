"""Two rooms that count the same thing count the same people: teams, posts, who serves; in this year and past ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from support.row_county import copied

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period
from ganbu_desktop.modules.paper.tables import TABLES
from ganbu_desktop.modules.statistics.official import official
from ganbu_desktop.modules.statistics.team_reports import posts_report, structure_report
from ganbu_desktop.modules.units import quotas, teams
from ganbu_desktop.modules.units.staffing import read_county

YEARS = ("2024", "2025", "2026")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = copied(tmp_path_factory.mktemp("agree"))
    yield made
    made.file.close()


def people(row: Sequence[Cell], *columns: int) -> list[set[str]]:
    found = []
    for column in columns:
        figure = row[column]
        assert isinstance(figure, Figure)
        found.append({*figure.people})
    return found


@pytest.mark.parametrize("year", YEARS)
def test_structure_of_teams(office: Office, year: str) -> None:
    """结构性干部配备情况 of the statistics, 结构性配备对照表 of the units: members, women, people outside the Party."""
    period = Period.parse(year).on(office.today())
    counted = {row[0]: people(row, 1, 3, 6) for row in structure_report(office, period).tables[0].rows[:-1]}
    for team in teams.teams(office, period.so_far):
        if team.members:
            targets = {t.title: {*t.actual.people} for t in teams.targets(team, office.parameters(), period.so_far)}
            wanted = [{m.person_id for m in team.members}, targets["女干部"], targets["党外干部"]]
            assert counted.pop(team.unit.called) == wanted
    assert counted == {}


@pytest.mark.parametrize("year", YEARS)
def test_leading_posts(office: Office, year: str) -> None:
    """班子职数统计 of the statistics and 职数台账 of the units: who is chief, who deputy."""
    period = Period.parse(year).on(office.today())
    held = {
        (line.unit.called, line.label): {*line.filled.people}
        for line in quotas.lines(read_county(office, period.so_far), office.parameters())
    }
    rows = posts_report(office, period).tables[0].rows[:-1]
    assert rows
    for row in rows:
        chiefs, deputies = people(row, 2, 6)
        assert held.get((str(row[0]), "领导正职"), set()) == chiefs
        assert held.get((str(row[0]), "领导副职"), set()) == deputies


def test_who_serves(office: Office) -> None:
    """The official table, the quota room and the tables on paper name one number, less than the store holds."""
    period = Period.month_of(office.today()).on(office.today())
    total = official(office, period).tables[0].rows[0][2]
    assert isinstance(total, Figure)
    assert total.value == len(read_county(office).served.people) < len(office.find(Person))
    assert TABLES["tier-table"].compute(office).tables[0].rows[-1][3] == str(total.value)
    assert TABLES["source-table"].compute(office).tables[0].rows[-1][1] == str(total.value)
