"""Is a store whole? Every page's authentication code, SQLite's structure, every reference, and a content digest.

SQLite's own ``integrity_check`` finds about a fifth of random bit flips in plain files; the pages' authentication codes
find all of them, so both are asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from ganbu_desktop.store.digest import ContentDigest, content_digest
from ganbu_desktop.store.driver import Driver, DriverError
from ganbu_desktop.store.open_store import OpenStore
from ganbu_desktop.store.sql import raw_connection

Invariants = Callable[[Connection], Iterable[str]]
"""Rules of the trade that a good store keeps; yields a Chinese sentence for each that is broken."""

_PAGE_NUMBER = re.compile(r"page (\d+)")
_SHOWN = 20


@dataclass(frozen=True)
class VerifyReport:
    """What was found; ``problems`` are Chinese sentences, none when the store is whole."""

    problems: tuple[str, ...]
    digest: ContentDigest | None

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.problems


def verify(data_file: OpenStore, *, invariants: Invariants | None = None) -> VerifyReport:
    """Check an open store completely; saving waits meanwhile. DataFileError only when the disk does not let it read."""
    if data_file.read_only:
        with data_file.reader() as connection:
            return _report(connection, invariants)
    with data_file.writer() as connection:
        return _report(connection, invariants)


def structure_problems(connection: Driver) -> list[str]:
    """Return what pages, structure and references complain about; a damaged file yields sentences, no exception."""
    checks = (_page_problems, _tree_problems, _reference_problems)
    problems: list[str] = []
    for check in checks:
        try:
            problems += check(connection)
        except DriverError as error:
            problems.append(f"检查没有做完：数据文件已损坏（{error}）")
    return problems[:_SHOWN]


def _report(connection: Connection, invariants: Invariants | None) -> VerifyReport:
    raw = raw_connection(connection)
    problems = structure_problems(raw)
    if problems:
        return VerifyReport(tuple(problems), None)
    broken = tuple(invariants(connection)) if invariants else ()
    return VerifyReport(broken, content_digest(raw))


def _page_problems(connection: Driver) -> list[str]:
    """Every page of the file is authentic. Behind the last page stands the key ring: lines about it do not count."""
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    lines = [text for (text,) in connection.execute("PRAGMA cipher_integrity_check").fetchall()]
    numbers = [(_page_of(text), text) for text in lines]
    return [f"第 {page} 页未通过校验（{text}）" for page, text in numbers if page is None or page <= pages]


def _page_of(text: str) -> int | None:
    match = _PAGE_NUMBER.search(text)
    return int(match[1]) if match else None


def _tree_problems(connection: Driver) -> list[str]:
    rows = [text for (text,) in connection.execute(f"PRAGMA integrity_check({_SHOWN})").fetchall()]
    return [] if rows == ["ok"] else [f"结构有误：{text}" for text in rows]


def _reference_problems(connection: Driver) -> list[str]:
    rows = connection.execute("PRAGMA foreign_key_check").fetchmany(_SHOWN)
    return [f"表 {table} 的第 {row} 行指向 {parent} 中不存在的记录" for table, row, parent, _ in rows]
