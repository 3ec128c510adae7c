"""Classes of a period by kind, their attendance, and what they cost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import LevelHistory
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, Report, ReportTable, inputs_of, share
from ganbu_desktop.modules.training.queries.people import serving_people
from ganbu_desktop.modules.training.queries.roll import histories
from ganbu_desktop.modules.training.records import (
    Attendance,
    Enrolment,
    Session,
    TrainingClass,
    TrainingCost,
    TrainingHours,
)
from ganbu_desktop.modules.training.records.teaching import ABSENT, LATE, LEAVE, PRESENT, REPLACED
from ganbu_desktop.modules.training.reports import parts
from ganbu_desktop.modules.training.rules.standards import Earned, Forms, earned, line_of, worked_out
from ganbu_desktop.store.operations import find

APPOINTMENT = "2"
"""The code of table ``training_kind`` for 任职培训."""
_CENT_PER_TENTH_DAY = 10


def kinds(office: Office, period: Period) -> Report:
    """Compute classes, people and hours by kind, and how many newly appointed have had their training."""
    with office.reading() as connection:
        classes = [c for c in find(connection, TrainingClass) if parts.in_period(period, c.starts_on, c.ends_on)]
        archive = [h for h in find(connection, TrainingHours) if parts.in_period(period, h.starts_on, h.ends_on)]
    archive.sort(key=lambda h: h.id)
    forms = Forms.on(office.parameters(), period.last)

    def line(label: str, code: str | None) -> tuple[Cell, ...]:
        own = [c for c in classes if c.kind == code]
        return _kind_row(label, own, [h for h in archive if h.kind == code], forms)

    rows = [line(entry.label, entry.code) for entry in codes.table("training_kind").entries]
    if any(h.kind is None for h in archive) or any(c.kind is None for c in classes):
        rows.append(line("未填类别", None))
    rows.append(_kind_row("合计", classes, archive, forms))
    newly, read = _newly_appointed(office, period)
    return Report(
        title="分类培训统计表",
        left=parts.left(period),
        tables=(
            ReportTable(
                "一、各类培训",
                (("培训类别", "本部班次", "人次", "人数", "认可学时", "网络学时"),),
                tuple(rows),
                (40, 20, 20, 20, 30, 30),
                "lrrrrr",
            ),
            newly,
        ),
        remarks=(
            "人次和学时按个人学时档案统计，含补录和导入；班次为本部登记的班次。按结束时间归入期间。",
            "认可学时与个人学时同一口径：只填天数的按天折算，不认可的、网络的不在其中；网络学时另列。",
        ),
        signatures=("填表人：", "审核人："),
        rule_versions=parts.versions(office, period.last, "training_appointment_months"),
        inputs=inputs_of([*classes, *archive, *read]),
    )


def _kind_row(
    label: str, classes: Sequence[TrainingClass], archive: Sequence[TrainingHours], forms: Forms
) -> tuple[Cell, ...]:
    total = Earned()
    for entry in archive:
        total = total.plus(earned(line_of(entry, forms), forms))
    known = total.entries > total.incomplete
    return (
        label,
        parts.entries(classes, "期间内结束的班次"),
        parts.entries(archive, "期间内结束的学时记录条数"),
        parts.counted((h.person_id for h in archive), "期间内有学时记录的人，每人计一次"),
        parts.hours(
            total.hours_tenths if known else None,
            "期间内认可学时之和，只填天数的按天折算",
            left_out=tuple(_not_counted(archive, forms)),
        ),
        parts.hours(total.online_tenths or None, "期间内网络学时之和"),
    )


def _not_counted(archive: Sequence[TrainingHours], forms: Forms) -> Iterator[tuple[str, str]]:
    """Yield whose entries add no hours, and why."""
    for entry in archive:
        if entry.is_recognised is False:
            yield entry.person_id, f"“{entry.class_title}”不认可"
        elif worked_out(entry, forms) is None:
            yield entry.person_id, f"“{entry.class_title}”没有填学时、天数"


def _newly_appointed(office: Office, period: Period) -> tuple[ReportTable, list[LevelHistory]]:
    """Return how many of those whose time for 任职培训 ran out in the period had it."""
    figures, day = office.parameters(), period.last
    months = figures.integer("training_appointment_months", day)
    with office.reading() as connection:
        history = histories(connection)
        serving = {line.id for line in serving_people(connection, period.last)}
        at = TrainingHours.table.c
        attended: dict[str, list[PartialDate]] = {}
        for entry in find(connection, TrainingHours, at.kind == APPOINTMENT):
            if entry.ends_on is not None:
                attended.setdefault(entry.person_id, []).append(entry.ends_on)
    due: list[str] = []
    done: list[str] = []
    read: list[LevelHistory] = []
    for person_id in sorted(serving & set(history)):
        rows = [r for r in history[person_id] if r.kind in (None, "职务层次") and r.approved_on is not None]
        ends = [(r, r.approved_on.plus_months(months).last_day()) for r in rows if r.approved_on]
        mine = [(r, end) for r, end in ends if period.first <= end <= period.last]
        if not mine:
            continue
        newest, end = max(mine, key=lambda item: item[1])
        read.append(newest)
        due.append(person_id)
        assert newest.approved_on is not None
        start = newest.approved_on.plus_months(-months)
        if any(start <= moment <= PartialDate.of(end) for moment in attended.get(person_id, ())):
            done.append(person_id)
    rule = parts.rule(office, day, "training_appointment_months")
    row: tuple[Cell, ...] = (
        parts.counted(due, "期末在职、期间内任职培训时限届满的提任人员", rule=rule),
        parts.counted(done, "任职前后时限内有任职培训学时的", rule=rule),
        share(len(done), len(due), formula="已完成 ÷ 应完成", rule=rule, people=tuple(due)),
    )
    header = (("应完成任职培训", "已完成", "完成率"),)
    return ReportTable("二、新任一年内任职培训", header, (row,), (1, 1, 1), "ccc"), read


def attendance(office: Office, period: Period) -> Report:
    """Compute the sign-in of every class that was held in a period; the store adds the lines up."""
    with office.reading() as connection:
        classes = {c.id: c for c in find(connection, TrainingClass)}
        sessions = [s for s in find(connection, Session) if period.holds(s.held_on)]
        marks = _marks_by_session(connection, period)
    rows: list[tuple[Cell, ...]] = []
    held = sorted({s.class_id for s in sessions}, key=lambda i: (str(classes[i].starts_on or ""), classes[i].title, i))
    for class_id in held:
        own = [s for s in sessions if s.class_id == class_id]
        rows.append(_attendance_row(classes[class_id].title, own, marks))
    if rows:
        rows.append(_attendance_row("合计", sessions, marks))
    inputs = [
        *inputs_of(sessions),
        *((Attendance.table.name, s.id, "-".join(map(str, marks[s.id]))) for s in sessions if s.id in marks),
    ]
    return Report(
        title="培训出勤统计表",
        left=parts.left(period),
        tables=(
            ReportTable(
                "",
                (("班次", "课次", "签到人次", "出勤", "迟到", "请假", "缺席", "出勤率", "请假学时占比"),),
                tuple(rows),
                (60, 12, 16, 12, 12, 12, 12, 16, 20),
                "lrrrrrrrr",
            ),
        ),
        remarks=(
            "出勤率＝（出勤＋迟到）÷ 签到人次；请假学时占比＝请假人学时 ÷ 全部人学时。没有签到的课次写“无记录”。",
        ),
        rule_versions=parts.versions(office, period.last, "training_leave_share"),
        inputs=tuple(sorted(inputs)),
    )


def _marks_by_session(connection: sa.Connection, period: Period) -> dict[str, tuple[int, int, int, int]]:
    at = Attendance.table.c
    marks = [sa.func.sum(sa.case((at.mark == code, 1), else_=0)) for code in (PRESENT, LATE, LEAVE, ABSENT)]
    digits = sa.type_coerce(at.held_on, sa.String)
    first, last = f"{period.first:%Y%m%d}"[:6], f"{period.last:%Y%m%d}"
    statement = sa.select(at.session_id, *marks).where(digits >= first, digits <= last).group_by(at.session_id)
    return {row[0]: (int(row[1]), int(row[2]), int(row[3]), int(row[4])) for row in connection.execute(statement)}


def _attendance_row(
    title: str, sessions: Sequence[Session], marks: dict[str, tuple[int, int, int, int]]
) -> tuple[Cell, ...]:
    signed = [(s, marks[s.id]) for s in sessions if s.id in marks]
    sums = [sum(m[n] for _, m in signed) for n in range(4)]
    total = sum(sums)
    hours = [(s.hours_tenths, m) for s, m in signed if s.hours_tenths is not None]
    behind = tuple((Session.table.name, s.id) for s, _ in signed)

    def number(value: int, formula: str) -> Figure:
        return Figure(value if total else None, formula=formula, records=behind)

    return (
        title,
        parts.entries(sessions, "期间内的课次"),
        number(total, "签到条数"),
        *(number(value, f"签到为“{label}”的条数") for value, label in zip(sums, _LABELS, strict=True)),
        share(sums[0] + sums[1], total, formula="（出勤＋迟到）÷ 签到人次", records=behind),
        share(
            sum(h * m[2] for h, m in hours),
            sum(h * sum(m) for h, m in hours),
            formula="请假人学时 ÷ 全部人学时",
            records=behind,
        ),
    )


_LABELS = ("出勤", "迟到", "请假", "缺席")


def cost(office: Office, period: Period) -> Report:
    """Compute money against people and days of each class and of the year; what people pay themselves is left out."""
    year = period.first.year
    with office.reading() as connection:
        costs = [c for c in find(connection, TrainingCost, TrainingCost.table.c.year == year) if not c.is_self_paid]
        classes = {c.id: c for c in find(connection, TrainingClass)}
        who = Enrolment.table.c
        statement = (
            sa.select(who.class_id, sa.func.count())
            .where(who.state != REPLACED, who.reported_on.is_not(None))
            .group_by(who.class_id)
        )
        present = {class_id: int(number) for class_id, number in connection.execute(statement)}
    costs.sort(key=lambda c: c.id)
    ids = sorted({c.class_id for c in costs if c.class_id}, key=lambda i: (str(classes[i].starts_on or ""), i))
    rows = [_cost_row(classes[i].title, [c for c in costs if c.class_id == i], [classes[i]], present) for i in ids]
    loose = [c for c in costs if c.class_id is None]
    if loose:
        rows.append(_cost_row("未分到班次", loose, [], present))
    if rows:
        rows.append(_cost_row("合计", costs, [classes[i] for i in ids], present))
    header = (("班次", "人次", "天数", "人天", "预算（元）", "决算（元）", "执行率", "人均（元）", "人天均（元）"),)
    return Report(
        title=f"{year}年培训经费统计表",
        left=parts.left(period),
        tables=(ReportTable("", header, tuple(rows), (60, 12, 12, 14, 24, 24, 16, 20, 20), "lrrrrrrrr"),),
        remarks=(
            "人次为已报到人数；人天＝人次×天数；人均＝决算÷人次；人天均＝决算÷人天；执行率＝决算÷预算。个人自理费用不计。",
        ),
        signatures=("填表人：", "审核人："),
        inputs=inputs_of([*costs, *(classes[i] for i in ids)]),
    )


def _cost_row(
    title: str, costs: Sequence[TrainingCost], classes: Sequence[TrainingClass], present: dict[str, int]
) -> tuple[Cell, ...]:
    behind = tuple((TrainingCost.table.name, c.id) for c in costs)
    budget = _sum([c.budget_cents for c in costs])
    spent = _sum([c.spent_cents for c in costs])
    number = _sum([present.get(c.id) for c in classes])
    days = _sum([c.days_tenths for c in classes])
    person_days = _sum(
        [present[c.id] * c.days_tenths for c in classes if c.id in present and c.days_tenths is not None]
    )
    rate = Figure(None, formula="决算 ÷ 预算", records=behind)
    if spent is not None and budget:
        rate = share(spent, budget, formula="决算 ÷ 预算", records=behind)
    return (
        title,
        Figure(number, formula="已报到人数之和"),
        parts.hours(days, "班次天数之和"),
        parts.hours(person_days, "各班人次×天数之和"),
        parts.money(budget, "预算之和", records=behind),
        parts.money(spent, "决算之和", records=behind),
        rate,
        parts.money(_each(spent, number), "决算 ÷ 人次", records=behind),
        parts.money(_each(spent, person_days, _CENT_PER_TENTH_DAY), "决算 ÷ 人天", records=behind),
    )


def _sum(numbers: Sequence[int | None]) -> int | None:
    known = [n for n in numbers if n is not None]
    return sum(known) if known else None


def _each(cents: int | None, number: int | None, scale: int = 1) -> int | None:
    """Return money for each of ``number`` (itself in ``scale`` parts), rounded half up."""
    if cents is None or not number:
        return None
    return (2 * cents * scale + number) // (2 * number)
