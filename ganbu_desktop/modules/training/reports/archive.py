"""The yearly table of hours (14 columns), and the list of those who have not met the standard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, Report, ReportTable, share, stored_inputs
from ganbu_desktop.modules.training.queries.roll import Member, roll_of
from ganbu_desktop.modules.training.records import TrainingExemption, TrainingHours
from ganbu_desktop.modules.training.reports import parts
from ganbu_desktop.modules.training.rules.deferral import WAY
from ganbu_desktop.modules.training.rules.levels import Group
from ganbu_desktop.modules.training.rules.standards import Earned, State, shown_tenths
from ganbu_desktop.store.dates import has_begun

_PLACES = ("序号", "编号", "姓名", "时任单位及职务")
_TASKS = ("年度学习任务", "已完成学时数", "完成百分比")
_CHANNELS = (("1", "党校专题"), ("2", "党校日常"), ("3", "单位培训"), ("4", "上级调训"))
"""The codes of table ``training_channel`` that have a column of their own."""
_OTHERS = "其他、未归类"
_BY_CHANNEL = "各类培训完成学时数"
_WIDTHS = (4.25, 8, 9.4, 33.9, 10, 10, 10, 10, 10, 10, 9, 9, 9, 9)
_YEARS = 5
_DONE = "认可的脱产、集中、调训、外出学时之和；只填天数的按天折算"


def yearly(office: Office, period: Period) -> Report:
    """Compute the yearly table of everybody in service; hours by channel add up to those done.

    What belongs to none of the four channels has a column of its own, where there is any.
    """
    year, day = period.first.year, period.last
    found = roll_of(office, period)
    members = found.members
    with office.reading() as connection:
        read = _read(connection, year)
    online = office.parameters().integer("training_online_hours", day) * 10
    online_rule = parts.rule(office, day, "training_online_hours")
    others = {m.person.id: sums for m in members if (sums := _others(m)) is not None and sums.hours_tenths}
    rows: list[tuple[Cell, ...]] = []
    places: dict[str, tuple[int, int]] = {}
    for number, member in enumerate(members, 1):
        unit, place = places.get(member.person.unit_name, (len(places) + 1, 0))
        places[member.person.unit_name] = (unit, place + 1)
        head = (str(number), f"{unit:02d}-{place + 1:02d}", member.person.name)
        rows.append(
            (
                *head,
                parts.where(member.person),
                *_offline(member),
                *_online(member, year, online, online_rule),
                *(_channel(member, label, member.of_channel(code)) for code, label in _CHANNELS),
                *((_channel(member, _OTHERS, others.get(member.person.id)),) if others else ()),
            )
        )
    return Report(
        title=f"{year}年干部教育培训学时统计表",
        left=parts.left(period),
        tables=(_yearly_table(tuple(rows), has_others=bool(others)), *parts.left_tables(found.lines)),
        remarks=(
            found.lines.population.remark(),
            "年度学习任务按本人年末所任职务层次、职级确定：县处级及四级调研员以上为五年累计，其余为当年。",
            f"{_BY_CHANNEL}与“已完成学时数”同一口径，各类之和等于已完成；网络学时另列，不在其中。",
            "没有学时记录的写“无记录”，不作零计；职务层次无记录的不能确定任务。",
        ),
        signatures=("填表人：", "审核人：", "填表日期："),
        rule_versions=parts.versions(
            office, day, "training_division_hours", "training_section_hours", "training_online_hours"
        ),
        inputs=(*parts.people_read(found), *read),
    )


def _read(connection: sa.Connection, year: int) -> tuple[tuple[str, str, str], ...]:
    """Return the entries that the report was made of: hours of the standards' years, times away begun by their end."""
    at, away = TrainingHours.table.c, TrainingExemption.table.c
    hours = stored_inputs(connection, TrainingHours, at.year > year - _YEARS, at.year <= year)
    return (*stored_inputs(connection, TrainingExemption, has_begun(away.starts_on, date(year, 12, 31))), *hours)


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


def _yearly_table(rows: parts.Rows, *, has_others: bool) -> ReportTable:
    labels = (*(label for _, label in _CHANNELS), *((_OTHERS,) if has_others else ()))
    upper = (*_PLACES, *["线下"] * 3, *["网络"] * 3, *[_BY_CHANNEL] * len(labels))
    widths = (*_WIDTHS, *((9,) if has_others else ()))
    header = (upper, (*_PLACES, *_TASKS, *_TASKS, *labels))
    return ReportTable("", header, rows, widths, "cccl" + "r" * (len(labels) + 6))


def _others(member: Member) -> Earned | None:
    known = {code for code, _ in _CHANNELS}
    codes = {channel for _, channel in member.counted if channel not in known}
    return member.of_channel(*codes) if codes else None


def _channel(member: Member, label: str, sums: Earned | None) -> Figure:
    """Return the hours of one channel, over the same years as the hours done."""
    years = sorted({year for year, _ in member.counted})
    span = f"{years[0]}—{years[-1]}" if len(years) > 1 else str(years[0]) if years else ""
    formula = f"{span} 年“{label}”的认可学时之和，只填天数的按天折算"
    return parts.hours(sums.hours_tenths or None if sums else None, formula, people=(member.person.id,))


def shortfall(office: Office, period: Period) -> Report:
    """Compute who has not met the standard, with who is left out of the count and why."""
    year, day = period.first.year, period.last
    found = roll_of(office, period)
    members = found.members
    by_state = {state: [m for m in members if m.standing.state is state] for state in State}
    with office.reading() as connection:
        read = _read(connection, year)
    watch = _watched(office, members, period)
    tables = [
        _summary(members, by_state),
        ReportTable(
            "一、未达标名单",
            (("序号", "姓名", "单位及职务", "适用标准", "已完成", "顺延", "差额", "说明"),),
            tuple(_short_row(n, m) for n, m in enumerate(by_state[State.SHORT], 1)),
            (6, 12, 42, 26, 12, 12, 12, 40),
            "cclcrrrl",
        ),
        _listed("二、顺延名单（不计欠训）", by_state[State.DEFERRED], "顺延事由和时限"),
        _listed(
            "三、没有学时记录、待核实或补录",
            [*by_state[State.NO_RECORD], *by_state[State.NO_LEVEL]],
            "原因",
        ),
        watch,
        *parts.left_tables(found.lines),
    ]
    return Report(
        title=f"{year}年学时未达标名单",
        left=parts.left(period),
        tables=tuple(t for t in tables if t.rows),
        remarks=(
            found.lines.population.remark(),
            "差额＝标准学时－顺延学时－认可学时。乡科级及一级主任科员以下按年，县处级及四级调研员以上按五年滚动累计。",
            "天数（或脱产累计月数）达到标准的同样算达标；病假、产假等依法休假只顺延可能耽误的学时，提任后一年内补齐，"
            "均不计欠训；时限已过仍未补齐的，列入未达标。",
        ),
        signatures=("填表人：", "审核人："),
        rule_versions=parts.versions(
            office,
            day,
            "training_division_hours",
            "training_section_hours",
            "training_watch_hours",
            "training_catch_up_months",
            WAY,
        ),
        inputs=(*parts.people_read(found), *read),
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
        parts.counted((m.person.id for m in members), "期末在职干部"),
        parts.counted(ids, "期末在职干部中剔除顺延、无记录、层次无记录的人", left_out=left_out),
        parts.counted((m.person.id for m in by_state[State.MET]), "认可学时、天数或累计月数达到标准"),
        parts.counted((m.person.id for m in by_state[State.SHORT]), "认可学时低于标准"),
        share(met, len(due), formula="已达标 ÷ 应达标", people=ids, left_out=left_out),
        parts.counted((m.person.id for m in by_state[State.DEFERRED]), "依法休假或补齐期内，顺延"),
        parts.counted((i for i, _ in left_out[len(by_state[State.DEFERRED]) :]), "没有学时或层次记录"),
    )
    header = (("期末在职", "应达标", "已达标", "未达标", "达标率", "顺延", "无记录"),)
    return ReportTable("", header, (row,), (1,) * 7, "c" * 7)


def _short_row(number: int, member: Member) -> tuple[Cell, ...]:
    found = member.standing
    assert found.standard is not None
    who = (member.person.id,)
    short = parts.hours(found.shortfall_tenths, "标准学时－顺延学时－认可学时", rule=found.standard.version, people=who)
    deferred = parts.hours(found.deferred_tenths, "依法休假等可能耽误的学时，顺延到期前不计欠训", people=who)
    done = parts.earned_hours(member, found.earned, _DONE)
    head = (str(number), member.person.name, parts.where(member.person), found.standard.shown())
    return *head, done, deferred if found.deferred_tenths else "", short, found.reason


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
