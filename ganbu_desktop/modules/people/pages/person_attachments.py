"""附件: files kept inside the store with the person; they can be added, and saved to a file again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from ganbu_desktop.desktop.kit.widgets import plain_button, row
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.files import safe_write
from ganbu_desktop.kernel.people.person import Attachment, Person
from ganbu_desktop.modules.people import actions, queries
from ganbu_desktop.modules.people.pages.person_draft import Draft
from ganbu_desktop.modules.people.pages.person_section import Section

_COLUMNS = (
    Column("file_name", "文件名", 320),
    Column("note", "说明", 260),
    Column("added_on", "存入日期", 120, "center"),
)


class AttachmentSection(Section):
    """The list of a person's files."""

    title = "附件"
    passive = True

    def __init__(self, desk: Desk) -> None:
        """Start empty."""
        super().__init__(desk)
        self._person: Person | None = None
        self._files: dict[str, Attachment] = {}
        self._source = ListSource(_COLUMNS)
        self.table = DataTable(
            "attachments", self._source, title="附件", desk=desk, multiple=False, filters=False, bar=False
        )
        self.table.set_empty("还没有附件", "添加附件", self.add)
        self.save_button = plain_button("存到文件…", "save", self.save)
        self.body.addWidget(row(plain_button("添加附件…", "add", self.add), self.save_button, stretch=True))
        self.body.addWidget(self.table, 1)
        self.table.opened.connect(lambda _id: self.save())

    def load(self, draft: Draft) -> None:
        """Show the stored files."""
        self._person = draft.stored.person
        self._files = {a.id: a for a in draft.stored.rows(Attachment)}
        self._source.set_rows(
            [
                Row(a.id, (a.file_name or "", a.note or "", str(a.added_on or "")), icon="file")
                for a in self._files.values()
            ]
        )
        self.table.reload()
        self.save_button.setEnabled(bool(self._files))

    def add(self) -> None:
        """Choose a file and keep it in the store."""
        person = self._person
        path = self.desk.messages.open_file(self.desk.window, "添加附件", "所有文件 (*)")
        if path is not None and person is not None:
            self.desk.tasks.run(
                lambda _progress: actions.attach_file(self.desk.office, person, path),
                title="存入附件",
                context=self,
                done=lambda _none: self.desk.notify(f"已存入附件：{path.name}"),
            )

    def save(self) -> None:
        """Write the current file's content to a place the clerk chooses."""
        found = self._files.get(self.table.current_id() or "")
        if found is None:
            return
        target = self.desk.messages.save_file(self.desk.window, "存到文件", found.file_name or "附件", "所有文件 (*)")
        if target is not None:
            self.desk.tasks.run(
                lambda _progress: _write(target, queries.attachment(self.desk.office, found)),
                title="存到文件",
                writes=False,
                context=self,
                done=lambda _none: self.desk.notify(f"已存到：{target}"),
            )

    def focus_first(self) -> None:
        """Focus the list."""
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)


def _row(found: Attachment) -> Row:
    return Row(found.id, (found.file_name or "", found.note or "", str(found.added_on or "")), icon="file")


def _write(target: Path, content: bytes) -> None:
    with safe_write(target) as part:
        part.write_bytes(content)
