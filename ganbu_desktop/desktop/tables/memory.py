"""What a table remembers between sessions: columns, widths, order, filters."""

from __future__ import annotations

from typing import Any

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.settings import Settings


class TableMemory:
    """The remembered choices of one table, under its name in the settings."""

    def __init__(self, settings: Settings, name: str) -> None:
        """``name`` must not change: what was remembered under another one is lost."""
        self._settings = settings
        self._name = f"table.{name}"

    def read(self) -> dict[str, Any]:
        """Return everything remembered; empty when it is damaged."""
        kept = self._settings.get(self._name, {})
        return kept if isinstance(kept, dict) else {}

    def keep(self, **values: Any) -> None:
        """Remember these values besides the others."""
        self._settings.set(self._name, {**self.read(), **values})

    def keep_width(self, key: str, pixels: int) -> None:
        """Remember the width of a column, as it would be at a scale of 100 %."""
        self.keep(widths={**self.read().get("widths", {}), key: round(pixels / theme.scale())})
