"""The screens of the statistics room."""

from ganbu_desktop.desktop.page import Lazy, PageSpec

PAGES: tuple[PageSpec, ...] = (
    PageSpec("statistics", "统计", "table", Lazy(f"{__name__}.page", "StatisticsPage"), order=75),
)
