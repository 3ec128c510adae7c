"""增加申诉所针对的申请."""

from __future__ import annotations

import sqlalchemy as sa

VERSION = 18
TITLE = "增加申诉所针对的申请"


def upgrade(connection: sa.Connection) -> None:
    """Make what a challenge gained."""
    connection.exec_driver_sql("ALTER TABLE correction ADD COLUMN appeal_of_id TEXT")
