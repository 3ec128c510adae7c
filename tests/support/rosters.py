"""Home-made rosters as units send them: invented people under the titles that a clerk would write."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import openpyxl

TITLES = ("序号", "姓  名", "性别", "出生年月", "籍贯", "现任职务", "单位")
ROWS = (
    (1, "李国强", "男", "1975.03", "云溪浏河", "局长", "青禾县财政局"),
    (2, "周敏", "女", "1988.02", "云溪柳川", "科员", "青禾县财政局"),
    (3, "吴伟", "男", "88.13", "云溪柳川", "科员", "青禾县税务局"),
)


def write_roster(
    path: Path,
    rows: Sequence[Sequence[object]] = ROWS,
    titles: Sequence[object] = TITLES,
    hidden: Collection[int] = (),
) -> Path:
    """Write a workbook with a title row, the titles, the rows and a total; ``hidden`` are row numbers of the sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "花名册"
    sheet.append(["青禾县财政局干部花名册"])
    sheet.append(list(titles))
    for row in rows:
        sheet.append(list(row))
    sheet.append(["合计", f"{len(rows)}人"])
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    book.save(path)
    return path
