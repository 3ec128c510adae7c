"""Every ledger of every room: its workbook is told from the others, and what goes out comes back the same.

The rows are made from the descriptions of the fields alone, so that a ledger added tomorrow is tested by these tests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.builders import make_office
from support.ledger_rows import Filler

from ganbu_desktop.exchange.workbook import read_workbook
from ganbu_desktop.foundation.fields import Sealed
from ganbu_desktop.kernel.ledger import listing as ledger_list
from ganbu_desktop.kernel.ledger.columns import sheet_columns
from ganbu_desktop.kernel.ledger.listing import LedgerQuery
from ganbu_desktop.kernel.ledger.names import name_column
from ganbu_desktop.kernel.ledger.plan import LineStatus
from ganbu_desktop.kernel.ledger.reading import recognised
from ganbu_desktop.kernel.ledger.sheet import export_ledger, read_ledger
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules import ledgers, load_records
from ganbu_desktop.store.record import Reference, fields_of

load_records()
LEDGERS = ledgers()
ROWS = 12
SHORT = {"moods", "talk-outlines", "talk-exemptions", "corrections", "training-groups"}
"""Ledgers that a county fills with some hundred rows at most, which are ordered without an index."""
each_ledger = pytest.mark.parametrize("spec", LEDGERS, ids=[spec.name for spec in LEDGERS])


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


@each_ledger
def test_titles_tell_the_columns_apart(spec: LedgerSpec) -> None:
    titles = Counter(c.title for c in sheet_columns(spec, with_sealed=True))
    assert [title for title, times in titles.items() if times > 1] == []


@each_ledger
def test_what_a_ledger_says_of_itself_is_true(spec: LedgerSpec) -> None:
    described = fields_of(spec.record)
    assert {*spec.fields, *spec.key, *spec.required, spec.newest_by} <= described.keys()
    assert {*spec.required} <= {*spec.fields}
    assert {*spec.listed} <= described.keys()
    if spec.name not in SHORT:
        leading = {next(iter(index.columns)).name for index in spec.record.table.indexes}
        record = spec.record.__name__
        assert spec.newest_by in leading, f"lists are ordered by {record}.{spec.newest_by}: declare it indexed=True"


@each_ledger
def test_the_key_of_a_ledger_can_be_imported(spec: LedgerSpec) -> None:
    if not spec.may_import:
        pytest.skip("made by its own pages only")
    read = {c.field for c in sheet_columns(spec, with_sealed=True) if c.is_read}
    assert {*spec.key} & read, "an imported row could be any stored one"
    lost = [name for name in spec.required if name not in read]
    assert lost == [], "an imported row could never have these"


@each_ledger
def test_what_goes_out_comes_back_the_same(spec: LedgerSpec, office: Office, tmp_path: Path) -> None:
    filler = Filler(office)
    filler.rows(spec.record, ROWS)
    path = tmp_path / "随便什么名字.xlsx"
    with office.reading() as connection:
        shown = len(ledger_list.ids(connection, spec, LedgerQuery(day=office.today())))
    assert export_ledger(office, spec, path) == shown > 0
    if not spec.may_import:
        return
    assert recognised(read_workbook(path), LEDGERS) is spec
    plan = read_ledger(office, spec, path)
    strange = [
        (line.status, line.differences, line.troubles) for line in plan.lines if line.status is not LineStatus.SAME
    ]
    assert strange == []
    assert len(plan.lines) == shown


@each_ledger
def test_a_template_is_told_and_holds_no_rows(spec: LedgerSpec, office: Office, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    assert export_ledger(office, spec, path, template=True) == 0
    if spec.may_import:
        assert recognised(read_workbook(path), LEDGERS) is spec
    told = openpyxl.load_workbook(path)["填表说明"]
    titles = [row[0] for row in told.iter_rows(values_only=True)]
    assert [c.title for c in sheet_columns(spec, with_sealed=True)] == titles[titles.index("栏目") + 1 :]


@each_ledger
def test_every_column_of_the_list_sorts_and_filters(spec: LedgerSpec, office: Office) -> None:
    filler = Filler(office)
    made = filler.rows(spec.record, ROWS)
    stored = {record.id: record for record in office.find(spec.record)}
    assert {*made} <= stored.keys()
    everything: dict[str, Any] = {"day": office.today(), "hand": None, "extra": {"history": True}}
    rows = {row.record.id: row for row in ledger_list.rows(office, spec, made)}

    def open_rows(name: str) -> dict[str, ledger_list.LedgerRow]:
        """Return the rows whose column is shown as it is stored, not veiled."""
        return {i: r for i, r in rows.items() if getattr(r.record, name, None) == getattr(stored[i], name, None)}

    with office.reading() as connection:
        for column in ledger_list.columns(spec):
            if column.is_sortable:
                found = ledger_list.ids(connection, spec, LedgerQuery(sort=column.name, **everything))
                assert {*found} == stored.keys(), column.title
            if column.is_filterable and not isinstance(column.field, Sealed):
                _filters(connection, spec, column.name, open_rows(column.name), everything)


def _filters(
    connection: Any, spec: LedgerSpec, column: str, rows: dict[str, ledger_list.LedgerRow], everything: dict[str, Any]
) -> None:
    """Whatever a cell shows, filtering by it finds the cell's row."""
    for row_id, row in rows.items():
        text = row.texts[column].split("\n")[0].strip()
        if text:
            found = ledger_list.ids(connection, spec, LedgerQuery(filters=((column, text),), **everything))
            assert row_id in found, (column, text)


@each_ledger
def test_nobody_reads_private_parts_by_asking(spec: LedgerSpec, office: Office) -> None:
    """Searching, filtering and ordering by what is sealed or guarded tells nothing of it."""
    described = fields_of(spec.record)
    private = [name for name in spec.fields if name in spec.guarded or isinstance(described[name], Sealed)]
    assert {*spec.guarded} <= described.keys()
    listed = {c.name: c for c in ledger_list.columns(spec)}
    assert not {*spec.guarded} & listed.keys()
    assert not any(listed[name].is_sortable or listed[name].is_filterable for name in private if name in listed)
    made = Filler(office).rows(spec.record, ROWS)
    stored = {record.id: record for record in office.find(spec.record)}
    with office.reading() as connection:
        for name in private:
            for record_id in made:
                text = described[name].format(getattr(stored[record_id], name))
                query = LedgerQuery(day=office.today(), hand=None, filters=((name, text),))
                assert not text or ledger_list.ids(connection, spec, query) == []
            asked = LedgerQuery(day=office.today(), hand=None, extra={"history": True}, sort=name)
            assert ledger_list.ids(connection, spec, asked) == sorted(stored)


@each_ledger
def test_references_have_names(spec: LedgerSpec) -> None:
    """A reference among the key or the needed fields must be told by a name, or no row could be read back."""
    for name in {*spec.key, *spec.required} & {*spec.fields} if spec.may_import else ():
        entry = fields_of(spec.record)[name]
        if isinstance(entry, Reference):
            assert name_column(entry.target) is not None, f"{entry.target} needs named_by"
