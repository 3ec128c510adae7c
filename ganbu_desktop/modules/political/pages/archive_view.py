"""One person's archive on screen: counts by dimension, expected sources, entries with all that they rest on.

Fact, judgement and suggestion stand apart, evidence and the person's words beside them; there is no total.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import Badge, Card, link_button, plain_button, row, scrolled, text_label
from ganbu_desktop.desktop.kit.widgets.flow import FlowLayout
from ganbu_desktop.desktop.ledger.entry_lines import evidence_words, line, statement_words
from ganbu_desktop.desktop.paper.print_dialog import ask_print
from ganbu_desktop.desktop.window.page import Desk, Page
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel.describe import fields_of
from ganbu_desktop.kernel.log.access_log import VIEW, note_access
from ganbu_desktop.kernel.spine.limiting import LimitingRecord, Standing
from ganbu_desktop.modules.political import actions, ledgers, queries, rows, rules
from ganbu_desktop.modules.political.queries import ArchiveView, DimensionCount, EntryView
from ganbu_desktop.modules.political.records import PoliticalArchive, PoliticalEntry

ROOM = "political"
NEW = "new"
_TONES = {Standing.DRAFT: "hint", Standing.IN_FORCE: "ok"}
_NOTHING = "无记录"


class ArchivePane(Page):
    """Shows one person's archive; ``left`` asks to go back to the list."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        """Show nobody."""
        super().__init__(desk)
        self._person_id = ""
        self._noted: set[tuple[date, str]] = set()
        self._view: ArchiveView | None = None
        self._name = text_label(role="title")
        self._who = text_label(role="muted", wrap=True)
        self._number = Badge()
        self.back_button = plain_button("返回名单", "arrow-left", self.left.emit)
        self.open_button = plain_button("建档", "add", self.open_archive)
        self.body.addWidget(row(self.back_button, self._name, self._number, self.open_button, stretch=True))
        self.body.addWidget(self._who)
        self._holder = QVBoxLayout()
        self.body.addLayout(self._holder, 1)
        self._content: QWidget | None = None
        self._print = self.add_command(
            "打印档案", icon="print", shortcut="Ctrl+P", tip="打印这份档案", run=self.print_it
        )
        self.add_command("新增条目", icon="add", shortcut="Ctrl+N", tip="登记一条政治素质条目", run=self.add_entry)
        self._history = self.add_command(
            "含历史",
            icon="history",
            tip="也列出草稿、作废、期满和受保护的条目",
            checkable=True,
            run=self.reload,
        )
        back = QShortcut(QKeySequence("Esc"), self, self.left.emit)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # ---- what it shows

    def show_person(self, person_id: str) -> bool:
        """Show a person's archive, noted in the access log; False when the person is gone or it cannot be noted."""
        look = (self.office.today(), person_id)
        if look not in self._noted:
            try:
                note_access(self.office, VIEW, PoliticalArchive.table.name, [person_id], "查看档案")
            except GanbuError as error:
                self.desk.messages.error(self.desk.window, error)
                return False
            self._noted.add(look)
        self._person_id = person_id
        self.reload()
        return self._view is not None

    def reload(self) -> None:
        """Read the archive again."""
        self._view = queries.archive(self.office, self._person_id, history=self._history.isChecked())
        if self._content is not None:
            self._holder.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
            self._content = None
        if self._view is not None:
            self._head(self._view)
            self._content = scrolled(self._sections(self._view))
            self._holder.addWidget(self._content, 1)

    def focus_first(self) -> None:
        """Go to the button that leads back; from there Tab goes on."""
        self.back_button.setFocus()

    def shown(self) -> ArchiveView | None:
        """Return what is on show."""
        return self._view

    def _head(self, view: ArchiveView) -> None:
        header = view.header
        self._name.setText(view.person.name or "未填姓名")
        self._who.setText("　".join(part for part in (view.unit_name, view.person.current_post) if part))
        self._number.set((header.number or "未编号") if header else "尚未建档", "ok" if header else "warning")
        self.open_button.setVisible(header is None)
        self._print.setEnabled(header is not None)

    def _sections(self, view: ArchiveView) -> QWidget:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, theme.space(1), 0)
        column.setSpacing(theme.space(1.5))
        cards = FlowLayout(theme.space(1))
        for card in (_counts_card(view.counts), self._sources_card(view)):
            cards.addWidget(card)
        column.addLayout(cards)
        column.addWidget(self._entries_card("各维度条目", ledgers.ENTRIES.name, view.entries))
        if view.vetoes:
            column.addWidget(self._entries_card("一票否决", ledgers.VETOES.name, view.vetoes))
        if view.notes:
            column.addWidget(self._entries_card("八小时外走访", rows.NOTES.name, view.notes))
        column.addWidget(self._summaries_card(view))
        column.addWidget(self._materials_card(view))
        column.addStretch(1)
        return inner

    def _sources_card(self, view: ArchiveView) -> Card:
        found = view.completeness
        card = Card(f"材料来源　已归集 {found.text}")
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(1.5))
        grid.setVerticalSpacing(theme.space(0.75))
        for number, source in enumerate(found.expected):
            line_number, column = divmod(number, 2)
            word, tone = ("已归集", "ok") if source in found.collected else ("尚缺", "warning")
            grid.addWidget(text_label(source), line_number, 2 * column)
            grid.addWidget(Badge(word, tone), line_number, 2 * column + 1)
        grid.setColumnStretch(4, 1)
        card.body.addLayout(grid)
        card.body.addStretch(1)
        return card

    def _entries_card(self, title: str, tab: str, entries: Sequence[EntryView]) -> Card:
        card = Card(f"{title}（{len(entries)}）")
        for view in entries:
            card.body.addWidget(self._entry(tab, view))
        if not entries:
            card.body.addWidget(
                text_label(
                    "没有现行有效的条目。点“新增条目”登记；草稿和历史条目点“含历史”查看。", role="muted", wrap=True
                )
            )
        return card

    def _entry(self, tab: str, view: EntryView) -> QWidget:
        entry = view.entry
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, theme.space(1))
        column.setSpacing(theme.space(0.5))
        caption = text_label(f"{_kind(entry)}　{entry.occurred_on or '日期无记录'}")
        caption.setStyleSheet("font-weight: 600;")
        badges = [Badge(view.standing.value, _TONES.get(view.standing, ""))]
        badges += [Badge(mark, "warning") for mark in view.marks if mark != view.standing.value]
        show = link_button("查看条目", "", lambda: self.desk.go(ROOM, (tab, entry.id)))
        column.addWidget(row(caption, *badges, show, stretch=True))
        for label, text in (("事实", entry.facts), ("评价", entry.judgement), ("建议", entry.suggestion)):
            if text:
                column.addWidget(_labelled(label, text))
        until = f"　{entry.ends_on} 失效" if entry.ends_on else ""
        source = fields_of(type(entry))["source_kind"].format(entry.source_kind)
        column.addWidget(_labelled("来源", f"{source} {entry.source or ''}{until}".strip() or _NOTHING))
        for evidence in view.evidence:
            column.addWidget(line(*evidence_words(evidence)))
        for statement in view.statements:
            column.addWidget(line(*statement_words(statement)))
        return holder

    def _summaries_card(self, view: ArchiveView) -> Card:
        card = Card("年度综述")
        for summary in view.summaries:
            checked = f"审核 {summary.checked_by}" if summary.checked_by else "未审核"
            card.body.addWidget(
                line(summary.text or _NOTHING, f"{summary.year} 年　撰写 {summary.author or _NOTHING}　{checked}")
            )
        if not view.summaries:
            card.body.addWidget(text_label("还没有年度综述，在“综述”页签登记。", role="muted"))
        return card

    def _materials_card(self, view: ArchiveView) -> Card:
        card = Card("考察、一线表现、测评")
        for inspection in view.inspections:
            told = "；".join(f"{focus}：{text}" for focus, text in rules.examples(inspection))
            card.body.addWidget(
                line(
                    told or _NOTHING,
                    f"政治素质考察　{inspection.held_on or _NOTHING}　考察人 {inspection.examiners or _NOTHING}",
                )
            )
        for record in view.frontline:
            days = rules.days_at(record, self.office.today())
            said = f"一线表现　{record.task or _NOTHING}　{'天数无记录' if days is None else f'{days} 天'}"
            card.body.addWidget(line(record.facts or _NOTHING, said))
        for ballot in view.ballots:
            few = queries.ballot_results(self.office, ballot) is None
            said = "样本不足，不显示分项结果" if few else "分项结果见测评汇总表"
            card.body.addWidget(line(ballot.title or ballot.occasion or "测评", said))
        if not (view.inspections or view.frontline or view.ballots):
            card.body.addWidget(text_label("还没有考察、一线表现和测评，在各自的页签登记。", role="muted"))
        return card

    # ---- commands

    def print_it(self) -> None:
        """Open the print dialog for this archive."""
        if self._view is not None and self._view.header is not None:
            ask_print(self.desk, "打印政治素质档案", ledgers.ARCHIVES.forms, [self._view.header.id])

    def add_entry(self) -> None:
        """Begin an entry of this person in the ledger of entries."""
        self.desk.go(ROOM, (ledgers.ENTRIES.name, (NEW, {"person_id": self._person_id})))

    def open_archive(self) -> None:
        """Open an archive for this person."""
        try:
            actions.open_archives(self.office, [self._person_id])
        except GanbuError as error:
            self.desk.messages.error(self.desk.window, error)
            return
        self.desk.notify("已建立政治素质档案")
        self.reload()


def _kind(entry: LimitingRecord) -> str:
    if not isinstance(entry, PoliticalEntry):
        return type(entry).label
    described = fields_of(PoliticalEntry)
    parts = (described[name].format(getattr(entry, name)) for name in ("dimension", "direction"))
    return " · ".join(part for part in parts if part) or "未写维度和方向"


def _labelled(label: str, text: str) -> QLabel:
    shown = text_label(f"{label}：{text}", wrap=True)
    shown.setTextFormat(Qt.TextFormat.PlainText)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return shown


def _counts_card(counts: Sequence[DimensionCount]) -> Card:
    """Return the dimensions side by side with their counts and latest dates; nothing is added up."""
    card = Card("各维度条目数")
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.space(2))
    grid.setVerticalSpacing(theme.space(0.75))
    for row_number, title in enumerate(("", "正向", "最近", "反向", "最近")):
        grid.addWidget(text_label(title, role="muted"), row_number, 0)
    for number, count in enumerate(counts, 1):
        caption = text_label(count.dimension, centred=True)
        caption.setStyleSheet("font-weight: 600;")
        grid.addWidget(caption, 0, number)
        texts = (count.forward, count.forward_latest or _NOTHING, count.reverse, count.reverse_latest or _NOTHING)
        for row_number, text in enumerate(texts, 1):
            grid.addWidget(
                text_label(str(text), role="" if row_number % 2 else "muted", centred=True), row_number, number
            )
    card.body.addLayout(grid)
    card.body.addStretch(1)
    return card
