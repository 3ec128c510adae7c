"""The screens of the cadres room; each is imported when it is first shown."""

from __future__ import annotations

from ganbu_desktop.desktop.window.page import Lazy, PageSpec

PAGES: tuple[PageSpec, ...] = (
    PageSpec("cadres", "干部", "people", Lazy(f"{__name__}.list_page", "CadresPage"), order=10),
    PageSpec("person", "干部信息", "person", Lazy(f"{__name__}.person_page", "PersonPage"), in_navigation=False),
    PageSpec("import", "导入", "import", Lazy(f"{__name__}.import_page", "ImportPage"), order=80),
    PageSpec("print", "打印", "print", Lazy(f"{__name__}.print_page", "PrintPage"), order=100),
    PageSpec(
        "roster-designer",
        "名册设计",
        "table",
        Lazy(f"{__name__}.roster_designer", "RosterDesignerPage"),
        in_navigation=False,
    ),
    PageSpec("templates", "模板", "file", Lazy(f"{__name__}.templates_page", "TemplatesPage"), order=105),
    PageSpec("merge", "合并重复人员", "people", Lazy(f"{__name__}.merge_page", "MergePage"), in_navigation=False),
    PageSpec("check", "数据校核", "check", Lazy(f"{__name__}.check_page", "CheckPage"), order=90),
)
