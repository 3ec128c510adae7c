"""The verbs of the supervision room; what makes a sanction count is the spine's."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.kernel.editing import Pair, save_changes
from ganbu_desktop.kernel.office import Office
from ganbu_desktop.modules.supervision.records import Sanction
from ganbu_desktop.store.record import replace

EDIT = "supervision.edit"


def save_sanctions(office: Office, pairs: Sequence[Pair], *, title: str, initiator: object | None = None) -> None:
    """Save drafts of sanctions; the end that follows from kind and day is filled in where none is given."""
    save_changes(
        office, [(old, _ended(office, new)) for old, new in pairs], title=title, right=EDIT, initiator=initiator
    )


def _ended(office: Office, new: object | None) -> Sanction | None:
    if not isinstance(new, Sanction):
        return None
    if new.ends_on is not None or new.no_end_ground:
        return new
    period = new.worked_out(office.parameters())
    return new if period is None else replace(new, {"ends_on": period.ends_on})
