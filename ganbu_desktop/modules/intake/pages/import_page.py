"""The import wizard: choose files, map columns, look over every change, write once, take back if need be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStackedWidget, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import plain_button, primary_button, scrolled
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.desktop.people.service_said import ask_said
from ganbu_desktop.desktop.window.keeping import Kept
from ganbu_desktop.desktop.window.page import Desk, Page
from ganbu_desktop.kernel.describe import OperationEntry
from ganbu_desktop.kernel.office.office import Office, Progress
from ganbu_desktop.kernel.people import looking
from ganbu_desktop.kernel.people.service_change import Said
from ganbu_desktop.modules.intake import mappings
from ganbu_desktop.modules.intake.apply import ImportResult, apply_plan, keep_rest, moved
from ganbu_desktop.modules.intake.compare import make_plan
from ganbu_desktop.modules.intake.pages.import_columns import ColumnsStep, RosterChoice
from ganbu_desktop.modules.intake.pages.import_files import FilesStep
from ganbu_desktop.modules.intake.pages.import_ledgers import import_ledgers
from ganbu_desktop.modules.intake.pages.import_preview import PreviewStep
from ganbu_desktop.modules.intake.pages.import_result import REFUSED, ResultStep
from ganbu_desktop.modules.intake.plan import ImportPlan
from ganbu_desktop.modules.intake.read import ReadResult, read_paths
from ganbu_desktop.modules.intake.report import write_report

FILES, COLUMNS, PREVIEW, RESULT = range(4)
_TITLES = ("选择文件", "核对列", "逐项核对", "完成")
_WATCHED = frozenset({"person", "unit", "tenure", "education", "relative", "appointment_sheet"})


class _StepBar(QFrame):
    """The steps' names with the present one marked."""

    def __init__(self) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1))
        self._labels: list[QLabel] = []
        for number, title in enumerate(_TITLES, 1):
            if number > 1:
                line = QFrame()
                line.setProperty("role", "line")
                layout.addWidget(line, 1)
            label = QLabel(f"{number}　{title}")
            self._labels.append(label)
            layout.addWidget(label)

    def show_step(self, step: int) -> None:
        c = theme.colours()
        for number, label in enumerate(self._labels):
            here, done = number == step, number < step
            ground, ink = (c.accent, c.on_accent) if here else (c.ground, c.accent if done else c.muted)
            weight = 600 if here else 400
            label.setStyleSheet(
                f"background: {ground}; color: {ink}; font-weight: {weight}; border-radius: {theme.pixels(13)}px;"
                f" padding: {theme.pixels(4)}px {theme.pixels(14)}px;"
            )
        self.setAccessibleName(f"第 {step + 1} 步，共 {len(_TITLES)} 步：{_TITLES[step]}")


_Own = tuple[
    list[Path],
    list[Path],
    ReadResult | None,
    list[RosterChoice],
    ImportPlan | None,
    ImportResult | None,
    bool,
    OperationEntry | None,
    bool,
    int,
]
"""What ``ImportPage`` works on."""


class ImportPage(Page):
    """Four steps; nothing is written before the button of the third is pressed."""

    def __init__(self, desk: Desk) -> None:
        """Begin with choosing files."""
        super().__init__(desk)
        self._read: ReadResult | None = None
        self._sources: list[Path] = []
        self._undo: OperationEntry | None = None
        self._stale = False
        self.steps = _StepBar()
        self.files = FilesStep(desk)
        self.columns = ColumnsStep()
        self.preview = PreviewStep(desk)
        self.result = ResultStep()
        self.stack = QStackedWidget()
        for widget in (scrolled(self.files), self.columns, self.preview, scrolled(self.result)):
            self.stack.addWidget(widget)
        self.back = plain_button("上一步", "left", self.go_back)
        self.report = plain_button("导出标红工作簿…", "excel", self.export_report)
        self.next = primary_button("读取", "right", self.go_on)
        self.next.setToolTip("Ctrl+Enter")
        self.summary = words()
        self._assemble()
        self._wire()
        self.show_step(FILES)

    def _assemble(self) -> None:
        self.body.addWidget(self.steps)
        self.body.addWidget(self.stack, 1)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(theme.space(1))
        foot.addWidget(self.back)
        foot.addWidget(self.summary, 1)
        foot.addWidget(self.report)
        foot.addWidget(self.next)
        self.body.addWidget(self._foot)

    def _wire(self) -> None:
        self.add_command("选择文件…", icon="file", shortcut="Ctrl+O", run=self._choose_files)
        self.add_command("选择文件夹…", icon="folder", shortcut="Ctrl+Shift+D", run=self._choose_folder)
        self.add_separator()
        self.add_command("重新开始", icon="refresh", run=self.restart)
        self.files.changed.connect(self._update)
        self.columns.changed.connect(self._update)
        self.preview.changed.connect(self._update)
        self.preview.hidden_wanted.connect(lambda: self.read(with_hidden=True))
        self.result.undo_wanted.connect(self.undo_import)
        self.result.people_wanted.connect(lambda: self.desk.go("cadres"))
        self.result.again_wanted.connect(self.restart)
        self.result.report_wanted.connect(self.export_report)
        self.result.rest_wanted.connect(self.show_rest)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.next.click)

    # ---- where we are

    def step(self) -> int:
        """Return the step on show."""
        return self.stack.currentIndex()

    def show_step(self, step: int) -> None:
        """Show a step."""
        self.stack.setCurrentIndex(step)
        self.steps.show_step(step)
        self._update()

    def _update(self) -> None:
        step = self.step()
        self._foot.setVisible(step != RESULT)
        self.back.setVisible(step in (COLUMNS, PREVIEW))
        has_report = self.preview.plan is not None and bool(self.preview.plan.problems or self.preview.counts()[2])
        self.report.setVisible(step == PREVIEW and has_report)
        texts = {FILES: self._say_files, COLUMNS: self._say_columns, PREVIEW: self._say_preview}
        title, possible, summary = texts[step]() if step in texts else ("", False, "")
        self.next.setText(title)
        self.next.setAccessibleName(title)
        self.next.setEnabled(possible)
        self.summary.setText(summary)

    def _say_files(self) -> tuple[str, bool, str]:
        return "读取", bool(self.files.paths()), ""

    def _say_columns(self) -> tuple[str, bool, str]:
        problem = self.columns.problem()
        return "下一步", not problem, problem

    def _say_preview(self) -> tuple[str, bool, str]:
        people, units, doubtful = self.preview.counts()
        if self._stale:
            return "重新比对", True, "预览之后数据有改动，请重新比对一次（勾选要重做）"
        parts = [f"{units} 个单位" if units else "", f"{doubtful} 人待确认，暂不导入" if doubtful else ""]
        title = f"导入 {people:,} 人" if people or not units else f"导入 {units} 个单位"
        known = "，".join(part for part in parts if part)
        if not people and not units:
            return title, False, "没有要写入的内容"
        return title, True, f"另有 {known}" if known else ""

    def go_on(self) -> None:
        """Do what the main button says."""
        if self.step() == FILES:
            self.read()
        elif self.step() == COLUMNS or self._stale:
            self.compare()
        elif self.step() == PREVIEW:
            self.write()

    def go_back(self) -> None:
        """Return to the step before."""
        self.show_step(COLUMNS if self.step() == PREVIEW and self.columns.choices else FILES)

    def restart(self) -> None:
        """Begin anew."""
        self._read, self._undo, self._stale = None, None, False
        self.preview.plan = None
        self.columns.set_rosters(())
        self.files.clear()
        self.show_step(FILES)
        self.focus_first()

    # ---- the work

    def read(self, *, with_hidden: bool = False) -> None:
        """Read the chosen files off the thread."""
        self._sources = self.files.paths()
        sources, ledgers = list(self._sources), self.desk.ledgers()
        self.desk.tasks.run(
            lambda progress: read_paths(
                sources,
                mappings=mappings.read(self.office),
                with_hidden=with_hidden,
                ledgers=ledgers,
                progress=progress,
            ),
            title="读取文件",
            writes=False,
            context=self,
            done=self._was_read,
        )

    def _was_read(self, result: ReadResult) -> None:
        self._read = result
        self.files.remember()
        self.columns.set_rosters(result.rosters)
        import_ledgers(self.desk, result.ledgers, self)
        if result.holds_no_people():
            self.show_step(FILES)
        elif result.rosters:
            self.show_step(COLUMNS)
            self.columns.view.setFocus()
        else:
            self.compare()

    def compare(self) -> None:
        """Compare what was read with the store, off the thread."""
        read, choices = self._read, list(self.columns.choices)
        if read is None:
            return
        self.desk.tasks.run(
            lambda progress: _plan(self.office, read, choices, progress),
            title="与库中数据比对",
            writes=False,
            context=self,
            done=self._planned,
        )

    def _planned(self, plan: ImportPlan) -> None:
        self._stale = False
        self.preview.set_plan(plan)
        self.show_step(PREVIEW)
        self.preview.people_view.setFocus()

    def write(self) -> None:
        """Write what is ticked, as one step that can be taken back."""
        plan = self.preview.plan
        if plan is None or plan.is_empty():
            return
        kept = self.columns.to_remember()
        going, said = True, None
        if moving := moved(plan):
            going, said = ask_said(self, looking.service_lines(self.office, moving), self.office.month())
        if not going:
            return
        self.desk.tasks.run(
            lambda progress: _write(self.office, plan, kept, said, progress),
            title="导入",
            context=self,
            done=self._written,
        )

    def _written(self, outcome: tuple[ImportResult, OperationEntry | None]) -> None:
        result, self._undo = outcome
        self._stale = False
        self.result.show_result(result)
        self.result.undo.setEnabled(self._undo is not None)
        self.show_step(RESULT)
        self.desk.notify(f"已导入：{result}")

    def show_rest(self, which: str) -> None:
        """Show what did not go in, to be ticked and taken in after all, or what was refused."""
        plan = self.preview.plan
        if plan is None:
            return
        keep_rest(self.office, plan)
        self.preview.set_plan(plan)
        self.show_step(PREVIEW)
        self.preview.show_rest(refused=which == REFUSED)

    def undo_import(self) -> None:
        """Take the whole import back."""
        entry = self._undo
        if entry is None:
            return
        self.desk.tasks.run(
            lambda _progress: _take_back(self.office, entry),
            title="撤销本次导入",
            context=self,
            cancellable=False,
            done=lambda _none: self._taken_back(),
        )

    def _taken_back(self) -> None:
        self._undo = None
        self.result.show_undone()
        self.desk.notify("已撤销本次导入，数据恢复到导入以前")

    def export_report(self) -> None:
        """Give back what could not be imported, in the unit's own workbook with red cells."""
        plan = self.preview.plan
        if plan is None:
            return
        target = self.desk.messages.save_file(
            self.desk.window, "导出标红工作簿", _report_name(self._sources), "Excel 工作簿 (*.xlsx)"
        )
        if target is None:
            return
        target = target if target.suffix else target.with_suffix(".xlsx")
        sources = list(self._sources)
        self.desk.tasks.run(
            lambda _progress: write_report(self.office, plan, sources, target),
            title="导出标红工作簿",
            writes=False,
            context=self,
            done=self._reported,
        )

    def _reported(self, written: Sequence[Path]) -> None:
        names = "、".join(path.name for path in written)
        self.desk.notify(f"已写出 {names}")

    # ---- what the window asks

    def _choose_files(self) -> None:
        self._to_files()
        self.files.choose_files()

    def _choose_folder(self) -> None:
        self._to_files()
        self.files.choose_folder()

    def _to_files(self) -> None:
        if self.step() == RESULT:
            self.restart()
        elif self.step() != FILES:
            self.show_step(FILES)

    def refresh(self, tables: frozenset[str]) -> None:
        """A plan made before a change elsewhere has to be made again."""
        if self.step() == PREVIEW and tables & _WATCHED:
            self._stale = True
            self._update()

    def show_target(self, target: object) -> None:
        """Take files that another page or the window was given."""
        if isinstance(target, Iterable) and not isinstance(target, str):
            self._to_files()
            self.files.add([Path(str(entry)) for entry in target])

    def kept(self) -> tuple[object, Kept]:
        """Return the files, what was read of them, and what has been decided so far."""
        own = (
            self.files.paths(),
            self._sources,
            self._read,
            self.columns.choices,
            self.preview.plan,
            self.result.shown,
            self.result.is_undone,
            self._undo,
            self._stale,
            self.step(),
        )
        return own, Kept({})

    def take_own(self, own: object) -> None:
        """Go on at the same step."""
        paths, self._sources, self._read, choices, plan, result, is_undone, self._undo, stale, step = cast("_Own", own)
        self.files.add(paths)
        if self._read is not None:
            self.columns.set_choices(choices)
        if plan is not None:
            self.preview.set_plan(plan)
        if result is not None:
            self.result.show_result(result)
            self.result.undo.setEnabled(self._undo is not None)
        if is_undone:
            self.result.show_undone()
        self._stale = stale
        self.show_step(step)

    def focus_first(self) -> None:
        """Put the focus on the step's own beginning."""
        places: dict[int, QWidget] = {
            COLUMNS: self.columns.view,
            PREVIEW: self.preview.people_view,
            RESULT: self.result.people,
        }
        places.get(self.step(), self.files.choose).setFocus()


def _plan(office: Office, read: ReadResult, choices: Sequence[RosterChoice], progress: Progress) -> ImportPlan:
    for choice in choices:
        choice.apply()
    return make_plan(office, read.with_rosters(), progress)


def _write(
    office: Office, plan: ImportPlan, kept: Sequence[RosterChoice], said: Said | None, progress: Progress
) -> tuple[ImportResult, OperationEntry | None]:
    for choice in kept:
        mappings.remember(office, choice.roster.reading.fingerprint, choice.title, choice.mapping)
    result = apply_plan(office, plan, progress, said=said)
    entry = office.operations.undoable()
    return result, entry if entry is not None and entry.kind.startswith("import") else None


def _take_back(office: Office, entry: OperationEntry) -> None:
    office.operations.reverse(entry, actor=office.account.name)


def _report_name(sources: Sequence[Path]) -> Path:
    first = sources[0] if sources else Path("导入")
    folder = first if first.is_dir() else first.parent
    return folder / (f"{first.stem}-标红.xlsx" if len(sources) == 1 and first.is_file() else "未导入的内容.xlsx")
