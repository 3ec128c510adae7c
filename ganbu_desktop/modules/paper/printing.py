"""Printing people: forms and rosters, previewed and written from the same placed cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.nearest import offered
from ganbu_desktop.kernel.forms.form_print import LISTED_BY
from ganbu_desktop.kernel.forms.person_values import form_values
from ganbu_desktop.kernel.forms.roster_designs import designs
from ganbu_desktop.kernel.office.office import Office, Progress, SilentProgress
from ganbu_desktop.kernel.people.dossier import Dossier, dossiers, photo_of
from ganbu_desktop.kernel.report.paper import write_report
from ganbu_desktop.modules.paper import rosters
from ganbu_desktop.modules.paper.job import FORM, ROSTER, TABLE, Outcome, PrintJob, context_of
from ganbu_desktop.modules.paper.naming import FileNames
from ganbu_desktop.modules.paper.rights import PRINT
from ganbu_desktop.modules.paper.roster_layouts import DESIGN
from ganbu_desktop.modules.paper.tables import TABLES
from ganbu_desktop.paper.cells import PlacedDocument
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_file import list_forms, load_form
from ganbu_desktop.paper.form_fill import FormFiller
from ganbu_desktop.paper.roster import list_rosters
from ganbu_desktop.paper.writing import EXCEL, PDF, type_of, writer

ROOM = "paper"
"""The folder under ``resources/forms`` whose forms are about a person."""


@dataclass(frozen=True)
class FormInfo:
    """One thing that can be printed: its stable name, Chinese title, and whether it is a form, a roster or a table."""

    name: str
    title: str
    kind: str


def forms() -> list[FormInfo]:
    """Return everything that can be printed: each form file, each roster file, each table."""
    found = [
        FormInfo(name, f"{title}（{edition}）" if edition else title, FORM)
        for name, title, edition in list_forms(room=ROOM)
    ]
    found += [FormInfo(name, title, ROSTER) for name, title in list_rosters()]
    return [*found, *(FormInfo(name, table.title, TABLE) for name, table in TABLES.items())]


def roster_names() -> list[str]:
    """Return the names of the ready-made rosters."""
    return [name for name, _ in list_rosters()]


def printable(office: Office) -> list[FormInfo]:
    """Return everything that can be printed from this store: besides ``forms`` the designs of the office's own."""
    own = [FormInfo(f"{DESIGN}{found.name}", f"{found.name}（自设计名册）", ROSTER) for found in designs(office)]
    return [*forms(), *own]


def _is_roster(job: PrintJob) -> bool:
    return job.design is not None or job.form.startswith(DESIGN) or job.form in roster_names()


class FormPrinter:
    """Fills one form for people, one after the other; for one thread."""

    def __init__(self, office: Office, name: str, as_of: str | None = None, book: FontBook | None = None) -> None:
        """Raises CheckFailed for an unknown form."""
        if name not in [head[0] for head in list_forms(room=ROOM)]:
            known = {info.name: info.title for info in forms()}
            raise CheckFailed(f"没有名为“{name}”的表格，{offered(name, known, listed_by=LISTED_BY)}；没有写出任何文件")
        self.book = book or FontBook.default()
        self._office = office
        self.form = load_form(name)
        self._filler = FormFiller(self.form, self.book)
        self._context = context_of(office, as_of)

    def documents(self, person_ids: Sequence[str]) -> Iterator[tuple[Dossier, PlacedDocument]]:
        """Yield each person's filled form, in the given order and one consistent view of the store."""
        with self._office.reading() as connection:
            for found in dossiers(connection, person_ids):
                yield found, self._filled(connection, found)

    def document(self, person_id: str) -> PlacedDocument | None:
        """Return one person's filled form for the preview, or None when the person is gone."""
        return next((document for _, document in self.documents([person_id])), None)

    def _filled(self, connection: sa.Connection, found: Dossier) -> PlacedDocument:
        values = form_values(found, self._context, photo_of(connection, found))
        return self._filler.fill(values, name=found.person.name or "未命名")


def findings_of(document: PlacedDocument) -> list[str]:
    """Return what does not fit or has no glyph, each with the person's name."""
    return [f"{document.name}：{finding.message}" for finding in document.findings]


def check_before(office: Office, job: PrintJob, progress: Progress | None = None) -> list[str]:
    """Return everything that would not fit or has no glyph, without writing anything."""
    if job.form in TABLES:
        return []
    if _is_roster(job):
        return rosters.findings(office, job)
    progress = progress or SilentProgress()
    found: list[str] = []
    for number, (_, document) in enumerate(FormPrinter(office, job.form, job.as_of).documents(job.person_ids), 1):
        progress.step(number, len(job.person_ids), "打印前检查")
        found += findings_of(document)
    return found


def run(office: Office, job: PrintJob, progress: Progress | None = None, *, outcome: Outcome | None = None) -> Outcome:
    """Write the job's files. Cancelling leaves only whole files; what does not fit is reported, never silent.

    Who hands in an ``outcome`` still holds there what was written when Cancelled or an error comes out of a batch.
    """
    office.require(PRINT)
    if job.form in TABLES:
        return _table(office, job)
    if not job.person_ids:
        raise CheckFailed("没有要打印的人员；没有写出任何文件")
    progress = progress or SilentProgress()
    if _is_roster(job):
        return rosters.run(office, job, progress)
    printer = FormPrinter(office, job.form, job.as_of)
    if type_of(job.target, job.file_type):
        return _one_file(printer, job, progress)
    return _one_each(office, printer, job, progress, Outcome() if outcome is None else outcome)


def _table(office: Office, job: PrintJob) -> Outcome:
    """Write a table of counts over everybody."""
    if type_of(job.target) not in (PDF, EXCEL):
        raise CheckFailed(f"《{TABLES[job.form].title}》请写成 .pdf 或 .xlsx 文件；没有写出任何文件")
    report = TABLES[job.form].compute(office)
    findings = write_report(report, job.target)
    rows = sum(len(table.rows) for table in report.tables)
    return Outcome([job.target], 0, findings, [f"{job.target.name}：{rows} 行"], kind=TABLE)


def _one_file(printer: FormPrinter, job: PrintJob, progress: Progress) -> Outcome:
    outcome = Outcome()
    total = len(job.person_ids)

    def placed() -> Iterator[PlacedDocument]:
        for _, document in printer.documents(job.person_ids):
            outcome.people += 1
            outcome.findings += findings_of(document)
            yield document

    def step(done: int, _total: int) -> None:
        progress.step(done, total, "写出表格")

    writer(type_of(job.target))(job.target, placed(), printer.book, total=total, step=step)
    outcome.files.append(job.target)
    outcome.lines.append(f"{job.target.name}：{outcome.amount()}")
    return outcome


def _one_each(office: Office, printer: FormPrinter, job: PrintJob, progress: Progress, outcome: Outcome) -> Outcome:
    job.target.mkdir(parents=True, exist_ok=True)
    names = FileNames(job.name_pattern, f".{job.file_type}", office.today())
    write = writer(job.file_type)
    for number, (dossier, document) in enumerate(printer.documents(job.person_ids), 1):
        unit = dossier.unit
        name = names.name_for(
            unit=(unit.short_name or unit.name or "") if unit else "",
            name=dossier.person.name or "",
            id_number=dossier.person.id_number or "",
            form=printer.form.title,
        )
        path = job.target / name
        write(path, [document], printer.book)
        outcome.files.append(path)
        outcome.people += 1
        found = findings_of(document)
        outcome.findings += found
        outcome.lines.append(f"{name}：" + ("；".join(f.message for f in document.findings) or "完成"))
        progress.step(number, len(job.person_ids), f"写出 {name}")
    return outcome
