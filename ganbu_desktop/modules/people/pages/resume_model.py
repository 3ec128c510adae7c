"""The résumé as rows: a period with its 其间 entries, or a paragraph; gaps and overlaps are marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.editors.ledger_model import Index, LedgerModel, Line
from ganbu_desktop.foundation import resume
from ganbu_desktop.foundation.fields import Date, LongText
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.foundation.resume import ResumeLine
from ganbu_desktop.foundation.text import clean_line
from ganbu_desktop.kernel.describe import new_id

OPEN = "至今"


@dataclass(frozen=True)
class ResumeRow:
    """One row on screen: a period (``start``), or a paragraph (no ``start``); ``during`` has a line for each entry."""

    start: PartialDate | None = None
    end: PartialDate | None = None
    text: str | None = None
    during: str | None = None
    id: str = field(default_factory=new_id, compare=False)


@dataclass(frozen=True, kw_only=True)
class _End(Date):
    """The end of a period; 至今 is no end."""

    def read(self, text: str) -> PartialDate | None:  # type: ignore[override]
        """Read a month, or that the period still lasts."""
        return None if text in (OPEN, "今", "现在", "目前", "--") else super().read(text)


FIELDS = {
    "start": Date(label="起始年月", help="如 2001.08、200108、2001年8月"),
    "end": _End(label="截止年月", help="留空或填“至今”表示现任"),
    "text": LongText(label="单位及职务（学校及专业）"),
    "during": LongText(label="其间", help="如 2015.03--2017.06在××大学××专业在职研究生学习；一行一段，Alt+回车换行"),
}


def rows_of(text: str) -> list[ResumeRow]:
    """Return a résumé as rows; 其间 lines hang on the period before them, empty lines become empty rows."""
    rows: list[ResumeRow] = []
    for line in resume.read(text):
        if line.kind == "during" and rows and rows[-1].start is not None:
            entry = _inner(line.text)
            during = f"{rows[-1].during}\n{entry}" if rows[-1].during else entry
            rows[-1] = ResumeRow(rows[-1].start, rows[-1].end, rows[-1].text, during)
        elif line.kind == "stint":
            rows.append(ResumeRow(line.start, line.end, line.text or None))
        else:
            rows.append(ResumeRow(text=line.text or None))
    return rows


def _inner(text: str) -> str:
    inner = text.strip()
    for opening in ("（其间：", "(其间:", "（其间:", "(其间："):
        if inner.startswith(opening) and inner.endswith(("）", ")")):
            return inner[len(opening) : -1]
    return inner


def lines_of(rows: Sequence[ResumeRow]) -> list[ResumeLine]:
    """Return the lines that the strict writer writes."""
    lines: list[ResumeLine] = []
    for row in rows:
        text = row.text or ""
        if row.start is not None:
            lines.append(ResumeLine(row.start, row.end, clean_line(text), "stint"))
            lines += [
                ResumeLine(None, None, _outer(entry), "during") for entry in (row.during or "").split("\n") if entry
            ]
        else:
            lines.append(ResumeLine(None, None, text, "paragraph" if text else "gap"))
    return lines


def _outer(entry: str) -> str:
    text = entry.strip()
    return text if text.startswith(("（", "(")) else f"（其间：{text}）"


def _is_begun(line: Line) -> bool:
    """Tell whether a row has nothing but perhaps a beginning."""
    return line.is_blank() or not any(line.values.get(name) for name in ("end", "text", "during"))


def text_of(rows: Sequence[ResumeRow]) -> str:
    """Return the official text of rows."""
    return resume.write(lines_of(rows)).strip("\n")


class ResumeModel(LedgerModel):
    """Editable rows of a résumé; ``months`` is how long a gap may be."""

    def __init__(self, months: int, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(FIELDS, ResumeRow, parent)  # type: ignore[arg-type]
        self._months = months
        self._marks: dict[int, str] = {}
        self.edited.connect(self._mark)

    def show(self, text: str) -> None:
        """Show a résumé."""
        self.load(rows_of(text))  # type: ignore[arg-type]

    def current_rows(self) -> list[ResumeRow]:
        """Return the rows as they stand: wrong cells by what they held before, new rows without content left out.

        A new row has no content as long as it has only the beginning that was filled in with it.
        """
        kept = [line for line in self._lines if line.record is not None or not _is_begun(line)]
        return [ResumeRow(**line.values) for line in kept]

    def insert_rows(self, row: int, rows: Sequence[ResumeRow]) -> None:
        """Put rows at a place, as one step that can be taken back."""
        self.remember()
        self.beginResetModel()
        fresh = [self._line(found) for found in rows]  # type: ignore[arg-type]
        for line in fresh:
            line.record = None
        blank = row < len(self._lines) and self._lines[row].record is None and self._lines[row].is_blank()
        self._lines[row : row + 1 if blank else row] = fresh
        self.endResetModel()
        self.edited.emit()

    def _mark(self) -> None:
        """Note beside each row what does not fit its neighbours."""
        self._marks = {}
        stints: dict[int, Line] = {}
        for number, line in enumerate(self._lines):
            if line.record is None and _is_begun(line):
                self._marks[number] = "" if line.is_blank() else "还没有写内容：这一段不会保存，也不会打印"
            elif line.values.get("start") is not None:
                stints[number] = line
        lines = [_numbered(i, line) for i, line in stints.items()]
        for gap in resume.gaps(lines, self._months):
            self._add_mark(gap.after, f"与上一段“{gap.before.end or ''}”之间空了 {gap.months} 个月")
        for before, after in resume.overlaps(lines):
            self._add_mark(after, f"与“{before.start}--{before.end or OPEN}”一段时间重叠")
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, 0))

    def _add_mark(self, line: ResumeLine, sentence: str) -> None:
        row = int(line.raw)
        self._marks[row] = "；".join(t for t in (self._marks.get(row, ""), sentence) if t)

    def marks(self) -> dict[int, str]:
        """Return the sentence of each row that leaves a gap or overlaps."""
        return dict(self._marks)

    def remark(self, row: int, column: int) -> tuple[str, str]:
        """Return what is wrong with a cell: its own error, else a gap or overlap at the beginning."""
        found = super().remark(row, column)
        if not found[1] and self.names[column] == "start" and row in self._marks:
            return "warning", self._marks[row]
        return found

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Show an open end as 至今."""
        open_end = (
            index.isValid()
            and self.names[index.column()] == "end"
            and not self.text(index.row(), index.column())
            and self._lines[index.row()].values.get("start") is not None
        )
        if open_end and role == Qt.ItemDataRole.DisplayRole:
            return OPEN
        if open_end and role == Qt.ItemDataRole.ForegroundRole:
            return QColor(theme.colours().muted)
        return super().data(index, role)


def _numbered(row: int, line: Line) -> ResumeLine:
    return ResumeLine(line.values["start"], line.values["end"], line.texts["text"], "stint", str(row))
