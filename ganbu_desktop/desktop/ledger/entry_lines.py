"""How what hangs on an entry reads on screen, one card-like line each, and the dialog that takes evidence in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import Badge, link_button, plain_button, text_label
from ganbu_desktop.desktop.ledger.entry_dialog import RecordDialog
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.describe import Record, fields_of, replaced
from ganbu_desktop.kernel.spine import actions
from ganbu_desktop.kernel.spine.decision import Decision
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.evidence import Evidence
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.kernel.spine.statement import NOT_HEARD, Statement

Act = tuple[str, Callable[[], object]]
MEGABYTE = 1 << 20
LARGEST_MB = 50


def line(text: str, muted: str = "", badge: tuple[str, str] = ("", ""), acts: tuple[Act, ...] = ()) -> QWidget:
    """Return one thing that hangs on an entry: its words, a line of facts, a badge, and what can be done with it."""
    frame = QFrame()
    frame.setObjectName("line")
    frame.setStyleSheet(f"#line {{ border-left: 3px solid {theme.colours().line_strong}; }}")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(theme.space(1), 0, 0, 0)
    layout.setSpacing(theme.space(0.25))
    head = QHBoxLayout()
    words = text_label(text, wrap=True)
    words.setTextFormat(Qt.TextFormat.PlainText)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    head.addWidget(words, 1)
    if badge[0]:
        head.addWidget(Badge(*badge), 0, Qt.AlignmentFlag.AlignTop)
    layout.addLayout(head)
    if muted:
        layout.addWidget(text_label(muted, role="muted", wrap=True))
    if acts:
        foot = QHBoxLayout()
        foot.setSpacing(0)
        for title, run in acts:
            foot.addWidget(link_button(title, "", run))
        foot.addStretch(1)
        layout.addLayout(foot)
    frame.setAccessibleName("，".join(part for part in (text, muted, badge[0]) if part))
    return frame


def _facts(record: Record, *names: str) -> str:
    described = fields_of(type(record))
    found = [(described[n].label, described[n].format(getattr(record, n))) for n in names]
    return "　".join(f"{label} {text}" for label, text in found if text)


def evidence_words(evidence: Evidence) -> tuple[str, str, tuple[str, str]]:
    """Return (text, facts, badge) of a piece of evidence."""
    kind = fields_of(Evidence)["kind"].format(evidence.kind) or "材料"
    text = "：".join(part for part in (kind, evidence.document or evidence.file_name or evidence.place) if part)
    facts = _facts(evidence, "dated_on", "secrecy", "place", "file_name", "note")
    return text, facts, ("", "") if evidence.is_complete else ("不完整", "warning")


def statement_words(statement: Statement) -> tuple[str, str, tuple[str, str]]:
    """Return (text, facts, badge) of a person's statement, or of the reason why there is none."""
    facts = _facts(statement, "informed_on", "informed_by", "stated_on", "is_signed", "unsigned_reason")
    if not statement.heard:
        return f"未告知的法定理由：{statement.not_heard_ground or '（未填写）'}", facts, (NOT_HEARD, "warning")
    return f"“{statement.words}”", facts, ("", "") if statement.is_complete else ("不完整", "warning")


def decision_words(decision: Decision) -> tuple[str, str, tuple[str, str]]:
    """Return (text, facts, badge) of a decision, with what it still lacks."""
    text = "：".join(part for part in (decision.matter or "决定", decision.conclusion) if part)
    facts = _facts(decision, "body", "document", "met_on", "effective_on", "ends_on", "told_on")
    gaps = decision.gaps()
    lacking = f"还缺：{'、'.join(gaps)}" if gaps else ""
    badge = ("未齐", "warning") if gaps else ("齐全", "ok")
    return text, "\n".join(part for part in (facts, lacking) if part), badge


def loop_words(item: LoopItem, today: date) -> tuple[str, str, tuple[str, str]]:
    """Return (text, facts, badge) of a loop item."""
    kind = fields_of(LoopItem)["kind"].format(item.kind)
    text = "：".join(part for part in (kind, item.problem or item.measure) if part)
    facts = _facts(item, "measure", "responsible", "due_on", "result", "finished_on", "closed_by", "closed_on")
    if item.is_closed:
        return text, facts, ("已销号", "ok")
    return text, facts, ("已超期", "error") if item.is_overdue(today) else ("办理中", "hint")


class EvidenceDialog(RecordDialog):
    """A piece of evidence: a document's number, an attached file, or where the paper lies."""

    def __init__(self, desk: Desk, entry: Record) -> None:
        """Hang what is typed on ``entry``."""
        self._entry = entry
        self._content: bytes | None = None
        super().__init__(
            desk,
            Evidence(**place_of(entry)),
            title="登记佐证材料",
            sub="写明种类和日期，再填文号、附上文件或写明纸质存放位置，三者有一即可。",
            fields=("kind", "document", "dated_on", "secrecy", "place", "note"),
            required=("kind", "dated_on"),
            save=self._write_evidence,
        )
        self.file_button: QPushButton = plain_button("附上文件…", "file", self.choose_file)
        self.file_button.setAutoDefault(False)
        self.foot.insertWidget(0, self.file_button)
        self._file_name = ""

    def choose_file(self) -> None:
        """Choose the file that is kept in the store with the entry."""
        path = self.desk.messages.open_file(self, "附上文件", "所有文件 (*)")
        if path is not None:
            self.attach(path)

    def attach(self, path: Path) -> None:
        """Take a file's content in; one that is too large or cannot be read is refused with a sentence."""
        try:
            size = path.stat().st_size
            content = path.read_bytes() if size <= LARGEST_MB * MEGABYTE else None
        except OSError as error:
            self.notice.say("error", f"文件“{path.name}”读不出来（{error.strerror}），没有附上")
            return
        if content is None:
            self.notice.say("error", f"文件“{path.name}”超过 {LARGEST_MB} MB，没有附上；请写明纸质存放位置")
            return
        self._content, self._file_name = content, path.name
        self.file_button.setText(f"已附：{path.name}")

    def _write_evidence(self, record: Record) -> None:
        assert isinstance(record, Evidence)
        if not (record.document or record.place or self._content is not None):
            raise CheckFailed("请填写文号，或附上文件，或写明纸质存放位置；没有保存，您的输入还在。")
        kept = replaced(record, {"file_name": self._file_name or None})
        actions.add_evidence(self.desk.office, self._entry, kept, content=self._content)
