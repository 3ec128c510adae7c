"""增加名册设计、模板和联系电话."""

from __future__ import annotations

import sqlalchemy as sa

VERSION = 8
TITLE = "增加名册设计、模板和联系电话"

_STATEMENTS = """
CREATE TABLE office_template ( id VARCHAR(32) NOT NULL, name TEXT NOT NULL, version BIGINT NOT NULL, about TEXT NOT
    NULL, ledger TEXT, file_name TEXT NOT NULL, blob TEXT NOT NULL, made_by TEXT NOT NULL, made_at TEXT NOT NULL,
    PRIMARY KEY (id) ) WITHOUT ROWID;
CREATE INDEX ix_office_template_name ON office_template (name);
CREATE TABLE roster_design ( id VARCHAR(32) NOT NULL, name TEXT NOT NULL, version BIGINT NOT NULL, content TEXT NOT
    NULL, made_by TEXT NOT NULL, made_at TEXT NOT NULL, PRIMARY KEY (id) ) WITHOUT ROWID;
CREATE INDEX ix_roster_design_name ON roster_design (name);
ALTER TABLE person ADD COLUMN mobile_phone TEXT;
ALTER TABLE person ADD COLUMN office_phone TEXT;
"""


def upgrade(connection: sa.Connection) -> None:
    """Make what the records gained."""
    for statement in _STATEMENTS.split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
