"""The reports page: every room's reports, generated, explained, compared and handed up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ganbu_desktop.desktop.window.page import Desk, Page, PageSpec
from ganbu_desktop.desktop.window.sections import FIGURES

if TYPE_CHECKING:
    from ganbu_desktop.kernel.report.spec import ReportSpec

NAME = "reports"
ReportGroups = Sequence[tuple[str, "Sequence[ReportSpec]"]]
"""The title of each room and its reports."""


def reports_page(groups: ReportGroups) -> PageSpec:
    """Return the reports page over the reports of every room, which the composition root hands in."""

    def make(desk: Desk) -> Page:
        from ganbu_desktop.desktop.reports.page import ReportsPage

        return ReportsPage(desk, groups)

    return PageSpec(NAME, "报表", "table", make, order=76, section=FIGURES)
