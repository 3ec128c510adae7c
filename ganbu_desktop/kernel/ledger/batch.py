"""Ledgers without a window: workbooks imported one after the other, ledgers written out, people chosen by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.exchange.workbook import Workbook
from ganbu_desktop.foundation.errors import CheckFailed, GanbuError, NotFound
from ganbu_desktop.foundation.nearest import offered
from ganbu_desktop.kernel.ledger import listing as ledger_list
from ganbu_desktop.kernel.ledger.listing import LedgerQuery
from ganbu_desktop.kernel.ledger.names import MAIN, is_about_a_person
from ganbu_desktop.kernel.ledger.plan import LedgerPlan, LineStatus
from ganbu_desktop.kernel.ledger.sheet import LedgerResult, apply_plan, export_ledger, read_ledger, write_refused
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office, Progress

Say = Callable[[str], None]
_SHOWN_TROUBLES = 20


@dataclass(frozen=True)
class LedgerFile:
    """One workbook that has the layout of a ledger, read already."""

    name: str
    path: Path
    spec: LedgerSpec
    book: Workbook


@dataclass
class LedgerOutcome:
    """What became of one workbook. ``problem``: the sentence when nothing of it could be taken."""

    file: LedgerFile
    plan: LedgerPlan | None = None
    result: LedgerResult | None = None
    problem: str = ""
    report: list[Path] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Return whether anything was left out."""
        return bool(self.problem) or self.plan is None or bool(self.plan.count(LineStatus.REFUSED))

    def to_plain(self) -> dict[str, Any]:
        """Return counts and troubles as plain values."""
        lines = {s.name.lower(): self.plan.count(s) for s in LineStatus} if self.plan else {}
        troubles = [
            {"sheet": t.place.sheet, "row": t.place.row, "cell": t.cell, "column": t.title, "message": t.message}
            for t in (self.plan.troubles() if self.plan else ())
        ]
        written = {"new": self.result.new, "changed": self.result.changed} if self.result else None
        return {
            "file": self.file.name,
            "ledger": self.file.spec.name,
            "lines": lines,
            "hidden_rows_left_out": self.plan.hidden_rows if self.plan else 0,
            "notices": self.plan.notices if self.plan else [],
            "troubles": troubles,
            "problem": self.problem,
            "written": written,
            "report": [str(path) for path in self.report],
        }


def import_ledger_files(
    office: Office,
    files: Sequence[LedgerFile],
    *,
    dry_run: bool = False,
    report: Path | None = None,
    with_hidden: bool = False,
    say: Say = print,
) -> list[LedgerOutcome]:
    """Import each workbook as a step of its own; one that cannot be taken does not stop the others.

    ``report``: where the workbook with red cells goes; of several each stands beside it under its own name.
    """
    found = []
    for file in files:
        outcome = LedgerOutcome(file)
        found.append(outcome)
        try:
            outcome.plan = read_ledger(office, file.spec, file.path, with_hidden=with_hidden, book=file.book)
            _say_plan(outcome.plan, file, say)
            if outcome.plan.pairs() and not dry_run:
                outcome.result = apply_plan(office, outcome.plan)
                say(f"已导入{file.spec.title}：{outcome.result}")
        except GanbuError as error:
            outcome.problem = str(error)
            say(f"未导入：{file.name}：{error}")
    _write_reports(found, report)
    return found


def _say_plan(plan: LedgerPlan, file: LedgerFile, say: Say) -> None:
    say(f"{file.name} 是“{file.spec.title}”：{plan.summary()}")
    if plan.hidden_rows:
        say(f"有 {plan.hidden_rows} 行是隐藏的，没有读入；需要时加 --with-hidden")
    for notice in plan.notices:
        say(f"提示：{notice}")
    troubles = list(plan.troubles())
    for trouble in troubles[:_SHOWN_TROUBLES]:
        say(f"未导入：{trouble}")
    if len(troubles) > _SHOWN_TROUBLES:
        say(f"……共 {len(troubles)} 处，用 --report 写成标红的工作簿")


def _write_reports(outcomes: Sequence[LedgerOutcome], report: Path | None) -> None:
    wrong = [o for o in outcomes if o.plan is not None and any(True for _ in o.plan.troubles())]
    if report is None:
        return
    for outcome in wrong:
        own = f"{Path(outcome.file.name).with_suffix('')}-标红.xlsx".replace("/", "-")
        target = report if len(wrong) == 1 else report.with_name(own)
        assert outcome.plan is not None
        write_refused(outcome.plan, outcome.file.path, target)
        outcome.report.append(target)


def named(specs: Sequence[LedgerSpec], name: str) -> LedgerSpec:
    """Return the ledger of a name; NotFound with the nearest names and where all stand."""
    found = next((spec for spec in specs if spec.name == name), None)
    if found is None:
        known = {spec.name: spec.title for spec in specs}
        raise NotFound(f"没有“{name}”这种内容可以导出；{offered(name, known, listed_by='ganbu export --list')}")
    return found


def export_named(
    office: Office,
    spec: LedgerSpec,
    target: Path,
    *,
    people: Sequence[str] = (),
    template: bool = False,
    progress: Progress | None = None,
) -> int:
    """Write a ledger, or only some people's entries, or the empty table, and return how many entries it holds."""
    ids = None
    if people:
        ids = entries_of(office, spec, people)
    return export_ledger(office, spec, target, ids, template=template, progress=progress)


def entries_of(office: Office, spec: LedgerSpec, people: Sequence[str]) -> list[str]:
    """Return the entries of some people by id, newest first, as a list shows them.

    Raises CheckFailed for a ledger that is not about people.
    """
    if not is_about_a_person(spec):
        raise CheckFailed(f"“{spec.title}”不是按人登记的，不能用 --name 指定人员；没有写出任何文件")
    with office.reading() as connection:
        query = LedgerQuery(day=office.today())
        at = spec.record.table.c
        shown = ledger_list.ids(connection, spec, query)
        theirs = set(connection.execute(sa.select(at.id).where(at[MAIN].in_(list(people)))).scalars())
    return [i for i in shown if i in theirs]
