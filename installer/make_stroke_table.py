"""Make resources/names/strokes.tsv and stroke_counts.tsv.

Sources: the npm package ``cnchar-order`` (MIT; one letter a stroke) for stroke sequences, and Unihan's kTotalStrokes
(Debian package ``unicode-data``) for the number of strokes of every character. Run once when a source changes:

    npm pack cnchar-order && tar xzf cnchar-order-*.tgz
    python3 installer/make_stroke_table.py package/cnchar.order.min.js /usr/share/unicode/Unihan_IRGSources.txt.bz2
"""

from __future__ import annotations

import bz2
import json
import re
import sys
from pathlib import Path

NAMES = Path(__file__).resolve().parent.parent / "resources" / "names"
# The five stroke types of GB 13000.1: 横 (with 提), 竖 (with 竖钩), 撇, 点 (with 捺), 折.
TYPE_OF_LETTER = dict.fromkeys("ji", "1") | dict.fromkeys("fg", "2") | {"s": "3"} | dict.fromkeys("kld", "4")
BENDS = "abcehmnopqrtuvwxyz"
TYPE_OF_LETTER |= dict.fromkeys(BENDS, "5")
COUNT_BASE = 0x30


def sequences(source: str) -> dict[str, str]:
    """Return character → digits 1–5 from the package's one JSON literal per stroke table."""
    found: dict[str, str] = {}
    for literal in re.findall(r"JSON\.parse\('(\{\"[^']+\})'\)", source):
        entries = json.loads(literal)
        if all(isinstance(value, str) and value.isascii() for value in entries.values()):
            found |= {key: value for key, value in entries.items() if len(key) == 1 and ord(key) > 0x3000}
    return {character: "".join(TYPE_OF_LETTER[letter] for letter in letters) for character, letters in found.items()}


def counts(unihan: Path) -> dict[int, int]:
    """Return code point → number of strokes (the first, mainland value where Unihan gives two)."""
    with bz2.open(unihan, "rt", encoding="utf-8") as lines:
        rows = [line.split("\t") for line in lines if "\tkTotalStrokes\t" in line]
    return {int(point[2:], 16): int(value.split()[0]) for point, _, value in rows}


def runs(table: dict[int, int]) -> list[tuple[int, str]]:
    """Return consecutive code points as (first, one character a count)."""
    found: list[tuple[int, list[str]]] = []
    for point in sorted(table):
        if not found or point != found[-1][0] + len(found[-1][1]):
            found.append((point, []))
        found[-1][1].append(chr(COUNT_BASE + table[point]))
    return [(first, "".join(encoded)) for first, encoded in found]


def main(package: str, unihan: str) -> None:
    """Write both tables and report where the two sources disagree."""
    orders = sequences(Path(package).read_text("utf-8"))
    totals = counts(Path(unihan))
    differing = [f"{c}{len(o)}/{totals[ord(c)]}" for c, o in orders.items() if totals.get(ord(c), len(o)) != len(o)]
    rows = [f"{character}\t{len(order)}\t{order}" for character, order in sorted(orders.items())]
    NAMES.mkdir(parents=True, exist_ok=True)
    (NAMES / "strokes.tsv").write_text("\n".join(rows) + "\n", "utf-8", newline="\n")
    lines = [f"{first:X}\t{encoded}" for first, encoded in runs(totals)]
    (NAMES / "stroke_counts.tsv").write_text("\n".join(lines) + "\n", "utf-8", newline="\n")
    print(f"{len(orders)} sequences, {len(totals)} counts; counts differ: {' '.join(differing)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
