"""查摆问题整改销号情况: problems whose time limit lies in the period, how many are closed, how many ran over."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import Cell, Figure, Period, Report, ReportTable, inputs_of, share
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.political import queries
from ganbu_desktop.modules.political.queries import LoopView
from ganbu_desktop.modules.political.reports.people import NO_UNIT, bounds


def rectification(office: Office, period: Period) -> Report:
    """Return by unit the problems due in a period, with the share closed by its end and those that ran over."""
    first, last = bounds(period)
    due = LoopItem.table.c.due_on
    with office.reading() as connection:
        found = [v for v in queries.loops(connection, due >= first, due <= last) if period.holds(v.item.due_on)]
    units = sorted({v.unit_name or NO_UNIT for v in found}, key=lambda name: (name == NO_UNIT, name))
    groups = [(name, [v for v in found if (v.unit_name or NO_UNIT) == name]) for name in units]
    origins = list(dict.fromkeys(v.origin for v in found))
    return Report(
        title=f"{period.chinese()}查摆问题整改销号情况表",
        left=f"单位：{office.called(period.last)}（盖章）",
        right=f"期间：{period.chinese()}",
        tables=(
            _table("一、按责任单位", "责任单位", [*groups, ("合计", found)], last),
            _table("二、按来源", "来源", [(o, [v for v in found if v.origin == o]) for o in sorted(origins)], last),
        ),
        remarks=(
            "事项数：时限在期内的。已销号：期末以前由责任人以外的人凭材料销号的。销号率＝已销号÷事项数。",
            "超期：期末仍未销号，或过了时限才销号的。自查的问题只用于整改，不作处理依据。",
        ),
        inputs=inputs_of([view.item for view in found]),
    )


def _table(title: str, head: str, groups: Sequence[tuple[str, Sequence[LoopView]]], last: PartialDate) -> ReportTable:
    return ReportTable(
        title,
        ((head, "事项数", "已销号", "销号率", "超期"),),
        tuple((name, *_row(views, last)) for name, views in groups),
        (40, 15, 15, 15, 15),
        "lcccc",
    )


def _row(views: Sequence[LoopView], last: PartialDate) -> tuple[Cell, ...]:
    closed = [v for v in views if v.item.closed_on is not None and v.item.closed_on <= last]
    over = [v for v in views if _ran_over(v.item, last)]
    return (
        Figure(len(views), formula="时限在期内的整改事项", records=_ids(views)) if views else Figure(None),
        Figure(len(closed), formula="期末以前已销号", records=_ids(closed)) if views else Figure(None),
        share(len(closed), len(views), formula="已销号÷事项数"),
        Figure(len(over), formula="期末未销号且已过时限，或过时限才销号", records=_ids(over))
        if views
        else Figure(None),
    )


def _ran_over(item: LoopItem, last: PartialDate) -> bool:
    if item.due_on is None:
        return False
    settled = item.closed_on if item.closed_on is not None and item.closed_on <= last else None
    return item.due_on < last if settled is None else settled > item.due_on


def _ids(views: Sequence[LoopView]) -> tuple[tuple[str, str], ...]:
    return tuple((LoopItem.table.name, view.item.id) for view in views)
