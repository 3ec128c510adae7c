"""Which writer makes which kind of file of placed documents: PDF, Excel and Word all draw the same cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.paper.cells import PlacedDocument
from ganbu_desktop.paper.fonts import FontBook

PDF, EXCEL, WORD = "pdf", "xlsx", "docx"
FILE_TYPES = (PDF, EXCEL, WORD)
_NAMED = "、".join(f".{kind}" for kind in FILE_TYPES)


class Writer(Protocol):
    """Writes documents into one file and returns the number of pages; ``step(done, total)`` is told of each."""

    def __call__(
        self,
        path: Path,
        documents: Iterable[PlacedDocument],
        book: FontBook,
        *,
        total: int = 0,
        step: Callable[[int, int], None] | None = None,
    ) -> int:
        """Write; when ``step`` raises, an older file at ``path`` stays."""


def writer(file_type: str) -> Writer:
    """Return what writes files of that kind; the libraries behind it are read when the first one is asked for."""
    if file_type == PDF:
        from ganbu_desktop.paper.form_pdf import write_pdf

        return write_pdf
    if file_type == WORD:
        from ganbu_desktop.paper.form_docx import write_docx

        return write_docx
    from ganbu_desktop.paper.form_excel import write_workbook

    return write_workbook


def type_of(target: Path, in_folder: str = PDF) -> str:
    """Return the kind of one file to write, empty for a folder; anything else is refused with a sentence.

    ``in_folder``: the kind of each file where ``target`` is a folder.
    """
    suffix = target.suffix.lower()
    if target.is_dir() or not suffix:
        if in_folder not in FILE_TYPES:
            raise CheckFailed(f"不能写成“{in_folder}”文件，请用 {_NAMED}；没有写出任何文件")
        return ""
    if suffix[1:] not in FILE_TYPES:
        raise CheckFailed(f"不能写成“{suffix}”文件，请用 {_NAMED} 或文件夹；没有写出任何文件")
    return suffix[1:]
