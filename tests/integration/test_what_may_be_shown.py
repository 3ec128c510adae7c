"""No output shows an entry as if it counted that does not, whichever way it is asked for.

Every kind of entry that can count against a person stands in the store as a draft, in force, protected, over and void.
Every form, workbook, report, reminder, condition and list is walked over them.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
import sqlalchemy as sa
from pypdf import PdfReader
from support.builders import make_office
from support.standings import NOT_COUNTING, RECORDER, Standings, as_account

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.forms import form_print
from ganbu_desktop.kernel.forms.entry_form import EntryForm
from ganbu_desktop.kernel.ledger import listing
from ganbu_desktop.kernel.ledger.listing import LedgerQuery
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.list.conditions.reckoning import Moment
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.timeline import timeline
from ganbu_desktop.kernel.reminders.reminder import due
from ganbu_desktop.kernel.report.spec import Figure, Period
from ganbu_desktop.kernel.spine.limiting import LimitingRecord, Standing, limiting_types
from ganbu_desktop.kernel.spine.showing import Paper, shown_as, standings
from ganbu_desktop.modules import entry_forms, ledgers, ready_conditions, reminder_rules, reports
from ganbu_desktop.modules.political import queries
from ganbu_desktop.paper.cells import PlacedDocument
from ganbu_desktop.paper.fonts import FontBook

COUNTING_FORMS = [f for f in entry_forms() if issubclass(f.subject, LimitingRecord)]
Told = tuple[list[str], Sequence[Sequence[str]], list[tuple[str, str]]]
"""What a report says: its cells, its boxes, and the entries behind its figures."""
LIMITING_LEDGERS = [spec for spec in ledgers() if listing.is_limiting(spec)]


class County(Standings):
    """The store with all of the entries, and what outputs said to a reader before those came that do not count."""

    def __init__(self, folder: Path) -> None:
        super().__init__(make_office(folder))
        self.place(Standing.IN_FORCE)
        self.before = said(self.reader)
        self.place(*NOT_COUNTING)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> County:
    return County(tmp_path_factory.mktemp("county"))


# ---- everything that is said without being asked for one entry


def said(office: Office) -> dict[str, object]:
    """Return what reports, reminders, conditions, workbooks of people and lists say, by name."""
    return {**_reports(office), **_reminders(office), **_conditions(office), **_lists(office)}


def _reports(office: Office) -> dict[str, Told]:
    texts = {"year": "2026", "quarter": "2026-Q1", "month": "2026-01"}
    found: dict[str, Told] = {}
    for spec in reports():
        for kind in spec.periods:
            report = spec.compute(office, Period.parse(texts[kind]))
            cells = [cell for table in report.tables for row in table.rows for cell in row]
            told = [c if isinstance(c, str) else c.shown() for c in cells]
            behind = sorted(r for c in cells if isinstance(c, Figure) for r in c.records if r[0] in limiting_types())
            found[f"report {spec.name} {kind}"] = (told, report.boxes, behind)
    return found


def _reminders(office: Office) -> dict[str, object]:
    found = due(office, reminder_rules())
    return {f"reminder {rule.name}": sorted((r.title, r.why) for r in told) for rule, told in found.items()}


def _conditions(office: Office) -> dict[str, object]:
    moment = Moment.of(office)
    with office.reading() as connection:
        return {
            f"condition {c.name}": sorted(
                connection.execute(sa.select(Person.table.c.id).where(c.clause(c.filled(moment), moment))).scalars()
            )
            for c in ready_conditions()
        }


def _lists(office: Office) -> dict[str, object]:
    query = LedgerQuery(day=office.today(), hand=office.account.hand)
    with office.reading() as connection:
        return {f"list {s.name}": sorted(listing.ids(connection, s, query)) for s in LIMITING_LEDGERS}


def _without_newcomers(now: object, newcomers: set[str]) -> object:
    """Leave out of what is said now the people who came with the further entries; they have nothing that counts."""
    if isinstance(now, list):
        return [one for one in now if not _about(one, newcomers)]
    return now


def _about(one: object, newcomers: set[str]) -> bool:
    text = " ".join(map(str, one)) if isinstance(one, tuple) else str(one)
    return any(word in text for word in newcomers)


def test_lists_conditions_and_reminders_say_the_same_as_before(county: County) -> None:
    """What does not count changes nothing but that there are more people (and units) to count."""
    now = said(county.reader)
    people = [county.office.get(Person, p.entry.person_id) for p in county.placed if not p.counts]
    newcomers = {word for p in people if p for word in (p.id, p.name or "")}
    asked_of_everybody = ("reminder political-summary", "reminder talk", "reminder training", "reminder check")
    changed = [
        name
        for name, was in county.before.items()
        if not name.startswith(("report", *asked_of_everybody)) and _without_newcomers(now[name], newcomers) != was
    ]
    assert changed == []
    selected = {name for name in now if name.startswith("condition") and _names_newcomers(now[name], newcomers)}
    plain = {name for name in selected if _names_everybody(now[name], county)}
    assert selected == plain, "a condition finds somebody by an entry that does not count"


def _names_newcomers(now: object, newcomers: set[str]) -> bool:
    return isinstance(now, list) and any(one in newcomers for one in now)


def _names_everybody(now: object, county: County) -> bool:
    """Tell whether a condition finds the people whatever their entry is, so that it does not go by entries at all."""
    assert isinstance(now, list)
    by_standing = {how: {p.entry.person_id for p in county.placed if p.standing is how} for how in NOT_COUNTING}
    return all(people <= set(now) for people in by_standing.values())


def test_no_report_tells_or_counts_what_does_not_count(county: County) -> None:
    not_counting = {p.entry.id for p in county.placed if not p.counts}
    for name, (told, boxes, behind) in _reports(county.reader).items():
        text = " ".join([*told, *(b for box in boxes for b in box)])
        assert county.hidden_in(text) == [], name
        assert {record_id for _, record_id in behind} & not_counting == set(), name


def test_no_reminder_tells_of_what_does_not_count(county: County) -> None:
    found = [r for told in due(county.reader, reminder_rules()).values() for r in told]
    assert found
    for reminder in found:
        text = f"{reminder.title} {reminder.why}"
        assert county.hidden_in(text) == [], reminder
    targets = {str(r.target) for r in found}
    assert [p for p in county.placed if not p.counts and any(p.entry.id in t for t in targets)] == []


def test_what_is_in_force_is_found_by_the_same_walk(county: County) -> None:
    """The control: each kind that counts stands in its list, and the walk would have seen it there."""
    for spec in LIMITING_LEDGERS:
        assert county.before[f"list {spec.name}"] == [county.of(spec.record, Standing.IN_FORCE).entry.id]
    assert any(behind for _, _, behind in _reports(county.reader).values()), "some report counts what is in force"


# ---- sheets


def texts(document: PlacedDocument) -> str:
    return "\n".join(cell.text for page in document.pages for cell in page.cells)


@pytest.mark.parametrize("how", list(Standing), ids=lambda s: s.name)
@pytest.mark.parametrize("form", COUNTING_FORMS, ids=lambda f: f.name)
def test_a_sheet_bears_its_mark_in_the_largest_letters(county: County, form: EntryForm, how: Standing) -> None:
    placed = county.of(form.subject, how)
    printer = form_print.EntryPrinter(as_account(county.office, RECORDER), form)
    if form.paper is Paper.NOTICE and how in (Standing.DRAFT, Standing.VOID):
        with pytest.raises(CheckFailed, match="不能打印这种文书"):
            printer.document(placed.entry.id)
        assert _documents(printer, [placed.entry.id]) == []
        return
    document = printer.document(placed.entry.id)
    assert document is not None
    assert placed.mark in texts(document)
    for page in document.pages:
        loudest = max(page.cells, key=lambda cell: cell.size_pt if cell.text else 0.0)
        wanted = "" if form.paper is Paper.ANSWER or placed.counts else how.value
        if wanted:
            assert loudest.text == wanted
            assert not loudest.overflow
            assert [c for c in page.cells if c is not loudest and c.size_pt >= loudest.size_pt] == []
        else:
            assert [c.text for c in page.cells if c.text in {s.value for s in NOT_COUNTING}] == []


def test_the_walk_sees_a_sheet_that_lacks_its_mark(county: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without the stamp some sheet of something void looks like one that counts."""
    monkeypatch.setattr(form_print, "stamped", lambda document, _text, _book: document)
    for form in (f for f in COUNTING_FORMS if f.paper is Paper.WORKING):
        with pytest.raises(AssertionError):
            test_a_sheet_bears_its_mark_in_the_largest_letters(county, form, Standing.VOID)


def _documents(printer: form_print.EntryPrinter, ids: list[str]) -> list[PlacedDocument]:
    try:
        return list(printer.documents(ids))
    except CheckFailed:
        return []


@pytest.mark.parametrize("form", COUNTING_FORMS, ids=lambda f: f.name)
def test_a_draft_s_sheet_is_for_its_hands_alone(county: County, form: EntryForm) -> None:
    draft = county.of(form.subject, Standing.DRAFT)
    printer = form_print.EntryPrinter(county.reader, form)
    with pytest.raises(CheckFailed, match="没有写出任何文件"):
        printer.document(draft.entry.id)


@pytest.mark.parametrize("suffix", ["pdf", "xlsx", "docx"])
def test_the_mark_stands_in_every_kind_of_file(county: County, tmp_path: Path, suffix: str) -> None:
    form = next(f for f in COUNTING_FORMS if f.name == "negative-hit")
    void = county.of(form.subject, Standing.VOID)
    target = tmp_path / f"表.{suffix}"
    form_print.print_forms(county.reader, form, [void.entry.id], target)
    if suffix == "pdf":
        assert PdfReader(target).pages[0].extract_text().splitlines().count("作废") == 1
    elif suffix == "xlsx":
        sheet = openpyxl.load_workbook(target).worksheets[0]
        sizes = [(c.font.size, c.value) for row in sheet.iter_rows() for c in row if c.value]
        assert max(sizes)[1] == "作废"
    else:
        assert ">作废<" in zipfile.ZipFile(target).read("word/document.xml").decode()


@pytest.mark.parametrize("form", [f for f in entry_forms() if f not in COUNTING_FORMS], ids=lambda f: f.name)
def test_no_other_sheet_tells_what_does_not_count(county: County, form: EntryForm) -> None:
    """The archive above all: it gathers entries of many kinds."""
    ids = [row.id for row in county.office.find(form.subject)]
    printer = form_print.EntryPrinter(county.reader, form, FontBook.default())
    for document in _documents(printer, ids):
        assert county.hidden_in(texts(document)) == []


def test_the_archive_tells_what_is_in_force(county: County) -> None:
    form = next(f for f in entry_forms() if f.name == "political-archive")
    entry = county.of(limiting_types()["political_entry"], Standing.IN_FORCE)
    (header,) = county.office.find(form.subject, form.subject.table.c.person_id == entry.entry.person_id)
    document = form_print.EntryPrinter(county.reader, form).document(header.id)
    assert document is not None
    assert texts(document).count(entry.mark) > 2


# ---- lists, and whose drafts they are


@pytest.mark.parametrize("spec", LIMITING_LEDGERS, ids=lambda s: s.name)
@pytest.mark.parametrize(("name", "sees"), [(RECORDER, True), ("复核乙", True), ("经办", False), ("旁人", False)])
def test_a_draft_is_listed_and_found_by_its_hands_alone(
    county: County, spec: LedgerSpec, name: str, sees: bool
) -> None:
    office, draft = as_account(county.office, name), county.of(spec.record, Standing.DRAFT)
    for extra in ({}, {"history": True}, {"ids": [draft.entry.id]}, {"person_id": draft.entry.person_id}):
        query = LedgerQuery(day=office.today(), hand=office.account.hand, extra=extra)
        with office.reading() as connection:
            assert (draft.entry.id in listing.ids(connection, spec, query)) is sees, extra
    assert bool(listing.rows(office, spec, [draft.entry.id])) is sees
    everybody = listing.rows(county.office, spec, [draft.entry.id])
    assert [row.texts["state"] for row in everybody] == ["草稿"], "the one account of a small office sees all"


@pytest.mark.parametrize("spec", LIMITING_LEDGERS, ids=lambda s: s.name)
def test_a_search_finds_no_more_than_the_list(county: County, spec: LedgerSpec) -> None:
    """Words of a text, the person's name, a filter of any column, and a saved view's condition go the same way."""
    for placed in (p for p in county.placed if type(p.entry) is spec.record):
        person = county.office.get(Person, placed.entry.person_id)
        assert person
        asked = [
            {"search": placed.mark},
            {"search": person.name},
            {"filters": ((listing.PERSON_COLUMN, person.name),)},
            {"where": spec.record.table.c.id == placed.entry.id},
        ]
        for query in asked:
            with county.office.reading() as connection:
                found = listing.ids(connection, spec, LedgerQuery(day=county.office.today(), **query))
            assert set(found) <= {county.of(spec.record, Standing.IN_FORCE).entry.id}, query
            assert not placed.counts or found == [placed.entry.id] or query["search"] == placed.mark, query


@pytest.mark.parametrize("placed_as", NOT_COUNTING, ids=lambda s: s.name)
def test_the_person_s_page_tells_what_is_in_force(county: County, placed_as: Standing) -> None:
    systems = {spec.name: "系统" for spec in ledgers()}
    for cls in limiting_types().values():
        placed, counting = county.of(cls, placed_as), county.of(cls, Standing.IN_FORCE)
        for office in (county.office, county.reader):
            told = {line.record_id for line in timeline(office, placed.entry.person_id, ledgers(), systems)}
            assert placed.entry.id not in told
            told = {line.record_id for line in timeline(office, counting.entry.person_id, ledgers(), systems)}
            assert counting.entry.id in told
        assert _archived(county.reader, placed.entry.person_id, history=False) == set()
        history = _archived(county.reader, placed.entry.person_id, history=True)
        assert history <= ({placed.standing} if placed.standing is not Standing.DRAFT else set())


def _archived(office: Office, person_id: str, *, history: bool) -> set[Standing]:
    found = queries.archive(office, person_id, history=history)
    assert found
    views = [*found.entries, *found.vetoes, *found.notes]
    assert all(view.standing.value in view.marks for view in views if view.standing is not Standing.IN_FORCE)
    return {view.standing for view in views}


@pytest.mark.parametrize("cls", limiting_types().values(), ids=lambda c: c.table.name)
def test_one_reading_says_how_each_stands(county: County, cls: type[LimitingRecord]) -> None:
    today = county.office.today()
    theirs = [p for p in county.placed if type(p.entry) is cls]
    with county.office.reading() as connection:
        assert {shown_as(connection, p.entry, today).standing for p in theirs} == set(Standing)
        for placed in theirs:
            assert shown_as(connection, placed.entry, today).standing is placed.standing
        many = standings(connection, cls, [p.entry.id for p in theirs], today)
    assert many == {p.entry.id: p.standing for p in theirs}
