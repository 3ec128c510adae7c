"""Private texts: never readable in the store, opened by right only, and never without a line in the access log."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.builders import PASSWORD, add, clock, make_office, make_person
from support.private_note import WITH_NOTES, PrivateNote, keeping_notes

from ganbu_desktop.foundation.errors import CheckFailed, DataFileError, PermissionDenied
from ganbu_desktop.kernel.log.access_log import VIEW, accesses
from ganbu_desktop.kernel.log.sealed import seal_record, sealed, unseal_record, unsealed
from ganbu_desktop.kernel.log.sealed_guard import is_sealed
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.store.engine import DataFile
from ganbu_desktop.store.errors import StoreReadOnly

WORDS = "去年做过心脏手术，家里老人需要照料"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    with keeping_notes(made):
        yield made


def everything_stored(office: Office) -> str:
    """Return every value of every table as text, the audit's images and the search index among them."""
    with office.reading() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        rows = [connection.exec_driver_sql(f'SELECT * FROM "{name}"').all() for name in tables]
    return repr(rows)


def kept_note(office: Office) -> PrivateNote:
    note = seal_record(office, PrivateNote(person_id=make_person(office).id, title="家访", content=WORDS))
    add(office, note)
    return note


def test_the_text_stands_nowhere_in_the_store(office: Office) -> None:
    note = kept_note(office)
    changed = seal_record(office, dataclasses.replace(note, content=WORDS + "，已安排体检"))
    with office.operation("改", right="test") as current:
        current.update_many([(note, changed)])
    office.undo()
    stored = everything_stored(office)
    assert "家访" in stored, "the search looks where it should"
    assert WORDS not in stored
    assert "体检" not in stored
    assert "心脏" not in stored


def test_it_opens_again_in_a_store_opened_anew(office: Office) -> None:
    note = kept_note(office)
    office.file.close()
    file = DataFile.open(office.path, password=PASSWORD, clock=clock, migrations=WITH_NOTES)
    again = Office(file, Account("乙"), clock=clock)
    assert unsealed(again, note.content or "") == WORDS
    file.close()


def test_an_unchanged_text_seals_to_the_same_value(office: Office, tmp_path: Path) -> None:
    assert sealed(office, WORDS) == sealed(office, WORDS) != sealed(office, WORDS + "。")
    other = make_office(tmp_path, "别的.ganbu", own_keys=True)
    assert sealed(other, WORDS) != sealed(office, WORDS)
    note = kept_note(office)
    assert seal_record(office, note) == note
    other.file.close()


def test_every_look_is_noted_with_whose_it_was(office: Office) -> None:
    note = kept_note(office)
    assert unseal_record(office, note, purpose="核实困难").content == WORDS
    assert unsealed(office, note.content or "", of=note) == WORDS
    newest, first = accesses(office, note.person_id)
    assert (first.what, first.subject, first.record_id, first.purpose) == (VIEW, "private_note", note.id, "核实困难")
    assert newest.account == office.account.name


def test_without_the_right_it_stays_closed(office: Office) -> None:
    note = kept_note(office)
    clerk = Office(office.file, Account("乙", frozenset({"test"})), clock=clock)
    with pytest.raises(PermissionDenied):
        unseal_record(clerk, note)
    with pytest.raises(PermissionDenied):
        unsealed(clerk, note.content or "", of=note)
    assert accesses(office) == []


def test_what_leaves_no_trace_is_not_opened(office: Office) -> None:
    """A store that cannot be written to cannot note the look, so nothing is shown."""
    note = kept_note(office)
    office.file.close()
    file = DataFile.open(office.path, password=PASSWORD, read_only=True, clock=clock, migrations=WITH_NOTES)
    with pytest.raises(StoreReadOnly):
        unsealed(Office(file, Account("乙"), clock=clock), note.content or "")
    file.close()


@pytest.mark.parametrize("value", ["sealed1:AAAA", "sealed1:不是编码", "乱写的"])
def test_what_was_never_sealed_here_is_refused(office: Office, value: str) -> None:
    with pytest.raises(DataFileError, match="打不开"):
        unsealed(office, value)


def test_no_operation_writes_a_private_text_as_typed(office: Office) -> None:
    person = make_person(office)
    with pytest.raises(CheckFailed, match="须加密保存"):
        add(office, PrivateNote(person_id=person.id, content=WORDS))
    add(office, PrivateNote(person_id=person.id, content=None))
    assert [is_sealed(n.content) for n in office.find(PrivateNote)] == [False]
