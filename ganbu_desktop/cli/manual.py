"""The verb ``manual``: the whole manual as one PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any


def run_manual(target: Path, *, say: Callable[[str], None]) -> dict[str, Any]:
    """Write the manual and return its place and number of pages."""
    from ganbu_desktop import modules
    from ganbu_desktop.kernel.manual import print_manual

    pages = print_manual(target, made=modules.manual_pages())
    say(f"已写出使用手册，{pages} 页：{target}")
    return {"file": str(target), "pages": pages}
