"""What the units room reminds of: numbers overrun and posts vacant (of units), ends of secondments, reviews, terms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ganbu_desktop.foundation.ages import full_months, years_and_months
from ganbu_desktop.foundation.parameters import Parameter
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.attendance import AWAY, NEEDS_APPROVAL, AttendanceState
from ganbu_desktop.kernel.reminders.reminder import Nature, Reminder, ReminderRule
from ganbu_desktop.kernel.spine.effect_period import version_of
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.units import following, leaving, quotas, succession, teams
from ganbu_desktop.modules.units.absences import WAITING, absent
from ganbu_desktop.modules.units.records import REVIEW_LOOP, SURVEY_LOOP, PostProfile, TeamReview, VillageCadre
from ganbu_desktop.modules.units.staffing import County, read_county
from ganbu_desktop.modules.units.teams import team_units
from ganbu_desktop.modules.units.villages import months_left

PAGE = "units"


def _figure(office: Office, name: str, day: date) -> tuple[Parameter, int]:
    figure = office.parameters().get(name, day)
    assert isinstance(figure.value, int)
    return figure, figure.value


def over_quota(office: Office, day: date) -> Iterator[Reminder]:
    """Yield units that have more people than approved; the warning is about the unit, never about one of them."""
    for line in quotas.lines(read_county(office, day), office.parameters()):
        if line.over.value:
            name = line.unit.short_name or line.unit.name or "未命名"
            why = f"核定 {line.number} 名（{line.document}），实配 {line.filled.value} 名；请单位核对，不指向个人"
            key = f"over-quota/{line.unit.id}/{line.kind}/{line.number}/{line.filled.value}"
            title = f"{name}：{line.label}超 {line.over.value} 名"
            yield Reminder("over-quota", key, title, why, None, None, (PAGE, "over-quota"))


def long_vacant(office: Office, day: date) -> Iterator[Reminder]:
    """Yield leading posts that have been vacant for the figure's months."""
    figure, months = _figure(office, "vacancy_reminder_months", day)
    for line in quotas.lines(read_county(office, day), office.parameters()):
        long = [v for v in quotas.vacancies([line], day) if v.months is not None and v.months >= months]
        if long:
            name = line.unit.short_name or line.unit.name or "未命名"
            longest = long[0]
            title = f"{name}：{line.label}空缺 {len(long)} 名，最长 {years_and_months(longest.months or 0)}"
            why = f"自 {longest.since} 起空缺；{figure.title}：{version_of(figure)}"
            key = f"vacant-post/{line.unit.id}/{line.kind}/{longest.since}/{len(long)}"
            yield Reminder("vacant-post", key, title, why, None, None, (PAGE, "vacant-posts"))


def secondments(office: Office, day: date) -> Iterator[Reminder]:
    """Yield who is lent out, called away or studying until soon or past the approved end, or without approval."""
    figure, days = _figure(office, "attendance_reminder_days", day)
    county = read_county(office, day)
    at = AttendanceState.table.c
    for state in office.find(AttendanceState, at.kind.in_(NEEDS_APPROVAL)):
        worker = county.workers.get(state.person_id)
        if worker is None or not worker.is_serving or not state.covers(day):
            continue
        target = (PAGE, ("attendance", state.id))
        if state.ends_on is not None and state.ends_on.last_day() - timedelta(days=days) <= day:
            end = state.ends_on.last_day()
            said = "已到期，没有登记返岗" if end < day else "将到期"
            why = f"批准截止 {state.ends_on}（{state.approval_document or '没有批准文号'}）；{version_of(figure)}提醒"
            key = f"attendance-end/{state.id}/{state.ends_on}"
            yield Reminder("attendance-end", key, f"{worker.name}：{_kind(state)}{said}", why, end, worker.id, target)
        if not state.approval_document:
            why = "借调、抽调、学习须有批准文号；补上文号或办理返岗"
            key = f"attendance-approval/{state.id}"
            title = f"{worker.name}：{_kind(state)}没有批准文号"
            yield Reminder("attendance-end", key, title, why, None, worker.id, target)


def _kind(state: AttendanceState) -> str:
    return {"2": "借调", "3": "抽调", "4": "学习"}.get(state.kind, "")


def unverified(office: Office, day: date) -> Iterator[Reminder]:
    """Yield absences that nobody has verified yet: the person is owed a finding."""
    county = read_county(office, day)
    with office.reading() as connection:
        found = [a for a in absent(connection, day) if a.group == WAITING and a.state.kind == AWAY]
    for away in found:
        worker = county.workers.get(away.state.person_id)
        if worker is not None:
            why = "核实以前不能写“无事由”；听取本人说明，有佐证材料，另一人复核"
            key, target = f"absence/{away.state.id}", (PAGE, ("attendance", away.state.id))
            yield Reminder("absence", key, f"{worker.name}：脱岗待核实", why, None, worker.id, target)


def reviews_due(office: Office, day: date) -> Iterator[Reminder]:
    """Yield teams whose last review is older than the figure's months; one never reviewed shows once others were."""
    figure, months = _figure(office, "team_review_months", day)
    with office.reading() as connection:
        last = following.last_reviews(connection)
    if not last:
        return
    for unit in team_units(read_county(office, day)):
        review: TeamReview | None = last.get(unit.id)
        held = review.held_on if review is not None else None
        passed = full_months(held, PartialDate.of(day)) if held is not None else None
        if held is not None and (passed is None or passed < months):
            continue
        name = unit.called
        said = f"上次研判 {held}" if held is not None else "还没有研判过"
        key = f"team-review/{unit.id}/{held or 'never'}"
        why = f"{said}；{figure.title}：{version_of(figure)}"
        yield Reminder("team-review", key, f"{name}：班子该研判了", why, None, None, (PAGE, ("teams", unit.id)))


def unsurveyed(office: Office, day: date) -> Iterator[Reminder]:
    """Yield, towards the end of the year, how many teams nobody has visited in it."""
    figure, month = _figure(office, "survey_reminder_month", day)
    if day.month < month:
        return
    found = following.surveys_in(office, day.year, day)
    missing = [row.unit for row in found.units if not row.daily.value and not row.special.value]
    if missing:
        names = "、".join(unit.short_name or unit.name or "" for unit in missing[:5])
        title = f"{day.year} 年还有 {len(missing)} 个单位没有调研：{names}{'等' if len(missing) > 5 else ''}"
        why = f"领导班子运行情况日常调研；{figure.title}：{version_of(figure)}"
        yield Reminder(
            "survey", f"survey/{day.year}/{day.month}", title, why, date(day.year, 12, 31), None, (PAGE, "surveys")
        )


def loops_due(office: Office, day: date) -> Iterator[Reminder]:
    """Yield suggestions of reviews and problems of surveys that are past their time limit."""
    at = LoopItem.table.c
    for item in office.find(LoopItem, at.kind.in_((REVIEW_LOOP, SURVEY_LOOP)), at.closed_on.is_(None)):
        if item.is_overdue(day) and item.due_on is not None:
            tab = "team-reviews" if item.kind == REVIEW_LOOP else "surveys"
            what = "研判建议" if item.kind == REVIEW_LOOP else "调研问题"
            title = f"{what}超期：{(item.problem or '')[:30]}"
            why = f"时限 {item.due_on}，责任人 {item.responsible or '没有填'}"
            key, target = f"unit-loop/{item.id}/{item.due_on}", (PAGE, (tab, item.entry_id))
            yield Reminder("unit-loop", key, title, why, item.due_on.last_day(), None, target)


def uneven_loads(office: Office, day: date) -> Iterator[Reminder]:
    """Yield units where somebody has more open items than the figure says; it is about the unit and names nobody."""
    figure, most = _figure(office, "open_items_per_person", day)
    for load in following.loads(office, day):
        over = sum(number > most for number in load.by_responsible)
        if over:
            name = load.unit.short_name or load.unit.name or "未命名"
            title = f"{name}：{over} 名责任人的在办事项超过 {most} 件，宜在单位内均衡"
            why = f"本单位在办 {load.open.value} 件，只提示单位，不出个人数据；{figure.title}：{version_of(figure)}"
            key = f"unit-load/{load.unit.id}/{most}/{over}/{max(load.by_responsible)}"
            yield Reminder("unit-load", key, title, why, None, None, (PAGE, "unit-load"))


def lacking_structure(office: Office, day: date) -> Iterator[Reminder]:
    """Yield teams that lack people of a kind they should have; it is about the team, and nobody is to blame for it."""
    figures = office.parameters()
    for team in teams.teams(office, day):
        lacking = [t for t in teams.targets(team, figures, day) if t.missing.value]
        if lacking:
            name = team.unit.short_name or team.unit.name or "未命名"
            said = "、".join(f"{t.title}缺 {t.missing.value} 名" for t in lacking)
            why = "；".join(
                f"{t.title}应配 {t.wanted.value}、实配 {t.actual.value}（{t.wanted.rule}）" for t in lacking
            )
            counted = ",".join(f"{t.title}{t.wanted.value}-{t.actual.value}" for t in lacking)
            key = f"structure-gap/{team.unit.id}/{counted}"
            yield Reminder(
                "structure-gap", key, f"{name}班子：{said}", why, None, None, (PAGE, ("teams", team.unit.id))
            )


def stale_profiles(office: Office, day: date) -> Iterator[Reminder]:
    """Yield posts whose duties changed after their difficulty was decided."""
    at = PostProfile.table.c
    for profile in office.find(PostProfile, at.duties_changed_on.is_not(None)):
        changed, decided = profile.duties_changed_on, profile.decided_on
        if changed is not None and (decided is None or decided < changed):
            title = f"{profile.post_name}：岗位职责变了，难度没有复评"
            why = f"职责 {changed} 变化，{f'{decided} 评定' if decided else '还没有评定'}；由会议集体复评"
            key = f"post-profile/{profile.id}/{changed}"
            yield Reminder("post-profile", key, title, why, None, None, (PAGE, ("post-profiles", profile.id)))


def thin_succession(office: Office, day: date) -> Iterator[Reminder]:
    """Yield chief posts that fall vacant within the figure's years and have too few candidates."""
    for coming in succession.coming_vacancies(office, day).coming:
        if coming.is_chief and coming.lacking.value:
            name = coming.unit.short_name or coming.unit.name or "未命名"
            title = f"{name}{coming.post.post_name}：备选 {coming.candidates.value} 人，还缺 {coming.lacking.value} 人"
            why = f"预计 {coming.expected_on} {coming.reason}；{coming.lacking.rule}"
            key = f"succession/{coming.post.id}/{coming.candidates.value}"
            yield Reminder("succession", key, title, why, None, None, (PAGE, "succession-gaps"))


def village_terms(office: Office, day: date) -> Iterator[Reminder]:
    """Yield village cadres whose term ends within the figure's months or is over."""
    figure, months = _figure(office, "village_term_reminder_months", day)
    county = read_county(office, day)
    for cadre in office.find(VillageCadre):
        left = months_left(cadre, day)
        if left is not None and left <= months and cadre.serves(day) and cadre.term_until is not None:
            said = f"{cadre.term_until} 任期届满" if left >= 0 else f"任期 {cadre.term_until} 已届满"
            title = f"{_place(county, cadre)}{cadre.name}：{said}"
            key, target = f"village-term/{cadre.id}/{cadre.term_until}", (PAGE, ("village-cadres", cadre.id))
            why = f"{figure.title}：{version_of(figure)}"
            yield Reminder("village-term", key, title, why, cadre.term_until.last_day(), None, target)


def _place(county: County, cadre: VillageCadre) -> str:
    return f"{county.name_of(cadre.unit_id)}{cadre.village}"


def exit_rates(office: Office, day: date) -> Iterator[Reminder]:
    """Yield units of which more left this year than the figure says; nobody is named."""
    figure, percent = _figure(office, "exit_rate_percent", day)
    for group in leaving.year_of(office, day.year, day).units:
        left, base = group.left.value, group.base.value or 0
        if group.unit_id is not None and left and left * 100 >= base * percent:
            title = f"{group.name}：{day.year} 年流失率 {group.rate.shown()}"
            why = f"流出 {left} 人次 ÷ 年初在册 {base} 人；{figure.title}：{version_of(figure)}"
            key = f"exit-rate/{group.unit_id}/{day.year}/{left}"
            yield Reminder("exit-rate", key, title, why, None, None, (PAGE, "exit-figures"))


RULES = (
    ReminderRule("over-quota", "超职数", Nature.DUTY, "实配超过核定的单位", over_quota),
    ReminderRule("vacant-post", "岗位空缺", Nature.DUTY, "领导职务空缺超过规定月数", long_vacant),
    ReminderRule("attendance-end", "借调到期", Nature.DUTY, "借调、抽调、学习到期未归，或没有批准文号", secondments),
    ReminderRule("absence", "脱岗核实", Nature.RIGHT, "脱岗没有核实的，应听取本人说明", unverified),
    ReminderRule("team-review", "班子研判", Nature.DUTY, "距上次研判超过规定月数", reviews_due),
    ReminderRule("survey", "班子调研", Nature.DUTY, "年内没有调研的单位", unsurveyed),
    ReminderRule("unit-loop", "研判和调研整改", Nature.DUTY, "研判建议、调研问题超期没有销号", loops_due),
    ReminderRule("unit-load", "忙闲不均", Nature.DUTY, "责任人在办事项过多的单位，只提示单位", uneven_loads),
    ReminderRule(
        "structure-gap", "结构性配备", Nature.DUTY, "班子中女、党外、年轻、基层干部少于应配", lacking_structure
    ),
    ReminderRule("post-profile", "岗位难度复评", Nature.DUTY, "职责变化后没有复评", stale_profiles),
    ReminderRule("succession", "梯队缺口", Nature.DUTY, "几年内空缺的正职岗位备选不足", thin_succession),
    ReminderRule("village-term", "村干部任期", Nature.DUTY, "任期届满前规定月数提醒", village_terms),
    ReminderRule("exit-rate", "人员流失", Nature.DUTY, "单位年流失率达到规定比例", exit_rates),
)
