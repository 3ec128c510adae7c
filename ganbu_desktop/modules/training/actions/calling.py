"""Calling up, the notice, substitution with its approval, and leaving a class."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.editing import Pair, write_changes
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.hands import same_hand
from ganbu_desktop.modules.training.records import Enrolment, Substitution, TrainingClass
from ganbu_desktop.modules.training.records.teaching import (
    APPROVED,
    NOTIFIED,
    PENDING,
    REFUSED,
    REPLACED,
    WITHDRAWN,
)
from ganbu_desktop.modules.training.rights import APPROVE, EDIT
from ganbu_desktop.store.operations import Operation


def call_up(
    office: Office,
    class_id: str,
    person_ids: Sequence[str],
    *,
    batch: str | None = None,
    conditions: str = "",
) -> int:
    """Put people on the list of a class and return how many are new to it.

    ``conditions``: by which they were found, kept in the audit so that anybody can find the same people again.
    """
    entry = office.get(TrainingClass, class_id)
    if entry is None:
        raise CheckFailed("这个班次已不存在；数据未改动")
    title = f"调训：{entry.title}（{len(person_ids)} 人）"
    with office.operation(title, right=EDIT, detail=conditions or None) as current:
        there = {e.person_id for e in current.find(Enrolment, Enrolment.table.c.class_id == class_id)}
        fresh = [p for p in dict.fromkeys(person_ids) if p not in there]
        rows = [{"class_id": class_id, "person_id": p, "batch": batch, "state": NOTIFIED} for p in fresh]
        current.insert_values(Enrolment, rows)
        return len(fresh)


def issue_notice(office: Office, entry: TrainingClass, document: str, on: PartialDate) -> None:
    """Record that the notice of a class went out; everybody on its list is notified from that day."""
    if not document.strip():
        raise CheckFailed("请填写通知文号；没有登记")
    with office.operation(f"登记调训通知：{entry.title}", right=EDIT) as current:
        standing = current.get(TrainingClass, entry.id)
        current.change(standing, notice_document=document.strip(), notified_on=on)
        waiting = current.find(
            Enrolment, Enrolment.table.c.class_id == entry.id, Enrolment.table.c.notified_on.is_(None)
        )
        current.update_many([(e, dataclasses.replace(e, notified_on=on)) for e in waiting if e.state != REPLACED])


def withdraw(office: Office, entry: Enrolment, reason: str) -> None:
    """Record that somebody left a class, and why; the program never decides this by itself."""
    if not reason.strip():
        raise CheckFailed("退学要写明原因；数据未改动")
    with office.operation("登记退学", right=APPROVE) as current:
        current.change(current.get(Enrolment, entry.id), state=WITHDRAWN, withdrawn_reason=reason.strip())


def apply_substitution(office: Office, wish: Substitution) -> Substitution:
    """Record the wish to send somebody else; the person called stays on the list until it is approved."""
    with office.operation("登记替训申请", right=EDIT) as current:
        _check_wish(current, wish)
        return current.insert(wish)


def save_substitutions(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write wishes; one that has been decided on stays as it is."""
    with office.operation(title, right=EDIT) as current:
        for old, new in pairs:
            if isinstance(old, Substitution) and old.state != PENDING:
                raise CheckFailed("这份替训申请已经审批，不能再改或删除；数据未改动")
            if isinstance(new, Substitution):
                if new.state != PENDING:
                    raise CheckFailed("审批结果请用“审批替训”登记；没有保存")
                _check_wish(current, new)
        write_changes(current, pairs)


def _check_wish(current: Operation, wish: Substitution) -> None:
    if wish.substitute_id == wish.person_id:
        raise CheckFailed("替训人与被替训人是同一个人；没有保存")
    if not wish.reason.strip():
        raise CheckFailed("替训要写明理由；没有保存")
    at = Enrolment.table.c
    if not current.find(Enrolment, at.class_id == wish.class_id, at.person_id == wish.person_id):
        raise CheckFailed("被替训人不在这个班次的名单里；没有保存")
    if current.find(Enrolment, at.class_id == wish.class_id, at.person_id == wish.substitute_id, at.state != REPLACED):
        raise CheckFailed("替训人已经在这个班次的名单里；没有保存")


def decide_substitution(
    office: Office,
    wish: Substitution,
    *,
    is_approved: bool,
    approved_by: str,
    opinion: str = "",
) -> None:
    """Approve or refuse a wish by another hand than the one who handed it in; approval changes the list."""
    who = approved_by.strip()
    if not who:
        raise CheckFailed("请填写审批人；没有登记")
    title = "同意替训" if is_approved else "不同意替训"
    with office.operation(title, right=APPROVE) as current:
        standing = current.get(Substitution, wish.id)
        if standing.state != PENDING:
            raise CheckFailed("这份替训申请已经审批；数据未改动")
        if same_hand(who, standing.applied_by):
            raise CheckFailed("经办人与审批人不能是同一人；没有登记")
        current.change(
            standing,
            state=APPROVED if is_approved else REFUSED,
            approved_by=who,
            approved_on=PartialDate.of(office.today()),
            opinion=opinion.strip() or None,
        )
        if is_approved:
            _replace(current, standing)


def _replace(current: Operation, wish: Substitution) -> None:
    _check_wish(current, wish)
    at = Enrolment.table.c
    called = current.find(Enrolment, at.class_id == wish.class_id, at.person_id == wish.person_id)[0]
    current.change(called, state=REPLACED)
    current.insert(
        Enrolment(
            class_id=wish.class_id,
            person_id=wish.substitute_id,
            batch=called.batch,
            state=NOTIFIED,
            notified_on=called.notified_on,
            group_id=called.group_id,
        )
    )
