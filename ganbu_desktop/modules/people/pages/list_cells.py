"""The cells of the cadres list as its table edits them: the simple fields of a person, the unit among them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ganbu_desktop.desktop.kit.editors import References
from ganbu_desktop.desktop.tables.editing import Edit, Place, Written
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import Field
from ganbu_desktop.kernel.describe import replaced, shown_fields
from ganbu_desktop.kernel.editing import change_title
from ganbu_desktop.kernel.ledger.paste import Pasted, PastedCell, read_block
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.options import unit_options
from ganbu_desktop.kernel.people import looking
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.service_change import VALUES, Said, moves
from ganbu_desktop.modules.people import actions, queries

_ELSEWHERE: Mapping[str, str] = {
    "education": "学历学位在干部信息的“学历学位”里改",
    "id_number": "身份证号在干部信息里改，列表里只显示一部分",
    "resume": "简历在干部信息的“简历”里改",
}
_UNIT, _UNIT_ID = "unit", "unit_id"
AskSaid = Callable[[Sequence[str]], tuple[bool, Said | None]]
"""Shows whose state, unit or 编制 becomes what; returns whether to go on, and what was answered."""


class CadreCells:
    """What can be typed into the list of people; what has a place of its own is not."""

    may_add = False

    def __init__(self, office: Office, ask: AskSaid) -> None:
        """Write by the actions of the room; ``ask``: what another state, unit or 编制 means."""
        self._office, self._ask = office, ask
        self._said: Said | None = None
        self.units = References("单位", lambda: unit_options(office))
        self._fields = shown_fields(Person)

    def field(self, key: str) -> Field | None:
        """Return what is typed into a column, None where nothing is."""
        if key == _UNIT:
            return self.units.field
        return None if self.column_refusal(key) else self._fields[key]

    def column_refusal(self, key: str) -> str:
        """Return why nothing is typed into a column, empty where something is."""
        if key == _UNIT:
            return ""
        if key in _ELSEWHERE:
            return _ELSEWHERE[key]
        entry = self._fields.get(key)
        if entry is None or entry.by_program:
            return f"“{entry.label if entry else key}”在干部信息里改（回车打开）"
        return ""

    def refusal(self, row_id: str) -> str:
        """Return why nothing can be typed into a person's row, empty where it can."""
        return "" if row_id in queries.people(self._office, [row_id]) else "这名干部刚被删除"

    def texts(self, row_ids: Sequence[str], keys: Sequence[str]) -> dict[Place, str]:
        """Return the texts that editors of these cells begin with."""
        fields = {key: field for key in keys if (field := self.field(key)) is not None}
        return {
            (person.id, key): field.format(getattr(person, _name(key)))
            for person in queries.people(self._office, row_ids).values()
            for key, field in fields.items()
        }

    def read_block(self, text: str, keys: Sequence[str]) -> Pasted:
        """Return what a block from the clipboard becomes under these columns."""
        block = read_block(text)
        return Pasted([{k: self._cell(k, cell) for k, cell in zip(keys, row, strict=False)} for row in block])

    def _cell(self, key: str, text: str) -> PastedCell:
        field = self.field(key)
        if field is None:
            return PastedCell(text, error=self.column_refusal(key))
        try:
            return PastedCell(text, field.parse(text))
        except FieldError as error:
            return PastedCell(text, error=str(error))

    def needed(self) -> Sequence[str]:
        """Return the column that every person has."""
        return ("name",)

    def write(self, edits: Sequence[Edit], title: str) -> Written:
        """Write all edits as one step; refused are cells of people who are gone, and empty names."""
        said, self._said = self._said, None
        pairs, refused = self._read(edits)
        if pairs:
            one = change_title(pairs[0][1].name or "", *pairs[0]) if len(pairs) == 1 else ""
            actions.save_people(self._office, pairs, title=one or f"{title}干部信息（{len(pairs)} 人）", said=said)
        return Written(len(pairs), 0, {}, refused)

    def ask(self, edits: Sequence[Edit]) -> str:
        """Ask whether another state, unit or 编制 is a change or a correction, once for all edits of a step."""
        self._said = None
        pairs, _ = self._read(edits) if any(_name(edit.key) in VALUES for edit in edits) else ([], {})
        if moving := moves(pairs):
            going, self._said = self._ask(looking.service_lines(self._office, moving))
            return "" if going else "没有选择是变动还是更正"
        return ""

    def _read(self, edits: Sequence[Edit]) -> tuple[list[tuple[Person, Person]], dict[Place, str]]:
        """Return the people who change, as stored and as edited, and the cells that nobody can have so."""
        found = queries.people(self._office, list(dict.fromkeys(edit.row_id for edit in edits)))
        values: dict[str, dict[str, object]] = {}
        refused = dict[Place, str]()
        for edit in edits:
            if edit.row_id not in found:
                refused[edit.row_id, edit.key] = "这名干部刚被删除，没有保存"
            elif edit.key == "name" and not edit.value:
                refused[edit.row_id, edit.key] = "姓名不能为空"
            else:
                values.setdefault(edit.row_id, {})[_name(edit.key)] = edit.value
        pairs = [(found[i], replaced(found[i], changed)) for i, changed in values.items()]
        return [(old, new) for old, new in pairs if old != new], refused


def _name(key: str) -> str:
    return _UNIT_ID if key == _UNIT else key
