"""What was written, told to the window in its own thread whichever thread wrote it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from ganbu_desktop.desktop.kit.widgets import timer
from ganbu_desktop.kernel.office.office import Office

_LOOK_MS = 60_000


@dataclass(frozen=True)
class Announced:
    """The tables that an operation wrote to, and its kind."""

    tables: frozenset[str]
    kind: str


class Announcer(QObject):
    """``announced`` carries an ``Announced`` after each committed operation; connect to it with a queue."""

    announced = Signal(object)

    def __init__(self, office: Office, parent: QObject) -> None:
        """Listen until ``stop``."""
        super().__init__(parent)
        self.stop = office.operations.listen(lambda a: self.announced.emit(Announced(a.tables, a.entry.kind)))


class DayWatch(QObject):
    """Tells when another day has begun, at midnight or after a long sleep of the computer."""

    turned = Signal()

    def __init__(self, office: Office, parent: QObject) -> None:
        """Begin to look."""
        super().__init__(parent)
        self._office, self._day = office, office.today()
        self._timer = timer(self, _LOOK_MS, self.look)
        self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def look(self) -> None:
        """Tell of another day."""
        if self._timer.isActive() and self._office.today() != self._day:
            self._day = self._office.today()
            self.turned.emit()
