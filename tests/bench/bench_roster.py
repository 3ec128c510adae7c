"""What a roster of 20,000 people costs as a workbook. Run: python tests/bench/bench_roster.py [people].

Ours (groups, fonts, borders, row heights, print set-up) against openpyxl's streaming writer putting down the same
strings and nothing else: at most 1.5 times.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from ratios import Measured, best
from support.roster_rows import people

from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.roster import RosterSpec, load_roster, write_roster_excel

PEOPLE, AT_MOST = 20_000, 1.5
SMALLEST = {"count": 20}


def bare(path: Path, spec: RosterSpec, rows: list[dict[str, Any]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    keys = [column.key for column in spec.columns]
    for number, row in enumerate(rows, 1):
        sheet.append([row.get(key, str(number)) for key in keys])
    book.save(path)


def measure(count: int = PEOPLE) -> list[Measured]:
    spec, book, rows = load_roster("roster"), FontBook.bundled(), people(count)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "roster.xlsx")
        ours = best(lambda: write_roster_excel(path, spec, rows, book, as_of_text="2026年11月"))
        plain = best(lambda: bare(path, spec, rows))
    return [Measured("花名册写成 Excel / openpyxl write_only", count, ours, plain, AT_MOST)]


if __name__ == "__main__":
    lines = measure(*map(int, sys.argv[1:2]))
    for line in lines:
        print(f"{line.what}: {line.ours:.2f} s / {line.bare:.2f} s = {line.ratio:.2f}")
    sys.exit(not all(line.holds for line in lines))
