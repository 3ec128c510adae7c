"""The statistics page: ready-made and own tables at the left, the table with its chart at the right.

Targets: the name of a table; ``{"ids": (…), "title": "…"}`` for just some people.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QComboBox, QSplitter, QVBoxLayout, QWidget

from ganbu_desktop.desktop.charts import png_of, write_chart
from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import Notice, Split
from ganbu_desktop.desktop.kit.widgets.fold import FoldButton
from ganbu_desktop.desktop.reports.view import ReportView
from ganbu_desktop.desktop.window.page import TODAY, Desk, Page
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel.list import saved_view
from ganbu_desktop.kernel.list.saved_view import SavedView
from ganbu_desktop.kernel.report.paper import write_report
from ganbu_desktop.kernel.report.spec import Figure, Period, Report
from ganbu_desktop.modules.statistics import actions, catalogue, queries
from ganbu_desktop.modules.statistics.catalogue import Entry
from ganbu_desktop.modules.statistics.pages.chart_pane import ChartPane
from ganbu_desktop.modules.statistics.pages.choice import NEW, AskLine, TableTree, labelled_box
from ganbu_desktop.modules.statistics.pages.where import WhereLine
from ganbu_desktop.modules.statistics.population import SERVING, Population, view_ids
from ganbu_desktop.modules.statistics.records import CrossTable, StatisticsSnapshot

_TABLES = frozenset(
    {
        TODAY,
        "person",
        "tenure",
        "education",
        "annual_result",
        "level_history",
        "service_spell",
        "unit",
        "unit_name",
        "source_tag",
        "supplement",
        "parameter_override",
    }
)
_CHOICES = frozenset({"cross_table", "statistics_snapshot", "saved_view", "unit"})
_BOTH, _TABLE, _CHART = "both", "table", "chart"
_LAYOUTS = {_BOTH: "表和图", _TABLE: "只看表", _CHART: "只看图"}
_LAYOUT_KEY = "statistics.layout"
_WIDE_COLUMNS, _BESIDE_WIDTH = 8, 1000
_NARROW, _LOW = 860, 440
"""From how many columns, and under which width of the page, the chart stands under the table."""
_MOST_MONTHS = 12
_EMPTY = "左边选一张统计表。\n数字和图上的条都能点开，看是哪些人。"
_NOBODY = "统计范围里没有人。\n换一个统计范围，或先在“干部”页导入、新建干部。"


@dataclass(frozen=True)
class _Shown:
    """What is on screen: the report, of which entry and period, and the snapshot where it is a frozen one."""

    report: Report
    entry: Entry
    period: Period
    snapshot: StatisticsSnapshot | None = None


class StatisticsPage(Page):
    """Counts, freezes, compares, draws and exports."""

    def __init__(self, desk: Desk) -> None:
        """Show the official table of all serving people."""
        super().__init__(desk)
        self._entries: dict[str, Entry] = {}
        self._snapshots: list[StatisticsSnapshot] = []
        self._shown: _Shown | None = None
        self._turn = 0
        self.tree, self.ask, self.view = TableTree(), AskLine(), ReportView(desk)
        self.where = WhereLine(Period.month_of(self.office.today()))
        self.notice, self.layout_box = Notice(), QComboBox()
        self.charts = ChartPane(self.export_chart)
        self._lay_out_choice()
        self.view.empty.say(_EMPTY)
        self._add_commands()
        self._assemble()
        self.tree.chosen.connect(self._choose)
        self.where.changed.connect(self.reload)
        self.ask.changed.connect(self.reload)
        self.charts.figure_opened.connect(self._explain)
        self.charts.trend_wanted.connect(self._read_trend)
        self._load_choices()
        self.tree.choose(catalogue.OFFICIAL)

    def _add_commands(self) -> None:
        add = self.add_command
        add("重新统计", icon="refresh", shortcut="Ctrl+G", tip="按现在的数据再统计一次", run=self.reload)
        self.compare_action: QAction = add(
            "与去年比较", icon="history", tip="把现在的数和去年同月冻结的数并排", run=self.reload, checkable=True
        )
        add("冻结本月…", icon="lock", tip="把全部统计表按现在的数据存一份，以后不变", run=self.freeze)
        self.add_separator()
        add("导出 Excel…", icon="excel", shortcut="Ctrl+E", run=lambda: self.export(".xlsx"))
        add("导出 PDF…", icon="pdf", shortcut="Ctrl+P", run=lambda: self.export(".pdf"))
        self.add_separator()
        add("保存统计表…", icon="save", shortcut="Ctrl+S", tip="把选好的行和列存成一张统计表", run=self.keep)
        add("删除统计表", icon="delete", tip="删除左边选中的自己做的统计表", run=self.delete)

    def _lay_out_choice(self) -> None:
        """Let table, chart or both be on show; the choice is remembered."""
        for name, title in _LAYOUTS.items():
            self.layout_box.addItem(title, name)
        kept = self.layout_box.findData(self.desk.settings.get(_LAYOUT_KEY))
        self.layout_box.setCurrentIndex(max(kept, 0))
        labelled_box(self.layout_box, "显示", self.where.line, (105, 115), is_shown=False)
        self.where.line.addStretch(1)
        self.layout_box.currentIndexChanged.connect(lambda _index: self._lay_out())
        self.layout_box.activated.connect(lambda _index: self._keep_layout())

    def _keep_layout(self) -> None:
        if self.isVisible():  # not while a page that is made anew takes up what stood before
            self.desk.settings.set(_LAYOUT_KEY, self.layout_box.currentData())

    def _lay_out(self) -> None:
        layout = self.layout_box.currentData()
        self.view.setVisible(layout != _CHART)
        self.charts.setVisible(layout != _TABLE and self.charts.has_parts())

    def _assemble(self) -> None:
        right = QWidget()
        layout = QVBoxLayout(right)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.space(1))
        self._is_parted = False
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(theme.space(1.5))
        self.split.addWidget(self.view)
        self.split.addWidget(self.charts)
        self.split.setStretchFactor(1, 1)  # the chart gives way to what is said below it; its own buttons stay in place
        self.fold_tree = FoldButton(self.desk.settings, "statistics.tree", "统计表清单", "list")
        self.fold_tree.turned.connect(lambda: self.tree.setVisible(self.fold_tree.is_open()))
        self.tree.setVisible(self.fold_tree.is_open())
        self.where.line.insertWidget(0, self.fold_tree)
        for widget in (self.where, self.ask):
            layout.addWidget(widget)
        layout.addWidget(self.split, 1)
        layout.addWidget(self.notice)
        self.body.addWidget(Split("statistics.tree", self.desk.settings, self.tree, right, (240, 850), side=0.25), 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room of a small window to the table, as long as the clerk has not chosen otherwise."""
        super().resizeEvent(event)
        self.fold_tree.suggest(self.width() >= theme.pixels(_NARROW))
        self.tree.setVisible(self.fold_tree.is_open())
        if self.desk.settings.get(_LAYOUT_KEY) is None:
            is_low = self.height() < theme.pixels(_LOW)
            self.layout_box.setCurrentIndex(self.layout_box.findData(_TABLE) if is_low else 0)

    # ---- choosing

    def _load_choices(self) -> None:
        """Read the tables that were kept, units, views and snapshots."""
        ready, kept = catalogue.ready_made(), catalogue.kept(self.office)
        self._entries = {entry.name: entry for entry in (*ready, *kept)}
        self.tree.load(ready, kept)
        views = saved_view.views(self.office, saved_view.CADRES)
        self.where.load_people(queries.units(self.office), views)

    def _choose(self, name: str) -> None:
        entry = self._entries.get(name)
        if entry is not None and entry.ask is not None:
            self.ask.show_ask(entry.ask)
        self.ask.setVisible(entry is None or entry.ask is not None)
        self._snapshots = queries.snapshots(self.office, name) if entry is not None else []
        self.where.load_moments(self._snapshots)
        self.reload()

    def _entry(self) -> Entry | None:
        """Return the table on show, with the dimensions as they are chosen now."""
        entry = self._entries.get(self.tree.name())
        if entry is not None and entry.spec is not None:
            return entry
        if not self.tree.name():
            return None
        title, name = (entry.title, entry.name) if entry is not None else ("新的统计表", NEW)
        return Entry(name, title, "", of_any=True, ask=self.ask.ask())

    def show_target(self, target: object) -> None:
        """Go to a table by name, or count just the people that another page hands over."""
        if isinstance(target, str):
            self.tree.choose(target)
        elif isinstance(target, dict) and target.get("ids") is not None:
            self.where.hand_over([str(i) for i in target["ids"]], str(target.get("title") or ""))
            entry = self._entry()
            if entry is None or not entry.of_any:
                self.tree.choose(catalogue.OFFICIAL)

    def own(self) -> object:
        """Return the table on show and the people that other pages have handed over."""
        return self.tree.name(), self.where.handed()

    def take_own(self, own: object) -> None:
        """Show the same table, with the same people to choose from."""
        name, handed = cast("tuple[str, list[Population]]", own)
        for population in handed:
            self.where.hand_over(population.ids or (), population.title)
        self.tree.choose(name)

    def refresh(self, tables: frozenset[str]) -> None:
        """Read the choices anew, and count again what is of the present."""
        if tables & _CHOICES:
            self._load_choices()
            name = self.tree.name()
            if "statistics_snapshot" in tables and not self.where.snapshot_id():
                self._snapshots = queries.snapshots(self.office, name)
                self.where.load_moments(self._snapshots)
        if tables & (_TABLES | {"cross_table"}):
            self.reload()

    def focus_first(self) -> None:
        """Begin at the list of tables."""
        self.tree.setFocus()

    # ---- counting

    def reload(self) -> None:
        """Count what is chosen on another thread, or read the frozen copy."""
        entry = self._entry()
        if entry is None:
            return
        self.where.offer_population(possible=entry.of_any)
        snapshot = next((s for s in self._snapshots if s.id == self.where.snapshot_id()), None)
        earlier = self._earlier(snapshot)
        who = self.where.chosen_people() if entry.of_any else SERVING
        period = self.where.period()
        self._turn += 1
        turn = self._turn

        def work(_progress: object) -> _Shown:
            if snapshot is not None:
                found, of = queries.content_of(self.office, snapshot), Period.parse(snapshot.period)
            else:
                population = self._viewed(who) if isinstance(who, SavedView) else who
                found, of = entry.compute(self.office, period, population), period
            if earlier is not None:
                before = queries.content_of(self.office, earlier)
                found = queries.compared(found, before, Period.parse(earlier.period))
            return _Shown(found, entry, of, snapshot)

        self.desk.tasks.run(
            work, title="统计", writes=False, quiet=True, context=self,
            done=lambda shown: self._show(shown) if turn == self._turn else None,
            failed=lambda error: self._fail(error) if turn == self._turn else None,
        )  # fmt: skip

    def _viewed(self, view: SavedView) -> Population:
        """Return the people that a saved view shows now."""
        ids = view_ids(self.office, view, self.desk.ready_conditions())
        return Population(f"视图“{view.name}”（{len(ids)} 人）", ids=ids)

    def _earlier(self, snapshot: StatisticsSnapshot | None) -> StatisticsSnapshot | None:
        """Return the snapshot to compare with, where comparing is on; switch it off where there is none."""
        if not self.compare_action.isChecked():
            return None
        period = self.where.period() if snapshot is None else Period.parse(snapshot.period)
        found = queries.year_before(self._snapshots, period)
        if found is None:
            self.compare_action.setChecked(False)
            self.desk.notify(f"{period.first.year - 1}年{period.last.month}月和以前没有冻结过这张表，不能比较", "hint")
        return found

    def _fail(self, error: Exception) -> None:
        self._shown = None
        self.view.clear()
        self.charts.show_report(None)
        self.notice.say("warning", str(error))

    def _show(self, shown: _Shown) -> None:
        self._shown = shown
        table = shown.report.tables[0]
        wide = len(table.widths) > _WIDE_COLUMNS or self.width() < theme.pixels(_BESIDE_WIDTH)
        self._turn_split(Qt.Orientation.Vertical if wide else Qt.Orientation.Horizontal)
        nobody = not any(isinstance(c, Figure) and c.value for t in shown.report.tables for row in t.rows for c in row)
        self.view.empty.say(_NOBODY if nobody else _EMPTY)
        if nobody:
            self.view.clear()
        else:
            self.view.show_report(shown.report)
        self.charts.show_report(None if nobody else shown.report)
        self._lay_out()
        self._tell(shown)
        if not self._is_parted and self.split.isVisible():
            self._is_parted = True  # only now is it known how much room there is to part
            self._part()

    def _turn_split(self, orientation: Qt.Orientation) -> None:
        """Put the chart under a wide table, beside a narrow one."""
        if self.split.orientation() is not orientation or not any(self.split.sizes()):
            self.split.setOrientation(orientation)
            self._part()

    def _part(self) -> None:
        """Give the table the larger part above its chart, half beside it."""
        is_vertical = self.split.orientation() is Qt.Orientation.Vertical
        room, share = (self.split.height(), 0.56) if is_vertical else (self.split.width(), 0.5)
        self.split.setSizes([round(room * share), room - round(room * share)])

    def _tell(self, shown: _Shown) -> None:
        snapshot = shown.snapshot
        if snapshot is None:
            self.notice.clear()
            return
        made = snapshot.made_at.replace("T", " ")
        text = f"这是 {made} 由{snapshot.made_by}冻结的，不随数据变化；数据指纹 {snapshot.content_hash[:12]}…"
        self.notice.say("ok", text)

    def _explain(self, title: str, figure: Figure) -> None:
        self.view.explain(title, figure)

    def _read_trend(self) -> None:
        shown = self._shown
        if shown is None:
            return
        months = queries.latest_of_months(self._snapshots)[-_MOST_MONTHS:]

        def work(_progress: object) -> list[tuple[Period, Report]]:
            found = [(Period.parse(s.period), queries.content_of(self.office, s)) for s in months]
            return [pair for pair in found if pair[0] < shown.period] + [(shown.period, shown.report)]

        self.desk.tasks.run(
            work, title="读取各月统计", writes=False, quiet=True, context=self, done=self.charts.show_trend
        )

    # ---- doing

    def freeze(self) -> None:
        """Freeze every table for this month, after asking."""
        period = Period.month_of(self.office.today())
        there = queries.snapshots(self.office, catalogue.OFFICIAL, period.text)
        before = f"\n\n本月已在 {there[0].made_at[:16].replace('T', ' ')} 冻结过一次，这一次也会保留。" if there else ""
        text = f"把 {len(self._entries)} 张统计表按现在的数据冻结为{period.chinese()}，以后不能改，也不能撤销。{before}"
        if self.desk.messages.question(self, "冻结本月", text, yes="冻结"):
            self.desk.tasks.run(
                lambda progress: actions.freeze_month(self.office, progress=progress),
                title="冻结本月统计",
                context=self,
                done=self._frozen,
            )

    def _frozen(self, made: Sequence[StatisticsSnapshot]) -> None:
        self.desk.notify(f"已冻结 {len(made)} 张统计表")
        self.refresh(frozenset({"statistics_snapshot"}))

    def keep(self) -> None:
        """Keep the dimensions as they are chosen under a title."""
        entry = self._entry()
        if entry is None or entry.ask is None:
            self.desk.notify("固定报表不用保存；请先在左边选“新的统计表”", "hint")
            return
        before = self._kept(entry.name)
        words = f"{self.ask.down.currentText()}与{self.ask.across.currentText()}"
        suggested = before.title if before is not None else words
        title = self.desk.messages.ask_text(self, "保存统计表", "名称", suggested)
        if title is None:
            return
        same = before if before is not None and before.title == title.strip() else None
        try:
            made = actions.keep_table(self.office, title, entry.ask, before=same)
        except GanbuError as error:
            self.desk.messages.error(self, error)
            return
        self._load_choices()
        self.desk.notify(f"已保存统计表：{made.title}")
        self.tree.choose(f"{catalogue.CROSS}{made.id}")

    def _kept(self, name: str) -> CrossTable | None:
        return self.office.get(CrossTable, name.removeprefix(catalogue.CROSS))

    def delete(self) -> None:
        """Delete the chosen table that was kept."""
        table = self._kept(self.tree.name())
        if table is None:
            self.desk.notify("只能删除自己做的统计表，请先在左边选中它", "hint")
        elif self.desk.messages.question(
            self,
            "删除统计表",
            f"删除“{table.title}”？\n\n干部数据不受影响，已经冻结的也保留。",
            yes="删除",
            danger=True,
        ):
            actions.delete_table(self.office, table)
            self._load_choices()
            self.tree.choose(catalogue.OFFICIAL)

    # ---- writing files

    def export(self, suffix: str) -> None:
        """Write the table on show to a file; the workbook has its chart under it."""
        shown = self._shown
        if shown is None:
            self.desk.notify("还没有统计结果，请先在左边选一张统计表", "hint")
            return
        kind = "Excel 工作簿 (*.xlsx)" if suffix == ".xlsx" else "PDF 文件 (*.pdf)"
        target = self.desk.messages.save_file(self, "导出统计表", f"{shown.report.title}{suffix}", kind)
        if target is None:
            return
        chart = self.charts.chart()
        picture = png_of(chart) if chart is not None and suffix == ".xlsx" else None
        signed = shown.report.signed(self.office)
        self._write(lambda path: write_report(signed, path, picture=picture), target.with_suffix(suffix))

    def export_chart(self) -> None:
        """Write the chart on show to a picture or a PDF page."""
        chart = self.charts.chart()
        if chart is None:
            self.desk.notify("还没有图；先在左边选一张统计表", "hint")
            return
        kinds = "PNG 图片 (*.png);;PDF 文件 (*.pdf)"
        target = self.desk.messages.save_file(self, "导出图", f"{chart.title}.png", kinds)
        if target is not None:
            path = target if target.suffix.lower() in (".png", ".pdf") else target.with_suffix(".png")
            try:
                write_chart(chart, path)
            except GanbuError as error:
                self.desk.messages.error(self, error)
            else:
                self.desk.notify(f"已写出：{path}")

    def _write(self, write: Callable[[Path], list[str]], target: Path) -> None:
        def done(findings: list[str]) -> None:
            if findings:
                self.desk.messages.warn(self, "已写出，但有内容没有印全", "\n".join(findings[:20]))
            self.desk.notify(f"已写出：{target}")

        self.desk.tasks.run(lambda _progress: write(target), title="写出统计表", writes=False, context=self, done=done)
