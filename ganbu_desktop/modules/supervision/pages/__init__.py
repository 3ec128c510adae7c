"""The screen of the supervision room."""

from ganbu_desktop.desktop.window.page import Lazy, PageSpec
from ganbu_desktop.kernel.systems import STRICT

PAGES: tuple[PageSpec, ...] = (
    PageSpec(
        "supervision",
        "处理处分",
        "scales",
        Lazy(f"{__name__}.page", "SupervisionPage"),
        order=65,
        section=STRICT,
        for_person="处理处分",
    ),
)
