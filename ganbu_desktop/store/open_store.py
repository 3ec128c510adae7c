"""What backups and checks need of an open store, so that they can stand below the data file that asks for them."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection

from ganbu_desktop.store.opening import Session
from ganbu_desktop.store.vault import KeyRing


class OpenStore(Protocol):
    """An open data file, as ``engine.DataFile`` is one."""

    path: Path
    read_only: bool
    _session: Session

    def reader(self) -> AbstractContextManager[Connection]:
        """Give a connection that sees one committed moment and refuses to write."""

    def writer(self) -> AbstractContextManager[Connection]:
        """Give the one writing connection in a transaction."""


def seed_of(store: OpenStore) -> bytes:
    """Return the seed of an open store: for the store's own modules only."""
    return store._session.seed


def ring_of(store: OpenStore) -> KeyRing:
    """Return the key ring of an open store: for the store's own modules only."""
    return store._session.ring
