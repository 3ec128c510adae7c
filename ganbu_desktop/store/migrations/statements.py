"""The upgrade of a migration that only adds: its statements, one after the other."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection


def statements(text: str) -> Callable[[Connection], None]:
    """Return the ``upgrade`` that runs the statements of a text, which end in ``;`` and hold none inside."""

    def upgrade(connection: Connection) -> None:
        for statement in text.split(";"):
            if statement.strip():
                connection.exec_driver_sql(statement)

    return upgrade
