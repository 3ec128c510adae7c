"""Where the program's own files stand, and how it is started again."""

from __future__ import annotations

import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Return the path of a file under ``resources/``: beside the package in a checkout, inside it once installed."""
    beside = _ROOT.parent / "resources"
    base = beside if beside.is_dir() else _ROOT / "resources"
    return base.joinpath(*parts)


def import_root() -> Path:
    """Return the folder that the package is imported from."""
    return _ROOT.parent


def is_packed() -> bool:
    """Return whether this is a built program that carries its own interpreter."""
    return bool(getattr(sys, "frozen", False))


def own_command(*arguments: str, module: str = "ganbu_desktop") -> list[str]:
    """Return the command that starts this program again, packed or not; ``module`` stands for another way in.

    A packed program has one way in: what is to run another module must have an argument of its own for it.
    """
    if is_packed():
        return [sys.executable, *arguments]
    return [sys.executable, "-s", "-m", module, *arguments]
