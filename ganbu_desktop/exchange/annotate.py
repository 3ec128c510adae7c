"""Giving a clerk her own workbook back with what is wrong in it: red cells with comments and a sheet of errors."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ganbu_desktop.exchange.sandbox import Limits, run_isolated
from ganbu_desktop.exchange.sniff import TABLES, inspect, refusal
from ganbu_desktop.foundation.errors import ExchangeError
from ganbu_desktop.foundation.files import safe_write

_EXTRA_SECONDS = 120


@dataclass(frozen=True)
class CellFinding:
    """One thing wrong: sheet, row from 1, column from 1 (None: the row as a whole), and the sentence."""

    sheet: str
    row: int
    column: int | None
    message: str


def annotate(
    original: Path | str,
    findings: Sequence[CellFinding],
    target: Path | str,
    *,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Write ``original`` with ``findings`` to ``target`` (``.xlsx``), keeping styles, widths, lists and formulas.

    Old formats (``.xls``, web pages, text) and macros come back as a new ``.xlsx`` with the same sheets, rows and
    columns as text. Marks of an earlier round are taken off first. No text becomes a formula that was none.
    Raises ExchangeError when the original cannot be read, DocumentError for trouble with the target, Cancelled.
    """
    source = Path(original)
    found = inspect(source)
    if found.kind not in TABLES:
        raise ExchangeError(f"“{source.name}”：{refusal(found.kind) or '这不是表格文件；数据未改动'}")
    plain = [[finding.sheet, finding.row, finding.column, finding.message] for finding in findings]
    allowed = Limits.for_file(source)
    limits = Limits(memory=2 * allowed.memory, seconds=allowed.seconds + _EXTRA_SECONDS)
    answer = run_isolated(
        "parse.annotated:annotated_workbook",
        *(str(source.resolve()), found.kind.name, found.encoding, plain),
        limits=limits,
        cancelled=cancelled,
    )
    with safe_write(target) as temporary:
        temporary.write_bytes(base64.b64decode(answer[1]))
