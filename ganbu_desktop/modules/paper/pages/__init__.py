"""The screens of the paper room; each is imported when it is first shown."""

from __future__ import annotations

from ganbu_desktop.desktop.window.page import Lazy, PageSpec
from ganbu_desktop.desktop.window.sections import TOOLS

PAGES: tuple[PageSpec, ...] = (
    PageSpec("print", "打印", "print", Lazy(f"{__name__}.print_page", "PrintPage"), order=100, section=TOOLS),
    PageSpec(
        "roster-designer",
        "名册设计",
        "table",
        Lazy(f"{__name__}.roster_designer", "RosterDesignerPage"),
        in_navigation=False,
    ),
    PageSpec(
        "templates", "模板", "file", Lazy(f"{__name__}.templates_page", "TemplatesPage"), order=105, section=TOOLS
    ),
)
