"""增加处理处分登记."""

from __future__ import annotations

import sqlalchemy as sa

VERSION = 6
TITLE = "增加处理处分登记"

_STATEMENTS = """
CREATE TABLE sanction ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, state TEXT NOT NULL, occurred_on
    VARCHAR(8), facts TEXT, judgement TEXT, suggestion TEXT, source_kind TEXT, source TEXT, recorded_by TEXT,
    recorded_on VARCHAR(8), reviewed_by TEXT, reviewer_is_leader BOOLEAN, reviewed_on VARCHAR(8), ends_on
    VARCHAR(8), no_end_ground TEXT, effective_on VARCHAR(8), voided_on VARCHAR(8), void_reason TEXT, origin_table
    TEXT, origin_id TEXT, successor_id TEXT, kind TEXT, decided_by TEXT, document TEXT, decided_on VARCHAR(8),
    PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED );
CREATE INDEX ix_sanction_decided_on ON sanction (decided_on);
CREATE INDEX ix_sanction_origin_id ON sanction (origin_id);
CREATE INDEX ix_sanction_person_id ON sanction (person_id);
"""


def upgrade(connection: sa.Connection) -> None:
    """Make what the records gained."""
    for statement in _STATEMENTS.split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
