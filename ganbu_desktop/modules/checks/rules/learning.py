"""Education: order of dates, ages, which level goes with which degree, full-time or in service."""

from __future__ import annotations

from collections.abc import Iterator

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.findings import Level
from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.people.person import Education
from ganbu_desktop.modules.checks.rules.model import Check, CheckContext, Found
from ganbu_desktop.modules.checks.rules.shared import age, before, code, is_schooled

_GROUP = "学历"
_GRADUATE, _UNDERGRADUATE, _COLLEGE = "1", "2", "3"
_DOCTOR, _MASTER, _BACHELOR = "2", "3", "4"
_PARTY_SCHOOL = "党校"


def named(row: Education) -> str:
    """Return how a sentence names a row: school and level."""
    level = row.level_name or (codes.table("education").label_for(row.level) if row.level else "")
    degree = row.degree_name or (codes.table("degree").label_for(row.degree) if row.degree else "")
    return f"{row.school or ''}{level or degree}" or "这条学历"


def order(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find graduation before entry, and entry before birth."""
    for row in dossier.rows(Education):
        if row.entered_on and row.left_on and not before(row.entered_on, row.left_on) and _comparable(row):
            message = f"{named(row)}的毕业时间 {row.left_on} 不晚于入学时间 {row.entered_on}"
            yield Found(message, row, "left_on")
        if before(row.entered_on, dossier.person.born_on):
            message = f"{named(row)}的入学时间 {row.entered_on} 早于出生年月 {dossier.person.born_on}"
            yield Found(message, row, "entered_on")


def _comparable(row: Education) -> bool:
    assert row.entered_on is not None
    assert row.left_on is not None
    return row.entered_on.year != row.left_on.year or None not in (row.entered_on.month, row.left_on.month)


def ages(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find studies begun or ended very young."""
    born = dossier.person.born_on
    least_entry, least_end = context.number("education_entry_age_min"), context.number("bachelor_graduation_age_min")
    for row in dossier.rows(Education):
        entered, left = age(born, row.entered_on), age(born, row.left_on)
        if is_schooled(row.level) and entered is not None and entered < least_entry:
            yield Found(f"{named(row)}入学时 {entered} 岁，不满 {least_entry} 岁", row, "entered_on")
        if (row.level or "")[:1] == _UNDERGRADUATE and left is not None and left < least_end:
            yield Found(f"{named(row)}毕业时 {left} 岁，不满 {least_end} 岁", row, "left_on")


def mode(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find studies filed under the wrong kind: party schools, or begun in service."""
    full_time, began = code("education_mode", "全日制"), dossier.person.work_began_on
    for row in dossier.rows(Education):
        school = f"{row.school or ''}{row.level_name or ''}" + (row.level or "")[1:]
        if row.mode is None:
            yield Found(f"{named(row)}没有分全日制或在职", row, "mode")
        elif row.mode == full_time and (_PARTY_SCHOOL in school or (row.level or "") in _party_levels()):
            yield Found(f"{named(row)}是党校学历，应归入在职教育", row, "mode")
        elif row.mode != full_time and before(row.left_on, began):
            yield Found(f"{named(row)}毕业于参加工作之前，却归入在职教育", row, "mode")


def _party_levels() -> tuple[str, ...]:
    return tuple(e.code for e in codes.table("education").entries if _PARTY_SCHOOL in e.label)


def degree_fits(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find degrees that do not go with the level."""
    for row in dossier.rows(Education):
        level, degree = (row.level or "")[:1], (row.degree or "")[:1]
        too_low = degree == _BACHELOR and level not in ("", _GRADUATE, _UNDERGRADUATE)
        too_high = degree in (_DOCTOR, _MASTER) and level not in ("", _GRADUATE, _UNDERGRADUATE)
        mixed = degree == _BACHELOR and level == _GRADUATE
        if too_low or too_high or mixed:
            table = codes.table("degree")
            message = f"{named(row)}的学历与学位“{table.label_for(row.degree or '')}”不相配"
            yield Found(message, row, "degree")
        if _differs("education", row.level, row.level_name):
            label = codes.table("education").label_for(row.level or "")
            yield Found(f"学历名称“{row.level_name}”与学历代码“{label}”不一致", row, "level_name")


def _differs(table: str, code_: str | None, name: str | None) -> bool:
    if not code_ or not name:
        return False
    meant = codes.table(table).code_for(name)
    return meant is not None and meant[:1] != code_[:1]


def school(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find studies from 中专 up without school or entry."""
    for row in dossier.rows(Education):
        if not is_schooled(row.level):
            continue
        if not row.school:
            yield Found(f"{named(row)}没有填学校", row, "school")
        if row.entered_on is None:
            yield Found(f"{named(row)}没有填入学时间", row, "entered_on")


def major(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find studies from 中专 up without a major."""
    for row in dossier.rows(Education):
        if is_schooled(row.level) and not row.major:
            yield Found(f"{named(row)}没有填所学专业", row, "major")


def degree_date(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find degrees without the date they were given."""
    for row in dossier.rows(Education):
        if (row.degree or row.degree_name) and row.degree_on is None:
            yield Found(f"{named(row)}有学位，没有学位授予时间", row, "degree_on")


_E, _W, _H = Level.ERROR, Level.WARNING, Level.HINT
CHECKS: tuple[Check[Dossier], ...] = (
    Check("education-order", 9, "日期次序", _E, "学历起止时间有误", "毕业应晚于入学，入学应晚于出生。", order),
    Check("education-mode", 27, _GROUP, _W, "全日制、在职归类有误", "党校学历归在职；工作前毕业的归全日制。", mode),
    Check(
        "education-degree",
        28,
        _GROUP,
        _W,
        "学历与学位不相配",
        "学士对应大学，硕士、博士对应研究生（大学获硕士的除外）。",
        degree_fits,
    ),
    Check("education-school", 29, _GROUP, _E, "院校或入学时间缺", "中专及以上应填学校和入学时间。", school),
    Check("education-age", 56, _GROUP, _W, "入学、毕业年龄过小", "年龄见参数“入学最小年龄”“大学毕业最小年龄”。", ages),
    Check("degree-date", 57, _GROUP, _E, "学位授予时间缺", "填了学位的应填授予时间。", degree_date),
    Check("education-major", 58, _GROUP, _W, "所学专业缺", "中专及以上应填所学专业。", major),
)
