"""The main window: rooms at the left, one page at a time, its commands above it, undo with names, the lock.

It makes a page when it is first asked for, tells pages which records have changed, and closes the store with a backup.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QVBoxLayout,
    QWidget,
)

from ganbu_desktop.desktop.help.helping import Helper, Samples
from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.messages import Messages
from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.kit.tasks import TaskRunner
from ganbu_desktop.desktop.window.announcing import Announced, Announcer, DayWatch
from ganbu_desktop.desktop.window.backup_watch import BackupWatch, close_store
from ganbu_desktop.desktop.window.command_bar import CommandBar
from ganbu_desktop.desktop.window.lock import IdleWatch, Lock
from ganbu_desktop.desktop.window.look import Look
from ganbu_desktop.desktop.window.menus import Menus
from ganbu_desktop.desktop.window.navigation import WIDTH, Navigation
from ganbu_desktop.desktop.window.page import TODAY, Desk, Offers, Page, PageSpec
from ganbu_desktop.desktop.window.privacy import PrivacyScreen
from ganbu_desktop.desktop.window.sections import in_order
from ganbu_desktop.desktop.window.stage import Stage
from ganbu_desktop.desktop.window.status import StatusBar
from ganbu_desktop.desktop.window.undo_reach import UndoReach
from ganbu_desktop.desktop.window.undoing import Undoing
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel.office import opening
from ganbu_desktop.kernel.office.demo_mark import is_demo
from ganbu_desktop.kernel.office.office import Office, Progress
from ganbu_desktop.kernel.office.trial_files import wipe

PROGRAM, DEMO = "干部管理", "演示数据（虚构）"
QUIT, START, RECOVER = "quit", "start", "recover"
BACKUP = "backup"


class MainWindow(QMainWindow):
    """One open office on screen. ``closed`` tells what comes after: ``QUIT``, ``START`` or ``RECOVER``."""

    closed = Signal(str)

    def __init__(
        self,
        office: Office,
        pages: Sequence[PageSpec],
        *,
        settings: Settings,
        messages: Messages,
        offers: Offers | None = None,
        samples: Samples | None = None,
    ) -> None:
        """Show ``pages`` in the order of their sections and numbers; ``offers``: of all rooms.

        ``samples`` writes files to try the import on.
        """
        super().__init__()
        self.office = office
        self._settings = settings
        self._specs = {spec.name: spec for spec in in_order(pages)}
        self._pages: dict[str, Page] = {}
        self._stale: dict[str, frozenset[str]] = {}
        self._leaving: str | None = None
        self.recover_from: Path | None = None
        self._next = QUIT
        self.tasks = TaskRunner(failed=self._failed, window=lambda: self, say=lambda text: self._say(text, "hint"))
        listed = tuple(self._specs.values())
        self.desk = Desk(office, self.tasks, messages, settings, self.open_page, self._say, self, self.recover, listed)
        self.desk = replace(self.desk, **vars(offers or Offers()), open_another=self.open_another)
        self.desk.announce = self.announce
        self._stack = Stage()
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self._tools = CommandBar()
        self._status = StatusBar()
        self._kept: dict[str, object] = {}
        self.look = Look(settings, may_change=self._may_change_look, take_down=self._take_down, build_up=self._build_up)
        self._is_demo = is_demo(office)
        self.privacy = PrivacyScreen(self, self.lock)
        self._below = QVBoxLayout()
        self._build()
        self.helper = Helper(self.desk, self._below, samples, is_demo=self._is_demo)
        self._lock = Lock(self, office.account.name, self._fits, self._leave_locked)
        self._lock.unlocked.connect(self._after_unlock)
        self._watch = IdleWatch(office.clock, self._idle_minutes, self)
        self._watch.idle.connect(self.lock)
        _application().installEventFilter(self._watch)
        _application().installEventFilter(UndoReach(self))
        self._announcer = Announcer(office, self)
        self._announcer.announced.connect(self._announced, Qt.ConnectionType.QueuedConnection)
        self._day = DayWatch(office, self)
        self._day.turned.connect(lambda: self.announce(frozenset({TODAY})))
        self._backups = BackupWatch(office, self.tasks, self._status, self._backed_up, self)
        wipe(office)
        self._show_facts()
        self._undoing.update()
        self.open_page(next(iter(self._navigated())))

    # ---- building

    def _navigated(self) -> list[str]:
        return [name for name, spec in self._specs.items() if spec.in_navigation]

    def _build(self) -> None:
        demo = f"{DEMO} — " if self._is_demo and DEMO not in self.office.path.stem else ""
        self.setWindowTitle(f"{demo}{self.office.path.stem} — {PROGRAM}")
        self.setWindowIcon(icons.app_icon())
        self.navigation = self._make_navigation()
        self.setStatusBar(self._status)
        self._menus = Menus(self, [self._specs[name] for name in self._navigated()])
        self.undo_action, self.redo_action = self._menus.undo, self._menus.redo
        self._undoing = Undoing(self.office, self.tasks, (self.undo_action, self.redo_action), self._say)
        self._build_body()
        wanted = QSize(*self._settings.get("window.size", [theme.pixels(1200), theme.pixels(720)]))
        self.resize(wanted.boundedTo(self.screen().availableSize()))

    def _make_navigation(self) -> Navigation:
        made = Navigation([self._specs[name] for name in self._navigated()], PROGRAM, self._settings)
        made.chosen.connect(self._open_chosen)
        made.seek.connect(self.seek)
        return made

    def _build_body(self) -> None:
        bar = QFrame()
        bar.setProperty("role", "bar")
        head = QHBoxLayout(bar)
        head.setContentsMargins(theme.space(2), theme.space(0.5), theme.space(1), theme.space(0.5))
        head.setSpacing(theme.space(2))
        head.addWidget(self._title)
        head.addWidget(self._tools, 1)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(bar)
        right.addWidget(self._stack, 1)
        right.addLayout(self._below)
        centre = QWidget()
        centre.setProperty("role", "ground")
        layout = QHBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.navigation)
        layout.addLayout(right, 1)
        self.setCentralWidget(centre)

    # ---- pages

    def open_page(self, name: str, target: object = None) -> None:
        """Show a page, made on first use, and hand it what it should show; the page on show may refuse to be left."""
        current = self.current_page()
        if current is not None and self._current_name() != name and not current.may_leave():
            self.navigation.mark(self._current_name())
            return
        self.navigation.mark(name)
        self._title.setText(self._specs[name].title)
        page = self._pages.get(name) or self._opened(name, current)
        self._stack.setCurrentWidget(page)
        self._catch_up(name)
        self._show_commands()
        self.helper.page_shown(name)
        if target is not None:
            page.show_target(target)
        page.focus_first()

    def _open_chosen(self, name: str) -> None:
        current = self.current_page()
        self.open_page(name, current.handed_over(name) if current is not None else None)

    def _opened(self, name: str, before: Page | None) -> Page:
        """Make a page behind its frame; one that cannot be made leaves the page before it on show."""
        self._tools.set_actions([])
        self._stack.announce(self._specs[name].title)
        try:
            return self._page(name)
        except Exception:
            if before is not None:
                self._stack.setCurrentWidget(before)
                self.navigation.mark(self._current_name())
                self._title.setText(self._specs[self._current_name()].title)
                self._show_commands()
            raise

    def _page(self, name: str) -> Page:
        page = self._pages.get(name)
        if page is None:
            page = self._specs[name].factory(self.desk)
            page.setProperty("role", "ground")
            page.commands_changed.connect(self._show_commands)
            self._pages[name] = page
            self._stack.addWidget(page)
            if name in self._kept:
                page.take_up(self._kept.pop(name))
        return page

    def current_page(self) -> Page | None:
        """Return the page on show."""
        return self._stack.page()

    def page(self, name: str) -> Page | None:
        """Return a page that has been made."""
        return self._pages.get(name)

    def _current_name(self) -> str:
        current = self._stack.page()
        return next((name for name, page in self._pages.items() if page is current), "")

    def _show_commands(self) -> None:
        page = self.current_page()
        actions = page.commands() if page is not None else []
        self._tools.set_actions(actions)
        self._menus.show_page(actions)

    def help_on_page(self) -> None:
        """Open the manual at the page on show."""
        self.helper.show_manual(self._current_name())

    def each_page(self) -> Iterator[tuple[str, Page]]:
        """Yield every page with its title; those not shown yet are made when it is their turn."""
        for name, spec in self._specs.items():
            if self._leaving is None:
                yield spec.title, self._page(name)

    def focus_page(self) -> None:
        """Put the focus where work on the page on show begins."""
        page = self.current_page()
        if page is not None:
            page.focus_first()

    # ---- what has changed

    def _announced(self, announced: Announced) -> None:
        if self._leaving is not None:
            return
        self.announce(announced.tables, announced.kind)
        self._undoing.update()

    def announce(self, tables: frozenset[str], kind: str = "") -> None:
        """Tell the page on show at once, and the others when they are next shown, that something has changed."""
        for name in (*self._pages, *self._kept):
            self._stale[name] = self._stale.get(name, frozenset()) | tables
        self._catch_up(self._current_name())
        self.helper.changed(tables, kind)
        if BACKUP in tables:
            self._backups.show_last()

    def _catch_up(self, name: str) -> None:
        tables = self._stale.pop(name, frozenset())
        if tables:
            self._pages[name].refresh(tables)

    def undo(self) -> None:
        """Take back the newest step of the store."""
        if self._may_reverse():
            self._undoing.undo()

    def redo(self) -> None:
        """Bring back the step last undone."""
        if self._may_reverse():
            self._undoing.redo()

    def _may_reverse(self) -> bool:
        page = self.current_page()
        return page is None or page.may_leave()

    # ---- the look

    def _may_change_look(self) -> bool:
        return all(page.may_be_made_anew() for page in list(self._pages.values()))

    def _take_down(self) -> None:
        """Keep what is on the pages, and let them and the navigation go before the rest is dressed anew."""
        self._shown_before = self._current_name()
        self._kept |= {name: page.kept() for name, page in self._pages.items()}
        current = self.current_page()  # it goes last: its place would be taken by another one at once
        gone = [*sorted(self._pages.values(), key=lambda page: page is current), self.navigation]
        self._pages = {}
        self._tools.set_actions([])
        self._menus.show_page([])
        for widget in gone:
            widget.deleteLater()
            QApplication.sendPostedEvents(widget, QEvent.Type.DeferredDelete)

    def _build_up(self, sentence: str) -> None:
        self._menus.show_look()
        self.navigation = self._make_navigation()
        cast("QHBoxLayout", self.centralWidget().layout()).insertWidget(0, self.navigation)
        self._fit_navigation()
        self.open_page(self._shown_before)
        self.helper.dress()
        self._say(sentence, "ok")

    def seek(self) -> None:
        """Ask what is sought among everything the program has, and go there."""
        from ganbu_desktop.desktop.window.finder import Finder

        Finder.ask(self.desk, self._menus.actions(), self.helper.show_manual)

    def toggle_navigation(self) -> None:
        """Show the navigation with words or as icons."""
        self.navigation.set_narrow(not self.navigation.is_narrow())

    def _fit_navigation(self) -> None:
        self.navigation.set_narrow(self.width() < theme.pixels(WIDTH) + theme.pixels(700))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the page the room on a small window."""
        super().resizeEvent(event)
        self._fit_navigation()

    # ---- notices, errors, facts

    def _say(self, text: str, tone: str) -> None:
        self._status.say(text, tone)

    def notice(self) -> str:
        """Return the notice in the status bar."""
        return self._status.notice()

    def _failed(self, parent: QWidget | None, error: Exception) -> None:
        if self._leaving is not None:
            return  # what a page was still reading finds the store closed: nobody waits for it any more
        if not isinstance(error, GanbuError):
            raise error
        self.desk.messages.error(parent or self, error)

    def _show_facts(self) -> None:
        self._status.set_fact("account", self.office.account.name, "当前操作人")
        self._status.set_fact("demo", DEMO if self._is_demo else "", "这里的人和单位都是编造的")
        name = self.office.path.name + ("（只读）" if self.office.file.read_only else "")
        self._status.set_fact("store", name, str(self.office.path))

    # ---- backups, lock, end

    def backup_now(self) -> None:
        """Make a proved backup in the usual folder."""
        self._backups.make()

    def _backed_up(self) -> None:
        self.announce(frozenset({BACKUP}))

    def lock(self) -> None:
        """Cover the windows until the password has been given."""
        self._lock.lock()

    def is_locked(self) -> bool:
        """Return whether the windows are covered."""
        return self._lock.is_locked()

    def _idle_minutes(self) -> int:
        return self.office.parameters().integer("idle_lock_minutes", self.office.today())

    def _fits(self, password: str) -> bool:
        return opening.password_fits(self.office, password)

    def _after_unlock(self) -> None:
        self.focus_page()

    def _leave_locked(self) -> None:
        self._end()

    def open_another(self) -> None:
        """Close this store and go back to the start."""
        self._close_for(START)

    def recover(self, backup: Path | None = None) -> None:
        """Close this store and open the recovery wizard on its path, on a backup where one is named."""
        self.recover_from = backup
        self._close_for(RECOVER)

    def _close_for(self, what: str) -> None:
        self._next = what
        self.close()
        if self._leaving is None:
            self._next = QUIT

    def _may_leave_all(self) -> bool:
        return all(page.may_leave() for page in list(self._pages.values()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved work, make the backup on exit, close the store; only then let the window go."""
        if self._leaving == "done":
            super().closeEvent(event)
            return
        event.ignore()
        if self._leaving is None and self._may_leave_all():
            self._end()

    def _end(self) -> None:
        self._leaving = "closing"
        self._stack.hide()  # a page out of sight reads no more while the store is closed on another thread
        self._settings.set("window.size", [self.width(), self.height()])
        self._backups.stop()
        self._watch.stop()
        self._day.stop()
        self.tasks.run(
            self._close_store,
            title="退出前备份",
            context=self,
            cancellable=True,
            done=self._ended,
            failed=lambda error: self._ended(str(error)),
            finished=self._ensure_ended,
        )

    def _close_store(self, progress: Progress) -> str:
        return close_store(self.office, self._announcer.stop, progress)

    def _ended(self, sentence: str) -> None:
        if sentence:
            self.desk.messages.warn(self, "退出", sentence)
        self._let_go()

    def _ensure_ended(self) -> None:
        if self._leaving != "done":
            self._let_go()

    def _let_go(self) -> None:
        self._leaving = "done"
        _application().removeEventFilter(self._watch)
        self.close()
        self.tasks.close()
        self.closed.emit(self._next)

    def changeEvent(self, event: QEvent) -> None:
        """Look at the clock when the window comes back, so that a long sleep locks at once."""
        if event.type() == QEvent.Type.ActivationChange and hasattr(self, "_day"):
            self._watch.look()
            self._day.look()
        super().changeEvent(event)


def _application() -> QApplication:
    return cast("QApplication", QApplication.instance())
