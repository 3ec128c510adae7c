"""The roster designer: columns, sheet and order at the left, at the right the paper as it will be printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QComboBox, QTabWidget, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.parts import settle_timer
from ganbu_desktop.desktop.kit.widgets import Notice, Split, labelled, primary_button, scrolled
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.desktop.paper.preview.paint import PaperFonts
from ganbu_desktop.desktop.paper.preview.pane import PreviewPane
from ganbu_desktop.desktop.paper.preview.result import ResultDialog
from ganbu_desktop.desktop.paper.preview.sending import Sending
from ganbu_desktop.desktop.window.keeping import Kept
from ganbu_desktop.desktop.window.page import TODAY, Desk, Page
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel.forms.roster_designs import (
    Design,
    delete_design,
    design_called,
    designs,
    save_design,
    versions,
)
from ganbu_desktop.kernel.office.office import Progress
from ganbu_desktop.kernel.people import looking
from ganbu_desktop.kernel.people.person_list import ListQuery
from ganbu_desktop.modules.paper.job import Outcome, PrintJob
from ganbu_desktop.modules.paper.pages.print_documents import DocumentSource, Previewed, run_keeping
from ganbu_desktop.modules.paper.pages.roster_columns import ColumnsPane
from ganbu_desktop.modules.paper.pages.roster_ruler import WidthRuler
from ganbu_desktop.modules.paper.pages.roster_sheet import OrderPane, SheetPane
from ganbu_desktop.modules.paper.roster_editing import Draft, begun_from, move_column, set_width
from ganbu_desktop.modules.paper.roster_layouts import DESIGN, offered, ready_made
from ganbu_desktop.modules.paper.rosters import ordered_people
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.roster import list_rosters

_SETTLE_MS = 200
_PREVIEWED = 60
_NOWHERE = Path("预览.pdf")
_WATCHED = frozenset({TODAY, "person", "unit", "photo", "roster_design"})
_KINDS = "PDF 文件 (*.pdf);;Excel 工作簿 (*.xlsx)"


class RosterDesignerPage(Page):
    """Makes rosters of the office's own; every change shows on the paper at the right."""

    def __init__(self, desk: Desk) -> None:
        """Begin with the usual roster."""
        super().__init__(desk)
        self.book = FontBook.default()
        self.fonts = PaperFonts(self.book)
        self.documents = DocumentSource(desk.office, self.book)
        self.sending = Sending(desk, self, self.book)
        self.draft = begun_from(ready_made("roster"))
        self._people: list[str] | None = None
        self._turn = 0
        self.source = QComboBox()
        self.state = words(role="muted")
        self.problem = Notice()
        self.columns, self.sheet, self.order = ColumnsPane(), SheetPane(), OrderPane()
        self.ruler = WidthRuler()
        self.preview = PreviewPane("库中还没有人员。先录入或导入人员，再设计名册。")
        self.save_button = primary_button("保存设计", "save", self.save)
        self._settle = settle_timer(self, _SETTLE_MS, self.show_preview)
        self._add_commands()
        self._assemble()
        self._wire()
        self._list_sources()
        self._show()

    def _add_commands(self) -> None:
        self.add_command("保存设计", icon="save", shortcut="Ctrl+S", run=self.save)
        self.add_command("另存为…", icon="copy", shortcut="Ctrl+Shift+S", run=self.save_as)
        self.add_command("历次版本…", icon="history", run=self.open_version)
        self.add_command("删除设计…", icon="delete", run=self.delete)
        self.add_separator()
        self.undo_action = self.add_command("撤销这一步", icon="undo", run=self.undo, tip="撤销这一步修改（Ctrl+Z）")
        self.redo_action = self.add_command("重做", icon="redo", run=self.redo, tip="重做（Ctrl+Y）")
        self.add_separator()
        self.add_command("写出文件…", icon="export", shortcut="Ctrl+E", run=self.write)
        self.add_command("打印…", icon="print", shortcut="Ctrl+P", run=self.print_out)
        self.add_command("到打印页", icon="form", run=self.go_printing, tip="按这个设计，到打印页选人打印")

    def _assemble(self) -> None:
        tabs = QTabWidget()
        tabs.setAccessibleName("名册设计")
        for pane, title in ((self.columns, "栏目"), (self.sheet, "版面"), (self.order, "顺序")):
            tabs.addTab(scrolled(pane), title)
        self.tabs = tabs
        side = QWidget()
        left = QVBoxLayout(side)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(theme.space(1))
        left.addWidget(labelled("从哪个名册做起", self.source))
        left.addWidget(self.state)
        left.addWidget(tabs, 1)
        left.addWidget(self.problem)
        left.addWidget(self.save_button)
        paper = QWidget()
        right = QVBoxLayout(paper)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(theme.space(1))
        right.addWidget(self.ruler)
        right.addWidget(self.preview, 1)
        self.body.addWidget(Split("roster_designer", self.desk.settings, side, paper, (420, 720)))

    def _wire(self) -> None:
        for pane in (self.columns, self.sheet, self.order):
            pane.step_asked.connect(self.step)
        self.ruler.dragged.connect(lambda place, width: self.step(lambda design: set_width(design, place, width)))
        self.ruler.moved.connect(lambda old, new: self.step(lambda design: move_column(design, old, new)))
        self.ruler.picked.connect(self.columns.select)
        self.source.activated.connect(lambda _row: self._source_chosen())

    # ---- what is worked on

    def _list_sources(self) -> None:
        self.source.clear()
        for found in designs(self.office):
            self.source.addItem(f"{found.name}（自设计，第 {found.version} 版）", (DESIGN, found.name))
        for name, title in list_rosters():
            self.source.addItem(f"{title}（现成式样）", ("", name))
        begun = (DESIGN, self.draft.name) if self.draft.name else ("", self.draft.design.spec.name)
        places = [self.source.itemData(row) for row in range(self.source.count())]
        self.source.setCurrentIndex(places.index(begun) if begun in places else -1)

    def _source_chosen(self) -> None:
        kind, name = self.source.currentData()
        if self._may_drop():
            self.open_design(name) if kind == DESIGN else self.begin_from(name)
        else:
            self._list_sources()

    def _may_drop(self) -> bool:
        if not self.draft.is_changed:
            return True
        text = "当前设计有没有保存的修改。\n\n换一个名册，这些修改就没有了。"
        return self.desk.messages.question(self, "不保存就换名册吗？", text, yes="不保存，换名册", danger=True)

    def begin_from(self, name: str) -> None:
        """Begin a new design from a ready-made roster."""
        self._take(begun_from(ready_made(name)))

    def open_design(self, name: str, version: int | None = None) -> None:
        """Work on a design of the office's own; an older version becomes the newest when it is saved."""
        try:
            design = design_called(self.office, name, offered(), version)
        except GanbuError as error:
            self.desk.messages.error(self, error)
            return
        draft = begun_from(design, name)
        if version is not None:
            draft.kept = ""
        self._take(draft)

    def _take(self, draft: Draft) -> None:
        self.draft = draft
        self._list_sources()
        self._show()
        self.columns.select(0)

    def step(self, change: Callable[[Design], Design]) -> None:
        """Make one change; what cannot be printed is said and not made."""
        try:
            self.draft.change(change(self.draft.design))
            self.problem.clear()
        except GanbuError as error:
            self.problem.say("warning", str(error))
        self._show()

    def undo(self) -> None:
        """Take the last change of the design back."""
        self.draft.undo()
        self._show()

    def redo(self) -> None:
        """Make the change last taken back again."""
        self.draft.redo()
        self._show()

    def _show(self) -> None:
        design = self.draft.design
        for pane in (self.columns, self.sheet, self.order):
            pane.show_design(design)
        self.ruler.setVisible(not design.spec.is_grid)
        self.ruler.show_spec(design.spec)
        kept = f"名册设计“{self.draft.name}”" if self.draft.name else "新设计，还没有保存过"
        self.state.setText(kept + ("，有未保存的修改" if self.draft.is_changed and self.draft.name else ""))
        self.undo_action.setEnabled(self.draft.can_undo)
        self.redo_action.setEnabled(self.draft.can_redo)
        self._settle.start()

    # ---- keeping

    def save(self) -> None:
        """Save the next version, asking for a name the first time."""
        if self.draft.name:
            self._save(self.draft.name)
        else:
            self.save_as()

    def save_as(self) -> None:
        """Save under another name."""
        suggested = self.draft.name or self.draft.design.spec.title
        name = self.desk.messages.ask_text(self, "保存名册设计", "设计的名称", suggested)
        if name is not None:
            self._save(name.strip())

    def _save(self, name: str) -> None:
        design = self.draft.design
        self.desk.tasks.run(
            lambda _progress: save_design(self.office, name, design),
            title="保存名册设计",
            writes=True,
            context=self,
            done=lambda kept: self._saved(kept.name, kept.version),
        )

    def _saved(self, name: str, version: int) -> None:
        self.draft.saved_as(name)
        self._list_sources()
        self._show()
        self.desk.notify(f"已保存名册设计“{name}”第 {version} 版")

    def open_version(self) -> None:
        """Let an older version be opened."""
        kept = versions(self.office, self.draft.name) if self.draft.name else []
        if not kept:
            self.desk.notify("这个设计还没有保存过，没有历次版本", "hint")
            return
        options = [f"第 {found.version} 版　{found.made_at}　{found.made_by}" for found in kept]
        text = "打开旧版本不会改动已保存的内容；改好后保存，成为最新一版。"
        chosen = self.desk.messages.choose(self, f"“{self.draft.name}”的历次版本", text, [*options, "取消"], 0)
        if chosen is not None and chosen < len(kept) and self._may_drop():
            self.open_design(self.draft.name, kept[chosen].version)

    def delete(self) -> None:
        """Delete the design with its versions, after a question; undo brings it back."""
        name = self.draft.name
        text = f"“{name}”的全部版本会移到回收站，可以撤销。"
        if name and self.desk.messages.question(self, "删除这个名册设计吗？", text, yes="删除", danger=True):
            self.desk.tasks.run(
                lambda _progress: delete_design(self.office, name),
                title="删除名册设计",
                writes=True,
                context=self,
                done=lambda _count: self.begin_from("roster"),
            )

    # ---- paper

    def job(self, target: Path = _NOWHERE) -> PrintJob:
        """Return the design with its people as a job."""
        return PrintJob("roster", self.ids(), target, design=self.draft.design)

    def ids(self) -> list[str]:
        """Return whom the roster is made for: those the page was shown with, else everybody."""
        return list(self._people) if self._people is not None else looking.ids(self.office, ListQuery())

    def show_preview(self) -> None:
        """Lay the first people out off the thread; an older layout that comes late is dropped."""
        self._turn += 1
        turn, design = self._turn, self.draft.design
        given = self._people

        def work(progress: Progress) -> tuple[list[tuple[str, str]], Previewed]:
            ids = looking.ids(self.office, ListQuery()) if given is None else given
            people = ordered_people(self.office, design, ids)
            job = PrintJob("roster", [i for i, _ in people[:_PREVIEWED]], _NOWHERE, design=design)
            return people, self.documents.roster(job, progress)

        self.desk.tasks.run(
            work,
            title="排版预览",
            writes=False,
            quiet=True,
            context=self,
            done=lambda result: self._laid_out(turn, *result),
            failed=lambda error: self._not_laid_out(turn, error),
        )

    def _laid_out(self, turn: int, people: list[tuple[str, str]], result: Previewed) -> None:
        if turn != self._turn:
            return
        self.order.show_people(people)
        shown = f"（预览前 {_PREVIEWED} 人）" if len(people) > _PREVIEWED else ""
        self.preview.show_document(
            result.pages if people else (), result.findings, self.fonts, f"{self.draft.design.spec.title}{shown}"
        )

    def _not_laid_out(self, turn: int, error: Exception) -> None:
        if not isinstance(error, GanbuError):
            raise error
        if turn == self._turn:
            self.preview.clear(str(error))

    def write(self) -> None:
        """Write the roster as PDF or workbook."""
        title = self.draft.design.spec.title
        suggested = f"{title}_{self.office.today():%Y%m%d}.pdf"
        target = self.desk.messages.save_file(self.desk.window, "写出名册", suggested, _KINDS)
        if target is not None:
            job = self.job(target)
            self.desk.tasks.run(
                lambda progress: run_keeping(self.office, job, progress),
                title="写出名册",
                writes=False,
                context=self,
                done=lambda outcome: self._written(target, outcome),
            )

    def _written(self, target: Path, outcome: Outcome) -> None:
        self.desk.notify(f"已写出 {target.name}，{outcome.people} 人")
        if outcome.findings or outcome.stopped:
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

    def print_out(self) -> None:
        """Send the roster to the printer."""
        job, title = self.job(), self.draft.design.spec.title
        self.sending.offer(lambda progress: list(self.documents.roster(job, progress).pages), title, two_sided=False)

    def go_printing(self) -> None:
        """Go to the print page with this design; it must be saved for that."""
        if self.draft.is_changed or not self.draft.name:
            self.desk.notify("请先保存设计，再到打印页", "hint")
            return
        self.desk.go("print", {"form": f"{DESIGN}{self.draft.name}", "ids": self._people})

    # ---- what the window asks

    def show_target(self, target: object) -> None:
        """Design for these people (ids, or a dictionary with ``ids`` and the name of a roster as ``form``)."""
        if isinstance(target, dict):
            form, target = str(target.get("form") or ""), target.get("ids")
            if form and self._may_drop():
                self.open_design(form.removeprefix(DESIGN)) if form.startswith(DESIGN) else self.begin_from(form)
        chosen = [str(each) for each in target] if isinstance(target, Iterable) else []
        self._people = chosen or None
        self._settle.start()

    def refresh(self, tables: frozenset[str]) -> None:
        """Lay out again what others have changed."""
        if tables & _WATCHED:
            self._list_sources()
            self._settle.start()

    def kept(self) -> tuple[object, Kept]:
        """Return the design with its steps, for whom, and the tab on show; the inputs follow from the design."""
        return (self.draft, self._people, self.tabs.currentIndex()), Kept({})

    def take_own(self, own: object) -> None:
        """Go on with the same design."""
        draft, self._people, tab = cast("tuple[Draft, list[str] | None, int]", own)
        self._take(draft)
        self.tabs.setCurrentIndex(tab)

    def may_leave(self) -> bool:
        """Ask about changes that are not saved."""
        if not self.draft.is_changed or not self.draft.can_undo:
            return True
        text = "名册设计有没有保存的修改。离开后这些修改还在，关闭程序就没有了。"
        return self.desk.messages.question(self, "先不保存吗？", text, yes="先不保存", no="留在这里")

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+Z and Ctrl+Y while the design has something to take back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._own_key(event):
            event.accept()
            return True
        return super().event(event)

    def _own_key(self, event: QKeyEvent) -> bool:
        undoes = event.matches(QKeySequence.StandardKey.Undo) and self.draft.can_undo
        return undoes or (event.matches(QKeySequence.StandardKey.Redo) and self.draft.can_redo)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and redo changes of the design."""
        if not self._own_key(event):
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        else:
            self.redo()

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out what changed while the page was not on screen."""
        super().showEvent(event)
        self._settle.start()

    def focus_first(self) -> None:
        """Begin at the columns."""
        self.columns.table.setFocus()
