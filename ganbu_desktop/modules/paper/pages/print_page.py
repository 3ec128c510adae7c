"""The print page: whom, on which form, as they will look, and out to files or paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import cast

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.parts import settle_timer
from ganbu_desktop.desktop.kit.widgets import Card, Split, plain_button, primary_button, scrolled
from ganbu_desktop.desktop.paper.preview.paint import PaperFonts
from ganbu_desktop.desktop.paper.preview.pane import PreviewPane
from ganbu_desktop.desktop.paper.preview.result import ResultDialog
from ganbu_desktop.desktop.paper.preview.sending import Sending, tell_findings
from ganbu_desktop.desktop.window.page import TODAY, Desk, Page
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel.office.office import Progress
from ganbu_desktop.kernel.people.person_list import Order
from ganbu_desktop.modules.paper import handing_on
from ganbu_desktop.modules.paper.job import FORM, ROSTER, TABLE, Outcome, PrintJob
from ganbu_desktop.modules.paper.pages.print_documents import MOST_PREVIEWED, DocumentSource, Previewed, run_keeping
from ganbu_desktop.modules.paper.pages.print_options import SUFFIXES, FormPane, Output, OutputPane
from ganbu_desktop.modules.paper.pages.print_people import PeoplePane
from ganbu_desktop.modules.paper.printing import check_before
from ganbu_desktop.paper.fonts import FontBook

_WATCHED = frozenset({TODAY, "person", "unit", "photo", "parameter_override", "roster_design"})
_KEPT = frozenset({"roster_design"})
_FILE_KINDS = {".pdf": "PDF 文件", ".xlsx": "Excel 工作簿", ".docx": "Word 文档"}
_SETTLE_MS = 120
_WIDEST_SIDE = 480
_NOWHERE = Path("预览.pdf")


class PrintPage(Page):
    """Choices at the left, the true preview at the right."""

    def __init__(self, desk: Desk) -> None:
        """Start with nobody; the window brings the people by ``show_target``."""
        super().__init__(desk)
        self.book = FontBook.default()
        self.fonts = PaperFonts(self.book)
        self.documents = DocumentSource(desk.office, self.book)
        self.sending = Sending(desk, self, self.book)
        self._turn = 0
        self.form = FormPane(desk)
        self.people = PeoplePane(desk)
        self.output = OutputPane(desk)
        self.preview = PreviewPane("请选择要打印的人员", "打印全部人员")
        self.write_button = primary_button("写出文件…", "export", self.write)
        self.print_button = plain_button("打印…", "print", self.print_out)
        self._settle = settle_timer(self, _SETTLE_MS, self.show_preview)
        self._add_commands()
        self._assemble()
        self._wire()
        self._form_changed()

    def _add_commands(self) -> None:
        self.add_command("写出文件…", icon="export", shortcut="Ctrl+E", run=self.write)
        self.add_command("打印…", icon="print", shortcut="Ctrl+P", run=self.print_out)
        self.add_separator()
        self.add_command(
            "打印前检查", icon="check", shortcut="F5", run=self.check, tip="检查全部人员有没有放不下、没有字形的"
        )
        tip = "改栏目、表头、栏宽和纸张；先在“表格”里选一种名册"
        self.design = self.add_command("设计名册…", icon="table", run=self.design_roster, tip=tip)
        self.add_command("按模板打印…", icon="file", run=self.go_templates, tip="用本单位自己的 Word、Excel 模板")
        self.add_command("添加人员…", icon="person-add", run=self.people.add)

    def _assemble(self) -> None:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(1.5))
        for widget, stretch in ((self.form, 0), (self.people, 1), (self.output, 0)):
            card = Card()
            card.body.setContentsMargins(*(theme.space(1.5),) * 4)
            card.body.addWidget(widget)
            column.addWidget(card, stretch)
        self.people.setMinimumHeight(theme.pixels(190))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.space(1))
        buttons.addWidget(self.write_button, 1)
        buttons.addWidget(self.print_button, 1)
        holder = QFrame()
        outer = QVBoxLayout(holder)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.space(1))
        area = scrolled(side)
        outer.addWidget(area, 1)
        outer.addLayout(buttons)
        holder.setMinimumWidth(min(_WIDEST_SIDE, side.minimumSizeHint().width() + theme.space(3)))
        self.body.addWidget(Split("print", self.desk.settings, holder, self.preview, (372, 760)))

    def _wire(self) -> None:
        self.form.changed.connect(self._form_changed)
        self.form.design_asked.connect(self.design_roster)
        self.people.changed.connect(self._people_changed)
        self.people.current_changed.connect(lambda _id: self._preview_if_form())
        self.output.changed.connect(self._update)
        self.preview.sheet_turned.connect(self._turn_person)
        self.preview.offer_taken.connect(self.people.take_everyone)

    # ---- choices

    def _form_changed(self) -> None:
        self.output.offer(self.form.info().kind)
        self.people.order.setEnabled(not self.form.is_own_design())
        self.design.setEnabled(self.form.info().kind == ROSTER)
        self._update()
        self._settle.start()

    def _people_changed(self) -> None:
        self._update()
        self._settle.start()

    def _preview_if_form(self) -> None:
        if self.form.info().kind == FORM:
            self._settle.start()

    def _turn_person(self, step: int) -> None:
        if self.form.info().kind == FORM:
            self.people.turn(step)

    def _update(self) -> None:
        ready = self.form.info().kind == TABLE or (bool(self.people.source.chosen) and not self.form.problem.text())
        bad_names = self.output.one_each() and bool(self.output.problem())
        self.write_button.setEnabled(ready and not bad_names)
        self.print_button.setEnabled(ready)

    def job(self, target: Path = _NOWHERE) -> PrintJob:
        """Return the job as chosen."""
        info = self.form.info()
        order = self.people.chosen_order() if info.kind == ROSTER else None
        return PrintJob(
            info.name,
            self.people.ids(),
            target,
            as_of=self.form.month(),
            name_pattern=self.output.pattern.text().strip(),
            file_type=SUFFIXES.get(self.output.output(), ".pdf")[1:],
            columns=self.form.chosen_columns(),
            order=order,
            pads_names=self.form.pads_names.isChecked(),
        )

    # ---- preview

    def show_preview(self) -> None:
        """Lay out what is chosen, off the thread; an older layout that comes late is dropped."""
        self._turn += 1
        turn = self._turn
        if not self.people.source.chosen and self.form.info().kind != TABLE:
            self.preview.clear()
            return
        self.desk.tasks.run(
            self._layout_work(),
            title="排版预览",
            writes=False,
            quiet=True,
            context=self,
            done=lambda result: self._laid_out(turn, result),
            failed=lambda error: self._not_laid_out(turn, error),
        )

    def _layout_work(self) -> Callable[[Progress], Previewed | None]:
        job, info = self.job(), self.form.info()
        if info.kind == ROSTER:
            shortened = replace(job, person_ids=job.person_ids[:MOST_PREVIEWED])
            return lambda progress: self.documents.roster(shortened, progress)
        if info.kind == TABLE:
            return lambda _progress: self.documents.table(info.name)
        current = self.people.table.current_id() or job.person_ids[0]
        return lambda _progress: self.documents.form(info.name, job.as_of, current)

    def _laid_out(self, turn: int, result: Previewed | None) -> None:
        if turn != self._turn:
            return
        if result is None:
            self.preview.clear("这个人已不在库中")
            return
        title = result.title or self.form.info().title
        if self.form.info().kind == ROSTER and len(self.people.source.chosen) > MOST_PREVIEWED:
            title += f"（预览前 {MOST_PREVIEWED:,} 人）"
        self.preview.show_document(result.pages, result.findings, self.fonts, title)

    def _not_laid_out(self, turn: int, error: Exception) -> None:
        if not isinstance(error, GanbuError):
            raise error
        if turn == self._turn:
            self.preview.clear(str(error))

    def check(self) -> None:
        """Tell everything that would not fit, of everybody, without writing."""
        if self.people.source.chosen:
            job = self.job()
            self.desk.tasks.run(
                lambda progress: check_before(self.office, job, progress),
                title="打印前检查",
                writes=False,
                context=self,
                done=lambda findings: tell_findings(self.desk, self, findings),
            )

    def design_roster(self) -> None:
        """Go to the designer with this roster and these people."""
        self.desk.go("roster-designer", {"form": self.form.info().name, "ids": self.people.ids()})

    def go_templates(self) -> None:
        """Go to the office's own templates with these people."""
        self.desk.go("templates", {"ids": self.people.ids()})

    # ---- files

    def write(self) -> None:
        """Ask where to, then write off the thread; stopping leaves whole files only."""
        if not self.write_button.isEnabled():
            return
        target = self._ask_target()
        if target is None:
            return
        job, output = self.job(target), self.output.output()
        self.desk.tasks.run(
            lambda progress: self._written_work(job, output, progress),
            title="写出文件",
            writes=False,
            context=self,
            done=lambda outcome: self._written(target, outcome),
        )

    def _written_work(self, job: PrintJob, output: Output, progress: Progress) -> Outcome:
        if output in SUFFIXES:
            return run_keeping(self.office, job, progress)
        kind = "lrmx" if output is Output.LRMX else "collection"
        result = handing_on.export(
            self.office, kind, job.person_ids, job.target, progress, name_pattern=job.name_pattern
        )
        files = [Path(name) for name in result["files"]]
        return Outcome(files, result["people"], [], [f"{path.name}：完成" for path in files])

    def _ask_target(self) -> Path | None:
        if self.output.one_each():
            return self.desk.messages.folder(self.desk.window, "选择存放文件的文件夹")
        suffix = SUFFIXES.get(self.output.output(), ".xlsx")
        kinds = f"{_FILE_KINDS[suffix]} (*{suffix})"
        collection = self.output.output() is Output.COLLECTION
        name = "信息采集表" if collection else self.form.info().title.partition("（")[0]
        suggested = f"{name}_{self.office.today():%Y%m%d}{suffix}"
        target = self.desk.messages.save_file(self.desk.window, "写出文件", suggested, kinds)
        return target if target is None or target.suffix.lower() == suffix else target.with_name(target.name + suffix)

    def _written(self, target: Path, outcome: Outcome) -> None:
        self.desk.notify(outcome.stopped or f"已写出 {len(outcome.files)} 个文件，{outcome.amount()}")
        self.show_result(target, outcome)

    def show_result(self, target: Path, outcome: Outcome) -> None:
        """Show the lines of a run."""
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
        if self.print_button.isEnabled():
            job, info = self.job(), self.form.info()
            self.sending.offer(
                lambda progress: self.documents.all_pages(info, job, progress),
                info.title,
                two_sided=info.kind == FORM,
            )

    # ---- what the window asks

    def refresh(self, tables: frozenset[str]) -> None:
        """Lay out again what others have changed."""
        if tables & _KEPT:
            self.form.reload()
        if tables & _WATCHED and self.people.source.chosen:
            self.documents.forget()
            self.people.table.refresh_rows()
            self._settle.start()

    def show_target(self, target: object) -> None:
        """Print these people (ids, or a dictionary with ``ids`` and ``form``); None means everybody.

        A dictionary with a ``form`` alone leaves the people that are chosen.
        """
        if isinstance(target, dict):
            if target.get("form"):
                self.form.choose_form(str(target["form"]))
            if "ids" not in target:
                return
            target = target.get("ids")
        if target is None:
            self.people.take_everyone()
        elif isinstance(target, str):
            self.people.set_ids([target])
        elif isinstance(target, Iterable):
            self.people.set_ids([str(entry) for entry in target])

    def own(self) -> object:
        """Return form, people and their order."""
        return self.form.info().name, self.people.ids(), self.people.chosen_order()

    def take_own(self, own: object) -> None:
        """Go on with the same form and people."""
        form, ids, order = cast("tuple[str, list[str], Order | None]", own)
        self.form.choose_form(form)
        self.people.set_ids(ids, order=order)

    def showEvent(self, event: QShowEvent) -> None:
        """Lay out what was chosen while the page was not on screen."""
        super().showEvent(event)
        self._settle.start()

    def focus_first(self) -> None:
        """Begin at the people."""
        self.people.table.focus_rows()
