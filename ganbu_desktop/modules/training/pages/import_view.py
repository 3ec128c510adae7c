"""导入学时: a workbook of another training system, its columns named once, and what would be written before it is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit.widgets import Card, Notice, plain_button, primary_button, row, scrolled, text_label
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import Desk, Page
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.modules.training import intake
from ganbu_desktop.modules.training.actions.archive import Merged
from ganbu_desktop.modules.training.intake import HoursPlan, HoursSheet

_REFUSED = (Column("row", "行", 60, align="center"), Column("column", "栏目", 120), Column("why", "为什么不收", 460))
_FILES = "表格文件 (*.xlsx *.xls *.xlsb *.ods *.csv)"
_PER_LINE = 3


class ImportView(Page):
    """Choose a file, name its columns, look at what would come of it, import."""

    def __init__(self, desk: Desk) -> None:
        """Start without a file."""
        super().__init__(desk)
        self.sheet: HoursSheet | None = None
        self.found: HoursPlan | None = None
        self.boxes: dict[int, QComboBox] = {}
        self.notice = Notice("hint", "选一份其他培训系统导出的学时表。第一次认一下各列，同样的版式下次不用再认。")
        self.file_label = text_label("还没有选文件", role="muted")
        self._columns = QGridLayout()
        card = Card("各列是什么")
        holder = QWidget()
        holder.setLayout(self._columns)
        card.body.addWidget(scrolled(holder))
        self.table = DataTable(
            "training.refused", ListSource(_REFUSED), title="没有导入的行", desk=desk, multiple=False, filters=False
        )
        self.table.set_empty("没有不收的行。")
        self.check_button = plain_button("核对", "check", self.check)
        self.import_button = primary_button("导入", "import", self.run_import)
        self.add_command("选文件", run=self.choose_file, icon="import", shortcut="Ctrl+O", tip="选其他培训系统导出的表")
        choose = plain_button("选文件", "folder", self.choose_file)
        self.body.addWidget(row(choose, self.file_label, self.check_button, self.import_button, stretch=True))
        below = QWidget()
        layout = QVBoxLayout(below)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card, 2)
        layout.addWidget(self.table, 3)
        self.body.addWidget(scrolled(below), 1)
        self.body.addWidget(self.notice.keep_place())
        self._enable()

    def _enable(self) -> None:
        self.check_button.setEnabled(self.sheet is not None)
        self.import_button.setEnabled(self.found is not None and bool(self.found.entries))

    def choose_file(self) -> None:
        """Ask for a workbook and read it off the window's thread."""
        path = self.desk.messages.open_file(self.desk.window, "选学时表", _FILES)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Read a workbook."""
        self.desk.tasks.run(
            lambda _progress: intake.read_sheet(self.office, path),
            title="读取学时表",
            done=self._show_sheet,
            context=self,
            writes=False,
        )

    def _show_sheet(self, sheet: HoursSheet) -> None:
        self.sheet, self.found = sheet, None
        self.file_label.setText(f"{sheet.path.name}　工作表“{sheet.sheet}”，{len(sheet.rows)} 行")
        while self._columns.count():
            widget = self._columns.takeAt(0).widget()
            if widget is not None:
                widget.deleteLater()
        self.boxes = {}
        for place, (number, title) in enumerate(sorted(sheet.titles.items())):
            box = QComboBox()
            box.setAccessibleName(f"第 {number} 列“{title}”")
            box.addItem("不用", "")
            for key, label in intake.targets().items():
                box.addItem(label, key)
            box.setCurrentIndex(max(box.findData(sheet.mapping.get(number, "")), 0))
            box.currentIndexChanged.connect(self._stale)
            self.boxes[number] = box
            line, at = divmod(place, _PER_LINE)
            self._columns.addWidget(text_label(title), line, at * 2)
            self._columns.addWidget(box, line, at * 2 + 1)
        self.notice.say("ok", "认得这种版式，已按上次的对应填好。") if sheet.is_remembered else self.notice.say(
            "hint", "请核对每一列是什么，再点“核对”。"
        )
        self._enable()
        if sheet.is_remembered:
            self.check()

    def _stale(self) -> None:
        self.found = None
        self._enable()

    def mapping(self) -> dict[int, str]:
        """Return which column is which item, as chosen."""
        return {number: str(box.currentData()) for number, box in self.boxes.items() if box.currentData()}

    def check(self) -> None:
        """Work out what an import would write."""
        if self.sheet is None:
            return
        try:
            found = intake.plan(self.office, self.sheet, self.mapping())
        except GanbuError as error:
            self.desk.messages.error(self.desk.window, error)
            return
        self.found = found
        source = self.table.source
        assert isinstance(source, ListSource)
        source.set_rows([Row(str(n), (str(r.row), r.column, r.message)) for n, r in enumerate(found.refused)])
        self.table.reload()
        said, refused = _words(found.foreseen), len({r.row for r in found.refused})
        text = f"将写入：{said}" + (f"；{refused} 行不收，见下表" if refused else "")
        self.notice.say("warning" if refused else "ok", text)
        self._enable()

    def run_import(self) -> None:
        """Write what was worked out, and remember the columns."""
        found, mapping = self.found, self.mapping()
        if found is None:
            return
        self.desk.tasks.run(
            lambda _progress: intake.apply(self.office, found, mapping),
            title="导入学时",
            done=self._imported,
            context=self,
            writes=True,
        )

    def _imported(self, merged: Merged) -> None:
        self.desk.notify(f"已导入：{_words(merged)}，可按 Ctrl+Z 撤销")
        self.notice.say("ok", f"已导入：{_words(merged)}。同一份表再导一次不会重复。")
        self.found = None
        self._enable()

    def focus_first(self) -> None:
        """Go to the first button."""
        self.check_button.setFocus()


def _words(merged: Merged) -> str:
    return f"新增 {merged.new} 条，补全 {merged.filled} 条，已有 {merged.same} 条"
