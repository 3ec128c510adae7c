"""The head of the person page: photo, name, unit, post, age, 到龄时间, and what the checks say."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout

from ganbu_desktop.desktop.kit import icons, theme
from ganbu_desktop.desktop.kit.parts import unbroken
from ganbu_desktop.desktop.kit.widgets import Badge, Card, tool_button
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.desktop.window.command_bar import CommandBar
from ganbu_desktop.foundation.findings import Finding, Level
from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.people.gaps import Gap
from ganbu_desktop.modules.people.pages.portrait import Portrait

_TONES = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "hint"}
_LISTED = 30
_SHORT = 24


class PersonHead(Card):
    """``photo_asked`` and ``jumped`` (a finding) tell what the clerk wants."""

    photo_asked = Signal()
    jumped = Signal(object)

    def __init__(self) -> None:
        """Start with nobody."""
        super().__init__()
        self.portrait = Portrait(64, editable=True)
        self.portrait.asked.connect(self.photo_asked)
        self.name = words(role="title", wraps=False)
        self.unsaved = Badge("未保存", "warning")
        self._post = words()
        self._facts = words(role="muted")
        self.place = words(role="muted", wraps=False)
        self.links = CommandBar()
        self.links.setAccessibleName("本人的其他档案")
        self.findings = tool_button("检查", "check", "检查结果（F8 逐条跳转）")
        self.findings.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.findings)
        self.findings.setMenu(self._menu)
        self._found: list[Finding] = []
        self._next = 0
        self._assemble()

    def _assemble(self) -> None:
        self.body.setContentsMargins(theme.space(1.5), theme.space(1.5), theme.space(1.5), theme.space(1.5))
        first = QHBoxLayout()
        first.setSpacing(theme.space(1))
        first.addWidget(self.name)
        first.addWidget(self.unsaved)
        first.addWidget(self.links, 1)
        first.addWidget(self.place)
        first.addWidget(self.findings)
        texts = QVBoxLayout()
        texts.setSpacing(theme.space(0.5))
        texts.addStretch(1)
        texts.addLayout(first)
        texts.addWidget(self._post)
        texts.addWidget(self._facts)
        texts.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(theme.space(2))
        line.addWidget(self.portrait)
        line.addLayout(texts, 1)
        self.body.addLayout(line)

    def show_person(self, dossier: Dossier, facts: Sequence[tuple[str, str]]) -> None:
        """Show who it is."""
        person = dossier.person
        self.name.setText(person.name or "（未填姓名）")
        unit = dossier.unit_name(person.unit_id) or "未分单位"
        post = person.current_post or "现任职务待完善"
        self._post.setText(post if post.startswith(unit) else f"{unit}　{post}")
        self._facts.setText("　".join(unbroken(f"{label}\u00a0{text}") for label, text in facts))
        self.setAccessibleName(f"{self.name.text()}，{self._post.text()}")

    def set_compact(self, compact: bool) -> None:
        """Leave photo and facts out where the window is low."""
        self._facts.setVisible(not compact)
        self.portrait.setVisible(not compact)

    def show_findings(self, findings: Sequence[Finding], gaps: Sequence[Gap]) -> None:
        """Offer the findings, gravest first, and the wanted fields that are still empty, each to jump to."""
        self._found = sorted(findings, key=lambda f: f.level.rank)
        self._next = 0
        counts = [f"{level.label} {n}" for level in Level if (n := sum(f.level is level for f in findings))]
        counts += [f"待完善 {len(gaps)}"] if gaps else []
        only = self._found[0] if len(self._found) == 1 and not gaps else None
        words_ = f"{only.level.label}：{only.message}" if only and len(only.message) <= _SHORT else "　".join(counts)
        self.findings.setText(words_ or "检查未发现问题")
        tone = _TONES[self._found[0].level] if self._found else "ok" if not gaps else "muted"
        self.findings.setIcon(icons.icon(tone if tone != "muted" else "check", tone))
        self._menu.clear()
        for found in self._found[:_LISTED]:
            action = self._menu.addAction(icons.icon(_TONES[found.level], _TONES[found.level]), found.message)
            action.triggered.connect(lambda _checked=False, f=found: self.jumped.emit(f))
        if self._found and gaps:
            self._menu.addSeparator()
        for gap in gaps[:_LISTED]:
            action = self._menu.addAction(icons.icon("edit"), f"待完善：{gap.label}")
            where = (gap.record_type, gap.record_id, gap.field)
            finding = Finding("gap", Level.HINT, gap.label, None, *where)
            action.triggered.connect(lambda _checked=False, f=finding: self.jumped.emit(f))

    def jump_to_next(self) -> None:
        """Go to the next finding, round and round."""
        if self._found:
            found = self._found[self._next % len(self._found)]
            self._next += 1
            self.jumped.emit(found)
