"""The tabs of the person page: made when first shown, loaded when shown after a change, left only when right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit.widgets import tab_bar
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.findings import Finding
from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.modules.people.pages.person_draft import Draft
from ganbu_desktop.modules.people.pages.person_section import Section

Make = Callable[[], Section]


class PersonTabs(QWidget):
    """Holds the draft; only the tab on show may hold more. ``refused`` tells why a tab was not left."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, sections: Sequence[tuple[str, Make]]) -> None:
        """``sections`` are the titles and what makes each tab."""
        super().__init__()
        self._makers = list(sections)
        self._made: dict[int, Section] = {}
        self._fresh: set[int] = set()
        self._findings: list[Finding] = []
        self._shown = 0
        self.draft: Draft | None = None
        self.bar = tab_bar("资料")
        for title, _make in sections:
            self.bar.addTab(title)
        self.stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.stack, 1)
        self.bar.currentChanged.connect(self._switch)

    def load(self, draft: Draft) -> None:
        """Show another draft in every tab."""
        self.draft = draft
        self._fresh = set()
        self._show(self.bar.currentIndex())

    def take_stored(self, stored: Dossier) -> None:
        """Take note that what only is shown (files, history) has changed; what was typed stays."""
        if self.draft is not None:
            self.draft.stored = stored
        passive = {index for index, section in self._made.items() if section.passive}
        self._fresh -= passive
        if self._shown in passive:
            self._show(self._shown)

    def section(self) -> Section:
        """Return the tab on show."""
        return self._section(self._shown)

    def _section(self, index: int) -> Section:
        if index not in self._made:
            made = self._makers[index][1]()
            made.changed.connect(self.changed)
            self._made[index] = made
            self.stack.addWidget(made)
        return self._made[index]

    def _show(self, index: int) -> None:
        section = self._section(index)
        self._shown = index
        if index not in self._fresh and self.draft is not None:
            section.load(self.draft)
            self._fresh.add(index)
        section.show_findings(self._findings)
        self.stack.setCurrentWidget(section)

    def _switch(self, index: int) -> None:
        if index == self._shown:
            return
        if not self.collect():
            self.bar.blockSignals(True)
            self.bar.setCurrentIndex(self._shown)
            self.bar.blockSignals(False)
            return
        self._show(index)
        self.changed.emit()

    def collect(self) -> bool:
        """Put what was typed into the draft; False (and the focus there) when something cannot be taken."""
        section = self.section()
        section.settle()
        if self.draft is None or not section.dirty():
            return True
        try:
            section.take(self.draft)
        except FieldError as error:
            self.refused.emit(str(error))
            return False
        self._fresh = set()
        section.load(self.draft)
        self._fresh.add(self._shown)
        return True

    def settle(self) -> None:
        """Take the text of an input that is still open."""
        self.section().settle()

    def dirty(self) -> bool:
        """Return whether there is anything to save."""
        return self.draft is not None and (self.draft.dirty() or self.section().dirty())

    def ahead(self) -> Draft | None:
        """Return the draft with what can be understood of the tab on show, for the checks."""
        if self.draft is None:
            return None
        draft = self.draft.copy()
        self.section().peek(draft)
        return draft

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what the checks say in the tab on show."""
        self._findings = list(findings)
        self.section().show_findings(self._findings)

    def choose(self, index: int) -> bool:
        """Show a tab; False when the one on show cannot be left."""
        self.bar.setCurrentIndex(index)
        return self._shown == index

    def step(self, by: int) -> None:
        """Show the next or the last tab."""
        self.bar.setCurrentIndex((self._shown + by) % self.bar.count())

    def jump(self, finding: Finding) -> bool:
        """Go to the field of a finding: in the tab on show if it is there, else in the first that has it."""
        if self.section().jump(finding):
            return True
        for index in range(self.bar.count()):
            section = self._section(index)
            if finding.record_type in section.tables and index != self._shown:
                if not self.choose(index):
                    return False
                if section.jump(finding):
                    return True
        return False
