"""Values of a person's archive: cover, contents, basics, then everything that counts as running text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.spine.limiting import LimitingRecord
from ganbu_desktop.modules.political import queries, rules
from ganbu_desktop.modules.political.forms.shared import (
    day,
    evidence_text,
    label,
    one,
    person_values,
    statement_text,
    text_of,
)
from ganbu_desktop.modules.political.queries import ArchiveView, EntryView
from ganbu_desktop.modules.political.records import (
    BallotSum,
    DutyAssessment,
    FrontlineRecord,
    NegativeHit,
    PoliticalArchive,
    PoliticalEntry,
    PoliticalInspection,
    YearSummary,
)

_NOTHING = "无记录。"


def archive_values(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return the archive as it counts today; drafts, what is over, void or protected stay out."""
    header = one(connection, PoliticalArchive, record_id)
    view = queries.archive(office, header.person_id)
    assert view is not None
    today = office.today()
    hits = queries.entries_of(connection, NegativeHit, header.person_id, today)
    assessments = queries.entries_of(connection, DutyAssessment, header.person_id, today)
    carried = [e for e in view.entries if e.entry.origin_id]
    own = [e for e in view.entries if not e.entry.origin_id]
    judged = [*hits, *view.vetoes, *assessments, *view.notes]
    return {
        **person_values(connection, header.person_id),
        **_basics(view.person),
        "number": header.number or "",
        "opened_on": day(header.opened_on),
        "printed_on": day(PartialDate.of(today)),
        "complete": view.completeness.text,
        "missing": "、".join(view.completeness.missing) or "无",
        "contents": _contents(view, own, carried, judged),
        "counts": [_counts(count) for count in view.counts],
        "entries": _texts(connection, own),
        "frontline": _joined(_frontline(office, record) for record in view.frontline),
        "summaries": _joined(_summary(summary) for summary in view.summaries),
        "inspections": _joined(_inspection(inspection) for inspection in view.inspections),
        "ballots": _joined(_ballot(office, ballot) for ballot in view.ballots),
        "carried": _texts(connection, carried),
        "hits": _texts(connection, judged),
    }


def _basics(person: Person) -> dict[str, str]:
    return {
        "sex": text_of(person, "sex"),
        "birth": text_of(person, "born_on"),
        "political_status": text_of(person, "political_status"),
    }


def _contents(
    view: ArchiveView, own: Sequence[EntryView], carried: Sequence[EntryView], judged: Sequence[EntryView]
) -> list[dict[str, str]]:
    parts: list[tuple[str, int | None]] = [
        ("基本情况和各维度条目数", None),
        ("各维度条目", len(own)),
        ("重大任务一线表现", len(view.frontline)),
        ("年度综述", len(view.summaries)),
        ("政治素质考察", len(view.inspections)),
        ("测评结果", len(view.ballots)),
        ("谈话、家访转入", len(carried)),
        ("负面清单纪实和分析研判", len(judged)),
    ]
    numerals = "一二三四五六七八"
    return [
        {"row": numerals[number], "title": title, "count": "" if count is None else str(count)}
        for number, (title, count) in enumerate(parts)
    ]


def _counts(count: queries.DimensionCount) -> dict[str, str]:
    return {
        "dimension": count.dimension,
        "forward": str(count.forward),
        "forward_latest": str(count.forward_latest or "无记录"),
        "reverse": str(count.reverse),
        "reverse_latest": str(count.reverse_latest or "无记录"),
    }


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(parts) or _NOTHING


def _texts(connection: sa.Connection, views: Sequence[EntryView]) -> str:
    return _joined(_entry(connection, number, view) for number, view in enumerate(views, 1))


def _entry(connection: sa.Connection, number: int, view: EntryView) -> str:
    """Return one entry: what it is and when, then fact, judgement and suggestion apart, then what it rests on."""
    entry = view.entry
    marks = f"〔{'、'.join(view.marks)}〕" if view.marks else ""
    lines = [f"{number}.{_kind(entry)}　{day(entry.occurred_on)}{marks}", f"事实：{entry.facts or ''}"]
    lines += [f"{title}：{text}" for title, text in (("评价", entry.judgement), ("建议", entry.suggestion)) if text]
    basis = evidence_text(connection, entry).replace("\n", "；")
    lines += [f"来源和佐证：{basis}"] if basis else []
    words = statement_text(connection, entry).replace("\n", "；")
    return "\n".join([*lines, f"本人说明：{words}"] if words else lines)


def _kind(entry: LimitingRecord) -> str:
    if isinstance(entry, PoliticalEntry):
        return f"{label(entry, 'dimension')}（{label(entry, 'direction')}）"
    return type(entry).label


def _frontline(office: Office, record: FrontlineRecord) -> str:
    days = rules.days_at(record, office.today())
    span = f"{day(record.started_on)}至{day(record.ended_on) or '今'}"
    counted = "" if days is None else f"，{days} 天"
    facts = (record.facts or "事实无记录").rstrip("。")
    said = f"{record.task or ''}（{span}{counted}，{record.post or '岗位无记录'}）：{facts}。"
    evaluation = label(record, "evaluation")
    return f"{said}评价：{evaluation}（{record.evaluated_by or '评价单位无记录'}）。" if evaluation else said


def _summary(summary: YearSummary) -> str:
    checked = f"，审核 {summary.checked_by}" if summary.checked_by else "，未审核"
    return f"{summary.year}年：{summary.text or ''}（撰写 {summary.author or '无记录'}{checked}）"


def _inspection(inspection: PoliticalInspection) -> str:
    told = "；".join(f"{focus}：{text}" for focus, text in rules.examples(inspection))
    judged = f"\n评价：{inspection.judgement}" if inspection.judgement else ""
    return f"{day(inspection.held_on)}，{label(inspection, 'way')}，考察人 {inspection.examiners}。事例：{told}{judged}"


def _ballot(office: Office, ballot: BallotSum) -> str:
    head = f"{ballot.occasion or ''}（{label(ballot, 'direction')}，{day(ballot.held_on)}）"
    found = queries.ballot_results(office, ballot)
    if found is None:
        return f"{head}：有效票少于最小样本，不显示分项结果。"
    if ballot.direction == rules.NEGATIVE:
        marked = [f"{r.text}：轻微 {r.answers[1]} 票、明显 {r.answers[2]} 票" for r in found if any(r.answers[1:])]
        return f"{head}：{'；'.join(marked) or '各项均为“无”'}。"
    said = []
    for dimension, sums in rules.by_dimension(found).items():
        parts = zip(rules.ANSWERS[rules.POSITIVE], sums, strict=True)
        said.append(f"{dimension} " + "、".join(f"{answer} {rules.percent(n, sum(sums))}" for answer, n in parts))
    return f"{head}：{'；'.join(said)}。"
