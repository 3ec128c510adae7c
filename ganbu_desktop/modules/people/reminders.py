"""What the people room reminds of: retirement, probation, long service in one post, gaps and marks out of date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ganbu_desktop.foundation.ages import full_months
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.annual import consecutive_excellent
from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.people.person import AnnualResult, AppointmentSheet, Photo, SourceTag, Tenure
from ganbu_desktop.kernel.people.posts import holds, main_post
from ganbu_desktop.kernel.people.retirement import retirement_of
from ganbu_desktop.kernel.reminders.reminder import Nature, PersonRule, Reminder, of_person
from ganbu_desktop.kernel.spine.effect_period import PROBATION, EffectPeriod, version_of

_DEPUTY = "副职"
"""The code of table ``team_member_kind`` for a deputy."""
_LONG_IN_POST = ("long_in_post_limit_years", "long_in_post_warning_years", "long_in_post_hint_years")


def retiring(dossier: Dossier, figures: ParameterSet, day: date) -> Iterator[Reminder]:
    """Yield people who reach the statutory age within the longest notice period, or have passed it unretired."""
    notice = figures.get("retirement_notice_months", day)
    months = sorted(int(text) for text in figures.words("retirement_notice_months", day))
    month = PartialDate(day.year, day.month)
    found = retirement_of(dossier.person, dossier.sheet, figures, month)
    if found is None:
        return
    ahead = found.month.month_index() - month.month_index()
    if ahead <= months[-1]:
        stage = next((m for m in months if ahead <= m), months[-1])
        why = (
            f"按现行法定退休年龄推算 {found.text()}到龄（{found.category.label}，{found.basis}）；"
            f"{found.flexible_text()}；{notice.title}：{notice.format_value()}（{notice.source}）"
        )
        due_on = found.month.first_day()
        title = f"{found.month} 到龄" if ahead >= 0 else f"{found.month} 已到龄"
        yield of_person("retirement", dossier, f"{found.month.digits()}-{stage}", title, why, due_on)


def early_retirement(dossier: Dossier, figures: ParameterSet, day: date) -> Iterator[Reminder]:
    """Yield people who may soon retire early and must say so in writing some months before: theirs to choose."""
    month = PartialDate(day.year, day.month)
    found = retirement_of(dossier.person, dossier.sheet, figures, month)
    if found is None or found.earliest >= found.month:
        return
    notice, ahead = figures.get("early_retirement_notice_months", day), "early_retirement_ahead_months"
    from_on = found.notify_by.plus_months(-figures.integer(ahead, day))
    if from_on <= month <= found.earliest:
        why = (
            f"法定退休年月 {found.text()}，弹性提前{found.early_text()}；由本人自愿选择，须达到最低缴费年限；"
            f"{notice.title} {notice.format_value()} {notice.unit}（{notice.source}）"
        )
        title = f"{found.earliest} 起可以弹性提前退休"
        due_on = found.notify_by.last_day()
        yield of_person("early-retirement", dossier, found.earliest.digits(), title, why, due_on)


def probation_over(dossier: Dossier, figures: ParameterSet, day: date) -> Iterator[Reminder]:
    """Yield people whose probation in a leading post ends within the notice days.

    It is known from a recorded period, or from a post whose name says 试用; nothing is inferred from a promotion.
    """
    notice = figures.integer("probation_notice_days", day)
    for mark, what, ends, why in _probations(dossier, figures, day):
        ends_on = ends.last_day()
        if (ends_on - day).days <= notice:
            yield of_person("probation", dossier, mark, f"{what} {ends} 试用期满", why, ends_on)


def _probations(dossier: Dossier, figures: ParameterSet, day: date) -> Iterator[tuple[str, str, PartialDate, str]]:
    for period in dossier.rows(EffectPeriod):
        if period.kind == PROBATION and period.ends_on and not period.is_void:
            yield period.id, period.matter or "", period.ends_on, period.rule_version or "登记的试用期"
    months = figures.get("probation_months", day)
    for post in dossier.rows(Tenure):
        if holds(post, day) and post.appointed_on is not None and "试用" in (post.post_name or ""):
            ends = post.appointed_on.plus_months(figures.integer("probation_months", day))
            yield post.id, post.post_name or "", ends, f"自 {post.appointed_on} 起；{months.title} {version_of(months)}"


def long_in_post(dossier: Dossier, figures: ParameterSet, day: date) -> Iterator[Reminder]:
    """Yield people who have held their main post for 5, 8 or 10 years: to be considered, not a fault."""
    post = main_post(dossier.rows(Tenure), day)
    months = full_months(post.appointed_on, PartialDate.of(day)) if post else None
    if post is None or months is None:
        return
    for name in _LONG_IN_POST:
        years = figures.integer(name, day)
        if months >= years * 12:
            figure = figures.get(name, day)
            why = f"{figure.title} {years} 年（{figure.source}）；应统筹考虑交流，不是问题名单"
            yield of_person("long-in-post", dossier, f"{post.id}-{years}", f"任现职 {months // 12} 年", why)
            break


def old_photo(dossier: Dossier, figures: ParameterSet, day: date) -> Iterator[Reminder]:
    """Yield people whose photo is missing or older than the figure ``photo_age_months``."""
    figure, most = figures.get("photo_age_months", day), figures.integer("photo_age_months", day)
    photos = dossier.rows(Photo)
    age = full_months(photos[-1].taken_on, PartialDate.of(day)) if photos else None
    if not photos or (age is not None and age > most):
        title = "没有照片" if not photos else f"照片已存入 {age} 个月"
        mark = str(photos[-1].taken_on) if photos else "none"
        yield of_person("photo", dossier, mark, title, f"{figure.title} {most} {figure.unit}（{figure.source}）")


def missing_annual_result(dossier: Dossier, figures: ParameterSet, day: date) -> Iterator[Reminder]:
    """Yield people without last year's annual result once it should be there; missing is not a result."""
    ready = figures.get("annual_results_ready_month", day)
    year, began = day.year - 1, dossier.person.work_began_on
    if day.month < figures.integer("annual_results_ready_month", day) or (began is not None and began.year >= year):
        return
    if year not in {row.year for row in dossier.rows(AnnualResult)}:
        why = f"{ready.title}：{ready.format_value()} {ready.unit}（{ready.source}）；没有结果的注明原因"
        yield of_person("annual-result", dossier, str(year), f"缺 {year} 年度考核结果", why)


def stale_principal(dossier: Dossier, figures: ParameterSet, day: date) -> Iterator[Reminder]:
    """Yield principals whose posts do not bear the mark any more: no main post is held, or it is a deputy's."""
    post = main_post(dossier.rows(Tenure), day)
    if not dossier.person.is_principal or not dossier.rows(Tenure):
        return
    if post is None or post.is_main is False:
        why = "标为主要负责人，但任职记录中已没有在任的主职务；标识只反映现任职务"
        yield of_person("principal", dossier, "no-main-post", "主要负责人标识待核", why)
    elif post.member_kind == _DEPUTY:
        why = f"标为主要负责人，但现任主职务“{post.post_name or ''}”的成员类别是副职；标识只反映现任职务"
        yield of_person("principal", dossier, f"deputy-{post.id}", "主要负责人标识待核", why)


def meets_condition(dossier: Dossier, figures: ParameterSet, day: date) -> Iterator[Reminder]:
    """Yield people whom three years of 优秀 bring to 待核对; meeting a condition decides nothing."""
    years = consecutive_excellent(dossier.rows(AnnualResult))
    if years:
        why = f"{years[0]}—{years[-1]} 年度考核连续三年优秀（由年度考核记录推算）；仅表示符合条件，不作结论"
        yield of_person("excellent", dossier, str(years[-1]), "符合条件，待核对", why)


RULES = (
    PersonRule(
        "retirement", "到龄退休", Nature.DUTY, "法定退休时间前按提前量提醒", (AppointmentSheet, Tenure), retiring
    ),
    PersonRule(
        "early-retirement",
        "弹性提前退休",
        Nature.RIGHT,
        "最早可以提前退休的年月将到，须提前书面告知",
        (AppointmentSheet,),
        early_retirement,
    ),
    PersonRule("probation", "试用期满", Nature.RIGHT, "试用期满前按提前量提醒", (Tenure, EffectPeriod), probation_over),
    PersonRule("long-in-post", "任现职时间较长", Nature.DUTY, "任现职满 5、8、10 年", (Tenure,), long_in_post),
    PersonRule(
        "annual-result", "年度考核结果", Nature.DUTY, "上年度考核结果未录入", (AnnualResult,), missing_annual_result
    ),
    PersonRule("photo", "照片更新", Nature.DUTY, "没有照片或照片过旧", (Photo,), old_photo),
    PersonRule("principal", "主要负责人标识", Nature.DUTY, "换届、调动后标识没有更新", (Tenure,), stale_principal),
    PersonRule(
        "excellent",
        "连续三年优秀",
        Nature.RIGHT,
        "年度考核录入后符合条件者待核对",
        (AnnualResult, SourceTag),
        meets_condition,
    ),
)
