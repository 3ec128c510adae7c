"""The program's own verbs as fault jobs: import, save, backup, restore, migration, as window and command line do them.

Loaded by ``fault_server`` beside the store's jobs; what an import reads is made once, before any child is forked.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

from sqlalchemy import Connection
from support import fault_jobs
from support.builders import clock
from support.fault_jobs import Ack, Arm
from support.stores import CHEAP, NOW, PASSWORD
from support.workbooks import identity_number, person_name

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office import safekeeping
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.office.opening import restore_backup
from ganbu_desktop.kernel.people.person import AnnualResult, Education, Person, Relative
from ganbu_desktop.modules import load_records
from ganbu_desktop.modules.intake.apply import apply_plan
from ganbu_desktop.modules.intake.compare import make_plan
from ganbu_desktop.modules.intake.incoming import Incoming, IncomingPerson, IncomingRow, Place
from ganbu_desktop.modules.people import actions
from ganbu_desktop.store.engine import DataFile
from ganbu_desktop.store.migrations import Migration, installed

load_records()
STORE, BACKED_UP, PEOPLE, IMPORTED, FEW = "县.ganbu", 20, 40, 250, 25
ACCOUNT = "管理员"
PLACE = Place("采集表.xlsx", "A01人员", 3)


def _grow(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE person ADD COLUMN nickname TEXT")
    connection.exec_driver_sql("UPDATE person SET nickname = name")
    connection.exec_driver_sql("CREATE TABLE reward_more (id TEXT PRIMARY KEY)")


NEWER = (*installed(), Migration(len(installed()) + 1, "别名", _grow))


def _incoming(people: int, first: int) -> Incoming:
    """Return people with seven rows each, as a workbook of that size is read."""
    found = Incoming(files=["采集表.xlsx"], digests=["0" * 64])
    for number in range(first, first + people):
        values = {"sex": "1", "born_on": PartialDate(1975, 3), "current_post": "=某局科员", "native_place": "湖南长沙"}
        rows = [IncomingRow(Relative, {"position": n, "name": f"李{n}", "relation": "子"}, PLACE) for n in (1, 2, 3)]
        rows += [IncomingRow(AnnualResult, {"year": year, "result": "1"}, PLACE) for year in (2023, 2024)]
        rows += [IncomingRow(Education, {"position": n, "school": f"某大学{n}"}, PLACE) for n in (1, 2)]
        row = IncomingRow(Person, {"name": person_name(number), **values}, PLACE)
        found.people.append(
            IncomingPerson(PLACE, person_name(number), identity_number(number), PartialDate(1975, 3), row, rows)
        )
    return found


MANY, SOME = _incoming(IMPORTED, PEOPLE), _incoming(FEW, PEOPLE)


def open_office(folder: Path) -> Office:
    return Office(DataFile.open(folder / STORE, password=PASSWORD, clock=clock), Account(ACCOUNT), clock=clock)


def prepare(folder: Path) -> None:
    """Make the template: a store of 40 people and a backup of its first 20."""
    file, _ = DataFile.create(folder / STORE, password=PASSWORD, account=ACCOUNT, clock=clock, kdf=CHEAP)
    office = Office(file, Account(ACCOUNT), clock=clock)
    apply_plan(office, make_plan(office, _incoming(BACKED_UP, 0)))
    safekeeping.folder_of(office.path).make(office.file, reason="先前", now=NOW)
    apply_plan(office, make_plan(office, _incoming(PEOPLE - BACKED_UP, BACKED_UP)))
    office.file.close()


def _import(folder: Path, arm: Arm, ack: Ack, incoming: Incoming) -> None:
    office = open_office(folder)
    plan = make_plan(office, incoming)
    arm()
    apply_plan(office, plan)
    ack("imported")


def import_many(folder: Path, arm: Arm, ack: Ack) -> None:
    _import(folder, arm, ack, MANY)


def import_few(folder: Path, arm: Arm, ack: Ack) -> None:
    _import(folder, arm, ack, SOME)


def _save_next(office: Office, number: int) -> None:
    """Save an edit of two records of one person in one step."""
    person = sorted(office.find(Person), key=lambda p: p.id)[0]
    relative = office.owned(Relative, person.id)[0]
    pairs = [(r, dataclasses.replace(r, **{f: str(number)})) for r, f in ((person, "note"), (relative, "name"))]  # type: ignore[type-var]
    actions.save_dossier(office, person, pairs)  # type: ignore[arg-type]


def save_for_ever(folder: Path, arm: Arm, ack: Ack) -> None:
    office = open_office(folder)
    arm()
    for number in range(1, 100_000):
        _save_next(office, number)
        ack(str(number))


def back_up_for_ever(folder: Path, arm: Arm, ack: Ack) -> None:
    office = open_office(folder)
    arm()
    for number in range(1, 100_000):
        _save_next(office, number)
        ack(str(number))
        safekeeping.backup_now(office)


def restore_backup_(folder: Path, arm: Arm, ack: Ack) -> None:
    (earlier,) = safekeeping.folder_of(folder / STORE).entries()
    arm()
    restore_backup(earlier.path, folder / STORE, clock=clock, password=PASSWORD)
    ack("restored")


def migrate_office(folder: Path, arm: Arm, ack: Ack) -> None:
    arm()
    DataFile.open(folder / STORE, password=PASSWORD, clock=clock, migrations=NEWER)
    ack("migrated")


def control_import_in_pieces(folder: Path, arm: Arm, ack: Ack) -> None:
    """Wrong on purpose: the import as one operation for every ten people."""
    office = open_office(folder)
    plan = make_plan(office, MANY)
    people = plan.people
    arm()
    for start in range(0, len(people), 10):
        plan.people = people[start : start + 10]
        apply_plan(office, plan)
    ack("imported")


fault_jobs.JOBS |= {
    job.__name__.rstrip("_"): job
    for job in (
        import_many,
        import_few,
        save_for_ever,
        back_up_for_ever,
        restore_backup_,
        migrate_office,
        control_import_in_pieces,
    )
}
