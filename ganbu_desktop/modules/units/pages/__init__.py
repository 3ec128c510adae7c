"""The screens of the units room."""

from __future__ import annotations

from ganbu_desktop.desktop.page import PageSpec
from ganbu_desktop.modules.units.pages.units_page import UnitsPage

PAGES: tuple[PageSpec, ...] = (PageSpec(name="units", title="单位", icon="tree", factory=UnitsPage, order=20),)
