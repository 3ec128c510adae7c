"""What reports cost beyond their own queries. Run: python tests/bench/bench_reports.py

20,000 talks of two years, 100,000 lines of attendance and 100,000 entries of hours. The bare
side runs the very statements that the report sends, with the same parameters, and fetches every row: at most twice.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from ratios import Measured, kept_office, seconds

from ganbu_desktop import modules
from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.report.runs import generate
from ganbu_desktop.kernel.report.spec import Period, ReportSpec, named
from ganbu_desktop.modules.talks.records import Talk
from ganbu_desktop.modules.training.records import Attendance, Session, TrainingClass, TrainingHours

PEOPLE, TALKS, LINES, SESSIONS, AT_MOST = 1000, 20_000, 100_000, 2_000, 2.0
SMALLEST = {"people": 40, "talks": 60, "lines": 60, "lessons": 4}
_BLOCK = 10_000
YEAR = 2025
REPORTS = (("talk-monthly", f"{YEAR}-12"), ("training-yearly", str(YEAR)), ("training-attendance", str(YEAR)))


def office_of_reports(people: int, talks: int, lines: int, lessons: int) -> Office:
    """Return the office of a store with talks, attendance and hours."""

    name = f"reports-{people}-{talks}-{lines}"
    return kept_office(name, lambda office: _fill(office, talks, lines, lessons), people=people)


def _fill(office: Office, talks: int, line_count: int, lessons: int) -> None:
    rng = random.Random(7)
    people = sorted(person.id for person in office.find(Person))
    kinds = [entry.code for entry in codes.table("talk_type").entries]
    levels = [entry.code for entry in codes.table("talker_level").entries]
    _insert(office, Talk, [_talk(rng, people, kinds, levels) for _ in range(talks)])
    held = TrainingClass(title="任职培训班", starts_on=PartialDate(YEAR, 1, 5), ends_on=PartialDate(YEAR, 12, 30))
    sessions = [
        Session(class_id=held.id, position=n, name=f"第{n}课", course="课程", held_on=_day(rng), hours_tenths=30)
        for n in range(lessons)
    ]
    with office.operation("课次", right="test") as current:
        current.insert_many([held, *sessions])
    marks = [entry.code for entry in codes.table("training_attendance_mark").entries]
    lines = [
        {"session_id": session.id, "person_id": person_id, "mark": rng.choice(marks), "held_on": session.held_on}
        for session in sessions
        for person_id in rng.sample(people, line_count // lessons)
    ]
    _insert(office, Attendance, lines)
    _insert(office, TrainingHours, [_hours(rng, people) for _ in range(line_count)])


def _day(rng: random.Random) -> PartialDate:
    return PartialDate(YEAR, rng.randrange(1, 13), rng.randrange(1, 29))


def _talk(rng: random.Random, people: list[str], kinds: list[str], levels: list[str]) -> dict[str, Any]:
    return {
        "person_id": rng.choice(people),
        "kind": rng.choice(kinds),
        "held_on": PartialDate(YEAR - rng.randrange(2), rng.randrange(1, 13), rng.randrange(1, 29)),
        "talker_level": rng.choice(levels),
        "post_level": rng.choice(("1A41", "1A42", "1A50", None)),
        "content": "谈话内容" * 60,
        "problem_count": rng.choice((None, 0, 1)),
    }


def _hours(rng: random.Random, people: list[str]) -> dict[str, Any]:
    return {
        "person_id": rng.choice(people),
        "class_title": f"班次{rng.randrange(2000)}",
        "form": rng.choice(("1", "2", "3", "4")),
        "channel": rng.choice(("1", "2", "3", "4")),
        "year": YEAR - rng.randrange(5),
        "hours_tenths": rng.randrange(10, 400),
    }


def _insert(office: Office, cls: Any, rows: list[dict[str, Any]]) -> None:
    for start in range(0, len(rows), _BLOCK):
        with office.operation("准备", right="test") as current:
            current.insert_values(cls, rows[start : start + _BLOCK])


def statements_of(office: Office, spec: ReportSpec, period: Period) -> list[tuple[str, Any]]:
    """Return every statement that computing the report sends, with its parameters."""
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        sent.append((statement, parameters))

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        spec.compute(office, period)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    return [(text, given) for text, given in sent if text.lstrip().upper().startswith(("SELECT", "WITH"))]


def run_bare(office: Office, statements: list[tuple[str, Any]]) -> int:
    """Run the statements and fetch all their rows."""
    with office.reading() as connection:
        return sum(len(connection.exec_driver_sql(text, given).fetchall()) for text, given in statements)


def quickest(work: Callable[[], object], times: int) -> float:
    """Return the least disturbed of some runs."""
    return min(seconds(work) for _ in range(times))


def measure(people: int = PEOPLE, talks: int = TALKS, lines: int = LINES, lessons: int = SESSIONS) -> list[Measured]:
    office, found = office_of_reports(people, talks, lines, lessons), []
    for name, text in REPORTS:
        spec, period = named(modules.reports(), name), Period.parse(text)
        statements = statements_of(office, spec, period)
        rows = run_bare(office, statements)
        bare = quickest(lambda s=statements: run_bare(office, s), 5)  # type: ignore[misc]
        ours = quickest(lambda s=spec, p=period: s.compute(office, p), 5)  # type: ignore[misc]
        whole = quickest(lambda s=spec, p=period: generate(office, s, p), 3)  # type: ignore[misc]
        note = f"{talks if name.startswith('talk') else lines:,} 条，{len(statements)} 个查询取 {rows:,} 行"
        found.append(Measured(f"{spec.title} / 它自己的查询", people, ours, bare, AT_MOST, note))
        found.append(Measured(f"{spec.title}：连同指纹和留存", people, whole, bare, None, note))
    office.file.close()
    return found


if __name__ == "__main__":
    measured = measure()
    for line in measured:
        print(f"{line.what}: {line.ours:.3f} s / {line.bare:.3f} s = {line.ratio:.2f} ({line.note})")
    sys.exit(not all(line.holds for line in measured))
