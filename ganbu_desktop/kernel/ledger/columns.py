"""The columns of a ledger's own workbook, which export, import and paste share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from ganbu_desktop.exchange.free_roster.columns import title_key
from ganbu_desktop.foundation.fields import Choice, Date, Field, Flag, Hidden, LongText, Number, Scaled, Sealed
from ganbu_desktop.kernel.ledger.listing import STATE_COLUMN, is_limiting
from ganbu_desktop.kernel.ledger.names import MAIN, PERSON, name_column
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.store.record import Integer, Reference, fields_of

NAME_TITLE, NUMBER_TITLE, UNIT_TITLES = "姓名", "身份证号", ("单位", "工作单位", "单位名称", "所在单位")


class Part(Enum):
    """What a column holds of a field: its value, a person's name or number, another record's name, or only a look."""

    VALUE = "value"
    PERSON_NAME = "person name"
    PERSON_NUMBER = "person number"
    NAME = "name"
    SHOWN = "shown"


@dataclass(frozen=True)
class SheetColumn:
    """One column: its title, the field it belongs to and which part of it; ``SHOWN`` ones are not read back."""

    title: str
    field: str
    part: Part
    entry: Field
    is_required: bool = False

    @property
    def is_read(self) -> bool:
        """Return whether an import takes this column."""
        return self.part is not Part.SHOWN


def sheet_columns(spec: LedgerSpec, *, with_sealed: bool) -> list[SheetColumn]:
    """Return the columns of a ledger's workbook in order; private texts only ``with_sealed``."""
    described, found = fields_of(spec.record), list[SheetColumn]()
    for name in spec.fields:
        entry = described[name]
        if isinstance(entry, Sealed) and not with_sealed:
            continue
        if isinstance(entry, Hidden) and not isinstance(entry, Integer):
            continue
        found += _of_field(name, entry, is_required=name in spec.required or (name in spec.key and name == MAIN))
    if is_limiting(spec) and STATE_COLUMN not in spec.fields:
        found.append(SheetColumn(described[STATE_COLUMN].label, STATE_COLUMN, Part.SHOWN, described[STATE_COLUMN]))
    return found


def _of_field(name: str, entry: Field, *, is_required: bool) -> list[SheetColumn]:
    if entry.by_program:
        return [SheetColumn(entry.label, name, Part.SHOWN, entry)]
    if isinstance(entry, Reference) and entry.target == PERSON:
        label = "" if name == MAIN else entry.label
        return [
            SheetColumn(label or NAME_TITLE, name, Part.PERSON_NAME, entry, is_required),
            SheetColumn(f"{label}{NUMBER_TITLE}", name, Part.PERSON_NUMBER, entry),
        ]
    if isinstance(entry, Reference):
        part = Part.NAME if name_column(entry.target) is not None else Part.SHOWN
        return [SheetColumn(entry.label, name, part, entry, is_required)]
    reader = Number(label=entry.label) if isinstance(entry, Integer) else entry
    return [SheetColumn(entry.label, name, Part.VALUE, reader, is_required)]


def must_have(spec: LedgerSpec) -> list[frozenset[str]]:
    """Return what a header must name to be this ledger's: of each set of titles at least one."""
    found = []
    wanted = {*spec.key, *spec.required}
    columns = sheet_columns(spec, with_sealed=True)
    for name in spec.fields:
        titles = frozenset(title_key(c.title) for c in columns if c.field == name and c.is_read)
        titles |= {title_key(old) for old in spec.was.get(name, ())}
        if name in wanted and titles:
            found.append(titles)
    return found


def by_title(spec: LedgerSpec) -> dict[str, SheetColumn]:
    """Return the columns of a ledger by what is compared of their titles, those they bore in older workbooks too."""
    columns = sheet_columns(spec, with_sealed=True)
    old = {title_key(title): c for c in columns if c.is_read for title in spec.was.get(c.field, ())}
    return {**old, **{title_key(c.title): c for c in columns}}


def width_of(column: SheetColumn) -> float:
    """Return how wide a column is in the workbook, in characters."""
    if isinstance(column.entry, LongText):
        return 40
    if column.part is Part.PERSON_NUMBER:
        return 21
    if column.part is Part.NAME:
        return 26
    if isinstance(column.entry, Date | Number | Scaled | Flag) or column.part is Part.PERSON_NAME:
        return 12
    return 18


def help_of(column: SheetColumn) -> str:
    """Return how a column is filled, in one or two sentences."""
    entry = column.entry
    if column.part is Part.SHOWN:
        return "由程序填写，导入时不读"
    if column.part is Part.PERSON_NAME:
        return "填姓名；有重名的，请同时填身份证号"
    if column.part is Part.PERSON_NUMBER:
        return "按文本填写；填了就以身份证号认人"
    parts = [entry.help.rstrip("。")] if entry.help else []
    if column.part is Part.NAME:
        parts.append("填库中已有的全称")
    elif isinstance(entry, Date):
        parts.append("写作 2026.03.02 或 20260302；只知道年月的写 2026.03")
    elif isinstance(entry, Scaled):
        parts.append(f"填数字，最多 {entry.places} 位小数")
    elif isinstance(entry, Number):
        parts.append("填整数")
    elif isinstance(entry, Choice):
        parts.append("从下拉列表选取" + ("，没有的可以直接填写" if entry.open else ""))
    elif isinstance(entry, Sealed):
        parts.append("导入后加密保存")
    elif isinstance(entry, LongText):
        parts.append("可以写多行")
    return "；".join(parts)
