"""Which derived rows a store has, and of which making: those of an older program are made anew when it is opened."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import sqlalchemy as sa

from ganbu_desktop.store.engine import DataFile
from ganbu_desktop.store.record import metadata

derivation_table = sa.Table(
    "derivation",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
)

Rebuild = Callable[[sa.Connection], None]


def forget(file: DataFile) -> None:
    """Have everything derived made anew when the store is next opened."""
    if not file.read_only:
        with file.writer() as connection:
            connection.execute(derivation_table.delete())


def catch_up(file: DataFile, derivers: Mapping[str, tuple[int, Rebuild]]) -> None:
    """Rebuild what was derived by another version than the one named, each in one transaction with its number."""
    if file.read_only:
        return
    at = derivation_table.c
    with file.reader() as connection:
        there = {row.name: row.version for row in connection.execute(sa.select(derivation_table))}
    for name, (version, rebuild) in derivers.items():
        if there.get(name) == version:
            continue
        with file.writer() as connection:
            rebuild(connection)
            connection.execute(derivation_table.delete().where(at.name == name))
            connection.execute(derivation_table.insert().values(name=name, version=version))
