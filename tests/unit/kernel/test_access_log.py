"""The access log: lines are only ever added, whoever tries otherwise, and a changed one is found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from support.builders import clock, make_office, make_person

from ganbu_desktop.foundation.errors import PermissionDenied
from ganbu_desktop.kernel.log.access_log import (
    EXPORT,
    PRINT,
    VIEW,
    access_table,
    accesses,
    broken_lines,
    note_access,
    watermark,
)
from ganbu_desktop.kernel.office.invariants import broken_invariants
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.store.record import record_types


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


def test_who_saw_what_of_whom_is_told_newest_first(office: Office) -> None:
    one, other = make_person(office, "甲"), make_person(office, "乙")
    note_access(office, VIEW, "person", [one.id])
    note_access(office, PRINT, "talk", [one.id, other.id], "归档", record_ids=["t1", "t2"])
    note_access(office, EXPORT, "person", [other.id])
    assert [(a.what, a.record_id, a.purpose) for a in accesses(office, one.id)] == [
        (PRINT, "t1", "归档"),
        (VIEW, None, ""),
    ]
    assert [a.what for a in accesses(office)] == [EXPORT, PRINT, PRINT, VIEW]
    assert accesses(office, one.id)[0].at == clock()


def test_reading_it_needs_the_right(office: Office) -> None:
    clerk = Office(office.file, Account("乙", frozenset()), clock=clock)
    with pytest.raises(PermissionDenied):
        accesses(clerk)


def test_a_look_is_no_undo_step(office: Office) -> None:
    person = make_person(office)
    newest = office.operations.undoable()
    note_access(office, VIEW, "person", [person.id])
    assert office.operations.undoable() == newest
    office.undo()
    assert len(accesses(office, person.id)) == 1
    assert "access_log" not in {cls.table.name for cls in record_types()}


@pytest.mark.parametrize("statement", [access_table.update().values(purpose="别的"), access_table.delete()])
def test_the_database_itself_refuses_change_and_deletion(office: Office, statement: sa.Update | sa.Delete) -> None:
    note_access(office, VIEW, "person", ["p"])
    with pytest.raises(sa.exc.IntegrityError, match="only added to"), office.file.writer() as connection:
        connection.execute(statement)
    assert len(accesses(office)) == 1


@pytest.mark.parametrize(
    "meddle",
    [
        "UPDATE access_log SET account = '别人' WHERE seq = 2",
        "UPDATE access_log SET purpose = '' WHERE seq = 2",
        "DELETE FROM access_log WHERE seq = 2",
    ],
)
def test_a_line_changed_past_all_of_it_is_named(office: Office, meddle: str) -> None:
    for what in (VIEW, PRINT, EXPORT):
        note_access(office, what, "person", ["p"], "用途")
    with office.reading() as connection:
        assert list(broken_lines(connection)) == []
    with office.file.writer() as connection:
        connection.exec_driver_sql("DROP TRIGGER access_log_keeps_UPDATE")
        connection.exec_driver_sql("DROP TRIGGER access_log_keeps_DELETE")
        connection.exec_driver_sql(meddle)
    with office.reading() as connection:
        (said,) = broken_invariants(connection)
    assert f"第 {3 if 'DELETE' in meddle else 2} 行" in said


def test_the_watermark_names_account_and_moment(office: Office) -> None:
    assert watermark(office) == f"管理员 2026.03.02 {office.clock():%H:%M}"
