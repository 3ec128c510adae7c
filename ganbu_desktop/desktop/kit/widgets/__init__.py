"""Small parts that every page is built from."""

from ganbu_desktop.desktop.kit.widgets.basic import (
    Badge,
    Card,
    EmptyState,
    Heading,
    Notice,
    SearchBox,
    Split,
    column,
    danger_button,
    link_button,
    plain_button,
    primary_button,
    resize_within_screen,
    row,
    scrolled,
    text_label,
    timer,
    tool_button,
)
from ganbu_desktop.desktop.kit.widgets.dialogs import (
    PlainDialog,
    dialog_buttons,
    labelled,
    make_default,
    password_line,
)
from ganbu_desktop.desktop.kit.widgets.remark import Remark
from ganbu_desktop.desktop.kit.widgets.steps import Step, StepDialog
from ganbu_desktop.desktop.kit.widgets.tabs import GroupedTabs, tab_bar
from ganbu_desktop.desktop.kit.widgets.tinted import TintedDelegate

__all__ = [
    "Badge",
    "Card",
    "EmptyState",
    "GroupedTabs",
    "Heading",
    "Notice",
    "PlainDialog",
    "Remark",
    "SearchBox",
    "Split",
    "Step",
    "StepDialog",
    "TintedDelegate",
    "column",
    "danger_button",
    "dialog_buttons",
    "labelled",
    "link_button",
    "make_default",
    "password_line",
    "plain_button",
    "primary_button",
    "resize_within_screen",
    "row",
    "scrolled",
    "tab_bar",
    "text_label",
    "timer",
    "tool_button",
]
