"""One cell of a sheet from outside: its text, and what the spreadsheet held there.

The kind is kept because the same text means different things: ``199010`` typed as text is certain, the number 1990.1
may be January or October, and a number of 18 digits has already lost its end.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, NamedTuple

from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import Field, Identity

EXACT_NUMBER = 1e15
"""From here on a spreadsheet keeps fewer digits than it was given."""

ERROR_TEXTS = frozenset({"#REF!", "#N/A", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#VALUE!", "#SPILL!", "#CALC!"})


class CellKind(Enum):
    """What the spreadsheet held."""

    EMPTY = "空"
    TEXT = "文本"
    NUMBER = "数字"
    DATE = "日期"
    BOOL = "逻辑值"
    ERROR = "错误值"
    FORMULA = "没有结果的公式"
    DAMAGED = "超过 15 位的数字"

    __hash__ = object.__hash__
    """Each member is one object; half a million cells are looked up by it in one import."""


class Cell(NamedTuple):
    """Text as a person would read it, and the kind. Dates are ``YYYY.MM.DD`` or ``YYYY.MM``."""

    text: str
    kind: CellKind = CellKind.TEXT

    def __bool__(self) -> bool:
        """Tell whether anything stands in the cell."""
        return self.kind is not CellKind.EMPTY


EMPTY_CELL = Cell("", CellKind.EMPTY)

_MARKED_KINDS = {"d": CellKind.DATE, "e": CellKind.ERROR, "f": CellKind.FORMULA}

RawValue = str | float | int | bool | list[str] | None
"""A value as the worker process sends it: text, number, bool, or ``[mark, text]`` for date, error and formula."""


def cell_of(raw: RawValue) -> Cell:
    """Turn a value from the worker process into a cell. Blank text counts as empty."""
    if isinstance(raw, str):
        return _text_cell(raw)
    if raw is None:
        return EMPTY_CELL
    if isinstance(raw, bool):
        return Cell("TRUE" if raw else "FALSE", CellKind.BOOL)
    if isinstance(raw, list):
        return Cell(raw[1], _MARKED_KINDS[raw[0]])
    return number_cell(raw)


def _text_cell(text: str) -> Cell:
    if not text or text.isspace():
        return EMPTY_CELL
    return Cell(text, CellKind.ERROR if text in ERROR_TEXTS else CellKind.TEXT)


def number_cell(number: float) -> Cell:
    """Return a number's cell: whole ones without ``.0``, those beyond 15 digits marked as damaged."""
    if abs(number) >= EXACT_NUMBER or number != number:
        return Cell(f"{number:.14E}", CellKind.DAMAGED)
    if float(number).is_integer():
        return Cell(str(int(number)), CellKind.NUMBER)
    return Cell(f"{number:.15g}", CellKind.NUMBER)


def read_cell(field: Field, cell: Cell) -> Any:
    """Turn a cell into the field's value, refusing what the spreadsheet itself has damaged.

    Raises FieldError with a sentence: error values, formulas without a stored result, ID numbers typed as a number of
    more than 15 digits, and months that a number cannot tell apart (1990.1 is January or October).
    """
    refuse_unreadable(field, cell)
    return field.parse(cell.text)


def refuse_unreadable(field: Field, cell: Cell) -> None:
    """Raise FieldError when the cell's kind makes its text unreliable for this field."""
    if cell.kind is CellKind.ERROR:
        raise FieldError(f"{field.label}的单元格是错误值“{cell.text}”，请改正公式或直接填写内容")
    if cell.kind is CellKind.FORMULA:
        raise FieldError(f"{field.label}的单元格是没有计算结果的公式，请用 WPS 或 Excel 打开保存一次，或直接填写内容")
    if cell.kind is CellKind.DAMAGED:
        raise FieldError(f"{field.label}被表格当作数字存放，后几位已丢失（{cell.text}），请把该列设为文本后重新填写")
    if cell.kind is CellKind.DATE and isinstance(field, Identity):
        raise FieldError(f"{field.label}的单元格是日期，请把该列设为文本后重新填写")
