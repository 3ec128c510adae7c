"""The screens of the training room."""

from __future__ import annotations

from ganbu_desktop.desktop.window.page import Lazy, PageSpec
from ganbu_desktop.kernel.systems import LEARNING

PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        "training",
        "教育培训",
        "book",
        Lazy(f"{__name__}.training_page", "TrainingPage"),
        order=50,
        section=LEARNING,
        for_person="培训档案",
    ),
)
