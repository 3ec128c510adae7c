"""增加视图."""

from __future__ import annotations

import sqlalchemy as sa

VERSION = 9
TITLE = "增加视图"

_STATEMENTS = """
CREATE TABLE saved_view ( id VARCHAR(32) NOT NULL, name TEXT NOT NULL, place TEXT NOT NULL, content TEXT NOT NULL,
    version BIGINT NOT NULL, made_by TEXT NOT NULL, saved_on VARCHAR(8), PRIMARY KEY (id) ) WITHOUT ROWID;
CREATE INDEX ix_saved_view_place ON saved_view (place);
"""


def upgrade(connection: sa.Connection) -> None:
    """Make what the records gained."""
    for statement in _STATEMENTS.split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
