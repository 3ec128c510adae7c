"""What could not be imported, given back: each unit's own workbook with red cells, and a list for everything else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ganbu_desktop.exchange.annotate import CellFinding, annotate
from ganbu_desktop.exchange.sniff import TABLES, sniff
from ganbu_desktop.foundation.errors import ExchangeError
from ganbu_desktop.modules.cadres.intake.incoming import Problem
from ganbu_desktop.modules.cadres.intake.plan import ImportPlan, Status
from ganbu_desktop.paper.table_workbook import write_table

_HEADER = ("文件", "工作表", "行", "列", "内容", "原因")


def write_report(plan: ImportPlan, sources: Sequence[Path], target: Path) -> list[Path]:
    """Write the problems of a plan and return the files written.

    A single table file comes back as itself with red cells, comments and a sheet 错误, at ``target``; of several, each
    stands beside ``target`` under its own name with 标红; forms and folders are listed in a table at ``target``.
    """
    problems = [*plan.problems, *_doubts(plan)]
    tables = [p for p in _table_files(sources) if any(problem.place.file == p.name for problem in problems)]
    rest = [p for p in problems if p.place.file not in {t.name for t in tables}]
    written = []
    if len(tables) == 1 and not rest:
        annotate(tables[0], _cells(plan, problems), target)
        return [target]
    for table in tables:
        marked = target.with_name(f"{table.stem}-标红.xlsx")
        annotate(table, _cells(plan, (p for p in problems if p.place.file == table.name)), marked)
        written.append(marked)
    rows = [(p.place.file, p.place.sheet, str(p.place.row or ""), p.header, p.text, p.message) for p in problems]
    write_table(target, [("未导入的内容", _HEADER, rows)])
    return [*written, target]


def _table_files(sources: Iterable[Path]) -> list[Path]:
    found = []
    for source in sources:
        files = [source] if source.is_file() else sorted(p for p in source.rglob("*") if p.is_file())
        found += [f for f in files if _is_table(f)]
    return found


def _is_table(path: Path) -> bool:
    try:
        return sniff(path) in TABLES
    except ExchangeError:
        return False


def _doubts(plan: ImportPlan) -> list[Problem]:
    undecided = (p for p in plan.people if p.status is Status.DOUBTFUL and not p.accepted)
    return [Problem(p.incoming.place, "姓名", p.name, p.reason) for p in undecided]


def _cells(plan: ImportPlan, problems: Iterable[Problem]) -> list[CellFinding]:
    found = []
    for problem in problems:
        place = problem.place
        column = plan.incoming.columns.get((place.file, place.sheet), {}).get(problem.header)
        found.append(CellFinding(place.sheet, place.row, column, problem.message))
    return found
