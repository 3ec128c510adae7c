"""Each ledger's own Excel layout: written out, filled in, read again. What comes back untouched changes nothing.

The first sheet holds the rows under the labels of the fields, 填表说明 tells how each column is filled. An import reads
the layout by its header wherever that stands, shows what would happen as a ``LedgerPlan``, and writes it as one step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from ganbu_desktop.exchange.annotate import CellFinding, annotate
from ganbu_desktop.exchange.fillable_workbook import FillableColumn, Loud, write_fillable
from ganbu_desktop.exchange.workbook import Workbook, read_workbook
from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.errors import CheckFailed, ExchangeError, UndoConflict
from ganbu_desktop.foundation.fields import Choice, Flag, Number, Scaled, Sealed
from ganbu_desktop.foundation.garbage import collector_paused
from ganbu_desktop.kernel.ledger import listing as ledger_list
from ganbu_desktop.kernel.ledger.columns import Part, SheetColumn, help_of, sheet_columns, width_of
from ganbu_desktop.kernel.ledger.compare import compared
from ganbu_desktop.kernel.ledger.listing import STATE_COLUMN, LedgerQuery, is_limiting
from ganbu_desktop.kernel.ledger.names import MAIN, Names, name_column, name_text, names_of
from ganbu_desktop.kernel.ledger.plan import LedgerPlan, LineStatus
from ganbu_desktop.kernel.ledger.reading import ledger_sheets, missing_titles, rows_of
from ganbu_desktop.kernel.ledger.refusal import refused_rows
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.log.access_log import EXPORT, note_access
from ganbu_desktop.kernel.log.sealed import RIGHT as READ_SEALED
from ganbu_desktop.kernel.log.sealed import unseal_records
from ganbu_desktop.kernel.log.sealed_guard import sealed_fields
from ganbu_desktop.kernel.office.office import Office, Progress, SilentProgress
from ganbu_desktop.kernel.spine.limiting import LimitingRecord, Standing
from ganbu_desktop.kernel.spine.showing import Shown, standings
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, Reference

EXPORT_RIGHT = "ledgers.export"
_CHUNK = 500
_LONGEST_LIST = 2_000
_NOTES = (
    "红色标题的栏目必填；标“留列”的可以空着但不能删去，其余不用的列可以删去，列的次序可以改。",
    "空着的格子不改动库里原有的内容；要清空某一项，请在程序里改。",
)


@dataclass(frozen=True)
class LedgerResult:
    """What an import has written."""

    new: int
    changed: int

    def __str__(self) -> str:
        return f"新增 {self.new} 条、变更 {self.changed} 条"


# ---- out


def export_ledger(
    office: Office,
    spec: LedgerSpec,
    target: Path,
    ids: Sequence[str] | None = None,
    *,
    template: bool = False,
    progress: Progress | None = None,
    purpose: str = "",
) -> int:
    """Write entries as the ledger's workbook and return how many; ``ids`` None: all that a list shows at first.

    ``template``: no rows, for filling in. A draft of what can count against a person leaves by no export, and what does
    not count bears its mark (``spine.showing``). Private texts are written only for an account that may read them.
    Raises CheckFailed for another kind of file, PermissionDenied, DocumentError; nothing is written then.
    """
    office.require(EXPORT_RIGHT)
    if target.suffix.lower() != ".xlsx":
        raise CheckFailed(f"“{spec.title}”请写到以 .xlsx 结尾的文件；没有写出任何文件")
    with_sealed = bool(sealed_fields(spec.record)) and office.account.may(READ_SEALED)
    columns = sheet_columns(spec, with_sealed=with_sealed)
    with office.reading() as connection:
        if ids is None and not template:
            ids = ledger_list.ids(connection, spec, LedgerQuery(day=office.today()))
        fillable = [_fillable(spec, c, _choices(c, connection)) for c in columns]
    writing = _Writing(office, spec, columns, with_sealed, purpose, progress or SilentProgress())
    rows = writing.rows(() if template else ids or ())
    notes = _NOTES if spec.may_import else ("这张表由程序生成，只供查阅，不能导入。",)
    return write_fillable(target, spec.title, fillable, rows, notes=_notes(spec, notes))


def _notes(spec: LedgerSpec, notes: tuple[str, ...]) -> tuple[str, ...]:
    limiting = ("导入的一律先作为草稿，补齐佐证材料和本人说明后在程序里逐条生效。",) if is_limiting(spec) else ()
    return (*notes, *limiting)


def _fillable(spec: LedgerSpec, column: SheetColumn, choices: tuple[str, ...]) -> FillableColumn:
    entry = column.entry
    return FillableColumn(
        column.title,
        is_required=column.is_required,
        must_stay=column.field in spec.key and column.is_read,
        is_number=isinstance(entry, Number | Scaled),
        width=width_of(column),
        choices=choices,
        is_open=isinstance(entry, Choice) and entry.open,
        help=help_of(column),
    )


def _choices(column: SheetColumn, connection: sa.Connection) -> tuple[str, ...]:
    """Return what a column's drop-down offers; none for a long list of records."""
    entry = column.entry
    if not column.is_read:
        return ()
    if isinstance(entry, Choice):
        return codes.table(entry.table).labels()
    if isinstance(entry, Flag):
        return (entry.yes, entry.no)
    if column.part is Part.NAME and isinstance(entry, Reference):
        named = name_column(entry.target)
        assert named is not None
        rows = connection.execute(sa.select(named).where(named.is_not(None)).distinct().limit(_LONGEST_LIST + 1))
        names = sorted({name_text(entry.target, row[0]) for row in rows})
        return tuple(names) if len(names) <= _LONGEST_LIST else ()
    return ()


class _Writing:
    """Gives the rows of some entries, chunk by chunk, with access noted before anything private leaves the store."""

    def __init__(
        self,
        office: Office,
        spec: LedgerSpec,
        columns: Sequence[SheetColumn],
        with_sealed: bool,
        purpose: str,
        progress: Progress,
    ) -> None:
        self._office, self._spec, self._columns = office, spec, columns
        self._with_sealed, self._purpose, self._progress = with_sealed, purpose, progress

    def rows(self, ids: Sequence[str]) -> Iterator[list[str]]:
        cls = self._spec.record
        for start in range(0, len(ids), _CHUNK):
            chunk = list(ids[start : start + _CHUNK])
            self._progress.step(start, len(ids), f"导出{self._spec.title}")
            with self._office.reading() as connection:
                found = {r.id: r for r in find(connection, cls, cls.table.c.id.in_(chunk))}
                records = [found[i] for i in chunk if i in found]
                standing = self._standings(connection, records)
                records = [r for r in records if r.id not in standing or Shown(standing[r.id]).may_leave]
                names = names_of(connection, cls, records)
            for record in self._noted(records):
                seen = self._spec.seen(self._office, record)
                shown = [c if getattr(seen, c.field) == getattr(record, c.field) else None for c in self._columns]
                yield [self._text(c, record, names, standing) if c else "" for c in shown]
        self._progress.step(len(ids), len(ids), f"导出{self._spec.title}")

    def _standings(self, connection: sa.Connection, records: Sequence[Record]) -> Mapping[str, Standing]:
        cls = self._spec.record
        if not issubclass(cls, LimitingRecord):
            return {}
        return standings(connection, cls, [r.id for r in records], self._office.today())

    def _noted(self, records: Sequence[Record]) -> Sequence[Record]:
        if self._with_sealed:
            return unseal_records(self._office, records, what=EXPORT, purpose=self._purpose)
        if is_limiting(self._spec) and records:
            table, people = self._spec.record.table.name, [getattr(r, MAIN) for r in records]
            note_access(self._office, EXPORT, table, people, self._purpose, record_ids=[r.id for r in records])
        return records

    def _text(self, column: SheetColumn, record: Record, names: Names, standing: Mapping[str, Standing]) -> str:
        value = getattr(record, column.field)
        if column.part is Part.PERSON_NUMBER:
            person = names.people.get(value or "")
            return person.id_number if person else ""
        if column.field == STATE_COLUMN and record.id in standing:
            shown = Shown(standing[record.id])
            return Loud(shown.mark) if shown.mark else shown.standing.value
        if isinstance(column.entry, Reference):
            return names.of(column.entry, value)
        if isinstance(column.entry, Sealed):
            return value or ""
        return column.entry.format(value)


# ---- in


@collector_paused()
def read_ledger(
    office: Office, spec: LedgerSpec, path: Path, *, with_hidden: bool = False, book: Workbook | None = None
) -> LedgerPlan:
    """Return what importing a workbook would do, nothing written. ``book``: the file when it has been read already.

    Raises ExchangeError when the file cannot be read or no sheet has the ledger's layout, CheckFailed when the ledger
    takes no import.
    """
    if not spec.may_import:
        raise CheckFailed(f"“{spec.title}”由程序里的操作形成，不能导入；数据未改动")
    book = book or read_workbook(path)
    sheets = ledger_sheets(book, spec)
    if not sheets:
        lacking = "、".join(f"“{title}”" for title in missing_titles(book, spec))
        reason = f"表头缺少{lacking}" if lacking else "没有像它的表头"
        raise ExchangeError(f"“{path.name}”里没有找到“{spec.title}”的表：{reason}；数据未改动。可以先导出空表照着填。")
    plan = LedgerPlan(spec, path.name, notices=list(book.notices))
    may_seal = office.account.may(READ_SEALED)
    read = []
    for found in sheets:
        for row in rows_of(found, path.name, with_hidden=with_hidden, with_sealed=may_seal):
            if row is None:
                plan.hidden_rows += 1
            else:
                read.append(row)
        plan.notices += [f"工作表“{found.sheet.name}”的“{t}”不是{spec.title}的栏目，没有读入" for t in found.strangers]
    if sealed_fields(spec.record) and not may_seal:
        plan.notices.append("当前账号没有查看加密内容的权限，加密的栏目没有读入")
    plan.lines = compared(office, spec, read)
    return plan


def apply_plan(office: Office, plan: LedgerPlan) -> LedgerResult:
    """Write what a plan says as one step of the room's own action; one undo takes all of it back.

    Raises UndoConflict when the store has changed since the plan was made, and what the action refuses, with the rows
    that it refuses; nothing is written then.
    """
    pairs, spec = plan.pairs(), plan.spec
    result = LedgerResult(plan.count(LineStatus.NEW), plan.count(LineStatus.CHANGED))
    if not pairs:
        return result
    fresh = [new.id for old, new in pairs if old is None and new is not None]
    if fresh and office.find(spec.record, spec.record.table.c.id == fresh[0]):
        raise UndoConflict("这次预览的内容已经导入过，没有再写入；数据未改动")
    try:
        spec.save(office, pairs, title=f"导入{spec.title}：{result}")
    except CheckFailed as error:
        raise refused_rows(office, plan, error) from error
    return result


def write_refused(plan: LedgerPlan, source: Path, target: Path) -> None:
    """Write the clerk's own workbook with refused cells in red, comments and a list of errors, to ``target``."""
    findings = [CellFinding(t.place.sheet, t.place.row, t.column, t.message) for t in plan.troubles()]
    annotate(source, findings, target)
