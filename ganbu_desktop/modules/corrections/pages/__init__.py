"""The screen of the corrections room."""

from __future__ import annotations

from ganbu_desktop.desktop.window.page import Lazy, PageSpec
from ganbu_desktop.kernel.systems import STRICT

PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        "corrections",
        "更正申诉",
        "edit",
        Lazy(f"{__name__}.page", "CorrectionsPage"),
        order=70,
        section=STRICT,
        for_person="更正申诉",
    ),
)
