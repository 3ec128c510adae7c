"""The audit is a chain: whatever is changed, put in or taken out of it afterwards is found and named."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.builders import PASSWORD, add, clock, make_office, make_person
from support.old_store import path_of

from ganbu_desktop.foundation.errors import PermissionDenied
from ganbu_desktop.kernel.log import access_log
from ganbu_desktop.kernel.log.operation_export import export_log
from ganbu_desktop.kernel.office import recycle_bin, safekeeping
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.office.opening import open_store
from ganbu_desktop.kernel.people.person import Relative
from ganbu_desktop.store import audit_chain


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    person = make_person(made)
    add(made, Relative(person_id=person.id, name="王父", relation="父亲"))
    with made.operation("改籍贯", right="x", detail="说明") as current:
        current.change(person, native_place="云溪")
    made.undo()
    made.redo()
    yield made
    made.file.close()


def problems(office: Office) -> tuple[str, ...]:
    return safekeeping.verify(office).problems


def test_a_chain_of_every_kind_of_step_holds(office: Office) -> None:
    assert problems(office) == ()
    with office.reading() as connection:
        digests = connection.exec_driver_sql("SELECT digest FROM operation ORDER BY seq").scalars().all()
    assert len(set(digests)) == len(digests) == 5
    assert all(len(digest) == 64 for digest in digests)


@pytest.mark.parametrize(
    ("meddle", "line"),
    [
        ("UPDATE operation SET actor = '别人' WHERE seq = 3", 3),
        ("UPDATE operation SET at = '2026-03-01T09:30:00' WHERE seq = 1", 1),
        ("UPDATE operation SET detail = NULL WHERE seq = 3", 3),
        ("UPDATE operation SET title = '别的' WHERE seq = 5", 5),
        ("UPDATE change SET after = replace(after, '云溪', '柳川') WHERE operation = 3", 3),
        ("UPDATE change SET record_id = 'x' WHERE operation = 2", 2),
        ("UPDATE change SET before = NULL, after = NULL WHERE operation = 3", 3),
        ("DELETE FROM change WHERE operation = 4", 4),
        ("INSERT INTO change (operation, record_table, record_id) SELECT 4, 'person', id FROM person", 4),
        ("INSERT INTO change (operation, record_table, record_id) SELECT 5, 'person', id FROM person", 5),
    ],
)
def test_the_first_line_that_was_meddled_with_is_named(office: Office, meddle: str, line: int) -> None:
    with office.file.writer() as connection:
        connection.exec_driver_sql(meddle)
    (said,) = (problem for problem in problems(office) if "操作日志" in problem)
    assert f"操作日志第 {line} 行" in said


def test_a_line_taken_out_is_seen_at_the_next(office: Office) -> None:
    with office.file.writer() as connection:
        connection.exec_driver_sql("DELETE FROM change WHERE operation = 3")
        connection.exec_driver_sql("DELETE FROM operation WHERE seq = 3")
    (said,) = problems(office)
    assert "操作日志第 4 行" in said


def test_a_purge_does_not_break_it_and_wiping_without_one_does(office: Office) -> None:
    one, other = make_person(office, "欧阳一"), make_person(office, "欧阳二")
    with office.operation("改", right="x") as current:
        current.change(one, native_place="云溪")
    for person in (office.get(type(one), one.id), other):
        assert person is not None
        with office.operation("删除", right="x") as current:
            current.delete(person)
    entry = next(e for e in recycle_bin.deleted(office) if e.record_id == one.id)
    recycle_bin.purge(office, entry, typed=entry.title)
    assert problems(office) == ()
    with office.file.writer() as connection:
        connection.exec_driver_sql(f"UPDATE change SET before = NULL, after = NULL WHERE root_id = '{other.id}'")
    assert len(problems(office)) == 1


def test_the_auditor_gets_every_line_with_its_digest(office: Office, tmp_path: Path) -> None:
    access_log.note_access(office, access_log.VIEW, "person", ["p1"], "核对")
    target = tmp_path / "日志.xlsx"
    assert export_log(office, target) == 5
    book = load_workbook(target)
    facts = {row[0].value: row[1].value for row in book["说明"].iter_rows(min_row=2)}
    operations = [[cell.value for cell in row] for row in book["操作日志"].iter_rows(min_row=2)]
    with office.reading() as connection:
        newest = audit_chain.last_digest(connection)
    assert facts["操作日志最后一行的校验值"] == newest == operations[-1][-1]
    assert facts["核对结果"] == "逐行核对，全部相符"
    assert [row[3] for row in operations] == ["修改", "修改", "修改", "撤销", "重做"]
    assert book["查看留痕"]["F2"].value == "p1"
    assert [a.what for a in access_log.accesses(office)] == [access_log.EXPORT, access_log.VIEW]


def test_the_export_says_what_is_broken(office: Office, tmp_path: Path) -> None:
    with office.file.writer() as connection:
        connection.exec_driver_sql("UPDATE operation SET actor = '别人' WHERE seq = 2")
    export_log(office, tmp_path / "日志.xlsx")
    book = load_workbook(tmp_path / "日志.xlsx")
    assert "操作日志第 2 行" in str(book["说明"]["B4"].value)


def test_only_who_may_audit_gets_it(office: Office, tmp_path: Path) -> None:
    clerk = Office(office.file, Account("乙", frozenset({"person.edit"})), clock=clock)
    with pytest.raises(PermissionDenied):
        export_log(clerk, tmp_path / "日志.xlsx")
    assert not (tmp_path / "日志.xlsx").exists()


def test_what_an_old_store_had_done_is_chained_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "旧.ganbu"
    shutil.copy(path_of(1), path)
    old = open_store(path, password=PASSWORD, clock=clock)
    assert problems(old) == ()
    make_person(old, "新人")
    assert problems(old) == ()
    with old.file.writer() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM operation").scalar_one() > 1
        connection.exec_driver_sql("UPDATE operation SET actor = '别人' WHERE seq = 1")
    assert "操作日志第 1 行" in problems(old)[0]
    old.file.close()


def test_a_bulk_import_is_chained_as_one_line(office: Office) -> None:
    person = make_person(office)
    add(office, *(Relative(person_id=person.id, name=f"亲{n}", relation="其他") for n in range(300)))
    many = [(r, dataclasses.replace(r, name=r.name + "某")) for r in office.find(Relative) if r.name.startswith("亲")]
    with office.operation("批量改", right="x") as current:
        current.update_many(many)
    assert problems(office) == ()
