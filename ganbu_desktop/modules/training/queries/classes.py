"""One class with everything about it: its people, lessons, attendance, scores and follow-ups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import sqlalchemy as sa

from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import Figure, share
from ganbu_desktop.modules.training.queries.away import Away, absences
from ganbu_desktop.modules.training.queries.people import PersonLine, people
from ganbu_desktop.modules.training.records import (
    Attendance,
    ClassEvaluation,
    Enrolment,
    FollowUp,
    Session,
    StudyGroup,
    Substitution,
    TrainingClass,
    TrainingScore,
)
from ganbu_desktop.modules.training.records.teaching import ABSENT, LATE, LEAVE, MAKE_UP, PRESENT, REPLACED, WITHDRAWN
from ganbu_desktop.modules.training.rules import teaching
from ganbu_desktop.store.operations import find

STAGES = ("训前", "训中", "训后")
_GONE = (REPLACED, WITHDRAWN, MAKE_UP)


@dataclass(frozen=True)
class Learner:
    """One person of a class."""

    enrolment: Enrolment
    person: PersonLine
    leave: teaching.Leave
    marks: Mapping[str, str] = field(repr=False)
    score: TrainingScore | None = None
    follow_ups: tuple[FollowUp, ...] = ()


@dataclass(frozen=True)
class ClassView:
    """A class and all that hangs on it."""

    entry: TrainingClass
    learners: tuple[Learner, ...]
    sessions: tuple[Session, ...]
    groups: tuple[StudyGroup, ...]
    substitutions: tuple[Substitution, ...]
    evaluations: tuple[ClassEvaluation, ...]

    @property
    def total_tenths(self) -> int | None:
        """Return the hours of the class: its own figure, else the sum of its lessons; None when neither is known."""
        if self.entry.hours_tenths is not None:
            return self.entry.hours_tenths
        known = [s.hours_tenths for s in self.sessions if s.hours_tenths is not None]
        return sum(known) if known else None

    def learner(self, person_id: str) -> Learner | None:
        """Return one person of the class, None for who is not in it."""
        return self._by_person.get(person_id)

    @cached_property
    def _by_person(self) -> dict[str, Learner]:
        return {learner.person.id: learner for learner in self.learners}

    @property
    def present(self) -> tuple[Learner, ...]:
        """Return the people who are in the class: neither replaced, withdrawn nor put off."""
        return tuple(x for x in self.learners if x.enrolment.state not in _GONE)


def stage_of(entry: TrainingClass, day: date) -> str:
    """Return whether a class is before, in or after its days; one without dates is before."""
    if entry.starts_on is None or not entry.starts_on.has_begun(day):
        return STAGES[0]
    return STAGES[2] if entry.ends_on is not None and entry.ends_on.is_past(day) else STAGES[1]


def class_view(office: Office, class_id: str) -> ClassView | None:
    """Return a class with its people in the order of units, or None when it is gone."""
    entry = office.get(TrainingClass, class_id)
    if entry is None:
        return None
    with office.reading() as connection:
        return read_class(connection, entry, office.parameters(), office.today())


def read_class(connection: sa.Connection, entry: TrainingClass, figures: ParameterSet, day: date) -> ClassView:
    """Return a class in one consistent view; figures as of its first day."""
    at = entry.starts_on.first_day() if entry.starts_on else day
    enrolled = {e.person_id: e for e in find(connection, Enrolment, Enrolment.table.c.class_id == entry.id)}
    sessions = tuple(find(connection, Session, Session.table.c.class_id == entry.id))
    marks = marks_of(connection, entry.id)
    scores = {s.person_id: s for s in find(connection, TrainingScore, TrainingScore.table.c.class_id == entry.id)}
    follow_ups: dict[str, list[FollowUp]] = {}
    for row in find(connection, FollowUp, FollowUp.table.c.class_id == entry.id):
        follow_ups.setdefault(row.person_id, []).append(row)
    total = _total(entry, sessions)
    away = absences(connection, [i for i, own in marks.items() if LEAVE in own.values() or ABSENT in own.values()])
    learners = [
        Learner(
            enrolled[person.id],
            person,
            leave_of(
                enrolled[person.id], marks.get(person.id, {}), sessions, total, figures, at, away.get(person.id, ())
            ),
            marks.get(person.id, {}),
            scores.get(person.id),
            tuple(sorted(follow_ups.get(person.id, ()), key=lambda f: f.stage)),
        )
        for person in people(connection, person_ids=sorted(enrolled))
    ]
    return ClassView(
        entry,
        tuple(learners),
        sessions,
        tuple(find(connection, StudyGroup, StudyGroup.table.c.class_id == entry.id)),
        tuple(sorted(find(connection, Substitution, Substitution.table.c.class_id == entry.id), key=lambda s: s.id)),
        tuple(
            sorted(
                find(connection, ClassEvaluation, ClassEvaluation.table.c.class_id == entry.id), key=lambda e: e.item
            )
        ),
    )


def _total(entry: TrainingClass, sessions: Sequence[Session]) -> int | None:
    known = [s.hours_tenths for s in sessions if s.hours_tenths is not None]
    return entry.hours_tenths if entry.hours_tenths is not None else sum(known) if known else None


def marks_of(connection: sa.Connection, class_id: str) -> dict[str, dict[str, str]]:
    """Return the marks of a class: person → session → mark."""
    at, session = Attendance.table.c, Session.table.c
    statement = (
        sa.select(at.person_id, at.session_id, at.mark)
        .join(Session.table, session.id == at.session_id)
        .where(session.class_id == class_id)
    )
    found: dict[str, dict[str, str]] = {}
    for person_id, session_id, mark in connection.execute(statement):
        found.setdefault(person_id, {})[session_id] = mark
    return found


def leave_of(
    enrolment: Enrolment,
    marks: Mapping[str, str],
    sessions: Sequence[Session],
    total: int | None,
    figures: ParameterSet,
    day: date,
    away: Sequence[Away] = (),
) -> teaching.Leave:
    """Return what a person missed: from the sign-in where lessons are marked, else the leave as entered.

    ``away``: the person's lawful times away. A lesson missed on such a day never counts, whatever its mark.
    """
    lessons, hours = {s.id: s for s in sessions}, lesson_hours(sessions, total)
    lines = [(mark, hours[s], _is_away(lessons[s], away)) for s, mark in marks.items() if s in lessons]
    counts = bool(figures.value("training_absence_counts", day))
    taken, excused, absent = teaching.missed(lines, enrolment.leave_tenths, bool(enrolment.leave_ground), counts)
    return teaching.Leave(
        taken,
        total,
        figures.integer("training_leave_share", day),
        figures.integer("training_leave_warning_percent", day),
        excused,
        absent,
        counts,
    )


def lesson_hours(sessions: Sequence[Session], total: int | None) -> dict[str, int | None]:
    """Return the hours of each lesson in tenths; those without share evenly what the class's total leaves."""
    unknown = sum(s.hours_tenths is None for s in sessions)
    rest = None if total is None else max(total - sum(s.hours_tenths or 0 for s in sessions), 0)
    even = rest // unknown if rest is not None and unknown else None
    return {s.id: even if s.hours_tenths is None else s.hours_tenths for s in sessions}


def _is_away(lesson: Session, away: Sequence[Away]) -> bool:
    held = lesson.held_on
    return held is not None and any(a.is_exempt and a.meets(held.first_day(), held.last_day()) for a in away)


def attendance_rate(view: ClassView) -> Figure:
    """Return how many of all marks are present or late."""
    marks = [m for learner in view.learners for m in learner.marks.values()]
    came = sum(m in (PRESENT, LATE) for m in marks)
    left = tuple((x.person.id, "没有签到记录") for x in view.learners if not x.marks)
    return share(
        came,
        len(marks),
        formula="（出勤＋迟到）人次 ÷ 签到总人次",
        people=tuple(x.person.id for x in view.learners if x.marks),
        left_out=left,
    )


def absent_count(learner: Learner) -> int:
    """Return at how many lessons a person was absent without leave."""
    return sum(m == ABSENT for m in learner.marks.values())


def satisfaction(view: ClassView, least: int) -> dict[str, Figure]:
    """Return the share of 很满意 and 满意 by question code; no result below the smallest sample."""
    found = {}
    for entry in view.evaluations:
        formula = f"（很满意＋满意）÷ 收回份数；少于 {least} 份不出结果"
        part = teaching.satisfied_share(entry, least)
        record = ((ClassEvaluation.table.name, entry.id),)
        if part is None:
            found[entry.item] = Figure(None, formula=formula, records=record)
        else:
            found[entry.item] = share(*part, formula=formula, records=record)
    return found
