"""Reading whatever the clerk hands over: files and folders, of every kind that units send."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ganbu_desktop.exchange.collection_workbook import NOTES_SHEET, from_workbook, is_collection_workbook
from ganbu_desktop.exchange.free_roster import NoHeader, RosterReading, known_header, read_roster
from ganbu_desktop.exchange.package import FoundFile, collect_files
from ganbu_desktop.exchange.sniff import TABLES, FileKind, refusal, sniff
from ganbu_desktop.exchange.workbook import Sheet, Workbook, read_workbook
from ganbu_desktop.foundation.errors import ExchangeError
from ganbu_desktop.foundation.garbage import collector_paused
from ganbu_desktop.foundation.text import clean_line
from ganbu_desktop.kernel.ledger.batch import LedgerFile
from ganbu_desktop.kernel.ledger.reading import recognised
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Progress, SilentProgress
from ganbu_desktop.modules.intake.doubts import doubts
from ganbu_desktop.modules.intake.from_collection import incoming_from_collection
from ganbu_desktop.modules.intake.from_lrmx import digest_of, read_lrmx_files
from ganbu_desktop.modules.intake.from_roster import add_roster
from ganbu_desktop.modules.intake.incoming import Incoming, Place, Problem
from ganbu_desktop.modules.intake.joining import joined, joined_units

Mappings = Mapping[str, Mapping[int, str]]
"""Layout fingerprint → column number → item key: what the clerk has mapped by hand before."""


@dataclass
class RosterSheet:
    """One sheet that may be a roster; ``reading`` is by its present header and mapping.

    A sheet in which no header was found has an empty reading until the clerk points at one.
    """

    file: str
    sheet: Sheet
    reading: RosterReading
    with_hidden: bool
    is_by_hand: bool = False

    @property
    def has_header(self) -> bool:
        """Return whether a header is known."""
        return bool(self.reading.header_rows)

    def remap(self, mapping: Mapping[int, str | None]) -> None:
        """Read the sheet again with columns mapped by hand. Raises ExchangeError when no column is the name."""
        header = self.reading.header_rows
        self.reading = read_roster(self.sheet, mapping, header=header, include_hidden=self.with_hidden)

    def set_header(self, rows: tuple[int, ...]) -> None:
        """Read the sheet again with the header rows that the clerk has pointed at."""
        self.reading = read_roster(self.sheet, header=rows, include_hidden=self.with_hidden)
        self.is_by_hand = True


@dataclass
class ReadResult:
    """What was read; rosters are kept apart so that the clerk can map their columns before they count.

    ``ledgers``: workbooks in the layout of a ledger, which are imported there and hold nobody for this import.
    """

    incoming: Incoming
    rosters: list[RosterSheet] = field(default_factory=list)
    ledgers: list[LedgerFile] = field(default_factory=list)

    def headless(self) -> list[RosterSheet]:
        """Return the sheets in which no header was found."""
        return [roster for roster in self.rosters if not roster.has_header]

    def is_empty(self) -> bool:
        """Tell whether there is nothing to show, not even a refusal."""
        return self.holds_no_people() and not self.ledgers

    def holds_no_people(self) -> bool:
        """Tell whether there is nothing for the preview of people and units, not even a refusal."""
        incoming = self.incoming
        rows = any(r.reading.rows or r.reading.hidden_count or not r.has_header for r in self.rosters)
        return not (rows or incoming.people or incoming.units or incoming.refused or incoming.hidden_rows)

    @collector_paused()
    def with_rosters(self) -> Incoming:
        """Return everything read, each person once, the rosters by their present mapping; asking again adds nothing."""
        result = Incoming()
        _merge(result, self.incoming)
        for roster in self.rosters:
            if roster.has_header:
                add_roster(result, roster.reading, roster.file)
        alone = _left_aside(self.rosters)
        result.refused += [_refusal(roster) for roster in alone]
        result.notices += [
            f"“{roster.file}”的工作表“{roster.sheet.name}”没有认出名册的表头，没有读入"
            for roster in self.headless()
            if roster not in alone
        ]
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
    for sheet in book.sheets:
        if all(row.is_blank for row in sheet.rows):
            continue
        if sheet.hidden and not with_hidden:
            result.incoming.notices.append(f"“{file}”的工作表“{sheet.name}”是隐藏的，没有读入")
            continue
        result.rosters.append(_roster_sheet(sheet, file, mappings, with_hidden))
    if not any(roster.file == file for roster in result.rosters):
        result.incoming.refused.append(Problem(Place(file), "", "", "文件里没有能读的工作表，没有导入"))


def _left_aside(rosters: Sequence[RosterSheet]) -> list[RosterSheet]:
    """Return the sheets without a header of files in which no sheet has one; beside a roster they are only notes."""
    read = {roster.file for roster in rosters if roster.has_header}
    return [roster for roster in rosters if roster.file not in read]


def _refusal(roster: RosterSheet) -> Problem:
    message = f"工作表“{roster.sheet.name}”里没有找到表头（至少要有“姓名”等两个认识的列名）；{_first_row(roster.sheet)}"
    return Problem(Place(roster.file, roster.sheet.name), "", "", message)


def _first_row(sheet: Sheet) -> str:
    """Return what the first row holds, so that a wrong encoding or the wrong sheet shows at once."""
    row = next(row for row in sheet.rows if not row.is_blank)
    texts = [clean_line(cell.text)[:12] for cell in row.cells if cell]
    return f"第 {row.number} 行写的是“{'、'.join(texts[:6])}”；如果是乱码，请用 WPS 或 Excel 打开后另存为 .xlsx"


def _roster_sheet(sheet: Sheet, file: str, mappings: Mappings, with_hidden: bool) -> RosterSheet:
    header = known_header(sheet, mappings.keys())
    try:
        reading = read_roster(sheet, header=header, include_hidden=with_hidden)
    except NoHeader:
        reading = RosterReading(sheet.name, (), [], {}, [], [], "")
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
