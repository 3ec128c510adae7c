"""加快查找删除的内容."""

from __future__ import annotations

import sqlalchemy as sa

VERSION = 16
TITLE = "加快查找删除的内容"


def upgrade(connection: sa.Connection) -> None:
    """Find what was deleted without reading every change; only deletions stand in this index."""
    connection.exec_driver_sql("CREATE INDEX change_deleted ON change (record_table) WHERE after IS NULL")
