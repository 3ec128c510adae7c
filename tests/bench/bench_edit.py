"""One saved edit (right asked for, other edits noticed, audit, index, one durable commit) against a bare commit.

Bare: the same UPDATE of the same row in the same file, one durable transaction by the driver. At most 3 times.
"""

from __future__ import annotations

import dataclasses
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from ratios import NAME, STORES, Measured, demo_office
from support.builders import PASSWORD, clock

from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.people import actions
from ganbu_desktop.store.engine import DataFile
from ganbu_desktop.store.sql import raw_connection

SIZES, EDITS = (1_000, 20_000, 100_000), 60
SMALLEST = {"sizes": (40,), "edits": 3}
WARMING = 5

EDITED = {"一般项目": ("native_place", "health"), "查找用的项目": ("native_place", "current_post")}


def edit(office: Office, person: Person, names: tuple[str, ...], number: int) -> None:
    new = dataclasses.replace(person, **dict.fromkeys(names, f"某局副局长{number}"))  # type: ignore[arg-type]
    actions.save_person(office, person, new)


def bare(office: Office, person: Person, names: tuple[str, ...], number: int) -> None:
    assigned = ", ".join(f"{name} = ?" for name in names)
    with office.file.writer() as connection:
        values = [f"某局局长{number}" for _ in names]
        raw_connection(connection).execute(f"UPDATE person SET {assigned} WHERE id = ?", [*values, person.id])


def measure(sizes: tuple[int, ...] = SIZES, edits: int = EDITS) -> list[Measured]:
    return [_measure(people, what, edits) for people in sizes for what in EDITED]


def _measure(people: int, what: str, edits: int) -> Measured:
    demo_office(people).file.close()
    with tempfile.TemporaryDirectory(dir=STORES) as folder:
        path = Path(shutil.copy(STORES / str(people) / NAME, folder))
        office = Office(DataFile.open(path, password=PASSWORD, clock=clock), Account("管理员"), clock=clock)
        with office.reading() as connection:
            ids = list(connection.exec_driver_sql(f"SELECT id FROM person LIMIT {edits + WARMING}").scalars())
        took, plain = [], []
        for number, person_id in enumerate(ids):
            person = office.get(Person, person_id)
            assert person is not None
            begun = time.perf_counter()
            edit(office, person, EDITED[what], number)
            middle = time.perf_counter()
            bare(office, person, EDITED[what], number)
            plain.append(time.perf_counter() - middle)
            took.append(middle - begun)
        office.file.close()
    ours, alone = statistics.median(took[WARMING:]), statistics.median(plain[WARMING:])
    return Measured(f"保存一处修改（{what}）/ 裸的落盘提交", people, ours, alone, 3, f"{ours * 1e3:.1f} 毫秒")


if __name__ == "__main__":
    for line in measure(tuple(map(int, sys.argv[1:])) or SIZES):
        print(f"{line.people}: {line.what}: {line.ours * 1e3:.2f} / {line.bare * 1e3:.2f} ms = {line.ratio:.2f}")
