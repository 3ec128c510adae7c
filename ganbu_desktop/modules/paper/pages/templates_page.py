"""Templates of the office's own: put in, tried on one person, printed; beside them all marks to copy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import (
    Card,
    EmptyState,
    Notice,
    SearchBox,
    Split,
    labelled,
    plain_button,
    primary_button,
    tool_button,
)
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.desktop.paper.preview.result import ResultDialog
from ganbu_desktop.desktop.people.choose_people import ChoosePeopleDialog
from ganbu_desktop.desktop.window.page import Desk, Page
from ganbu_desktop.kernel.forms.office_templates import (
    ABOUT_ENTRY,
    ABOUT_PEOPLE,
    OfficeTemplate,
    Subject,
    add_template,
    delete_template,
    hand_back,
    judged,
    template_versions,
    templates,
)
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Progress
from ganbu_desktop.kernel.office.trial_files import PREFIX, trial_folder
from ganbu_desktop.modules.paper.template_values import entries_to_print, palette, print_template, subjects

_KINDS = "Word 和 Excel 文件 (*.docx *.xlsx)"
_HOW = (
    "在 Word 或 Excel 里打开本单位一直在用的表，把要填的地方换成右边的标记（复制、粘贴），格式随标记。"
    "名单写成 {{#名单}} … {{/名单}}，放在同一行表格里就逐人加行。存好以后在这里“存入模板”。"
)


class TemplatesPage(Page):
    """Keeps templates and prints them for people or entries."""

    def __init__(self, desk: Desk) -> None:
        """List what is kept."""
        super().__init__(desk)
        self._ledgers: Sequence[LedgerSpec] = desk.ledgers()
        self._subjects = subjects(self._ledgers)
        self._kept: list[OfficeTemplate] = []
        self._people: list[str] = []
        self.list = QListWidget()
        self.list.setAccessibleName("模板")
        self.empty = EmptyState(
            "还没有模板。从右边复制标记到自己的表里，再把文件存进来。", "file", "存入模板…", self.add
        )
        self.about = QComboBox()
        self.about.addItems([title for title, _ in self._subjects])
        self.search = SearchBox("找字段，如 任现职、学历")
        self.marks = QListWidget()
        self.marks.setAccessibleName("可以用的标记")
        self.notice = Notice("hint", _HOW)
        self.problems = QListWidget()
        self.problems.setAccessibleName("模板里要改的地方")
        self.problems.hide()
        self.add_button = primary_button("存入模板…", "import", self.add)
        self.print_button = plain_button("打印…", "print", self.print_out)
        self.try_button = plain_button("用一个人试打…", "eye", self.try_out)
        self._add_commands()
        self._assemble()
        self._wire()
        self.reload()

    def _add_commands(self) -> None:
        self.add_command("存入模板…", icon="import", shortcut="Ctrl+O", run=self.add)
        self.add_command("打印…", icon="print", shortcut="Ctrl+P", run=self.print_out)
        self.add_command("用一个人试打…", icon="eye", run=self.try_out)
        self.add_separator()
        self.add_command(
            "取出模板文件…", icon="export", run=self.take_out, tip="取出来在 Word 或 Excel 里改，改好再存入"
        )
        self.add_command("历次版本…", icon="history", run=self.show_versions)
        self.add_command("删除模板…", icon="delete", run=self.delete)

    def _assemble(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1))
        column.addWidget(words("已有的模板", "heading"))
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        column.addWidget(self.problems, 1)
        column.addWidget(self.notice)
        buttons = QHBoxLayout()
        for button in (self.add_button, self.print_button, self.try_button):
            buttons.addWidget(button)
        column.addLayout(buttons)
        card = Card()
        card.body.addWidget(words("标记", "heading"))
        card.body.addWidget(labelled("一份是", self.about))
        card.body.addWidget(self.search)
        card.body.addWidget(self.marks, 1)
        card.body.addWidget(tool_button("复制标记", "copy", "复制选中的标记，到 Word 或 Excel 里粘贴", self.copy_mark))
        self.body.addWidget(Split("templates", self.desk.settings, left, card, (640, 420)))

    def _wire(self) -> None:
        self.about.currentIndexChanged.connect(lambda _row: self._fill_marks())
        self.search.searched.connect(lambda _text: self._fill_marks())
        self.marks.itemActivated.connect(lambda _item: self.copy_mark())
        self.list.currentRowChanged.connect(lambda _row: self._update())
        self.list.itemActivated.connect(lambda _item: self.print_out())

    # ---- showing

    def reload(self) -> None:
        """Show what is kept now."""
        row = self.list.currentRow()
        self._kept = templates(self.office)
        titles = {(subject.about, subject.ledger): title for title, subject in self._subjects}
        self.list.clear()
        for record in self._kept:
            about = titles.get((record.about, record.ledger or ""), "台账已没有")
            self.list.addItem(f"{record.name}　第 {record.version} 版　{about}　{record.file_name}　{record.made_at}")
        self.list.setCurrentRow(min(max(row, 0), len(self._kept) - 1))
        self.list.setVisible(bool(self._kept))
        self.empty.setVisible(not self._kept)
        self._fill_marks()
        self._update()

    def _update(self) -> None:
        for button in (self.print_button, self.try_button):
            button.setEnabled(self.current() is not None)

    def current(self) -> OfficeTemplate | None:
        """Return the chosen template."""
        row = self.list.currentRow()
        return self._kept[row] if 0 <= row < len(self._kept) else None

    def subject(self) -> Subject:
        """Return what the next template is about."""
        return self._subjects[self.about.currentIndex()][1]

    def _fill_marks(self) -> None:
        self.marks.clear()
        typed = self.search.text().strip()
        for what, mark in palette(self.subject()):
            if typed in mark:
                indent = "　" if what.startswith("　") else ""
                item = QListWidgetItem(f"{indent}{mark}")
                item.setToolTip(what.strip())
                item.setData(Qt.ItemDataRole.UserRole, mark)
                self.marks.addItem(item)
        self.marks.setCurrentRow(0)

    def copy_mark(self) -> None:
        """Put the chosen mark onto the clipboard."""
        item = self.marks.currentItem()
        if item is not None:
            QGuiApplication.clipboard().setText(str(item.data(Qt.ItemDataRole.UserRole)))
            self.desk.notify(f"已复制 {item.data(Qt.ItemDataRole.UserRole)}，请到 Word 或 Excel 里粘贴")

    # ---- keeping

    def add(self) -> None:
        """Judge a file off the thread; keep it when nothing is wrong, else tell every place."""
        path = self.desk.messages.open_file(self.desk.window, "存入模板", _KINDS)
        if path is not None:
            self.take_in(path)

    def take_in(self, path: Path) -> None:
        """Judge and keep a file as a template about what is chosen."""
        subject = self.subject()
        self.desk.tasks.run(
            lambda _progress: judged(path, subject).problems,
            title="检查模板",
            writes=False,
            context=self,
            done=lambda problems: self._judged(path, subject, [str(problem) for problem in problems]),
        )

    def _judged(self, path: Path, subject: Subject, problems: list[str]) -> None:
        self.problems.clear()
        self.problems.addItems(problems)
        self.problems.setVisible(bool(problems))
        if problems:
            text = f"“{path.name}”有 {len(problems)} 处要改，没有存入，数据没有改动。请在文件里改好后再存入。"
            self.notice.say("warning", text)
            return
        name = self.desk.messages.ask_text(self, "存入模板", "模板的名称（同名的成为新版本）", path.stem)
        if name is not None:
            self.desk.tasks.run(
                lambda _progress: add_template(self.office, path, subject, name),
                title="存入模板",
                writes=True,
                context=self,
                done=lambda record: self._added(record.name, record.version),
            )

    def _added(self, name: str, version: int) -> None:
        self.reload()
        self.list.setCurrentRow([record.name for record in self._kept].index(name))
        self.notice.say("ok", f"已存入模板“{name}”第 {version} 版。可以“用一个人试打”，看看填得对不对。")

    def take_out(self) -> None:
        """Write the template's own file, to be changed."""
        record = self.current()
        if record is not None:
            self._take_out(record)

    def _take_out(self, record: OfficeTemplate) -> None:
        target = self.desk.messages.save_file(self.desk.window, "取出模板文件", record.file_name, _KINDS)
        if target is not None:
            self.desk.tasks.run(
                lambda _progress: hand_back(self.office, record, target),
                title="取出模板文件",
                writes=False,
                context=self,
                done=lambda _none: self.desk.notify(f"已取出 {target.name}；改好后再“存入模板”，名称不变就是新版本"),
            )

    def show_versions(self) -> None:
        """Let an older version be taken out."""
        record = self.current()
        if record is None:
            return
        kept = template_versions(self.office, record.name)
        options = [f"第 {found.version} 版　{found.made_at}　{found.made_by}" for found in kept]
        text = "选一个版本，取出它的文件；再存入就成为最新一版。"
        chosen = self.desk.messages.choose(self, f"“{record.name}”的历次版本", text, [*options, "取消"], 0)
        if chosen is not None and chosen < len(kept):
            self._take_out(kept[chosen])

    def delete(self) -> None:
        """Delete a template with its versions, after a question; undo brings it back."""
        record = self.current()
        if record is None:
            return
        text = f"“{record.name}”的全部版本会移到回收站，可以撤销。"
        if self.desk.messages.question(self, "删除这个模板吗？", text, yes="删除", danger=True):
            self.desk.tasks.run(
                lambda _progress: delete_template(self.office, record.name),
                title="删除模板",
                writes=True,
                context=self,
                done=lambda _count: self.reload(),
            )

    # ---- filling

    def try_out(self) -> None:
        """Fill the template for one person, or a list of the first ones, and open it."""
        record = self.current()
        if record is None:
            return
        dialog = ChoosePeopleDialog(
            self.desk, "用谁试打？", "只写一个临时文件，关闭数据文件时删除；不改动数据", ok="试打", multiple=False
        )
        chosen = dialog.ids() if dialog.exec() else []
        dialog.deleteLater()
        if chosen:
            target = trial_folder(self.office) / f"{PREFIX}{record.name}{Path(record.file_name).suffix.lower()}"
            self.fill(record, chosen, target, is_trial=True)

    def print_out(self) -> None:
        """Fill the template for the people that were handed over, for chosen ones, or for a ledger's entries."""
        record = self.current()
        if record is None:
            return
        if record.about == ABOUT_ENTRY:
            chosen: list[str] = []
        else:
            chosen = self._people or self._choose_people()
            if not chosen:
                return
        target = self._target(record, chosen)
        if target is not None:
            self.fill(record, chosen, target)

    def _choose_people(self) -> list[str]:
        dialog = ChoosePeopleDialog(self.desk, "填哪些人？", ok="选好了")
        chosen = dialog.ids() if dialog.exec() else []
        dialog.deleteLater()
        return chosen

    def _target(self, record: OfficeTemplate, chosen: Sequence[str]) -> Path | None:
        suffix = Path(record.file_name).suffix.lower()
        if record.about == ABOUT_PEOPLE or (record.about != ABOUT_ENTRY and len(chosen) == 1):
            suggested = f"{record.name}_{self.office.today():%Y%m%d}{suffix}"
            target = self.desk.messages.save_file(self.desk.window, "写出文件", suggested, f"*{suffix} (*{suffix})")
            return (
                target if target is None or target.suffix.lower() == suffix else target.with_name(target.name + suffix)
            )
        return self.desk.messages.folder(self.desk.window, "选择存放文件的文件夹（一份一个文件）")

    def fill(self, record: OfficeTemplate, chosen: Sequence[str], target: Path, *, is_trial: bool = False) -> None:
        """Fill off the thread and show what was written."""

        def work(progress: Progress) -> list[Path]:
            ids = list(chosen)
            if record.about == ABOUT_ENTRY:
                spec = next(spec for spec in self._ledgers if spec.name == record.ledger)
                ids = entries_to_print(self.office, spec, chosen or None)[: 1 if is_trial else None]
            return print_template(self.office, record.name, ids, target, self._ledgers, progress=progress)

        self.desk.tasks.run(
            work,
            title="填写模板",
            writes=record.about == ABOUT_ENTRY,
            context=self,
            done=lambda files: self._filled(target, files, is_trial=is_trial),
        )

    def _filled(self, target: Path, files: list[Path], *, is_trial: bool) -> None:
        self.desk.notify(f"已写出 {len(files)} 个文件：{target.name}")
        if is_trial:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(files[0])))
            return
        dialog = ResultDialog(
            self.desk, "写出结果", target, [f"{file.name}：完成" for file in files], [], files=len(files)
        )
        dialog.exec()
        dialog.deleteLater()

    # ---- what the window asks

    def show_target(self, target: object) -> None:
        """Print for these people (ids, or a dictionary with ``ids``)."""
        if isinstance(target, dict):
            target = target.get("ids")
        self._people = [str(each) for each in target] if isinstance(target, Iterable) else []

    def refresh(self, tables: frozenset[str]) -> None:
        """List the templates anew."""
        if "office_template" in tables:
            self.reload()

    def focus_first(self) -> None:
        """Begin at the templates."""
        self.list.setFocus()
