"""Lectures, first topics and study groups by unit, and how far campaigns have come: counts, never names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ganbu_desktop.foundation import codes
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.unit import Unit, existed
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, Report, ReportTable, inputs_of, share
from ganbu_desktop.modules.training.queries.people import unit_names
from ganbu_desktop.modules.training.records import Campaign, CampaignItem, Lecture, StudyMeeting
from ganbu_desktop.modules.training.records.gatherings import FIRST_TOPIC, STUDY_GROUP
from ganbu_desktop.modules.training.reports import parts
from ganbu_desktop.store.operations import find

_QUARTERS = {"year": 4, "quarter": 1}


def study(office: Office, period: Period) -> Report:
    """Compute study meetings of every unit that has held any, or is a legal body, and the lectures of the period."""
    quarters, day = _QUARTERS[period.kind], period.last
    figures = office.parameters()
    topic_least = figures.integer("training_first_topic_quarter", day) * quarters
    group_least = figures.integer("training_study_group_quarter", day) * quarters
    with office.reading() as connection:
        meetings = [m for m in find(connection, StudyMeeting) if period.holds(m.held_on)]
        lectures = [x for x in find(connection, Lecture) if period.holds(x.held_on)]
        units = find(connection, Unit)
    meetings.sort(key=lambda m: m.id)
    units = _reporting(units, {m.unit_id for m in meetings}, day)
    rows: list[tuple[Cell, ...]] = []
    for unit in units:
        own = [m for m in meetings if m.unit_id == unit.id]
        rows.append(
            (
                str(len(rows) + 1),
                unit.name or "",
                *_counted(own, FIRST_TOPIC, topic_least, parts.rule(office, day, "training_first_topic_quarter")),
                *_counted(own, STUDY_GROUP, group_least, parts.rule(office, day, "training_study_group_quarter")),
            )
        )
    header = (("序号", "单位", "第一议题（次）", "达标", "中心组（次）", "达标"),)
    return Report(
        title="学习情况统计表",
        left=parts.left(period),
        tables=(
            _reached(units, meetings, topic_least, group_least),
            _lectures(lectures),
            ReportTable("三、各单位集中学习", header, tuple(rows), (8, 60, 24, 16, 24, 16), "clrcrc"),
        ),
        remarks=(
            f"期间内第一议题 {topic_least} 次、中心组 {group_least} 次以上为达标。只按单位统计次数，不逐人留痕。",
            "没有登记的写“无记录”，请先向单位核实，不作零次认定。",
        ),
        signatures=("填表人：", "审核人："),
        rule_versions=parts.versions(office, day, "training_first_topic_quarter", "training_study_group_quarter"),
        inputs=inputs_of([*meetings, *lectures]),
    )


def _reporting(units: Sequence[Unit], held: set[str], day: date) -> list[Unit]:
    """Return the units that report: all there are but those on top that only hold others and held no meeting."""
    above = {u.parent_id for u in units}
    return [u for u in units if u.id in held or (existed(u, day) and not (u.parent_id is None and u.id in above))]


def _counted(meetings: Sequence[StudyMeeting], kind: str, least: int, rule: str) -> tuple[Cell, Cell]:
    own = [m for m in meetings if m.kind == kind]
    behind = tuple((StudyMeeting.table.name, m.id) for m in own)
    number = Figure(len(own) if own else None, formula="期间内登记的次数", rule=rule, records=behind)
    return number, ("无记录" if not own else "是" if len(own) >= least else "否")


def _reached(
    units: Sequence[Unit], meetings: Sequence[StudyMeeting], topic_least: int, group_least: int
) -> ReportTable:
    rows = []
    for kind, least in ((FIRST_TOPIC, topic_least), (STUDY_GROUP, group_least)):
        own = [m for m in meetings if m.kind == kind]
        per_unit: dict[str, int] = {}
        for row in own:
            per_unit[row.unit_id] = per_unit.get(row.unit_id, 0) + 1
        reached = sum(number >= least for number in per_unit.values())
        label = codes.table("training_study_kind").label_for(kind)
        rows.append(
            (
                label,
                parts.entries(own, "期间内登记的次数"),
                Figure(len(per_unit), formula="有登记的单位数"),
                Figure(len(units) - len(per_unit), formula="没有登记的单位数"),
                share(reached, len(per_unit), formula="达到次数的单位 ÷ 有登记的单位"),
            )
        )
    header = (("种类", "次数", "有记录单位", "无记录单位", "达标率"),)
    return ReportTable("一、频次达标", header, tuple(rows), (50, 20, 24, 24, 24), "lrrrr")


def _lectures(lectures: Sequence[Lecture]) -> ReportTable:
    rows: list[tuple[Cell, ...]] = []
    for entry in codes.table("training_lecture_kind").entries:
        own = sorted((x for x in lectures if x.kind == entry.code), key=lambda x: x.id)
        if own:
            rows.append(_lecture_row(entry.label, own))
    rows.append(_lecture_row("合计", sorted(lectures, key=lambda x: x.id)))
    return ReportTable("二、讲座讲坛", (("类型", "期数", "参加人次"),), tuple(rows), (60, 24, 30), "lrr")


def _lecture_row(label: str, own: Sequence[Lecture]) -> tuple[Cell, ...]:
    known = [x.attendees for x in own if x.attendees is not None]
    behind = tuple((Lecture.table.name, x.id) for x in own)
    people = Figure(sum(known) if known else None, formula="参加人次之和", records=behind)
    return label, parts.entries(own, "期间内举办的期数"), people


def campaigns(office: Office, period: Period) -> Report:
    """Compute the share of elements completed by the end of a year, by campaign and by unit."""
    with office.reading() as connection:
        found = [c for c in find(connection, Campaign) if _runs_in(c, period)]
        ids = {c.id for c in found}
        items = [i for i in find(connection, CampaignItem) if i.campaign_id in ids]
        names = unit_names(connection)
    found.sort(key=lambda c: (str(c.starts_on or ""), c.title, c.id))
    tables = []
    for campaign in found:
        own = [i for i in items if i.campaign_id == campaign.id]
        rows = [
            _item_row(names.get(unit_id) or "", [i for i in own if i.unit_id == unit_id])
            for unit_id in dict.fromkeys(i.unit_id for i in own)
        ]
        rows.append(_item_row("合计", own))
        header = (("单位", "应完成", "已完成", "完成率", "未完成的要素"),)
        title = f"{campaign.title}（责任人：{campaign.responsible or '未写明'}，时限：{campaign.due_on or '未写明'}）"
        tables.append(ReportTable(title, header, tuple(rows), (50, 18, 18, 18, 70), "lrrrl"))
    return Report(
        title="专题活动推进情况",
        left=parts.left(period),
        tables=tuple(tables),
        remarks=("完成率＝已完成要素 ÷ 应完成要素。按单位统计，不按人；材料一次提交，多处引用。",),
        inputs=inputs_of([*found, *items]),
    )


def _runs_in(campaign: Campaign, period: Period) -> bool:
    return period.holds(campaign.starts_on) or period.holds(campaign.due_on)


def _item_row(name: str, own: Sequence[CampaignItem]) -> tuple[Cell, ...]:
    done = [i for i in own if i.done_on is not None]
    left = list(dict.fromkeys(i.element for i in own if i.done_on is None))
    behind = tuple((CampaignItem.table.name, i.id) for i in own)
    return (
        name,
        parts.entries(own, "分到的要素"),
        parts.entries(done, "填了完成日期的要素"),
        share(len(done), len(own), formula="已完成 ÷ 应完成", records=behind),
        "、".join(left),
    )
