"""Where people are (在岗状态): lent out, called away, studying, on leave, or away from the post.

It stands in the kernel because several rooms ask it: quotas and units show it, talks and training leave people out by
it. That somebody is away says nothing against anybody: sick and maternity leave are neutral, and whether an absence had
a ground is said by a finding of its own, after it was verified.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation.fields import Choice, Date, LongText, Text
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.store.operations import find
from ganbu_desktop.store.record import Record, column, reference

AT_POST, LENT, CALLED_AWAY, STUDYING, SICK, MATERNITY, AWAY = "1", "2", "3", "4", "5", "6", "7"
"""The codes of table ``attendance_kind``: 在岗, 借调, 抽调, 学习, 病休, 产假, 脱岗."""
LAWFUL = (LENT, CALLED_AWAY, STUDYING, SICK, MATERNITY)
"""What leaves a person out where others are expected; 脱岗 does not, before anybody has found a ground for it."""
NEEDS_APPROVAL = (LENT, CALLED_AWAY, STUDYING)
NEUTRAL = (SICK, MATERNITY)
"""Leave that no figure may hold against anybody."""
_CHUNK = 500


class AttendanceState(Record, table="attendance_state", label="在岗状态", owner="person_id", root=True):
    """One time in which somebody is not simply at the post; nothing about an illness is kept."""

    person_id: str = reference("person", label="干部", not_null=True)
    kind: str = column(Choice(label="状态", table="attendance_kind"), not_null=True)
    starts_on: PartialDate | None = column(Date(label="起", wanted=True), indexed=True)
    ends_on: PartialDate | None = column(Date(label="止", help="批准的截止日期；还没有定的不填"))
    returned_on: PartialDate | None = column(Date(label="实际返岗日期", help="回到岗位后填；没有回来的不填"))
    unit_id: str | None = reference("unit", label="借往或抽往单位")
    destination: str | None = column(Text(label="去向", help="不在本库单位内的去向、学习班次等；不写病情"))
    approval_document: str | None = column(Text(label="批准文号", wanted=True, max_length=60))
    approved_by: str | None = column(Text(label="批准机关"))
    note: str | None = column(LongText(label="说明", help="只写事实，不写病情，不作评价"))

    def last_day(self) -> PartialDate | None:
        """Return the day on which the person came back, or by approval was to; None while neither is known."""
        return self.returned_on or self.ends_on

    def covers(self, day: date) -> bool:
        """Return whether the person is away by this on a day: begun, and not come back.

        An approved end that has passed does not bring anybody back: who was lent out until then and has no day of
        return is still away.
        """
        begun = self.starts_on is None or first_day(self.starts_on) <= day
        return begun and (self.returned_on is None or first_day(self.returned_on) > day)


def first_day(moment: PartialDate) -> date:
    """Return the first day that a partial date can mean."""
    return date(moment.year, moment.month or 1, moment.day or 1)


def closing_day(moment: PartialDate) -> date:
    """Return the last day that a partial date can mean."""
    month = moment.month or 12
    return date(moment.year, month, moment.day or calendar.monthrange(moment.year, month)[1])


def lawful_absences(connection: sa.Connection, people: Iterable[str] | None = None) -> dict[str, list[AttendanceState]]:
    """Return the lawful times away (leave, lent out, called away, studying) by person, in order of their beginning.

    ``people``: only of these, everybody's without.
    """
    at = AttendanceState.table.c
    lawful = at.kind.in_(LAWFUL)
    if people is None:
        rows = find(connection, AttendanceState, lawful)
    else:
        wanted = list(people)
        chunks = [wanted[start : start + _CHUNK] for start in range(0, len(wanted), _CHUNK)]
        rows = [row for chunk in chunks for row in find(connection, AttendanceState, lawful, at.person_id.in_(chunk))]
    found: dict[str, list[AttendanceState]] = {}
    for row in sorted(rows, key=lambda row: (str(row.starts_on or ""), row.id)):
        found.setdefault(row.person_id, []).append(row)
    return found
