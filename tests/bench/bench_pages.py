"""First visits: CPU of the window's thread until a page has its frame on screen, and until it is filled.

Against a second visit of the list of cadres, which makes nothing. A frame is there within 0.1 s; a page is filled
within 1.5 s, both on this thread and as multiples of that visit in the table.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from ratios import Measured, demo_office
from support.fake_messages import FakeMessages

from ganbu_desktop.app import OFFERS, room_pages
from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.kernel.people.person import Person

SIZES = (1_000,)
SMALLEST = {"sizes": (40,)}
FRAME, FILLED = 0.1, 1.5
"""Seconds of CPU."""


def measure(sizes: tuple[int, ...] = SIZES) -> list[Measured]:
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    theme.apply(application)
    return [line for people in sizes for line in _of(application, people)]


def _of(application: QApplication, people: int) -> list[Measured]:
    office = demo_office(people)
    room = Path(tempfile.mkdtemp(prefix="ganbu-bench-"))
    window = MainWindow(
        office, room_pages(), settings=Settings(room / "window.ini"), messages=FakeMessages(), offers=OFFERS
    )
    window.show()
    frames: list[float] = []
    announce = window._stack.announce

    def timed(title: str) -> None:
        announce(title)
        frames.append(time.thread_time())

    window._stack.announce = timed  # type: ignore[method-assign]
    person = office.find(Person)[0].id
    firsts, fills = {}, {}
    for name in window._specs:
        if window.page(name) is not None:
            continue
        begun = time.thread_time()
        window.open_page(name, person if name == "person" else None)
        application.processEvents()
        firsts[name], fills[name] = frames[-1] - begun, time.thread_time() - begun
    again = statistics.median(_visit(application, window) for _ in range(5))
    slowest, widest = max(firsts, key=firsts.__getitem__), max(fills, key=fills.__getitem__)
    window.close()
    while window._leaving != "done":
        application.processEvents()
    return [
        Measured(
            "首次打开：先见框架 / 0.1 秒", people, firsts[slowest], FRAME, 1, f"{slowest} {firsts[slowest]:.3f} 秒"
        ),
        Measured("首次打开：填满 / 1.5 秒", people, fills[widest], FILLED, 1, f"{widest} {fills[widest]:.2f} 秒"),
        Measured("首次打开：填满 / 再次打开名册", people, fills[widest], again, None, f"再次 {again:.3f} 秒"),
    ]


def _visit(application: QApplication, window: MainWindow) -> float:
    window.open_page("about")
    application.processEvents()
    begun = time.thread_time()
    window.open_page("cadres")
    application.processEvents()
    return time.thread_time() - begun


if __name__ == "__main__":
    for line in measure():
        print(f"{line.people}: {line.what}: {line.ours:.3f} / {line.bare:.3f} = {line.ratio:.2f} {line.note}")
