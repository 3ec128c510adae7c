"""Printing entry forms (一事一表): one sheet a record, previewed and written from the same placed cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed, DocumentError
from ganbu_desktop.foundation.file_names import UniqueNames
from ganbu_desktop.foundation.files import cause_of
from ganbu_desktop.foundation.nearest import offered
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.forms.entry_form import EntryForm
from ganbu_desktop.kernel.log.access_log import PRINT as PRINTED
from ganbu_desktop.kernel.log.access_log import VIEW, note_access, watermark
from ganbu_desktop.kernel.office.office import Office, Progress, SilentProgress
from ganbu_desktop.kernel.people.person_index import unit_index
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.spine.limiting import LimitingRecord
from ganbu_desktop.kernel.spine.showing import Paper, may_leave, sees_draft, shown_as
from ganbu_desktop.paper.cells import PlacedDocument, PlacedPage
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_file import load_form
from ganbu_desktop.paper.form_fill import FormFiller
from ganbu_desktop.paper.running_head import RunningHead, headed
from ganbu_desktop.paper.stamp import stamped
from ganbu_desktop.paper.watermark import marked
from ganbu_desktop.paper.writing import PDF, type_of, writer
from ganbu_desktop.store.operations import find

PRINT = "forms.print"
BLANK = "空白表"
LISTED_BY = "ganbu print --list"
"""The command that lists every form."""
_CHUNK = 500
_UNIT_VALUES = ("unit", "unit_name", "organiser", "employer")
"""The bindings by which forms name the unit that a sheet is about or comes from."""


@dataclass
class Printed:
    """What came of a print: whole files only, a line for each, and what did not fit or had no glyph.

    ``stopped``: what was written and what not, when somebody stopped the print.
    """

    files: list[Path] = field(default_factory=list)
    sheets: int = 0
    findings: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    stopped: str = ""


def form_title(form: EntryForm) -> str:
    """Return the Chinese title of a form, with its edition in brackets where it has one."""
    spec = load_form(form.name)
    return f"{spec.title}（{spec.edition}）" if spec.edition else spec.title


def form_called(forms: Sequence[EntryForm], name: str) -> EntryForm:
    """Return the form of that name; CheckFailed names those that there are."""
    found = next((form for form in forms if form.name == name), None)
    if found is None:
        known = {form.name: form_title(form) for form in forms}
        raise CheckFailed(f"没有名为“{name}”的表格，{offered(name, known, listed_by=LISTED_BY)}；没有写出任何文件")
    return found


class EntryPrinter:
    """Fills one form for records, one after the other; for one thread."""

    def __init__(self, office: Office, form: EntryForm, book: FontBook | None = None) -> None:
        """``book`` is the one that a preview draws with; without it the PC's own. All sheets are of today."""
        self._office = office.on(office.today())
        self._mark = watermark(office) if form.is_sensitive else ""
        self.form = form
        self.book = book or FontBook.default()
        self._spec = load_form(form.name)
        self._filler = FormFiller(self._spec, self.book)
        self.left_out = 0
        self.refused = 0

    def documents(self, record_ids: Sequence[str]) -> Iterator[PlacedDocument]:
        """Yield the filled form of each record that is still there, in order and one consistent view of the store.

        Of a form that knows when it says nothing, such sheets are left out and counted in ``left_out``; CheckFailed
        where that leaves none. Records that stand on one sheet (``EntryForm.same_by``) give it once. Of entries that
        can count against a person those are left out that may not stand on such a sheet, and counted in ``refused``.
        """
        self.left_out, self.refused, made = 0, 0, 0
        with self._office.reading() as connection:
            given: set[object] = set()
            for record_id in record_ids:
                sheet = _sheet_of(connection, self.form, record_id)
                if sheet is None or sheet in given:
                    continue
                given.add(sheet)
                shown = _mark(self._office, self.form, connection, record_id)
                if shown is None:
                    self.refused += 1
                    continue
                values = self.form.values(self._office, connection, record_id)
                if self.form.is_empty is not None and self.form.is_empty(values):
                    self.left_out += 1
                    continue
                yield self._filled(values, self.form.named(self._office, connection, record_id), shown)
                made += 1
        if self.refused and not made:
            raise CheckFailed(f"{self.refused_because()}；没有写出任何文件")
        if self.left_out and not made:
            raise CheckFailed(
                f"所选的{self.form.subject.label}都没有《{form_title(self.form)}》的内容；没有写出任何文件"
            )

    def document(self, record_id: str) -> PlacedDocument | None:
        """Return one record's filled form, even one that says nothing, or None when the record is gone."""
        with self._office.reading() as connection:
            if _sheet_of(connection, self.form, record_id) is None:
                return None
            shown = _mark(self._office, self.form, connection, record_id)
            if shown is None:
                self.refused = 1
                raise CheckFailed(f"{self.refused_because()}；没有写出任何文件")
            values = self.form.values(self._office, connection, record_id)
            return self._filled(values, self.form.named(self._office, connection, record_id), shown)

    def blank(self) -> PlacedDocument:
        """Return the empty sheet; CheckFailed where the form is not handed out empty."""
        if self.form.blank is None:
            raise CheckFailed(f"《{form_title(self.form)}》没有空白表，要从条目打印；没有写出任何文件")
        return self._filler.fill(self.form.blank(self._office), name=BLANK)

    def refused_because(self) -> str:
        """Return how many entries have no such sheet, and why."""
        said = "草稿只由记录人和复核人打印"
        if self.form.paper is Paper.NOTICE:
            said = "没有生效或已经作废的，不能打印这种文书"
        return f"{self.refused} 条{self.form.subject.label}没有《{form_title(self.form)}》：{said}"

    def _filled(self, values: Mapping[str, Any], name: str, mark: str) -> PlacedDocument:
        filled = headed(self._filler.fill(values, name=name), self._spec, self._head(values), self.book)
        filled = stamped(filled, mark, self.book)
        return marked(filled, self._mark, self.book) if self._mark else filled

    def _head(self, values: Mapping[str, Any]) -> RunningHead:
        """Return what every page has to say: the form's title, the unit it is about or of, and the day of the print."""
        own = [value for name in _UNIT_VALUES if isinstance(value := values.get(name), str) and value.strip()]
        day = PartialDate.of(self._office.today()).as_chinese()
        return RunningHead(self._spec.title, [*own, self._office.called()], day)


def _sheet_of(connection: sa.Connection, form: EntryForm, record_id: str) -> object | None:
    """Return what tells the sheet of a record from others; None for a record that is gone."""
    at = form.subject.table.c
    said = at[form.same_by] if form.same_by else at.id
    found = connection.execute(sa.select(said).where(at.id == record_id)).first()
    return None if found is None else (found[0],)


def _mark(office: Office, form: EntryForm, connection: sa.Connection, record_id: str) -> str | None:
    """Return the mark that a sheet bears, empty for an entry that counts; None where there is no sheet of it."""
    cls = form.subject
    if not issubclass(cls, LimitingRecord):
        return ""
    (entry,) = find(connection, cls, cls.table.c.id == record_id)
    shown = shown_as(connection, entry, office.today())
    is_hidden = not shown.may_leave and not sees_draft(office.account.hand, entry)
    return None if is_hidden or not shown.may_stand_on(form.paper) else shown.mark_on(form.paper)


def document(office: Office, forms: Sequence[EntryForm], name: str, record_id: str) -> PlacedDocument:
    """Return one record's filled form; CheckFailed for an unknown form or a record that is gone."""
    found = EntryPrinter(office, form_called(forms, name)).document(record_id)
    if found is None:
        raise CheckFailed("这条记录已不在库中；没有写出任何文件")
    return found


def note_viewed(office: Office, form: EntryForm, record_ids: Sequence[str]) -> None:
    """Leave a note of who looked at these sheets on screen, where the form is sensitive."""
    _note(office, form, record_ids, VIEW)


def _note(office: Office, form: EntryForm, record_ids: Sequence[str], what: str) -> None:
    if not form.is_sensitive:
        return
    table = form.subject.table
    whose: dict[str, str | None] = {}
    person = table.c.person_id if "person_id" in table.c else table.c.id if table.name == "person" else sa.null()
    with office.reading() as connection:
        for start in range(0, len(record_ids), _CHUNK):
            wanted = table.c.id.in_(record_ids[start : start + _CHUNK])
            whose.update(tuple(row) for row in connection.execute(sa.select(table.c.id, person).where(wanted)))
        kept = [i for i in record_ids if i in whose and _mark(office, form, connection, i) is not None]
    purpose = f"《{form_title(form)}》"
    note_access(office, what, table.name, [whose[each] for each in kept], purpose, record_ids=kept)


def entries_of(
    office: Office,
    form: EntryForm,
    person_ids: Sequence[str] | None = None,
    dated_by: str | None = None,
    *,
    since: PartialDate | None = None,
    until: PartialDate | None = None,
    unit_ids: Sequence[str] | None = None,
) -> list[str]:
    """Return the records that a form can print, oldest first by the date field ``dated_by`` (both ends included).

    ``person_ids``: only those of these people; ``unit_ids``: only those of these units (their own sheets, where the
    form is about a unit); None for all. Units come in the county's order. A draft of what can count against a person
    is printed only where it was chosen itself. CheckFailed where the entries have no person, unit or date to ask for,
    and where none is left.
    """
    at = form.subject.table.c
    unit = at.get("unit_id") if form.subject is not Unit else at.id
    if unit_ids is not None and unit is None:
        raise CheckFailed(f"《{form_title(form)}》不是关于单位的，不能按单位选；没有写出任何文件")
    person = at.get("person_id") if form.subject.table.name != "person" else at.id
    if person_ids is not None and person is None:
        raise CheckFailed(f"《{form_title(form)}》不是关于某个人的，不能按姓名选；没有写出任何文件")
    if (since or until) and dated_by is None:
        raise CheckFailed(f"《{form_title(form)}》没有可以按它选的日期；没有写出任何文件")
    wanted: list[sa.ColumnElement[bool]] = []
    if person_ids is not None and person is not None:
        wanted.append(person.in_(person_ids))
    if unit_ids is not None and unit is not None:
        wanted.append(unit.in_(unit_ids))
    if dated_by is not None:
        day = at[dated_by]
        wanted += [day >= since] if since else []
        wanted += [day < _after(until)] if until else []
    if issubclass(form.subject, LimitingRecord):
        wanted.append(may_leave(form.subject))
    statement = sa.select(at.id).where(*wanted)
    if form.subject is Unit:
        joined = statement.outerjoin(unit_index, unit_index.c.unit_id == at.id)
        statement = joined.order_by(unit_index.c.order_key, at.id)
    else:
        statement = statement.order_by(*([at[dated_by]] if dated_by is not None else []), at.id)
    with office.reading() as connection:
        found = [row.id for row in connection.execute(statement)]
    if not found:
        raise CheckFailed("没有符合条件的记录；没有写出任何文件")
    return found


def _after(last: PartialDate) -> PartialDate:
    """Return the first date behind a day, month or year, so that all of it is included."""
    if last.day:
        return PartialDate.of(last.last_day() + timedelta(days=1))
    return last.plus_months(1) if last.month else PartialDate(last.year + 1)


def findings_of(placed: PlacedDocument) -> list[str]:
    """Return what does not fit or has no glyph, each with the sheet's name."""
    return [f"{placed.name}：{finding.message}" for finding in placed.findings]


def check_forms(
    office: Office, form: EntryForm, record_ids: Sequence[str], progress: Progress | None = None
) -> list[str]:
    """Return everything that would not fit or has no glyph, without writing anything."""
    progress = progress or SilentProgress()
    found: list[str] = []
    for number, placed in enumerate(EntryPrinter(office, form).documents(record_ids), 1):
        progress.step(number, len(record_ids), "打印前检查")
        found += findings_of(placed)
    return found


def print_forms(
    office: Office,
    form: EntryForm,
    record_ids: Sequence[str],
    target: Path,
    *,
    progress: Progress | None = None,
    file_type: str = PDF,
    outcome: Printed | None = None,
) -> Printed:
    """Write the sheets of records: one ``.pdf``, ``.xlsx`` or ``.docx``, or a folder with a file of each.

    ``file_type``: ``pdf``, ``xlsx`` or ``docx`` inside a folder.

    Of a sensitive form a note of who printed whose sheet is left first.
    Cancelling leaves whole files only. Who hands in an ``outcome`` still holds there what was written when Cancelled
    or an error comes out of a batch.
    """
    office.require(PRINT)
    if not record_ids:
        raise CheckFailed("没有要打印的记录；没有写出任何文件")
    is_one = bool(type_of(target, file_type))
    _note(office, form, record_ids, PRINTED)
    printer = EntryPrinter(office, form)
    outcome = Printed() if outcome is None else outcome
    progress = progress or SilentProgress()
    if is_one:
        _one_file(printer, printer.documents(record_ids), target, outcome, len(record_ids), progress)
    else:
        _one_each(printer, record_ids, target, file_type, outcome, progress)
    if printer.refused:
        outcome.lines.append(f"{printer.refused_because()}，没有打印")
    if printer.left_out:
        outcome.lines.append(f"{printer.left_out} 个{form.subject.label}没有内容，没有打印")
    return outcome


def pages_to_print(
    office: Office, form: EntryForm, record_ids: Sequence[str], book: FontBook, progress: Progress
) -> list[PlacedPage]:
    """Return every page of these sheets for the printer; of a sensitive form a note is left first."""
    office.require(PRINT)
    _note(office, form, record_ids, PRINTED)
    pages: list[PlacedPage] = []
    for number, placed in enumerate(EntryPrinter(office, form, book).documents(record_ids), 1):
        progress.step(number, len(record_ids), "排版")
        pages += placed.pages
    return pages


def print_blank(office: Office, form: EntryForm, target: Path) -> Printed:
    """Write the empty sheet into one ``.pdf``, ``.xlsx`` or ``.docx`` file."""
    office.require(PRINT)
    if not type_of(target):
        raise CheckFailed("空白表请写成 .pdf、.xlsx 或 .docx 文件；没有写出任何文件")
    printer, outcome = EntryPrinter(office, form), Printed()
    _one_file(printer, iter([printer.blank()]), target, outcome, 1, SilentProgress())
    return outcome


def _one_file(
    printer: EntryPrinter,
    documents: Iterator[PlacedDocument],
    target: Path,
    outcome: Printed,
    total: int,
    progress: Progress,
) -> None:
    def placed() -> Iterator[PlacedDocument]:
        for each in documents:
            outcome.sheets += 1
            outcome.findings += findings_of(each)
            yield each

    writer(type_of(target))(
        target, placed(), printer.book, total=total, step=lambda done, _all: progress.step(done, total, "写出表格")
    )
    outcome.files.append(target)
    outcome.lines.append(f"{target.name}：{outcome.sheets} 份")


def _one_each(
    printer: EntryPrinter,
    record_ids: Sequence[str],
    folder: Path,
    file_type: str,
    outcome: Printed,
    progress: Progress,
) -> None:
    _make_folder(folder)
    names = UniqueNames(f".{file_type}")
    write = writer(file_type)
    for number, placed in enumerate(printer.documents(record_ids), 1):
        path = folder / names.name_for(placed.name)
        write(path, [placed], printer.book)
        outcome.files.append(path)
        outcome.sheets += 1
        outcome.findings += findings_of(placed)
        outcome.lines.append(f"{path.name}：" + ("；".join(f.message for f in placed.findings) or "完成"))
        progress.step(number, len(record_ids), f"写出 {path.name}")
    if not outcome.files:
        raise CheckFailed("要打印的记录都已不在库中；没有写出任何文件")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DocumentError(f"文件夹“{folder}”建不成：{cause_of(error)}；没有写出任何文件") from error
