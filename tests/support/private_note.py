"""A record of no room with a private text, for what every room's private texts rely on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from ganbu_desktop.foundation.fields import Sealed, Text
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.store import record
from ganbu_desktop.store.migrations import Migration, installed, run_pending
from ganbu_desktop.store.record import Record, column, reference


class PrivateNote(Record, table="private_note", label="私密记录", owner="person_id"):
    """A note whose content is nobody's business."""

    person_id: str = reference("person", label="干部", not_null=True)
    title: str | None = column(Text(label="标题"))
    content: str | None = column(Sealed(label="内容"))


record._BY_TABLE.pop("private_note")
record.metadata.remove(PrivateNote.table)


def _make(connection: Connection) -> None:
    PrivateNote.table.create(connection)


_NOTES = Migration(installed()[-1].version + 1, "增加私密记录", _make)
WITH_NOTES = (*installed(), _NOTES)
"""The steps of a program that has this record: a store with it is opened by these, any other refuses it."""


@contextmanager
def keeping_notes(office: Office) -> Iterator[None]:
    """Raise an office's store by the step that makes the table and count the record among the program's."""
    run_pending(office.file.writer, _NOTES.version - 1, WITH_NOTES)
    record._BY_TABLE["private_note"] = PrivateNote
    try:
        yield
    finally:
        del record._BY_TABLE["private_note"]
