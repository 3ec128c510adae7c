"""增加服务经历."""

from __future__ import annotations

import sqlalchemy as sa

VERSION = 12
TITLE = "增加服务经历"

_STATEMENTS = """
CREATE TABLE derivation ( name TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (name) );
INSERT INTO derivation VALUES ('person_index', 1);
INSERT INTO derivation SELECT 'service_spell', 1 WHERE NOT EXISTS (SELECT 1 FROM person);
CREATE TABLE service_spell ( id VARCHAR(32) NOT NULL, person_id TEXT NOT NULL, state TEXT, unit_id TEXT,
    staffing_type TEXT, from_on VARCHAR(8), until_on VARCHAR(8), basis TEXT NOT NULL, source TEXT, from_first TEXT,
    from_last TEXT, until_first TEXT, until_last TEXT, PRIMARY KEY (id), FOREIGN KEY(person_id) REFERENCES person
    (id) DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY(unit_id) REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED )
    WITHOUT ROWID;
CREATE INDEX ix_service_spell_from_on ON service_spell (from_on);
CREATE INDEX ix_service_spell_person_id ON service_spell (person_id);
CREATE INDEX ix_service_spell_unit_id ON service_spell (unit_id);
"""


def upgrade(connection: sa.Connection) -> None:
    """Make the tables; the spells of those who are there are derived when the store is next opened by an office."""
    for statement in _STATEMENTS.split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
