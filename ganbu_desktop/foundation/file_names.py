"""Names of the files of one batch: safe on every disk, never two the same."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)$")
_LONGEST = 100


def safe_stem(text: str) -> str:
    """Return a file name without suffix that every disk takes; 未命名 for one that is empty."""
    cleaned = _FORBIDDEN.sub("", text).strip(" ._")[:_LONGEST] or "未命名"
    return f"_{cleaned}" if _RESERVED.match(cleaned) else cleaned


class UniqueNames:
    """Gives each file of a batch a name of its own; the second of the same name gets a number."""

    def __init__(self, suffix: str) -> None:
        """``suffix`` with its dot."""
        self._suffix = suffix
        self._taken: set[str] = set()

    def name_for(self, wanted: str) -> str:
        """Return a name with suffix that no file of this batch has yet."""
        stem = safe_stem(wanted)
        number, candidate = 1, stem
        while candidate.casefold() in self._taken:
            number += 1
            candidate = f"{stem}_{number}"
        self._taken.add(candidate.casefold())
        return candidate + self._suffix
