"""The verb of reviews of teams; plain rows are written by their descriptions (``rows``)."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.editing import Pair, write_changes
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules.units import teams
from ganbu_desktop.modules.units.records import (
    ReviewedPerson,
    TeamReview,
)
from ganbu_desktop.modules.units.rights import TEAMS
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import replace


def save_reviews(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write reviews of teams; a new one gets its title, and the team's structure of its day frozen with it."""
    structures = {
        new.id: _structure(office, new)
        for old, new in pairs
        if isinstance(new, TeamReview) and (not isinstance(old, TeamReview) or old.unit_id != new.unit_id)
    }
    with office.operation(title, right=TEAMS) as current:
        ready: list[Pair] = []
        for old, new in pairs:
            if isinstance(new, TeamReview):
                content = structures.get(new.id)
                kept = new.snapshot if content is None else current.put_blob(content)
                new = replace(new, {"title": _review_title(current, new), "snapshot": kept})
            ready.append((old, new))
        deleted = [old.id for old, new in ready if old is not None and new is None]
        if deleted and current.find(ReviewedPerson, ReviewedPerson.table.c.review_id.in_(deleted)):
            raise CheckFailed("这次研判还有人员研判，不能删除；数据未改动。请先处理这些条目。")
        write_changes(current, ready)


def _structure(office: Office, review: TeamReview) -> bytes | None:
    """Return the structure of a review's team as of its day, None for a unit without a team.

    A review known to the month has the structure of its last day, as far as that is not to come.
    """
    today = office.today()
    day = min(review.held_on.last_day(), today) if review.held_on is not None else today
    found = teams.teams(office, day, [review.unit_id])
    return teams.snapshot(found[0], day) if found else None


def _review_title(current: Operation, review: TeamReview) -> str:
    unit = current.get(Unit, review.unit_id)
    kind = codes.table("review_kind").label_for(review.kind) if review.kind else "研判"
    return " ".join(part for part in (unit.short_name or unit.name or "", str(review.held_on or ""), kind) if part)
