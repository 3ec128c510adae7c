"""Where people are (在岗状态): lent out, called away, studying, on leave, or away from the post.

It stands in the kernel because several rooms ask it: quotas and units show it, talks and training leave people out by
it. That somebody is away says nothing against anybody: sick and maternity leave are neutral, and whether an absence had
a ground is said by a finding of its own, after it was verified.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

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
OVERDUE = "应返未登记"
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

    def covers(self, day: date) -> bool:
        """Return whether the person is away by this on a day: begun, and not come back.

        An approved end that has passed does not bring anybody back: who was lent out until then and has no day of
        return is still away (``is_overdue``).
        """
        return self.days_in(day, day) == 1

    def last_day_away(self) -> date | None:
        """Return the day before the person came back; None while no return is recorded, whatever was approved."""
        return self.returned_on.first_day() - timedelta(days=1) if self.returned_on else None

    def days_in(self, first: date, last: date) -> int:
        """Return the days of a stretch on which the person was away by this; the day of coming back is none."""
        begins = max(first, self.starts_on.first_day()) if self.starts_on else first
        ends = min(last, self.last_day_away() or last)
        return max((ends - begins).days + 1, 0)

    def is_overdue(self, day: date) -> bool:
        """Return whether somebody is still away on a day by which the approved end was over: 应返未登记."""
        return self.ends_on is not None and self.ends_on.is_past(day) and self.covers(day)


def states_on(connection: sa.Connection, day: date) -> list[AttendanceState]:
    """Return by what people are away on a day: the one reading of lent, called away, studying, ill and away."""
    return [s for s in find(connection, AttendanceState, AttendanceState.table.c.kind != AT_POST) if s.covers(day)]


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
