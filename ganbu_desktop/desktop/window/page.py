"""A page (one screen of a room) and the desk it works at.

Pages are handed a ``Desk``: the office, the task runner, messages, settings, and the way to other pages. They know no
SQL and never write except through actions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import icons, theme, tips
from ganbu_desktop.desktop.kit.messages import Messages
from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.kit.tasks import TaskRunner
from ganbu_desktop.desktop.window.keeping import Kept, keep, take_up

if TYPE_CHECKING:
    from ganbu_desktop.kernel.forms.entry_form import EntryForm
    from ganbu_desktop.kernel.ledger.spec import LedgerSpec
    from ganbu_desktop.kernel.list.conditions.ready import ReadyCondition
    from ganbu_desktop.kernel.manual import ManualPage
    from ganbu_desktop.kernel.office.office import Office
    from ganbu_desktop.kernel.report.spec import ReportSpec


ManualPages = Callable[[], "Sequence[ManualPage]"]
"""Gives the pages of the manual that follow from descriptions."""
TODAY = "today"
"""Announced among the tables when a new day has begun: what is reckoned by the day is to be reckoned anew."""
PERSON = "person"
"""The first part of a target ``(PERSON, person_id)``: show what the page keeps of this person."""


def _nowhere(name: str, target: object) -> None:
    """Lead nowhere: a desk without a window."""


def _stay() -> None:
    """Stay with the open store: a desk without a window."""


def _stay_with(backup: Path | None) -> None:
    """Stay with the open store, whatever backup is asked for: a desk without a window."""


def _untold(tables: frozenset[str]) -> None:
    """Tell nobody what has changed: a desk without a window."""


def _silent(text: str, tone: str) -> None:
    """Say nothing: a desk without a window."""


@dataclass(frozen=True)
class Offers:
    """What the rooms offer, each read when it is first asked for.

    ``forms``: the forms about one entry, for the print dialog; ``ledgers``: by whose layout an import tells a file;
    ``ready_conditions``: the ready-made conditions; ``manual``: the pages of the manual that follow from descriptions;
    ``reports``; ``sheets``: name and title of what the print page writes about people; ``ledger_rooms`` and
    ``form_rooms``: the room of each by name.
    """

    forms: Callable[[], Sequence[EntryForm]] = tuple
    ledgers: Callable[[], Sequence[LedgerSpec]] = tuple
    ready_conditions: Callable[[], Sequence[ReadyCondition]] = tuple
    manual: ManualPages = tuple
    reports: Callable[[], Sequence[ReportSpec]] = tuple
    sheets: Callable[[], Sequence[tuple[str, str]]] = tuple
    ledger_rooms: Callable[[], Mapping[str, str]] = dict
    form_rooms: Callable[[], Mapping[str, str]] = dict


@dataclass
class Desk:
    """What a page is given to work with; ``recover`` closes the store and opens the recovery wizard on its path,
    with the named backup chosen.

    ``open_another`` closes the store and goes back to the start, where another store or the demo is chosen.
    ``forms`` and what stands behind it: as in ``Offers``. ``announce`` tells every page and the status bar of a change
    that no operation on the store has made, such as a ``backup``.
    """

    office: Office
    tasks: TaskRunner
    messages: Messages
    settings: Settings
    open_page: Callable[[str, object], None] = _nowhere
    say: Callable[[str, str], None] = _silent
    window: QWidget | None = None
    recover: Callable[[Path | None], None] = _stay_with
    pages: Sequence[PageSpec] = ()
    forms: Callable[[], Sequence[EntryForm]] = tuple
    ledgers: Callable[[], Sequence[LedgerSpec]] = tuple
    ready_conditions: Callable[[], Sequence[ReadyCondition]] = tuple
    open_another: Callable[[], None] = _stay
    manual: ManualPages = tuple
    reports: Callable[[], Sequence[ReportSpec]] = tuple
    sheets: Callable[[], Sequence[tuple[str, str]]] = tuple
    ledger_rooms: Callable[[], Mapping[str, str]] = dict
    form_rooms: Callable[[], Mapping[str, str]] = dict
    announce: Callable[[frozenset[str]], None] = _untold

    def person_pages(self) -> list[PageSpec]:
        """Return the pages that show something of one person, in the order of the navigation.

        ``spec.for_person`` is the title of the link; ``go_to_person`` follows it.
        """
        return sorted((spec for spec in self.pages if spec.for_person), key=lambda spec: spec.order)

    def go_to_person(self, spec: PageSpec, person_id: str) -> None:
        """Show a room's page with what it keeps of one person."""
        self.go(spec.name, (PERSON, person_id))

    def go(self, name: str, target: object = None) -> None:
        """Show another page, with what it should show."""
        self.open_page(name, target)

    def notify(self, text: str, tone: str = "ok") -> None:
        """Say something in the status bar; ``tone``: ok, hint, warning or error."""
        self.say(text, tone)


class Page(QWidget):
    """Base of every screen: a margin, its commands, and what the window asks of it."""

    commands_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        """Lay out an empty page; the subclass fills ``self.body``."""
        super().__init__()
        self.desk = desk
        self.office = desk.office
        self._commands: list[QAction | None] = []
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(theme.space(2), theme.space(2), theme.space(2), theme.space(2))
        self.body.setSpacing(theme.space(1.5))

    def add_command(
        self,
        title: str,
        *,
        run: Callable[[], object],
        icon: str = "",
        shortcut: str = "",
        tip: str = "",
        checkable: bool = False,
    ) -> QAction:
        """Offer a command in the toolbar and the page's menu; returns its action."""
        action = command(self, title, run=run, icon=icon, shortcut=shortcut, tip=tip, checkable=checkable)
        self._commands.append(action)
        return action

    def add_separator(self) -> None:
        """Part the commands so far from those that follow."""
        self._commands.append(None)

    def showEvent(self, event: QShowEvent) -> None:
        """Let the tables, trees and lists tell what they have no room for."""
        super().showEvent(event)
        tips.watch(self)

    def commands(self) -> list[QAction | None]:
        """Return the page's commands in order; None is a separator."""
        return list(self._commands)

    def refresh(self, tables: frozenset[str]) -> None:
        """Take note that records of these tables have changed; does nothing here."""

    def show_target(self, target: object) -> None:
        """Show what another page asked for; does nothing here."""

    def handed_over(self, name: str) -> object:
        """Return what the page of that name should show when it is opened from the navigation; nothing here."""
        return None

    def own(self) -> object:
        """Return what this page works on beside its inputs, for the page made anew when size of text or look change."""
        return None

    def take_own(self, own: object) -> None:
        """Go on with what ``own`` returned of the page that stood here before; never called with None."""

    def may_be_made_anew(self) -> bool:
        """Return whether ``own`` and the inputs hold everything now; says why not."""
        return True

    def kept(self) -> object:
        """Return all that would be lost with this page."""
        return self.own(), keep(self)

    def take_up(self, kept: object) -> None:
        """Show again what ``kept`` returned."""
        own, inputs = cast("tuple[object, Kept]", kept)
        if own is not None:
            self.take_own(own)
        take_up(self, inputs)

    def may_leave(self) -> bool:
        """Return whether the window may go to another page or close; asks about unsaved work."""
        return True

    def focus_first(self) -> None:
        """Put the focus where work on this page begins."""
        self.setFocus()


@dataclass(frozen=True)
class PageSpec:
    """One page that a room offers; the page itself is made when it is first shown.

    ``for_person``: the title of a link (政治素质档案) under which a person's page and the cadres list lead here;
    it is then shown the target ``(PERSON, person_id)``.
    """

    name: str
    title: str
    icon: str
    factory: Callable[[Desk], Page]
    order: int = 100
    in_navigation: bool = True
    section: str = ""
    for_person: str = ""


@dataclass(frozen=True)
class Lazy:
    """A factory that imports the page's module only when the page is first shown, so that starting is quick.

    ``arguments``: what the page is given besides the desk.
    """

    module: str
    name: str
    arguments: tuple[object, ...] = ()

    def load(self) -> Callable[..., Page]:
        """Import the module and return the page's class."""
        found: Callable[..., Page] = getattr(import_module(self.module), self.name)
        return found

    def __call__(self, desk: Desk) -> Page:
        """Make the page."""
        return self.load()(desk, *self.arguments)


def command(
    owner: QWidget,
    title: str,
    *,
    run: Callable[[], object],
    icon: str = "",
    shortcut: str = "",
    tip: str = "",
    checkable: bool = False,
) -> QAction:
    """Return an action with its shortcut named in the tool tip, working while ``owner`` is on screen."""
    action = QAction(title, owner)
    action.setCheckable(checkable)
    if icon:
        action.setIcon(icons.icon(icon))
    if shortcut:
        action.setShortcut(QKeySequence(shortcut))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    words = tip or title
    action.setToolTip(f"{words}（{shortcut}）" if shortcut else words)
    action.setStatusTip(words)
    action.triggered.connect(lambda _checked=False: run())
    owner.addAction(action)
    return action
