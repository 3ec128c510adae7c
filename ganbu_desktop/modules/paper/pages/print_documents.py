"""What the preview shows, laid out on the reading thread: one person's form, a whole roster, or a table."""

from __future__ import annotations

from dataclasses import dataclass

from ganbu_desktop.foundation.errors import Cancelled
from ganbu_desktop.foundation.findings import Finding
from ganbu_desktop.kernel.office.office import Office, Progress
from ganbu_desktop.modules.paper import rosters, tables
from ganbu_desktop.modules.paper.job import ROSTER, TABLE, Outcome, PrintJob
from ganbu_desktop.modules.paper.printing import FormInfo, FormPrinter, run
from ganbu_desktop.paper.cells import PlacedPage
from ganbu_desktop.paper.fonts import FontBook

MOST_PREVIEWED = 2000
"""So many people of a roster are laid out for the preview; the print itself has all."""


@dataclass(frozen=True)
class Previewed:
    """Pages ready to be drawn, and what does not fit or has no glyph."""

    pages: tuple[PlacedPage, ...]
    findings: tuple[Finding, ...]
    title: str = ""


class DocumentSource:
    """Lays out one document after the other; used on one thread only."""

    def __init__(self, office: Office, book: FontBook) -> None:
        """``book`` is the one that the preview draws with."""
        self._office = office
        self.book = book
        self._printers: dict[tuple[str, str | None], FormPrinter] = {}

    def form(self, name: str, as_of: str | None, person_id: str) -> Previewed | None:
        """Return one person's form; None when the person is gone."""
        document = self._printer(name, as_of).document(person_id)
        return None if document is None else Previewed(document.pages, document.findings, document.name)

    def _printer(self, name: str, as_of: str | None) -> FormPrinter:
        key = (name, as_of)
        if key not in self._printers:
            self._printers = {key: FormPrinter(self._office, name, as_of, self.book)}
        return self._printers[key]

    def roster(self, job: PrintJob, progress: Progress) -> Previewed:
        """Return a roster's pages."""
        laid_out = rosters.document(self._office, job, self.book, progress)
        return Previewed(tuple(laid_out.pages), tuple(laid_out.findings))

    def table(self, name: str) -> Previewed:
        """Return a count table's pages."""
        placed = tables.document(self._office, name, self.book)
        return Previewed(placed.pages, placed.findings)

    def all_pages(self, info: FormInfo, job: PrintJob, progress: Progress) -> list[PlacedPage]:
        """Return every page of a job, for the printer."""
        if info.kind == ROSTER:
            return list(self.roster(job, progress).pages)
        if info.kind == TABLE:
            return list(self.table(info.name).pages)
        pages: list[PlacedPage] = []
        printer = self._printer(info.name, job.as_of)
        for number, (_, document) in enumerate(printer.documents(job.person_ids), 1):
            progress.step(number, len(job.person_ids), "排版")
            pages += document.pages
        return pages

    def forget(self) -> None:
        """Lay out anew with the figures as they are now."""
        self._printers = {}


def run_keeping(office: Office, job: PrintJob, progress: Progress) -> Outcome:
    """Run a job; when stopped, return the whole files that a batch has left in its folder."""
    outcome = Outcome()
    try:
        return run(office, job, progress, outcome=outcome)
    except Cancelled:
        if not outcome.files:
            raise
        left = len(job.person_ids) - outcome.people
        outcome.stopped = f"已停止：写出 {len(outcome.files)} 个文件，还有 {left} 人没有写出"
        return outcome
