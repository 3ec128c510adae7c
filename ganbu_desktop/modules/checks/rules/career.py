"""The résumé: its shape, gaps and overlaps, and what the other sets say of the same years."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ganbu_desktop.foundation import codes, resume
from ganbu_desktop.foundation.findings import Level
from ganbu_desktop.foundation.resume import ResumeLine
from ganbu_desktop.foundation.text import without_blanks
from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.people.person import Education, Tenure
from ganbu_desktop.modules.checks.rules.model import Check, CheckContext, Found
from ganbu_desktop.modules.checks.rules.shared import (
    before,
    code,
    in_office,
    is_schooled,
    is_serving,
    post_of,
    resume_lines,
    same_month,
    stints,
)

_GROUP = "简历"
_FIELD = "resume"
_STRICT = re.compile(r"(?:19|20)\d{2}\.\d{2}--(?:(?:19|20)\d{2}\.\d{2}  | {9})\S")
_DATE_LIKE = re.compile(r"\s*(?:19|20)?\d{2}\s*[.年/\-—]\s*\d{1,2}")
_MARKS = re.compile(r"[（(].*?[)）]|[、，,；;。\s]")
_SHORTEST_PIECE = 2
_PARTS = re.compile("[、，,；;]")
_ALIKE, _NEARLY = 0.5, 0.9
_LONG_NAME = 5


def _short(line: ResumeLine) -> str:
    head = without_blanks(line.raw or line.text)
    return head if len(head) <= 24 else head[:24] + "…"


def line_format(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find lines whose dates cannot be read, name no month, or end before they begin."""
    for line in resume_lines(dossier.person):
        if line.kind == "paragraph" and line.start is None and _DATE_LIKE.match(line.text):
            yield Found(f"简历“{_short(line)}”的起止年月读不懂", field=_FIELD)
        if line.kind != "stint":
            continue
        if before(line.end, line.start):
            yield Found(f"简历“{_short(line)}”的止月早于起月", field=_FIELD)
        elif any(moment is not None and moment.month is None for moment in (line.start, line.end)):
            yield Found(f"简历“{_short(line)}”的起止时间没有写到月", field=_FIELD)


def gap(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find months without an entry."""
    for found in resume.gaps(resume_lines(dossier.person), context.number("resume_gap_months")):
        message = f"简历在 {found.before.end} 与 {found.after.start} 之间断开 {found.months} 个月"
        yield Found(message, field=_FIELD)


def overlap(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find periods that begin before the one before has ended."""
    for first, second in resume.overlaps(resume_lines(dossier.person)):
        message = f"简历“{_short(second)}”起于 {second.start}，上一段“{_short(first)}”尚未结束"
        yield Found(message, field=_FIELD)


def open_line(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Expect exactly one open period, and that it is the last."""
    lines = stints(dossier.person)
    if not lines or not is_serving(dossier.person):
        return
    count = sum(line.is_open for line in lines)
    if count == 0:
        yield Found("简历没有至今的一行，最后一行的止月应空着", field=_FIELD)
    elif count > 1:
        yield Found(f"简历有 {count} 行没有止月，只应最后一行没有", field=_FIELD)
    elif not lines[-1].is_open:
        yield Found("简历没有止月的不是最后一行", field=_FIELD)


def _pieces(text: str) -> set[str]:
    return {text[i : i + _SHORTEST_PIECE] for i in range(len(text) - 1)}


def alike(first: str, second: str, share: float = _ALIKE) -> bool:
    """Tell whether two ways of naming a post share enough of the shorter one's pairs of neighbouring characters."""
    shorter, longer = sorted((_MARKS.sub("", first), _MARKS.sub("", second)), key=len)
    if not shorter:
        return True
    pieces = _pieces(shorter)
    return len(pieces & _pieces(longer)) >= share * len(pieces)


def last_line(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Compare the open period with 现任职务."""
    lines = [line for line in stints(dossier.person) if line.is_open]
    post = dossier.person.current_post
    if lines and post and not alike(lines[-1].text, post):
        yield Found(f"简历末行“{_short(lines[-1])}”与现任职务“{post[:24]}”不一致", field=_FIELD)


def first_line(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Compare the first line with the full-time education before work."""
    lines = stints(dossier.person)
    full_time = code("education_mode", "全日制")
    rows = [e for e in dossier.rows(Education) if e.mode == full_time and e.entered_on and is_schooled(e.level)]
    if not lines or not rows:
        return
    first = lines[0]
    if not any(same_month(first.start, r.entered_on) or (r.school and r.school in first.text) for r in rows):
        row = min(rows, key=lambda r: r.entered_on.month_index() if r.entered_on else 0)
        message = f"简历首行“{_short(first)}”与全日制学历（{row.entered_on} 入学，{row.school or '学校未填'}）不一致"
        yield Found(message, field=_FIELD)


def separator(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find lines that do not begin in the one official way."""
    odd = [line for line in stints(dossier.person) if line.raw and not _STRICT.match(line.raw)]
    if odd:
        message = f"简历有 {len(odd)} 行的行首不是“YYYY.MM--YYYY.MM”加两个空格的样式，如“{_short(odd[0])}”"
        yield Found(message, field=_FIELD)


def work_start(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Expect the month in which work began among the résumé's months."""
    person = dossier.person
    lines = stints(person)
    if person.work_began_on is None or not lines:
        return
    if not any(same_month(m, person.work_began_on) for line in lines for m in (line.start, line.end)):
        yield Found(f"简历中没有参加工作时间 {person.work_began_on}", field=_FIELD)


def appointments(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Expect the month of each standing appointment among the résumé's months."""
    lines = stints(dossier.person)
    for tenure in in_office(dossier, context.as_of) if lines else ():
        if tenure.appointed_on and not any(
            same_month(m, tenure.appointed_on) for line in lines for m in (line.start, line.end)
        ):
            message = f"{post_of(dossier, tenure)}的任职时间 {tenure.appointed_on} 在简历中没有"
            yield Found(message, tenure, "appointed_on")


def _is_named(dossier: Dossier, tenure: Tenure, text: str) -> bool:
    """Tell whether every part of a post's name stands in a text, with or without the unit before it."""
    unit = dossier.units.get(tenure.unit_id or "")
    for part in _PARTS.split(without_blanks(tenure.post_name or "")):
        short = part
        for name in (unit.name, unit.short_name) if unit else ():
            short = short.removeprefix(name or "") or short
        if short not in text and not (len(short) >= _LONG_NAME and alike(short, text, _NEARLY)):
            return False
    return True


def current_post(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Compare 现任职务 with the posts held now; neither is changed."""
    text = without_blanks(dossier.person.current_post or "")
    skipped = codes.table("output_flag").code_for("不输出")
    for tenure in in_office(dossier, context.as_of) if text else ():
        if tenure.output != skipped and not _is_named(dossier, tenure, text):
            message = f"任职表中在任的“{post_of(dossier, tenure)}”在现任职务中没有"
            yield Found(message, tenure, "post_name")
    if text and is_serving(dossier.person) and dossier.rows(Tenure) and not in_office(dossier, context.as_of):
        yield Found("现任职务有内容，任职表中却没有在任的职务", field="current_post")


_E, _W, _H = Level.ERROR, Level.WARNING, Level.HINT
CHECKS: tuple[Check[Dossier], ...] = (
    Check(
        "resume-line-format",
        14,
        _GROUP,
        _W,
        "简历起止年月有误",
        "每段应为“起月--止月”，止月不早于起月，写到月。",
        line_format,
    ),
    Check("resume-gap", 15, _GROUP, _H, "简历断档", "允许的月数见参数“简历断档提示”。", gap),
    Check("resume-overlap", 16, _GROUP, _W, "简历时间重叠", "后一段应不早于前一段结束；其间学习写在括号中。", overlap),
    Check("resume-open-line", 17, _GROUP, _W, "简历末行未闭合不唯一", "只有最后一行没有止月。", open_line),
    Check("resume-current-post", 18, _GROUP, _H, "简历末行与现任职务不一致", "比较文字，互不改写。", last_line),
    Check(
        "resume-first-line",
        19,
        _GROUP,
        _H,
        "简历首行与学历不一致",
        "简历从参加工作前最后一段全日制学历写起。",
        first_line,
    ),
    Check("resume-separator", 20, _GROUP, _H, "简历行首样式不统一", "应为 YYYY.MM--YYYY.MM 加两个空格。", separator),
    Check(
        "current-post-tenure",
        21,
        "任职",
        _W,
        "现任职务与任职表不一致",
        "比较现任职务文字与在任的任职记录，互不改写。",
        current_post,
    ),
    Check(
        "resume-work-start",
        45,
        _GROUP,
        _H,
        "简历中没有参加工作时间",
        "参加工作时间应是某段经历的起月或止月。",
        work_start,
    ),
    Check(
        "resume-appointment", 54, _GROUP, _H, "任职时间在简历中没有", "在任职务的任职时间应在简历中出现。", appointments
    ),
)
