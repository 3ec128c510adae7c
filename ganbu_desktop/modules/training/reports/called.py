"""Who has not been called up, who has been called up again and again, and how often others were sent instead."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, Report, ReportTable, inputs_of, share
from ganbu_desktop.modules.training.queries.calling import last_off_work
from ganbu_desktop.modules.training.queries.roll import Member, roll, roll_of
from ganbu_desktop.modules.training.records import Enrolment, Substitution, TrainingClass, TrainingHours
from ganbu_desktop.modules.training.records.teaching import APPROVED, REPLACED
from ganbu_desktop.modules.training.reports import parts
from ganbu_desktop.modules.training.rules.standards import exempt_days
from ganbu_desktop.store.operations import find

_WIDTHS = (6, 14, 60, 40)


def not_called(office: Office, period: Period) -> Report:
    """Compute who had no training in the year, and who has had none off work for the figure's years."""
    year, day = period.first.year, period.last
    found = roll_of(office, period)
    members = found.members
    years = office.parameters().integer("training_not_called_years", day)
    rule = parts.rule(office, day, "training_not_called_years")
    since = PartialDate.of(day).plus_months(-12 * years).last_day()
    with office.reading() as connection:
        last = last_off_work(connection, office, day)
        read = find(connection, TrainingHours, TrainingHours.table.c.year == year)
    away = {m.person.id: _away(m, period) for m in members}
    trained = [m for m in members if m.year(year).entries]
    missing = [m for m in members if not m.year(year).entries and not away[m.person.id]]
    due = [m for m in members if m.year(year).entries or not away[m.person.id]]
    counted = {m.person.id for m in due}
    left_out = tuple((m.person.id, away[m.person.id]) for m in members if m.person.id not in counted)
    long_ago = [m for m in due if m.person.id not in last or last[m.person.id].last_day() <= since]
    summary: tuple[Cell, ...] = (
        parts.counted((m.person.id for m in due), "期末在职干部中剔除全年依法休假、援派等的人", left_out=left_out),
        parts.counted((m.person.id for m in trained), "当年有学时记录的人"),
        share(len(trained), len(due), formula="已参训 ÷ 应参训", left_out=left_out),
        parts.counted((m.person.id for m in missing), "当年没有学时记录的人"),
        parts.counted((m.person.id for m in long_ago), f"近 {years} 年没有脱产培训记录的人", rule=rule),
    )
    header = (("应参训", "已参训", "全员覆盖率", "当年未参训", f"{years}年未脱产"),)
    return Report(
        title=f"{year}年未参训名单",
        left=parts.left(period),
        tables=(
            ReportTable("", header, (summary,), (1,) * 5, "c" * 5),
            _names("一、当年未参训", missing, last),
            _names(f"二、{years}年未参加脱产培训", long_ago, last),
            *parts.left_tables(found.lines),
        ),
        remarks=(
            found.lines.population.remark(),
            "没有记录不等于没有参训，请先核实；以往参加过的凭证书补录。全年依法休假、援派的不列入。",
        ),
        rule_versions=parts.versions(office, day, "training_not_called_years", "training_off_work_forms"),
        inputs=(*parts.people_read(found), *inputs_of(read)),
    )


def _away(member: Member, period: Period) -> str:
    spans = [(e.starts_on, e.ends_on) for e in member.exemptions]
    days = exempt_days(spans, period.first, period.last)
    whole = (period.last - period.first).days + 1
    return f"依法休假、援派等 {days} 天，全年顺延" if days >= whole else ""


def _names(title: str, members: Sequence[Member], last: dict[str, PartialDate]) -> ReportTable:
    rows = tuple(
        (str(n), m.person.name, parts.where(m.person), str(last.get(m.person.id) or "无记录"))
        for n, m in enumerate(members, 1)
    )
    return ReportTable(title, (("序号", "姓名", "单位及职务", "最近一次脱产培训"),), rows, _WIDTHS, "cclc")


def repeated(office: Office, period: Period) -> Report:
    """Compute who was called up several times in a year, and how often others came instead; neither is a fault."""
    year, day = period.first.year, period.last
    most = office.parameters().integer("training_repeat_calls", day)
    rule = parts.rule(office, day, "training_repeat_calls")
    with office.reading() as connection:
        classes = {c.id: c for c in find(connection, TrainingClass) if c.starts_on and c.starts_on.year == year}
        called = [e for e in find(connection, Enrolment) if e.class_id in classes]
        wishes = [w for w in find(connection, Substitution) if w.class_id in classes and w.state == APPROVED]
    standing = [e for e in called if e.state != REPLACED]
    by_person: dict[str, list[str]] = {}
    for row in sorted(standing, key=lambda e: (str(classes[e.class_id].starts_on), e.id)):
        by_person.setdefault(row.person_id, []).append(classes[row.class_id].title)
    members = {m.person.id: m for m in roll(office, year, day, person_ids=sorted(by_person))} if by_person else {}
    rows: list[tuple[Cell, ...]] = []
    for person_id, member in members.items():
        titles = by_person[person_id]
        if len(titles) >= most:
            figure = Figure(len(titles), formula="当年调训次数", rule=rule, people=(person_id,))
            rows.append((str(len(rows) + 1), member.person.name, parts.where(member.person), figure, "；".join(titles)))
    summary: tuple[Cell, ...] = (
        parts.entries(standing, "当年开班的班次名单，已由他人替训的不计"),
        parts.counted(by_person, "当年被调训的人，每人计一次"),
        parts.counted((p for p in by_person if len(by_person[p]) >= most), f"同年 {most} 次以上", rule=rule),
        parts.entries(wishes, "审批同意的替训"),
        share(len(wishes), len(standing), formula="同意的替训 ÷ 调训人次"),
    )
    header = (("调训人次", "调训人数", "重复调训人数", "替训", "替训率"),)
    names = (("序号", "姓名", "单位及职务", "次数", "班次"),)
    return Report(
        title=f"{year}年重复调训名单",
        left=parts.left(period),
        tables=(
            ReportTable("", header, (summary,), (1,) * 5, "c" * 5),
            ReportTable("重复调训名单", names, tuple(rows), (6, 14, 50, 12, 60), "cclcl"),
        ),
        remarks=(f"同一年调训 {most} 次以上列入，供统筹错峰；替训由单位申请、审批决定，不归责学员。",),
        rule_versions=parts.versions(office, day, "training_repeat_calls"),
        inputs=inputs_of([*called, *wishes]),
    )
