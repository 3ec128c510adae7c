"""程序环节记法定最迟日期，参数设定记复核人."""

from __future__ import annotations

import sqlalchemy as sa

VERSION = 15
TITLE = "程序环节记法定最迟日期"

_STATEMENTS = """
ALTER TABLE procedure_step ADD COLUMN legal_due_on VARCHAR(8);
ALTER TABLE procedure_step ADD COLUMN extended_reason TEXT;
ALTER TABLE parameter_override ADD COLUMN checked_by TEXT
"""


def upgrade(connection: sa.Connection) -> None:
    """Make what the records gained."""
    for statement in _STATEMENTS.split(";"):
        connection.exec_driver_sql(statement)
