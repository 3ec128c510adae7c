"""Where the program's own files stand."""

from __future__ import annotations

from pathlib import Path

_ROOT = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Return the path of a file under ``resources/``: beside the package in a checkout, inside it once installed."""
    beside = _ROOT.parent / "resources"
    base = beside if beside.is_dir() else _ROOT / "resources"
    return base.joinpath(*parts)
