"""Making, opening and restoring the office's store: what the start screens and the command line share.

The first screen imports this module before SQLAlchemy is there, so the store itself is imported where it is used.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ganbu_desktop.foundation.errors import WrongKey
from ganbu_desktop.store.errors import KeysMissing, StoreDamaged, StoreInUse, StoreMissing, StoreTooNew

if TYPE_CHECKING:
    from ganbu_desktop.kernel.office.office import Clock, Office
    from ganbu_desktop.store.backup import BackupEntry as BackupEntry
    from ganbu_desktop.store.restore import RestoreReport as RestoreReport
    from ganbu_desktop.store.vault import KdfCost

DEFAULT_ACCOUNT = "管理员"
PASSWORD_RIGHT = "account.password"

__all__ = [
    "KeysMissing",
    "StoreDamaged",
    "StoreInUse",
    "StoreMissing",
    "StoreTooNew",
]


def create_store(
    path: Path, password: str, account: str, clock: Clock, *, kdf: KdfCost | None = None
) -> tuple[Office, str]:
    """Make a new store at a free path and return its office and the recovery key to print."""
    from ganbu_desktop.kernel.office.office import Account, Office
    from ganbu_desktop.store.engine import DataFile

    file, recovery_key = DataFile.create(path, password=password, account=account, clock=clock, kdf=kdf)
    return Office(file, Account(account), clock=clock), recovery_key


def open_store(
    path: Path,
    *,
    password: str | None = None,
    account: str | None = None,
    recovery_key: str | None = None,
    clock: Clock,
    read_only: bool = False,
    break_lock: bool = False,
) -> Office:
    """Open a store with a password or the recovery key."""
    from ganbu_desktop.store.opening import open_session

    session = open_session(
        path,
        password=password,
        account=account,
        recovery_key=recovery_key,
        read_only=read_only,
        clock=clock,
        break_lock=break_lock,
    )
    from ganbu_desktop.kernel.office.office import Account, Office
    from ganbu_desktop.store.engine import DataFile

    file = DataFile.on(session, clock=clock)
    accounts = file.accounts
    name = account or (accounts[0] if accounts else DEFAULT_ACCOUNT)
    return Office(file, Account(name), clock=clock)


def discard_new(office: Office) -> None:
    """Close and remove a store that has just been made and was given up before its first use."""
    path = office.path
    office.file.close()
    path.unlink(missing_ok=True)


def password_fits(office: Office, password: str) -> bool:
    """Return whether ``password`` is that of the acting account; nothing is written."""
    try:
        office.file.prove_password(office.account.name, password)
    except WrongKey:
        return False
    return True


def change_password(office: Office, old: str, new: str) -> None:
    """Re-wrap the key with a new password; the data is not written again."""
    office.require(PASSWORD_RIGHT)
    office.file.change_password(office.account.name, old, new)


def set_password(office: Office, new: str) -> None:
    """Give the acting account a password after the store was opened by its recovery key."""
    office.require(PASSWORD_RIGHT)
    office.file.set_password(office.account.name, new)


def find_backups(path: Path) -> list[BackupEntry]:
    """Return the backups that stand beside a store, newest first; the store itself may be missing or damaged."""
    from ganbu_desktop.kernel.office.safekeeping import folder_of

    return folder_of(path).entries()


def restore_backup(
    backup: Path,
    target: Path,
    *,
    clock: Clock,
    password: str | None = None,
    recovery_key: str | None = None,
) -> RestoreReport:
    """Make ``target`` the store that ``backup`` holds; what stood there is kept beside it as 恢复前."""
    from ganbu_desktop.kernel.office.safekeeping import folder_of
    from ganbu_desktop.store import restore as restoring

    return restoring.restore(
        backup, target, now=clock(), password=password, recovery_key=recovery_key, folder=folder_of(target)
    )
