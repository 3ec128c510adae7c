"""The screens of the talks room."""

from ganbu_desktop.desktop.window.page import Lazy, PageSpec
from ganbu_desktop.kernel.systems import KNOWING

PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        "talks",
        "谈心谈话",
        "talk",
        Lazy(f"{__name__}.page", "TalksPage"),
        order=40,
        section=KNOWING,
        for_person="谈心谈话",
    ),
)
