"""A placed roster as PDF."""

from __future__ import annotations

from pathlib import Path

from ganbu_desktop.paper.cells import PlacedDocument
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_pdf import Step, write_pdf


def write_roster_pdf(path: Path, document: PlacedDocument, book: FontBook, step: Step | None = None) -> int:
    """Write the roster and return the number of pages.

    ``step(done, total)`` counts pages; when it raises, nothing is left at ``path`` and an older file there stays.
    """
    sheets = (PlacedDocument(document.title, (page,)) for page in document.pages)
    return write_pdf(path, sheets, book, total=len(document.pages), step=step)
