"""Which rows an import was refused for: an action refuses it as a whole, the clerk needs the row and the cell.

Each row is rehearsed by itself, with all rules and nothing left behind; where every row alone would do, the first that
does not go together with those above it is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.editing import Pair
from ganbu_desktop.kernel.ledger.columns import sheet_columns
from ganbu_desktop.kernel.ledger.plan import LedgerLine, LedgerPlan, LineStatus
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office

_MOST_NAMED, _MOST_TRIED = 10, 2_000


def refused_rows(office: Office, plan: LedgerPlan, error: CheckFailed) -> CheckFailed:
    """Return the refusal of a whole import with the rows and columns that it is for; ``error`` where none is found."""
    lines = [line for line in plan.lines if line.status in (LineStatus.NEW, LineStatus.CHANGED)]
    with office.operations.rehearsal():
        found = [*_alone(office, plan.spec, lines)] or [*_together(office, plan.spec, lines)]
    if not found:
        return error
    told = [f"{line.place}{_column(plan.spec, text)}：{text}" for line, text in found[:_MOST_NAMED]]
    more = f"\n……共 {len(found)} 行" if len(found) > _MOST_NAMED else ""
    return CheckFailed("没有导入，数据未改动。下列各行改好后再导入：\n" + "\n".join(told) + more)


def _alone(office: Office, spec: LedgerSpec, lines: Sequence[LedgerLine]) -> Iterator[tuple[LedgerLine, str]]:
    """Yield the rows that are refused by themselves, with the sentence."""
    for line in lines[:_MOST_TRIED]:
        text = _refusal(office, spec, [(line.old, line.new)])
        if text:
            yield line, text


def _together(office: Office, spec: LedgerSpec, lines: Sequence[LedgerLine]) -> Iterator[tuple[LedgerLine, str]]:
    """Yield the first row that is refused beside those above it."""
    good, bad = 0, len(lines)
    while bad - good > 1:
        middle = (good + bad) // 2
        if _refusal(office, spec, [(line.old, line.new) for line in lines[:middle]]):
            bad = middle
        else:
            good = middle
    if lines and (text := _refusal(office, spec, [(line.old, line.new) for line in lines[:bad]])):
        yield lines[bad - 1], text


def _refusal(office: Office, spec: LedgerSpec, pairs: Sequence[Pair]) -> str:
    """Return the sentence that keeps some rows from being written, empty when they would be."""
    try:
        spec.save(office, pairs, title=f"导入{spec.title}")
    except CheckFailed as error:
        return str(error).split("。没有保存")[0].split("；数据未改动")[0].rstrip("。")
    return ""


def _column(spec: LedgerSpec, text: str) -> str:
    """Return the column that a sentence speaks of, empty when it names none; the longest title wins."""
    titles = (column.title for column in sheet_columns(spec, with_sealed=True) if column.is_read)
    named = max((title for title in titles if title in text), key=len, default="")
    return f" “{named}”" if named else ""
