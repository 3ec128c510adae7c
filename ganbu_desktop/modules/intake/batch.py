"""One import from beginning to end without a window: read, compare, report, write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ganbu_desktop.kernel.ledger.batch import import_ledger_files
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office, Progress
from ganbu_desktop.kernel.people.looking import service_lines
from ganbu_desktop.kernel.people.service_change import Said
from ganbu_desktop.modules.intake import mappings
from ganbu_desktop.modules.intake.apply import apply_plan, moved
from ganbu_desktop.modules.intake.compare import make_plan
from ganbu_desktop.modules.intake.plan import FieldChange, ImportPlan, PersonPlan, Status
from ganbu_desktop.modules.intake.read import read_paths
from ganbu_desktop.modules.intake.report import write_report

DONE, REFUSED = 0, 1
_SHOWN_PROBLEMS = 20
_SHOWN = 20


def run_import(
    office: Office,
    paths: Sequence[Path],
    *,
    dry_run: bool = False,
    report: Path | None = None,
    with_hidden: bool = False,
    ledgers: Sequence[LedgerSpec] = (),
    say: Callable[[str], None] = print,
    progress: Progress | None = None,
    said: Said | None = None,
) -> tuple[int, dict[str, Any]]:
    """Import what is certain; doubtful people and refused rows stay out and are reported.

    ``said``: whether other states, units and 编制 are changes or corrections (``apply.apply_plan``).
    ``ledgers``: those whose workbooks are imported there, after the people. Returns the exit code (1 when anything was
    refused or left to decide) and a plain summary.
    """
    reading = read_paths(
        paths, mappings=mappings.read(office), with_hidden=with_hidden, ledgers=ledgers, progress=progress
    )
    plan = make_plan(office, reading.with_rosters(), progress)
    summary, refused = summary_of(plan), False
    if not reading.ledgers or not reading.holds_no_people():
        refused = _import_people(office, plan, paths, summary, _Options(dry_run, report, say, progress, said))
    if reading.ledgers:
        beside = report if report is None or not refused else report.with_name(f"{report.stem}-台账.xlsx")
        outcome = import_ledger_files(
            office, reading.ledgers, dry_run=dry_run, report=beside, with_hidden=with_hidden, say=say
        )
        summary["ledgers"] = [one.to_plain() for one in outcome]
        refused = refused or any(one.refused for one in outcome)
    if dry_run:
        say("这是预览，没有写入任何内容")
    return (REFUSED if refused else DONE), summary


@dataclass(frozen=True)
class _Options:
    dry_run: bool
    report: Path | None
    say: Callable[[str], None]
    progress: Progress | None
    said: Said | None


def _import_people(
    office: Office, plan: ImportPlan, paths: Sequence[Path], summary: dict[str, Any], options: _Options
) -> bool:
    """Import the people and units of a plan; returns whether anything was refused or left to decide."""
    say = options.say
    _say_plan(plan, say)
    if options.report is not None:
        summary["report"] = [str(p) for p in write_report(office, plan, paths, options.report)]
    _say_moved(office, plan, options)
    if plan.is_empty() and not options.dry_run:
        say("没有需要写入的内容，数据未改动")
    elif not options.dry_run:
        result = apply_plan(office, plan, options.progress, said=options.said)
        summary["written"] = {"new": result.new_people, "changed": result.changed_people, "rows": result.rows}
        say(f"已导入：{result}")
    return bool(plan.problems) or bool(plan.count(Status.DOUBTFUL)) or bool(plan.count(Status.REFUSED))


def _say_moved(office: Office, plan: ImportPlan, options: _Options) -> None:
    """Say whose state, unit or 编制 would be another one, and what was said of it."""
    moving = moved(plan)
    if not moving:
        return
    options.say(f"管理状态、单位或编制有变的 {len(moving)} 人：")
    for line in service_lines(office, moving[:_SHOWN]):
        options.say(f"  {line}")
    if options.said is None:
        options.say("没有说明从什么时候起，列入存疑；是变动的请用 --changed-on 写明日期，是原来记错的请用 --correction")


def summary_of(plan: ImportPlan) -> dict[str, Any]:
    """Return the plan's counts and problems as plain values."""
    return {
        "files": len(plan.incoming.files),
        "people": {status.name.lower(): plan.count(status) for status in Status},
        "units": {s.name.lower(): sum(u.status is s for u in plan.units) for s in (Status.NEW, Status.CHANGED)},
        "hidden_rows_left_out": plan.incoming.hidden_rows,
        "imported_before": plan.already,
        "changes": [_changes_of(p) for p in plan.people if p.status in (Status.NEW, Status.CHANGED)],
        "notices": plan.incoming.notices,
        "problems": [
            {"file": p.place.file, "sheet": p.place.sheet, "row": p.place.row, "column": p.header, "message": p.message}
            for p in plan.problems
        ],
        "doubtful": [{"name": p.name, "place": str(p.incoming.place), "reason": p.reason} for p in _doubtful(plan)],
    }


def _changes_of(person: PersonPlan) -> dict[str, Any]:
    """Return whom the plan takes in or changes, with every field: its label, old and new as people read them."""
    rows = [
        {"set": row.cls.label, "new": row.old is None, "fields": _fields(row.fields), "text": row.summary()}
        for row in person.rows
    ]
    return {
        "name": person.name,
        "place": str(person.incoming.place),
        "new": person.status is Status.NEW,
        "fields": _fields(person.fields),
        "rows": rows,
        "photo": person.photo_is_new,
    }


def _fields(changes: Sequence[FieldChange]) -> list[dict[str, str]]:
    return [{"field": c.label, "old": c.before_text, "new": c.after_text} for c in changes]


def _doubtful(plan: ImportPlan) -> list[Any]:
    return [p for p in plan.people if p.status is Status.DOUBTFUL]


def _say_plan(plan: ImportPlan, say: Callable[[str], None]) -> None:
    counts = "、".join(f"{status.value} {plan.count(status)}" for status in Status if plan.count(status))
    say(f"读入 {len(plan.incoming.files)} 个文件：{counts or '没有人员'}")
    if plan.already:
        say(f"注意：{plan.already}")
    if plan.incoming.hidden_rows:
        say(f"有 {plan.incoming.hidden_rows} 行是隐藏的，没有读入；需要时加 --with-hidden")
    for notice in plan.incoming.notices[:_SHOWN_PROBLEMS]:
        say(f"提示：{notice}")
    for problem in plan.problems[:_SHOWN_PROBLEMS]:
        say(f"未导入：{problem}")
    if len(plan.problems) > _SHOWN_PROBLEMS:
        say(f"……共 {len(plan.problems)} 处，用 --report 写成标红的工作簿")
    for person in _doubtful(plan):
        say(f"待确认：{person.name}（{person.incoming.place}）{person.reason}")
