"""A form generated from a record type: groups as panels, fields in columns, findings beside them. It never writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.editors.by_kind import editor_for
from ganbu_desktop.desktop.kit.editors.inputs import Editor
from ganbu_desktop.desktop.kit.editors.references import References
from ganbu_desktop.desktop.kit.editors.row import FieldRow
from ganbu_desktop.desktop.kit.widgets import Card
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import Field, LongText, Sealed
from ganbu_desktop.foundation.findings import Finding
from ganbu_desktop.kernel.describe import Record, fields_of, replaced, shown_fields

NARROWEST = 250


class RecordForm(QWidget):
    """One record on screen. ``changed`` tells that an input differs from what was loaded, or no longer does."""

    changed = Signal()
    field_left = Signal(str)

    def __init__(
        self,
        record_type: type[Record],
        *,
        groups: Sequence[str] | None = None,
        fields: Sequence[str] | None = None,
        columns: int = 3,
        references: Mapping[str, References] | None = None,
    ) -> None:
        """Offer the shown fields: all, those of ``groups``, or ``fields``; at most ``columns`` abreast.

        ``references`` adds references to other records, at the head of the first group or where ``fields`` names them.
        """
        super().__init__()
        self._type = record_type
        self._references = dict(references or {})
        self._most = columns
        self._record: Record | None = None
        self._loading = False
        self.rows: dict[str, FieldRow] = {}
        self._unset: set[str] = set()
        self._grids: list[tuple[QGridLayout, list[FieldRow]]] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.space(2))
        for title, names in self._groups(groups, fields).items():
            self._add_group(title, names)
        self._layout.addStretch(1)
        self._abreast = 0
        self._arrange(columns)

    def _described(self, name: str) -> Field:
        return self._references[name].field if name in self._references else fields_of(self._type)[name]

    def _groups(self, groups: Sequence[str] | None, fields: Sequence[str] | None) -> dict[str, list[str]]:
        names = list(fields) if fields is not None else [*self._references, *shown_fields(self._type)]
        found: dict[str, list[str]] = defaultdict(list)
        first = next((group for name in names if (group := fields_of(self._type)[name].group)), "")
        for name in names:
            group = fields_of(self._type)[name].group or (first if name in self._references else "")
            if groups is None or group in groups:
                found[group].append(name)
        if next(iter(found), "") and "" in found:
            found[first] = _with_loose(found[first], found.pop(""), self._references)
        order = groups if groups is not None else list(found)
        return {group: found[group] for group in order if group in found}

    def _add_group(self, title: str, names: Iterable[str]) -> None:
        card = Card(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(2))
        grid.setVerticalSpacing(theme.space(1))
        card.body.addLayout(grid)
        rows = []
        for name in names:
            row = FieldRow(name, editor_for(self._described(name)))
            row.editor.set_read_only(row.editor.field.by_program)
            row.editor.changed.connect(self._tell)
            row.left.connect(self.field_left)
            self.rows[name] = row
            rows.append(row)
        self._grids.append((grid, rows))
        self._layout.addWidget(card)

    def _arrange(self, abreast: int, *, again: bool = False) -> None:
        if abreast == self._abreast and not again:
            return
        self._abreast = abreast
        for grid, rows in self._grids:
            for row in rows:
                grid.removeWidget(row)
            line, place = 0, 0
            for row in (row for row in rows if row.name not in self._unset):
                wide = isinstance(row.editor.field, LongText)
                if place and (wide or place == abreast):
                    line, place = line + 1, 0
                grid.addWidget(row, line, place, 1, abreast if wide else 1)
                line, place = (line + 1, 0) if wide else (line, place + 1)
            for column in range(self._most):
                grid.setColumnStretch(column, 1 if column < abreast else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put as many fields abreast as there is room for."""
        super().resizeEvent(event)
        self._arrange(max(1, min(self._most, self.width() // theme.pixels(NARROWEST))))

    # ---- what the page asks

    def editor(self, name: str) -> Editor:
        """Return the input of a field."""
        return self.rows[name].editor

    def load(self, record: Record) -> None:
        """Show a record; what was typed before is dropped."""
        self._record = record
        self._loading = True
        for name, row in self.rows.items():
            row.editor.set_value(getattr(record, name))
            row.show_findings([])
        self._loading = False
        self._hide_unset()
        self.changed.emit()

    def _hide_unset(self) -> None:
        """Leave out what the program sets and has not set yet: there is nothing to type and nothing to read."""
        own = [row for row in self.rows.values() if row.editor.field.by_program]
        self._unset = {row.name for row in own if not row.editor.text()}
        for row in own:
            row.setHidden(row.name in self._unset)
        if own:
            self._arrange(self._abreast, again=True)

    def revert(self) -> None:
        """Show the loaded record again."""
        if self._record is not None:
            self.load(self._record)

    def _reads_as_loaded(self, name: str) -> bool:
        return self.rows[name].editor.text() == self._described(name).format(getattr(self._record, name))

    def _differs(self, name: str) -> bool:
        editor = self.rows[name].editor
        if editor.field.by_program or (not isinstance(editor.field, Sealed) and self._reads_as_loaded(name)):
            return False
        try:
            return bool(editor.value() != getattr(self._record, name))
        except FieldError:
            return True

    def dirty(self) -> bool:
        """Return whether any input differs from the loaded record."""
        return self._record is not None and any(self._differs(name) for name in self.rows)

    def errors(self) -> dict[str, str]:
        """Return the sentence of each input that cannot be taken."""
        return {name: row.error() for name, row in self.rows.items() if row.error()}

    def values(self) -> dict[str, Any]:
        """Return the changed values by field; the first wrong input gets the focus and its FieldError is raised."""
        for name, sentence in self.errors().items():
            self.focus_field(name)
            raise FieldError(sentence)
        return {name: self.rows[name].editor.value() for name in self.rows if self._differs(name)}

    def record(self) -> Record:
        """Return the loaded record with the changed values; raises FieldError like ``values``."""
        assert self._record is not None
        return replaced(self._record, self.values())

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show findings at their fields; those of other record types or records are passed over."""
        table = self._type.table.name
        record_id = self._record.id if self._record is not None else None
        for name, row in self.rows.items():
            row.show_findings(
                [
                    f
                    for f in findings
                    if f.field == name and f.record_type in (None, table) and f.record_id in (None, record_id)
                ]
            )

    def gaps(self) -> list[str]:
        """Return the labels of the wanted fields that are still empty."""
        return [row.editor.field.label for row in self.rows.values() if row.is_gap()]

    def focus_field(self, name: str) -> bool:
        """Put the focus on a field; False when the form does not show it."""
        row = self.rows.get(name)
        if row is None:
            return False
        row.editor.widget.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def set_read_only(self, read_only: bool) -> None:
        """Show without letting change."""
        for row in self.rows.values():
            row.editor.set_read_only(read_only or row.editor.field.by_program)

    def _tell(self) -> None:
        if not self._loading:
            self.changed.emit()


def _with_loose(names: list[str], loose: list[str], references: Mapping[str, References]) -> list[str]:
    """Return a first group's fields with those of no group behind its references, so that no panel is unnamed."""
    heads = [name for name in names if name in references]
    return [*heads, *loose, *(name for name in names if name not in references)]
