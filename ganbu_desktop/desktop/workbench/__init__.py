"""The workbench (工作台): the start page, with what every room reminds of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ganbu_desktop.desktop.page import Desk, Page, PageSpec

if TYPE_CHECKING:
    from ganbu_desktop.kernel.reminder import Rule


def workbench_page(rules: Sequence[Rule]) -> PageSpec:
    """Return the start page over the rules that the composition root hands in."""

    def make(desk: Desk) -> Page:
        from ganbu_desktop.desktop.workbench.page import WorkbenchPage

        return WorkbenchPage(desk, rules)

    return PageSpec("workbench", "工作台", "home", make, order=5)
