"""The dialog that takes the sums of a vote in: one row an item, one column an answer; pasted from Excel at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem

from ganbu_desktop.desktop.kit.widgets import (
    Notice,
    PlainDialog,
    plain_button,
    primary_button,
    resize_within_screen,
    row,
)
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import FieldError, GanbuError
from ganbu_desktop.kernel.describe import fields_of
from ganbu_desktop.modules.political import actions, queries, rules
from ganbu_desktop.modules.political.records import BallotItem, BallotSum


class BallotDialog(PlainDialog):
    """Asks for the sums of every item; what is saved already is shown and can be put right."""

    def __init__(self, desk: Desk, ballot: BallotSum) -> None:
        """Show the items of the vote's kind."""
        counted = "无记录" if ballot.counted is None else str(ballot.counted)
        sub = f"{ballot.title or ''}　有效票 {counted} 张。只录各项票数合计；可从 Excel 复制后按 Ctrl+V 粘贴。"
        super().__init__(desk.window, "录入测评票数", sub)
        self.desk, self.ballot = desk, ballot
        direction = ballot.direction or rules.POSITIVE
        self._items = rules.ballot_items(direction)
        self._answers = rules.ANSWERS[direction]
        self.notice = Notice()
        self.table = QTableWidget(len(self._items), len(self._answers))
        self.table.setAccessibleName("各要点票数")
        self.table.setHorizontalHeaderLabels(list(self._answers))
        self.table.setVerticalHeaderLabels([f"{d}　{text}" if d else text for _, text, d in self._items])
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.save_button = primary_button("保存", "save", self.save)
        self.save_button.setAutoDefault(False)
        cancel = plain_button("取消", "", self.reject)
        cancel.setAutoDefault(False)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.notice)
        self.body.addWidget(row(self.save_button, cancel, stretch=True))
        QShortcut(QKeySequence("Ctrl+S"), self, self.save)
        QShortcut(QKeySequence("Ctrl+V"), self, self.paste)
        resize_within_screen(self, 760, 720)
        self._load()

    def _load(self) -> None:
        standing = {item.item: rules.answers_of(item) for item in queries.ballot_items(self.desk.office, self.ballot)}
        for number, (code, _, _) in enumerate(self._items):
            given = standing.get(code)
            for column in range(len(self._answers)):
                self._set(number, column, "" if given is None else str(given[column]))
        self.table.setCurrentCell(0, 0)

    def _set(self, row_number: int, column: int, text: str) -> None:
        cell = QTableWidgetItem(text)
        cell.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
        self.table.setItem(row_number, column, cell)

    def paste(self) -> None:
        """Put what was copied from a sheet into the cells from the current one on."""
        lines = QGuiApplication.clipboard().text().rstrip("\n").split("\n")
        top, left = max(self.table.currentRow(), 0), max(self.table.currentColumn(), 0)
        for number, text in enumerate(lines[: self.table.rowCount() - top]):
            for column, cell in enumerate(text.split("\t")[: self.table.columnCount() - left]):
                self._set(top + number, left + column, cell.strip())

    def save(self) -> None:
        """Write the sums; a cell that cannot be read, or too many votes, is told and nothing is written."""
        try:
            actions.save_counts(self.desk.office, self.ballot, self._counts())
        except (FieldError, GanbuError) as error:
            self.notice.say("error", str(error))
            return
        self.desk.notify("已保存测评票数，可按 Ctrl+Z 撤销")
        self.accept()

    def _counts(self) -> dict[str, list[int | None]]:
        field = fields_of(BallotItem)["answer_1"]
        found: dict[str, list[int | None]] = {}
        for number, (code, text, _) in enumerate(self._items):
            try:
                found[code] = [field.parse(self._text(number, column)) for column in range(len(self._answers))]
            except FieldError as error:
                raise FieldError(f"第 {number + 1} 行“{text}”的票数应为整数；没有保存，您的输入还在") from error
        return found

    def _text(self, row_number: int, column: int) -> str:
        cell = self.table.item(row_number, column)
        return cell.text() if cell is not None else ""
