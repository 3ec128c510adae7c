"""A cell keeps what the spreadsheet held, so that what it has damaged is refused and never guessed."""

import pytest

from ganbu_desktop.exchange.cells import EMPTY_CELL, Cell, CellKind, cell_of, read_cell
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.fields import Date, Identity, Number, Text
from ganbu_desktop.foundation.partial_date import PartialDate

IDENTITY, DATE, TEXT, NUMBER = (
    Identity(label="身份证号"),
    Date(label="出生年月"),
    Text(label="备注"),
    Number(label="人数"),
)


@pytest.mark.parametrize(
    ("raw", "text", "kind"),
    [
        ("赵明", "赵明", CellKind.TEXT),
        ("", "", CellKind.EMPTY),
        (" \u3000\n", "", CellKind.EMPTY),
        (None, "", CellKind.EMPTY),
        (12.0, "12", CellKind.NUMBER),
        (0, "0", CellKind.NUMBER),
        (-3.5, "-3.5", CellKind.NUMBER),
        (0.1 + 0.2, "0.3", CellKind.NUMBER),
        (990322900101543.0, "990322900101543", CellKind.NUMBER),
        (5.103221990010154e17, "5.10322199001015E+17", CellKind.DAMAGED),
        (float("nan"), "NAN", CellKind.DAMAGED),
        (True, "TRUE", CellKind.BOOL),
        (["d", "1990.05"], "1990.05", CellKind.DATE),
        (["e", "#REF!"], "#REF!", CellKind.ERROR),
        ("#N/A", "#N/A", CellKind.ERROR),
        (["f", ""], "", CellKind.FORMULA),
    ],
)
def test_raw_value_becomes_a_cell(raw, text, kind):
    assert cell_of(raw) == Cell(text, kind)


def test_only_an_empty_cell_is_false():
    assert not EMPTY_CELL
    assert cell_of(0)
    assert cell_of(["f", ""])


@pytest.mark.parametrize(
    ("field", "raw", "words"),
    [
        (IDENTITY, 5.103221990010154e17, "设为文本"),
        (IDENTITY, "5.1E+17", "文本"),
        (IDENTITY, ["d", "1990.05.01"], "是日期"),
        (TEXT, ["e", "#REF!"], "错误值"),
        (TEXT, ["f", ""], "没有计算结果的公式"),
        (DATE, 1990.1, "1 月还是 10 月"),
        (DATE, ["e", "#VALUE!"], "错误值"),
        (NUMBER, 2.5, "整数"),
    ],
)
def test_what_the_spreadsheet_damaged_is_refused(field, raw, words):
    with pytest.raises(FieldError, match=words):
        read_cell(field, cell_of(raw))


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        (DATE, 1990, PartialDate(1990)),
        (DATE, 19900500, PartialDate(1990, 5)),
        (DATE, 1990.05, PartialDate(1990, 5)),
        (DATE, 1990.5, PartialDate(1990, 5)),
        (DATE, 1990.12, PartialDate(1990, 12)),
        (DATE, 199005.0, PartialDate(1990, 5)),
        (DATE, 19900501.0, PartialDate(1990, 5, 1)),
        (DATE, ["d", "1990.05.01"], PartialDate(1990, 5, 1)),
        (DATE, ["d", "1990.05"], PartialDate(1990, 5)),
        (DATE, "1990.10", PartialDate(1990, 10)),
        (NUMBER, 12.0, 12),
        (TEXT, 12.0, "12"),
        (TEXT, "", None),
        (IDENTITY, 990322900101543.0, "990322900101543"),
    ],
)
def test_what_is_certain_is_read(field, raw, value):
    assert read_cell(field, cell_of(raw)) == value


@pytest.mark.parametrize(
    "number",
    [27463, 32874.0, 27463.5, 1990.123, 1990.13, 90.5, 7503, 0, -197503, 199013, float("nan"), float("inf"), True],
)
def test_a_doubtful_number_is_no_date(number):
    with pytest.raises(FieldError):
        read_cell(DATE, cell_of(number))
