"""查看留痕: who saw, printed or wrote out what of whom; for the auditor, never to be changed."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import PERSON, Desk, Page
from ganbu_desktop.foundation import person_name
from ganbu_desktop.kernel.log import access_log
from ganbu_desktop.kernel.log.access_view import AccessLine, access_lines
from ganbu_desktop.kernel.office.office import Office

_COLUMNS = (
    Column("at", "时间", 170),
    Column("account", "账号", 120),
    Column("what", "方式", 76),
    Column("subject", "内容", 130),
    Column("person", "干部", 90),
    Column("post", "职务", 240),
    Column("purpose", "用途", 220),
)
_EMPTY = "还没有查看、打印、导出的留痕。看谈话内容、加密内容，打印和导出时自动记下。"


class AccessLogPage(Page):
    """Lists the newest looks first. Target: ``(PERSON, person_id)`` shows who saw what of one person."""

    def __init__(self, desk: Desk) -> None:
        """Read the log."""
        super().__init__(desk)
        self._person_id = ""
        self._source = ListSource(_COLUMNS)
        self.table = DataTable("access-log", self._source, title="查看留痕", desk=desk)
        self.table.bar.insertWidget(0, self.table.search_box("姓名、账号、内容、用途"))
        self.add_command("看全部", icon="list", tip="不只看一个人的", run=lambda: self.show_target(None))
        self.add_command("导出给审计…", icon="export", tip="在“操作记录”页导出，两种记录写在一起", run=self.open_export)
        self.body.addWidget(self.table, 1)
        self.refresh(frozenset())

    def refresh(self, tables: frozenset[str]) -> None:
        """Read the log anew."""
        if not self.office.account.may(access_log.RIGHT):
            self.table.set_empty("当前账号没有查看留痕的权限，请由审计人员登录后查看。")
            return
        self.table.set_empty(_EMPTY)
        office, person_id = self.office, self._person_id
        self.desk.tasks.run(
            lambda progress: _read(office, person_id),
            title="读取查看留痕",
            writes=False,
            quiet=True,
            context=self,
            done=self._show,
        )

    def _show(self, rows: Sequence[Row]) -> None:
        self._source.set_rows(rows)
        self.table.reload()

    def show_target(self, target: object) -> None:
        """Show the lines of one person, or everybody's."""
        is_person = isinstance(target, tuple) and len(target) == 2 and target[0] == PERSON
        self._person_id = str(target[1]) if is_person and isinstance(target, tuple) else ""
        self.refresh(frozenset())

    def open_export(self) -> None:
        """Go to where both logs are written out."""
        self.desk.go("operation-log")

    def focus_first(self) -> None:
        """Begin at the list."""
        self.table.focus_rows()


def _read(office: Office, person_id: str) -> list[Row]:
    return [_row(line) for line in access_lines(office, person_id or None)]


def _row(line: AccessLine) -> Row:
    cells = (
        f"{line.at:%Y-%m-%d %H:%M:%S}",
        line.account,
        line.what,
        line.subject,
        person_name.padded(line.person),
        line.post,
        line.purpose,
    )
    return Row(str(line.seq), cells)
