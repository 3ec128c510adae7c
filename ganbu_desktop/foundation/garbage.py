"""Pausing the collector of cyclic garbage while very many small objects are made at once.

Reading a workbook makes millions of values that all live until the end; looking through them again and again would take
a third of the time and free nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Make no cyclic collections inside the block; nested use is harmless."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
