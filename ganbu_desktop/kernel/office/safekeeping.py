"""Backups of the office's store, and the check that it is whole: the store room's tools with the office's figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from ganbu_desktop.kernel.office.invariants import broken_invariants, missing_derivations, wrong_derivations
from ganbu_desktop.kernel.office.office import Office, Progress, SilentProgress
from ganbu_desktop.kernel.people import derivation
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.store import audit_chain
from ganbu_desktop.store import backup as backups_of_store
from ganbu_desktop.store.audit import operation_table
from ganbu_desktop.store.backup import BackupEntry, BackupFolder, RetentionRule
from ganbu_desktop.store.verify import VerifyReport
from ganbu_desktop.store.verify import verify as verify_store

RIGHT = "backup.make"

__all__ = ["BackupEntry", "VerifyReport"]


def folder_of(path: Path) -> BackupFolder:
    """Return the usual backup folder of a store, counting people in each backup."""
    return BackupFolder.beside(path, people=_count_people, invariants=broken_invariants)


def _count_people(connection: sa.Connection) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(Person.table)).scalar_one())


def _pages(progress: Progress | None) -> Callable[[int, int], None]:
    shown = progress or SilentProgress()
    return lambda done, total: shown.step(done, total, "备份并核对")


def backup_now(office: Office, reason: str = "手动备份", progress: Progress | None = None) -> BackupEntry:
    """Make a proved backup in the usual folder, then thin the folder by the office's rule."""
    office.require(RIGHT)
    folder = folder_of(office.path)
    entry = folder.make(office.file, reason=reason, now=office.clock(), progress=_pages(progress))
    folder.prune(office.clock(), retention(office))
    return entry


def backup_to(office: Office, target: Path, progress: Progress | None = None) -> Path:
    """Make a proved backup at another place, such as a stick."""
    office.require(RIGHT)
    return backups_of_store.backup_to(office.file, target, now=office.clock(), progress=_pages(progress))


def retention(office: Office) -> RetentionRule:
    """Return how many backups stay, by the office's figures."""
    figures, today = office.parameters(), office.today()
    return RetentionRule(
        newest=figures.integer("backup_keep_last", today),
        daily=figures.integer("backup_keep_daily", today),
        weekly=figures.integer("backup_keep_weekly", today),
        monthly=figures.integer("backup_keep_monthly", today),
        at_least_verified=max(3, figures.integer("backup_keep_verified_min", today)),
    )


def backups(office: Office) -> list[BackupEntry]:
    """Return the backups in the usual folder, newest first."""
    return folder_of(office.path).entries()


def is_intact(office: Office, entry: BackupEntry) -> bool:
    """Read a backup whole and return whether every byte is as it was written."""
    return folder_of(office.path).check(entry)


def confirm_restore(office: Office) -> None:
    """Say that a restored store is the right one: old backups are thinned again from now on."""
    office.require(RIGHT)
    folder_of(office.path).resume()


def restore_unconfirmed(office: Office) -> bool:
    """Tell whether a restore still waits to be confirmed."""
    return folder_of(office.path).paused


def restored_from(office: Office) -> str:
    """Return the name of the backup that a restore still to be confirmed has used; empty when there is none."""
    return folder_of(office.path).restored_from


def verify(office: Office, progress: Progress | None = None) -> VerifyReport:
    """Check every page, every reference, the chain of operations and the business invariants.

    What is derived and was found wrong is made anew when the store is next opened.
    """
    (progress or SilentProgress()).step(0, 1, "核对每一页数据")
    report = verify_store(office.file, invariants=_every_problem)
    with office.reading() as connection:
        is_wrong = bool(missing_derivations(connection) or wrong_derivations(connection))
    if is_wrong:
        derivation.forget(office.file)
    return report


def _every_problem(connection: sa.Connection) -> list[str]:
    return [*audit_chain.broken_lines(connection), *broken_invariants(connection), *wrong_derivations(connection)]


def backup_due(office: Office) -> bool:
    """Tell whether an automatic backup should be made now."""
    entries = backups(office)
    last = entries[0].made_at if entries else None
    minutes = office.parameters().integer("backup_interval_minutes", office.today())
    return backups_of_store.due(last, _changed_since(office, last), office.clock(), interval=timedelta(minutes=minutes))


def changed_since_backup(office: Office) -> bool:
    """Tell whether anything was written after the newest backup (or there is none and something was written)."""
    entries = backups(office)
    return _changed_since(office, entries[0].made_at if entries else None)


def _changed_since(office: Office, moment: datetime | None) -> bool:
    with office.reading() as connection:
        newest = connection.execute(sa.select(sa.func.max(operation_table.c.at))).scalar_one()
    return newest is not None and (moment is None or datetime.fromisoformat(newest) > moment)
