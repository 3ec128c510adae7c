"""Many entries at once in a grid: typed or pasted from Excel, wrong cells red, all written as one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.editors import Ledger, References, references_for
from ganbu_desktop.desktop.kit.widgets import (
    Heading,
    Notice,
    plain_button,
    primary_button,
    resize_within_screen,
    text_label,
    tool_button,
)
from ganbu_desktop.desktop.ledger.paste_preview import PasteDialog, text_of
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import FieldError, GanbuError
from ganbu_desktop.kernel.describe import Record, fields_of, needed_fields
from ganbu_desktop.kernel.ledger import entry as ledger_entry
from ganbu_desktop.kernel.ledger import paste as ledger_paste
from ganbu_desktop.kernel.ledger.paste import PastedCell
from ganbu_desktop.kernel.ledger.spec import LedgerSpec

_FIRST_ROWS = 10


class BatchDialog(QDialog):
    """New entries, or chosen standing ones, of a ledger. ``saved`` tells that they were written."""

    saved = Signal()

    def __init__(
        self,
        desk: Desk,
        spec: LedgerSpec,
        *,
        records: Sequence[Record] = (),
        references: Mapping[str, References] | None = None,
    ) -> None:
        """``records``: standing entries to change; none begins with empty rows."""
        super().__init__(desk.window)
        self._desk, self._spec = desk, spec
        described = fields_of(spec.record)
        names = [name for name in spec.fields if not described[name].by_program]
        needed = [n for n in (*spec.required, *needed_fields(spec.record)) if n in names]
        self.grid = Ledger(
            spec.record,
            fields=names,
            references=references_for(desk.office, spec.record, names, references),
            new=lambda _owner: ledger_entry.fresh(desk.office, spec),
            required=needed,
        )
        self._title = f"批量修改{spec.record.label}" if records else f"批量录入{spec.record.label}"
        self.setWindowTitle(self._title)
        self.notice = Notice()
        self.save_button = primary_button("全部保存", "save", self.save)
        self.count = text_label(role="muted")
        self._assemble()
        self.grid.load("", records)
        if not records:
            self.grid.model.begin_with(_FIRST_ROWS)
        self.grid.changed.connect(self._count)
        self.grid.view.paste_asked.disconnect(self.grid.paste)
        self.grid.view.paste_asked.connect(self.paste)
        self._count()
        QShortcut(QKeySequence("Ctrl+S"), self, self.save)
        resize_within_screen(self, 1120, 640)
        self.grid.view.setFocus()
        self.grid.view.setCurrentIndex(self.grid.model.index(0, 0))

    def _assemble(self) -> None:
        sub = "可以直接从 Excel、WPS 复制整块粘贴（Ctrl+V），带表头的按表头对应栏目；红色的格子改好后才能保存。"
        paste = tool_button("粘贴", "paste", "从 Excel、WPS 粘贴（Ctrl+V）", self.paste)
        self.grid.bar.insertWidget(2, paste)
        self.save_button.setToolTip("一次保存全部各行，可以一步撤销（Ctrl+S）")
        self.cancel_button = plain_button("取消", "", self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(theme.space(1))
        foot.addWidget(self.count, 1)
        for button in (self.save_button, self.cancel_button):
            button.setAutoDefault(False)
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space(3), theme.space(2), theme.space(3), theme.space(2))
        layout.setSpacing(theme.space(1.5))
        layout.addWidget(Heading(self._title, sub, level="heading"))
        layout.addWidget(self.grid, 1)
        layout.addWidget(self.notice)
        layout.addLayout(foot)

    def _count(self) -> None:
        wrong, changed = self.grid.model.wrong_cells(), self.grid.model.filled_rows()
        words = f"已填 {changed} 行" + (f"，{wrong} 格待改" if wrong else "")
        self.count.setText(words)

    # ---- pasting

    def paste(self) -> None:
        """Put the clipboard's block into the grid, after a preview of all but a single cell that is right."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            return
        model, index = self.grid.model, self.grid.view.currentIndex()
        row, column = (index.row(), index.column()) if index.isValid() else (0, 0)
        found = ledger_paste.pasted(self._desk.office, self._spec, text, model.names, model.names[column])
        if found.cells > 1 or found.notices:
            dialog = PasteDialog(self, found, model.fields)
            wanted = dialog.exec()
            dialog.deleteLater()
            if not wanted:
                return
        lines = [self._line(cells, row + down) for down, cells in enumerate(found.rows)]
        self.grid.put_block(row, 0, lines, pasted=(found.cells, found.errors))

    def _line(self, cells: Mapping[str, PastedCell], row: int) -> list[str]:
        """Return the texts of a whole row of the grid: what is pasted, and what stands there beside it."""
        model = self.grid.model
        stands = row < model.rowCount()
        kept = [model.text(row, place) if stands else model.begins(name) for place, name in enumerate(model.names)]
        pasted = [text_of(cells[n], model.fields[n]) if n in cells else None for n in model.names]
        return [old if new is None else new for old, new in zip(kept, pasted, strict=True)]

    # ---- saving

    def save(self) -> None:
        """Write every filled row as one step, or go to the first cell that is wrong."""
        try:
            pairs = self.grid.changes()
            if pairs:
                ledger_entry.save_many(self._desk.office, self._spec, pairs)
        except FieldError as error:
            self.notice.say("error", f"{error}。没有保存，您的输入还在；光标已在这一格。")
            return
        except GanbuError as error:
            self.notice.say("error", str(error))
            return
        if pairs:
            self._desk.notify(f"已保存 {len(pairs)} 条{self._spec.record.label}，可按 Ctrl+Z 一步撤销")
            self.saved.emit()
        self.accept()

    def reject(self) -> None:
        """Close, after asking about what is unsaved."""
        self.grid.view.commit_open_editor()
        if self.grid.dirty():
            text = "网格里有没有保存的内容。要保存吗？"
            answer = self._desk.messages.choose(self, "尚未保存", text, ["保存", "不保存", "继续填写"])
            if answer == 0:
                self.save()
                return
            if answer != 1:
                return
        super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter from pressing a button."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
