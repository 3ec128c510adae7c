"""谈心谈话情况月报表 on paper: the table of types, the comparison with the month before, and three boxes of sums."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import sqlalchemy as sa

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import NO_RECORD, Cell, Figure, Period, Report, ReportTable, share
from ganbu_desktop.modules.talks import coverage, due, expected, monthly, rules
from ganbu_desktop.modules.talks.expected import Expected
from ganbu_desktop.modules.talks.monthly import COUNTED, Month, Sum

_COLUMNS: Mapping[str, tuple[str, str]] = {
    "talks": ("谈话人次", "本月这一类谈话的人次；政治家访按家访记录计"),
    "chief": ("正科", "谈话时职务层次为乡科级正职的人次"),
    "deputy": ("副科", "谈话时职务层次为乡科级副职的人次"),
    "below": ("科员及以下", "谈话时职务层次为科员、办事员、试用期人员的人次"),
    "women": ("女", "谈话对象为女性的人次"),
    "young": ("{young}岁及以下", "谈话对象月末年龄不超过 {young} 岁的人次；出生年月不详的不计"),
    "leaders": ("部领导谈话人次", "谈话人层级为部领导的人次"),
    "members": ("部务会成员谈话人次", "谈话人层级为部务会成员的人次"),
    "organisations": ("单位党组织谈话人次", "谈话人层级为单位党组织的人次"),
    "problem_count": ("发现苗头性问题（件）", "谈话记录中“发现苗头性问题”的件数之和"),
    "reminded_count": ("已提醒", "谈话记录中“已提醒”的件数之和"),
    "inquired_count": ("已函询", "谈话记录中“已函询”的件数之和"),
    "admonished_count": ("已诫勉", "谈话记录中“已诫勉”的件数之和"),
    "appeals": ("反映诉求（条）", "来自本月谈话、家访的困难诉求条数"),
    "settled": ("已办结", "来自本月谈话、家访的困难诉求中，到月末已销号的条数"),
}
_WIDTHS = (8.0, 32.0, 13.0, 11.0, 11.0, 13.0, 9.0, 13.0, 14.0, 15.0, 15.0, 16.0, 12.0, 12.0, 12.0, 14.0, 12.0, 26.0)
_OF_WHICH = "其中"
_NOT_KEPT = "—"


def compute(office: Office, period: Period) -> Report:
    """Return the report of a month: sums only, compared with the month before."""
    figures = office.parameters()
    young = figures.integer("talk_young_age", period.last)
    with office.reading() as connection:
        now = monthly.month_of(connection, period, young)
        before = monthly.month_of(connection, period.before, young, with_inputs=False)
        window = rules.Window(date(period.first.year, 1, 1), period.last)
        who = expected.expected_in(connection, figures, window)
        progress = _progress_table(connection, figures, period, now, who)
        undated = monthly.undated(connection, period.first.year)
    sums, last = _totals(now), _totals(before)
    return Report(
        title=f"干部谈心谈话情况月报表（{period.chinese()}）",
        left=f"填报单位：{office.called(period.last)}",
        right="填报日期：    年  月  日",
        tables=(
            ReportTable("", _header(young), _rows(now, before, sums, last, young), _WIDTHS, "cl" + "c" * 15 + "l"),
            _comparison(sums, last, period, young),
            progress,
        ),
        remarks=_remarks(now, undated, period, who),
        boxes=_boxes(now, sums, last, period),
        signatures=("填表人：", "审核人：", "联系电话："),
        rule_versions=coverage.rule_versions(
            figures, period.last, ("talk_young_age", *coverage.FREQUENCIES, *coverage.DENOMINATOR)
        ),
        inputs=tuple(sorted(now.inputs)),
    )


def _header(young: int) -> tuple[tuple[str, ...], ...]:
    names = [title.format(young=young) for title, _ in _COLUMNS.values()]
    upper = [_OF_WHICH if key in monthly.PERSON_KEYS[:5] else name for key, name in zip(_COLUMNS, names, strict=True)]
    return ("序号", "谈话类型", *upper, "备注"), ("序号", "谈话类型", *names, "备注")


def _totals(month: Month) -> dict[str, Sum | None]:
    """Return the sum of each column over all types; None for counts of problems that no talk of the month filled in."""
    found: dict[str, Sum | None] = {}
    for key in _COLUMNS:
        if key in COUNTED and not any(row.counts_problems for row in month.rows.values()):
            found[key] = None
            continue
        total = Sum()
        for row in month.rows.values():
            part = row.sums.get(key)
            if part is not None:
                total.number += part.number
                total.people |= part.people
                total.records += part.records
        found[key] = total
    return found


def _rows(
    now: Month, before: Month, sums: Mapping[str, Sum | None], last: Mapping[str, Sum | None], young: int
) -> tuple[tuple[Cell, ...], ...]:
    found: list[tuple[Cell, ...]] = []
    for number, entry in enumerate(codes.table("talk_type").entries, 1):
        row = now.rows[entry.code]
        cells = [_type_cell(now, entry.code, key, young) for key in _COLUMNS]
        note = _difference(row.number("talks"), before.rows[entry.code].number("talks"))
        found.append((str(number), entry.label, *cells, note))
    total = [_figure(key, sums[key], young) for key in _COLUMNS]
    note = _difference(_number(sums["talks"]), _number(last["talks"]))
    return (*found, ("", "合计", *total, note))


def _type_cell(month: Month, kind: str, key: str, young: int) -> Cell:
    """Return one figure; a home visit is care and counts no problems, and counts nobody filled in are no zero."""
    row = month.rows[kind]
    if key in COUNTED and kind == rules.HOME_VISIT:
        return _NOT_KEPT
    if key in COUNTED and row.number("talks") and not row.counts_problems:
        return _figure(key, None, young)
    return _figure(key, row.sums.get(key) or Sum(), young)


def _figure(key: str, found: Sum | None, young: int) -> Figure:
    formula = _COLUMNS[key][1].format(young=young)
    if found is None:
        return Figure(None, formula=formula)
    return Figure(found.number, formula=formula, people=tuple(found.people), records=tuple(found.records))


def _number(found: Sum | None) -> int:
    return found.number if found else 0


def _difference(now: int, before: int) -> str:
    if now == before:
        return f"上月 {before}，持平" if before else ""
    return f"上月 {before}，{'增' if now > before else '减'} {abs(now - before)}"


def _comparison(
    sums: Mapping[str, Sum | None], last: Mapping[str, Sum | None], period: Period, young: int
) -> ReportTable:
    names = [title.format(young=young) for title, _ in _COLUMNS.values()]
    now_row = [_figure(key, sums[key], young) for key in _COLUMNS]
    last_row = [_figure(key, last[key], young) for key in _COLUMNS]
    change = [_change(a.value, b.value) for a, b in zip(now_row, last_row, strict=True)]
    return ReportTable(
        "与上月比较",
        (("", *names),),
        (
            (f"本月（{period.chinese()}）", *now_row),
            (f"上月（{period.before.chinese()}）", *last_row),
            ("增减", *change),
        ),
        (32.0, *_WIDTHS[2:-1]),
        "l" + "c" * 15,
    )


def _change(now: int | None, before: int | None) -> str:
    if now is None or before is None:
        return NO_RECORD
    return f"+{now - before}" if now > before else str(now - before)


def _progress_table(
    connection: sa.Connection, figures: ParameterSet, period: Period, now: Month, who: Expected
) -> ReportTable:
    """Return how far the year's coverage has come by the end of the month, and how many people the month reached."""
    had = expected.talk_counts(connection, who.window)
    people = tuple(c.person_id for c in who.cadres)
    talked = tuple(i for i in people if i in had)
    left = tuple((i, "本年还没有单独谈话") for i in people if i not in had)
    rule = "；".join(coverage.rule_versions(figures, period.last, coverage.DENOMINATOR).values())
    month_people = tuple(sorted(now.people))
    row: tuple[Cell, ...] = (
        Figure(len(people), formula=f"应谈人数：{expected.WHO}", rule=rule, people=people, left_out=who.left_out_pairs),
        Figure(len(talked), formula="1 月至本月单独谈话 1 次以上的人数", people=talked),
        share(len(talked), len(people), formula="已谈人数 ÷ 应谈人数", rule=rule, people=talked, left_out=left),
        Figure(len(month_people), formula="本月谈话、家访的人数，每人只计一次", people=month_people),
        Figure(len(who.left_out), formula="不计入应谈的人数，原因逐人列出", rule=rule, left_out=who.left_out_pairs),
    )
    header = ("应谈人数", "本年已谈人数", "本年覆盖率", "本月谈话人数（不重复）", "剔除人数")
    return ReportTable("应谈与已谈", (header,), (row,), (1, 1, 1, 1, 1), "ccccc")


def _remarks(now: Month, undated: int, period: Period, who: Expected) -> tuple[str, ...]:
    found = [
        "本表只列人次和件数，不含任何谈话内容。职务层次按谈话时计；集体谈话按参加人数计人次，不计入覆盖率。",
        f"应谈人数：{expected.WHO}；剔除期内离开、病产假、借出等和新任职人员。{who.served.remark()}",
    ]
    if now.unlevelled:
        found.append(f"有 {now.unlevelled} 人次没有填谈话时职务层次，只计入谈话人次。")
    if now.unregistered:
        found.append(f"有 {now.unregistered} 次谈话写了意见诉求、没有登记到困难诉求，未计入“反映诉求”。")
    if undated:
        found.append(f"{period.first.year} 年有 {undated} 次谈话没有写到月，不在任何月报中。")
    return tuple(found)


def _boxes(
    now: Month, sums: Mapping[str, Sum | None], last: Mapping[str, Sum | None], period: Period
) -> tuple[tuple[str, str], ...]:
    """Return the three boxes as neutral sentences of sums; the office writes its own judgement by hand."""
    most = sorted(now.rows.items(), key=lambda item: (-item[1].number("talks"), item[0]))[:3]
    named = "、".join(f"{due.kind_label(kind)} {row.number('talks')} 人次" for kind, row in most if row.number("talks"))
    total, before = _number(sums["talks"]), _number(last["talks"])
    main = f"{period.chinese()}谈心谈话（含家访）{total} 人次，涉及 {len(now.people)} 人；上月 {before} 人次。"
    main += f"其中{named}。" if named else ""
    problems = sums["problem_count"]
    if problems is None:
        issues = "谈话记录没有填写苗头性问题的件数。"
    else:
        parts = (f"{_COLUMNS[key][0]} {_number(sums[key])} 件" for key in COUNTED[1:])
        issues = f"发现苗头性问题 {problems.number} 件，{'，'.join(parts)}。"
    issues += f"反映困难诉求 {_number(sums['appeals'])} 条，已办结 {_number(sums['settled'])} 条。"
    open_needs = _number(sums["appeals"]) - _number(sums["settled"])
    following = f"继续办理本月反映的未办结诉求 {open_needs} 条；按应谈名单安排谈话。"
    return ("主要情况", main), ("突出问题", issues), ("下月安排", following)
