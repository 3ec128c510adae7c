"""Identity numbers as lists show them: enough to tell two people apart, not enough to copy."""

from __future__ import annotations


def masked(id_number: str | None) -> str:
    """Return an identity number with its middle hidden: ``110101********0016``."""
    if not id_number:
        return ""
    if len(id_number) < 11:
        return "*" * len(id_number)
    return f"{id_number[:6]}{'*' * (len(id_number) - 10)}{id_number[-4:]}"
