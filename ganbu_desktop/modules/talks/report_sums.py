"""Reports of sums: needs by kind, moods of groups by quarter, unsigned opinions.

A figure about something private names no people.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.dossier import all_units
from ganbu_desktop.kernel.report.samples import SMALLEST
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, Report, ReportTable, inputs_of, share
from ganbu_desktop.modules.talks import coverage, rules
from ganbu_desktop.modules.talks.records import Forum, ForumOpinion, MoodReport, Need
from ganbu_desktop.modules.talks.rules import ADOPTED, NOT_ADOPTED, PARTLY

_SATISFIED = ("1", "2")
_NEED_HEADER = (
    ("诉求类别", "提出件数", "已办结", "未办结", "未办结", "办结率", "平均办理天数", "满意度", "满意度"),
    ("诉求类别", "提出件数", "已办结", "合计", "其中超期", "办结率", "平均办理天数", "已评价", "满意和基本满意"),
)
_OPINION_HEADER = (
    ("诉求类别", "意见条数", "采纳情况", "采纳情况", "采纳情况", "采纳情况", "采纳率", "已答复"),
    ("诉求类别", "意见条数", "采纳", "部分采纳", "暂不采纳", "未定", "采纳率", "已答复"),
)


def compute_needs(office: Office, period: Period) -> Report:
    """Return the needs raised in a period by kind: settled, open, overdue, days taken, how content people were."""
    first, last = PartialDate(period.first.year, period.first.month), PartialDate.of(period.last)
    if period.kind == "year":
        first = PartialDate(period.first.year)
    at = Need.table.c
    needs = sorted(office.find(Need, at.raised_on >= first, at.raised_on <= last), key=lambda need: need.id)
    undated = len(office.find(Need, at.raised_on.is_(None)))
    by_kind: list[tuple[str, list[Need], bool]] = [
        (entry.label, [n for n in needs if n.kind == entry.code], entry.code in rules.SENSITIVE_NEEDS)
        for entry in codes.table("need_kind").entries
    ]
    rows: list[tuple[Cell, ...]] = [(label, *_need_figures(some, period, private)) for label, some, private in by_kind]
    remarks = ["按提出日期统计；办结以期末已销号为准，期末以后办结的不计。平均办理天数只计写到日的。"]
    remarks.append("婚恋、子女就学、家属重疾类只列件数，不列姓名。困难诉求不得用于任用判断。")
    if undated:
        remarks.append(f"另有 {undated} 件没有提出日期，不在统计内。")
    return Report(
        title=f"困难诉求办理情况表（{period.chinese()}）",
        tables=(
            ReportTable(
                "",
                _NEED_HEADER,
                (*rows, ("合计", *_need_figures(needs, period, True))),
                (2, 1, 1, 1, 1, 1, 1.3, 1, 1.5),
                "lcccccccc",
            ),
        ),
        remarks=tuple(remarks),
        inputs=inputs_of(needs),
    )


def _need_figures(needs: Sequence[Need], period: Period, private: bool) -> tuple[Figure, ...]:
    last = PartialDate.of(period.last)
    closed = [n for n in needs if n.closed_on is not None and n.closed_on <= last]
    still = [n for n in needs if n.closed_on is None or n.closed_on > last]
    overdue = [n for n in still if n.due_on is not None and n.due_on.is_past(period.so_far)]
    days = [d for n in closed if (d := _days_taken(n)) is not None]
    rated = [n for n in closed if n.satisfaction]
    content = [n for n in rated if n.satisfaction in _SATISFIED]

    def count(some: Sequence[Need], formula: str) -> Figure:
        people = () if private else tuple(dict.fromkeys(n.person_id for n in some))
        return Figure(len(some), formula=formula, people=people, records=tuple(("need", n.id) for n in some))

    return (
        count(needs, "期内提出的困难诉求件数"),
        count(closed, "其中期末已销号的件数"),
        count(still, "提出件数 − 已办结件数"),
        count(overdue, "未办结的件数中，到期末时限已过的；写到月的时限，月末以后才算过"),
        share(len(closed), len(needs), formula="已办结 ÷ 提出件数"),
        _average(days),
        count(rated, "已办结中填了满意度的件数"),
        share(len(content), len(rated), formula="满意和基本满意 ÷ 已评价件数"),
    )


def _days_taken(need: Need) -> int | None:
    raised, finished = need.raised_on, need.finished_on
    if raised is None or finished is None or raised.day is None or finished.day is None:
        return None
    return (finished.first_day() - raised.first_day()).days


def _average(days: Sequence[int]) -> Figure:
    formula = f"已办结件数中办结日期 − 提出日期的平均天数，共 {len(days)} 件写到日"
    if not days:
        return Figure(None, formula=formula)
    tenths = (20 * sum(days) + len(days)) // (2 * len(days))
    return Figure(tenths, f"{tenths // 10}.{tenths % 10}", formula=formula)


def compute_moods(office: Office, period: Period) -> Report:
    """Return the themes of a quarter by unit, none of a group below the smallest sample."""
    quarter = str((period.first.month + 2) // 3)
    at = MoodReport.table.c
    found = office.find(MoodReport, at.year == period.first.year, at.quarter == quarter)
    smallest = office.parameters().integer(SMALLEST, period.last)
    with office.reading() as connection:
        units = all_units(connection)
    shown = [m for m in found if m.group_size >= smallest]
    theme = codes.table("mood_theme")
    shown.sort(
        key=lambda m: ((u.name or "") if (u := units.get(m.unit_id or "")) else "", theme.order_of(m.theme), m.id)
    )
    rows = []
    for mood in shown:
        unit = units.get(mood.unit_id or "")
        name = (unit.short_name or unit.name or "") if unit else "全县"
        rows.append((name, theme.label_for(mood.theme), *_mood_figures(mood, smallest), mood.situation or ""))
    suggestions = "\n".join(dict.fromkeys(m.suggestion for m in shown if m.suggestion))
    return Report(
        title=f"干部队伍思想状况分析报告（{period.chinese()}）",
        tables=(
            ReportTable(
                "",
                (("单位", "主题", "了解人数", "反映人数", "占比", "情况"),),
                tuple(rows),
                (3, 2, 1, 1, 1, 7),
                "llcccl",
            ),
        ),
        remarks=(
            f"只反映群体情况，不针对个人；了解人数不到 {smallest} 人的不列，反映人数不到 {smallest} 人的不写具体数。",
            *((f"有 {len(found) - len(shown)} 条因样本不足没有列出。",) if len(found) > len(shown) else ()),
        ),
        boxes=(("建议", suggestions or "（由撰写人填写）"),),
        rule_versions=coverage.rule_versions(office.parameters(), period.last, (SMALLEST,)),
        inputs=inputs_of(found),
    )


def _mood_figures(mood: MoodReport, smallest: int) -> tuple[Cell, ...]:
    size = Figure(mood.group_size, formula="本季度谈话、座谈的人数")
    if mood.people is None:
        return size, Figure(None, formula="反映这一主题的人数"), Figure(None, formula="反映人数 ÷ 了解人数")
    if mood.people < smallest:
        return size, f"少于 {smallest} 人", "—"
    return (
        size,
        Figure(mood.people, formula="反映这一主题的人数"),
        share(mood.people, mood.group_size, formula="反映人数 ÷ 了解人数"),
    )


def compute_opinions(office: Office, period: Period) -> Report:
    """Return the opinions of a period's forums by kind and what became of them; small forums only in the total."""
    smallest = office.parameters().integer(SMALLEST, period.last)
    forums = sorted((f for f in office.find(Forum) if period.holds(f.held_on)), key=lambda f: f.id)
    small = [f.id for f in forums if f.attendance is not None and f.attendance < smallest]
    by_forum = {f.id: f for f in forums}
    opinions = sorted((o for o in office.find(ForumOpinion) if o.forum_id in by_forum), key=lambda o: o.id)
    kept = sorted((o for o in opinions if o.forum_id not in small), key=_kind_of)
    grouped = {kind: list(some) for kind, some in groupby(kept, key=_kind_of)}
    table = codes.table("forum_opinion_kind")
    rows: list[tuple[Cell, ...]] = [
        (entry.label, *_opinion_figures(grouped.get(entry.code, []))) for entry in table.entries
    ]
    if "" in grouped:
        rows.append(("没有填类别", *_opinion_figures(grouped[""])))
    attended = sum(f.attendance or 0 for f in forums)
    remarks = [f"期内座谈会 {len(forums)} 场，参加 {attended} 人次。意见不署名。"]
    if small:
        remarks.append(f"其中 {len(small)} 场参加人数不到 {smallest} 人，意见只计入合计，不分类别。")
    return Report(
        title=f"基层干部座谈会意见汇总表（{period.chinese()}）",
        tables=(
            ReportTable(
                "",
                _OPINION_HEADER,
                (*rows, ("合计", *_opinion_figures(opinions))),
                (3, 1, 1, 1, 1, 1, 1, 1),
                "lccccccc",
            ),
        ),
        remarks=tuple(remarks),
        rule_versions=coverage.rule_versions(office.parameters(), period.last, (SMALLEST,)),
        inputs=inputs_of([*forums, *opinions]),
    )


def _kind_of(opinion: ForumOpinion) -> str:
    return opinion.kind or ""


def _opinion_figures(opinions: Sequence[ForumOpinion]) -> tuple[Figure, ...]:
    def count(formula: str, picked: Callable[[ForumOpinion], bool]) -> Figure:
        some = tuple(("forum_opinion", o.id) for o in opinions if picked(o))
        return Figure(len(some), formula=formula, records=some)

    adopted = sum(o.adoption in (ADOPTED, PARTLY) for o in opinions)
    return (
        count("意见条数", lambda _o: True),
        count("采纳的条数", lambda o: o.adoption == ADOPTED),
        count("部分采纳的条数", lambda o: o.adoption == PARTLY),
        count("暂不采纳的条数", lambda o: o.adoption == NOT_ADOPTED),
        count("没有填采纳情况的条数", lambda o: o.adoption is None),
        share(adopted, len(opinions), formula="（采纳＋部分采纳）÷ 意见条数"),
        count("有答复日期的条数", lambda o: o.answered_on is not None),
    )
