"""The verb ``remind``: what is to be seen to on a day."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganbu_desktop import modules
from ganbu_desktop.cli.verb import DONE, Result, Session, Verb
from ganbu_desktop.foundation.errors import CheckFailed, FieldError
from ganbu_desktop.foundation.partial_date import PartialDate

if TYPE_CHECKING:
    from ganbu_desktop.kernel.office.office import Office, Progress
    from ganbu_desktop.kernel.reminders.reminder import Reminder, Rule

Say = Callable[[str], None]


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


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("store", type=Path)
    parser.add_argument("--on", metavar="DATE", help="截至哪一天（如 2026-03-25）；不写则为今天")


def _run(session: Session) -> Result:
    with session.opened() as office:
        return DONE, run_remind(office, session.options.on, say=session.say, progress=session.progress)


REMIND = Verb("remind", "列出需要办理的提醒", "lists what is to be seen to", _arguments, _run)
