"""A report as paper sees it: texts and numbers in tables. Nothing here knows what was counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from ganbu_desktop.foundation.header_cells import HeaderCell, header_cells
from ganbu_desktop.paper.cells import Margins
from ganbu_desktop.paper.running_head import DAY

LANDSCAPE_MM, PORTRAIT_MM = (297.0, 210.0), (210.0, 297.0)
_SIDE_MARGINS = Margins(top=14.0, right=15.0, bottom=9.0, left=15.0)
_UPRIGHT_MARGINS = Margins(top=25.0, right=20.0, bottom=15.0, left=20.0)
_SIZES = ((8, 10.5), (13, 10.0))
_SMALL = 9.0
EMPTY_TEXT = "本期没有数据"


@dataclass(frozen=True, slots=True)
class PaperValue:
    """One cell: how it reads on paper and, where it is a number, the number and its format in Excel (``0.0%``)."""

    text: str
    number: float | int | None = None
    number_format: str = ""


@dataclass(frozen=True, slots=True)
class PaperTable:
    """One table; ``header`` rows from the top, ``widths`` shares of the page, ``aligns`` l, c or r, one a column."""

    title: str
    header: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[PaperValue, ...], ...]
    widths: tuple[float, ...]
    aligns: str = ""

    @property
    def size_pt(self) -> float:
        """Return the size of the texts: the more columns, the smaller."""
        return next((size for most, size in _SIZES if len(self.widths) <= most), _SMALL)

    def cells_of_header(self) -> tuple[HeaderCell, ...]:
        """Return the header as cells."""
        return header_cells(self.header)

    def widths_mm(self, total_mm: float) -> tuple[float, ...]:
        """Return the widths of the columns of a table ``total_mm`` wide."""
        whole = sum(self.widths)
        return tuple(total_mm * width / whole for width in self.widths)

    def align_of(self, column: int) -> str:
        """Return left, center or right."""
        letter = self.aligns[column] if column < len(self.aligns) else "c"
        return {"l": "left", "r": "right"}.get(letter, "center")


@dataclass(frozen=True, slots=True)
class PaperReport:
    """A whole report: texts above and below, tables one under the other, boxes for texts, words to sign by.

    ``unit``: whose report it is; ``made_on``: its day in words.
    """

    title: str
    tables: tuple[PaperTable, ...]
    left: str = ""
    right: str = ""
    remarks: tuple[str, ...] = ()
    boxes: tuple[tuple[str, str], ...] = ()
    signatures: tuple[str, ...] = ()
    landscape: bool = True
    unit: str = ""
    made_on: str = ""

    def shown_tables(self) -> tuple[PaperTable, ...]:
        """Return the tables; where there is none, one that says so: a sheet without a table would not open in Excel."""
        return self.tables or (PaperTable("", (("内容",),), (), (1.0,)),)

    @property
    def origin(self) -> str:
        """Return whose report it is and of which day, as far as the texts above the table do not say it themselves."""
        said = "".join(f"{self.title}{self.left}{self.right}".split())
        parts = [] if not self.unit or self.unit in said else [f"填报单位：{self.unit}"]
        if self.made_on and not DAY.search(said):
            parts.append(f"制表日期：{self.made_on}")
        return "　　".join(parts)

    @property
    def continued(self) -> str:
        """Return the line above every page but the first, so that one that came loose tells where it belongs."""
        day = f"制表日期：{self.made_on}" if self.made_on else ""
        return "　".join(filter(None, (self.title, self.unit, day)))

    @property
    def size_mm(self) -> tuple[float, float]:
        """Return width and height of the paper."""
        return LANDSCAPE_MM if self.landscape else PORTRAIT_MM

    @property
    def margins(self) -> Margins:
        """Return the margins of the paper."""
        return _SIDE_MARGINS if self.landscape else _UPRIGHT_MARGINS

    @property
    def body_mm(self) -> float:
        """Return the width between the margins."""
        return self.size_mm[0] - self.margins.left - self.margins.right

    def remark_lines(self) -> tuple[str, ...]:
        """Return the remarks as they are printed: 注：, numbered where there are several."""
        if len(self.remarks) < 2:
            return tuple(f"注：{text}" for text in self.remarks)
        return tuple(f"{'注：' if n == 1 else '　　'}{n}．{text}" for n, text in enumerate(self.remarks, 1))


def edges(widths: Sequence[float], start: float = 0.0) -> tuple[float, ...]:
    """Return the lines between widths set side by side, one more than there are widths."""
    return tuple(accumulate(widths, initial=start))
