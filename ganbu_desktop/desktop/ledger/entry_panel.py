"""What an entry needs to count, and what hangs on it: evidence, statements, decisions, loops."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.challenge import challenge_dialog
from ganbu_desktop.desktop.kit.widgets import (
    Notice,
    column,
    danger_button,
    link_button,
    plain_button,
    primary_button,
    row,
    text_label,
)
from ganbu_desktop.desktop.ledger.entry_card import EntryPanel
from ganbu_desktop.desktop.ledger.entry_dialog import RecordDialog
from ganbu_desktop.desktop.ledger.entry_lines import (
    EvidenceDialog,
    decision_words,
    evidence_words,
    line,
    loop_words,
    statement_words,
)
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.foundation.files import safe_write
from ganbu_desktop.kernel.describe import Record, shown_fields
from ganbu_desktop.kernel.editing import save_changes
from ganbu_desktop.kernel.spine import actions
from ganbu_desktop.kernel.spine.decision import Decision
from ganbu_desktop.kernel.spine.entry import Hanging, hanging, place_of
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.limiting import DRAFT, EFFECTIVE, LimitingRecord
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.kernel.spine.statement import Statement

H = TypeVar("H", bound=Hanging)


class HangingPanel(EntryPanel):
    """Base of the panels: sections of lines, dialogs that write, and errors shown in a box."""

    def __init__(self, desk: Desk) -> None:
        """Start without an entry."""
        super().__init__(desk)
        self.entry: Record | None = None

    def hung(self, cls: type[H]) -> list[H]:
        """Return what of a kind hangs on the entry."""
        assert self.entry is not None
        with self.office.reading() as connection:
            return hanging(connection, cls, type(self.entry).table.name, self.entry.id)

    def section(self, title: str, button: str = "", run: Callable[[], object] | None = None) -> Section:
        """Add a titled list with a button that adds to it."""
        made = Section(title, button, run)
        self.body.addWidget(made)
        return made

    def ask(self, dialog: RecordDialog) -> None:
        """Open a dialog that writes something of the entry."""
        dialog.saved.connect(lambda _record: self.written())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def do(self, act: Callable[[], object], done: str) -> None:
        """Do something at once and say so, or say why not."""
        try:
            act()
        except GanbuError as error:
            self.desk.messages.error(self.desk.window, error)
            return
        self.desk.notify(done)
        self.written()

    def written(self) -> None:
        """Show what is stored now, and tell."""
        self.changed.emit()


class Section(QWidget):
    """A titled list of lines."""

    def __init__(self, title: str, button: str = "", run: Callable[[], object] | None = None) -> None:
        """``button`` adds to the list."""
        super().__init__()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.space(1))
        self.button = link_button(button, "add", run)
        self.button.setVisible(bool(button))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.space(0.5), 0, 0)
        layout.setSpacing(theme.space(0.5))
        caption = text_label(title)
        caption.setStyleSheet("font-weight: 600;")
        layout.addWidget(row(caption, self.button, stretch=True))
        layout.addLayout(self._lines)

    def show_lines(self, lines: Sequence[QWidget], empty: str = "无记录") -> None:
        """Show other lines; ``empty`` stands where there are none."""
        while self._lines.count():
            item = self._lines.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for widget in lines or [text_label(empty, role="muted", wrap=True)]:
            self._lines.addWidget(widget)


class LimitingPanel(HangingPanel):
    """What keeps an entry from counting, what it rests on, and the steps: 生效, 更正, 作废."""

    def __init__(self, desk: Desk) -> None:
        """Start without an entry."""
        super().__init__(desk)
        self.notice = Notice()
        self.effect_button = primary_button("生效", "check", self.make_effective)
        self.correct_button = plain_button("更正…", "edit", self.open_correction)
        self.void_button = danger_button("作废…", "close", self.void)
        self.head = column(row(self.effect_button, self.correct_button, self.void_button, stretch=True), self.notice)
        self.body.addWidget(self.head)
        self.evidence = self.section("佐证材料", "添加", self.add_evidence)
        self.statements = self.section("本人说明", "登记", self.add_statement)

    def show_entry(self, entry: Record) -> None:
        """Show how an entry stands and what it rests on."""
        assert isinstance(entry, LimitingRecord)
        self.entry = entry
        is_draft, is_effective = entry.state == DRAFT, entry.state == EFFECTIVE
        missing = actions.missing(self.office, entry) if is_draft else []
        self._say(entry, missing)
        self.effect_button.setVisible(is_draft)
        self.effect_button.setEnabled(not missing)
        for button in (self.correct_button, self.void_button):
            button.setVisible(is_effective)
        for section in (self.evidence, self.statements):
            section.button.setVisible(is_draft or is_effective)
        self.evidence.show_lines([self._evidence_line(e) for e in self.hung(Evidence)])
        self.statements.show_lines([line(*statement_words(s)) for s in self.hung(Statement)])

    def _say(self, entry: LimitingRecord, missing: list[str]) -> None:
        if entry.state == DRAFT and missing:
            self.notice.say("warning", "草稿，还不能生效：\n" + "\n".join(f"· {sentence}" for sentence in missing))
        elif entry.state == DRAFT:
            self.notice.say("ok", "条件已齐，可以生效。生效后内容不能直接改，有错误时通过更正处理。")
        elif entry.state == EFFECTIVE:
            since = f"自 {entry.effective_on} 起生效" if entry.effective_on else "已生效"
            until = f"，{entry.ends_on} 失效" if entry.ends_on else ""
            self.notice.say("hint", f"{since}{until}。内容不能直接改，确有错误请发起更正。")
        else:
            self.notice.say("", f"已作废（{entry.voided_on or '日期无记录'}）：{entry.void_reason or '原因无记录'}")

    def _evidence_line(self, evidence: Evidence) -> QWidget:
        acts = (("存到文件…", lambda: self._save_file(evidence)),) if evidence.blob else ()
        return line(*evidence_words(evidence), acts)

    def _save_file(self, evidence: Evidence) -> None:
        target = self.desk.messages.save_file(
            self.desk.window, "存到文件", evidence.file_name or "附件", "所有文件 (*)"
        )
        if target is None or evidence.blob is None:
            return
        content = self.office.blob(evidence.blob)

        def write(_progress: object) -> None:
            with safe_write(target) as part:
                part.write_bytes(content)

        self.desk.tasks.run(
            write,
            title="存到文件",
            writes=False,
            context=self,
            done=lambda _none: self.desk.notify(f"已存到：{target}"),
        )

    def _limiting(self) -> LimitingRecord:
        assert isinstance(self.entry, LimitingRecord)
        return self.entry

    def add_evidence(self) -> None:
        """Take a piece of evidence in."""
        self.ask(EvidenceDialog(self.desk, self._limiting()))

    def add_statement(self) -> None:
        """Take the person's words in, or the reason why there are none."""
        entry = self._limiting()
        self.ask(
            RecordDialog(
                self.desk,
                Statement(**place_of(entry)),
                title="登记本人说明",
                sub="写本人的原话；依法不能告知的，写明理由和依据的条款。",
                fields=tuple(shown_fields(Statement)),
                save=lambda record: actions.add_statement(self.office, entry, record),  # type: ignore[arg-type]
            )
        )

    def make_effective(self) -> None:
        """Let the draft count from today, after asking."""
        entry = self._limiting()
        text = "生效后，这一条会进入默认的名单、预警和表格，内容不能直接改。"
        if self.desk.messages.question(self.desk.window, "生效", text, yes="生效"):
            self.do(lambda: actions.make_effective(self.office, entry), f"{type(entry).label}已生效")

    def void(self) -> None:
        """Void the entry with a reason; this is final."""
        entry = self._limiting()
        label = "作废的原因（作废不能撤销；原条目保留，标为作废）"
        reason = self.desk.messages.ask_text(self.desk.window, f"作废{type(entry).label}", label)
        if reason is not None:
            self.do(lambda: actions.void(self.office, entry, reason=reason), f"{type(entry).label}已作废")

    def open_correction(self) -> None:
        """Take a challenge of the entry into the register of corrections."""
        self.ask(challenge_dialog(self.desk, self._limiting()))


class LoopPanel(HangingPanel):
    """The loop items of an entry: added, followed up, closed by another hand."""

    fields = ("kind", "problem", "measure", "unit_id", "responsible", "due_on")
    follow_up = ("result", "finished_on", "satisfaction", "due_on", "extended_reason")

    def __init__(self, desk: Desk, kind: str | None = None, title: str = "闭环事项") -> None:
        """``kind``: the code of table ``loop_kind`` that new items have, else it is chosen."""
        super().__init__(desk)
        self._kind = kind
        self.items = self.section(title, "增加", self.add_item)

    def show_entry(self, entry: Record) -> None:
        """Show the items of an entry."""
        self.entry = entry
        today = self.office.today()
        shown = [i for i in self.hung(LoopItem) if self._kind in (None, i.kind)]
        self.items.show_lines([line(*loop_words(item, today), self._acts(item)) for item in shown], "没有闭环事项")

    def _acts(self, item: LoopItem) -> tuple[tuple[str, Callable[[], object]], ...]:
        if item.is_closed:
            return ()
        return (("办理情况…", lambda: self.follow(item)), ("销号…", lambda: self.close_item(item)))

    def add_item(self) -> None:
        """Add an item to the entry."""
        entry = self.entry
        assert entry is not None
        fields = [name for name in self.fields if name != "kind" or self._kind is None]
        blank = LoopItem(**place_of(entry), kind=self._kind or "")
        self.ask(
            RecordDialog(
                self.desk,
                blank,
                title="增加闭环事项",
                sub="问题、措施、责任、时限写清楚，办结后由责任人以外的人销号。",
                fields=fields,
                required=("kind", "problem", "responsible", "due_on") if self._kind is None else ("problem", "due_on"),
                save=lambda record: self._write(None, record, "增加闭环事项"),
            )
        )

    def follow(self, item: LoopItem) -> None:
        """Write down what came of an item, or another time limit with its reason."""
        self.ask(
            RecordDialog(
                self.desk,
                item,
                title="登记办理情况",
                sub=item.problem or "",
                fields=self.follow_up,
                save=lambda record: self._write(item, record, "登记闭环事项办理情况"),
            )
        )

    def _write(self, old: LoopItem | None, new: Record, title: str) -> None:
        save_changes(self.office, [(old, new)], title=title, right=actions.RECORD)

    def close_item(self, item: LoopItem) -> None:
        """Close an item by another hand than the responsible one."""
        text = f"销号人（不能是责任人 {item.responsible or '本人'}）"
        name = self.desk.messages.ask_text(self.desk.window, "闭环事项销号", text)
        if name is not None:
            self.do(lambda: actions.close_loop(self.office, item, closed_by=name), "已销号")


class DecisionPanel(HangingPanel):
    """The decisions on an entry, with what each still lacks."""

    def __init__(self, desk: Desk, title: str = "决定") -> None:
        """``title`` of the list."""
        super().__init__(desk)
        self.decisions = self.section(title, "登记", self.add_decision)

    def show_entry(self, entry: Record) -> None:
        """Show the decisions on an entry."""
        self.entry = entry
        shown = [line(*decision_words(d), (("编辑…", partial(self.edit, d)),)) for d in self.hung(Decision)]
        self.decisions.show_lines(shown, "没有决定；程序不代替任何机关作决定")

    def add_decision(self) -> None:
        """Write a body's decision down."""
        assert self.entry is not None
        self._ask(None, Decision(**place_of(self.entry)), "登记决定")

    def edit(self, decision: Decision) -> None:
        """Change what was written down of a decision."""
        self._ask(decision, decision, "编辑决定")

    def _ask(self, old: Decision | None, shown: Decision, title: str) -> None:
        self.ask(
            RecordDialog(
                self.desk,
                shown,
                title=title,
                sub="由有权机关作出；没有文号的决定不生效。",
                fields=tuple(shown_fields(Decision)),
                required=("body",),
                save=lambda record: save_changes(self.office, [(old, record)], title=title, right=actions.RECORD),
            )
        )
