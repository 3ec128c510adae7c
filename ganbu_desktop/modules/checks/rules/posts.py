"""Posts and levels: dates, documents, the main post, and how they fit the unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.findings import Level
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.people.person import AnnualResult, LevelHistory, Reward, Tenure
from ganbu_desktop.modules.checks.rules.model import Check, CheckContext, Found
from ganbu_desktop.modules.checks.rules.shared import before, code, in_office, post_of

_GROUP, _ORDER = "任职", "日期次序"
_PROBATION = "试用期"
_END_DATE = re.compile(r"(?:至|到|止|期满)?\s*(?:19|20)\d{2}\s*[.年/-]\s*\d{1,2}")
_UNIT_TOP = {
    "县、处级": "1A31",
    "副县、副处级": "1A32",
    "乡、科级": "1A41",
    "副乡、副科级": "1A42",
}


def appointed_after_work(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find an appointment before work began."""
    began = dossier.person.work_began_on
    for tenure in dossier.rows(Tenure):
        if before(tenure.appointed_on, began):
            message = f"{post_of(dossier, tenure)}的任职时间 {tenure.appointed_on} 早于参加工作时间 {began}"
            yield Found(message, tenure, "appointed_on")


def appointed_in_future(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find an appointment after the month of the run."""
    for tenure in dossier.rows(Tenure):
        if before(context.as_of, tenure.appointed_on):
            message = f"{post_of(dossier, tenure)}的任职时间 {tenure.appointed_on} 晚于当前年月 {context.as_of}"
            yield Found(message, tenure, "appointed_on")


def removed_after_appointed(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find a removal before the appointment."""
    for tenure in dossier.rows(Tenure):
        if before(tenure.removed_on, tenure.appointed_on):
            message = f"{post_of(dossier, tenure)}的免职时间 {tenure.removed_on} 早于任职时间 {tenure.appointed_on}"
            yield Found(message, tenure, "removed_on")


def removal_state(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Compare 任职状态 with the removal date."""
    removed = code("tenure_state", "已免")
    for tenure in dossier.rows(Tenure):
        if tenure.state == removed and tenure.removed_on is None:
            yield Found(f"{post_of(dossier, tenure)}已免，却没有免职时间", tenure, "removed_on")
        if tenure.removed_on is not None and tenure.state not in (None, removed):
            yield Found(f"{post_of(dossier, tenure)}有免职时间，任职状态却是在任", tenure, "state")


def tenure_required(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find posts without unit or name."""
    for tenure in dossier.rows(Tenure):
        if tenure.unit_id is None:
            yield Found(f"{post_of(dossier, tenure)}没有任职机构", tenure, "unit_id")
        if not tenure.post_name:
            yield Found(f"{post_of(dossier, tenure)}没有职务名称", tenure, "post_name")


def member_kind(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find team members of whom nobody says whether they are chief or deputy."""
    for tenure in in_office(dossier, context.as_of):
        if tenure.is_team_member and tenure.member_kind is None:
            yield Found(f"{post_of(dossier, tenure)}是领导成员，没有填成员类别", tenure, "member_kind")


def main_post(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Expect one main post among several."""
    held = in_office(dossier, context.as_of)
    mains = [t for t in held if t.is_main]
    if len(mains) > 1:
        yield Found(f"有 {len(mains)} 个在任职务标为主职务，只应有一个", mains[1], "is_main")
    elif len(held) > 1 and not mains:
        yield Found(f"在任职务有 {len(held)} 个，没有标出主职务", held[0], "is_main")


def documents(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find appointments and removals without their document."""
    for tenure in dossier.rows(Tenure):
        if tenure.appointed_on is not None and not tenure.appointment_document:
            yield Found(f"{post_of(dossier, tenure)}没有任职文号", tenure, "appointment_document")
        if tenure.removed_on is not None and not tenure.removal_document:
            yield Found(f"{post_of(dossier, tenure)}没有免职文号", tenure, "removal_document")


def probation_end(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find a probation that is named without the month in which it ends."""
    person = dossier.person
    texts: list[tuple[Tenure | None, str, str]] = [(None, "current_post", person.current_post or "")]
    texts += [
        (t, "post_name", f"{t.post_name or ''}{t.change_reason or ''}") for t in in_office(dossier, context.as_of)
    ]
    for record, field, text in texts:
        start = text.find(_PROBATION)
        if start >= 0 and not _END_DATE.search(text, start):
            yield Found("写了试用期，没有写明到哪年哪月止，如“（试用期至2026.08）”", record, field)


def level_after_appointment(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find a level that began after the main leading post did."""
    since = dossier.person.post_level_since
    held = in_office(dossier, context.as_of)
    chosen = [t for t in held if t.is_main and t.is_leading_post] or [t for t in held if t.is_leading_post][:1]
    for tenure in chosen:
        if before(tenure.appointed_on, since):
            message = f"任现职务层次时间 {since} 晚于{post_of(dossier, tenure)}的任职时间 {tenure.appointed_on}"
            yield Found(message, field="post_level_since")


def level_above_unit(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find a level above that of the unit."""
    person, unit, table = dossier.person, dossier.unit, codes.table("post_level")
    top = _UNIT_TOP.get(unit.level or "") if unit is not None else None
    if top is None or person.post_level is None or not person.post_level.startswith("1A"):
        return
    if table.order_of(person.post_level) < table.order_of(top):
        level = table.label_for(person.post_level)
        message = f"现职务层次{level}高于单位的机构级别“{unit.level if unit else ''}”"
        yield Found(message, field="post_level")


def _steps(dossier: Dossier) -> list[LevelHistory]:
    kind, table = code("level_kind", "职务层次"), codes.table("post_level")
    rows = [r for r in dossier.rows(LevelHistory) if r.kind == kind and r.approved_on is not None]
    known = [r for r in rows if r.level is not None and table.entry_for(r.level) is not None]
    return sorted(known, key=lambda r: r.approved_on or PartialDate(1900))


def level_step(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find a rise in level soon after the one before."""
    least, table = context.number("level_step_months_min"), codes.table("post_level")
    for first, second in pairwise(_steps(dossier)):
        if first.approved_on is None or second.approved_on is None:
            continue
        months = second.approved_on.month_index() - first.approved_on.month_index()
        rises = table.order_of(second.level or "") < table.order_of(first.level or "")
        if rises and months < least:
            level = table.label_for(second.level or "")
            message = f"{second.approved_on} 升任{level}，距上一次只有 {months} 个月，不满 {least} 个月"
            yield Found(message, second, "approved_on")


def form_date(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find events later than the date on the form."""
    filled = dossier.sheet.filled_on
    if filled is None:
        return
    later = [(what, moment) for what, moment in _events(dossier) if before(filled, moment)]
    if later:
        what, moment = max(later, key=lambda event: event[1])
        others = f"（共 {len(later)} 项）" if len(later) > 1 else ""
        yield Found(f"填表时间 {filled} 早于{what} {moment}{others}", dossier.sheet, "filled_on")


def _events(dossier: Dossier) -> Iterator[tuple[str, PartialDate]]:
    for tenure in dossier.rows(Tenure):
        if tenure.appointed_on:
            yield f"{post_of(dossier, tenure)}的任职时间", tenure.appointed_on
        if tenure.removed_on:
            yield f"{post_of(dossier, tenure)}的免职时间", tenure.removed_on
    for reward in dossier.rows(Reward):
        if reward.approved_on:
            yield f"奖惩“{reward.name or ''}”的批准日期", reward.approved_on
    for result in dossier.rows(AnnualResult):
        if result.year:
            yield "年度考核的年度", PartialDate(result.year)


_E, _W, _H = Level.ERROR, Level.WARNING, Level.HINT
CHECKS: tuple[Check[Dossier], ...] = (
    Check(
        "appointed-after-work",
        10,
        _ORDER,
        _E,
        "任职早于参加工作",
        "任职时间不应早于参加工作时间。",
        appointed_after_work,
    ),
    Check(
        "removed-after-appointed", 11, _ORDER, _E, "免职早于任职", "免职时间不应早于任职时间。", removed_after_appointed
    ),
    Check("level-step", 12, _ORDER, _W, "职务层次晋升间隔短", "间隔月数见参数“职务层次晋升间隔提示”。", level_step),
    Check("form-date", 13, _ORDER, _W, "填表时间早于所载事项", "填表时间应不早于表中各项任免、奖惩、考核。", form_date),
    Check("probation-end", 24, _GROUP, _H, "试用期止日缺", "写有试用期的，应写明到哪年哪月止。", probation_end),
    Check("main-post", 25, _GROUP, _W, "主职务不唯一", "兼任多个职务时，只有一个主职务。", main_post),
    Check("document-missing", 26, _GROUP, _H, "任免文号缺", "有任职或免职时间的，应有文号。", documents),
    Check("tenure-required", 48, _GROUP, _E, "任职机构或职务空缺", "每条任职应有机构和职务名称。", tenure_required),
    Check("appointed-in-future", 50, _ORDER, _E, "任职时间在将来", "任职时间不应晚于当前年月。", appointed_in_future),
    Check(
        "removal-state",
        51,
        _GROUP,
        _E,
        "任职状态与免职时间矛盾",
        "已免的应有免职时间，有免职时间的应为已免。",
        removal_state,
    ),
    Check(
        "level-after-appointment",
        52,
        _ORDER,
        _W,
        "职务层次晚于任职",
        "任现职务层次时间一般不晚于任主要领导职务的时间。",
        level_after_appointment,
    ),
    Check("member-kind", 53, _GROUP, _H, "成员类别空缺", "领导成员应分正职、副职、其他。", member_kind),
    Check("level-above-unit", 55, _GROUP, _H, "职务层次高于机构级别", "高配应有依据，请核对。", level_above_unit),
)
