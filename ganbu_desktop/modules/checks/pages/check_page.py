"""The data-check page: everybody checked in one run, what was found by check or unit, and the way to the field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.widgets import EmptyState, Notice, Split
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.desktop.tables import DataTable
from ganbu_desktop.desktop.window.page import TODAY, Desk, Page
from ganbu_desktop.foundation.findings import Finding, Level
from ganbu_desktop.kernel.office.office import Office, Progress
from ganbu_desktop.kernel.people.service import ServiceSpell
from ganbu_desktop.modules.checks.checking import CheckReport, check_everyone, set_check_level, write_report
from ganbu_desktop.modules.checks.completeness import Incomplete, incomplete_people, item_of
from ganbu_desktop.modules.checks.pages.check_levels import LevelsDialog
from ganbu_desktop.modules.checks.pages.check_source import (
    NO_UNIT,
    SOLVED,
    TONES,
    Entry,
    FindingSource,
    GapSource,
    compared,
    entries_of,
    replaced,
)
from ganbu_desktop.modules.checks.pages.check_tree import Branch, CountTree
from ganbu_desktop.modules.checks.rules import CHECKS
from ganbu_desktop.modules.checks.rules.settings import levels

_BY_CHECK, _BY_UNIT = "按校核项", "按单位"
_FINDINGS, _GAPS = 0, 1
_DOUBLES = ("id-duplicate", "name-birth-duplicate")


@dataclass(frozen=True)
class _Run:
    report: CheckReport
    incomplete: list[Incomplete]


_Kept = tuple[CheckReport, list[Incomplete], list[Entry], set[str], str]


class CheckPage(Page):
    """Runs the checks off the thread and shows what they find."""

    def __init__(self, desk: Desk) -> None:
        """Start without a run."""
        super().__init__(desk)
        self.report: CheckReport | None = None
        self._incomplete: list[Incomplete] = []
        self._visited: set[str] = set()
        self.source, self.gaps = FindingSource(), GapSource()
        self.ran = words(role="muted")
        self.notice = Notice()
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("校核结果")
        self.tabs.setExpanding(False)
        self.tabs.addTab("发现的问题")
        self.tabs.addTab("待完善")
        self.tabs.currentChanged.connect(self._show_tab)
        self.grouping = QComboBox()
        self.grouping.setAccessibleName("分组方式")
        self.grouping.addItems([_BY_CHECK, _BY_UNIT])
        self.grouping.currentIndexChanged.connect(lambda _row: self._fill_tree())
        self.tree = CountTree("校核结果分组", ("", "错误", "警告", "提示"), ("error", "warning", "hint"))
        self.tree.chosen.connect(lambda _key: self._narrow())
        self.table = DataTable("check", self.source, title="校核结果", desk=desk, multiple=True)
        self.table.opened.connect(self._open_finding)
        self.levels = {level: self._level_button(level) for level in Level}
        self.gap_tree = CountTree("待完善分组", ("缺什么", "人数"), ("muted",))
        self.gap_tree.chosen.connect(self._narrow_gaps)
        self.gap_table = DataTable("gaps", self.gaps, title="待完善", desk=desk, multiple=True)
        self.gap_table.opened.connect(self._open_gap)
        self._add_commands()
        self._assemble()
        self._show_state()

    def _add_commands(self) -> None:
        self.add_command("开始校核", icon="check", shortcut="F5", run=self.run, tip="校核全部人员和单位")
        self._export = self.add_command("导出 Excel…", icon="excel", shortcut="Ctrl+E", run=self.export)
        self.add_separator()
        merge = self.add_command("合并重复人员…", icon="copy", run=self.merge, tip="比较并合并选中的重复人员")
        self.table.add_menu_action(merge)
        self.add_command("校核项设置…", icon="settings", run=self.set_levels)

    def _level_button(self, level: Level) -> QToolButton:
        button = QToolButton()
        button.setText(level.label)
        button.setCheckable(True)
        button.setChecked(True)
        button.setIcon(icons.icon(TONES[level], TONES[level]))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setToolTip(f"显示或隐藏{level.label}")
        button.toggled.connect(lambda _on: self._narrow())
        return button

    def _assemble(self) -> None:
        self.body.addWidget(self.ran)
        self.body.addWidget(self.tabs)
        self._stack = QStackedWidget()
        self._never = EmptyState("还没有校核过。校核只读取数据，不会改动。", "check", "开始校核", self.run)
        self._clean = EmptyState("没有发现问题", "ok")
        self._stack.addWidget(self._never)
        self._stack.addWidget(self._clean)
        self._stack.addWidget(Split("check", self.desk.settings, self._tree_side(), self._list_side(), (320, 780)))
        self._stack.addWidget(Split("gaps", self.desk.settings, self.gap_tree, self._gap_side(), (300, 760)))
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self.notice)

    def _tree_side(self) -> QWidget:
        side = _stacked(self.grouping, self.tree)
        side.setMinimumWidth(theme.pixels(170))
        return side

    def _list_side(self) -> QWidget:
        line = QHBoxLayout()
        line.setSpacing(theme.space(1))
        self.search = self.table.search_box("查找姓名、单位、问题")
        self.search.setMinimumWidth(theme.pixels(140))
        line.addWidget(self.search, 1)
        for button in self.levels.values():
            line.addWidget(button)
        return _stacked(line, self.table)

    def _gap_side(self) -> QWidget:
        return _stacked(self.gap_table.search_box("查找姓名、单位"), self.gap_table)

    # ---- running

    def run(self, *, afresh: bool = False) -> None:
        """Check everybody off the thread; ``afresh`` compares with nothing before."""
        self.desk.tasks.run(
            lambda progress: _check(self.office, progress),
            title="数据校核",
            writes=False,
            context=self,
            done=lambda result: self._checked(result, afresh),
        )

    def _checked(self, result: _Run, afresh: bool) -> None:
        again = self.report is not None and not afresh
        fresh = entries_of(result.report)
        self._visited.clear()
        self.report, self._incomplete = result.report, result.incomplete
        self._take(compared(self.source.things, fresh) if again else fresh)
        self.ran.setText(f"{self.office.clock():%H:%M} 校核全部 {result.report.people:,} 人和单位")
        self.notice.clear()
        if self.desk.window is None or self.isVisible():
            self.focus_first()

    def _take(self, entries: Sequence[Entry]) -> None:
        self.source.set(entries)
        self.gaps.set(self._incomplete)
        standing = Counter(e.finding.level for e in entries if e.state != SOLVED)
        for level, button in self.levels.items():
            button.setText(f"{level.label} {standing[level]:,}")
            button.setAccessibleName(f"{level.label} {standing[level]} 条")
        self.tabs.setTabText(_FINDINGS, f"发现的问题 {sum(standing.values()):,}")
        self.tabs.setTabText(_GAPS, f"待完善 {len(self._incomplete):,} 人")
        self._fill_tree()
        self._fill_gap_tree()
        self._narrow()
        self.gap_table.reload()
        self._show_state()

    def _show_state(self) -> None:
        ran = self.report is not None
        self.tabs.setVisible(ran)
        self.ran.setVisible(ran)
        self._export.setEnabled(ran)
        self._show_tab(self.tabs.currentIndex())

    def _show_tab(self, tab: int) -> None:
        if self.report is None:
            self._stack.setCurrentIndex(0)
        elif tab == _FINDINGS:
            self._stack.setCurrentIndex(2 if self.source.things else 1)
        else:
            self._stack.setCurrentIndex(3 if self._incomplete else 1)

    # ---- grouping and narrowing

    def _fill_tree(self) -> None:
        entries = [e for e in self.source.things if e.state != SOLVED]
        by_check = self.grouping.currentText() == _BY_CHECK
        branches = _check_branches(entries) if by_check else _unit_branches(entries)
        self.tree.setHeaderLabels(["校核项" if by_check else "单位", "错误", "警告", "提示"])
        self.tree.load([Branch("", "全部", _counts(entries)), *branches])

    def _fill_gap_tree(self) -> None:
        items: Counter[str] = Counter()
        for person in self._incomplete:
            items.update({item_of(gap) for gap in person.gaps})
        branches = [Branch(item, item, (count,)) for item, count in items.most_common()]
        self.gap_tree.load([Branch("", "全部", (len(self._incomplete),)), *branches])

    def _narrow(self) -> None:
        key = self.tree.key() or None
        by_check = self.grouping.currentText() == _BY_CHECK
        shown = frozenset(level for level, button in self.levels.items() if button.isChecked())
        self.table.set_extra(levels=shown, rule=key if by_check else None, unit=None if by_check else key)

    def _narrow_gaps(self, key: str) -> None:
        self.gap_table.set_extra(item=key or None)

    # ---- going there

    def _open_finding(self, row_id: str) -> None:
        entry = self.source.at(row_id)
        if entry is None:
            return
        finding = entry.finding
        if finding.person_id is None:
            self.desk.go("units", finding.record_id)
            return
        self._visited.add(finding.person_id)
        if finding.record_type == ServiceSpell.table.name:
            self.desk.go("people", ("service-history", finding.record_id))
            return
        self.desk.go("person", finding)

    def merge(self) -> None:
        """Show whom the current finding may have recorded twice; all likely pairs where it is about something else."""
        entry = self.source.at(row_id) if (row_id := self.table.current_id()) else None
        is_double = entry is not None and entry.finding.rule in _DOUBLES
        self.desk.go("merge", entry.finding.person_id if entry is not None and is_double else None)

    def _open_gap(self, row_id: str) -> None:
        person = self.gaps.at(row_id)
        if person is None:
            return
        wanted = self.gap_tree.key()
        gap = next((g for g in person.gaps if item_of(g) == wanted), person.gaps[0])
        self._visited.add(person.person_id)
        place = Finding("gap", Level.HINT, gap.label, person.person_id, gap.record_type, gap.record_id, gap.field)
        self.desk.go("person", place)

    def refresh(self, tables: frozenset[str]) -> None:
        """Check again those whom the clerk went to; say that the rest may be out of date."""
        if self.report is None:
            return
        if tables == {TODAY}:
            self.notice.say("hint", "日期已变：这些结果是按前一天算的，可按 F5 重新校核。")
            return
        self.notice.say("hint", "数据有改动：刚才去改过的人已重新校核，其他结果可按 F5 重新校核。")
        visited = sorted(self._visited)
        if visited:
            self.desk.tasks.run(
                lambda progress: _check(self.office, progress, visited),
                title="重新校核",
                writes=False,
                quiet=True,
                context=self,
                done=lambda result: self._rechecked(result, visited),
            )

    def _rechecked(self, result: _Run, person_ids: Sequence[str]) -> None:
        kept = [p for p in self._incomplete if p.person_id not in person_ids]
        self._incomplete = [*kept, *result.incomplete]
        self._take(replaced(self.source.things, entries_of(result.report), person_ids))

    # ---- export and settings

    def export(self) -> None:
        """Write the last run as a workbook."""
        report = self.report
        if report is None:
            return
        name = f"数据校核_{self.office.today():%Y%m%d}.xlsx"
        target = self.desk.messages.save_file(self.desk.window, "导出校核结果", name, "Excel 工作簿 (*.xlsx)")
        if target is None:
            return
        target = target if target.suffix else target.with_suffix(".xlsx")
        self.desk.tasks.run(
            lambda _progress: write_report(self.office, report, target),
            title="导出校核结果",
            writes=False,
            context=self,
            done=lambda _none: self.desk.notify(f"已导出 {target.name}"),
        )

    def set_levels(self) -> None:
        """Let the levels be set, then check again if there was a run."""
        with self.office.reading() as connection:
            own = levels(connection)
        dialog = LevelsDialog(self.desk, own)
        if dialog.exec() and dialog.choices():
            self.save_levels(dialog.choices())
        dialog.deleteLater()

    def save_levels(self, choices: dict[str, str]) -> None:
        """Write changed levels, each as one step."""
        self.desk.tasks.run(
            lambda _progress: _save_levels(self.office, choices),
            title="保存校核项设置",
            context=self,
            done=lambda _none: self._levels_saved(len(choices)),
        )

    def _levels_saved(self, count: int) -> None:
        self.desk.notify(f"已改 {count} 个校核项的级别")
        if self.report is not None:
            self.run(afresh=True)

    def own(self) -> object:
        """Return the last run: what it found and where it was set right since."""
        if self.report is None:
            return None
        return self.report, self._incomplete, list(self.source.things), set(self._visited), self.ran.text()

    def take_own(self, own: object) -> None:
        """Show the same run."""
        self.report, self._incomplete, entries, self._visited, ran = cast("_Kept", own)
        self.ran.setText(ran)
        self._take(entries)

    def focus_first(self) -> None:
        """Begin in the list, or at the button that starts."""
        if self.report is None:
            self._never.button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.tabs.currentIndex() == _FINDINGS:
            self.table.focus_rows()
        else:
            self.gap_table.focus_rows()


def _check(office: Office, progress: Progress, ids: Sequence[str] | None = None) -> _Run:
    return _Run(check_everyone(office, progress, ids), incomplete_people(office, progress, ids))


def _save_levels(office: Office, choices: Mapping[str, str]) -> None:
    for key, choice in choices.items():
        set_check_level(office, key, choice)


def _counts(entries: Sequence[Entry]) -> tuple[int, ...]:
    found = Counter(e.finding.level for e in entries)
    return tuple(found[level] for level in Level)


def _check_branches(entries: Sequence[Entry]) -> list[Branch]:
    by_rule: dict[str, list[Entry]] = {}
    for entry in entries:
        by_rule.setdefault(entry.finding.rule, []).append(entry)
    return [Branch(c.key, c.title, _counts(by_rule[c.key]), c.help) for c in CHECKS if c.key in by_rule]


def _unit_branches(entries: Sequence[Entry]) -> list[Branch]:
    by_unit: dict[str, list[Entry]] = {}
    for entry in entries:
        by_unit.setdefault(entry.unit or NO_UNIT, []).append(entry)
    return [Branch(unit, unit, _counts(found)) for unit, found in by_unit.items()]


def _stacked(first: QWidget | QHBoxLayout, second: QWidget) -> QWidget:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.space(1))
    if isinstance(first, QWidget):
        layout.addWidget(first)
    else:
        layout.addLayout(first)
    layout.addWidget(second, 1)
    return holder
