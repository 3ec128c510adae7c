"""The grid of a ledger at 100,000 entries: groups, a pasted block, and scrolling.

Groups against the one statement by the driver alone. Pasting 1,000 rows of 12 cells, read, matched and written as one
step with audit and undo, against a bare durable insert of the same values. One painted frame while 10,000 talks scroll,
without a screen, against the 33 ms of 30 frames a second.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any, cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from bench_search import bare, statements_of
from ratios import Measured, best, kept_office, percentile
from support.ledger_rows import Filler

from ganbu_desktop.desktop.kit.editors import references_for
from ganbu_desktop.desktop.ledger.cells import LedgerCells
from ganbu_desktop.desktop.tables.editing import NEW_ROW, Edit
from ganbu_desktop.kernel.ledger import groups as ledger_groups
from ganbu_desktop.kernel.ledger.listing import UNIT_COLUMN, LedgerQuery
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules import ledgers
from ganbu_desktop.store.record import new_id

PEOPLE, TALKS, SCROLLED = 2_000, 100_000, 10_000
ROWS, CELLS = 1_000, 12
SMALLEST = {"people": 40, "talks": 60, "rows": 5}
FRAME = 0.033
COLUMNS = (
    "person_id", "kind", "held_on", "held_at", "place", "talkers",
    "talker_level", "recorder", "subject", "post", "problem_count", "reminded_count",
)  # fmt: skip
SPEC = next(spec for spec in ledgers() if spec.name == "talks")


def filled_office(people: int, talks: int) -> Office:
    """Return the office of a store with so many talks."""

    def fill(office: Office) -> None:
        Filler(office, people).rows(SPEC.record, talks)
        with office.file.writer() as connection:
            connection.exec_driver_sql("ANALYZE")

    return kept_office(f"grid-{talks}", fill)


def grouped(office: Office, by: str, talks: int) -> Measured:
    """Measure the heads of all groups by one column."""
    query = LedgerQuery(day=office.today())

    def ours() -> None:
        with office.reading() as connection:
            ledger_groups.groups(connection, SPEC, query, by)

    with statements_of(office.file._readers) as sent:
        ours()
    asked = [(statement, values) for statement, values in sent if statement.lstrip().startswith("SELECT")]

    def plain() -> None:
        with office.reading() as connection:
            bare(connection.connection.driver_connection, asked)

    title = "单位" if by == UNIT_COLUMN else "谈话类型"
    mine, its = best(ours, 7), best(plain, 7)
    return Measured(f"按{title}分组 / 裸查询", talks, mine, its, 2, f"{mine * 1e3:.0f} ms")


def _block(office: Office, count: int) -> str:
    """Return a block as a spreadsheet copies it: so many rows of 12 cells."""
    with office.reading() as connection:
        numbers = connection.exec_driver_sql("SELECT id_number FROM person LIMIT 1000").scalars().all()
    rows = []
    for row in range(count):
        day = f"2025.{row % 9 + 1:02d}.{row % 27 + 1:02d}"
        cells = [numbers[row % len(numbers)], "日常谈心谈话", day, "9:00", "谈话室", f"钱部长{row}"]
        rows.append([*cells, "部领导", "周记录", f"事由{row}", "局长", "0", "0"])
    return "\n".join("\t".join(row) for row in rows)


def pasted(office: Office, count: int, talks: int) -> list[Measured]:
    """Measure reading and writing a pasted block, and the bare insert of the same values."""
    text = _block(office, count)
    names = [name for name in COLUMNS if name in SPEC.fields]
    keys = ["person.name" if name == "person_id" else name for name in names]
    cells = LedgerCells(office, SPEC, references_for(office, SPEC.record, SPEC.fields), may_add=True)
    begun = time.perf_counter()
    found = cells.read_block(text, keys)
    read = time.perf_counter() - begun
    edits = [
        Edit(f"{NEW_ROW}{number}", key, cell.text, cell.value)
        for number, row in enumerate(found.rows)
        for key, cell in row.items()
        if not cell.error and cell.value is not None
    ]
    begun = time.perf_counter()
    written = cells.write(edits, "粘贴")
    wrote = time.perf_counter() - begun
    assert written.new == count, f"{written.new} rows written, {dict(list(written.refused.items())[:3])}"
    office.undo()
    plain = _bare_insert(office, edits)
    note = f"读 {read * 1e3:.0f} ms，写 {wrote * 1e3:.0f} ms，{len(edits)} 格"
    return [
        Measured(f"粘贴 {count:,}×{CELLS} / 裸写入", talks, read + wrote, plain, None, note),
        Measured(f"粘贴 {count:,}×{CELLS} / 2 秒", talks, read + wrote, 2, 1),
    ]


def _bare_insert(office: Office, edits: list[Edit]) -> float:
    rows: dict[str, dict[str, Any]] = {}
    for edit in edits:
        name = "person_id" if edit.key == "person.name" else edit.key
        rows.setdefault(edit.row_id, {"id": new_id()})[name] = edit.value
    table = SPEC.record.table
    begun = time.perf_counter()
    with office.file.writer() as connection:
        connection.execute(table.insert(), list(rows.values()))
    taken = time.perf_counter() - begun
    with office.file.writer() as connection:
        connection.execute(table.delete().where(table.c.id.in_([row["id"] for row in rows.values()])))
    return taken


def scrolled(office: Office) -> Measured:
    """Measure one painted frame while the first 10,000 talks scroll under a frozen name."""
    from PySide6.QtWidgets import QApplication

    from ganbu_desktop.desktop.kit import theme
    from ganbu_desktop.desktop.kit.messages import Messages
    from ganbu_desktop.desktop.kit.settings import Settings
    from ganbu_desktop.desktop.kit.tasks import TaskRunner
    from ganbu_desktop.desktop.ledger.page import LedgerView
    from ganbu_desktop.desktop.window.page import Desk

    application = cast("QApplication", QApplication.instance() or QApplication(sys.argv[:1]))
    theme.apply(application)
    tasks = TaskRunner(failed=lambda _parent, error: None, window=lambda: None)
    view = LedgerView(Desk(office, tasks, Messages(), Settings(None)), SPEC)
    view.resize(1160, 660)
    view.show()
    while tasks.is_busy():
        application.processEvents()
    table = view.table.view
    bar, frames = table.verticalScrollBar(), list[float]()
    furthest = min(bar.maximum(), SCROLLED * table.rowHeight(0))
    for place in range(0, furthest, max(1, furthest // 300)):
        begun = time.perf_counter()
        bar.setValue(place)
        table.viewport().repaint()
        table.over().viewport().repaint()
        frames.append(time.perf_counter() - begun)
    tasks.close()
    view.close()
    p95 = percentile(frames, 0.95)
    note = f"p95 {p95 * 1e3:.1f} ms，约 {1 / p95:.0f} 帧每秒"
    return Measured("谈话列表滚动一帧 / 33 毫秒", SCROLLED, p95, FRAME, 1, note)


def measure(people: int = PEOPLE, talks: int = TALKS, rows: int = ROWS) -> list[Measured]:
    office = filled_office(people, talks)
    found = [grouped(office, by, talks) for by in (UNIT_COLUMN, "kind")]
    found += [*pasted(office, rows, talks), scrolled(office)]
    office.file.close()
    return found


if __name__ == "__main__":
    for line in measure():
        print(f"{line.people}: {line.what}: {line.ratio:.2f}  {line.note}")
    sys.exit()
