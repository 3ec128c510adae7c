"""What could not be imported, given back: each unit's own workbook with red cells, and a list for everything else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ganbu_desktop.exchange.annotate import CellFinding, annotate
from ganbu_desktop.exchange.package import collect_files
from ganbu_desktop.exchange.sniff import TABLES, sniff
from ganbu_desktop.foundation.errors import ExchangeError
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.intake.incoming import Problem
from ganbu_desktop.modules.intake.plan import ImportPlan, Status
from ganbu_desktop.modules.intake.rights import IMPORT
from ganbu_desktop.paper.table_workbook import write_table

_HEADER = ("文件", "工作表", "行", "列", "内容", "原因")


def write_report(office: Office, plan: ImportPlan, sources: Sequence[Path], target: Path) -> list[Path]:
    """Write the problems of a plan and return the files written.

    A single table file comes back as itself with red cells, comments and a sheet 错误, at ``target``; of several, each
    stands beside ``target`` under its own name with 标红; forms and folders are listed in a table at ``target``.
    """
    office.require(IMPORT)
    problems = [*plan.problems, *_doubts(plan)]
    places = {problem.place.file for problem in problems}
    tables = {name: path for name, path in _table_files(sources).items() if name in places}
    if len(tables) == 1 and places == set(tables):
        annotate(next(iter(tables.values())), _cells(plan, problems), target)
        return [target]
    written = []
    for name, path in tables.items():
        marked = target.with_name(f"{Path(name).with_suffix('')}-标红.xlsx".replace("/", "-"))
        annotate(path, _cells(plan, (p for p in problems if p.place.file == name)), marked)
        written.append(marked)
    rows = [(p.place.file, p.place.sheet, str(p.place.row or ""), p.header, p.text, p.message) for p in problems]
    write_table(target, [("未导入的内容", _HEADER, rows)])
    return [*written, target]


def _table_files(sources: Iterable[Path]) -> dict[str, Path]:
    """Return the table files among the sources by the name under which their problems stand."""
    files = {found.name: Path(found.path) for found in collect_files(sources) if found.kind == "other"}
    return {name: path for name, path in files.items() if _is_table(path)}


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
