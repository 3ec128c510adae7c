"""The screens of the people room; each is imported when it is first shown."""

from __future__ import annotations

from ganbu_desktop.desktop.window.page import Lazy, PageSpec

PAGES: tuple[PageSpec, ...] = (
    PageSpec("cadres", "干部", "people", Lazy(f"{__name__}.list_page", "CadresPage"), order=10),
    PageSpec("person", "干部信息", "person", Lazy(f"{__name__}.person_page", "PersonPage"), in_navigation=False),
    PageSpec(
        "people",
        "服务经历",
        "calendar",
        Lazy(f"{__name__}.service_page", "PeopleRoom"),
        order=25,
        in_navigation=False,
        for_person="服务经历",
    ),
    PageSpec("merge", "合并重复人员", "people", Lazy(f"{__name__}.merge_page", "MergePage"), in_navigation=False),
)
