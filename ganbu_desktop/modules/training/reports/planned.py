"""How far the plan of a year has been carried out and whom it covers, and the sum of needs without names."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ganbu_desktop.foundation import codes
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.samples import SMALLEST
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, Report, ReportTable, inputs_of, share
from ganbu_desktop.modules.training.records import Enrolment, TrainingClass, TrainingNeed, TrainingPlan
from ganbu_desktop.modules.training.records.planning import CANCELLED
from ganbu_desktop.modules.training.records.teaching import REPLACED
from ganbu_desktop.modules.training.reports import parts
from ganbu_desktop.store.operations import find

_WIDTHS = (50, 20, 20, 20, 20, 20, 20)


def plan(office: Office, period: Period) -> Report:
    """Compute which entries of the plan were held by the end of the year, by level and by field."""
    year = period.first.year
    with office.reading() as connection:
        plans = find(connection, TrainingPlan, TrainingPlan.table.c.year == year)
        classes = find(connection, TrainingClass)
        called = [e for e in find(connection, Enrolment) if e.state != REPLACED]
    plans.sort(key=lambda p: (str(p.starts_on or ""), p.title, p.id))
    held = {c.plan_id: c for c in classes if c.plan_id and c.ends_on is not None and c.ends_on.is_over_by(period.last)}
    per_class: dict[str, int] = {}
    for row in called:
        per_class[row.class_id] = per_class.get(row.class_id, 0) + 1

    def grouped(title: str, table: str, key: Callable[[TrainingPlan], str | None]) -> ReportTable:
        rows = []
        for entry in codes.table(table).entries:
            own = [p for p in plans if key(p) == entry.code]
            if own:
                rows.append(_row(entry.label, own, held, per_class))
        loose = [p for p in plans if key(p) is None]
        if loose:
            rows.append(_row("未填", loose, held, per_class))
        rows.append(_row("合计", plans, held, per_class))
        header = ((title, "计划班次", "已取消", "已办结", "完成率", "计划名额", "实际调训"),)
        return ReportTable("", header, tuple(rows), _WIDTHS, "lrrrrrr")

    names = tuple(
        (str(n), p.title, p.organiser or "", str(p.starts_on or ""), _state(p, held), p.places_rule or "未写明")
        for n, p in enumerate(plans, 1)
    )
    listed = ReportTable(
        "班次明细（名额分配规则公开）",
        (("序号", "班次", "主办单位", "计划开班", "执行", "名额分配规则"),),
        names,
        (8, 50, 34, 20, 18, 60),
        "cllccl",
    )
    return Report(
        title=f"{year}年度培训计划执行情况",
        left=parts.left(period),
        tables=(
            grouped("对象层级", "training_target", lambda p: p.target),
            grouped("培训领域", "training_field", lambda p: p.field),
            grouped("培训类别", "training_kind", lambda p: p.kind),
            listed,
        ),
        remarks=("完成率＝已办结 ÷（计划班次－已取消）。已办结指建了班且结业时间在年末以前。",),
        inputs=inputs_of([*plans, *(c for c in classes if c.plan_id)]),
    )


def _state(entry: TrainingPlan, held: dict[str, TrainingClass]) -> str:
    return "已取消" if entry.state == CANCELLED else "已办结" if entry.id in held else "未办结"


def _row(
    label: str, plans: Sequence[TrainingPlan], held: dict[str, TrainingClass], per_class: dict[str, int]
) -> tuple[Cell, ...]:
    cancelled = [p for p in plans if p.state == CANCELLED]
    standing = [p for p in plans if p.state != CANCELLED]
    done = [p for p in standing if p.id in held]
    places = [p.places for p in standing if p.places is not None]
    behind = tuple((TrainingPlan.table.name, p.id) for p in plans)
    called = sum(per_class.get(held[p.id].id, 0) for p in done)
    return (
        label,
        parts.entries(plans, "年度计划的班次"),
        parts.entries(cancelled, "状态为已取消的班次"),
        parts.entries(done, "按计划建班并已结业的班次"),
        share(len(done), len(standing), formula="已办结 ÷（计划班次－已取消）", records=behind),
        Figure(sum(places) if places else None, formula="未取消班次的名额之和", records=behind),
        Figure(called if done else None, formula="已办结班次的调训人次", records=behind),
    )


def needs(office: Office, period: Period) -> Report:
    """Compute needs by field as sums only, and how many of them a class was arranged for."""
    year, day = period.first.year, period.last
    least = office.parameters().integer(SMALLEST, day)
    with office.reading() as connection:
        found = find(connection, TrainingNeed, TrainingNeed.table.c.year == year)
    rows: list[tuple[Cell, ...]] = []
    for entry in codes.table("training_field").entries:
        own = [n for n in found if n.field == entry.code]
        if own:
            rows.append(_need_row(entry.label, own, least))
    if found:
        rows.append(_need_row("合计", found, least))
    return Report(
        title=f"{year}年培训需求汇总表（匿名）",
        left=parts.left(period),
        tables=(
            ReportTable(
                "",
                (("需求领域", "提出人次", "本人自评", "单位建议", "组织建议", "已安排班次", "匹配率"),),
                tuple(rows),
                (50, 20, 20, 20, 20, 20, 20),
                "lrrrrrr",
            ),
        ),
        remarks=(
            f"只出合计，不列姓名；少于 {least} 人次的领域只列提出人次。",
            "需求和短板只用于安排课程，不得用于选拔任用、考核和排名。",
        ),
        rule_versions=parts.versions(office, day, SMALLEST),
        inputs=inputs_of(found),
    )


def _need_row(label: str, found: Sequence[TrainingNeed], least: int) -> tuple[Cell, ...]:
    """Return one line of sums: no people stand behind these figures, so that nobody can be told from them."""
    total = Figure(len(found), formula="需求条数")
    if len(found) < least:
        few = Figure(None, formula=f"少于 {least} 人次不出分项")
        return label, total, few, few, few, few, few
    matched = sum(n.class_id is not None for n in found)
    return (
        label,
        total,
        Figure(sum(bool(n.own_view) for n in found), formula="填了自评需求的条数"),
        Figure(sum(bool(n.unit_advice) for n in found), formula="填了单位建议的条数"),
        Figure(sum(bool(n.office_advice) for n in found), formula="填了组织建议的条数"),
        Figure(matched, formula="已安排班次的条数"),
        share(matched, len(found), formula="已安排班次 ÷ 提出人次"),
    )
