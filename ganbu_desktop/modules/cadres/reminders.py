"""What the cadres room reminds of: retirement coming up, photos grown old, gaps in the record, marks out of date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.ages import full_months
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.dossier import Dossier, dossiers
from ganbu_desktop.kernel.office import Office
from ganbu_desktop.kernel.person import AnnualResult, AppointmentSheet, Photo, SourceTag, Tenure
from ganbu_desktop.kernel.person_list import ListQuery, ids
from ganbu_desktop.kernel.reminder import Nature, Reminder, ReminderRule
from ganbu_desktop.modules.cadres.form_values import retirement_of
from ganbu_desktop.modules.cadres.sources import consecutive_excellent

_SETS = (AppointmentSheet, Photo, Tenure, AnnualResult, SourceTag)


def _serving(office: Office) -> Iterator[Dossier]:
    serving = codes.table("management_state").code_for("现职人员")
    with office.reading() as connection:
        for found in dossiers(connection, ids(connection, ListQuery()), _SETS):
            if found.person.management_state in (None, serving):
                yield found


def _reminder(rule: str, dossier: Dossier, mark: str, title: str, why: str, due_on: date | None) -> Reminder:
    person = dossier.person
    key = f"{rule}/{person.id}/{mark}"
    return Reminder(rule, key, f"{person.name or '未命名'}：{title}", why, due_on, person.id, ("person", person.id))


def retiring(office: Office, day: date) -> Iterator[Reminder]:
    """Yield people who reach the statutory age within the longest notice period, or have passed it unretired."""
    figures = office.parameters()
    notice = figures.get("retirement_notice_months", day)
    months = sorted(int(text) for text in figures.words("retirement_notice_months", day))
    month = PartialDate(day.year, day.month)
    for dossier in _serving(office):
        found = retirement_of(dossier, figures, month)
        if found is None:
            continue
        ahead = found.month.month_index() - month.month_index()
        if ahead <= months[-1]:
            stage = next((m for m in months if ahead <= m), months[-1])
            why = (
                f"按现行法定退休年龄推算 {found.text()}到龄；{notice.title}：{notice.format_value()}（{notice.source}）"
            )
            due_on = date(found.month.year, found.month.month or 1, 1)
            title = f"{found.month} 到龄" if ahead >= 0 else f"{found.month} 已到龄"
            yield _reminder("retirement", dossier, f"{found.month.digits()}-{stage}", title, why, due_on)


def old_photos(office: Office, day: date) -> Iterator[Reminder]:
    """Yield people whose photo is missing or older than the figure ``photo_age_months``."""
    figure = office.parameters().get("photo_age_months", day)
    most = office.parameters().integer("photo_age_months", day)
    today = PartialDate.of(day)
    for dossier in _serving(office):
        photos = dossier.rows(Photo)
        age = full_months(photos[-1].taken_on, today) if photos else None
        if not photos or (age is not None and age > most):
            title = "没有照片" if not photos else f"照片已存入 {age} 个月"
            mark = str(photos[-1].taken_on) if photos else "none"
            why = f"{figure.title} {most} {figure.unit}（{figure.source}）"
            yield _reminder("photo", dossier, mark, title, why, None)


def stale_principals(office: Office, day: date) -> Iterator[Reminder]:
    """Yield principals whose main post has been appointed or ended since the mark could have been right."""
    for dossier in _serving(office):
        held = [t for t in dossier.rows(Tenure) if t.is_main and t.removed_on is None]
        if dossier.person.is_principal and dossier.rows(Tenure) and not held:
            why = "标为主要负责人，但任职记录中已没有在任的主职务；标识只反映现任职务"
            yield _reminder("principal", dossier, "no-main-post", "主要负责人标识待核", why, None)


def meets_condition(office: Office, day: date) -> Iterator[Reminder]:
    """Yield people whom three years of 优秀 bring to 待核对; meeting a condition decides nothing."""
    for dossier in _serving(office):
        years = consecutive_excellent(dossier.rows(AnnualResult))
        if years:
            why = f"{years[0]}—{years[-1]} 年度考核连续三年优秀（由年度考核记录推算）；仅表示符合条件，不作结论"
            yield _reminder("excellent", dossier, str(years[-1]), "符合条件，待核对", why, None)


RULES = (
    ReminderRule("retirement", "到龄退休", Nature.DUTY, "法定退休时间前按提前量提醒", retiring),
    ReminderRule("photo", "照片更新", Nature.DUTY, "没有照片或照片过旧", old_photos),
    ReminderRule("principal", "主要负责人标识", Nature.DUTY, "换届、调动后标识没有更新", stale_principals),
    ReminderRule("excellent", "连续三年优秀", Nature.RIGHT, "年度考核录入后符合条件者待核对", meets_condition),
)
