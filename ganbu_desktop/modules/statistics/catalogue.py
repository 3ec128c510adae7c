"""Which tables there are (统计表目录): the ready-made reports and the cross tables that were kept, by one name each."""

from __future__ import annotations

from dataclasses import dataclass

from ganbu_desktop.foundation.errors import NotFound
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import Period, Report, ReportSpec
from ganbu_desktop.modules.statistics.cross import Ask, cross_report
from ganbu_desktop.modules.statistics.official import official_of
from ganbu_desktop.modules.statistics.population import SERVING, Population
from ganbu_desktop.modules.statistics.records import CrossTable
from ganbu_desktop.modules.statistics.reports import REPORTS

CROSS = "cross/"
OFFICIAL = "cadre-statistics"


@dataclass(frozen=True)
class Entry:
    """One table of the catalogue. ``of_any``: whether it can be made of any population, not of all teams only."""

    name: str
    title: str
    help: str
    of_any: bool
    ask: Ask | None = None
    spec: ReportSpec | None = None

    def compute(self, office: Office, period: Period, population: Population = SERVING) -> Report:
        """Work the table out as of the period's last day, or as of today where that is to come."""
        back, seen = office.looking_back_from(period.last), period.on(office.today())
        if self.ask is not None:
            return cross_report(back, self.ask, seen, population)
        assert self.spec is not None
        return official_of(back, seen, population) if self.of_any else self.spec.compute(office, seen)


def ready_made() -> list[Entry]:
    """Return the fixed tables, the official one first."""
    return [Entry(s.name, s.title, s.help, of_any=s.name == OFFICIAL, spec=s) for s in REPORTS]


def kept(office: Office) -> list[Entry]:
    """Return the cross tables that were kept, by title."""
    found = sorted(office.find(CrossTable), key=lambda table: (table.title, table.id))
    return [entry_of(table) for table in found]


def entry_of(table: CrossTable) -> Entry:
    """Return the catalogue entry of a kept cross table."""
    ask = Ask(table.down, table.across, table.shares)
    return Entry(f"{CROSS}{table.id}", table.title, "自己做的统计表", of_any=True, ask=ask)


def catalogue(office: Office) -> list[Entry]:
    """Return every table there is."""
    return [*ready_made(), *kept(office)]


def entry(office: Office, name: str) -> Entry:
    """Return a table by its name; NotFound where it has been deleted."""
    for found in catalogue(office):
        if found.name == name:
            return found
    raise NotFound("这张统计表已经删除；以前冻结的仍在，可以在“时点”里查看")
