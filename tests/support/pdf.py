"""PDF files in memory, and where the grid lines of a sheet are."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

from ganbu_desktop.paper.cells import PageFrame, PlacedDocument
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_pdf import write_pdf


def pdf_bytes(documents: Iterable[PlacedDocument], book: FontBook) -> bytes:
    """Return the PDF of some documents, written as the program writes it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sheets.pdf"
        write_pdf(path, documents, book)
        return path.read_bytes()


def row_edges_mm(frame: PageFrame) -> list[float]:
    """Return the y of every grid line, one more than there are rows."""
    return list(accumulate(frame.rows_mm, initial=frame.margins.top))


def column_edges_mm(frame: PageFrame) -> list[float]:
    """Return the x of every grid line, one more than there are columns."""
    return list(accumulate(frame.columns_mm, initial=frame.margins.left))
