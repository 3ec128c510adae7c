"""Writing the collection workbook directly as XML: the same sheets, headers, widths and lists as the official file.

Every value is a text cell with number format ``@``: no ID number becomes a float and no text becomes a formula.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from pathlib import Path

from ganbu_desktop.exchange.collection_workbook.layout import FIRST_DATA_ROW, LAYOUT, NOTES_SHEET, Column, SheetLayout
from ganbu_desktop.exchange.collection_workbook.notes import notes_sheet
from ganbu_desktop.exchange.collection_workbook.parts import (
    CENTRED,
    HEADER,
    HEADER_WANTED,
    LEFT,
    TITLE,
    SharedStrings,
    fixed_parts,
    validations,
    worksheet,
)
from ganbu_desktop.exchange.sheet_xml import column_letters, fits
from ganbu_desktop.foundation.files import safe_write

Rows = Iterable[Mapping[str, str]]
_STEP = 500


def write_collection_workbook(
    path: Path | str,
    rows_by_set: Mapping[str, Rows],
    *,
    cover: Mapping[str, str] | None = None,
    step: Callable[[int], None] | None = None,
) -> None:
    """Write all eleven sheets; ``rows_by_set`` maps ``A01`` … to rows of canonical header to text.

    ``cover``: 单位名称, 实有人数, 本年末机构数, 联系人, 联系方式 of the notes sheet. ``step`` is told the rows written
    so far and may raise to stop; then, as on any failure, no file is left and an older one stays. Raises
    DocumentError for a text longer than a cell can hold and for trouble with the target; KeyError for an unknown set or
    header, which is a mistake of the caller.
    """
    _refuse_unknown(rows_by_set)
    with (
        safe_write(path) as temporary,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive,
    ):
        strings, counter = SharedStrings(), _Counter(step)
        archive.writestr("xl/worksheets/sheet1.xml", notes_sheet(strings, cover or {}))
        for number, layout in enumerate(LAYOUT, 2):
            _write_sheet(
                archive, f"xl/worksheets/sheet{number}.xml", layout, rows_by_set.get(layout.set, ()), strings, counter
            )
        archive.writestr("xl/sharedStrings.xml", strings.xml())
        for name, content in fixed_parts([NOTES_SHEET, *(layout.name for layout in LAYOUT)]):
            archive.writestr(name, content)


class _Counter:
    """Counts rows over all sheets and tells every five hundredth."""

    def __init__(self, step: Callable[[int], None] | None) -> None:
        self._step, self._count = step, 0

    def advance(self) -> None:
        self._count += 1
        if self._step is not None and self._count % _STEP == 0:
            self._step(self._count)


def _refuse_unknown(rows_by_set: Mapping[str, Rows]) -> None:
    unknown = set(rows_by_set) - {layout.set for layout in LAYOUT}
    if unknown:
        raise KeyError(f"no sheet for {', '.join(sorted(unknown))}")


def _write_sheet(
    archive: zipfile.ZipFile, name: str, layout: SheetLayout, rows: Rows, strings: SharedStrings, counter: _Counter
) -> None:
    last = column_letters(len(layout.columns))
    count = len(rows) if isinstance(rows, Sized) else None
    before, after = worksheet(
        dimension=f"A1:{last}{count + FIRST_DATA_ROW - 1}" if count is not None else None,
        widths=[(number, number, column.width, False) for number, column in enumerate(layout.columns, 1)],
        merges=[f"A1:{last}1"],
        validations=validations(layout),
    )
    with archive.open(name, "w") as part:
        part.write(before.encode())
        part.write(_head_rows(layout, strings).encode())
        for chunk in _chunks(layout, rows, strings, counter):
            part.write(chunk.encode())
        part.write(after.encode())


def _head_rows(layout: SheetLayout, strings: SharedStrings) -> str:
    columns = list(enumerate(layout.columns, 1))
    blanks = "".join(f'<c r="{column_letters(n)}1" s="{TITLE}"/>' for n, _ in columns[1:])
    headers = "".join(_header_cell(column_letters(n), column, strings) for n, column in columns)
    title = f'<c r="A1" s="{TITLE}" t="s"><v>{strings[layout.title]}</v></c>'
    return (
        f'<row r="1" ht="45" customHeight="1">{title}{blanks}</row>'
        f'<row r="2" ht="24.95" customHeight="1">{headers}</row>'
    )


def _header_cell(letters: str, column: Column, strings: SharedStrings) -> str:
    style = HEADER_WANTED if column.wanted else HEADER
    return f'<c r="{letters}2" s="{style}" t="s"><v>{strings[column.printed]}</v></c>'


def _chunks(layout: SheetLayout, rows: Rows, strings: SharedStrings, counter: _Counter) -> Iterator[str]:
    """Yield the XML of the data rows in pieces of some hundred rows."""
    places = {
        column.header: (n, f'<c r="{column_letters(n)}', _style(column.alignment))
        for n, column in enumerate(layout.columns, 1)
    }
    chunk: list[str] = []
    for number, row in enumerate(rows, FIRST_DATA_ROW):
        chunk.append(f'<row r="{number}">')
        for header, text in sorted(row.items(), key=lambda item: places[item[0]][0]):
            if text:
                _, opening, style = places[header]
                fits(text, f"工作表“{layout.name}”第 {number} 行“{header}”")
                chunk.append(f"{opening}{number}{style}{strings[text]}</v></c>")
        chunk.append("</row>")
        counter.advance()
        if len(chunk) > 10000:
            yield "".join(chunk)
            chunk.clear()
    yield "".join(chunk)


def _style(alignment: str) -> str:
    return f'" s="{LEFT if alignment == "left" else CENTRED}" t="s"><v>'
