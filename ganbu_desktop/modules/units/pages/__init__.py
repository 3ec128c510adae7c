"""The screens of the units room."""

from __future__ import annotations

from ganbu_desktop.desktop.page import Lazy, PageSpec

PAGES: tuple[PageSpec, ...] = (PageSpec("units", "单位", "tree", Lazy(f"{__name__}.room", "UnitsRoom"), order=20),)
