"""任免表: the form as it is printed, edited in place."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.editors import RecordForm
from ganbu_desktop.desktop.kit.editors.row import TONES
from ganbu_desktop.desktop.kit.widgets import Notice, Remark, scrolled
from ganbu_desktop.desktop.kit.words import words
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.findings import Finding
from ganbu_desktop.kernel.people.person import AppointmentSheet, Relative
from ganbu_desktop.kernel.people.step_down import before_step_down
from ganbu_desktop.modules.people import queries
from ganbu_desktop.modules.people.pages.person_draft import Draft
from ganbu_desktop.modules.people.pages.person_section import Section
from ganbu_desktop.modules.people.pages.sheet_cells import Spot
from ganbu_desktop.modules.people.pages.sheet_paper import PaperSheet
from ganbu_desktop.modules.people.pages.sheet_places import FORM, PERSON, SHEET
from ganbu_desktop.paper.form_file import load_form

_FILLING = ("age_as_of", "filled_on", "pre_reform_limit")


class SheetSection(Section):
    """The paper, and under it what the form needs and does not show."""

    title = "任免表"
    tables = frozenset({"appointment_sheet"})

    def __init__(self, desk: Desk, change_photo: Callable[[], object]) -> None:
        """``change_photo`` runs when the photo is clicked."""
        super().__init__(desk)
        self.filling = RecordForm(AppointmentSheet, fields=_FILLING, columns=3)
        self.paper = PaperSheet(load_form(FORM))
        self._more = words(role="muted")
        self._talk = Notice()
        self.remark = Remark()
        self._relatives: list[Relative] = []
        self._person_id = ""
        self._area = self._assemble()
        self.filling.changed.connect(self.changed)
        self.paper.edited.connect(self._edited)
        self.paper.entered.connect(self._entered)
        self.paper.photo_asked.connect(lambda: change_photo())

    def _assemble(self) -> QScrollArea:
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, theme.space(2))
        layout.setSpacing(theme.space(1.5))
        layout.addWidget(self.paper, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._more)
        layout.addWidget(self.filling)
        layout.addWidget(self._talk)
        area = scrolled(holder)
        area.viewport().installEventFilter(self)
        self.body.addWidget(area, 1)
        self.body.addWidget(self.remark)
        return area

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the paper as wide as there is room for."""
        if event.type() == QEvent.Type.Resize:
            self.paper.fit_width(self._area.viewport().width())
        return super().eventFilter(watched, event)

    # ---- what the page asks

    def load(self, draft: Draft) -> None:
        """Show the form as it would be printed; derived texts stand in grey where nothing was typed."""
        self.filling.load(draft.sheet)
        self._person_id = draft.person.id
        self._relatives = [r for r in draft.rows(Relative) if isinstance(r, Relative)]
        for spot in self.paper.spots:
            spot.load(getattr(self._record(draft, spot), spot.name, None))
        self.look(draft)
        self.paper.show_photo(queries.photo(self.desk.office, self._person_id))
        over = len(self._relatives) - self._rows()
        self._more.setText(
            f"表上只有 {self._rows()} 行，另有 {over} 名家庭成员在“家庭成员”页签中。" if over > 0 else ""
        )
        self._more.setVisible(over > 0)
        self.paper.update()

    def look(self, draft: Draft) -> None:
        """Show ages and derived texts as they would be printed now."""
        hints = queries.sheet_hints(self.desk.office, draft.dossier())
        self.paper.notes = dict(hints.notes)
        self._look_for_talk(draft)
        for spot in self.paper.spots:
            if spot.owner in (PERSON, SHEET):
                spot.hint(hints.fields.get(spot.name, _gap(spot)))
        self.paper.update()

    def _look_for_talk(self, draft: Draft) -> None:
        """Say softly that somebody who is to leave a post has not been talked with; nothing is refused for it."""
        self._talk.clear()
        if draft.sheet.proposed_removal:
            found = before_step_down(self.desk.office, draft.person.id)
            if not found.is_held:
                self._talk.say("hint", f"拟免职务已填：{found.warning}")

    def _record(self, draft: Draft, spot: Spot) -> object | None:
        if spot.owner == PERSON:
            return draft.person
        if spot.owner == SHEET:
            return draft.sheet
        row = int(spot.owner)
        return self._relatives[row] if row < len(self._relatives) else None

    def _rows(self) -> int:
        return 1 + max(int(s.owner) for s in self.paper.spots if s.owner not in (PERSON, SHEET))

    def dirty(self) -> bool:
        """Return whether any place differs."""
        return self.filling.dirty() or any(spot.dirty() for spot in self.paper.spots)

    def take(self, draft: Draft) -> None:
        """Put what was typed into the draft; the first wrong place gets the focus."""
        for spot in self.paper.spots:
            if spot.dirty() and spot.error():
                spot.widget.setFocus(Qt.FocusReason.OtherFocusReason)
                raise FieldError(spot.error())
        draft.set_sheet(self.filling.values())
        self._put(draft)

    def peek(self, draft: Draft) -> None:
        """Put what can be read into a draft."""
        self._put(draft)

    def _put(self, draft: Draft) -> None:
        typed: dict[str, dict[str, Any]] = {}
        for spot in self.paper.spots:
            if spot.dirty() and not spot.error():
                typed.setdefault(spot.owner, {})[spot.name] = spot.value()
        draft.set_person(typed.pop(PERSON, {}))
        draft.set_sheet(typed.pop(SHEET, {}))
        for owner in sorted(typed, key=int):
            self._put_relative(draft, int(owner), typed[owner])

    def _put_relative(self, draft: Draft, row: int, values: dict[str, Any]) -> None:
        if row < len(self._relatives):
            old = self._relatives[row]
            blank = not any(s.text().strip() for s in self.paper.spots if s.owner == str(row))
            draft.set_rows(Relative, [(old, None if blank else dataclasses.replace(old, **values))])
        else:
            position = 1 + max((r.position for r in self._relatives), default=-1) + row - len(self._relatives)
            draft.set_rows(Relative, [(None, Relative(person_id=self._person_id, position=position, **values))])

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Colour the places that findings speak of."""
        self.filling.show_findings([f for f in findings if f.record_type == "appointment_sheet"])
        for spot in self.paper.spots:
            self._mark(spot, [f for f in findings if f.field == spot.name and self._speaks_of(f, spot)])
        self.paper.update()

    def _mark(self, spot: Spot, own: Sequence[Finding]) -> None:
        error = spot.error() if spot.dirty() else ""
        gravest = min(own, key=lambda f: f.level.rank, default=None)
        tone = "error" if error else TONES[gravest.level] if gravest else ""
        spot.mark(tone, error or "；".join(f"{f.level.label}：{f.message}" for f in own))

    def _speaks_of(self, finding: Finding, spot: Spot) -> bool:
        if spot.owner == PERSON:
            return finding.record_type in (None, "person")
        if spot.owner == SHEET:
            return finding.record_type == "appointment_sheet"
        row = int(spot.owner)
        return (
            finding.record_type == "relative"
            and row < len(self._relatives)
            and finding.record_id == self._relatives[row].id
        )

    def jump(self, finding: Finding) -> bool:
        """Go to the place of a finding."""
        for spot in self.paper.spots:
            if finding.field == spot.name and self._speaks_of(finding, spot):
                spot.widget.setFocus(Qt.FocusReason.OtherFocusReason)
                self._area.ensureWidgetVisible(spot.widget)
                return True
        return finding.record_type == "appointment_sheet" and self.filling.focus_field(str(finding.field))

    def focus_first(self) -> None:
        """Focus the name on the paper."""
        self.paper.spots[0].widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self) -> None:
        for spot in self.paper.spots:
            if spot.widget.hasFocus():
                error = spot.error()
                self.remark.say("error" if error else "", error)
        self.changed.emit()

    def _entered(self, spot: Spot) -> None:
        self._area.ensureWidgetVisible(spot.widget)
        self.remark.say(spot.tone, spot.sentence or spot.field.help)


def _gap(spot: Spot) -> str:
    return "待完善" if spot.field.wanted and spot.owner == PERSON else ""
