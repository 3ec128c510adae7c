"""The verbs ``report``, ``remind`` and ``audit``: reports of every room, what is to be seen to, and the logs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganbu_desktop import modules
from ganbu_desktop.foundation.errors import CheckFailed, FieldError
from ganbu_desktop.foundation.partial_date import PartialDate

if TYPE_CHECKING:
    from ganbu_desktop.kernel.office.office import Office, Progress
    from ganbu_desktop.kernel.reminders.reminder import Reminder, Rule
    from ganbu_desktop.kernel.report.spec import Cell, Report
    from ganbu_desktop.kernel.spine.report_run import ReportRun

Say = Callable[[str], None]
_KINDS = {"month": "按月", "quarter": "按季度", "year": "按年"}


@dataclass(frozen=True)
class ReportOrder:
    """What the command line asks for: a report's name, its period (empty: the last closed one), where to write it."""

    name: str
    period: str | None
    target: Path | None


def list_reports(say: Say) -> dict[str, Any]:
    """Name the reports of every room."""
    specs = modules.reports()
    for spec in specs:
        say(f"{spec.name}\t{spec.title}\t{'、'.join(_KINDS[kind] for kind in spec.periods)}")
    return {"reports": [{"name": s.name, "title": s.title, "periods": list(s.periods)} for s in specs]}


def run_report(office: Office, order: ReportOrder, *, say: Say, warn: Say, progress: Progress) -> dict[str, Any]:
    """Generate a report, write it where asked, and return its hash and figures."""
    from ganbu_desktop.kernel.report.paper import check_target, write_report
    from ganbu_desktop.kernel.report.runs import generate
    from ganbu_desktop.kernel.report.spec import Period, named

    if order.target is not None:
        check_target(order.target)
    spec = named(modules.reports(), order.name)
    last = Period.around(office.today(), spec.periods[0]).before
    period = last if order.period is None else Period.parse(order.period)
    made = generate(office, spec, period, progress=progress)
    findings = [] if order.target is None else write_report(made.report, order.target)
    for line in findings:
        warn(line)
    say(f"{made.report.title}：数据指纹 {made.run.content_hash}")
    if order.target is not None:
        say(f"已写出：{order.target}")
    return {**_plain_run(made.run), **_plain(made.report), "findings": findings, "file": _text(order.target)}


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _plain_run(run: ReportRun) -> dict[str, Any]:
    return {
        "report": run.report,
        "period": run.period,
        "hash": run.content_hash,
        "run": run.id,
        "generated_at": run.generated_at,
    }


def _plain(report: Report) -> dict[str, Any]:
    return {
        "title": report.title,
        "rule_versions": dict(report.rule_versions),
        "tables": [
            {
                "title": table.title,
                "header": [list(row) for row in table.header],
                "rows": [[_plain_cell(cell) for cell in row] for row in table.rows],
            }
            for table in report.tables
        ],
        "remarks": list(report.remarks),
        "boxes": dict(report.boxes),
    }


def _plain_cell(cell: Cell) -> object:
    """Return a text, a number, None for missing data, or the words of a figure that is no plain number."""
    if isinstance(cell, str):
        return cell
    return cell.text or cell.value


def day_of(text: str | None, today: date) -> date:
    """Return the day written as YYYY-MM-DD, today for none; CheckFailed with a sentence otherwise."""
    if text is None:
        return today
    try:
        day = PartialDate.parse(text)
    except FieldError as error:
        raise CheckFailed(f"日期“{text}”看不懂，请写成 2026-03-25；没有推算提醒") from error
    if day.month is None or day.day is None:
        raise CheckFailed(f"日期“{text}”要写到日，如 2026-03-25；没有推算提醒")
    return date(day.year, day.month, day.day)


def run_remind(office: Office, on: str | None, *, say: Say, progress: Progress) -> dict[str, Any]:
    """List what is to be seen to on a day, by kind, duties and rights alike."""
    from ganbu_desktop.kernel.reminders.reminder import due

    day = day_of(on, office.today())
    found = {
        rule: reminders for rule, reminders in due(office, modules.reminder_rules(), day, progress).items() if reminders
    }
    names = _names(office, [r.person_id for reminders in found.values() for r in reminders if r.person_id])
    for rule, reminders in found.items():
        say(f"【{rule.title}】{rule.nature.value}，{len(reminders)} 条")
        for reminder in reminders:
            when = f"{reminder.due_on:%Y.%m.%d}" if reminder.due_on else "尽快"
            say(f"  {when}  {reminder.title}（{reminder.why}）")
    if not found:
        say(f"{day:%Y.%m.%d} 没有需要办理的提醒")
    plain = [_plain_reminder(rule, r, names) for rule, reminders in found.items() for r in reminders]
    return {"on": day.isoformat(), "reminders": plain}


def run_audit(office: Office, target: Path, *, say: Say, progress: Progress) -> dict[str, Any]:
    """Write both logs whole to a workbook, and return how long they are and what is not as it was written."""
    from ganbu_desktop.kernel.log.operation_export import export_log, log_problems

    if target.suffix.lower() != ".xlsx":
        raise CheckFailed(f"操作日志写成 Excel 工作簿，请把“{target.name}”改成 .xlsx 结尾；没有写出")
    with office.reading() as connection:
        problems = log_problems(connection)
    operations = export_log(office, target, progress)
    for problem in problems:
        say(problem)
    say(f"已写出 {operations} 条操作和全部查看留痕：{target}" + ("" if problems else "；逐行核对，全部相符"))
    return {"operations": operations, "problems": problems, "file": str(target)}


def _names(office: Office, ids: Sequence[str]) -> dict[str, str]:
    from ganbu_desktop.kernel.people import person_list

    with office.reading() as connection:
        return {row.person.id: row.person.name or "" for row in person_list.rows(connection, list(dict.fromkeys(ids)))}


def _plain_reminder(rule: Rule, reminder: Reminder, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "rule": rule.name,
        "rule_title": rule.title,
        "nature": rule.nature.value,
        "title": reminder.title,
        "due": reminder.due_on.isoformat() if reminder.due_on else None,
        "why": reminder.why,
        "name": names.get(reminder.person_id or ""),
        "key": reminder.key,
    }
