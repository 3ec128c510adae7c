"""A limiting record of no room, for the rules that every room's entries follow.

It belongs to the program's records only while ``standing_in`` holds, so that no other test meets its table.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.limiting import LimitingRecord
from ganbu_desktop.store import record


class StandIn(LimitingRecord, table="stand_in", label="限制性条目", owner="person_id"):
    """An entry of the plainest kind."""


record._BY_TABLE.pop("stand_in")
record.metadata.remove(StandIn.table)


@contextmanager
def standing_in(office: Office) -> Iterator[None]:
    """Make the table in an office's store and count the record among the program's."""
    with office.file.writer() as connection:
        StandIn.table.create(connection)
    record._BY_TABLE["stand_in"] = StandIn
    try:
        yield
    finally:
        del record._BY_TABLE["stand_in"]
