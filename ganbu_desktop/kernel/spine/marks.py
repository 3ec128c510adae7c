"""The marks that stand with an entry wherever it is shown or printed: how it counts, whether its person was heard."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from ganbu_desktop.kernel.spine.entry import hanging
from ganbu_desktop.kernel.spine.limiting import LimitingRecord, Standing, standing
from ganbu_desktop.kernel.spine.statement import NOT_HEARD, Statement


def standing_marks(connection: sa.Connection, entry: LimitingRecord, day: date) -> str:
    """Return the marks of an entry on a day, joined by 、; empty for one that counts and whose person was heard.

    草稿, 影响期已满, 容错保护 or 作废 where it does not count; 未听取本人意见 where it limits a person whose own
    words are not there.
    """
    how = standing(connection, entry, day)
    marks = [] if how is Standing.IN_FORCE else [how.value]
    said = hanging(connection, Statement, type(entry).table.name, entry.id)
    if entry.is_limiting and not any(statement.heard for statement in said):
        marks.append(NOT_HEARD)
    return "、".join(marks)
