"""增加退休年龄类别."""

from __future__ import annotations

import sqlalchemy as sa

VERSION = 11
TITLE = "增加退休年龄类别"


def upgrade(connection: sa.Connection) -> None:
    """Make what the person gained."""
    connection.exec_driver_sql("ALTER TABLE person ADD COLUMN retirement_category TEXT")
