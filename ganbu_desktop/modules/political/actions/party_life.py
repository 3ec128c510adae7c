"""Party meetings, self-checks, rectification, inspections of teams: problems become loops and are closed there."""

from __future__ import annotations

import dataclasses

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.entry import hanging, place_of
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.political.actions.saving import EDIT, refuse
from ganbu_desktop.modules.political.loops import RECTIFYING
from ganbu_desktop.modules.political.records import (
    TeamInspection,
)


def add_problem(office: Office, inspection: TeamInspection, problem: LoopItem) -> LoopItem:
    """Hang a problem that was found in a unit on the inspection of its team."""
    values = {**place_of(inspection), "unit_id": problem.unit_id or inspection.unit_id, "kind": RECTIFYING}
    if not problem.problem:
        refuse(["请写明发现的问题"])
    with office.operation("登记班子考察发现的问题", right=EDIT) as current:
        position = len(hanging(current.connection, LoopItem, TeamInspection.table.name, inspection.id))
        return current.insert(dataclasses.replace(problem, **values, position=position))
