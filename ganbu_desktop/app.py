"""The window's composition root: builds everything once and passes it down; nothing else makes these objects.

Only what the first screen needs is imported here; ``Loading`` brings in the rest while the clerk reads and types.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_config_path, user_documents_path, user_log_path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ganbu_desktop import modules
from ganbu_desktop.desktop.kit import icons, theme, translation
from ganbu_desktop.desktop.kit.messages import Messages
from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.kit.tasks import TaskRunner
from ganbu_desktop.desktop.reports import reports_page
from ganbu_desktop.desktop.start.flow import Start
from ganbu_desktop.desktop.system import PAGES as SYSTEM_PAGES
from ganbu_desktop.desktop.window import crash
from ganbu_desktop.desktop.window.page import Lazy, Offers, PageSpec
from ganbu_desktop.desktop.workbench import workbench_page
from ganbu_desktop.foundation.errors import DataFileError, GanbuError
from ganbu_desktop.foundation.garbage import collector_paused
from ganbu_desktop.kernel.office.opening import open_store

if TYPE_CHECKING:
    from ganbu_desktop.desktop.window.main_window import MainWindow
    from ganbu_desktop.kernel.office.office import Office, Progress
    from ganbu_desktop.kernel.row.room import Room
    from ganbu_desktop.kernel.row.row import Row

OFFERS = Offers(
    forms=modules.entry_forms,
    ledgers=modules.ledgers,
    ready_conditions=modules.ready_conditions,
    manual=modules.manual_pages,
    reports=modules.reports,
    sheets=modules.sheets,
    ledger_rooms=modules.ledger_rooms,
    form_rooms=modules.form_rooms,
)
NAME = "GanbuDesktop"
PASSWORD_VARIABLE = "GANBU_PASSWORD"
DEMO_PEOPLE = 503
LOOK_MS = 50
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def run_window(store: Path | None = None, arguments: Sequence[str] = ()) -> int:
    """Open the window, on ``store`` if given, and return the exit code when it is closed.

    Raises DataFileError with a sentence when there is no screen to open a window on.
    """
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in _SCREENS):
        raise DataFileError("这里没有图形界面，打不开窗口；数据未改动。请在桌面环境中运行，或使用命令行的其他功能。")
    crash.log_qt_messages()
    app = QApplication([NAME, *arguments])
    app.setApplicationName(NAME)
    app.setApplicationDisplayName("")
    settings = Settings(user_config_path(NAME, appauthor=False) / "window.ini")
    shell = Shell(
        app,
        settings=settings,
        messages=Messages(settings, user_documents_path()),
        clock=datetime.now,
        home=user_documents_path(),
        reports=user_log_path(NAME, appauthor=False),
    )
    QTimer.singleShot(0, lambda: shell.open(store, password=os.environ.get(PASSWORD_VARIABLE)))
    return int(app.exec())


def room_pages() -> list[PageSpec]:
    """Return the pages of every room that has some, and those of the system."""
    found: dict[str, Sequence[PageSpec]] = {}
    for room in modules.rooms():
        name = f"{modules.__name__}.{room}.pages"
        spec = find_spec(name)
        if spec is not None and spec.origin:
            found[room] = import_module(name).PAGES
    described = modules.rows()
    found |= {name: [_rows_page(name, room, described[name])] for name, room in modules.named_rooms().items()}
    titles = {room: specs[0].title for room, specs in found.items() if specs}
    reports = [(titles.get(room, room), specs) for room, specs in modules.reports_by_room().items()]
    pages = [spec for specs in found.values() for spec in specs]
    return [workbench_page(modules.reminder_rules()), *pages, reports_page(reports), *SYSTEM_PAGES]


def _rows_page(name: str, room: Room, rows: Sequence[Row]) -> PageSpec:
    """Return the page of a room of rows as the navigation offers it; its module is imported when it is first shown."""
    factory = Lazy("ganbu_desktop.desktop.ledger.rows_page", "RowsPage", (tuple(rows),))
    return PageSpec(
        name, room.title, room.icon, factory, order=room.order, section=room.section, for_person=room.for_person
    )


def fill_demo(office: Office, progress: Progress) -> None:
    """Fill a new store with the invented county."""
    modules.fill_demo(office, DEMO_PEOPLE, progress)


class Loading:
    """What stands behind the first screen: ``begin`` once that is up, ``finish`` when the window is wanted.

    SQL, records and actions know no Qt and are imported on a thread; the windows and pages are imported in the window's
    own thread once that is done, one between two events, so that nobody waits long for the other.
    """

    def __init__(self, pages: Sequence[PageSpec] | None = None) -> None:
        """``pages``: instead of those of all rooms."""
        self._pages = pages
        self._plain: Future[None] | None = None
        self._timer = QTimer()
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._go_on)
        self._steps: list[Callable[[], object]] = [
            lambda: import_module("ganbu_desktop.desktop.window.main_window"),
            self._import_pages,
            self._import_first_page,
        ]

    def begin(self) -> None:
        """Start after a moment in which the screen is painted; a second call does nothing."""
        if self._steps:
            self._timer.start()

    def finish(self) -> Sequence[PageSpec]:
        """Import whatever is missing and return the pages; raises what an import raised."""
        with collector_paused():
            if self._plain is not None:
                self._plain.result()
            elif self._steps:
                modules.load()
            while self._steps:
                self._steps.pop(0)()
        self._timer.stop()
        assert self._pages is not None
        return self._pages

    def _go_on(self) -> None:
        if self._plain is None:
            pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="loading")
            self._plain = pool.submit(modules.load)
            pool.shutdown(wait=False)
        elif self._plain.done() and self._steps:
            self._steps.pop(0)()
        if not self._steps:
            self._timer.stop()

    def _import_pages(self) -> None:
        if self._pages is None:
            self._pages = room_pages()

    def _import_first_page(self) -> None:
        first = min((spec for spec in self._pages or () if not spec.section), key=lambda spec: spec.order, default=None)
        if first is not None and isinstance(first.factory, Lazy):
            first.factory.load()


class Shell:
    """The running program: from the start screens to a window and back, until the clerk leaves."""

    def __init__(
        self,
        app: QApplication,
        *,
        settings: Settings,
        messages: Messages,
        clock: Callable[[], datetime],
        home: Path,
        reports: Path,
        pages: Sequence[PageSpec] | None = None,
    ) -> None:
        """``home``: offered for new files; ``reports``: for crash reports; ``pages``: instead of those of all rooms."""
        self._app = app
        self._settings, self._messages, self._clock, self._home = settings, messages, clock, home
        self._loading = Loading(pages)
        self.window: MainWindow | None = None
        translation.install(app)
        theme.apply(app, settings.scale(), settings.look())
        app.setWindowIcon(icons.app_icon())
        app.setQuitOnLastWindowClosed(False)
        self._crash = crash.CrashHandler(
            folder=reports,
            clock=clock,
            show_sentence=lambda text: messages.error(self.window, text),
            offer_restart=self._offer_restart,
            save_drafts=lambda: None,
        )
        self._crash.install()
        self.tasks = TaskRunner(failed=self._failed, window=app.activeWindow)

    def _offer_restart(self, text: str) -> bool:
        return self._messages.choose(self.window, "程序出错", text, ["重新启动", "继续使用"]) == 0

    def _failed(self, parent: object, error: Exception) -> None:
        if not isinstance(error, GanbuError):
            raise error
        self._messages.error(self._app.activeWindow(), error)

    def start(self) -> Start:
        """Return the start screens."""
        from ganbu_desktop.desktop.start.flow import Start

        return Start(
            settings=self._settings,
            messages=self._messages,
            tasks=self.tasks,
            clock=self._clock,
            home=self._home,
            demo=fill_demo,
        )

    def open(self, store: Path | None = None, *, password: str | None = None) -> None:
        """Open a store: at once with a password, else through the start screens; leave when the clerk does."""
        if store is not None and password is not None and store.exists():
            self._open_at_once(store, password)
            return
        QTimer.singleShot(0, self._loading.begin)
        office = self.start().run(store)
        if office is None:
            self.leave()
        else:
            self.show(office)

    def _open_at_once(self, store: Path, password: str) -> None:
        """Work the key out on another thread while this one imports what is missing."""
        with ThreadPoolExecutor(max_workers=1) as helper:
            opened = helper.submit(open_store, store, password=password, clock=self._clock)
            self._loading.finish()
            self.show(opened.result())

    def show(self, office: Office) -> None:
        """Show the main window on an open office."""
        self._settings.remember_store(office.path)
        pages = self._loading.finish()
        from ganbu_desktop.desktop.window.main_window import MainWindow

        self.window = MainWindow(
            office,
            pages,
            settings=self._settings,
            messages=self._messages,
            offers=OFFERS,
            samples=self._write_samples,
        )
        self.window.closed.connect(self._closed)
        self.window.show()

    def _write_samples(self, folder: Path) -> list[Path]:
        return modules.demo_files(folder, clock=self._clock)

    def _closed(self, what: str) -> None:
        window, self.window = self.window, None
        assert window is not None
        path, backup = window.office.path, window.recover_from
        window.deleteLater()
        from ganbu_desktop.desktop.window.main_window import QUIT, RECOVER

        if what == QUIT:
            self.leave()
        else:
            QTimer.singleShot(0, lambda: self._again(path if what == RECOVER else None, backup))

    def _again(self, damaged: Path | None, backup: Path | None) -> None:
        office = self.start().recover(damaged, backup) if damaged is not None else None
        if office is not None:
            self.show(office)
        else:
            self.open(damaged)

    def leave(self) -> None:
        """End the program."""
        logging.getLogger(__name__).info("leaving")
        self.tasks.close()
        self._app.quit()
