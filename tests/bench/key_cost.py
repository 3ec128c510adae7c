"""How long one guess of a password takes here; at least 0.3 s. Run: python tests/bench/key_cost.py."""

from __future__ import annotations

import statistics
import sys
import time

from ganbu_desktop.store.vault import KdfCost

WANTED_SECONDS, RUNS = 0.3, 5


def main() -> int:
    cost = KdfCost.calibrated()
    seconds = []
    for number in range(RUNS):
        started = time.perf_counter()
        cost.derive(b"guess %d" % number, b"sixteen bytes of")
        seconds.append(time.perf_counter() - started)
    middle = statistics.median(seconds)
    print(
        f"Argon2id {cost.memory_kib // 1024} MiB x {cost.passes}: {middle:.2f} s a guess (at least {WANTED_SECONDS} s)"
    )
    return 0 if middle >= WANTED_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
