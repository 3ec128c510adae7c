"""The screens of the intake room; each is imported when it is first shown."""

from __future__ import annotations

from ganbu_desktop.desktop.window.page import Lazy, PageSpec
from ganbu_desktop.desktop.window.sections import TOOLS

PAGES: tuple[PageSpec, ...] = (
    PageSpec("import", "导入", "import", Lazy(f"{__name__}.import_page", "ImportPage"), order=80, section=TOOLS),
)
