"""The verbs of the talks room: with those that follow from its rows the only writers of its records."""

from __future__ import annotations

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.hands import same_hand
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.talks.records import (
    Need,
    Talk,
)
from ganbu_desktop.modules.talks.rights import CLOSE, EDIT

PROMISE = "2"
"""The code of table ``loop_kind`` for 谈话承诺."""


def promise(
    office: Office,
    talk: Talk,
    *,
    what: str,
    unit_id: str | None,
    responsible: str,
    due_on: PartialDate,
) -> LoopItem:
    """Record one promised help of a talk as a loop item, with who sees to it and by when."""
    if not what.strip() or not responsible.strip():
        raise CheckFailed("请写明承诺的事项和责任人；没有登记")
    item = LoopItem(
        **place_of(talk),
        kind=PROMISE,
        problem=what.strip(),
        unit_id=unit_id,
        responsible=responsible.strip(),
        due_on=due_on,
    )
    with office.operation(f"登记谈话承诺：{what.strip()[:20]}", right=EDIT) as current:
        current.get(Talk, talk.id)
        return current.insert(item)


def close_need(office: Office, need: Need, *, closed_by: str) -> Need:
    """Close a need by another hand than the responsible one, once its result and its day stand there."""
    with office.operation("困难诉求销号", right=CLOSE) as current:
        standing = current.get(Need, need.id)
        if standing.closed_on is not None:
            raise CheckFailed("这条诉求已经销号；数据未改动")
        if not standing.result or standing.finished_on is None:
            raise CheckFailed("请先填写办理结果和办结日期，再销号；数据未改动")
        if not closed_by.strip() or same_hand(closed_by, standing.responsible):
            raise CheckFailed("销号人不能是责任人本人，没有销号；数据未改动")
        today = PartialDate.of(office.today())
        return current.change(standing, closed_by=closed_by.strip(), closed_on=today)
