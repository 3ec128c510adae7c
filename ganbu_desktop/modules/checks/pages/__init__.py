"""The screens of the checks room; each is imported when it is first shown."""

from __future__ import annotations

from ganbu_desktop.desktop.window.page import Lazy, PageSpec
from ganbu_desktop.desktop.window.sections import TOOLS

PAGES: tuple[PageSpec, ...] = (
    PageSpec("check", "数据校核", "check", Lazy(f"{__name__}.check_page", "CheckPage"), order=90, section=TOOLS),
)
