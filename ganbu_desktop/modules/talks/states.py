"""How a planned visit and a need stand on a day, in the words of lists and sheets."""

from __future__ import annotations

from datetime import date

from ganbu_desktop.modules.talks.records import HomeVisit, Need


def visit_state(visit: HomeVisit, today: date) -> str:
    """Return how a visit stands on a day: 已家访, 本人不同意, 计划已过期 or 计划中."""
    if visit.visited_on is not None:
        return "已家访"
    if visit.has_consent is False:
        return "本人不同意"
    return "计划已过期" if visit.planned_on is not None and visit.planned_on.is_past(today) else "计划中"


def need_state(need: Need, today: date) -> str:
    """Return how a need stands on a day: 已销号, 待销号, 超期 or 办理中."""
    if need.closed_on is not None:
        return "已销号"
    if need.finished_on is not None:
        return "待销号"
    return "超期" if need.due_on is not None and need.due_on.is_past(today) else "办理中"
