"""What is read once in one consistent view of the store, however often it is asked for.

A print of a hundred sheets reads the class that they are about a single time. It lasts as long as the connection.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import sqlalchemy as sa

T = TypeVar("T")

_read: WeakKeyDictionary[sa.Connection, dict[Hashable, Any]] = WeakKeyDictionary()


def once(connection: sa.Connection, key: Hashable, read: Callable[[], T]) -> T:
    """Return what ``read`` returned the first time that ``key`` was asked for on a connection.

    Only for the connection of ``Office.reading``, which sees one committed moment; never inside an operation, whose
    connection sees its own changes. What comes back is shared: nobody may change it.
    """
    found = _read.setdefault(connection, {})
    if key not in found:
        found[key] = read()
    kept: T = found[key]
    return kept
