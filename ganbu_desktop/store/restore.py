"""Bring a backup back as the store, without ever being left with neither.

The backup is proved first; what stands at the target is kept as a backup named 恢复前 (byte for byte, with its log and
keys, when it cannot be opened); then one rename puts the new store in place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ganbu_desktop.store import container, driver, errors, files, lease
from ganbu_desktop.store.backup import SUFFIX, BackupFolder, free_path, is_intact, make_copy
from ganbu_desktop.store.container import Container
from ganbu_desktop.store.digest import ContentDigest, content_digest
from ganbu_desktop.store.engine import DataFile
from ganbu_desktop.store.migrations import Migration, installed, refuse_newer
from ganbu_desktop.store.opening import Session, fold, held, prove, unlocked
from ganbu_desktop.store.shape import refuse_unlike
from ganbu_desktop.store.sql import translated
from ganbu_desktop.store.vault import KeyRing, database_key
from ganbu_desktop.store.verify import structure_problems

REASON = "恢复前"
_BROKEN = "这份备份未通过校验，没有恢复。现有数据没有改变。请换一份备份。"


@dataclass(frozen=True)
class ProvedBackup:
    """A backup that was opened and found whole."""

    path: Path
    seed: bytes
    ring: KeyRing
    pages_end: int
    digest: ContentDigest


@dataclass(frozen=True)
class RestoreReport:
    """``previous``: where the store that stood there before was kept (None when there was none); ``digest``: what was
    restored.
    """

    previous: Path | None
    digest: ContentDigest


def prove_backup(
    backup: Path,
    *,
    password: str | None = None,
    account: str | None = None,
    recovery_key: str | None = None,
    migrations: Sequence[Migration] | None = None,
) -> ProvedBackup:
    """Open a backup (or any cleanly closed store) without writing and check all of it.

    WrongKey, StoreMissing, StoreDamaged, StoreTooNew, StoreUnlike: nothing has changed.
    """
    with translated():
        lease.refuse_if_held(container.require_file(backup))
        found = container.read(backup)
        seed = unlocked(found, password, account, recovery_key)
        if not found.settled or found.pages_end is None or not found.rings:
            raise errors.StoreDamaged(_BROKEN)
        ring = found.rings[0]
        if "pages_sha256" in ring.note and not is_intact(backup, ring):
            raise errors.StoreDamaged(_BROKEN)
        digest = _checked_content(backup, seed, ring, installed() if migrations is None else migrations)
    return ProvedBackup(backup, seed, ring, found.pages_end, digest)


def restore(
    backup: Path,
    target: Path,
    *,
    now: datetime,
    password: str | None = None,
    account: str | None = None,
    recovery_key: str | None = None,
    migrations: Sequence[Migration] | None = None,
    folder: BackupFolder | None = None,
    break_lock: bool = False,
) -> RestoreReport:
    """Make ``target`` the store that ``backup`` holds; close the store at ``target`` before.

    ``folder``: where the previous store is kept (beside the target by default). DataFileError: the store at ``target``
    is the one that stood there before.
    """
    keeper = folder or BackupFolder.beside(target)
    proved = prove_backup(backup, password=password, account=account, recovery_key=recovery_key, migrations=migrations)
    with translated():
        lease.refuse_remote_drive(target)
        if target.exists() and target.samefile(backup):
            raise errors.StoreExists("备份和要恢复到的位置是同一个文件，没有改动它。请另选恢复的位置。")
        with held(target, account or "", lambda: now, break_lock=break_lock):
            files.sweep_parts(target, container.keys_path(target))
            part = files.part_path(target)
            try:
                _copy_whole(proved, part)
                previous = _keep_previous(target, proved.seed, keeper, now)
                if previous is not None:
                    keeper.pause(backup.name)
                files.replace(part, target)
            finally:
                part.unlink(missing_ok=True)
    return RestoreReport(previous, proved.digest)


def _checked_content(backup: Path, seed: bytes, ring: KeyRing, steps: Sequence[Migration]) -> ContentDigest:
    connection = driver.connect(backup, database_key(seed), frozen=True)
    try:
        problems = structure_problems(connection)
        if problems:
            raise errors.StoreDamaged(f"{_BROKEN}（{problems[0]}）")
        digest = content_digest(connection)
        refuse_newer(digest.version, steps)
        refuse_unlike(connection, digest.version, steps)
    finally:
        driver.close_quietly(connection)
    if digest.value != ring.note.get("digest", digest.value):
        raise errors.StoreDamaged(_BROKEN)
    return digest


def _copy_whole(proved: ProvedBackup, part: Path) -> None:
    """Copy the pages, give them the backup's key ring without its note, and compare what arrived."""
    files.copy_durably(proved.path, part, proved.pages_end)
    if container.hash_pages(part, proved.pages_end) != container.hash_pages(proved.path, proved.pages_end):
        raise errors.DiskFault("恢复时写入磁盘的内容与备份不一致，没有恢复。现有数据没有改变。请检查这块磁盘。")
    container.append(part, proved.ring.for_file(proved.seed, container.read_salt(part)))


def _keep_previous(target: Path, seed: bytes, keeper: BackupFolder, now: datetime) -> Path | None:
    """Keep what stands at ``target`` and leave nothing beside it that could be taken for the new store's."""
    if not target.exists():
        _clear_beside(target)
        return None
    keeper.folder.mkdir(parents=True, exist_ok=True)
    try:
        found = container.read(target)
        prove(found, seed)
    except errors.StoreDamaged:
        return _keep_bytes(target, keeper, now)
    try:
        kept = _keep_proved(found, seed, keeper, now)
    except errors.StoreDamaged:
        return _keep_bytes(target, keeper, now)
    fold(found, seed)
    return kept


def _keep_proved(found: Container, seed: bytes, keeper: BackupFolder, now: datetime) -> Path:
    path = free_path(keeper.folder, keeper.stem, REASON, now, SUFFIX)
    with DataFile(Session.frozen_on(found, seed)) as previous:
        return make_copy(previous, path, REASON, now, keeper.people, None, None)


def _keep_bytes(target: Path, keeper: BackupFolder, now: datetime) -> Path:
    """Copy a store that this key does not open, with its log and keys, under a name of its own."""
    kept = free_path(keeper.folder, keeper.stem, REASON, now, ".damaged")
    for suffix in ("-wal", ".keys", ""):
        source = files.beside(target, suffix)
        if source.exists():
            files.copy_durably(source, files.beside(kept, suffix))
    files.sync_folder(kept.parent)
    _clear_beside(target)
    return kept


def _clear_beside(target: Path) -> None:
    for suffix in ("-wal", "-shm", ".keys"):
        files.remove(files.beside(target, suffix))
    files.sync_folder(target.parent)
