"""What the reports of the room share."""

from __future__ import annotations

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.population import population_remarks, population_table
from ganbu_desktop.kernel.report.spec import Period, ReportTable
from ganbu_desktop.modules.units.staffing import County

STANDING = "编制所在单位、政治面貌等没有历史记录的项目为生成时库内的现有数据。"


def headed(office: Office, period: Period) -> str:
    """Return the line over a report: which office it is of, and to which day it counts."""
    return f"填报单位：{office.called(period.last)}　截至 {period.so_far:%Y.%m.%d}"


def whom(office: Office, county: County) -> tuple[ReportTable, tuple[str, ...]]:
    """Return the table and the remarks that say whom the tables about a county count."""
    with office.reading() as connection:
        said = population_remarks(connection, county.served, county.day)
    return population_table(county.served, county.day), (*said, STANDING)
