"""学时档案: everybody's hours of a year against the standard of their level, and one person's archive beside it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSpinBox, QSplitter

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import Card, row, scrolled, text_label
from ganbu_desktop.desktop.ledger.entry_dialog import EntryDialog
from ganbu_desktop.desktop.reports.figure_label import FigureLabel
from ganbu_desktop.desktop.tables import Column, DataTable, ListSource, Row
from ganbu_desktop.desktop.window.page import PERSON, TODAY, Desk, Page
from ganbu_desktop.foundation import person_name
from ganbu_desktop.foundation.fields import Choice
from ganbu_desktop.kernel.describe import fields_of
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.report.spec import NO_RECORD
from ganbu_desktop.modules.training.queries.archive import Archive, archive_of
from ganbu_desktop.modules.training.queries.roll import Member, roll
from ganbu_desktop.modules.training.records import TrainingHours
from ganbu_desktop.modules.training.rows import archive
from ganbu_desktop.modules.training.rules.standards import State, shown_tenths

_COLUMNS = (
    Column("name", "姓名", 88),
    Column("unit", "单位", 130),
    Column("standard", "标准", 140),
    Column("done", "已完成", 70, align="right"),
    Column("short", "差额", 64, align="right"),
    Column("state", "达标", 84, align="center"),
    Column("online", "网络", 64, align="right"),
    Column("post", "职务", 190),
    Column("reason", "说明", 240),
)
_ENTRIES = (
    Column("year", "年度", 60, align="center"),
    Column("title", "班次", 170),
    Column("form", "形式", 60, align="center"),
    Column("hours", "学时", 60, align="right"),
    Column("source", "来源", 60, align="center"),
)
_TONES = {State.SHORT: "warning", State.NO_RECORD: "muted", State.NO_LEVEL: "muted"}
_CHANGING = {
    TODAY,
    "training_hours",
    "training_exemption",
    "attendance_state",
    "person",
    "level_history",
    "unit",
    "parameter_override",
}


class ArchiveView(Page):
    """The roll of a year. Targets: a person's id, or ``(PERSON, id)``."""

    def __init__(self, desk: Desk) -> None:
        """Show this year."""
        super().__init__(desk)
        self._members: dict[str, Member] = {}
        self._wanted = ""
        self.year = QSpinBox()
        self.year.setRange(1990, 2100)
        self.year.setValue(self.office.today().year)
        self.year.setAccessibleName("年度")
        self.table = DataTable("training.archive", ListSource(_COLUMNS), title="学时档案", desk=desk, frozen=1)
        self.search = self.table.search_box("姓名、单位、达标情况")
        self.sums = text_label(role="muted")
        self._make_card(desk)
        self.add_command("补录学时", run=self.catch_up, icon="add", shortcut="Ctrl+N", tip="凭证书、通知等补录一条学时")
        self.add_command("登记顺延", run=self.put_off, icon="calendar", tip="病假、产假、援派等期间的培训任务顺延")
        self.add_command("打印档案", run=self.print_chosen, icon="print", tip="打印选中的人的个人培训档案")
        self.add_command("打开干部", run=self._open_person, icon="person", tip="打开选中的干部")
        self.add_command("未达标名单", run=self._open_report, icon="list", tip="打开报表“学时未达标名单”")
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.table)
        split.addWidget(scrolled(self.card))
        split.setChildrenCollapsible(False)
        split.setStretchFactor(0, 1)
        split.setSizes([theme.pixels(760), theme.pixels(380)])
        self.body.addWidget(row(text_label("年度"), self.year, self.search, self.sums, stretch=True))
        self.body.addWidget(split, 1)
        self.table.set_empty("没有在职干部。先在“干部”页登记或导入。")
        self.table.current_changed.connect(self._show_card)
        self.table.opened.connect(lambda _id: self.catch_up())
        self.year.valueChanged.connect(lambda _year: self.reload())
        self.reload()

    def _make_card(self, desk: Desk) -> None:
        self.card = Card("个人培训档案")
        self.whose = text_label("", role="label", wrap=True)
        self.year_figure, self.five_figure, self.short_figure = (FigureLabel(desk) for _ in range(3))
        self.standing = text_label("", wrap=True)
        self.entries = DataTable(
            "training.entries", ListSource(_ENTRIES), title="学时明细", desk=desk, multiple=False, filters=False
        )
        self.entries.set_empty("没有学时记录。参加过的凭证书补录。")
        self.entries.opened.connect(self._edit_entry)
        for label, figure in (
            ("年度累计", self.year_figure),
            ("五年累计", self.five_figure),
            ("还差", self.short_figure),
        ):
            self.card.body.addWidget(row(text_label(label, role="label"), figure, stretch=True))
        self.card.body.insertWidget(0, self.whose)
        self.card.body.addWidget(self.standing)
        self.card.body.addWidget(self.entries, 1)

    # ---- reading

    def reload(self) -> None:
        """Work the roll out again, off the window's thread."""
        year, today = self.year.value(), self.office.today()
        self.desk.tasks.run(
            lambda _progress: roll(self.office, year, date(year, 12, 31), seen_on=today),
            title="统计学时",
            done=self._show,
            context=self,
            writes=False,
            quiet=True,
        )

    def _show(self, members: list[Member]) -> None:
        self._members = {m.person.id: m for m in members}
        source = self.table.source
        assert isinstance(source, ListSource)
        source.set_rows([self._row(m) for m in members])
        self.table.reload()
        counted = {state: sum(m.standing.state is state for m in members) for state in State}
        said = "　".join(f"{state.value} {number}" for state, number in counted.items() if number)
        self.sums.setText(f"{len(members)} 人：{said}" if members else "")
        if self._wanted:
            self.table.select(self._wanted)
        self._show_card(self.table.current_id() or "")

    def _row(self, member: Member) -> Row:
        found, sums = member.standing, member.standing.earned
        known = sums.entries > sums.incomplete
        online = member.year(self.year.value()).online_tenths
        cells = (
            person_name.padded(member.person.name),
            member.person.unit_name,
            found.standard.shown() if found.standard else "无法确定",
            shown_tenths(sums.hours_tenths) if known else NO_RECORD,
            shown_tenths(found.shortfall_tenths),
            found.state.value,
            shown_tenths(online) if online else "",
            member.person.post,
            found.reason,
        )
        return Row(member.person.id, cells, tone=_TONES.get(found.state, ""))

    def _show_card(self, person_id: str) -> None:
        if person_id not in self._members:
            self.whose.setText("左边选一个人，这里看档案。")
            return
        self.show_archive(archive_of(self.office, person_id, self.year.value()))

    def show_archive(self, found: Archive) -> None:
        """Show one person's archive in the card."""
        person = found.member.person
        self.whose.setText(f"{person.name}　{person.unit_name}　{'、'.join(found.member.levels) or '层次无记录'}")
        self.year_figure.set_figure(f"{person.name}年度累计", found.year_figure)
        self.five_figure.set_figure(f"{person.name}五年累计", found.five_figure)
        self.short_figure.set_figure(f"{person.name}还差学时", found.shortfall)
        self.standing.setText(found.standing_text)
        source = self.entries.source
        assert isinstance(source, ListSource)
        source.set_rows([self._entry_row(entry) for entry in found.entries])
        self.entries.reload()

    def _entry_row(self, entry: TrainingHours) -> Row:
        described = fields_of(TrainingHours)
        form, source = described["form"], described["source"]
        assert isinstance(form, Choice)
        cells = (
            str(entry.year or "未填"),
            entry.class_title,
            form.format(entry.form),
            shown_tenths(entry.hours_tenths) or "未填",
            source.format(entry.source),
        )
        return Row(entry.id, cells, tone="muted" if entry.is_recognised is False else "")

    # ---- what the window asks

    def refresh(self, tables: frozenset[str]) -> None:
        """Work the roll out anew when something it stands on has changed."""
        if tables & _CHANGING:
            self._wanted = self.table.current_id() or self._wanted
            self.reload()

    def show_target(self, target: object) -> None:
        """Choose one person."""
        if isinstance(target, tuple) and len(target) == 2 and target[0] == PERSON:
            target = target[1]
        if isinstance(target, str):
            self._wanted = target
            if target in self._members:
                self.table.select(target)

    def focus_first(self) -> None:
        """Go to the search line."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ---- commands

    def catch_up(self) -> None:
        """Open a new entry of hours for the current person."""
        self._open(archive.HOURS.ledger)

    def put_off(self) -> None:
        """Open a new entry of days put off for the current person."""
        self._open(archive.EXEMPTIONS.ledger)

    def _open(self, spec: LedgerSpec) -> None:
        person_id = self.table.current_id()
        values = {"person_id": person_id} if person_id else {}
        dialog = EntryDialog(self.desk, spec, values=values)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _edit_entry(self, entry_id: str) -> None:
        entry = self.office.get(TrainingHours, entry_id)
        if entry is not None:
            dialog = EntryDialog(self.desk, archive.HOURS.ledger, entry)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def print_chosen(self) -> None:
        """Print the archives of the chosen people."""
        from ganbu_desktop.desktop.paper.print_dialog import ask_print  # the preview loads when it is wanted

        ids = self.table.selected_ids() or [i for i in [self.table.current_id()] if i]
        if ids:
            ask_print(self.desk, "打印个人培训档案", ("training-archive",), ids)

    def _open_person(self) -> None:
        person_id = self.table.current_id()
        if person_id:
            self.desk.go(PERSON, person_id)

    def _open_report(self) -> None:
        self.desk.go("reports", ("shortfall", str(self.year.value())))
