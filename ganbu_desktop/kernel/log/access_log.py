"""The access log (查看留痕): who looked at, printed or exported what about whom, and for what.

Lines are only ever added: the database itself refuses to change or delete one, and no operation, undo or bin can reach
the table, which belongs to no record. Writing one makes no undo step. Each line is chained to the one before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.store.chain import START, link
from ganbu_desktop.store.record import metadata
from ganbu_desktop.store.sql import insert_rows

VIEW, PRINT, EXPORT = "查看", "打印", "导出"
RIGHT = "audit.read"

access_table = sa.Table(
    "access_log",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("record_id", sa.Text, index=True),
    sa.Column("person_id", sa.Text, index=True),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
)
_COLUMNS = ("at", "account", "what", "subject", "record_id", "person_id", "purpose")


@dataclass(frozen=True)
class Access:
    """One line. ``what``: VIEW, PRINT or EXPORT; ``subject``: the table of what was seen; ``record_id``: which one."""

    seq: int
    at: datetime
    account: str
    what: str
    subject: str
    record_id: str | None
    person_id: str | None
    purpose: str


def note_access(
    office: Office,
    what: str,
    subject: str,
    person_ids: Sequence[str | None],
    purpose: str = "",
    *,
    record_ids: Sequence[str | None] = (),
) -> None:
    """Add a line for each person: call it before what is private is shown, printed or written out.

    ``what``: VIEW, PRINT or EXPORT. ``subject``: the table that it comes from (``person`` for a whole person).
    ``record_ids``: the entry seen of each person, as many as people. Not inside an operation: it writes by itself.
    StoreReadOnly where nothing can be written, and nothing private is to be seen then.
    """
    records = record_ids or [None] * len(person_ids)
    at = office.clock().isoformat(timespec="seconds")
    with office.file.writer() as connection:
        digest = connection.execute(sa.select(access_table.c.digest).order_by(access_table.c.seq.desc()).limit(1))
        before, rows = digest.scalar() or START, []
        for person_id, record_id in zip(person_ids, records, strict=True):
            line = (at, office.account.name, what, subject, record_id, person_id, purpose)
            before = link(before, *line)
            rows.append((*line, before))
        insert_rows(connection, access_table, (*_COLUMNS, "digest"), rows)


def accesses(office: Office, person_id: str | None = None, limit: int = 2000) -> list[Access]:
    """Return who saw what of a person (None: of everyone), newest first."""
    office.require(RIGHT)
    wanted = [] if person_id is None else [access_table.c.person_id == person_id]
    with office.reading() as connection:
        return accesses_in(connection, *wanted, limit=limit)


def accesses_in(connection: sa.Connection, *conditions: sa.ColumnElement[bool], limit: int = 2000) -> list[Access]:
    """Return the lines that meet all conditions, newest first: for the program's own use, no right is asked for."""
    statement = sa.select(access_table).where(*conditions).order_by(access_table.c.seq.desc()).limit(limit)
    return [_access(row) for row in connection.execute(statement)]


def _access(row: sa.Row[tuple[object, ...]]) -> Access:
    at = datetime.fromisoformat(row.at)
    return Access(row.seq, at, row.account, row.what, row.subject, row.record_id, row.person_id, row.purpose)


def broken_lines(connection: sa.Connection) -> Iterable[str]:
    """Yield a sentence that names the first line of the log that is not as it was written; nothing in a whole log."""
    before = START
    for row in connection.execute(sa.select(access_table).order_by(access_table.c.seq)):
        before = link(before, *(getattr(row, name) for name in _COLUMNS))
        if row.digest != before:
            yield f"查看留痕第 {row.seq} 行（{row.at}，{row.account}）与校验值不符：它或它前面的行被改动、插入或删去过"
            return


def watermark(office: Office) -> str:
    """Return the text that is laid over sheets with private content: who printed it, and when."""
    return f"{office.account.name} {office.clock():%Y.%m.%d %H:%M}"
