"""Talks and home visits: what was said is shown to those who may read it, and only they write over it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from ganbu_desktop.foundation.errors import CheckFailed, PermissionDenied
from ganbu_desktop.kernel import row
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.spine.entry import hanging_on
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.talks import checks, rights, rules
from ganbu_desktop.modules.talks.records import HomeVisit, Need, Talk
from ganbu_desktop.modules.talks.rights import EDIT
from ganbu_desktop.modules.talks.states import visit_state
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import replace

T = TypeVar("T", Talk, HomeVisit)
_CONFIRMED = ("confirmation", "person_words", "refusal_reason", "confirmed_on")
_STANDING = ("post", "post_level", "secrecy", "visible_to", "number")


def only_by_readers(office: Office, old: T | None, new: T | None) -> T | None:
    """Refuse an account that may not read an entry to write over it or delete it."""
    if old is not None and not rights.may_read(office, old):
        raise PermissionDenied(f"账号“{office.account.name}”不在这条{old.label}的可见范围内，不能改动；数据未改动")
    return new


def as_they_stood(current: Operation, old: T | None, new: T) -> T:
    """Return a new entry with the unit, post and level that the person has now, where nothing is given."""
    if old is not None or (new.unit_id and new.post and new.post_level):
        return new
    person = current.get(Person, new.person_id)
    given = {
        "unit_id": new.unit_id or person.unit_id,
        "post": new.post or person.current_post_short or person.current_post,
        "post_level": new.post_level or person.post_level,
    }
    return replace(new, given)


def planned(current: Operation, old: HomeVisit | None, new: HomeVisit) -> HomeVisit:
    """Return a visit with the day it was planned for, which the day agreed on or made stands in for."""
    day = new.planned_on or new.appointment_on or new.visited_on
    return as_they_stood(current, old, replace(new, {"planned_on": day}))


def keep_needed(current: Operation, old: Talk | HomeVisit) -> None:
    """Refuse to delete what a need still stands on; promises go with it."""
    at = Need.table.c
    source, name = (at.talk_id, "谈话") if isinstance(old, Talk) else (at.visit_id, "家访")
    if current.find(Need, source == old.id):
        raise CheckFailed(f"还有困难诉求来自这次{name}，不能删除；数据未改动。请先处理这些诉求。")


def promised(office: Office, talks: Sequence[Talk]) -> list[str]:
    """Return how the promises of some talks stand."""
    with office.reading() as connection:
        items = hanging_on(connection, LoopItem, [talk.id for talk in talks])
    return [_promises(items.get(talk.id, []), office) for talk in talks]


def _promises(items: Sequence[LoopItem], office: Office) -> str:
    if not items:
        return ""
    overdue = sum(item.is_overdue(office.today()) for item in items)
    said = f"已销号 {sum(item.is_closed for item in items)}/{len(items)}"
    return f"{said}，超期 {overdue}" if overdue else said


def progress(office: Office, visits: Sequence[HomeVisit]) -> list[str]:
    """Return how each visit stands today."""
    return [visit_state(visit, office.today()) for visit in visits]


TALKS = row.Row(
    Talk,
    "talks",
    key=("person_id", "held_on", "kind"),
    right=EDIT,
    help="谈话内容只有有“查看谈话内容”权限、在可见范围内的账号能看。",
    fields=(
        *("person_id", "kind", "held_on", "held_at", "place", "talkers", "talker_level", "recorder", "subject"),
        *("outline", "content", "mood", "appeals", "answer", *_CONFIRMED),
        *("problem_count", "reminded_count", "inquired_count", "admonished_count", *_STANDING),
    ),
    listed=("number", "kind", "held_on", "talkers", "talker_level", "place", "subject", "confirmation"),
    carried=("place", "talkers", "talker_level", "recorder"),
    newest_by="held_on",
    new={"kind": rules.ORDINARY, "held_on": row.today, "recorder": row.acting},
    derived={"承诺事项": promised},
    seen=rights.veiled,  # type: ignore[arg-type]
    guarded=rights.CONTENT[Talk],
    check=checks.talk_faults,
    before=only_by_readers,
    prepare=as_they_stood,
    forget=keep_needed,
    numbered="held_on",
    own_forms=("talk-record",),
)
VISITS = row.Row(
    HomeVisit,
    "home-visits",
    key=("person_id", "planned_on"),
    right=EDIT,
    help="先登记计划日期，与本人约定并征得同意后家访，再补写家访情况。",
    fields=(
        *("person_id", "planned_on", "appointment_on", "has_consent", "visited_on", "visited_at", "place"),
        *("visitors", "visitor_level", "recorder", "family_present", "situation", "difficulties", "answer"),
        *(*_CONFIRMED, *_STANDING),
    ),
    listed=("number", "planned_on", "appointment_on", "has_consent", "visited_on", "visitors", "confirmation"),
    carried=("visitors", "visitor_level", "recorder"),
    newest_by="planned_on",
    new={"planned_on": row.today, "recorder": row.acting},
    derived={"进展": progress},
    seen=rights.veiled,  # type: ignore[arg-type]
    guarded=rights.CONTENT[HomeVisit],
    check=checks.visit_faults,
    before=only_by_readers,
    prepare=planned,
    forget=keep_needed,
    numbered="planned_on",
    own_forms=("home-visit-record",),
)
