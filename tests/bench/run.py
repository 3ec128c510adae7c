"""All figures as ratios in one run. Run: python tests/bench/run.py [bench …], for example ``search edit``.

Demo stores of 1,000, 20,000 and 100,000 people are made once (some minutes) and kept under ``GANBU_BENCH_STORES``.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from ratios import Measured

BENCHES = tuple(sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py")))


def table(lines: list[Measured]) -> str:
    """Return the lines as a Markdown table."""
    rows = ["| 项目 | 人数 | 比值 | 目标 | 说明 |", "|---|---:|---:|---:|---|"]
    for line in lines:
        target = "" if line.most is None else f"≤ {line.most:g}"
        mark = "" if line.holds else "（未达到）"
        rows.append(f"| {line.what} | {line.people} | {line.ratio:.2f}{mark} | {target} | {line.note} |")
    return "\n".join(rows)


def main(names: list[str]) -> int:
    lines: list[Measured] = []
    for name in names or BENCHES:
        lines += import_module(f"bench_{name}").measure()
        print(f"{name}: done", file=sys.stderr)
    print(table(lines))
    return 0 if all(line.holds for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
