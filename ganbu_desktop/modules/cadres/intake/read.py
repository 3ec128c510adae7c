"""Reading whatever the clerk hands over: files and folders, of every kind that units send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ganbu_desktop.exchange.collection_workbook import NOTES_SHEET, from_workbook, is_collection_workbook
from ganbu_desktop.exchange.free_roster import RosterReading, read_roster
from ganbu_desktop.exchange.package import FoundFile, collect_files
from ganbu_desktop.exchange.sniff import TABLES, FileKind, refusal, sniff
from ganbu_desktop.exchange.workbook import Sheet, Workbook, read_workbook
from ganbu_desktop.foundation.errors import ExchangeError
from ganbu_desktop.foundation.garbage import collector_paused
from ganbu_desktop.foundation.text import clean_line
from ganbu_desktop.kernel.ledger import LedgerSpec
from ganbu_desktop.kernel.ledger_batch import LedgerFile
from ganbu_desktop.kernel.ledger_reading import recognised
from ganbu_desktop.kernel.office import Progress, SilentProgress
from ganbu_desktop.modules.cadres.intake.doubts import doubts
from ganbu_desktop.modules.cadres.intake.from_collection import incoming_from_collection
from ganbu_desktop.modules.cadres.intake.from_lrmx import digest_of, read_lrmx_files
from ganbu_desktop.modules.cadres.intake.from_roster import add_roster
from ganbu_desktop.modules.cadres.intake.incoming import Incoming, Place, Problem
from ganbu_desktop.modules.cadres.intake.joining import joined, joined_units

Mappings = Mapping[str, Mapping[int, str]]
"""Layout fingerprint → column number → item key: what the clerk has mapped by hand before."""


@dataclass
class RosterSheet:
    """One sheet that looks like a roster; ``reading`` is by its present mapping."""

    file: str
    sheet: Sheet
    reading: RosterReading
    with_hidden: bool

    def remap(self, mapping: Mapping[int, str | None]) -> None:
        """Read the sheet again with columns mapped by hand. Raises ExchangeError when no column is the name."""
        self.reading = read_roster(self.sheet, mapping, include_hidden=self.with_hidden)


@dataclass
class ReadResult:
    """What was read; rosters are kept apart so that the clerk can map their columns before they count.

    ``ledgers``: workbooks in the layout of a ledger, which are imported there and hold nobody for this import.
    """

    incoming: Incoming
    rosters: list[RosterSheet] = field(default_factory=list)
    ledgers: list[LedgerFile] = field(default_factory=list)

    def is_empty(self) -> bool:
        """Tell whether there is nothing to show, not even a refusal."""
        return self.holds_no_people() and not self.ledgers

    def holds_no_people(self) -> bool:
        """Tell whether there is nothing for the preview of people and units, not even a refusal."""
        incoming = self.incoming
        rows = any(roster.reading.rows or roster.reading.hidden_count for roster in self.rosters)
        return not (rows or incoming.people or incoming.units or incoming.refused or incoming.hidden_rows)

    @collector_paused()
    def with_rosters(self) -> Incoming:
        """Return everything read, each person once, the rosters by their present mapping; asking again adds nothing."""
        result = Incoming()
        _merge(result, self.incoming)
        for roster in self.rosters:
            add_roster(result, roster.reading, roster.file)
        result.people, notices = joined(result.people)
        result.units, others = joined_units(result.units)
        result.notices += [*notices, *others, *doubts(result.people)]
        return result


@collector_paused()
def read_paths(
    paths: Sequence[Path],
    *,
    mappings: Mappings | None = None,
    with_hidden: bool = False,
    ledgers: Sequence[LedgerSpec] = (),
    progress: Progress | None = None,
) -> ReadResult:
    """Read files and folders. What cannot be read is refused with its sentence; the rest stands.

    ``ledgers``: those whose workbooks are told by their header and kept apart.
    """
    progress = progress or SilentProgress()
    result = ReadResult(Incoming())
    layouts = _Layouts(mappings or {}, ledgers, with_hidden)
    forms: list[FoundFile] = []
    for found in collect_files(paths):
        path = Path(found.path)
        if found.kind in ("lrmx", "lrm"):
            forms.append(found)
        elif found.kind == "other" and found.member is None:
            _read_other(result, found, forms, layouts)
        else:
            result.incoming.refused.append(Problem(Place(found.name), "", "", found.problem or "没有读取"))
        if path.is_file() and all(file.path != path for file in result.ledgers):
            _remember(result.incoming, path)
    if forms:
        read_lrmx_files(result.incoming, forms, progress)
    if result.is_empty():
        message = "没有找到可以导入的人员或单位，请检查选择的文件"
        result.incoming.refused += [Problem(Place(path.name), "", "", message) for path in paths]
    return result


@dataclass(frozen=True)
class _Layouts:
    """By what a table is told: mapped columns, the ledgers there are; and whether its hidden rows count."""

    mappings: Mappings
    ledgers: Sequence[LedgerSpec]
    with_hidden: bool


def _read_other(result: ReadResult, found: FoundFile, forms: list[FoundFile], layouts: _Layouts) -> None:
    """Read a file by what it is, whatever its name says."""
    path = Path(found.path)
    try:
        kind = sniff(path)
        if kind is FileKind.LRMX:
            forms.append(FoundFile(found.name, "lrmx", found.path))
        elif kind is FileKind.LRM:
            forms.append(FoundFile(found.name, "lrm", found.path))
        elif kind in TABLES:
            _read_table(result, path, found.name, layouts)
        else:
            raise ExchangeError(refusal(kind) or found.problem or "没有读取")
    except ExchangeError as error:
        result.incoming.refused.append(Problem(Place(found.name), "", "", str(error)))


def _remember(incoming: Incoming, path: Path) -> None:
    digest = digest_of(path)
    if digest not in incoming.digests:
        incoming.digests.append(digest)


def _read_table(result: ReadResult, path: Path, name: str, layouts: _Layouts) -> None:
    book = read_workbook(path, skip={NOTES_SHEET})
    if is_collection_workbook(book):
        read = from_workbook(book)
        _merge(result.incoming, incoming_from_collection(read, name, with_hidden=layouts.with_hidden))
        return
    spec = recognised(book, layouts.ledgers)
    if spec is not None:
        result.ledgers.append(LedgerFile(name, path, spec, book))
    else:
        _read_rosters(result, book, name, layouts.mappings, layouts.with_hidden)


def _read_rosters(result: ReadResult, book: Workbook, file: str, mappings: Mappings, with_hidden: bool) -> None:
    result.incoming.files.append(file)
    result.incoming.notices += book.notices
    found = 0
    others: list[str] = []
    problem = "没有找到有“姓名”一列的表，没有导入"
    for sheet in book.sheets:
        if all(row.is_blank for row in sheet.rows):
            continue
        if sheet.hidden and not with_hidden:
            result.incoming.notices.append(f"“{file}”的工作表“{sheet.name}”是隐藏的，没有读入")
            continue
        try:
            result.rosters.append(_roster_sheet(sheet, file, mappings, with_hidden))
            found += 1
        except ExchangeError as error:
            problem = f"{error}。{_first_row(sheet)}"
            others.append(f"“{file}”的工作表“{sheet.name}”没有认出名册的表头，没有读入")
    if found:
        result.incoming.notices += others
    else:
        result.incoming.refused.append(Problem(Place(file), "", "", problem))


def _first_row(sheet: Sheet) -> str:
    """Return what the first row holds, so that a wrong encoding or the wrong sheet shows at once."""
    row = next(row for row in sheet.rows if not row.is_blank)
    texts = [clean_line(cell.text)[:12] for cell in row.cells if cell]
    return f"第 {row.number} 行写的是“{'、'.join(texts[:6])}”；如果是乱码，请用 WPS 或 Excel 打开后另存为 .xlsx"


def _roster_sheet(sheet: Sheet, file: str, mappings: Mappings, with_hidden: bool) -> RosterSheet:
    reading = read_roster(sheet, include_hidden=with_hidden)
    roster = RosterSheet(file, sheet, reading, with_hidden)
    remembered = mappings.get(reading.fingerprint)
    if remembered is not None:
        roster.remap(dict(remembered))
    return roster


def _merge(into: Incoming, other: Incoming) -> None:
    into.files += other.files
    into.digests += other.digests
    into.columns |= other.columns
    into.units += other.units
    into.people += other.people
    into.refused += other.refused
    into.notices += other.notices
    into.hidden_rows += other.hidden_rows
    into.rows_read += other.rows_read
