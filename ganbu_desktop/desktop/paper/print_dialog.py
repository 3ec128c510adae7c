"""The print dialog of any entries: which form, as it will look, into which file, or onto paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import (
    Heading,
    Notice,
    labelled,
    plain_button,
    primary_button,
    resize_within_screen,
    row,
)
from ganbu_desktop.desktop.paper.preview.paint import PaperFonts
from ganbu_desktop.desktop.paper.preview.pane import PreviewPane
from ganbu_desktop.desktop.paper.preview.result import ResultDialog
from ganbu_desktop.desktop.paper.preview.sending import Sending, tell_findings
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import Cancelled, GanbuError
from ganbu_desktop.kernel.forms import form_print
from ganbu_desktop.kernel.forms.entry_form import EntryForm
from ganbu_desktop.kernel.forms.form_print import EntryPrinter, Printed
from ganbu_desktop.kernel.forms.sheets import FontBook, PlacedDocument
from ganbu_desktop.kernel.office.office import Office, Progress

PDF, EXCEL, WORD = "PDF 文件", "Excel 工作簿", "Word 文档"
_SUFFIXES = {PDF: "pdf", EXCEL: "xlsx", WORD: "docx"}
_KINDS = {suffix: f"{title} (*.{suffix})" for title, suffix in _SUFFIXES.items()}
_NOTHING = "没有选中的条目"
_GONE = "这条记录已不在库中"


def ask_print(desk: Desk, title: str, names: Sequence[str], ids: Sequence[str]) -> None:
    """Open the print dialog for entries; ``names``: the forms that print them, as in ``LedgerSpec.forms``."""
    try:
        forms = [form_print.form_called(desk.forms(), name) for name in names]
    except GanbuError as error:
        desk.messages.error(desk.window, error)
        return
    dialog = PrintDialog(desk, title, forms, ids)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class PrintDialog(QDialog):
    """Choices at the left, the true preview of one sheet after the other at the right."""

    def __init__(self, desk: Desk, title: str, forms: Sequence[EntryForm], ids: Sequence[str]) -> None:
        """``forms`` (at least one) print the records ``ids``, in their order."""
        super().__init__(desk.window)
        self.desk, self._forms, self._ids = desk, list(forms), list(ids)
        self._index, self._turn = 0, 0
        self._viewed: set[tuple[str, str]] = set()
        self.book = FontBook.default()
        self._fonts = PaperFonts(self.book)
        self.sending = Sending(desk, self, self.book)
        self.form = QComboBox()
        for each in self._forms:
            self.form.addItem(form_print.form_title(each))
        self.kind = QComboBox()
        self.kind.addItems(list(_SUFFIXES))
        self.one = QRadioButton("合成一个文件")
        self.each = QRadioButton("一条一个文件")
        self.one.setChecked(True)
        self.blank = QRadioButton("空白表")
        self.filled = QRadioButton(f"选中的 {len(self._ids):,} 条")
        self.notice = Notice()
        self.preview = PreviewPane(_NOTHING)
        self.write_button = primary_button("写出文件…", "export", self.write)
        self.print_button = plain_button("打印…", "print", self.print_out)
        self.check_button = plain_button("打印前检查", "check", self.check)
        self.close_button = plain_button("关闭", "", self.reject)
        self.setWindowTitle(title)
        self._assemble(title)
        self._wire()
        self._form_changed()

    def _assemble(self, title: str) -> None:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        column.addWidget(Heading(title, "", level="heading"))
        column.addWidget(labelled("表格", self.form))
        column.addWidget(labelled("打印", row(self.filled, self.blank, stretch=True)))
        column.addWidget(labelled("写出为", self.kind))
        column.addWidget(row(self.one, self.each, stretch=True))
        column.addWidget(self.notice)
        column.addStretch(1)
        column.addWidget(self.check_button)
        column.addWidget(self.print_button)
        column.addWidget(self.write_button)
        column.addWidget(self.close_button)
        side.setFixedWidth(theme.pixels(280))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(*(theme.space(2),) * 4)
        layout.setSpacing(theme.space(2))
        layout.addWidget(side)
        layout.addWidget(self.preview, 1)
        for button in (self.write_button, self.print_button, self.check_button, self.close_button):
            button.setAutoDefault(False)
        resize_within_screen(self, theme.pixels(1080), theme.pixels(780))

    def _wire(self) -> None:
        self.form.currentIndexChanged.connect(lambda _row: self._form_changed())
        self.blank.toggled.connect(lambda _on: self._choice_changed())
        self.preview.sheet_turned.connect(self._turn_sheet)

    # ---- choices

    def chosen_form(self) -> EntryForm:
        """Return the form chosen."""
        return self._forms[self.form.currentIndex()]

    def is_blank(self) -> bool:
        """Return whether the empty sheet is wanted."""
        return self.blank.isChecked()

    def _form_changed(self) -> None:
        has_blank = self.chosen_form().blank is not None
        self.blank.setEnabled(has_blank)
        self.filled.setEnabled(bool(self._ids))
        self.filled.setChecked(bool(self._ids) or not has_blank)
        self.blank.setChecked(not self._ids and has_blank)
        sensitive = "这张表有敏感内容：打印、查看都会留痕，纸上有水印。" if self.chosen_form().is_sensitive else ""
        self.notice.say("hint", sensitive)
        self._choice_changed()

    def _choice_changed(self) -> None:
        ready = self.is_blank() or bool(self._ids)
        for button in (self.write_button, self.print_button, self.check_button):
            button.setEnabled(ready)
        self.each.setEnabled(not self.is_blank() and len(self._ids) > 1)
        self.show_preview()

    def _turn_sheet(self, step: int) -> None:
        if not self.is_blank() and 0 <= self._index + step < len(self._ids):
            self._index += step
            self.show_preview()

    # ---- preview

    def show_preview(self) -> None:
        """Lay out the current sheet off the thread; an older layout that comes late is dropped."""
        self._turn += 1
        turn = self._turn
        if not self.is_blank() and not self._ids:
            self.preview.clear()
            return
        form, office, book = self.chosen_form(), self.desk.office, self.book
        record_id = "" if self.is_blank() else self._ids[self._index]
        is_new = bool(record_id) and (form.name, record_id) not in self._viewed
        self._viewed.add((form.name, record_id))

        def work(_progress: Progress) -> PlacedDocument | None:
            if not record_id:
                return EntryPrinter(office, form, book).blank()
            if is_new:
                form_print.note_viewed(office, form, [record_id])
            return EntryPrinter(office, form, book).document(record_id)

        self.desk.tasks.run(
            work,
            title="排版预览",
            writes=form.is_sensitive,
            quiet=True,
            context=self,
            done=lambda placed: self._laid_out(turn, placed),
            failed=lambda error: self._not_laid_out(turn, error),
        )

    def _laid_out(self, turn: int, placed: PlacedDocument | None) -> None:
        if turn != self._turn:
            return
        if placed is None:
            self.preview.clear(_GONE)
            return
        place = f"（{self._index + 1}/{len(self._ids)}）" if not self.is_blank() and len(self._ids) > 1 else ""
        self.preview.show_document(placed.pages, placed.findings, self._fonts, placed.name + place)

    def _not_laid_out(self, turn: int, error: Exception) -> None:
        if not isinstance(error, GanbuError):
            raise error
        if turn == self._turn:
            self.preview.clear(str(error))

    def check(self) -> None:
        """Tell everything that would not fit or has no glyph, of all entries, without writing."""
        form, ids, office = self.chosen_form(), self._ids, self.desk.office
        if self.is_blank():
            ids = []
        self.desk.tasks.run(
            lambda progress: form_print.check_forms(office, form, ids, progress),
            title="打印前检查",
            writes=False,
            context=self,
            done=lambda findings: tell_findings(self.desk, self, findings),
        )

    # ---- files

    def write(self) -> None:
        """Ask where to, then write off the thread; stopping leaves whole files only."""
        target = self._ask_target()
        if target is None:
            return
        form, ids, office = self.chosen_form(), self._ids, self.desk.office
        file_type = _SUFFIXES[self.kind.currentText()]
        is_blank = self.is_blank()

        def work(progress: Progress) -> Printed:
            if is_blank:
                return form_print.print_blank(office, form, target)
            return _written(office, form, ids, target, file_type, progress)

        self.desk.tasks.run(
            work,
            title="写出文件",
            writes=form.is_sensitive,
            context=self,
            done=lambda outcome: self.show_result(target, outcome),
        )

    def _ask_target(self) -> Path | None:
        if self.each.isChecked() and self.each.isEnabled():
            return self.desk.messages.folder(self, "选择存放文件的文件夹")
        suffix = _SUFFIXES[self.kind.currentText()]
        name = form_print.form_title(self.chosen_form()).partition("（")[0]
        suggested = f"{name}_{self.desk.office.today():%Y%m%d}.{suffix}"
        target = self.desk.messages.save_file(self, "写出文件", suggested, _KINDS[suffix])
        if target is None or target.suffix.lower() == f".{suffix}":
            return target
        return target.with_name(f"{target.name}.{suffix}")

    def show_result(self, target: Path, outcome: Printed) -> None:
        """Show the lines of a run."""
        self.desk.notify(outcome.stopped or f"已写出 {len(outcome.files)} 个文件，{outcome.sheets} 份")
        dialog = ResultDialog(
            self.desk,
            "写出结果",
            target,
            outcome.lines,
            outcome.findings,
            files=len(outcome.files),
            stopped=outcome.stopped,
        )
        dialog.exec()
        dialog.deleteLater()

    # ---- paper

    def print_out(self) -> None:
        """Lay everything out, tell what does not fit, ask for sides and printer, and print."""
        form, ids, office, book = self.chosen_form(), self._ids, self.desk.office, self.book
        if self.is_blank():
            self.sending.offer(
                lambda _progress: list(EntryPrinter(office, form, book).blank().pages),
                form_print.form_title(form),
                two_sided=False,
            )
            return
        self.sending.offer(
            lambda progress: form_print.pages_to_print(office, form, ids, book, progress),
            form_print.form_title(form),
            two_sided=False,
            writes=form.is_sensitive,
        )


def _written(
    office: Office, form: EntryForm, ids: Sequence[str], target: Path, file_type: str, progress: Progress
) -> Printed:
    """Write files; when stopped, return the whole files that a batch has left in its folder."""
    outcome = Printed()
    try:
        return form_print.print_forms(
            office, form, ids, target, progress=progress, file_type=file_type, outcome=outcome
        )
    except Cancelled:
        if not outcome.files:
            raise
        left = len(ids) - outcome.sheets
        outcome.stopped = f"已停止：写出 {len(outcome.files)} 个文件，还有 {left} 份没有写出"
        return outcome
