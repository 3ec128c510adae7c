"""The screens of the statistics room."""

from ganbu_desktop.desktop.window.page import Lazy, PageSpec
from ganbu_desktop.desktop.window.sections import FIGURES

PAGES: tuple[PageSpec, ...] = (
    PageSpec("statistics", "统计", "chart", Lazy(f"{__name__}.page", "StatisticsPage"), order=75, section=FIGURES),
)
