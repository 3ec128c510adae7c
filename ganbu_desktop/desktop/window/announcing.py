"""What was written, told to the window in its own thread whichever thread wrote it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from ganbu_desktop.kernel.office.office import Office


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
