"""An editable grid over the records of one type that hang on one owner, with the habits of a spreadsheet.

Enter goes down, Tab goes right, F2 edits, Esc cancels, Ctrl+D fills down, Ctrl+C and Ctrl+V copy and paste
blocks, Ctrl+Z takes back. It never writes to the store: the page saves ``changes()`` by an action and loads again.
"""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.editors.ledger_model import LedgerModel, Pair
from ganbu_desktop.desktop.kit.editors.ledger_view import LedgerView
from ganbu_desktop.desktop.kit.editors.people import PersonField
from ganbu_desktop.desktop.kit.editors.references import ReferenceField, References
from ganbu_desktop.desktop.kit.widgets import Remark, tool_button
from ganbu_desktop.foundation.fields import Choice, Date, Field, Flag, LongText, Number, Scaled
from ganbu_desktop.foundation.findings import Finding
from ganbu_desktop.kernel.describe import Record, fields_of, shown_fields

_WIDTHS: tuple[tuple[type[Field], int], ...] = (
    (Date, 104),
    (Flag, 84),
    (Number, 92),
    (Scaled, 92),
    (LongText, 280),
    (ReferenceField, 200),
    (PersonField, 220),
    (Choice, 150),
    (Field, 190),
)


_NAMED = 40
_LEAST, _MOST, _PADDING = 0.6, 460, 24
"""Of the usual width, and in pixels at 100 %."""


class Ledger(QWidget):
    """The grid with its buttons and one line of remarks about the current cell."""

    changed = Signal()

    def __init__(
        self,
        record_type: type[Record],
        *,
        fields: Sequence[str] | None = None,
        references: Mapping[str, References] | None = None,
        new: Callable[[str], Record] | None = None,
        required: Sequence[str] = (),
    ) -> None:
        """Offer the shown fields of ``record_type`` or ``fields``; ``new`` makes a fresh record for an owner's id.

        ``required``: fields that no row may lack.
        """
        super().__init__()
        self._type = record_type
        self._owner_id = ""
        self._new = new
        self.model = LedgerModel(_columns(record_type, fields, references or {}), self._fresh, self, required=required)
        self.view = LedgerView()
        self.view.setAccessibleName(record_type.label)
        self.view.setModel(self.model)
        self.remark = Remark()
        self._count = QLabel("")
        self._count.setProperty("role", "muted")
        self.bar = QHBoxLayout()
        self._buttons: list[QToolButton] = []
        self._by_hand: set[int] = set()
        self._assemble()
        self._fit()
        self._wire()

    def _fresh(self) -> Record:
        if self._new is not None:
            return self._new(self._owner_id)
        given = dataclasses.fields(self._type)
        values: dict[str, Any] = {f.name: None for f in given if f.default is f.default_factory is dataclasses.MISSING}
        if self._type.owner:
            values[self._type.owner] = self._owner_id
        return self._type(**values)

    def _assemble(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1))
        self.bar.setSpacing(theme.space(0.5))
        for text, icon, tip, run in (
            ("增加", "add", "增加一行（Insert）", self.add_row),
            ("删除", "bin", "删除选中的行（Ctrl+Delete）", self.remove_rows),
            ("上移", "move-up", "上移一行（Alt+↑）", lambda: self.move_row(-1)),
            ("下移", "move-down", "下移一行（Alt+↓）", lambda: self.move_row(1)),
        ):
            self._add_button(text, icon, tip, run)
        self.bar.addStretch(1)
        self.bar.addWidget(self._count)
        layout.addLayout(self.bar)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.remark)

    def _add_button(self, text: str, icon: str, tip: str, run: Callable[[], object]) -> None:
        button = tool_button(text, icon, tip, run)
        self._buttons.append(button)
        self.bar.addWidget(button)

    def _fit(self) -> None:
        """Give the columns what their rows need; those that the clerk has drawn to a width keep it."""
        metrics, self._fitting = self.view.fontMetrics(), True
        for section, name in enumerate(self.model.names):
            if section in self._by_hand:
                continue
            described = self.model.fields[name]
            usual = theme.pixels(next(width for kind, width in _WIDTHS if isinstance(described, kind)))
            title = metrics.horizontalAdvance(described.label) + theme.pixels(32)
            texts = [self.model.text(row, section).partition("\n")[0] for row in range(self.model.rowCount())]
            text = max((metrics.horizontalAdvance(text) for text in texts), default=0) + theme.pixels(_PADDING)
            least = round(usual * _LEAST) if any(texts) else usual
            self.view.setColumnWidth(section, max(title, least, min(text, theme.pixels(_MOST))))
        self._fitting = False

    def _resized(self, section: int, _old: int, _new: int) -> None:
        if not self._fitting and section < len(self.model.names) - 1:
            self._by_hand.add(section)

    def _wire(self) -> None:
        view = self.view
        self.model.edited.connect(self._edited)
        view.horizontalHeader().sectionResized.connect(self._resized)
        view.selectionModel().currentChanged.connect(self._show_remark)
        self.model.modelReset.connect(lambda: view.selectionModel().clear())
        for signal, run in (
            (view.add_asked, self.add_row),
            (view.remove_asked, self.remove_rows),
            (view.fill_asked, self.fill_down),
            (view.copy_asked, self.copy),
            (view.paste_asked, self.paste),
            (view.clear_asked, self.clear_cells),
            (view.undo_asked, self.model.undo),
            (view.redo_asked, self.model.redo),
        ):
            signal.connect(run)
        view.move_asked.connect(self.move_row)

    # ---- what the page asks

    def load(self, owner_id: str, records: Sequence[Record]) -> None:
        """Show the records of an owner; what was typed before is dropped."""
        self._owner_id = owner_id
        self.model.load(records)
        self._fit()
        self._show_remark()

    def revert(self) -> None:
        """Show the loaded records again."""
        self.model.load(self.model.loaded())

    def dirty(self) -> bool:
        """Return whether there is anything to save."""
        return self.model.is_dirty()

    def changes(self) -> list[Pair]:
        """Return (old, new) of every record made, changed or taken away.

        Raises FieldError naming row and field of the first wrong cell, which becomes the current one.
        """
        self.view.commit_open_editor()
        wrong = self.model.first_error()
        if wrong is not None:
            self._go(wrong[0], self.model.names.index(wrong[1]))
        return self.model.changes()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Mark the cells of this record type that findings speak of."""
        table = self._type.table.name
        self.model.show_findings([f for f in findings if f.record_type == table])
        self._show_remark()

    def focus_cell(self, record_id: str, field: str) -> bool:
        """Make a cell the current one and focus it; False when it is not here."""
        row = self.model.row_of(record_id)
        if row is None or field not in self.model.names:
            return False
        self._go(row, self.model.names.index(field))
        return True

    def set_read_only(self, read_only: bool) -> None:
        """Show without letting change."""
        self.model.read_only = read_only
        for button in self._buttons:
            button.setEnabled(not read_only)

    def _go(self, row: int, column: int) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.setCurrentIndex(self.model.index(row, column))

    # ---- edits

    def add_row(self) -> None:
        """Make a new row under the current one and go to its first cell."""
        if self.model.read_only:
            return
        current = self.view.currentIndex()
        row = current.row() + 1 if current.isValid() else self.model.rowCount()
        self.model.add(row)
        self._go(row, 0)

    def remove_rows(self) -> None:
        """Take the rows of the chosen cells away."""
        rows = sorted({index.row() for index in self.view.selectedIndexes()})
        if not rows or self.model.read_only:
            return
        column = self.view.currentIndex().column()
        gone = removed_words([[self.model.text(row, n) for n in range(self.model.columnCount())] for row in rows])
        self.model.remove(rows)
        if self.model.rowCount():
            self._go(min(rows[0], self.model.rowCount() - 1), max(0, column))
        self.remark.say("hint", gone)

    def move_row(self, step: int) -> None:
        """Move the current row up or down."""
        index = self.view.currentIndex()
        if index.isValid() and not self.model.read_only and self.model.move(index.row(), step):
            self._go(index.row() + step, index.column())

    def fill_down(self) -> None:
        """Write the first chosen row's texts into the chosen cells below it."""
        span = self._span()
        if span is None or self.model.read_only:
            return
        top, left, bottom, right = span
        if top == bottom and top > 0:
            top -= 1
        texts = [self.model.text(top, column) for column in range(left, right + 1)]
        if bottom > top:
            self.model.put(top + 1, left, [texts] * (bottom - top))

    def clear_cells(self) -> None:
        """Empty the chosen cells."""
        span = self._span()
        if span is not None and not self.model.read_only:
            top, left, bottom, right = span
            self.model.put(top, left, [[""] * (right - left + 1)] * (bottom - top + 1))

    def copy(self) -> None:
        """Put the chosen cells on the clipboard as tab-separated text."""
        span = self._span()
        if span is None:
            return
        top, left, bottom, right = span
        stream = io.StringIO()
        writer = csv.writer(stream, dialect="excel-tab", lineterminator="\n")
        for row in range(top, bottom + 1):
            writer.writerow([self.model.text(row, column) for column in range(left, right + 1)])
        QGuiApplication.clipboard().setText(stream.getvalue().removesuffix("\n"))

    def paste(self) -> None:
        """Write the clipboard's block from the current cell on; wrong cells stay, marked red."""
        text = QGuiApplication.clipboard().text()
        if not text or self.model.read_only:
            return
        block = list(csv.reader(io.StringIO(text.rstrip("\r\n")), dialect="excel-tab"))
        index = self.view.currentIndex()
        row, column = (index.row(), index.column()) if index.isValid() else (self.model.rowCount(), 0)
        self.put_block(row, column, block)

    def put_block(
        self, row: int, column: int, block: Sequence[Sequence[str]], *, pasted: tuple[int, int] | None = None
    ) -> None:
        """Write a block of texts from a cell on as one step, and say how it went.

        ``pasted``: how many cells of the block came from the clipboard and how many of them are wrong, where the rest
        is what stood there already.
        """
        written, wrong = self.model.put(row, column, block)
        if pasted is not None:
            written, wrong = pasted
        self._go(row, column)
        if wrong:
            self.remark.say(
                "error", f"粘贴了 {written} 格，其中 {wrong} 格不能接受，已标红；改正后才能保存，也可按 Ctrl+Z 撤销。"
            )
        else:
            self.remark.say("ok", f"粘贴了 {written} 格。")

    def _span(self) -> tuple[int, int, int, int] | None:
        chosen = self.view.selectedIndexes()
        if not chosen:
            return None
        rows, columns = [i.row() for i in chosen], [i.column() for i in chosen]
        return min(rows), min(columns), max(rows), max(columns)

    def _edited(self) -> None:
        self._count.setText(f"{self.model.rowCount()} 行")
        self._show_remark()
        self.changed.emit()

    def _show_remark(self, index: QModelIndex | None = None, _previous: QModelIndex | None = None) -> None:
        current = self.view.currentIndex() if index is None else index
        if not current.isValid() or current.row() >= self.model.rowCount():
            self.remark.say("", "")
            return
        tone, sentence = self.model.remark(current.row(), current.column())
        self.remark.say(tone, sentence or self.model.fields[self.model.names[current.column()]].help)


def removed_words(rows: Sequence[Sequence[str]]) -> str:
    """Return the sentence that names the first of the rows taken away, and the key that brings them back."""
    first = " ".join(text.replace("\n", " ") for text in rows[0] if text.strip())
    named = f"“{first[:_NAMED]}{'…' if len(first) > _NAMED else ''}”" if first else "一个空行"
    return f"已删除{named}{f'等 {len(rows)} 行' if len(rows) > 1 else ''}，保存以前可按 Ctrl+Z 恢复。"


def _columns(
    record_type: type[Record], fields: Sequence[str] | None, references: Mapping[str, References]
) -> dict[str, Field]:
    names = list(fields) if fields is not None else [*references, *shown_fields(record_type)]
    return {n: references[n].field if n in references else fields_of(record_type)[n] for n in names}
