"""Reminders about units: study meetings and elements of campaigns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.parameters import Parameter
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.unit import Unit, existed
from ganbu_desktop.kernel.reminders.reminder import Reminder
from ganbu_desktop.kernel.report.spec import Period
from ganbu_desktop.modules.training.queries.people import unit_names
from ganbu_desktop.modules.training.records import (
    CampaignItem,
    StudyMeeting,
)
from ganbu_desktop.modules.training.reminders.parts import PAGE, because
from ganbu_desktop.store.operations import find

_NAMED = 5


def study(office: Office, day: date) -> Iterator[Reminder]:
    """Yield units without a first topic or study group in a quarter that is over, one reminder a kind and quarter.

    The last one, and those before it back to the first meeting that was ever registered: what was missed stays until
    it is answered.
    """
    with office.reading() as connection:
        units = find(connection, Unit)
        meetings = [m for m in find(connection, StudyMeeting) if m.held_on is not None and m.held_on.month is not None]
        shown = unit_names(connection)
    if not meetings:
        return
    first = min(m.held_on.first_day() for m in meetings if m.held_on is not None)
    above = {u.parent_id for u in units}
    reporting = [u for u in units if not (u.parent_id is None and u.id in above)]
    last = quarter = Period.around(day, "quarter").before
    while quarter == last or quarter.last >= first:
        for kind, name in (("1", "training_first_topic_quarter"), ("2", "training_study_group_quarter")):
            figure = office.parameters().get(name, quarter.last)
            held = {m.unit_id for m in meetings if m.kind == kind and quarter.holds(m.held_on)}
            missing = [u for u in reporting if u.id not in held and existed(u, quarter.last)]
            if figure.value and missing:
                yield _unheld(kind, figure, quarter, [shown.get(u.id) or u.name or "" for u in missing])
        quarter = quarter.before


def _unheld(kind: str, figure: Parameter, quarter: Period, units: list[str]) -> Reminder:
    label = codes.table("training_study_kind").label_for(kind)
    more = f"等 {len(units)} 个单位" if len(units) > _NAMED else ""
    return Reminder(
        "training-study",
        f"training-study/{kind}/{quarter.text}/{len(units)}",
        f"{quarter.chinese()}{label}无记录：{'、'.join(units[:_NAMED])}{more}",
        because(figure, "没有登记不等于没有开展，请先核实"),
        quarter.last,
        target=(PAGE, "study"),
    )


def elements(office: Office, day: date) -> Iterator[Reminder]:
    """Yield elements of campaigns that are due soon or overdue, one reminder a unit and campaign."""
    figures = office.parameters()
    figure = figures.get("training_element_notice_days", day)
    ahead = PartialDate.of(day + timedelta(days=figures.integer("training_element_notice_days", day)))
    at = CampaignItem.table.c
    with office.reading() as connection:
        items = find(connection, CampaignItem, at.done_on.is_(None), at.due_on.is_not(None), at.due_on <= ahead)
        shown = unit_names(connection)
    groups: dict[tuple[str, str], list[CampaignItem]] = {}
    for item in items:
        groups.setdefault((item.campaign_id, item.unit_id), []).append(item)
    for (campaign_id, unit_id), own in sorted(groups.items()):
        due = min(i.due_on for i in own if i.due_on is not None)
        named = "、".join(i.element for i in own[:4]) + ("等" if len(own) > 4 else "")
        yield Reminder(
            "training-element",
            f"training-element/{campaign_id}/{unit_id}/{due.digits()}-{len(own)}",
            f"{shown.get(unit_id) or '单位'}：专题要素{named}（{len(own)} 项）到期未完成",
            because(figure, f"完成时限 {due}"),
            due.last_day(),
            target=(PAGE, ("items", own[0].id)),
        )
