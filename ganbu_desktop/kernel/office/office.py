"""The office at work: one open store, who acts in it, with which rights, at what time.

Every action takes an ``Office`` and says which right it needs; today one local account holds them all, the matrix of
roles comes later through this same seam.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, TypeVar

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import PermissionDenied
from ganbu_desktop.foundation.parameters import Override, ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.log import sealed_guard
from ganbu_desktop.kernel.office import parameter_overrides
from ganbu_desktop.kernel.people import person_index, service_derive, service_guard
from ganbu_desktop.kernel.people.deleted import deleted_after
from ganbu_desktop.kernel.people.derivation import catch_up
from ganbu_desktop.kernel.people.unit_names import called_as_on
from ganbu_desktop.kernel.spine import correction_guard
from ganbu_desktop.kernel.spine.frozen import keep_frozen
from ganbu_desktop.kernel.spine.guard import guard
from ganbu_desktop.kernel.spine.report_run import keep_runs_whole
from ganbu_desktop.store.audit import OperationEntry
from ganbu_desktop.store.engine import DataFile
from ganbu_desktop.store.operations import Operation, Operations, find, read_blob
from ganbu_desktop.store.record import Record

R = TypeVar("R", bound=Record)
Clock = Callable[[], datetime]

__all__ = ["Account", "Clock", "Office", "OperationEntry", "Progress", "SilentProgress"]
UNDO_RIGHT = "operations.undo"


class Progress(Protocol):
    """How long work reports and is stopped: ``step`` raises Cancelled when asked to stop."""

    def step(self, done: int, total: int, text: str = "") -> None:
        """Report ``done`` of ``total`` pieces."""


class SilentProgress:
    """Progress that nobody watches."""

    def step(self, done: int, total: int, text: str = "") -> None:
        """Do nothing."""


@dataclass(frozen=True)
class Account:
    """Who acts: the account's name as the audit shows it, and the rights it holds (None: all of them)."""

    name: str
    rights: frozenset[str] | None = None

    @property
    def hand(self) -> str | None:
        """Return the name by which a person's own is told; None where one account does all (单机简化模式)."""
        return None if self.rights is None else self.name

    def may(self, right: str) -> bool:
        """Return whether this account holds ``right``."""
        return self.rights is None or right in self.rights


class Office:
    """What every action and page is given: reads, operations, figures and the acting account."""

    def __init__(self, file: DataFile, account: Account, *, clock: Clock) -> None:
        """Wire the operations of one open data file; ``clock`` gives every moment that is recorded."""
        self.file = file
        self.account = account
        self.clock = clock
        self.operations = Operations(file, clock=clock)
        self.operations.guard_with(guard)
        self.operations.guard_with(correction_guard.guard)
        self.operations.guard_with(sealed_guard.guard)
        self.operations.guard_with(parameter_overrides.guard)
        self.operations.guard_with(keep_runs_whole)
        self.operations.guard_with(keep_frozen)
        self.operations.guard_with(service_guard.keep_sound)
        self.operations.derive_with(person_index.derive)
        self.operations.derive_with(service_derive.derive)
        catch_up(
            file,
            {
                "person_index": (1, person_index.rebuild),
                "service_spell": (service_derive.VERSION, service_derive.rebuild),
            },
        )
        self._shipped = parameter_overrides.shipped()
        self._looks_back_from: date | None = None
        self._day: date | None = None

    @property
    def path(self) -> Path:
        """Where the store's file stands."""
        return self.file.path

    def today(self) -> date:
        """Return the day of the office: that it was told (``on``), else the date of its clock."""
        return self._day or self.clock().date()

    def on(self, day: date) -> Office:
        """Return this office on a day: what is worked out of it asks no clock, and is of one day throughout."""
        other = copy(self)
        other._day = day
        return other

    def month(self) -> PartialDate:
        """Return the current month, the default 计算年龄时间."""
        return PartialDate(self.today().year, self.today().month)

    def called(self, day: PartialDate | date | None = None) -> str:
        """Return the name of the office as printed on its reports and letters on a day (default: today)."""
        return str(self.parameters().value("office_name", day or self.today()))

    def require(self, right: str) -> None:
        """Refuse with a sentence when the acting account does not hold ``right``."""
        if not self.account.may(right):
            raise PermissionDenied(f"账号“{self.account.name}”没有这项操作的权限（{right}）；数据未改动")

    @contextmanager
    def operation(
        self, title: str, *, right: str, kind: str = "edit", detail: str | None = None
    ) -> Iterator[Operation]:
        """Open one operation of the acting account, after asking for ``right``."""
        self.require(right)
        with self.operations.operation(title, actor=self.account.name, kind=kind, detail=detail) as current:
            yield current

    def undo(self) -> OperationEntry:
        """Take back the newest step; UndoConflict when one of its records has changed since."""
        self.require(UNDO_RIGHT)
        return self.operations.undo(actor=self.account.name)

    def redo(self) -> OperationEntry:
        """Bring back the step last undone."""
        self.require(UNDO_RIGHT)
        return self.operations.redo(actor=self.account.name)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Give one consistent view of the store."""
        with self.file.reader() as connection:
            if self._looks_back_from is None:
                yield connection
                return
            day = self._looks_back_from
            with deleted_after(connection, day) as both, called_as_on(both, day):
                yield both

    def looking_back_from(self, day: date) -> Office:
        """Return this office reading as of a day: with who was deleted after it, units under their names then."""
        other = copy(self)
        other._looks_back_from = day
        return other

    def find(self, cls: type[R], *conditions: sa.ColumnElement[bool]) -> list[R]:
        """Return the records of a kind that meet all conditions."""
        with self.reading() as connection:
            return find(connection, cls, *conditions)

    def get(self, cls: type[R], record_id: str) -> R | None:
        """Return one record, or None when it is not there."""
        found = self.find(cls, cls.table.c.id == record_id)
        return found[0] if found else None

    def owned(self, cls: type[R], owner_id: str) -> list[R]:
        """Return the records of a kind that hang on one owner, in their order."""
        assert cls.owner is not None
        return self.find(cls, cls.table.c[cls.owner] == owner_id)

    def blob(self, name: str) -> bytes:
        """Return binary content kept under ``name``."""
        with self.reading() as connection:
            return read_blob(connection, name)

    def parameters(self) -> ParameterSet:
        """Return the rule figures, with the office's own decisions laid over the shipped ones."""
        with self.reading() as connection:
            overrides: list[Override] = parameter_overrides.read(connection)
        return self._shipped.with_overrides(overrides)
