"""The groups of the navigation: the five systems of cadre work, and what stands around them."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.desktop.window.page import PageSpec
from ganbu_desktop.kernel.systems import SYSTEMS

FIGURES, TOOLS, SYSTEM = "统计报表", "导入打印", "系统"
SECTIONS = ("", *SYSTEMS, FIGURES, TOOLS, SYSTEM)
"""In the order of the navigation; pages without a section (工作台, 干部, 单位) stand above all of them."""


def in_order(pages: Sequence[PageSpec]) -> list[PageSpec]:
    """Return pages as the navigation lists them; a section that is not known stands last."""
    rank = {section: number for number, section in enumerate(SECTIONS)}
    return sorted(pages, key=lambda spec: (rank.get(spec.section, len(rank)), spec.order))
