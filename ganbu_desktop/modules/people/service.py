"""The verb behind the ledger of service spells: what is typed is decided, and what was inferred may be confirmed."""

from __future__ import annotations

from collections.abc import Sequence

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.editing import Pair, write_changes
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.service import DECIDED, ServiceSpell
from ganbu_desktop.modules.people.rights import EDIT
from ganbu_desktop.store.record import Record, is_derived, replace

_BOUNDS = {"from_on": ("from_first", "from_last"), "until_on": ("until_first", "until_last")}


def save_service(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Write spells; an inferred one that is saved, changed or not, is confirmed and stays as it is from then on.

    CheckFailed for the deletion of an inferred one: it would be inferred again.
    """
    if any(new is None and old is not None and is_derived(old) for old, new in pairs):
        raise CheckFailed(
            "推定的一段是程序按任职、录用、流动和现状推得的，删除后还会推出来，没有删除；"
            "记录有误的请改正记录，这一段不对的请直接修改，保存后就是认定的"
        )
    with office.operation(title, right=EDIT) as current:
        write_changes(current, [(old, _decided(old, new)) for old, new in pairs])


def _decided(old: Record | None, new: Record | None) -> Record | None:
    """Return a spell as decided; a boundary that was typed is no longer one between two days."""
    if not isinstance(new, ServiceSpell):
        return new
    typed = [name for name in _BOUNDS if old is None or getattr(new, name) != getattr(old, name)]
    cleared = {bound: None for name in typed for bound in _BOUNDS[name]}
    return replace(new, {"basis": DECIDED, **cleared})
