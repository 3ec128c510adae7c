"""What the pages of the talks room read besides ledgers: sources to choose from, punctuality of the monthly report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.person_index import unit_index
from ganbu_desktop.kernel.report.reminders import SUBMIT_BY
from ganbu_desktop.kernel.report.runs import find_runs
from ganbu_desktop.kernel.report.spec import Figure, Period, ReportTable, share
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.modules.talks.expected import last_days
from ganbu_desktop.modules.talks.records import HomeVisit, Need, Talk
from ganbu_desktop.modules.talks.report_people import compute_coverage

MONTHLY = "talk-monthly"
_OFFERED = 500


def source_options(office: Office, cls: type[Talk] | type[HomeVisit]) -> list[tuple[str, str]]:
    """Return (id, label) of the newest talks or visits, and of every one that a need already names."""
    at, dated = cls.table.c, cls.table.c.held_on if cls is Talk else cls.table.c.visited_on
    named = Need.table.c.talk_id if cls is Talk else Need.table.c.visit_id
    newest = sa.select(at.id).order_by(dated.desc(), at.id.desc()).limit(_OFFERED)
    statement = (
        sa.select(at.id, at.number, Person.table.c.name, dated.label("dated"))
        .join(Person.table, Person.table.c.id == at.person_id)
        .where(sa.or_(at.id.in_(newest), at.id.in_(sa.select(named).where(named.is_not(None)))))
        .order_by(dated.desc(), at.id.desc())
    )
    with office.reading() as connection:
        return [
            (row.id, " ".join(str(part) for part in (row.number, row.name, row.dated) if part))
            for row in connection.execute(statement)
        ]


def units_with_needs(office: Office) -> list[str]:
    """Return the units that are responsible for needs, in the order of the tree."""
    return _units(office, sa.select(Need.table.c.unit_id))


def units_with_visits(office: Office, year: int) -> list[str]:
    """Return the units whose cadres have visits planned or made in a year, in the order of the tree."""
    at, of = HomeVisit.table.c, Person.table.c
    in_year = sa.and_(at.planned_on >= PartialDate(year), at.planned_on <= PartialDate(year, 12, 31))
    return _units(office, sa.select(of.unit_id).join(HomeVisit.table, at.person_id == of.id).where(in_year))


def _units(office: Office, wanted: sa.Select[tuple[str]]) -> list[str]:
    units = unit_index.c
    with office.reading() as connection:
        statement = sa.select(units.unit_id).where(units.unit_id.in_(wanted)).order_by(units.order_key)
        return list(connection.execute(statement).scalars())


def last_talks(office: Office) -> dict[str, PartialDate]:
    """Return the date of each person's last talk alone."""
    with office.reading() as connection:
        return last_days(connection, office.today())


def punctuality(office: Office, year: int, day: date) -> Figure:
    """Return how many of a year's monthly reports that were owed by a day were handed up in time (报送及时率)."""
    figure = office.parameters().get(SUBMIT_BY, day)
    assert isinstance(figure.value, int)
    owed = in_time = 0
    handed = {run.period: run for run in find_runs(office, MONTHLY) if run.submitted_on}
    for month in range(1, 13):
        period = Period.parse(f"{year}-{month:02d}")
        deadline = (period.last + timedelta(days=1)).replace(day=figure.value)
        if deadline >= day:
            continue
        owed += 1
        run = handed.get(period.text)
        in_time += run is not None and run.submitted_on is not None and run.submitted_on <= PartialDate.of(deadline)
    return share(
        in_time, owed, formula=f"按时报送 {in_time} 个月 ÷ 应报 {owed} 个月", rule=f"次月 {version_of(figure)}前"
    )


@dataclass(frozen=True)
class YearView:
    """The coverage of a year as the page shows it: titled figures on top, tables under them."""

    figures: tuple[tuple[str, Figure], ...]
    tables: tuple[ReportTable, ...]


def year_view(office: Office, year: int) -> YearView:
    """Return the coverage of a year with its figures, each of which opens."""
    period = Period.parse(str(year)).on(office.today())
    report = compute_coverage(office.looking_back_from(period.last), period)
    total = [cell for cell in report.tables[0].rows[-1] if isinstance(cell, Figure)]
    titles = (
        "应谈人数",
        "已谈人数",
        "谈话覆盖率",
        "次数达标人数",
        "次数达标率",
        "家访达标人数",
        "家访达标率",
        "剔除人数",
    )
    named = list(zip(titles, total, strict=True))
    named.append(("月报及时率", punctuality(office, year, office.today())))
    return YearView(tuple(named), report.tables)
