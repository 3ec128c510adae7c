"""Chained log lines: each carries a digest over the line before it and itself, so that no line can change unseen.

The chain shows that a line was altered, put between or taken out. That its newest lines were cut off shows only where
a later digest was written down outside, so every export of a log names its last digest.
"""

from __future__ import annotations

import hashlib
import json

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
START = ""
"""What stands before the first line."""


def link(before: str, *parts: str | int | None) -> str:
    """Return the digest (SHA-256 in hex) of a line of ``parts`` that follows the line whose digest is ``before``."""
    return hashlib.sha256(_encode((before, *parts)).encode()).hexdigest()
