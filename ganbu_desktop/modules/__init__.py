"""One room for each mission module; no module imports another.

A room may have ``records`` (its record types), ``rules``, ``actions`` (the only writers) and ``pages`` (the only Qt).
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from importlib.util import find_spec


def rooms() -> list[str]:
    """Return the names of the rooms that exist."""
    return sorted(found.name for found in pkgutil.iter_modules(__path__) if found.ispkg)


def load_records() -> None:
    """Import the record types of every room, so that their rows can be undone, restored and migrated."""
    for room in rooms():
        name = f"{__name__}.{room}.records"
        if find_spec(name) is not None:
            import_module(name)
