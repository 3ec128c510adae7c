"""No file that leaves the house holds a draft, or shows as if it counted what does not.

Workbooks of ledgers, templates, files about people and the command line, walked over an entry of every kind that can
count against a person in every standing.
"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from support.builders import make_office
from support.standings import NOT_COUNTING, Standings

from ganbu_desktop.cli.exporting import ExportOrder, run_export
from ganbu_desktop.cli.printing import PrintOrder, run_print
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.forms.entry_form import EntryForm
from ganbu_desktop.kernel.ledger import listing
from ganbu_desktop.kernel.ledger import sheet as ledger_sheet
from ganbu_desktop.kernel.ledger.sheet import export_ledger
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import SilentProgress
from ganbu_desktop.kernel.spine.limiting import LimitingRecord, Standing, limiting_types
from ganbu_desktop.kernel.spine.showing import Paper
from ganbu_desktop.modules import entry_forms, ledgers
from ganbu_desktop.modules.paper import printing, template_values
from ganbu_desktop.modules.paper.handing_on import KINDS, export

COUNTING_FORMS = [f for f in entry_forms() if issubclass(f.subject, LimitingRecord)]
LIMITING_LEDGERS = [spec for spec in ledgers() if listing.is_limiting(spec)]


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Standings:
    found = Standings(make_office(tmp_path_factory.mktemp("county")))
    found.place(*Standing)
    return found


def cells_of(path: Path) -> list[tuple[str, float]]:
    book = openpyxl.load_workbook(path)
    return [
        (str(c.value), float(c.font.size or 0)) for sheet in book for row in sheet.iter_rows() for c in row if c.value
    ]


@pytest.mark.parametrize("spec", ledgers(), ids=lambda s: s.name)
def test_no_workbook_of_a_ledger_tells_what_does_not_count(county: Standings, spec: LedgerSpec, tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    export_ledger(county.office, spec, path)
    text = "\n".join(value for value, _ in cells_of(path))
    assert county.hidden_in(text) == []


@pytest.mark.parametrize("spec", LIMITING_LEDGERS, ids=lambda s: s.name)
def test_of_chosen_rows_drafts_stay_and_the_rest_bears_its_mark(
    county: Standings, spec: LedgerSpec, tmp_path: Path
) -> None:
    """Even for the one account that does everything."""
    path = tmp_path / "台账.xlsx"
    theirs = [p for p in county.placed if type(p.entry) is spec.record]
    written = export_ledger(county.office, spec, path, [p.entry.id for p in theirs])
    assert written == len(theirs) - 1
    cells = cells_of(path)
    text = "\n".join(value for value, _ in cells)
    assert {p.standing for p in county.found_in(text)} == set(Standing) - {Standing.DRAFT}
    largest = max(size for _, size in cells)
    loud = {value for value, size in cells if size == largest}
    assert loud == {Standing.PROTECTED.value, Standing.OVER.value, Standing.VOID.value}


def test_no_template_is_filled_with_what_does_not_count(county: Standings) -> None:
    for spec in LIMITING_LEDGERS:
        if not template_values.subjects(ledgers()):
            continue
        chosen = template_values.entries_to_print(county.office, spec, None)
        assert chosen == [county.of(spec.record, Standing.IN_FORCE).entry.id]
        for how in NOT_COUNTING:
            placed = county.of(spec.record, how)
            with pytest.raises(CheckFailed, match="只打印现行有效的"):
                list(template_values._entries(county.office, spec, [placed.entry.id], None))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
def test_files_about_people_hold_no_entry_at_all(county: Standings, kind: str, tmp_path: Path) -> None:
    people = [p.entry.person_id for p in county.placed]
    target = tmp_path / ("表" if kind == "lrmx" else "表.xlsx")
    export(county.office, kind, people, target)
    assert county.found_in(_read(target)) == []


@pytest.mark.parametrize("info", printing.forms(), ids=lambda i: i.name)
def test_forms_rosters_and_tables_of_people_hold_no_entry_at_all(
    county: Standings, info: printing.FormInfo, tmp_path: Path
) -> None:
    kinds = list(limiting_types().values())
    people = [county.of(cls, NOT_COUNTING[n % len(NOT_COUNTING)]).entry.person_id for n, cls in enumerate(kinds)]
    target = tmp_path / ("表" if info.kind == printing.FORM else "表.xlsx")
    printing.run(county.office, printing.PrintJob(info.name, people, target, file_type="xlsx"))
    assert county.found_in(_read(target)) == []


def _read(target: Path) -> str:
    files = list(target.iterdir()) if target.is_dir() else [target]
    assert files
    return "\n".join(
        "\n".join(v for v, _ in cells_of(f)) if f.suffix == ".xlsx" else f.read_bytes().decode("utf-8", "ignore")
        for f in files
    )


@pytest.mark.parametrize("spec", LIMITING_LEDGERS, ids=lambda s: s.name)
def test_the_command_line_exports_what_is_in_force(county: Standings, spec: LedgerSpec, tmp_path: Path) -> None:
    order = ExportOrder(spec.name, tmp_path / "台账.xlsx", template=False, people=())
    run_export(county.office, order, say=_silent, progress=SilentProgress())
    text = _read(order.target)
    assert [p.standing for p in county.found_in(text) if type(p.entry) is spec.record] == [Standing.IN_FORCE]


@pytest.mark.parametrize("form", COUNTING_FORMS, ids=lambda f: f.name)
def test_the_command_line_prints_no_draft(county: Standings, form: EntryForm, tmp_path: Path) -> None:
    order = PrintOrder(form.name, tmp_path / "表.xlsx")
    run_print(county.office, order, say=_silent, warn=_silent, progress=SilentProgress())
    found = [p for p in county.found_in(_read(order.target)) if type(p.entry) is form.subject]
    wanted = set(Standing) - {Standing.DRAFT} - ({Standing.VOID} if form.paper is Paper.NOTICE else set())
    assert {p.standing for p in found} == wanted


def _silent(_line: str) -> None:
    """Say nothing."""


@pytest.mark.parametrize("spec", LIMITING_LEDGERS, ids=lambda s: s.name)
def test_the_walk_finds_drafts_where_nothing_keeps_them(
    county: Standings, spec: LedgerSpec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with every entry read as one that counts, the workbook tells all of them, unmarked."""
    theirs = [p for p in county.placed if type(p.entry) is spec.record]
    monkeypatch.setattr(
        ledger_sheet, "standings", lambda _connection, _cls, ids, _day: dict.fromkeys(ids, Standing.IN_FORCE)
    )
    path = tmp_path / "台账.xlsx"
    export_ledger(county.office, spec, path, [p.entry.id for p in theirs])
    assert {p.standing for p in county.found_in(_read(path))} == set(Standing)
