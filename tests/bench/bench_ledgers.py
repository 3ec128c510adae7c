"""The first rows of a ledger's list: 20,000 talks, 100,000 attendance lines, 50,000 archive entries.

Ours: the first 200 ids in the list's order and the cells of the 50 rows that a window shows. Bare: the same statements
by the driver alone. A list opens within a tenth of a second, another order or a search within a fifth.
"""

from __future__ import annotations

import sys
import time
from typing import Any

from bench_search import bare, statements_of
from ratios import NAME, STORES, Measured, percentile
from support.builders import PASSWORD, clock, make_office
from support.ledger_rows import Filler

from ganbu_desktop.kernel import ledger_list
from ganbu_desktop.kernel.ledger import LedgerSpec
from ganbu_desktop.kernel.ledger_list import PERSON_COLUMN, LedgerQuery
from ganbu_desktop.kernel.office import Account, Office
from ganbu_desktop.modules import ledgers
from ganbu_desktop.store.engine import DataFile

PEOPLE = 2_000
SIZES = {"talks": 20_000, "training-attendance": 100_000, "political-entries": 50_000}
FIRST, SHOWN, RUNS = 200, 50, 30
OPENED, ASKED = 0.1, 0.2


def spec_of(name: str) -> LedgerSpec:
    return next(spec for spec in ledgers() if spec.name == name)


def filled_office() -> Office:
    """Return the office of a store with all three ledgers, made once and kept under ``GANBU_BENCH_STORES``."""
    folder = STORES / "ledgers"
    if not (folder / NAME).exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "making.ganbu").unlink(missing_ok=True)
        office = make_office(folder, "making.ganbu")
        filler = Filler(office, PEOPLE)
        for name, size in SIZES.items():
            filler.rows(spec_of(name).record, size)
        with office.file.writer() as connection:
            connection.exec_driver_sql("ANALYZE")
        office.file.close()
        (folder / "making.ganbu").rename(folder / NAME)
    return Office(DataFile.open(folder / NAME, password=PASSWORD, clock=clock), Account("管理员"), clock=clock)


def first_rows(office: Office, spec: LedgerSpec, query: LedgerQuery) -> list[ledger_list.LedgerRow]:
    with office.reading() as connection:
        found = ledger_list.ids(connection, spec, query, FIRST)
    return ledger_list.rows(office, spec, found[:SHOWN])


def queries(office: Office) -> dict[str, LedgerQuery]:
    day = office.today()
    return {
        "首屏": LedgerQuery(day=day),
        "按姓名排": LedgerQuery(day=day, sort=PERSON_COLUMN),
        "输入拼音": LedgerQuery(day=day, search="wangming"),
    }


def measure() -> list[Measured]:
    office = filled_office()
    found = []
    for name, size in SIZES.items():
        spec = spec_of(name)
        for what, query in queries(office).items():
            found += _measured(office, spec, f"{spec.title}{what}", query, size)
    office.file.close()
    return found


def _measured(office: Office, spec: LedgerSpec, what: str, query: LedgerQuery, size: int) -> list[Measured]:
    sent = _statements(office, spec, query)
    ours: list[float] = []
    plain: list[float] = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        first_rows(office, spec, query)
        ours.append(time.perf_counter() - begun)
        with office.reading() as connection:
            raw = connection.connection.driver_connection
            begun = time.perf_counter()
            bare(raw, sent)
            plain.append(time.perf_counter() - begun)
    p95, p95_bare = percentile(ours, 0.95), percentile(plain, 0.95)
    note = f"p95 {p95 * 1e3:.1f} ms"
    promised = ASKED if query.sort or query.search else OPENED
    return [
        Measured(f"{what} / 裸查询", size, p95, p95_bare, None, note),
        Measured(f"{what} / {promised} 秒", size, p95, promised, 1),
    ]


def _statements(office: Office, spec: LedgerSpec, query: LedgerQuery) -> list[tuple[str, Any]]:
    """Return what the program sends for the first rows, its derived columns among it."""
    engine = office.file._readers
    with statements_of(engine) as sent:
        first_rows(office, spec, query)
    return [(statement, values) for statement, values in sent if statement.lstrip().startswith(("SELECT", "WITH"))]


if __name__ == "__main__":
    for line in measure():
        print(f"{line.people}: {line.what}: {line.ratio:.2f}  {line.note}")
    sys.exit()
