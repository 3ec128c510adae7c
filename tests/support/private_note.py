"""A record of no room with a private text, for what every room's private texts rely on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ganbu_desktop.foundation.fields import Sealed, Text
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.store import record
from ganbu_desktop.store.record import Record, column, reference


class PrivateNote(Record, table="private_note", label="私密记录", owner="person_id"):
    """A note whose content is nobody's business."""

    person_id: str = reference("person", label="干部", not_null=True)
    title: str | None = column(Text(label="标题"))
    content: str | None = column(Sealed(label="内容"))


record._BY_TABLE.pop("private_note")
record.metadata.remove(PrivateNote.table)


@contextmanager
def keeping_notes(office: Office) -> Iterator[None]:
    """Make the table in an office's store and count the record among the program's."""
    with office.file.writer() as connection:
        PrivateNote.table.create(connection)
    record._BY_TABLE["private_note"] = PrivateNote
    try:
        yield
    finally:
        del record._BY_TABLE["private_note"]
