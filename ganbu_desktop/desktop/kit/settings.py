"""What the window remembers between starts, in one plain ini file: sizes, columns, recent files, the font scale.

Nothing about persons is ever kept here: the file lies outside the encrypted store.
"""

from __future__ import annotations

import configparser
import json
from pathlib import Path
from typing import Any

_SECTION = "window"
_RECENT = "recent_stores"


class Settings:
    """Values by key; a missing or damaged file means defaults, never an error."""

    def __init__(self, path: Path | None) -> None:
        """``path`` is the ini file; None keeps everything in memory."""
        self.path = path
        self._values = _read(path)

    def get(self, key: str, default: Any = None) -> Any:
        """Return the value kept under ``key``, or ``default``."""
        return self._values.get(key, default)

    def set(self, key: str, value: Any) -> None:
        """Keep a JSON-able value and write the file; a read-only folder loses only the memory of it."""
        if self._values.get(key) == value:
            return
        self._values[key] = value
        if self.path is not None:
            _write(self.path, self._values)

    def scale(self) -> float:
        """Return the font scale, 0.9 to 2.0."""
        value = self.get("scale", 1.0)
        return min(2.0, max(0.9, float(value))) if isinstance(value, int | float) else 1.0

    def look(self) -> str:
        """Return the name of the look chosen: light, dark or contrast (the theme knows an unknown one as light)."""
        return str(self.get("look", "light"))

    def recent_stores(self) -> list[Path]:
        """Return the data files opened last, newest first."""
        kept = self.get(_RECENT, [])
        return [Path(entry) for entry in kept if isinstance(entry, str)] if isinstance(kept, list) else []

    def remember_store(self, path: Path) -> None:
        """Put a data file at the head of the recent ones."""
        others = [str(p) for p in self.recent_stores() if p != path]
        self.set(_RECENT, [str(path), *others][:8])

    def forget_store(self, path: Path) -> None:
        """Take a data file off the list; the file itself stays."""
        self.set(_RECENT, [str(p) for p in self.recent_stores() if p != path])


def _read(path: Path | None) -> dict[str, Any]:
    if path is None or not path.is_file():
        return {}
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read(path, encoding="utf-8")
        return {key: json.loads(value) for key, value in parser.items(_SECTION)}
    except (configparser.Error, ValueError, OSError):
        return {}


def _write(path: Path, values: dict[str, Any]) -> None:
    parser = configparser.ConfigParser(interpolation=None)
    parser[_SECTION] = {key: json.dumps(value, ensure_ascii=False) for key, value in values.items()}
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8") as stream:
            parser.write(stream)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
