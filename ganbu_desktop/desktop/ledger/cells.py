"""The cells of a ledger's list as its table edits them: typed by field, written by the room's action."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ganbu_desktop.desktop.kit.editors import References
from ganbu_desktop.desktop.tables.editing import Edit, Place, Written
from ganbu_desktop.foundation.fields import Field
from ganbu_desktop.kernel.describe import fields_of, needed_fields
from ganbu_desktop.kernel.ledger import cells as ledger_cells
from ganbu_desktop.kernel.ledger import entry as ledger_entry
from ganbu_desktop.kernel.ledger import paste as ledger_paste
from ganbu_desktop.kernel.ledger.cells import CellValue
from ganbu_desktop.kernel.ledger.listing import PERSON_COLUMN, UNIT_COLUMN
from ganbu_desktop.kernel.ledger.names import MAIN
from ganbu_desktop.kernel.ledger.paste import Pasted
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office


class LedgerCells:
    """What can be typed into the list of a ledger. A column is a field, but 姓名 is the person the entry is about."""

    def __init__(
        self, office: Office, spec: LedgerSpec, references: Mapping[str, References], *, may_add: bool
    ) -> None:
        """``references``: what the references of the ledger offer. ``may_add``: whether a paste makes entries."""
        self._office, self._spec, self._references = office, spec, references
        self.may_add = may_add
        self._described = fields_of(spec.record)
        self._names = {PERSON_COLUMN: MAIN}
        self._keys = {MAIN: PERSON_COLUMN}

    def _name(self, key: str) -> str:
        return self._names.get(key, key)

    def field(self, key: str) -> Field | None:
        """Return what is typed into a column, None where nothing is."""
        name = self._name(key)
        if name not in self._described or ledger_cells.closed_because(self._spec, name):
            return None
        return self._references[name].field if name in self._references else self._described[name]

    def column_refusal(self, key: str) -> str:
        """Return why nothing is typed into a column, empty where something is."""
        if key == UNIT_COLUMN:
            return "单位是干部现在的单位，请在干部信息里改"
        name = self._name(key)
        if name not in self._described:
            return f"“{key}”由程序得出，不能改"
        return ledger_cells.closed_because(self._spec, name)

    def refusal(self, row_id: str) -> str:
        """Return why nothing can be typed into an entry, empty where it can."""
        entry = self._office.get(self._spec.record, row_id)
        if entry is None:
            return f"这条{self._spec.record.label}刚被删除"
        return ledger_entry.locked_because(self._office, self._spec, entry)

    def texts(self, row_ids: Sequence[str], keys: Sequence[str]) -> dict[Place, str]:
        """Return the texts that editors of these cells begin with."""
        entries = ledger_cells.stored(self._office, self._spec, row_ids)
        fields = {key: field for key in keys if (field := self.field(key)) is not None}
        return {
            (row_id, key): field.format(getattr(self._spec.seen(self._office, entry), self._name(key)))
            for row_id, entry in entries.items()
            for key, field in fields.items()
        }

    def read_block(self, text: str, keys: Sequence[str]) -> Pasted:
        """Return what a block from the clipboard becomes under these columns; its rows are keyed by column."""
        names = [self._name(key) if self.field(key) is not None else key for key in keys]
        open_names = [name if name in self._spec.fields else "" for name in names]
        found = ledger_paste.pasted(self._office, self._spec, text, open_names, open_names[0])
        width = len(ledger_paste.read_block(text.partition("\n")[0])[0])
        closed = [key for key, name in list(zip(keys, open_names, strict=True))[:width] if not name]
        if closed and found.rows and not any(set(row) - set(open_names) for row in found.rows):
            found.notices.append(f"有 {len(closed)} 列由程序得出（如单位、状态），没有粘贴")
        for row in found.rows:
            for name in [name for name in row if name in self._keys]:
                row[self._keys[name]] = row.pop(name)
        return found

    def needed(self) -> Sequence[str]:
        """Return the columns that a new row cannot be without and does not begin with."""
        begins = {name for name, value in self._spec.new(self._office).items() if value is not None}
        wanted = {*self._spec.required, *needed_fields(self._spec.record)} - begins
        return [self._keys.get(name, name) for name in self._spec.fields if name in wanted]

    def ask(self, edits: Sequence[Edit]) -> str:
        """Ask nothing."""
        return ""

    def write(self, edits: Sequence[Edit], title: str) -> Written:
        """Write all edits as one step; what is refused is named, and nothing else is lost."""
        cells = [CellValue(edit.row_id, self._name(edit.key), edit.value) for edit in edits]
        plan = ledger_cells.plan(self._office, self._spec, cells)
        ledger_cells.save(self._office, self._spec, plan, title)
        refused = {(row_id, self._keys.get(name, name)): why for (row_id, name), why in plan.refused.items()}
        return Written(len(plan.pairs), plan.new, plan.made, refused)
