"""Writing one sheet of text cells the way an office lays out its own lists: title rows, merged cells, borders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ganbu_desktop.exchange.sheet_xml import fits, storable
from ganbu_desktop.foundation.files import safe_write


def write_sheet(
    path: Path | str,
    name: str,
    rows: Sequence[Sequence[str]],
    *,
    merged: Sequence[str] = (),
    widths: Sequence[float] = (),
) -> None:
    """Write ``rows`` as text, none of it a formula; ``merged`` are cell ranges (``A1:K1``), ``widths`` in characters.

    Raises DocumentError for a text longer than a cell can hold and for trouble with the target.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    for row_number, row in enumerate(rows, 1):
        for column_number, text in enumerate(row, 1):
            if text:
                cell = sheet.cell(row_number, column_number, storable(fits(text, f"第 {row_number} 行")))
                cell.data_type, cell.number_format = "s", "@"
                cell.alignment = Alignment(wrap_text=True, vertical="center")
    for place in merged:
        sheet.merge_cells(place)
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    with safe_write(path) as temporary:
        book.save(temporary)
