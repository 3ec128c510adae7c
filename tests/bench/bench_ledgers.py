"""The first rows of a ledger's list: 20,000 talks, 100,000 attendance lines, 50,000 archive entries.

Ours: the first 200 ids in the list's order and the cells of the 50 rows that a window shows. Bare: the same statements
by the driver alone. A list opens within a tenth of a second, another order or a search within a fifth.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from typing import Any

from bench_search import bare, statements_of
from ratios import Measured, kept_office, percentile
from support.ledger_rows import Filler

from ganbu_desktop.kernel.ledger import listing as ledger_list
from ganbu_desktop.kernel.ledger.listing import PERSON_COLUMN, LedgerQuery
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules import ledgers

PEOPLE = 2_000
SIZES = {"talks": 20_000, "training-attendance": 100_000, "political-entries": 50_000}
SMALLEST = {"people": 40, "sizes": dict.fromkeys(SIZES, 60), "runs": 1}
FIRST, SHOWN, RUNS = 200, 50, 30
OPENED, ASKED = 0.1, 0.2


def spec_of(name: str) -> LedgerSpec:
    return next(spec for spec in ledgers() if spec.name == name)


def filled_office(people: int, sizes: Mapping[str, int]) -> Office:
    """Return the office of a store with all three ledgers."""

    def fill(office: Office) -> None:
        filler = Filler(office, people)
        for name, size in sizes.items():
            filler.rows(spec_of(name).record, size)
        with office.file.writer() as connection:
            connection.exec_driver_sql("ANALYZE")

    return kept_office(f"ledgers-{sum(sizes.values())}", fill)


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


def measure(people: int = PEOPLE, sizes: Mapping[str, int] = SIZES, runs: int = RUNS) -> list[Measured]:
    office = filled_office(people, sizes)
    found = []
    for name, size in sizes.items():
        spec = spec_of(name)
        for what, query in queries(office).items():
            found += _measured(office, spec, f"{spec.title}{what}", query, size, runs)
    office.file.close()
    return found


def _measured(office: Office, spec: LedgerSpec, what: str, query: LedgerQuery, size: int, runs: int) -> list[Measured]:
    sent = _statements(office, spec, query)
    ours: list[float] = []
    plain: list[float] = []
    for _ in range(runs):
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
