"""From the start of the process to the first rows on screen, and memory then, against a bare PySide6 window.

Both are processes of their own, without a screen. The password's deliberate 0.3 s is not counted: the test stores have
cheap keys. At most 3 times; at most 300 MB at 100,000 people.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from typing import Any

from ratios import NAME, ROOT, STORES, Measured, demo_office
from support.builders import PASSWORD

SIZES = (1_000, 20_000, 100_000)
SMALLEST = {"sizes": (40,), "runs": 1}
MEMORY_MB = 300

_BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget
application = QApplication([])
window = QMainWindow()
window.setCentralWidget(QTableWidget(50, 8))
window.resize(1280, 720)
window.show()
while not window.windowHandle().isExposed():
    application.processEvents()
application.processEvents()
"""

_OURS = """
import sys
from first_screen import first_rows
first_rows(sys.argv[1], sys.argv[2])
"""

_REPORT = """
import json, resource
print(json.dumps({"megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}), flush=True)
import os
os._exit(0)
"""


def started(code: str, *arguments: str) -> dict[str, Any]:
    """Run ``code`` in a process of its own; return its seconds and peak memory."""
    paths = os.pathsep.join(map(str, (ROOT, ROOT / "tests", ROOT / "tests" / "bench")))
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": paths}
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code + _REPORT, *arguments], env=environment, capture_output=True, check=True, text=True
    )
    return {"seconds": time.perf_counter() - begun, **json.loads(done.stdout.splitlines()[-1])}


def measure(sizes: tuple[int, ...] = SIZES, runs: int = 5) -> list[Measured]:
    found = []
    for people in sizes:
        demo_office(people).file.close()
        store = str(STORES / str(people) / NAME)
        pairs = [(started(_OURS, store, PASSWORD), started(_BARE)) for _ in range(runs)]
        ours, bare = (statistics.median(pair[n]["seconds"] for pair in pairs) for n in (0, 1))
        memory = max(pair[0]["megabytes"] for pair in pairs)
        found.append(Measured("启动到首屏数据 / 裸 PySide6 窗口", people, ours, bare, 3, f"{ours:.2f} 秒"))
        limit = 1 if people == max(SIZES) else None
        found.append(Measured("内存 / 300 MB", people, memory, MEMORY_MB, limit, f"{memory:.0f} MB"))
    return found


if __name__ == "__main__":
    for line in measure(tuple(map(int, sys.argv[1:])) or SIZES):
        print(f"{line.people}: {line.what}: {line.ours:.2f} / {line.bare:.2f} = {line.ratio:.2f} {line.note}")
