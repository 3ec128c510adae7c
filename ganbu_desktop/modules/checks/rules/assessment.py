"""Annual results, rewards and punishments."""

from __future__ import annotations

from collections.abc import Iterator

from ganbu_desktop.foundation import annual_results, codes
from ganbu_desktop.foundation.findings import Level
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.people.person import AnnualResult, LevelHistory, Person, Reward, Supplement
from ganbu_desktop.kernel.people.rewards import PUNISHMENT_MONTHS, punishment_label
from ganbu_desktop.modules.checks.rules.model import Check, CheckContext, Found
from ganbu_desktop.modules.checks.rules.shared import before, is_on_probation, is_serving

_GROUP = "考核奖惩"


def last_due_year(context: CheckContext) -> int:
    """Return the latest year whose result should be in the store by now."""
    due = context.as_of.first_day().month >= context.number("annual_results_ready_month")
    return context.as_of.year - (1 if due else 2)


def _first_year(person: Person, supplements: list[Supplement]) -> int:
    """Return the first full year in which somebody is assessed; a recruit's first year is not counted."""
    dates = [s.recruited_on for s in supplements if s.recruited_on] + [person.work_began_on]
    began = dates[0]
    return began.year + 1 if began else 0


def _missing(dossier: Dossier, years: range) -> list[int]:
    person = dossier.person
    if not is_serving(person) or is_on_probation(person):
        return []
    known = {r.year for r in dossier.rows(AnnualResult)} | set(annual_results.read(person.annual_text or ""))
    return [y for y in years if y not in known and y >= _first_year(person, dossier.rows(Supplement))]


def earlier_years(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find missing results of the last years, without the latest."""
    last, count = last_due_year(context), context.number("annual_results_years")
    missing = _missing(dossier, range(last - count + 1, last))
    if missing:
        years = "、".join(f"{y}年" for y in missing)
        yield Found(f"近 {count} 年的年度考核缺 {years}", field="annual_text")


def latest_year(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find a missing result of the latest year due."""
    last = last_due_year(context)
    for year in _missing(dossier, range(last, last + 1)):
        yield Found(f"缺 {year} 年年度考核结果", field="annual_text")


def in_dictionary(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find results that are none."""
    table = codes.table("annual_result")
    for row in dossier.rows(AnnualResult):
        if row.result is None:
            yield Found(f"{row.year or ''}年度考核没有结论", row, "result")
        elif table.entry_for(row.result) is None:
            yield Found(f"{row.year or ''}年度考核结论“{row.result}”不在代码表中", row, "result")


def text_and_rows(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Compare the sentence with the rows of the same years."""
    text, table = dossier.person.annual_text or "", codes.table("annual_result")
    for clause in annual_results.unread(text):
        yield Found(f"年度考核结果中“{clause}”读不懂", field="annual_text")
    said = annual_results.read(text)
    for row in dossier.rows(AnnualResult):
        told = said.get(row.year or 0)
        if told is not None and row.result is not None and told != row.result:
            labels = table.label_for(told), table.label_for(row.result)
            yield Found(f"{row.year} 年考核，文字为“{labels[0]}”，记录为“{labels[1]}”", row, "result")


def counts_until(reward: Reward, context: CheckContext) -> PartialDate | None:
    """Return the month in which a punishment stops to count, or None for a reward or an unknown beginning."""
    label = punishment_label(reward)
    if label is None or reward.approved_on is None:
        return None
    return reward.approved_on.to_month().plus_months(context.number(PUNISHMENT_MONTHS[label]))


def punishment_end(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find punishments without beginning, and those whose time is over but not closed."""
    for row in dossier.rows(Reward):
        label = punishment_label(row)
        if label is None or row.revoked_on is not None:
            continue
        until = counts_until(row, context)
        if until is None:
            yield Found(f"处分“{label}”没有批准日期，算不出影响期止日", row, "approved_on")
        elif before(until, context.as_of):
            message = f"处分“{label}”的影响期算至 {until}，没有登记撤销（解除）日期"
            yield Found(message, row, "revoked_on")


def promoted_meanwhile(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find a rise in level or rank while a punishment counted."""
    for row in dossier.rows(Reward):
        until = counts_until(row, context)
        if until is None:
            continue
        for record, field, moment in _rises(dossier):
            if before(row.approved_on, moment) and before(moment, until):
                label = punishment_label(row)
                message = f"处分“{label}”影响期内（{row.approved_on} 至 {until}）于 {moment} 晋升职务或职级"
                yield Found(message, record, field)


def _rises(dossier: Dossier) -> Iterator[tuple[LevelHistory | None, str, PartialDate]]:
    person = dossier.person
    rows = [r for r in dossier.rows(LevelHistory) if r.approved_on is not None]
    for row in rows:
        if row.approved_on is not None:
            yield row, "approved_on", row.approved_on
    noted = {r.approved_on for r in rows}
    for field in ("post_level_since", "rank_since"):
        moment = getattr(person, field)
        if moment is not None and moment not in noted:
            yield None, field, moment


_E, _W, _H = Level.ERROR, Level.WARNING, Level.HINT
CHECKS: tuple[Check[Dossier], ...] = (
    Check(
        "annual-earlier-years", 30, _GROUP, _W, "近几年年度考核不全", "年数见参数“年度考核应齐年数”。", earlier_years
    ),
    Check(
        "annual-dictionary",
        31,
        _GROUP,
        _E,
        "考核结论不在代码表",
        "结论应为优秀、称职、基本称职、不称职、不定等次等。",
        in_dictionary,
    ),
    Check(
        "punishment-end",
        32,
        _GROUP,
        _H,
        "处分影响期止日缺",
        "影响期月数见参数；期满的应登记撤销（解除）日期。",
        punishment_end,
    ),
    Check(
        "promoted-in-punishment",
        33,
        _GROUP,
        _W,
        "处分影响期内晋升",
        "影响期内一般不得晋升职务、职级。",
        promoted_meanwhile,
    ),
    Check("annual-latest-year", 47, _GROUP, _E, "上一年度考核缺", "试用期人员除外；应录入的月份见参数。", latest_year),
    Check(
        "annual-text-rows",
        72,
        _GROUP,
        _H,
        "考核文字与记录不一致",
        "年度考核结果文字与逐年记录比较，互不改写。",
        text_and_rows,
    ),
)
