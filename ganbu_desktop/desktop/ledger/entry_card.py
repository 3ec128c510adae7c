"""The card beside a ledger's list: the current entry in full, facts, judgement and suggestion apart, and its panels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.widgets import (
    Badge,
    Card,
    plain_button,
    resize_within_screen,
    row,
    scrolled,
    text_label,
    timer,
)
from ganbu_desktop.desktop.ledger.entry_fields import EntryFields, TextBlock
from ganbu_desktop.desktop.ledger.source import state_tone
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.kernel.describe import Record
from ganbu_desktop.kernel.ledger import entry as ledger_entry
from ganbu_desktop.kernel.ledger import listing as ledger_list
from ganbu_desktop.kernel.ledger.listing import PERSON_COLUMN, STATE_COLUMN, UNIT_COLUMN, LedgerRow
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.log import sealed

_SETTLE_MS = 120


class EntryPanel(QWidget):
    """One thing that can be done with an entry, under its fields. ``changed`` tells that something was written."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        """Start without an entry; fill ``body``. ``head``: a part of it that a card shows above the fields."""
        super().__init__()
        self.desk = desk
        self.office = desk.office
        self.head: QWidget | None = None
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(theme.space(1))

    def show_entry(self, entry: Record) -> None:
        """Show what belongs to an entry."""
        raise NotImplementedError


MakePanel = Callable[[Desk], EntryPanel]


class EntryDetail(QWidget):
    """What a ledger's page shows beside the list. A room may bring its own; ``EntryCard`` is the usual one."""

    edit_asked = Signal()
    changed = Signal()

    def show_entry(self, entry_id: str) -> None:
        """Show the entry of this id; empty shows nothing."""
        raise NotImplementedError

    def reload(self) -> None:
        """Read the entry on show again."""
        raise NotImplementedError


class EntryCard(EntryDetail):
    """Reads a moment after the current row has settled."""

    def __init__(self, desk: Desk, spec: LedgerSpec, panels: Sequence[MakePanel] = ()) -> None:
        """``panels`` stand under the fields, in order; their heads stand above them."""
        super().__init__()
        self._desk, self._spec = desk, spec
        self._wanted = ""
        self._shown: LedgerRow | None = None
        self._noted: set[tuple[date, str]] = set()
        self._name = text_label(role="heading")
        self._unit = text_label(role="muted", wrap=True)
        self._state = Badge()
        self.fields = EntryFields(spec, lambda: desk.office.account.may(sealed.RIGHT))
        self.fields.unseal_asked.connect(self._unseal)
        self._panels = [make(desk) for make in panels]
        self._card = Card()
        self._assemble()
        self._settle = timer(self, _SETTLE_MS, self._read, single=True)
        self.show_entry("")

    def _assemble(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, theme.space(1), 0)
        column.setSpacing(theme.space(1.5))
        column.addWidget(row(self._name, self._state, stretch=True))
        column.addWidget(self._unit)
        for panel in self._panels:
            if panel.head is not None:
                column.addWidget(panel.head)
        column.addWidget(self.fields)
        for panel in self._panels:
            panel.changed.connect(self._panel_changed)
            column.addWidget(panel)
        column.addStretch(1)
        self.edit_button = plain_button("编辑", "edit", self.edit_asked.emit)
        self._card.body.addWidget(scrolled(inner), 1)
        self._card.body.addWidget(self.edit_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._card)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was asked for while the card was not on screen."""
        super().showEvent(event)
        self.reload()

    def show_entry(self, entry_id: str) -> None:
        """Show an entry soon; empty shows nothing."""
        self._wanted = entry_id
        self._card.setVisible(bool(entry_id))
        if entry_id:
            self._settle.start()

    def reload(self) -> None:
        """Read the entry again."""
        self.show_entry(self._wanted)

    def entry(self) -> Record | None:
        """Return the entry on show."""
        return self._shown.record if self._shown is not None and self._card.isVisibleTo(self) else None

    def panel(self, kind: type[EntryPanel]) -> EntryPanel:
        """Return the panel of a kind."""
        return next(panel for panel in self._panels if isinstance(panel, kind))

    def _panel_changed(self) -> None:
        self._read()
        self.changed.emit()

    def _read(self) -> None:
        if not self.isVisible():  # shown again, it reads again; hidden, the store may be closed already
            return
        found = ledger_list.rows(self._desk.office, self._spec, [self._wanted]) if self._wanted else []
        self._card.setVisible(bool(found))
        if found:
            self._show(found[0])

    def _show(self, found: LedgerRow) -> None:
        entry = self._desk.office.get(self._spec.record, found.record.id)
        if entry is None or not self._note(entry):
            self._card.setVisible(False)
            return
        self._shown = found
        name = found.texts.get(PERSON_COLUMN) or self._spec.record.label
        self._name.setText(name)
        unit = found.texts.get(UNIT_COLUMN, "")
        self._unit.setText(unit)
        self._unit.setVisible(bool(unit))
        self._state.set(found.texts.get(STATE_COLUMN, ""), state_tone(found))
        self.fields.show_row(found)
        for panel in self._panels:
            panel.show_entry(entry)

    def _note(self, entry: Record) -> bool:
        """Note a look at what not everybody may read, once a day and entry; False when that is not possible."""
        look = (self._desk.office.today(), entry.id)
        if look not in self._noted:
            try:
                ledger_entry.note_seen(self._desk.office, self._spec, [entry], "查看条目")
            except GanbuError as error:
                self._desk.notify(f"这一条的查看不能留痕，没有显示：{error}", "warning")
                return False
            self._noted.add(look)
        return True

    def _unseal(self, name: str, block: TextBlock) -> None:
        if self._shown is None:
            return
        record = self._shown.record
        try:
            text = sealed.unsealed(self._desk.office, getattr(record, name), of=record, purpose="查看条目")
        except GanbuError as error:
            self._desk.messages.error(self._desk.window, error)
            return
        block.say(text)


class DetailDialog(QDialog):
    """A detail by itself, where a page has no room for it beside the list."""

    def __init__(self, parent: QWidget, title: str, detail: EntryDetail) -> None:
        """Hold ``detail``."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.detail = detail
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.space(2), theme.space(2), theme.space(2), theme.space(2))
        layout.addWidget(detail)
        resize_within_screen(self, 560, 640)
