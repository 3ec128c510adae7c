"""Making a new store: built whole under a temporary name, then given its own."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ganbu_desktop.store import container, driver, errors, files, vault
from ganbu_desktop.store.migrations import Migration, run_pending
from ganbu_desktop.store.sql import raw_connection, transaction, writer_engine
from ganbu_desktop.store.vault import KdfCost, KeyRing


def refuse_existing(path: Path) -> None:
    """Raise StoreExists when the path is taken by anything, also by a broken link."""
    if os.path.lexists(path):
        raise errors.StoreExists(f"已经有这个文件：{path}。没有覆盖它。请换一个文件名，或打开已有的文件。")


def make_store(path: Path, seed: bytes, account: str, password: str, cost: KdfCost, steps: Sequence[Migration]) -> None:
    """Build a whole store under a temporary name, then give it its name without replacing anything."""
    files.sweep_parts(path, container.keys_path(path))
    part = files.part_path(path)
    try:
        files.make_new(part)
        _fill_new(part, vault.database_key(seed), steps)
        ring = KeyRing.fresh(seed, container.read_salt(part)).with_password(seed, account, password, cost)
        container.append(part, ring)
        try:
            files.rename_new(part, path)
        except FileExistsError:
            refuse_existing(path)
            raise
    finally:
        for left in path.parent.glob(f"{files.escaped(part.name)}*"):
            left.unlink(missing_ok=True)


def _fill_new(part: Path, key: bytes, steps: Sequence[Migration]) -> None:
    engine = writer_engine(lambda: driver.connect_new(part, key))
    try:
        run_pending(lambda: transaction(engine, foreign_keys=False), 0, steps)
        with engine.connect() as connection:
            driver.empty_log(raw_connection(connection))
    finally:
        engine.dispose()
