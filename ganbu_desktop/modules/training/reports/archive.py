"""The yearly table of hours (14 columns), and the list of those who have not met the standard."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office import Office
from ganbu_desktop.kernel.person import Tenure
from ganbu_desktop.kernel.person_index import unit_index
from ganbu_desktop.kernel.report import Cell, Figure, Period, Report, ReportTable, share, stored_inputs
from ganbu_desktop.modules.training.queries.roll import Member, roll
from ganbu_desktop.modules.training.records import TrainingExemption, TrainingHours
from ganbu_desktop.modules.training.reports import parts
from ganbu_desktop.modules.training.rules.levels import Group
from ganbu_desktop.modules.training.rules.standards import State, shown_tenths

_HEADER = (
    (
        "序号",
        "编号",
        "姓名",
        "时任单位及职务",
        "线下",
        "线下",
        "线下",
        "网络",
        "网络",
        "网络",
        *["各类培训完成学时数"] * 4,
    ),
    (
        "序号",
        "编号",
        "姓名",
        "时任单位及职务",
        "年度学习任务",
        "已完成学时数",
        "完成百分比",
        "年度学习任务",
        "已完成学时数",
        "完成百分比",
        "党校专题",
        "党校日常",
        "单位培训",
        "上级调训",
    ),
)
_WIDTHS = (4.25, 8, 9.4, 33.9, 10, 10, 10, 10, 10, 10, 9, 9, 9, 9)
_CHANNELS = ("1", "2", "3", "4")
_DONE = "认可的脱产、集中、调训、外出学时之和；只填天数的按天折算"


def yearly(office: Office, period: Period) -> Report:
    """Compute the yearly table of everybody in service."""
    year, day = period.first.year, period.last
    members = roll(office, year, day)
    with office.reading() as connection:
        channels = _by_channel(connection, year)
        posts = _posts_on(connection, PartialDate.of(day))
        read = _read(connection, year)
    online = office.parameters().integer("training_online_hours", day) * 10
    online_rule = parts.rule(office, day, "training_online_hours")
    rows: list[tuple[Cell, ...]] = []
    places: dict[str, tuple[int, int]] = {}
    for number, member in enumerate(members, 1):
        unit, place = places.get(member.person.unit_name, (len(places) + 1, 0))
        places[member.person.unit_name] = (unit, place + 1)
        head = (str(number), f"{unit:02d}-{place + 1:02d}", member.person.name)
        where = posts.get(member.person.id) or parts.where(member.person)
        numbers = channels.get(member.person.id, {})
        rows.append(
            (
                *head,
                where,
                *_offline(member),
                *_online(member, year, online, online_rule),
                *(_channel(member, year, numbers.get(code)) for code in _CHANNELS),
            )
        )
    return Report(
        title=f"{year}年干部教育培训学时统计表",
        left=parts.left(period),
        tables=(ReportTable("", _HEADER, tuple(rows), _WIDTHS, "cccl" + "r" * 10),),
        remarks=(
            "年度学习任务按本人年末所任职务层次、职级确定：县处级及四级调研员以上为五年累计，其余为当年。",
            "没有学时记录的写“无记录”，不作零计；职务层次无记录的不能确定任务。",
        ),
        signatures=("填表人：", "审核人：", "填表日期："),
        rule_versions=parts.versions(
            office, day, "training_division_hours", "training_section_hours", "training_online_hours"
        ),
        inputs=read,
    )


def _read(connection: sa.Connection, year: int) -> tuple[tuple[str, str, str], ...]:
    """Return what the report was made of."""
    hours = stored_inputs(connection, TrainingHours, *_window(year))
    return (*stored_inputs(connection, TrainingExemption), *hours)


def _window(year: int) -> tuple[sa.ColumnElement[bool], ...]:
    at = TrainingHours.table.c
    return at.year > year - 5, at.year <= year


def _offline(member: Member) -> tuple[Cell, Cell, Cell]:
    found = member.standing
    who = (member.person.id,)
    if found.standard is None:
        task = Figure(None, formula="职务层次、职级没有记录", people=who)
        return task, parts.earned_hours(member, found.earned, _DONE), Figure(None, people=who)
    task = Figure(
        found.standard.hours_tenths,
        found.standard.shown().removesuffix(" 学时").removeprefix("每年 ").replace("累计 ", ""),
        found.standard.shown(),
        found.standard.version,
        who,
    )
    done = parts.earned_hours(member, found.earned, _DONE)
    percent = Figure(None, people=who)
    if done.value is not None:
        percent = share(done.value, found.standard.hours_tenths, formula="已完成学时 ÷ 学习任务", people=who)
    return task, done, percent


def _online(member: Member, year: int, task: int, rule: str) -> tuple[Cell, Cell, Cell]:
    sums, who = member.year(year), (member.person.id,)
    done = parts.hours(sums.online_tenths or None, "当年网络培训学时之和", people=who)
    percent = share(done.value, task, formula="已完成学时 ÷ 学习任务", people=who) if done.value else Figure(None)
    return parts.hours(task, "网络培训年度学时", rule=rule), done, percent


def _channel(member: Member, year: int, tenths: int | None) -> Figure:
    return parts.hours(tenths, f"{year} 年此类培训的学时之和", people=(member.person.id,))


def _by_channel(connection: sa.Connection, year: int) -> dict[str, dict[str, int]]:
    at = TrainingHours.table.c
    statement = (
        sa.select(at.person_id, at.channel, sa.func.sum(at.hours_tenths))
        .where(at.year == year, at.channel.is_not(None), at.is_recognised.is_not(False))
        .group_by(at.person_id, at.channel)
    )
    found: dict[str, dict[str, int]] = {}
    for person_id, channel, tenths in connection.execute(statement):
        if tenths is not None:
            found.setdefault(person_id, {})[channel] = int(tenths)
    return found


def _posts_on(connection: sa.Connection, day: PartialDate) -> dict[str, str]:
    """Return unit and post of the first post that each person held on a day, as far as recorded."""
    at, unit = Tenure.table.c, unit_index.c
    statement = (
        sa.select(at.person_id, unit.name, at.post_name)
        .select_from(Tenure.table.outerjoin(unit_index, unit.unit_id == at.unit_id))
        .where(
            at.appointed_on.is_not(None),
            at.appointed_on <= day,
            sa.or_(at.removed_on.is_(None), at.removed_on > day),
        )
        .order_by(at.person_id, at.is_main.desc(), at.position, at.id)
    )
    found: dict[str, str] = {}
    for person_id, unit_name, post in connection.execute(statement):
        found.setdefault(person_id, f"{unit_name or ''} {post or ''}".strip())
    return {person_id: text for person_id, text in found.items() if text}


def shortfall(office: Office, period: Period) -> Report:
    """Compute who has not met the standard, with who is left out of the count and why."""
    year, day = period.first.year, period.last
    members = roll(office, year, day)
    by_state = {state: [m for m in members if m.standing.state is state] for state in State}
    with office.reading() as connection:
        read = _read(connection, year)
    watch = _watched(office, members, period)
    tables = [
        _summary(members, by_state),
        ReportTable(
            "一、未达标名单",
            (("序号", "姓名", "单位及职务", "适用标准", "已完成", "差额"),),
            tuple(_short_row(n, m) for n, m in enumerate(by_state[State.SHORT], 1)),
            (6, 12, 50, 26, 14, 14),
            "cclcrr",
        ),
        _listed("二、顺延名单（不计欠训）", by_state[State.DEFERRED], "顺延事由和时限"),
        _listed(
            "三、没有学时记录、待核实或补录",
            [*by_state[State.NO_RECORD], *by_state[State.NO_LEVEL]],
            "原因",
        ),
        watch,
    ]
    return Report(
        title=f"{year}年学时未达标名单",
        left=parts.left(period),
        tables=tuple(t for t in tables if t.rows),
        remarks=(
            "差额＝标准学时－认可学时。乡科级及一级主任科员以下按年，县处级及四级调研员以上按五年滚动累计。",
            "天数（或脱产累计月数）达到标准的同样算达标；病假、产假等依法休假顺延，提任后一年内补齐，均不计欠训。",
        ),
        signatures=("填表人：", "审核人："),
        rule_versions=parts.versions(
            office,
            day,
            "training_division_hours",
            "training_section_hours",
            "training_watch_hours",
            "training_catch_up_months",
        ),
        inputs=read,
    )


def _summary(members: Sequence[Member], by_state: dict[State, list[Member]]) -> ReportTable:
    left_out = tuple(
        (m.person.id, m.standing.reason)
        for state in (State.DEFERRED, State.NO_RECORD, State.NO_LEVEL)
        for m in by_state[state]
    )
    due = [*by_state[State.MET], *by_state[State.SHORT]]
    ids = tuple(m.person.id for m in due)
    met = len(by_state[State.MET])
    row: tuple[Cell, ...] = (
        parts.counted((m.person.id for m in members), "现职干部"),
        parts.counted(ids, "现职干部中剔除顺延、无记录、层次无记录的人", left_out=left_out),
        parts.counted((m.person.id for m in by_state[State.MET]), "认可学时、天数或累计月数达到标准"),
        parts.counted((m.person.id for m in by_state[State.SHORT]), "认可学时低于标准"),
        share(met, len(due), formula="已达标 ÷ 应达标", people=ids, left_out=left_out),
        parts.counted((m.person.id for m in by_state[State.DEFERRED]), "依法休假或补齐期内，顺延"),
        parts.counted((i for i, _ in left_out[len(by_state[State.DEFERRED]) :]), "没有学时或层次记录"),
    )
    header = (("现职干部", "应达标", "已达标", "未达标", "达标率", "顺延", "无记录"),)
    return ReportTable("", header, (row,), (1,) * 7, "c" * 7)


def _short_row(number: int, member: Member) -> tuple[Cell, ...]:
    found = member.standing
    assert found.standard is not None
    who = (member.person.id,)
    short = parts.hours(found.shortfall_tenths, "标准学时－认可学时", rule=found.standard.version, people=who)
    done = parts.earned_hours(member, found.earned, _DONE)
    return str(number), member.person.name, parts.where(member.person), found.standard.shown(), done, short


def _listed(title: str, members: Sequence[Member], why: str) -> ReportTable:
    rows = tuple((str(n), m.person.name, parts.where(m.person), m.standing.reason) for n, m in enumerate(members, 1))
    return ReportTable(title, (("序号", "姓名", "单位及职务", why),), rows, (6, 12, 50, 54), "ccll")


def _watched(office: Office, members: Sequence[Member], period: Period) -> ReportTable:
    """Return people of the higher group whose off-work hours of the last years are below the figure."""
    figures, day = office.parameters(), period.last
    years, least = figures.integer("training_watch_years", day), figures.integer("training_watch_hours", day)
    rule = parts.rule(office, day, "training_watch_hours")
    rows: list[tuple[Cell, ...]] = []
    for member in members:
        sums = [member.year(y) for y in range(period.first.year - years + 1, period.first.year + 1)]
        known = sum(s.entries for s in sums)
        off_work = sum(s.off_work_tenths for s in sums)
        is_due = member.group is Group.DIVISION and member.standing.state is not State.DEFERRED
        if is_due and known and off_work < least * 10:
            done = parts.hours(off_work, f"近{years}年脱产学时之和", rule=rule, people=(member.person.id,))
            rows.append((str(len(rows) + 1), member.person.name, parts.where(member.person), done))
    title = f"四、近{years}年脱产学时不足 {shown_tenths(least * 10)} 的关注名单（县处级及四级调研员以上）"
    header = (("序号", "姓名", "单位及职务", "脱产学时"),)
    return ReportTable(title, header, tuple(rows), (6, 12, 50, 54), "cclr")
