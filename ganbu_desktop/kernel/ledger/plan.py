"""What importing a ledger's workbook would do, row by row; nothing is written until ``ledger_sheet.apply_plan``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from ganbu_desktop.exchange.sheet_xml import column_letters
from ganbu_desktop.kernel.editing import Pair
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.store.record import Record


class LineStatus(Enum):
    """What would become of one row; the value is what the clerk reads."""

    NEW = "新增"
    CHANGED = "变更"
    SAME = "未变"
    REFUSED = "不导入"


@dataclass(frozen=True)
class LinePlace:
    """Where a row stands: file, sheet, row from 1."""

    file: str
    sheet: str
    row: int

    def __str__(self) -> str:
        return f"{self.file} {self.sheet} 第 {self.row} 行"


@dataclass(frozen=True)
class Trouble:
    """Why a row is refused: the cell (``column`` from 1, None for the row as a whole), its text and the sentence."""

    place: LinePlace
    column: int | None
    title: str
    text: str
    message: str

    @property
    def cell(self) -> str:
        """Return the cell as a spreadsheet names it (``C5``), empty for a whole row."""
        return f"{column_letters(self.column)}{self.place.row}" if self.column else ""

    def __str__(self) -> str:
        where = f" {self.cell}“{self.title}”" if self.cell else ""
        return f"{self.place}{where}：{self.message}"


@dataclass(frozen=True)
class FieldDifference:
    """One field that an import would change, as people read it."""

    name: str
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class LedgerLine:
    """One row of a file against the store. ``subject``: whom or what it is about, as the file says it."""

    place: LinePlace
    subject: str
    status: LineStatus
    old: Record | None = None
    new: Record | None = None
    differences: tuple[FieldDifference, ...] = ()
    troubles: tuple[Trouble, ...] = ()


@dataclass
class LedgerPlan:
    """The whole preview of one file. ``notices``: what the clerk should know; ``hidden_rows``: how many were left."""

    spec: LedgerSpec
    file: str
    lines: list[LedgerLine] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    hidden_rows: int = 0

    def count(self, status: LineStatus) -> int:
        """Return how many rows have a status."""
        return sum(line.status is status for line in self.lines)

    def pairs(self) -> list[Pair]:
        """Return what would be written, as (old, new)."""
        return [(line.old, line.new) for line in self.lines if line.status in (LineStatus.NEW, LineStatus.CHANGED)]

    def troubles(self) -> Iterator[Trouble]:
        """Yield everything that keeps rows out."""
        for line in self.lines:
            yield from line.troubles

    def summary(self) -> str:
        """Return the counts in one line: ``新增 3、变更 1``."""
        counts = ((s, self.count(s)) for s in LineStatus)
        return "、".join(f"{status.value} {number}" for status, number in counts if number) or "没有可读的行"
