"""Statistics against their own statements. Run: python tests/bench/bench_statistics.py

The bare side runs the very statements that a table sends, with the same parameters, and fetches every row: at most
twice. The people are those of the demo county of each size.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from bench_search import bare, statements_of
from ratios import Measured, best, demo_office

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import Period
from ganbu_desktop.modules.statistics.cross import Ask, cross_report
from ganbu_desktop.modules.statistics.official import official

SIZES = (20_000, 100_000)
SMALLEST = {"sizes": (40,)}
AT_MOST = 2.0
MONTH = Period.parse("2026-03")
CROSSES = (Ask("age", "sex", "row"), Ask("unit", "education", "column"))


def measure(sizes: tuple[int, ...] = SIZES) -> list[Measured]:
    return [line for size in sizes for line in _of_size(size)]


def _of_size(size: int) -> list[Measured]:
    office = demo_office(size)
    lines = [_measured(office, "领导班子和干部队伍统计表 / 它自己的查询", size, lambda: official(office, MONTH))]
    for ask in CROSSES:
        report = cross_report(office, ask, MONTH)
        title = f"{report.title} / 它自己的查询"
        lines.append(_measured(office, title, size, lambda ask=ask: cross_report(office, ask, MONTH)))  # type: ignore[misc]
    office.file.close()
    return lines


def _measured(office: Office, title: str, size: int, work: Callable[[], object]) -> Measured:
    with statements_of(office.file._readers) as sent:
        work()
    reads = [(statement, values) for statement, values in sent if statement.lstrip().startswith(("SELECT", "WITH"))]
    ours = best(work, 5)
    with office.reading() as connection:
        raw = connection.connection.driver_connection
        plain = best(lambda: bare(raw, reads), 5)
    return Measured(title, size, ours, plain, AT_MOST, f"{ours:.2f} 秒，{len(reads)} 个查询")


if __name__ == "__main__":
    measured = measure()
    for line in measured:
        print(f"{line.people}: {line.what}: {line.ratio:.2f}  {line.note}")
    sys.exit(not all(line.holds for line in measured))
