"""增加单位的成立和撤销日期."""

from __future__ import annotations

import sqlalchemy as sa

VERSION = 17
TITLE = "增加单位的成立和撤销日期"


def upgrade(connection: sa.Connection) -> None:
    """Make what the unit gained."""
    for name in ("founded_on", "dissolved_on"):
        connection.exec_driver_sql(f"ALTER TABLE unit ADD COLUMN {name} VARCHAR(8)")
