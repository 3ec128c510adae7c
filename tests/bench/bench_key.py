"""How long one guess of a password takes here: at least 0.3 s, so that nobody tries many."""

from __future__ import annotations

from ratios import Measured, best

from ganbu_desktop.store.vault import KdfCost

WANTED_SECONDS, RUNS = 0.3, 5
SMALLEST = {"cost": KdfCost.cheap_for_tests(), "runs": 1}


def measure(cost: KdfCost | None = None, runs: int = RUNS) -> list[Measured]:
    cost = cost or KdfCost.calibrated()
    guess = best(lambda: cost.derive(b"guess", b"sixteen bytes of"), runs)
    note = f"Argon2id {cost.memory_kib // 1024} MiB × {cost.passes}，{guess:.2f} 秒"
    return [Measured(f"{WANTED_SECONDS} 秒 / 试一次口令", 1, WANTED_SECONDS, guess, 1, note)]


if __name__ == "__main__":
    for line in measure():
        print(f"{line.what}: {line.ratio:.2f}  {line.note}")
