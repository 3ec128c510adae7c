"""增加实践锻炼."""

from __future__ import annotations

import sqlalchemy as sa

VERSION = 13
TITLE = "增加实践锻炼"

_STATEMENTS = """
CREATE TABLE practice ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, kind TEXT NOT NULL, unit_id TEXT, place
    TEXT, post TEXT, starts_on VARCHAR(8), ends_on VARCHAR(8), returned_on VARCHAR(8), task TEXT, heard_on
    VARCHAR(8), own_view TEXT, hardship TEXT, hardship_answer TEXT, document TEXT, appraisal TEXT, appraised_by
    TEXT, appraised_on VARCHAR(8), own_reply TEXT, PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person (id)
    DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(unit_id) REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED ) WITHOUT
    ROWID;
CREATE INDEX ix_practice_person_id ON practice (person_id);
CREATE INDEX ix_practice_starts_on ON practice (starts_on);
CREATE INDEX ix_practice_unit_id ON practice (unit_id);
"""


def upgrade(connection: sa.Connection) -> None:
    """Make what the records gained."""
    for statement in _STATEMENTS.split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
