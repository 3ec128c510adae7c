"""Numbered migrations and their runner.

A migration is a module ``m0001_title.py`` in this package with ``VERSION`` (1, 2, 3, … without gaps), ``TITLE`` (one
Chinese line) and ``upgrade(connection)``. Once released it is never edited: ``released`` holds the hashes. Each runs in
one transaction together with the store's version number, so that a failure at any statement leaves schema and content
as they were; the store is backed up before the first one (``DataFile.open``), and a store newer than the program is
refused untouched. References are checked at the end of each step instead of at each statement, so that a table can be
rebuilt.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import Connection

from ganbu_desktop.foundation.errors import DataFileError
from ganbu_desktop.store.errors import StoreTooNew, UpgradeFailed
from ganbu_desktop.store.sql import translated

_MODULE = re.compile(r"m(\d{4})_\w+")


@dataclass(frozen=True)
class Migration:
    """One numbered step. ``upgrade`` gets a connection inside a transaction and neither commits nor rolls back."""

    version: int
    title: str
    upgrade: Callable[[Connection], None]


def installed() -> tuple[Migration, ...]:
    """Return the program's own migrations in order; RuntimeError on a gap or a wrong number."""
    found = []
    for entry in sorted(pkgutil.iter_modules(__path__), key=lambda entry: entry.name):
        match = _MODULE.fullmatch(entry.name)
        if match:
            module = importlib.import_module(f"{__name__}.{entry.name}")
            if int(match[1]) != module.VERSION:
                raise RuntimeError(f"{entry.name} says VERSION {module.VERSION}")
            found.append(Migration(module.VERSION, module.TITLE, module.upgrade))
    return checked(found)


def checked(steps: Sequence[Migration]) -> tuple[Migration, ...]:
    """Return the steps; RuntimeError unless they are numbered 1, 2, 3, … ."""
    if [step.version for step in steps] != list(range(1, len(steps) + 1)):
        raise RuntimeError(f"migrations are not numbered without gaps: {[step.version for step in steps]}")
    return tuple(steps)


def newest_version(steps: Sequence[Migration]) -> int:
    """Return the version a store has after all steps; 0 without steps."""
    return steps[-1].version if steps else 0


def refuse_newer(version: int, steps: Sequence[Migration]) -> None:
    """Raise StoreTooNew when a store of ``version`` was written by a newer program."""
    if version > newest_version(steps):
        raise StoreTooNew(
            f"这个数据文件由更新版本的程序保存（数据版本 {version}，本程序只认识到 {newest_version(steps)}）。"
            "没有打开，文件没有任何改变。请安装新版程序后再打开。"
        )


def run_pending(
    writer: Callable[[], AbstractContextManager[Connection]], version: int, steps: Sequence[Migration]
) -> None:
    """Run every step after ``version``, each in its own transaction of ``writer``, whose references are not enforced.

    A step may rebuild a table in whatever order; before it is committed every reference must lead to a record again.
    UpgradeFailed names the step that did not succeed; the store then is at the step before it, whole.
    """
    for step in steps:
        if step.version > version:
            _run(writer, step)


def _run(writer: Callable[[], AbstractContextManager[Connection]], step: Migration) -> None:
    try:
        with translated(), writer() as connection:
            step.upgrade(connection)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise RuntimeError(f"migration {step.version} leaves references to nothing")
            connection.exec_driver_sql(f"PRAGMA user_version={step.version:d}")
    except DataFileError:
        raise
    except Exception as error:  # a step may fail in any way; the transaction has taken all of it back
        raise UpgradeFailed(
            f"数据文件升级到第 {step.version} 版（{step.title}）没有成功，已全部撤回，数据停留在原来的版本，没有损坏。"
            "请继续使用原来版本的程序，并把这个情况告诉维护人员。"
        ) from error
