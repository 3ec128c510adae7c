"""The reports page: every room's reports, generated, explained, compared and handed up."""

from __future__ import annotations

from ganbu_desktop.desktop.reports.groups import ReportGroups
from ganbu_desktop.desktop.window.page import Desk, Page, PageSpec
from ganbu_desktop.desktop.window.sections import FIGURES

NAME = "reports"


def reports_page(groups: ReportGroups) -> PageSpec:
    """Return the reports page over the reports of every room, which the composition root hands in."""

    def make(desk: Desk) -> Page:
        from ganbu_desktop.desktop.reports.page import ReportsPage

        return ReportsPage(desk, groups)

    return PageSpec(NAME, "报表", "table", make, order=76, section=FIGURES)
