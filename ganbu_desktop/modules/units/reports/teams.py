"""班子结构, 结构性配备, 研判落实, 调研覆盖, 岗位难度, 忙闲对照, 梯队缺口."""

from __future__ import annotations

from datetime import date

from ganbu_desktop.foundation import codes
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import AppointmentSheet, Education, Person, SourceTag, Tenure
from ganbu_desktop.kernel.people.quota import Quota
from ganbu_desktop.kernel.people.seats import Seat
from ganbu_desktop.kernel.people.service import ServiceSpell
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report.spec import (
    NO_RECORD,
    Cell,
    Figure,
    Period,
    Report,
    ReportTable,
    inputs_of,
    stored_inputs,
)
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.units import following, succession, teams
from ganbu_desktop.modules.units.records import (
    REVIEW_LOOP,
    PostProfile,
    SuccessionCandidate,
    SurveyVisit,
    TeamReview,
)
from ganbu_desktop.modules.units.reports.parts import headed, whom
from ganbu_desktop.modules.units.staffing import read_county
from ganbu_desktop.store.record import Record

_TARGETS = (
    "team_women_least",
    "team_non_party_least",
    "team_young_age",
    "team_young_percent",
    "team_grassroots_percent",
)
_MEMBERS: tuple[type[Record], ...] = (Education, Person, Quota, ServiceSpell, SourceTag, Tenure, Unit)


def _versions(office: Office, period: Period, *names: str) -> dict[str, str]:
    figures = office.parameters()
    found = [figures.get(name, period.last) for name in names]
    return {figure.title: version_of(figure) for figure in found}


def _read(office: Office, *classes: type[Record]) -> tuple[tuple[str, str, str], ...]:
    with office.reading() as connection:
        return tuple(sorted(d for cls in classes for d in stored_inputs(connection, cls)))


def team_structure(office: Office, period: Period) -> Report:
    """Return the structure of every team as of the period's last day (today while it is running), a row each."""
    county = read_county(office, period.so_far)
    found = teams.teams_of(office, county)
    population, said = whom(office, county)
    titles = [(part.group, part.item) for part in found[0].parts if part.group != "来源"] if found else []
    header = (("单位", *(group for group, _ in titles)), ("单位", *(item for _, item in titles)))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (t.unit.called, *(t.part(group, item) for group, item in titles)) for t in found
    )
    widths = (5, *(1.0 for _ in titles))
    table = ReportTable("", header, rows, widths, "l" + "c" * len(titles))
    return Report(
        f"班子结构分析表（{period.chinese()}）",
        (table, population) if titles else (),
        left=headed(office, period),
        right="单位：人",
        remarks=(
            f"班子成员为当日在任的领导成员，每个单位每人计一次；年龄算到 {county.day.year} 年 {county.day.month} 月。",
            "某一项没有一个人有记录的写“无记录”；有人没有记录的，点开可看是谁。来源标识在“班子结构”页。",
            *said,
        ),
        rule_versions=_versions(office, period, teams.BOUNDS),
        inputs=_read(office, *_MEMBERS),
    )


def structure_targets(office: Office, period: Period) -> Report:
    """Return for every team what it should have of each kind, has and lacks."""
    county, figures = read_county(office, period.so_far), office.parameters()
    found = [(team, teams.targets(team, figures, county.day)) for team in teams.teams_of(office, county)]
    population, said = whom(office, county)
    titles = [target.title for target in found[0][1]] if found else []
    top = tuple(title for title in titles for _ in range(3))
    header = (("单位", "班子人数", *top), ("单位", "班子人数", *("应配", "实配", "缺配") * len(titles)))
    rows: list[tuple[Cell, ...]] = []
    for team, wanted in found:
        cells = [cell for target in wanted for cell in (target.wanted, target.actual, target.missing)]
        rows.append((team.unit.called, team.part("人数", "合计"), *(_required(cell) for cell in cells)))
    table = ReportTable("", header, tuple(rows), (5, 1.4, *(1.0 for _ in top)), "lc" + "c" * len(top))
    return Report(
        f"结构性配备对照表（{period.chinese()}）",
        (table, population) if titles else (),
        left=headed(office, period),
        right="单位：人",
        remarks=(
            "应配按“参数”页规定的人数或比例（比例有小数的进一），参数为 0 的没有要求；只用于同类班子比较。",
            *said,
        ),
        rule_versions=_versions(office, period, *_TARGETS),
        inputs=_read(office, *_MEMBERS),
    )


def _required(figure: Figure) -> Cell:
    """Return a figure, or that nothing is required where it has no number."""
    return figure if figure.value is not None else "无要求"


def review_follow_up(office: Office, period: Period) -> Report:
    """Return the items that reviews held up to the period's end gave rise to, and how they stood then."""
    at, day = LoopItem.table.c, period.so_far
    county = read_county(office, day)
    reviews = {r.id: r for r in office.find(TeamReview) if r.held_on is None or r.held_on.has_begun(day)}
    items = [i for i in office.find(LoopItem, at.kind == REVIEW_LOOP) if i.entry_id in reviews and not i.is_void]
    order = {unit.id: number for number, unit in enumerate(county.units)}
    items.sort(key=lambda i: (order.get(reviews[i.entry_id].unit_id, -1), str(reviews[i.entry_id].held_on), i.id))
    rows = tuple(_follow_row(number, item, reviews[item.entry_id], day) for number, item in enumerate(items, 1))
    header = (("序号", "研判", "建议", "措施", "责任人", "时限", "办理情况", "状态"),)
    closed = tuple((LoopItem.table.name, item.id) for item in items if following.was_closed(item, day))
    total = Figure(len(items), formula="研判建议件数", records=tuple((LoopItem.table.name, i.id) for i in items))
    done = Figure(len(closed), formula="已销号件数", records=closed)
    return Report(
        f"研判结果落实台账（{period.chinese()}）",
        (
            ReportTable("", header, rows, (1, 4, 5, 4, 2, 2, 4, 1.6), "clllccll"),
            ReportTable("合计", (("研判建议", "已销号"),), ((total, done),), (1, 1), "cc"),
        ),
        left=headed(office, period),
        remarks=("对个人的建议不在本表，见“人员研判”；由责任人以外的人销号。",),
        inputs=inputs_of([*reviews.values(), *items]),
    )


def _follow_row(number: int, item: LoopItem, review: TeamReview, day: date) -> tuple[Cell, ...]:
    past = item.due_on is not None and item.due_on.is_past(day)
    state = "已销号" if following.was_closed(item, day) else "超期" if past else "办理中"
    # What was written of an item that was done only after the day was not known on it.
    is_later = any(when is not None and not when.has_begun(day) for when in (item.finished_on, item.closed_on))
    result = None if is_later else item.result
    texts = (review.title, item.problem, item.measure, item.responsible, item.due_on, result)
    return (str(number), *(str(text or "") for text in texts), state)


def survey_coverage(office: Office, period: Period) -> Report:
    """Return which teams were visited in a year, and how many of the problems found were settled."""
    found = following.surveys_in(office, period.first.year, period.so_far)
    header = (("单位", "日常调研", "担当作为专项调研", "登记问题", "已销号"),)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (row.unit.called, row.daily, row.special, row.problems, row.closed) for row in found.units
    )
    total = (("应调研单位", "已调研单位", "覆盖率", "问题整改率"),)
    return Report(
        f"班子调研覆盖表（{period.chinese()}）",
        (
            ReportTable("", total, ((found.expected, found.visited, found.coverage, found.settled),), (1,) * 4, "cccc"),
            ReportTable("各单位", header, rows, (4, 1, 1.6, 1, 1), "lcccc"),
        ),
        left=headed(office, period),
        remarks=(
            "覆盖率＝年内调研单位 ÷ 应调研单位，每个单位计一次；谈话意见不记名。",
            "应调研的是截止日有领导班子的单位，问题按到那天已销号的计。",
        ),
        inputs=_read(office, LoopItem, SurveyVisit, Tenure, Unit),
    )


def difficulty_rows(profiles: list[PostProfile], names: dict[str, str]) -> list[tuple[str, ...]]:
    """Return the rows of posts whose levels a meeting decided, by class, the hardest first."""
    ranked = [p for p in profiles if p.meeting and p.decided_on is not None]
    ranked.sort(key=lambda p: (p.post_class, -difficulty(p), names.get(p.unit_id, ""), p.post_name, p.id))
    level, band, kind = codes.table("difficulty_level"), codes.table("pay_band"), codes.table("post_class")
    return [
        (
            kind.label_for(p.post_class),
            names.get(p.unit_id, ""),
            p.post_name,
            *(level.label_for(code) if code else NO_RECORD for code in (p.workload, p.risk, p.remoteness)),
            band.label_for(p.pay_band) if p.pay_band else NO_RECORD,
            p.meeting or "",
            str(p.decided_on),
        )
        for p in ranked
    ]


def difficulty(profile: PostProfile) -> int:
    """Return the sum of a post's three levels, by which posts of one class stand in order; unknown counts nothing."""
    return sum(int(code) for code in (profile.workload, profile.risk, profile.remoteness) if code)


def post_difficulty(office: Office, period: Period) -> Report:
    """Return how hard posts are, class by class, as meetings decided by the period's end."""
    county = read_county(office, period.so_far)
    profiles = [p for p in office.find(PostProfile) if p.decided_on is None or p.decided_on.has_begun(county.day)]
    names = {unit.id: unit.called for unit in county.units}
    header = (("岗位类别", "单位", "岗位", "任务量", "风险", "偏远程度", "待遇档", "评定会议", "评定日期"),)
    rows = tuple(difficulty_rows(profiles, names))
    waiting = sum(not (p.meeting and p.decided_on is not None) for p in profiles)
    return Report(
        f"岗位难度一览表（{period.chinese()}）",
        (ReportTable("", header, rows, (3, 3, 3, 1, 1, 1.2, 1, 4, 2), "lllccccll"),),
        left=headed(office, period),
        remarks=(
            "等级由会议集体评定；只在同一岗位类别内比较和倾斜，不直接乘到个人的考核分上。",
            f"没有写明评定会议和日期的 {waiting} 个岗位不列入。",
        ),
        inputs=inputs_of(profiles),
    )


def unit_load(office: Office, period: Period) -> Report:
    """Return open and overdue items by unit and how far they lie apart; nobody is named."""
    found = following.loads(office, period.so_far)
    rows: tuple[tuple[Cell, ...], ...] = tuple((x.unit.called, x.open, x.overdue, x.overdue_share) for x in found)
    spread = following.spread(found)
    tables = [ReportTable("", (("单位", "在办事项", "其中超期", "超期率"),), rows, (4, 1, 1, 1), "lccc")]
    if spread:
        tables.append(ReportTable("各单位之间", (tuple(spread),), (tuple(spread.values()),), (1, 1, 1), "ccc"))
    return Report(
        f"忙闲对照表（{period.chinese()}）",
        tuple(tables),
        left=headed(office, period),
        right="单位：件",
        remarks=("只统计到单位，不出个人数据；在办事项为没有销号的闭环事项，超期按期末计算，没有到期末的算到今天。",),
        inputs=_read(office, LoopItem, Unit),
    )


def _whose(post: Seat) -> Figure:
    return Figure(1, formula="在任者，每人一行", people=(post.person_id,), records=((Tenure.table.name, post.id),))


def succession_gaps(office: Office, period: Period) -> Report:
    """Return the leading posts that fall vacant within some years and the number of candidates of each."""
    found = succession.coming_vacancies(office, period.so_far)
    header = (("序号", "单位", "岗位", "在任者", "预计空缺", "原因", "备选人数", "还缺"),)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (str(n), v.unit.called, v.post.post_name, v.holder, str(v.expected_on), v.reason, v.candidates, v.lacking)
        for n, v in enumerate(found.coming, 1)
    )
    tables = [ReportTable("", header, rows, (1, 4, 4, 2, 2, 1.4, 1.4, 1), "clllcccc")]
    if found.unknown:
        not_known = tuple(
            (str(n), u.unit.called, u.post.post_name, u.holder, u.reason, _whose(u.post))
            for n, u in enumerate(found.unknown, 1)
        )
        head = (("序号", "单位", "岗位", "在任者", "为什么推算不出", "人数"),)
        tables.append(ReportTable("到龄推算不出的在任者", head, not_known, (1, 4, 4, 2, 5, 1), "cllllc"))
    return Report(
        f"梯队缺口表（{period.chinese()}）",
        tuple(tables),
        left=headed(office, period),
        right="单位：人",
        remarks=(
            "到龄按现行法定退休年龄推算，任满按同一岗位任职年限推算，取较早的；是统筹考虑的参考，不是调整名单。",
            "备选人数只数登记给这个岗位、没有移出的人；名单限部务会范围，不在本表。",
            f"{len(found.unknown)} 人的到龄推算不出，列在后面；他们任满的仍列在前面。"
            if found.unknown
            else "在任者的到龄都能推算。",
        ),
        rule_versions=_versions(office, period, succession.AHEAD, succession.TERM, succession.LEAST),
        inputs=_read(office, AppointmentSheet, Person, SuccessionCandidate, Tenure, Unit),
    )
