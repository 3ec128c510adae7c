"""简历: a line editor, and the raw text beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QFont, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.editors.ledger import removed_words
from ganbu_desktop.desktop.kit.editors.ledger_view import LedgerView
from ganbu_desktop.desktop.kit.widgets import Remark, tool_button
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation import resume
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.findings import Finding
from ganbu_desktop.modules.people.pages.person_draft import Draft
from ganbu_desktop.modules.people.pages.person_section import Section
from ganbu_desktop.modules.people.pages.resume_model import FIELDS, ResumeModel, rows_of, text_of

_WIDTHS = {"start": 104, "end": 104}
_DURING_SHARE = 0.3


class ResumeSection(Section):
    """Line by line with dates that are checked, or as one text; both show the same résumé."""

    title = "简历"

    def __init__(self, desk: Desk) -> None:
        """Start with the line editor."""
        super().__init__(desk)
        figures, today = desk.office.parameters(), desk.office.today()
        self.model = ResumeModel(figures.integer("resume_gap_months", today), self)
        self.view = LedgerView()
        self.view.setAccessibleName("简历")
        self.view.setModel(self.model)
        self.raw = QPlainTextEdit()
        self.raw.setAccessibleName("简历全文")
        self.raw.setFont(_even_font())
        self.remark = Remark()
        self._general = Remark()
        self._count = words(role="muted", wraps=False)
        self._loaded = ""
        self._stack = QStackedWidget()
        self._assemble()
        self._wire()

    def _assemble(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(theme.space(0.5))
        self._line_buttons = [
            tool_button("增加", "add", "在下面增加一段（Insert）", self.add_row),
            tool_button("删除", "bin", "删除选中的段（Ctrl+Delete）", self.remove_rows),
            tool_button("上移", "move-up", "上移一段", lambda: self.move_row(-1)),
            tool_button("下移", "move-down", "下移一段", lambda: self.move_row(1)),
            tool_button("粘贴简历", "paste", "从 Word、WPS 粘贴，自动整理起止年月和连接号（Ctrl+V）", self.paste),
        ]
        self._tidy = tool_button("整理格式", "sort", "改写为“2001.08--2005.07  单位及职务”的规范格式", self.tidy)
        self._switch = tool_button("全文", "form", "逐段编辑或看全文（Ctrl+E）", self.toggle_raw)
        self._switch.setShortcut("Ctrl+E")
        for button in [*self._line_buttons, self._tidy]:
            bar.addWidget(button)
        bar.addStretch(1)
        bar.addWidget(self._count)
        bar.addWidget(self._switch)
        lines = QWidget()
        layout = QVBoxLayout(lines)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1))
        layout.addWidget(self.view, 1)
        layout.addWidget(self.remark)
        self._stack.addWidget(lines)
        self._stack.addWidget(self.raw)
        self.body.addLayout(bar)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self._general)
        self._fit()
        self._show_mode(raw=False)

    def _fit(self) -> None:
        header = self.view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, name in enumerate(FIELDS):
            if name == "text":
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
            elif name in _WIDTHS:
                self.view.setColumnWidth(column, theme.pixels(_WIDTHS[name]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give 其间 its share of the width."""
        super().resizeEvent(event)
        self.view.setColumnWidth(list(FIELDS).index("during"), round(self.width() * _DURING_SHARE))

    def _wire(self) -> None:
        view = self.view
        self.model.edited.connect(self._edited)
        self.raw.textChanged.connect(self._edited)
        view.selectionModel().currentChanged.connect(lambda current, _previous: self._show_remark(current))
        self.model.modelReset.connect(lambda: view.selectionModel().clear())
        for signal, run in (
            (view.add_asked, self.add_row),
            (view.remove_asked, self.remove_rows),
            (view.paste_asked, self.paste),
            (view.copy_asked, self.copy),
            (view.clear_asked, self.clear_cell),
            (view.undo_asked, self.model.undo),
            (view.redo_asked, self.model.redo),
            (view.move_asked, self.move_row),
        ):
            signal.connect(run)

    # ---- what the page asks

    def load(self, draft: Draft) -> None:
        """Show the résumé in both views."""
        self._loaded = draft.person.resume or ""
        self._put(self._loaded)

    def _put(self, text: str) -> None:
        self.raw.blockSignals(True)
        self.raw.setPlainText(text)
        self.raw.blockSignals(False)
        self.model.show(text)
        self._edited()

    def text(self) -> str:
        """Return the résumé as it stands; the loaded text itself while no row differs."""
        if self._in_raw():
            return self.raw.toPlainText().rstrip()
        rows = self.model.current_rows()
        return self._loaded if rows == rows_of(self._loaded) else text_of(rows)

    def settle(self) -> None:
        """Take the text of a cell that is being edited."""
        self.view.commit_open_editor()

    def dirty(self) -> bool:
        """Return whether the résumé differs, or a cell is wrong."""
        return self.text() != self._loaded or (not self._in_raw() and self.model.first_error() is not None)

    def take(self, draft: Draft) -> None:
        """Put the résumé into the draft; raises FieldError at the first wrong cell."""
        wrong = None if self._in_raw() else self.model.first_error()
        if wrong is not None:
            self._go(wrong[0], self.model.names.index(wrong[1]))
            raise FieldError(f"简历第 {wrong[0] + 1} 段：{wrong[2]}")
        draft.set_person({"resume": self.text() or None})

    def peek(self, draft: Draft) -> None:
        """Put the résumé into a draft as far as it can be read."""
        draft.set_person({"resume": self.text() or None})

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what the checks say about the résumé above it."""
        own = [f for f in findings if f.record_type in (None, "person") and f.field == "resume"]
        gravest = min(own, key=lambda f: f.level.rank, default=None)
        tones = {"错误": "error", "警告": "warning", "提示": "hint"}
        text = "\n".join(f"{f.level.label}：{f.message}" for f in own)
        self._general.say(tones[gravest.level.label] if gravest else "", text)

    def jump(self, finding: Finding) -> bool:
        """Go to the first gap or overlap."""
        if finding.record_type not in (None, "person") or finding.field != "resume":
            return False
        marks = self.model.marks()
        self._go(min(marks, default=0), 0)
        return True

    def focus_first(self) -> None:
        """Focus the first row; an empty résumé gets a row to type in."""
        if self._in_raw():
            self.raw.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.model.rowCount():
            self.model.add(0)
        if not self.view.currentIndex().isValid():
            self._go(0, 0)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- the two views

    def _in_raw(self) -> bool:
        return self._stack.currentIndex() == 1

    def toggle_raw(self) -> None:
        """Show the other view of the same résumé."""
        self.view.commit_open_editor()
        if not self._in_raw() and self.model.first_error() is not None:
            self.remark.say("error", "有一格不能接受，已标红；改正后才能看全文。")
            return
        text = self.text()
        raw = not self._in_raw()
        self._show_mode(raw=raw)
        if raw:
            self.raw.setPlainText(text)
        else:
            self.model.show(text)
        self.focus_first()
        self._edited()

    def _show_mode(self, *, raw: bool) -> None:
        self._stack.setCurrentIndex(int(raw))
        for button in self._line_buttons:
            button.setVisible(not raw)
        self._tidy.setVisible(raw)
        self._switch.setText("逐段编辑" if raw else "全文")

    def tidy(self) -> None:
        """Write the text in the official shape; Ctrl+Z takes it back."""
        cursor = self.raw.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(resume.normalised(self.raw.toPlainText()))

    # ---- edits

    def _go(self, row: int, column: int) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.setCurrentIndex(self.model.index(row, column))

    def _row(self) -> int:
        index = self.view.currentIndex()
        return index.row() if index.isValid() else self.model.rowCount() - 1

    def add_row(self) -> None:
        """Make a row under the current one; its beginning is the end of the row above."""
        row = self._row() + 1
        before = self.model.text(row - 1, 1) if row else ""
        self.model.add(row)
        if before:
            self.model.put(row, 0, [[before]])
        self._go(row, 0)

    def remove_rows(self) -> None:
        """Take the chosen rows away."""
        rows = sorted({index.row() for index in self.view.selectedIndexes()})
        if rows:
            gone = removed_words([[self.model.text(row, n) for n in range(self.model.columnCount())] for row in rows])
            self.model.remove(rows)
            if self.model.rowCount():
                self._go(min(rows[0], self.model.rowCount() - 1), 0)
            self.remark.say("hint", gone)

    def move_row(self, step: int) -> None:
        """Move the current row."""
        index = self.view.currentIndex()
        if index.isValid() and self.model.move(index.row(), step):
            self._go(index.row() + step, index.column())

    def clear_cell(self) -> None:
        """Empty the chosen cells."""
        for index in self.view.selectedIndexes():
            self.model.put(index.row(), index.column(), [[""]])

    def copy(self) -> None:
        """Copy the chosen rows as official text."""
        rows = sorted({index.row() for index in self.view.selectedIndexes()})
        everything = self.model.current_rows()
        QGuiApplication.clipboard().setText(text_of([everything[r] for r in rows if r < len(everything)]))

    def paste(self) -> None:
        """Read the clipboard as a résumé of any shape; a single piece of text goes into the current cell."""
        text = QGuiApplication.clipboard().text()
        rows = rows_of(text)
        index = self.view.currentIndex()
        if any(row.start is not None for row in rows):
            self.model.insert_rows(self._row() + (0 if self._at_blank() else 1), [r for r in rows if r != type(r)()])
            self.remark.say("ok", f"已粘贴 {sum(r.start is not None for r in rows)} 段，起止年月和连接号已整理。")
        elif index.isValid() and text.strip():
            self.model.put(index.row(), index.column(), [[text.strip()]])

    def _at_blank(self) -> bool:
        row = self._row()
        return row >= 0 and not any(self.model.text(row, column) for column in range(self.model.columnCount()))

    def _edited(self) -> None:
        marks = len(self.model.marks())
        number = sum(row.start is not None for row in self.model.current_rows())
        self._count.setText("" if self._in_raw() else f"{number} 段" + (f"，{marks} 处断档或重叠" if marks else ""))
        self._show_remark(self.view.currentIndex())
        self.changed.emit()

    def _show_remark(self, index: QModelIndex) -> None:
        if not index.isValid() or index.row() >= self.model.rowCount():
            self.remark.say("", "")
            return
        tone, sentence = self.model.remark(index.row(), index.column())
        self.remark.say(tone, sentence or FIELDS[self.model.names[index.column()]].help)


def _even_font() -> QFont:
    font = theme.font()
    font.setFamilies(["Noto Sans Mono CJK SC", "NSimSun", "新宋体", "SimSun", *font.families()])
    return font
