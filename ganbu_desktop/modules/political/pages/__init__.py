"""The screens of the political room."""

from __future__ import annotations

from ganbu_desktop.desktop.window.page import Lazy, PageSpec
from ganbu_desktop.kernel.systems import KNOWING

PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        "political",
        "政治素质",
        "flag",
        Lazy(f"{__name__}.political_page", "PoliticalPage"),
        order=30,
        section=KNOWING,
        for_person="政治素质档案",
    ),
)
