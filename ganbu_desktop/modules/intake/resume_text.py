"""A résumé text as it is stored: lines in the standard shape where they could be read, others as they came."""

from __future__ import annotations

from ganbu_desktop.foundation import resume


def standard_resume(text: str) -> str:
    """Return ``text`` with every readable line in the official shape; paragraphs that are not lines stay verbatim."""
    return resume.write(resume.read(text))
