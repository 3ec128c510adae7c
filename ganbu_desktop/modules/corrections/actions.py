"""The register's own writing: what was asked. Each further stage is a verb of ``kernel.spine.correction_actions``."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.editing import Pair, write_changes
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.correction import Correction
from ganbu_desktop.kernel.spine.correction_actions import RECORD, next_number
from ganbu_desktop.store.operations import Operation

ASKED = frozenset({"asked", "materials", "asked_by", "asked_on", "person_id", "entry_id"})
"""What may still be written while a challenge has not been accepted."""
_PERSON = "person"


def save_corrections(office: Office, pairs: Sequence[Pair], *, title: str) -> None:
    """Save what was asked; a new challenge without an entry is about the person's own record.

    CheckFailed when one has been accepted already, or a later stage would be written past its action.
    """
    with office.operation(title, right=RECORD) as current:
        for old, new in pairs:
            write_changes(current, [(old, _as_asked(office, current, old, new))])


def _as_asked(office: Office, current: Operation, old: Any, new: Any) -> Correction | None:
    if new is None:
        return None
    if old is None:
        return _fresh(office, current, new)
    changed = {n for n in new.__dict__ if getattr(old, n) != getattr(new, n)}
    if old.accepted_on is not None and changed:
        raise CheckFailed("更正申请已经受理，申请内容不能再改；数据未改动。有新的理由请另行申请。")
    if changed - ASKED:
        raise CheckFailed("受理、核实、结论和回执请在右边逐个环节办理，不能直接填写；数据未改动")
    return _placed(new)


def _fresh(office: Office, current: Operation, new: Correction) -> Correction:
    asked_on = new.asked_on or PartialDate.of(office.today())
    blank = Correction(entry_table="", entry_id="", asked="")
    kept = {n: getattr(new, n) for n in (*ASKED, "id", "entry_table", "field_name")}
    made = dataclasses.replace(blank, **{**kept, "asked_on": asked_on, "number": next_number(current, asked_on.year)})
    return _placed(made)


def _placed(correction: Correction) -> Correction:
    if correction.entry_table not in ("", _PERSON):
        return correction
    if correction.person_id is None:
        raise CheckFailed("请选择申请更正的是哪位干部的信息；数据未改动")
    return dataclasses.replace(correction, entry_table=_PERSON, entry_id=correction.person_id)
