"""The real program up to its first rows on screen; used by ``bench_start`` in a process of its own."""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QApplication, QTableView, QWidget

from ganbu_desktop.app import Shell
from ganbu_desktop.desktop.kit.messages import Messages
from ganbu_desktop.desktop.kit.settings import Settings

WAIT_SECONDS = 60


def first_rows(store: str, password: str) -> None:
    """Open the window on a store and return when the list shows its first rows."""
    application = QApplication(sys.argv[:1])
    room = Path(tempfile.mkdtemp(prefix="ganbu-bench-"))
    settings = Settings(room / "window.ini")
    shell = Shell(application, settings=settings, messages=Messages(), clock=datetime.now, home=room, reports=room)
    shell.open(Path(store), password=password)
    assert shell.window is not None
    shell.window.open_page("cadres")
    until = time.monotonic() + WAIT_SECONDS
    while not shows_rows(shell.window):
        application.processEvents()
        if time.monotonic() > until:
            raise TimeoutError("no rows on screen")
    application.processEvents()


def shows_rows(window: QWidget | None) -> bool:
    if window is None:
        return False
    for view in window.findChildren(QTableView):
        model = view.model()
        if view.isVisible() and model is not None and model.rowCount() and model.columnCount() > 5:
            texts = [model.index(0, column).data() for column in range(3)]
            if any(isinstance(text, str) and text for text in texts):
                return True
    return False
