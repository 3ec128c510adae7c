"""Printing the room's ledgers by unit."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.desktop.window.page import Desk


def ask_print_later(desk: Desk, title: str, form: str, ids: Sequence[str]) -> None:
    """Open the print dialog; the preview and its fonts load only when they are wanted."""
    from ganbu_desktop.desktop.paper.print_dialog import ask_print

    ask_print(desk, title, (form,), ids)
