"""增加统计表和统计快照."""

from __future__ import annotations

import sqlalchemy as sa

VERSION = 10
TITLE = "增加统计表和统计快照"

_STATEMENTS = """
CREATE TABLE cross_table ( id VARCHAR(32) NOT NULL, title TEXT NOT NULL, down TEXT NOT NULL, across TEXT NOT NULL,
    shares TEXT NOT NULL, made_by TEXT NOT NULL, PRIMARY KEY (id) ) WITHOUT ROWID;
CREATE TABLE statistics_snapshot ( id VARCHAR(32) NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL, period TEXT NOT
    NULL, content_hash TEXT NOT NULL, blob TEXT NOT NULL, made_by TEXT NOT NULL, made_at TEXT NOT NULL, PRIMARY KEY
    (id) ) WITHOUT ROWID;
CREATE INDEX ix_statistics_snapshot_name ON statistics_snapshot (name);
CREATE INDEX ix_statistics_snapshot_period ON statistics_snapshot (period);
"""


def upgrade(connection: sa.Connection) -> None:
    """Make what the records gained."""
    for statement in _STATEMENTS.split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
