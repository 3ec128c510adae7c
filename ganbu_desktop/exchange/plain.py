"""How values that JSON does not know travel from the worker to the main process."""

from __future__ import annotations

import base64
import datetime
from typing import Any


def plain(value: object) -> Any:
    """Return dates as ``["d", text]``, bytes as ``["b", base64]``. Raises TypeError for anything else."""
    if isinstance(value, datetime.datetime):
        day = f"{value.year:04}.{value.month:02}.{value.day:02}"
        return ["d", day if value.time() == datetime.time() else f"{day} {value:%H:%M:%S}"]
    if isinstance(value, datetime.date):
        return ["d", f"{value.year:04}.{value.month:02}.{value.day:02}"]
    if isinstance(value, datetime.time | datetime.timedelta):
        return ["d", str(value)]
    if isinstance(value, bytes):
        return ["b", base64.b64encode(value).decode("ascii")]
    raise TypeError(type(value).__name__)
