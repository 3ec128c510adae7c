"""The loop of a problem follows it while it is open, and what is closed stays as it is."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from support.builders import make_office, make_person, make_unit

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.political.records import SelfCheck
from ganbu_desktop.modules.political.rows import SELF_CHECKS


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def test_a_problem_has_one_loop_that_follows_it_until_it_is_closed(office: Office) -> None:
    unit = make_unit(office, "县委办")
    person = make_person(office, unit_id=unit.id)
    check = SelfCheck(person_id=person.id, problem="到村次数少", responsible="甲")
    SELF_CHECKS.save(office, [(None, check)], title="登记")
    (item,) = office.find(LoopItem)
    assert (item.entry_id, item.unit_id, item.problem, item.responsible) == (check.id, unit.id, "到村次数少", "甲")

    changed = dataclasses.replace(check, responsible="乙", due_on=PartialDate(2026, 5))
    SELF_CHECKS.save(office, [(check, changed)], title="改")
    (item,) = office.find(LoopItem)
    assert (item.responsible, item.due_on) == ("乙", PartialDate(2026, 5))

    with office.file.writer() as connection:
        closed = {"closed_by": "丙", "closed_on": PartialDate(2026, 3, 1)}
        connection.execute(LoopItem.table.update().values(closed))
    with pytest.raises(CheckFailed, match="已经销号"):
        SELF_CHECKS.save(office, [(changed, dataclasses.replace(changed, problem="别的"))], title="改")
    SELF_CHECKS.save(office, [(changed, dataclasses.replace(changed, checked_on=PartialDate(2026, 1)))], title="改")
    assert office.undo().title == "改"
    (item,) = office.find(LoopItem)
    assert item.problem == "到村次数少"
