"""The screens of the units room."""

from __future__ import annotations

from ganbu_desktop.desktop.window.page import Lazy, PageSpec

_ROOM = Lazy(f"{__name__}.room", "UnitsRoom")
PAGES: tuple[PageSpec, ...] = (PageSpec("units", "单位", "tree", _ROOM, order=20, for_person="在岗状态"),)
