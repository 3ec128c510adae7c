"""Every row's verb: its right, undo with what hangs on an entry, its own demo, its place in the manual."""

from __future__ import annotations

import dataclasses

import pytest
from support.builders import add
from support.row_county import fresh

from ganbu_desktop import modules
from ganbu_desktop.foundation.errors import CheckFailed, GanbuError, PermissionDenied
from ganbu_desktop.foundation.fields import Hidden, Sealed
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.row.check import Now
from ganbu_desktop.kernel.row.row import Row
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.limiting import EFFECTIVE
from ganbu_desktop.store.record import fields_of


def test_without_its_right_nothing_is_written(row: Row, office: Office) -> None:
    before = office.find(row.record)
    nobody = Office(office.file, Account("查询员", frozenset({"look"})), clock=office.clock)
    with pytest.raises(PermissionDenied):
        row.save(nobody, [(None, fresh(office, row))], title="试")
    assert office.find(row.record) == before
    clerk = Office(office.file, Account("经办", frozenset({row.right})), clock=office.clock)
    row.save(clerk, [(None, fresh(office, row))], title="试")
    assert len(office.find(row.record)) == len(before) + 1


def test_saving_is_one_step_that_undo_takes_back(row: Row, office: Office) -> None:
    before = office.find(row.record)
    row.save(office, [(None, fresh(office, row))], title="试着登记")
    assert office.undo().title == "试着登记"
    assert office.find(row.record) == before
    office.redo()
    assert len(office.find(row.record)) == len(before) + 1


def test_what_hangs_on_an_entry_goes_and_comes_back_with_it(row: Row, office: Office) -> None:
    entry = fresh(office, row)
    row.save(office, [(None, entry)], title="试")
    standing = next(found for found in office.find(row.record) if found.id == entry.id)
    piece = Evidence(**place_of(standing), document="试〔2026〕1号")
    add(office, piece)
    row.save(office, [(standing, None)], title="删")
    assert office.get(Evidence, piece.id) is None
    assert office.get(row.record, entry.id) is None
    office.undo()
    assert office.get(Evidence, piece.id) == piece
    assert office.get(row.record, entry.id) == standing


def test_one_key_has_one_entry(single_row: Row, office: Office) -> None:
    """Another with the same key is refused where the first is stored, in the same save, and when one is moved to it."""
    row, entry = single_row, fresh(office, single_row)
    twin = dataclasses.replace(entry, id="e" * 32)
    before = office.find(row.record)
    with pytest.raises(CheckFailed, match=row.once):
        row.save(office, [(None, entry), (None, twin)], title="试")
    row.save(office, [(None, entry)], title="试")
    with pytest.raises(CheckFailed, match=row.once):
        row.save(office, [(None, twin)], title="试")
    standing = office.get(row.record, entry.id)
    assert standing is not None
    moved = dataclasses.replace(before[0], **{name: getattr(standing, name) for name in row.key})
    with pytest.raises(CheckFailed, match=row.once):
        row.save(office, [(before[0], moved)], title="试")
    with pytest.raises(CheckFailed, match=row.once):
        row.save(office, [(standing, standing), (None, twin)], title="试")
    assert len(office.find(row.record)) == len(before) + 1
    row.save(office, [(standing, standing)], title="试")
    row.save(office, [(standing, None), (None, twin)], title="试")
    assert office.get(row.record, twin.id) is not None


def test_an_entry_that_counts_cannot_be_written_by_saving(limiting_row: Row, office: Office) -> None:
    entry = dataclasses.replace(fresh(office, limiting_row), state=EFFECTIVE)
    with pytest.raises(GanbuError):
        limiting_row.save(office, [(None, entry)], title="试")
    assert office.get(limiting_row.record, entry.id) is None


def test_the_demo_uses_every_field(row: Row, county: Office) -> None:
    found = county.find(row.record)
    assert found, f"give {row.name} some invented entries: Row.demo"
    unused = [
        name
        for name in row.fields
        if not isinstance(fields_of(row.record)[name], Hidden | Sealed)
        and all(getattr(entry, name) in (None, "") for entry in found)
    ]
    assert unused == [], f"no invented entry of {row.name} has these; nobody sees them at work"


def test_invented_entries_pass_the_check(checked_row: Row, county: Office) -> None:
    """They were written by the verb; a check that grew later must not refuse them."""
    row, check = checked_row, checked_row.check
    assert check is not None
    now = Now(county.today(), county.parameters(), county.account.name)
    assert {entry.id: faults for entry in county.find(row.record) if (faults := list(check(entry, now)))} == {}


def test_the_manual_tells_every_field(room: str, row: Row) -> None:
    (page,) = (page for page in modules.manual_pages() if page.name == room)
    start = page.text.index(f"## {row.title}")
    told = page.text[start:].split("\n## ")[0] if start else page.text
    assert [f.label for n, f in fields_of(row.record).items() if n in row.fields and f"**{f.label}**" not in told] == []
    assert [r.title for r in row.reminders if r.title not in told] == []
