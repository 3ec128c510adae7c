"""The workbench (工作台): the start page, with what every room reminds of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ganbu_desktop.desktop.window.page import Lazy, PageSpec

if TYPE_CHECKING:
    from ganbu_desktop.kernel.reminders.reminder import Rule


def workbench_page(rules: Sequence[Rule]) -> PageSpec:
    """Return the start page over the rules that the composition root hands in."""
    return PageSpec("workbench", "工作台", "home", Lazy(f"{__name__}.page", "WorkbenchPage", (tuple(rules),)), order=5)
