"""Reminders of a right: the days to ask for a review or an appeal, and the rights of a party member to be restored."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.builders import make_office
from support.sanctions import registered

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine import actions as spine
from ganbu_desktop.kernel.spine import correction_actions as corrections
from ganbu_desktop.kernel.spine import procedures
from ganbu_desktop.kernel.spine.correction import Correction
from ganbu_desktop.modules.corrections.reminders import effect_over, open_challenges
from ganbu_desktop.modules.corrections.rules import course
from ganbu_desktop.modules.supervision.actions import extend_probation, restore_rights
from ganbu_desktop.modules.supervision.records import Sanction
from ganbu_desktop.modules.supervision.reminders import complaints, restorings


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def counting(office: Office, **values: object) -> Sanction:
    return spine.make_effective(office, registered(office, **values))


@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2026, 4, 1), "本人可以申请"), (date(2026, 4, 2), "申请期限已过")],
)
def test_the_person_s_own_days_are_told(office: Office, day: date, said: str) -> None:
    run = procedures.start(office, counting(office), "complaint_review", started_on=date(2026, 3, 2))
    procedures.finish_step(office, run, "know", done_by="甲", papers=["送达回执"], done_on=date(2026, 3, 2))
    (found,) = complaints(office, day)
    assert said in found.title
    assert (found.due_on, found.person_id) == (date(2026, 4, 1), run.person_id)
    assert "30日（2019.06 起，公务员法（2018）第九十五条）" in found.why


def test_the_office_s_answer_is_owed_by_the_first_of_both_limits(office: Office) -> None:
    run = procedures.start(office, counting(office), "complaint_review", started_on=date(2026, 3, 2))
    for stage, papers in (("know", ["送达回执"]), ("ask", ["复核申请书"]), ("accept", [])):
        procedures.finish_step(office, run, stage, done_by="乙", papers=papers, done_on=date(2026, 3, 2))
    hear = ["陈述申辩笔录", "核实情况报告"]
    procedures.finish_step(office, run, "hear", done_by="乙", papers=hear, done_on=date(2026, 3, 20))
    (found,) = complaints(office, date(2026, 4, 1))
    assert found.due_on == date(2026, 4, 1), "30 calendar days before 20 working days"
    assert "待办" in found.title
    assert "已超期" in next(iter(complaints(office, date(2026, 4, 2)))).title
    procedures.finish_step(office, run, "decide", done_by="乙", papers=["复核决定书"], done_on=date(2026, 4, 1))
    procedures.finish_step(office, run, "tell", done_by="乙", papers=["送达回执"], done_on=date(2026, 4, 1))
    assert list(complaints(office, date(2026, 4, 2))) == []


def test_a_challenge_of_a_decision_has_the_law_s_limit_beside_the_office_s(office: Office) -> None:
    entry = counting(office)
    asked = Correction(entry_table="", entry_id="", asked="量纪过重", asked_by="本人", asked_on=PartialDate(2026, 3, 2))
    made = corrections.open_correction(office, entry, asked)
    how = course(made, office.parameters())
    assert (how.due_on, how.legal_by) == (date(2026, 3, 7), date(2026, 4, 1))
    (found,) = open_challenges(office, date(2026, 3, 2))
    assert "最迟 2026-04-01" in found.why
    accepted = corrections.accept(office, made, accepted_by="丙")
    late = course(accepted, office.parameters())
    assert late.due_on == date(2026, 4, 1)
    assert not late.is_overdue(date(2026, 4, 1))
    assert late.is_overdue(date(2026, 4, 2))


class TestRestoring:
    @pytest.mark.parametrize(
        ("day", "said"),
        [
            (date(2026, 12, 15), None),
            (date(2026, 12, 16), "将于 2027-01-15 届满"),
            (date(2027, 1, 14), "将于 2027-01-15 届满"),
            (date(2027, 1, 15), "已满"),
            (date(2028, 6, 1), "已满"),
        ],
    )
    def test_the_end_of_probation_asks_for_the_rights(self, office: Office, day: date, said: str | None) -> None:
        counting(office, kind="14")
        found = list(restorings(office, day))
        assert [said in r.title for r in found] == ([True] if said else [])  # type: ignore[operator]
        assert [r for r in effect_over(office, day) if "留党察看" in r.title] == [], "it is not the end of the effect"

    def test_once_they_are_restored_it_is_silent_and_the_end_is_told(self, office: Office) -> None:
        entry = counting(office, kind="14", decided_on=PartialDate(2025, 2, 1))
        restore_rights(office, entry, restored_on=PartialDate(2026, 2, 20), document="文")
        assert list(restorings(office, date(2026, 3, 2))) == []
        assert [r.due_on for r in effect_over(office, date(2028, 2, 1))] == [date(2028, 2, 20)]

    def test_an_extension_moves_it(self, office: Office) -> None:
        entry = counting(office, kind="14")
        extend_probation(office, entry, until=PartialDate(2027, 7, 15))
        assert list(restorings(office, date(2027, 1, 20))) == []
