"""One tab of the person page, and the two kinds that are generated: a form and a ledger."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.editors import Ledger, RecordForm, References
from ganbu_desktop.desktop.kit.editors.veil import Veil
from ganbu_desktop.desktop.kit.widgets import scrolled
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import FieldError, GanbuError
from ganbu_desktop.foundation.findings import Finding
from ganbu_desktop.kernel.describe import Record, shown_fields
from ganbu_desktop.kernel.identity_mask import masked
from ganbu_desktop.kernel.log.access_log import VIEW, note_access
from ganbu_desktop.kernel.people.person import Person, Relative, Tenure
from ganbu_desktop.modules.people.pages.person_draft import Draft


def _hidden(text: str) -> str:
    return "＊＊"


_PRIVATE: dict[str, Callable[[str], str]] = {"id_number": masked, "health": _hidden}
"""The fields that are masked until they are asked for, with what may be read of each."""


class Section(QWidget):
    """One tab: shows a draft, puts what was typed back into it."""

    changed = Signal()
    title = ""
    tables: frozenset[str] = frozenset()
    passive = False

    def __init__(self, desk: Desk) -> None:
        """Make an empty tab with the tabs' margin."""
        super().__init__()
        self.desk = desk
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, theme.space(1.5), 0, 0)
        self.body.setSpacing(theme.space(1))

    def load(self, draft: Draft) -> None:
        """Show the draft; what was typed before is dropped."""

    def settle(self) -> None:
        """Take the text of an input that is still open inside a grid."""

    def dirty(self) -> bool:
        """Return whether the tab holds anything that the draft does not."""
        return False

    def take(self, draft: Draft) -> None:
        """Put what was typed into the draft; raises FieldError after focusing what is wrong."""

    def peek(self, draft: Draft) -> None:
        """Put what can be understood into a draft, without touching the focus."""

    def look(self, draft: Draft) -> None:
        """Bring what is worked out from the fields (ages, derived texts) in step with what was typed."""

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what the checks say beside the fields."""

    def jump(self, finding: Finding) -> bool:
        """Go to the field of a finding; False when it is not here."""
        return False

    def focus_first(self) -> None:
        """Put the focus where typing begins."""


class BasicSection(Section):
    """基本情况: every field of the person but the résumé, which has a tab of its own."""

    title = "基本情况"
    tables = frozenset({"person"})

    def __init__(self, desk: Desk, units: References) -> None:
        """``units`` offers the units."""
        super().__init__(desk)
        names = [n for n in shown_fields(Person) if n != "resume"]
        names.insert(1, "unit_id")
        names.insert(names.index("staffing_type") + 1, "staffing_unit_id")
        staffing = References("编制所在单位", units.options, help="与所在单位不同时填；不填的，编制在所在单位")
        self.form = RecordForm(
            Person, fields=names, columns=3, references={"unit_id": units, "staffing_unit_id": staffing}
        )
        self._person_id = ""
        self.veils = {name: self._veil(name, mask) for name, mask in _PRIVATE.items()}
        self.form.changed.connect(self.changed)
        self.body.addWidget(scrolled(self.form))

    def _veil(self, name: str, mask: Callable[[str], str]) -> Veil:
        editor = self.form.editor(name)
        return Veil(editor, mask, lambda: self._note(editor.field.label))

    def _note(self, label: str) -> bool:
        """Note that a private field is looked at; where nothing can be noted, nothing private is shown."""
        try:
            note_access(self.desk.office, VIEW, Person.table.name, [self._person_id], f"查看{label}")
        except GanbuError as error:
            self.desk.messages.error(self.desk.window, error)
            return False
        return True

    def load(self, draft: Draft) -> None:
        """Show the person; of somebody else the private fields are masked again."""
        is_other = draft.person.id != self._person_id
        self._person_id = draft.person.id
        self.form.load(draft.person)
        for veil in self.veils.values() if is_other else ():
            veil.drop()

    def dirty(self) -> bool:
        """Return whether any input differs."""
        return self.form.dirty()

    def take(self, draft: Draft) -> None:
        """Put the changed fields into the draft."""
        draft.set_person(self.form.values())

    def peek(self, draft: Draft) -> None:
        """Put the fields that can be read into a draft."""
        values: dict[str, Any] = {}
        for name, row in self.form.rows.items():
            try:
                values[name] = row.editor.value()
            except FieldError:
                continue
        draft.set_person(values)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show findings under the fields."""
        self.form.show_findings([f for f in findings if f.record_type in (None, "person")])

    def jump(self, finding: Finding) -> bool:
        """Focus the field."""
        return (
            finding.record_type in (None, "person")
            and bool(finding.field)
            and self.form.focus_field(str(finding.field))
        )

    def focus_first(self) -> None:
        """Focus the name."""
        self.form.focus_field("name")


class LedgerSection(Section):
    """One information set as an editable grid."""

    def __init__(
        self,
        desk: Desk,
        cls: type[Record],
        title: str,
        *,
        fields: Sequence[str] | None,
        references: dict[str, References],
    ) -> None:
        """``fields`` in their order on screen; None is the order of the record type."""
        super().__init__(desk)
        self._cls = cls
        self.title = title
        self.tables = frozenset({cls.table.name})
        self.ledger = Ledger(cls, fields=fields, references=references)
        self.ledger.changed.connect(self.changed)
        self.body.addWidget(self.ledger)

    def load(self, draft: Draft) -> None:
        """Show the rows of the set."""
        self.ledger.load(draft.person.id, draft.rows(self._cls))

    def settle(self) -> None:
        """Take the text of a cell that is being edited."""
        self.ledger.view.commit_open_editor()

    def dirty(self) -> bool:
        """Return whether any row differs."""
        return self.ledger.dirty()

    def take(self, draft: Draft) -> None:
        """Put the changed rows into the draft."""
        draft.set_rows(self._cls, self.ledger.changes())

    def peek(self, draft: Draft) -> None:
        """Put the rows into a draft unless a cell is wrong."""
        if self.ledger.model.first_error() is None:
            draft.set_rows(self._cls, self.ledger.model.changes())

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Mark the cells that findings speak of."""
        self.ledger.show_findings(findings)

    def jump(self, finding: Finding) -> bool:
        """Go to the cell, or to the set's first row."""
        if finding.record_type not in self.tables:
            return False
        if finding.record_id and finding.field and self.ledger.focus_cell(finding.record_id, finding.field):
            return True
        self.focus_first()
        return True

    def focus_first(self) -> None:
        """Focus the grid."""
        view = self.ledger.view
        view.setFocus(Qt.FocusReason.OtherFocusReason)
        if not view.currentIndex().isValid() and self.ledger.model.rowCount():
            view.setCurrentIndex(self.ledger.model.index(0, 0))


def ledger_fields(cls: type[Record]) -> list[str] | None:
    """Return the columns of a ledger where their order on screen is not that of the record type."""
    if cls is Relative:
        return ["relation", "name", "born_on", "political_status", "employer_and_post"]
    if cls is Tenure:
        return ["unit_id", *shown_fields(Tenure)]
    return None
