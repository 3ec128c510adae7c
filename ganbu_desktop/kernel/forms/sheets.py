"""Placed pages for those who may not know paper: the preview and the printer of the window."""

from ganbu_desktop.paper.cells import POINTS_PER_MM, PageFrame, PlacedCell, PlacedDocument, PlacedPage
from ganbu_desktop.paper.drawing import Mark, PageDrawing, Picture, TextRun, page_drawing
from ganbu_desktop.paper.fonts import FontBook

__all__ = [
    "POINTS_PER_MM",
    "FontBook",
    "Mark",
    "PageDrawing",
    "PageFrame",
    "Picture",
    "PlacedCell",
    "PlacedDocument",
    "PlacedPage",
    "TextRun",
    "page_drawing",
]
