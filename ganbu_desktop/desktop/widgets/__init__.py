"""Small parts that every page is built from."""

from ganbu_desktop.desktop.widgets.basic import (
    Badge,
    Card,
    EmptyState,
    Heading,
    Notice,
    SearchBox,
    Split,
    column,
    danger_button,
    dialog_buttons,
    link_button,
    plain_button,
    primary_button,
    row,
    scrolled,
)
from ganbu_desktop.desktop.widgets.steps import Step, StepDialog

__all__ = [
    "Badge",
    "Card",
    "EmptyState",
    "Heading",
    "Notice",
    "SearchBox",
    "Split",
    "Step",
    "StepDialog",
    "column",
    "danger_button",
    "dialog_buttons",
    "link_button",
    "plain_button",
    "primary_button",
    "row",
    "scrolled",
]
