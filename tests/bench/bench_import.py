"""A 2,000-person collection workbook into the store, against calamine reading it and bare inserts of the same rows."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook
from ratios import Measured, demo_office, seconds
from support.builders import make_office

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import COLLECTION_SETS, Person
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.intake.apply import apply_plan
from ganbu_desktop.modules.intake.compare import make_plan
from ganbu_desktop.modules.intake.read import read_paths
from ganbu_desktop.modules.paper.export import export_collection
from ganbu_desktop.store.record import Record
from ganbu_desktop.store.sql import insert_rows

PEOPLE = 2000
SMALLEST = {"people": 40}
TABLES = (Unit, Person, *COLLECTION_SETS)


def run(workbook: Path, office: Office) -> None:
    """Import as the window and the command line do."""
    plan = make_plan(office, read_paths([workbook]).with_rosters())
    assert not plan.problems
    apply_plan(office, plan)


def stored_rows(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    with office.reading() as connection:
        return {
            cls.table.name: [
                tuple(row)
                for row in connection.exec_driver_sql(f"SELECT {', '.join(columns(cls))} FROM {cls.table.name}")
            ]
            for cls in TABLES
        }


def columns(cls: type[Record]) -> list[str]:
    """Return the columns in the record's order; a migration may have left the store's in another."""
    return [column.name for column in cls.table.columns]


def bare(workbook: Path, office: Office, rows: dict[str, list[tuple[Any, ...]]]) -> None:
    """Read every cell of every sheet, then insert the very rows that the import writes; no check, no audit."""
    book = CalamineWorkbook.from_path(str(workbook))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()
    with office.file.writer() as connection:
        for cls in TABLES:
            insert_rows(connection, cls.table, columns(cls), rows[cls.table.name])


def measure(people: int = PEOPLE) -> list[Measured]:
    source = demo_office(people)
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room)
        workbook = folder / "采集表.xlsx"
        with source.reading() as connection:
            ids = list(connection.exec_driver_sql("SELECT id FROM person").scalars())
        export_collection(source, ids, workbook)
        source.file.close()
        number = iter(range(100))

        def fresh() -> Office:
            return make_office(folder, f"{next(number)}.ganbu")

        stores = [fresh() for _ in range(6)]
        ours = sorted(seconds(lambda s=s: run(workbook, s)) for s in stores[:3])[1]  # type: ignore[misc]
        rows = stored_rows(stores[0])
        plain = sorted(seconds(lambda s=s: bare(workbook, s, rows)) for s in stores[3:])[1]  # type: ignore[misc]
        assert stored_rows(stores[-1]) == rows, "the bare side wrote something else"
        for store in stores:
            store.file.close()
    return [Measured("采集表导入 / calamine 读 + 直接插入", people, ours, plain, 4)]


if __name__ == "__main__":
    for line in measure():
        print(f"{line.what}: {line.ours:.2f} s / {line.bare:.2f} s = {line.ratio:.2f}")
