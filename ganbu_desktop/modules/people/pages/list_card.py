"""The card beside the list: who the current row is, at a glance."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.parts import settle_timer, unbroken
from ganbu_desktop.desktop.kit.widgets import Badge, Card, plain_button, row
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.findings import Finding, Level
from ganbu_desktop.modules.people import queries
from ganbu_desktop.modules.people.pages.portrait import Portrait

_SETTLE_MS = 120
_SHORT_FACTS = 8
_TONES = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "hint"}


def finding_counts(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    """Return (word, tone) for each level that was found: ``错误 1``."""
    counted = [(level, sum(f.level is level for f in findings)) for level in Level]
    return [(f"{level.label} {number}", _TONES[level]) for level, number in counted if number]


class PersonCard(QWidget):
    """Reads on the reading thread a moment after the current row has settled; ``opened`` asks for the person's page."""

    opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        """Start empty."""
        super().__init__()
        self._desk = desk
        self._person_id = ""
        self._card = Card()
        self._photo = Portrait(96)
        self._name = words(role="title", centred=True)
        self._post = words()
        self._facts = QGridLayout()
        self._badges = [Badge() for _ in Level]
        self._good = words("检查未发现问题", "muted")
        self._assemble()
        self._settle = settle_timer(self, _SETTLE_MS, self._read)
        self.show_person("")

    def _assemble(self) -> None:
        self._facts.setHorizontalSpacing(theme.space(1.5))
        self._facts.setVerticalSpacing(theme.space(0.75))
        self._facts.setColumnStretch(1, 1)
        body = self._card.body
        body.addWidget(self._photo, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addWidget(self._name)
        body.addWidget(self._post)
        body.addLayout(self._facts)
        body.addWidget(row(*self._badges, self._good, stretch=True))
        body.addStretch(1)
        body.addWidget(plain_button("打开", "person", lambda: self.opened.emit(self._person_id)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._card)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was asked for while the card was not on screen."""
        super().showEvent(event)
        self.reload()

    def show_person(self, person_id: str) -> None:
        """Show somebody soon; empty shows nobody."""
        self._person_id = person_id
        self._card.setVisible(bool(person_id))
        if person_id:
            self._settle.start()

    def reload(self) -> None:
        """Read the person again."""
        self.show_person(self._person_id)

    def _read(self) -> None:
        wanted = self._person_id
        if wanted:
            self._desk.tasks.run(
                lambda _progress: queries.glance(self._desk.office, wanted),
                title="读取人员",
                writes=False,
                quiet=True,
                context=self,
                done=lambda found: self._show(wanted, found),
            )

    def _show(self, wanted: str, found: queries.Glance | None) -> None:
        if wanted != self._person_id:
            return
        self._card.setVisible(found is not None)
        if found is None:
            return
        person = found.view.dossier.person
        self._photo.show_photo(found.view.photo)
        self._name.setText(person.name or "（未填姓名）")
        self._post.setText(person.current_post or "现任职务待完善")
        self._post.setProperty("role", "" if person.current_post else "muted")
        self._fill_facts(found.facts)
        counts = finding_counts(found.view.findings)
        for badge, (text, tone) in zip(self._badges, [*counts, *[("", "")] * len(self._badges)], strict=False):
            badge.set(text, tone)
        self._good.setVisible(not counts)

    def _fill_facts(self, facts: list[tuple[str, str]]) -> None:
        while self._facts.count():
            self._facts.takeAt(0).widget().deleteLater()
        for line, (label, text) in enumerate(facts[:_SHORT_FACTS]):
            caption, value = words(label, "muted", wraps=False), words(_two_lines(text))
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.addWidget(caption, line, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(value, line, 1)


def _two_lines(text: str) -> str:
    """Return a fact that may break before its bracket only."""
    return "\u200b（".join(unbroken(part) for part in text.split("（"))
