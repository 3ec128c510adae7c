"""The reports of every room, as the composition root hands them to the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganbu_desktop.kernel.report.spec import ReportSpec

ReportGroups = Sequence[tuple[str, "Sequence[ReportSpec]"]]
"""The title of each room and its reports."""
