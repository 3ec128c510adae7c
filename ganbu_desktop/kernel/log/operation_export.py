"""The operation log and the access log as a workbook for an auditor, with the digests that chain their lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from ganbu_desktop.kernel.log import access_log
from ganbu_desktop.kernel.log.access_log import access_table
from ganbu_desktop.kernel.office.office import Office, Progress, SilentProgress
from ganbu_desktop.kernel.people.service_derive import CHANGED, CORRECT, IMPORT_CHANGED, IMPORT_CORRECT
from ganbu_desktop.kernel.spine.moving import MERGE
from ganbu_desktop.paper.table_workbook import write_table
from ganbu_desktop.store import audit_chain
from ganbu_desktop.store.audit import change_table, operation_table
from ganbu_desktop.store.operations import FINAL

KIND_LABELS = {
    "edit": "修改",
    "import": "导入",
    CORRECT: "更正",
    CHANGED: "变动",
    IMPORT_CORRECT: "导入（更正）",
    IMPORT_CHANGED: "导入（变动）",
    MERGE: "合并",
    "undo": "撤销",
    "redo": "重做",
    "restore": "恢复",
    "purge": "彻底删除",
    FINAL: "终局（不可撤销）",
}
_OPERATIONS = ("序号", "时间", "操作人", "方式", "内容", "说明", "撤销或重做的序号", "改动条数", "校验值")
_ACCESSES = ("序号", "时间", "账号", "方式", "类别", "人员内部号", "条目内部号", "用途", "校验值")


def export_log(office: Office, target: Path, progress: Progress | None = None) -> int:
    """Write both logs whole, oldest line first, with the finding of the check; return the number of operations.

    The first sheet names the last digests: whoever keeps this file can prove later that nothing was cut off. The
    export itself is noted in the access log, after what it writes.
    """
    office.require(access_log.RIGHT)
    shown = progress or SilentProgress()
    with office.reading() as connection:
        shown.step(0, 3, "核对操作日志")
        problems = log_problems(connection)
        shown.step(1, 3, "读取操作日志")
        operations, accesses = list(_operation_rows(connection)), list(_access_rows(connection))
    shown.step(2, 3, "写出工作簿")
    facts = [
        ("导出时间", office.clock().isoformat(sep=" ", timespec="seconds")),
        ("导出人", office.account.name),
        ("核对结果", "；".join(problems) or "逐行核对，全部相符"),
        ("操作日志行数", str(len(operations))),
        ("操作日志最后一行的校验值", operations[-1][-1] if operations else ""),
        ("查看留痕行数", str(len(accesses))),
        ("查看留痕最后一行的校验值", accesses[-1][-1] if accesses else ""),
    ]
    sheets = (
        ("说明", ("项目", "内容"), facts),
        ("操作日志", _OPERATIONS, operations),
        ("查看留痕", _ACCESSES, accesses),
    )
    write_table(target, sheets)
    access_log.note_access(office, access_log.EXPORT, "operation", [None], "操作日志导出")
    return len(operations)


def log_problems(connection: sa.Connection) -> list[str]:
    """Return a sentence for each log whose lines are not as they were written; none in whole logs."""
    return [*audit_chain.broken_lines(connection), *access_log.broken_lines(connection)]


def _operation_rows(connection: sa.Connection) -> Iterator[tuple[str, ...]]:
    counted = sa.select(change_table.c.operation, sa.func.count()).group_by(change_table.c.operation)
    counts = {row[0]: row[1] for row in connection.execute(counted)}
    for row in connection.execute(sa.select(operation_table).order_by(operation_table.c.seq)):
        kind = KIND_LABELS.get(row.kind, row.kind)
        told = (
            row.seq,
            row.at,
            row.actor,
            kind,
            row.title,
            row.detail,
            row.reverses,
            counts.get(row.seq, 0),
            row.digest,
        )
        yield tuple("" if value is None else str(value) for value in told)


def _access_rows(connection: sa.Connection) -> Iterator[tuple[str, ...]]:
    for row in connection.execute(sa.select(access_table).order_by(access_table.c.seq)):
        told = (
            row.seq,
            row.at,
            row.account,
            row.what,
            row.subject,
            row.person_id,
            row.record_id,
            row.purpose,
            row.digest,
        )
        yield tuple("" if value is None else str(value) for value in told)
