"""The sign-in of a lesson at one go, and the end of a class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.training.actions.archive import merge_within
from ganbu_desktop.modules.training.queries.classes import ClassView, Learner, read_class
from ganbu_desktop.modules.training.records import (
    Attendance,
    Enrolment,
    Session,
    TrainingClass,
    TrainingHours,
)
from ganbu_desktop.modules.training.records.archive import FROM_CLASS
from ganbu_desktop.modules.training.records.teaching import COMPLETED
from ganbu_desktop.modules.training.rights import EDIT
from ganbu_desktop.modules.training.rules.teaching import has_begun
from ganbu_desktop.store.operations import Operation


def mark_attendance(
    office: Office,
    session_id: str,
    marks: Mapping[str, str | None],
) -> int:
    """Write the sign-in of one lesson, person → mark (None takes a mark away); return how many lines changed."""
    lesson = office.get(Session, session_id)
    if lesson is None:
        raise CheckFailed("这个课次已不存在；数据未改动")
    with office.operation(f"签到：{lesson.course}", right=EDIT) as current:
        there = {a.person_id: a for a in current.find(Attendance, Attendance.table.c.session_id == session_id)}
        fresh = [
            {"session_id": session_id, "person_id": p, "mark": m, "held_on": lesson.held_on}
            for p, m in marks.items()
            if m is not None and p not in there
        ]
        changed = [
            (there[p], replace(there[p], mark=m))
            for p, m in marks.items()
            if p in there and m is not None and m != there[p].mark
        ]
        gone = [there[p] for p, m in marks.items() if p in there and m is None]
        current.insert_values(Attendance, fresh)
        current.update_many(changed)
        for line in gone:
            current.delete(line)
        return len(fresh) + len(changed) + len(gone)


@dataclass(frozen=True)
class Completion:
    """What the end of a class came to: ``done`` archived, and (person's name, why) of those left for a decision."""

    done: int
    left: tuple[tuple[str, str], ...]


def complete_class(office: Office, entry: TrainingClass, *, certificate_prefix: str = "") -> Completion:
    """Let everybody who may complete a class do so, and put its hours into each archive; run again it adds nothing.

    Who has more leave than the limit is left for the office to decide, never withdrawn by the program.
    """
    today = PartialDate.of(office.today())
    if not has_begun(entry, office.today()):
        raise CheckFailed(f"“{entry.title}”还没有开班，不能结业；数据未改动")
    with office.operation(f"结业并记学时：{entry.title}", right=EDIT) as current:
        view = read_class(current.connection, current.get(TrainingClass, entry.id), office.parameters(), office.today())
        if view.total_tenths is None and view.entry.days_tenths is None:
            raise CheckFailed(f"“{entry.title}”没有填总学时、天数，也没有课次学时，不能记学时；数据未改动")
        left = [(x.person.name, reason) for x in view.present if (reason := _why_not(x))]
        ready = [x for x in view.present if not _why_not(x)]
        hours, numbers = [], _free_numbers(view, certificate_prefix)
        for learner in ready:
            given = learner.enrolment.certificate or next(numbers, None)
            completed = _complete(current, learner, today, given)
            hours.append(_hours(view, replace(learner, enrolment=completed)))
        merge_within(current, hours)
    return Completion(len(ready), tuple(left))


def _why_not(learner: Learner) -> str:
    if learner.leave.is_over:
        leave = learner.leave
        return f"{leave.called()} {leave.shown()}，超过总学时的 {leave.limit_share} 分之一，按规定应退学，请先处理"
    if learner.enrolment.reported_on is None and not learner.marks:
        return "没有报到和签到记录，请先核实"
    return ""


def _free_numbers(view: ClassView, prefix: str) -> Iterator[str]:
    """Yield numbers of certificates that nobody of the class has yet; none without a prefix."""
    given = {learner.enrolment.certificate for learner in view.learners}
    for number in count(1) if prefix else ():
        certificate = f"{prefix}{number:03d}"
        if certificate not in given:
            yield certificate


def _complete(current: Operation, learner: Learner, today: PartialDate, certificate: str | None) -> Enrolment:
    standing = current.get(Enrolment, learner.enrolment.id)
    return current.change(
        standing,
        state=COMPLETED,
        completed_on=standing.completed_on or today,
        certificate=certificate,
    )


def _hours(view: ClassView, learner: Learner) -> TrainingHours:
    entry = view.entry
    total = view.total_tenths
    away = learner.leave.missed_tenths
    return TrainingHours(
        person_id=learner.person.id,
        class_id=entry.id,
        class_title=entry.title,
        organiser=entry.organiser,
        kind=entry.kind,
        form=entry.form,
        channel=entry.channel,
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        days_tenths=entry.days_tenths if not away else None,
        hours_tenths=None if total is None else max(total - away, 0),
        venue=entry.venue,
        result=learner.score.result if learner.score else None,
        certificate=learner.enrolment.certificate,
        source=FROM_CLASS,
    )
