"""Party meetings against how often they are to be held; front-line tasks; hits on the negative list by clause."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.foundation import codes
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, Report, ReportTable, inputs_of, share
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.kernel.spine.limiting import in_force
from ganbu_desktop.modules.political import rules
from ganbu_desktop.modules.political.records import (
    VERIFIED,
    FrontlineRecord,
    NegativeHit,
    NegativeListClause,
    NegativeListVersion,
    PartyMeeting,
)
from ganbu_desktop.modules.political.reports.people import staff
from ganbu_desktop.store.operations import find


def meetings(office: Office, period: Period) -> Report:
    """Return by unit and kind how often was met against the figure, and the share of absences."""
    figures = office.parameters()
    wanted = {code: figures.get(name, period.last) for code, name in rules.MEETINGS_A_YEAR.items()}
    with office.reading() as connection:
        everybody = staff(connection, period.last)
        held = [m for m in find(connection, PartyMeeting) if period.holds(m.held_on)]
    kinds = codes.table("party_meeting_kind")
    units = {g.unit_id: g.title for g in everybody.groups if g.unit_id}
    units |= {m.unit_id: everybody.units[m.unit_id].name or "" for m in held if m.unit_id in everybody.units}
    rows = []
    for unit_id, name in units.items():
        theirs = [m for m in held if m.unit_id == unit_id]
        row: list[Cell] = [name]
        for code, figure in wanted.items():
            assert isinstance(figure.value, int)
            row.append(_against([m for m in theirs if m.kind == code], figure.value, version_of(figure)))
        rows.append((*row, _absences(theirs)))
    return Report(
        title=f"{period.chinese()}党内政治生活情况表",
        left=f"单位：{office.called(period.last)}（盖章）",
        right=f"期间：{period.chinese()}",
        tables=(
            ReportTable(
                "",
                (("单位", *(kinds.label_for(code) for code in wanted), "缺席率"),),
                tuple(rows),
                (28, *([10] * len(wanted)), 12),
                "l" + "c" * (len(wanted) + 1),
            ),
        ),
        remarks=("每格为“已召开／应召开”次数；没有登记的写“无记录”，不等于没有召开。", "缺席率＝缺席人次÷应到人次。"),
        rule_versions={figure.name: version_of(figure) for figure in wanted.values()},
        inputs=inputs_of(held),
    )


def _against(held: Sequence[PartyMeeting], wanted: int, version: str) -> Figure:
    if not held:
        return Figure(None, rule=version, formula="期内登记的召开次数／每年次数")
    records = tuple((PartyMeeting.table.name, m.id) for m in held)
    return Figure(
        len(held), f"{len(held)}／{wanted}", formula="期内登记的召开次数／每年次数", rule=version, records=records
    )


def _absences(held: Sequence[PartyMeeting]) -> Figure:
    known = [m for m in held if m.absent is not None and m.expected]
    records = tuple((PartyMeeting.table.name, m.id) for m in known)
    absent, expected = sum(m.absent or 0 for m in known), sum(m.expected or 0 for m in known)
    return share(absent, expected, formula="缺席人次÷应到人次", records=records)


def frontline(office: Office, period: Period) -> Report:
    """Return by task how many took part, for how many days, and how they were evaluated."""
    with office.reading() as connection:
        found = [r for r in find(connection, FrontlineRecord) if period.holds(r.started_on)]
    labels = codes.table("frontline_evaluation")
    tasks = sorted({record.task or "未写任务" for record in found})
    rows = [_task_row(task, [r for r in found if (r.task or "未写任务") == task], period) for task in tasks]
    return Report(
        title=f"{period.chinese()}一线表现情况表",
        left=f"单位：{office.called(period.last)}（盖章）",
        right=f"期间：{period.chinese()}",
        tables=(
            ReportTable(
                "",
                (("任务", "人数", "参与天数", *labels.labels(), "未填评价"),),
                tuple(rows),
                (30, 10, 12, *([12] * len(labels.labels())), 12),
                "l" + "c" * (len(labels.labels()) + 3),
            ),
        ),
        remarks=("参与天数含首尾两天，仍在进行的算到期末；因病、孕产、照护离开的天数照计，不作负面记载。",),
        inputs=inputs_of(found),
    )


def _task_row(task: str, found: Sequence[FrontlineRecord], period: Period) -> tuple[Cell, ...]:
    people = tuple(dict.fromkeys(r.person_id for r in found))
    days = [(r.person_id, rules.days_at(r, period.last)) for r in found]
    known = [day for _, day in days if day is not None]
    unknown = tuple((person_id, "起止日期不全") for person_id, day in days if day is None)
    total = Figure(sum(known) if known else None, formula="各人结束日－开始日＋1之和", people=people, left_out=unknown)
    by_evaluation = [
        _evaluated([r for r in found if r.evaluation == entry.code])
        for entry in codes.table("frontline_evaluation").entries
    ]
    return (
        task,
        Figure(len(people), formula="参加的人", people=people),
        total,
        *by_evaluation,
        _evaluated([r for r in found if r.evaluation is None]),
    )


def _evaluated(found: Sequence[FrontlineRecord]) -> Figure:
    return Figure(len(found), formula="记录数", people=tuple(dict.fromkeys(r.person_id for r in found)))


def negative_hits(office: Office, period: Period) -> Report:
    """Return by edition and clause the verified hits that count at the end of the period."""
    with office.reading() as connection:
        versions = find(connection, NegativeListVersion)
        clauses = find(connection, NegativeListClause)
        at = NegativeHit.table.c
        counting = find(connection, NegativeHit, at.verification == VERIFIED, in_force(NegativeHit, period.last))
    hits = [h for h in counting if period.holds(h.occurred_on)]
    versions.sort(key=lambda v: (v.effective_from.digits() if v.effective_from else "", v.title))
    rows = [
        _clause_row(version, clause, [h for h in hits if h.clause_id == clause.id])
        for version in versions
        for clause in sorted((c for c in clauses if c.version_id == version.id), key=lambda c: (c.title, c.id))
    ]
    return Report(
        title=f"{period.chinese()}负面清单命中统计表",
        left=f"单位：{office.called(period.last)}（盖章）",
        right=f"期间：{period.chinese()}",
        tables=(ReportTable("", (("清单", "条款", "命中条数", "人数"),), tuple(rows), (30, 45, 12, 12), "llcc"),),
        remarks=("只计已核实、已生效的；按行为发生时的清单版本认定，不溯及既往。",),
        inputs=inputs_of([*versions, *clauses, *hits]),
    )


def _clause_row(
    version: NegativeListVersion, clause: NegativeListClause, hits: Sequence[NegativeHit]
) -> tuple[Cell, ...]:
    people = tuple(dict.fromkeys(h.person_id for h in hits))
    records = tuple((NegativeHit.table.name, h.id) for h in hits)
    return (
        version.title,
        clause.title,
        Figure(len(hits), formula="期内发生且期末有效的命中记录", people=people, records=records),
        Figure(len(people), formula="命中的人", people=people),
    )
