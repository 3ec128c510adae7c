"""What was decided of the service history, against the person, leaving entries and posts."""

from __future__ import annotations

import pytest
from support.dossiers import Change, added, changed, day, person, row

from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person import Tenure
from ganbu_desktop.kernel.people.service import INFERRED, ServiceSpell

LEFT = row(ServiceSpell, 1, state="离退人员")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ((person(unit_id="u2"),), ["干部信息的单位是 青禾县柳林镇，认定的服务经历现在是 青禾县民政局"]),
        ((person(unit_id="u2"), row(ServiceSpell, 1, basis=INFERRED)), []),
        ((person(staffing_type="行政编制"),), []),
        (
            (added(ExitEvent, kind="5", happened_on=day("2020.05")),),
            ["2020.05 有流动记录（退休），认定的服务经历这时仍是在职"],
        ),
        ((added(ExitEvent, kind="5", happened_on=day("2018.05")),), []),
        (
            (
                LEFT,
                person(management_state="离退人员"),
                added(Tenure, is_main=True, post_name="主任"),
                row(Tenure, 2, appointed_on=day("2020.01")),
            ),
            ["2020.01 任 主任，认定的服务经历这时是 离退人员"],
        ),
        ((LEFT, person(management_state="离退人员")), []),
    ],
)
def test_what_was_decided_is_compared_with_unit_leaving_and_posts(changes: tuple[Change, ...], said: list[str]) -> None:
    """A decided spell against the person, leaving entries and posts; the day on which both change is no difference."""
    assert [finding.message for finding in changed(*changes).findings("service-against-record")] == said


def test_days_after_the_last_spell_are_a_gap() -> None:
    """Somebody whose last spell ended and who has no other counts nowhere."""
    found = changed(row(ServiceSpell, 1, until_on=day("2025.03"))).findings("service-gap")
    assert [finding.message for finding in found] == ["2025.03 以后没有服务经历"]
