"""Every reminder of every row: the day before, the day itself, long after, and answered."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import Any

import pytest
from support.row_county import ROWS

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.reminders.reminder import Reminder
from ganbu_desktop.kernel.report.spec import Period
from ganbu_desktop.kernel.row.reminders import Due, Missing, Owed
from ganbu_desktop.kernel.row.row import Row
from ganbu_desktop.store.record import Record

FULL, MONTH = PartialDate(2027, 5, 20), PartialDate(2027, 5)
LAST = {FULL: date(2027, 5, 20), MONTH: date(2027, 5, 31)}
REMINDERS = [(room, row, part) for room, row in ROWS for part in row.reminders]
IDS = [part.name for _, _, part in REMINDERS]
DATED = [(room, row, part) for room, row, part in REMINDERS if isinstance(part, Due | Owed)]
each = pytest.mark.parametrize(("room", "row_", "part"), DATED, ids=[p.name for _, _, p in DATED])
moments = pytest.mark.parametrize("moment", [FULL, MONTH], ids=str)


def entry(office: Office, row: Row, part: Due | Owed, moment: PartialDate) -> Record:
    """Write an entry that is reminded of, dated ``moment``, past the verb, and return it."""
    candidates = [e for e in office.find(row.record) if part.asks is None or part.asks(e)]
    assert candidates, f"no invented entry is ever reminded of by {part.name}"
    dated = part.field if isinstance(part, Due) else part.after
    empty = part.until if isinstance(part, Due) else part.field
    values: dict[str, Any] = {dated: moment, **({empty: None} if empty else {})}
    made = dataclasses.replace(candidates[0], **values)
    change(office, made)
    return made


def change(office: Office, made: Record) -> None:
    table = type(made).table
    with office.file.writer() as connection:
        connection.execute(table.update().where(table.c.id == made.id).values(**made.__dict__))


def found(office: Office, room: str, row: Row, part: Due | Owed | Missing, day: date, made: Record) -> list[Reminder]:
    (rule,) = (rule for rule in row.rules(room) if rule.name == part.name)
    return [reminder for reminder in rule.find(office, day) if f"/{made.id}/" in reminder.key]


def first_day(office: Office, part: Due | Owed, last: date) -> date:
    """Return the day from which it must be reminded of."""
    if isinstance(part, Owed) and not part.within:
        return last + timedelta(days=1)
    figure = office.parameters().get(part.ahead if isinstance(part, Due) else part.within, last)
    assert isinstance(figure.value, int)
    sign = -1 if isinstance(part, Due) else 1
    if figure.unit in ("月", "个月"):
        moved = PartialDate.of(last).plus_months(sign * figure.value).first_day()
    else:
        moved = last + timedelta(days=sign * figure.value)
    return moved if isinstance(part, Due) else moved + timedelta(days=1)


@each
@moments
def test_from_the_right_day_until_it_is_answered(
    room: str, row_: Row, part: Due | Owed, moment: PartialDate, office: Office
) -> None:
    made = entry(office, row_, part, moment)
    first = first_day(office, part, LAST[moment])
    assert found(office, room, row_, part, first - timedelta(days=1), made) == []
    for later in (0, 1, 700):
        (reminder,) = found(office, room, row_, part, first + timedelta(days=later), made)
        assert reminder.target == (room, (row_.name, made.id))
        assert reminder.why
    assert "已过" in reminder.title
    answer = part.until if isinstance(part, Due) else part.field
    if answer:
        value = PartialDate(2027, 6) if answer.endswith("_on") else "已办"
        change(office, dataclasses.replace(made, **{answer: value}))
        assert found(office, room, row_, part, first + timedelta(days=700), made) == []


@each
def test_another_date_is_another_occasion(room: str, row_: Row, part: Due | Owed, office: Office) -> None:
    """An answered reminder comes back when the date moves, and stays away when only days pass."""
    made = entry(office, row_, part, FULL)
    day = date(2029, 1, 1)
    (one,), (same,) = (found(office, room, row_, part, d, made) for d in (day, day + timedelta(days=1)))
    made = entry(office, row_, part, MONTH)
    (other,) = found(office, room, row_, part, day, made)
    assert one.key == same.key != other.key


@pytest.mark.parametrize(("room", "row_", "part"), REMINDERS, ids=IDS)
def test_its_figures_are_shipped_and_its_right_is_asked(
    room: str, row_: Row, part: Due | Owed | Missing, county: Office
) -> None:
    names = [name for key in ("ahead", "within") if (name := getattr(part, key, ""))]
    assert [county.parameters().get(name, county.today()).name for name in names] == names
    nobody = Office(county.file, Account("查询员", frozenset()), clock=county.clock)
    (rule,) = (rule for rule in row_.rules(room) if rule.name == part.name)
    if row_.reads:
        assert list(rule.find(nobody, date(2040, 1, 1))) == []


MISSING = [(room, row, part) for room, row, part in REMINDERS if isinstance(part, Missing)]


@pytest.mark.parametrize(("room", "row_", "part"), MISSING, ids=[p.name for _, _, p in MISSING])
def test_a_period_without_entry_stays_until_there_is_one(room: str, row_: Row, part: Missing, office: Office) -> None:
    rule = next(rule for rule in row_.rules(room) if rule.name == part.name)
    table = row_.record.table
    with office.file.writer() as connection:
        connection.execute(table.update().values({part.field: PartialDate(2026, 1, 5)}))
    period = Period.around(date(2027, 1, 5), part.every)
    figure = office.parameters().get(part.ahead, period.last)
    assert isinstance(figure.value, int)
    near = PartialDate.of(period.last).plus_months(-figure.value).first_day()
    begins = near if figure.unit in ("月", "个月") else period.last - timedelta(days=figure.value)
    keys = [{r.key for r in rule.find(office, begins + timedelta(days=d))} for d in (-1, 0, 40)]
    wanted = f"{part.name}/{period.text}"
    assert [wanted in each for each in keys] == [False, True, True]
    one = office.find(row_.record)[0]
    change(office, dataclasses.replace(one, **{part.field: PartialDate.of(period.first)}))
    assert wanted not in {r.key for r in rule.find(office, begins + timedelta(days=40))}
