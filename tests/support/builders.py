"""Small real offices for tests: cheap keys, a standing clock, invented people."""

from __future__ import annotations

import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules import load_records
from ganbu_desktop.store.engine import DataFile
from ganbu_desktop.store.record import Record
from ganbu_desktop.store.vault import KdfCost

PASSWORD = "口令 Correct-1"
ACCOUNT = "管理员"
NOW = datetime(2026, 3, 2, 9, 30)


def clock() -> datetime:
    return NOW


def _new_store(path: Path) -> DataFile:
    load_records()
    return DataFile.create(path, password=PASSWORD, account=ACCOUNT, clock=clock, kdf=KdfCost(8 * 1024, 1, 1))[0]


@cache
def _empty_store() -> bytes:
    """Return the bytes of a new, empty store: made once a process, a copy takes a fifth of the time."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.ganbu"
        _new_store(path).close()
        return path.read_bytes()


def make_office(folder: Path, name: str = "测试.ganbu", *, own_keys: bool = False) -> Office:
    """Return the office of a new, empty store in ``folder``; all share one seed but for those with ``own_keys``."""
    path = folder / name
    if own_keys:
        return Office(_new_store(path), Account(ACCOUNT), clock=clock)
    with path.open("xb") as file:
        file.write(_empty_store())
    return Office(DataFile.open(path, password=PASSWORD, clock=clock), Account(ACCOUNT), clock=clock)


def add(office: Office, *records: Record) -> None:
    """Insert records as one operation."""
    with office.operation("准备", right="test") as current:
        current.insert_many(records)


def make_unit(office: Office, name: str, **values: Any) -> Unit:
    unit = Unit(name=name, **values)
    add(office, unit)
    return unit


def make_person(office: Office, name: str = "王小明", **values: Any) -> Person:
    """Add one invented man of 汉族, born in 1980.05, with whatever ``values`` say otherwise."""
    given: dict[str, Any] = {"sex": "1", "born_on": PartialDate(1980, 5), "ethnicity": "01", **values}
    person = Person(name=name, **given)
    add(office, person)
    return person
