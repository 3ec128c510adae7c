"""Challenges go their way stage by stage, keep the old value, and are concluded by another hand."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.builders import add, make_office, make_person
from support.limiting_entries import bare_entry, effective_entry, now_of, whole_entry
from support.stand_in import StandIn, standing_in

from ganbu_desktop.foundation.errors import CheckFailed, UndoConflict
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.log.access_log import EXPORT, PRINT, VIEW, note_access
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.spine import actions
from ganbu_desktop.kernel.spine import correction_actions as corrections
from ganbu_desktop.kernel.spine.correction import CLEARED, CORRECTED, PARTLY, REFUSED, Correction
from ganbu_desktop.kernel.spine.effect_period import AFFECTED, EffectPeriod
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.limiting import DRAFT, EFFECTIVE, VOID
from ganbu_desktop.kernel.spine.loop import CORRECTION_NOTICE, LoopItem
from ganbu_desktop.kernel.spine.procedure import Procedure
from ganbu_desktop.store.record import Record


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    with standing_in(made):
        yield made


def asked(office: Office, entry: Record, **values: Any) -> Correction:
    given = Correction(entry_table="", entry_id="", asked="与事实不符", asked_by="本人", **values)
    return corrections.open_correction(office, entry, given)


def checked(office: Office, entry: Record, **values: Any) -> Correction:
    accepted = corrections.accept(office, asked(office, entry, **values), accepted_by="丙")
    return corrections.check(office, accepted, checked="调阅了原始记录", checked_by="丙")


def concluded(office: Office, entry: Record, conclusion: str, **values: Any) -> Correction:
    return corrections.conclude(
        office, checked(office, entry), conclusion, reason="查明不实", concluded_by="丁", **values
    )


class TestStages:
    def test_each_stage_has_its_day_and_hand(self, office: Office) -> None:
        entry = effective_entry(office)
        done = concluded(office, entry, REFUSED)
        answered = corrections.give_receipt(office, done, receipt_by="本人")
        today = PartialDate(2026, 3, 2)
        days = (
            answered.asked_on,
            answered.accepted_on,
            answered.checked_on,
            answered.concluded_on,
            answered.receipt_on,
        )
        assert set(days) == {today}
        assert (answered.number, answered.person_id) == ("2026-001", entry.person_id)
        assert now_of(office, entry).state == EFFECTIVE

    def test_numbers_run_on_within_a_year(self, office: Office) -> None:
        person = make_person(office)
        assert [asked(office, person).number for _ in range(3)] == ["2026-001", "2026-002", "2026-003"]
        assert asked(office, person, asked_on=PartialDate(2025, 12, 30)).number == "2025-001"

    def test_no_stage_can_be_skipped(self, office: Office) -> None:
        challenge = asked(office, make_person(office))
        with pytest.raises(CheckFailed, match="先受理再核实"):
            corrections.check(office, challenge, checked="看过", checked_by="丙")
        with pytest.raises(CheckFailed, match="先核实再作结论"):
            corrections.conclude(office, challenge, REFUSED, reason="理由", concluded_by="丁")
        with pytest.raises(CheckFailed, match="还没有结论"):
            corrections.give_receipt(office, challenge, receipt_by="本人")

    def test_no_operation_can_skip_one_either(self, office: Office) -> None:
        challenge = asked(office, make_person(office))
        with (
            pytest.raises(CheckFailed, match="先核实再作结论"),
            office.operation("导入", right="x", kind="import") as op,
        ):
            op.change(
                challenge, conclusion=REFUSED, reason="理由", concluded_on=PartialDate(2026, 3, 2), concluded_by="丁"
            )

    def test_a_refusal_needs_its_reason_in_writing(self, office: Office) -> None:
        with pytest.raises(CheckFailed, match="书面说明理由"):
            corrections.conclude(office, checked(office, make_person(office)), REFUSED, reason=" ", concluded_by="丁")

    def test_the_recorder_does_not_conclude(self, office: Office) -> None:
        entry = effective_entry(office, recorded_by="张 三")
        with pytest.raises(CheckFailed, match="不能是这条内容的记录人"):
            corrections.conclude(office, checked(office, entry), CLEARED, reason="查明", concluded_by="张三")
        assert now_of(office, entry).state == EFFECTIVE

    def test_what_is_concluded_stays(self, office: Office) -> None:
        done = concluded(office, effective_entry(office), REFUSED)
        with pytest.raises(CheckFailed, match="已经办结"), office.operation("改", right="x") as current:
            current.change(done, reason="另一个理由")
        with pytest.raises(CheckFailed, match="不能删除"), office.operation("删", right="x") as current:
            current.delete(done)
        with pytest.raises(UndoConflict):
            office.undo()

    def test_one_not_yet_accepted_can_be_taken_back(self, office: Office) -> None:
        asked(office, make_person(office))
        office.undo()
        assert office.find(Correction) == []

    def test_limits_count_from_asking_and_from_accepting(self, office: Office) -> None:
        challenge = asked(office, make_person(office), asked_on=PartialDate(2026, 2, 27))
        assert corrections.limits(office.parameters(), challenge) == corrections.Limits(date(2026, 3, 4), None)
        accepted = corrections.accept(office, challenge, accepted_by="丙")
        assert corrections.limits(office.parameters(), accepted).conclude_by == date(2026, 4, 1)


class TestLimitingEntries:
    def test_a_successor_takes_the_place_of_the_old_entry(self, office: Office) -> None:
        entry = effective_entry(office)
        successor = dataclasses.replace(StandIn(person_id=entry.person_id, facts="查明的事实"))
        done = concluded(office, entry, CORRECTED, successor=successor)
        old, new = now_of(office, entry), now_of(office, successor)
        assert (old.state, old.successor_id, old.facts) == (VOID, new.id, "一项事实")
        assert (new.state, done.successor_id) == (DRAFT, new.id)

    def test_clearing_voids_everything_of_the_matter(self, office: Office) -> None:
        first = effective_entry(office)
        carried = effective_entry(office, first.person_id, origin_table="stand_in", origin_id=first.id)
        again = effective_entry(office, first.person_id, origin_table="stand_in", origin_id=carried.id)
        draft = whole_entry(office, first.person_id, origin_table="stand_in", origin_id=again.id)
        bystander = effective_entry(office, first.person_id)
        hung = place_of(again)
        add(
            office,
            EffectPeriod(**hung, kind=AFFECTED, starts_on=PartialDate(2026, 2)),
            LoopItem(**hung, kind="1", problem="整改"),
            Procedure(**hung, name="clarification", version="1", title="澄清"),
        )
        concluded(office, carried, CLEARED)
        assert [now_of(office, e).state for e in (first, carried, again)] == [VOID, VOID, VOID]
        assert office.get(StandIn, draft.id) is None
        assert now_of(office, bystander).state == EFFECTIVE
        assert [p.is_void for p in office.find(EffectPeriod)] == [True]
        assert [i.is_open for i in office.find(LoopItem)] == [False]
        assert [p.ended_on for p in office.find(Procedure)] == [PartialDate(2026, 3, 2)]

    def test_correcting_one_entry_leaves_where_it_came_from(self, office: Office) -> None:
        first = effective_entry(office)
        carried = effective_entry(office, first.person_id, origin_table="stand_in", origin_id=first.id)
        concluded(office, carried, PARTLY)
        assert [now_of(office, e).state for e in (first, carried)] == [EFFECTIVE, VOID]

    def test_its_words_are_never_rewritten(self, office: Office) -> None:
        entry = effective_entry(office)
        with pytest.raises(CheckFailed, match="只能作废后另立新条目"):
            concluded(office, entry, CORRECTED, new_values={"facts": "好听的"})
        assert now_of(office, entry).state == EFFECTIVE

    @pytest.mark.parametrize("state", [DRAFT, VOID])
    def test_a_draft_and_a_void_entry_need_no_challenge(self, office: Office, state: str) -> None:
        entry = bare_entry(office)
        if state == VOID:
            entry = effective_entry(office)
            actions.void(office, entry, reason="查明不实")
        with pytest.raises(CheckFailed, match="草稿" if state == DRAFT else "已经作废"):
            asked(office, now_of(office, entry))


class TestPlainFields:
    def test_the_old_value_is_kept_with_the_challenge(self, office: Office) -> None:
        person = make_person(office, born_on=PartialDate(1980, 5))
        done = concluded(office, person, CORRECTED, new_values={"born_on": PartialDate(1981, 6), "sex": "2"})
        standing = office.get(Person, person.id)
        assert standing is not None
        assert (standing.born_on, standing.sex) == (PartialDate(1981, 6), "2")
        assert done.person_id == person.id
        assert "1980.05" in (done.old_text or "")
        assert "1981.06" in (done.new_text or "")
        assert "性别：男" in (done.old_text or "")

    def test_it_changes_with_the_conclusion_or_not_at_all(self, office: Office) -> None:
        person = make_person(office)
        with pytest.raises(CheckFailed):
            corrections.conclude(
                office, checked(office, person), CORRECTED, reason="", concluded_by="丁", new_values={"name": "王大明"}
            )
        standing = office.get(Person, person.id)
        assert standing is not None
        assert standing.name == "王小明"

    def test_nothing_to_correct_is_said(self, office: Office) -> None:
        person = make_person(office)
        for values in ({}, {"name": "王小明"}):
            with pytest.raises(CheckFailed, match="没有写明更正后的值"):
                concluded(office, person, CORRECTED, new_values=values)
        with pytest.raises(CheckFailed, match="这些项目不能在更正里改"):
            concluded(office, person, CORRECTED, new_values={"shoe_size": 41})


class TestNotices:
    def test_where_the_entry_had_gone_is_listed_and_followed(self, office: Office) -> None:
        entry = effective_entry(office)
        note_access(office, PRINT, "stand_in", [entry.person_id], "考察组", record_ids=[entry.id])
        note_access(office, EXPORT, "person", [entry.person_id], "报上级")
        note_access(office, VIEW, "stand_in", [entry.person_id], record_ids=[entry.id])
        note_access(office, PRINT, "person", [make_person(office).id])
        done = concluded(office, entry, CLEARED)
        assert [(n.what, n.is_entry) for n in corrections.notices(office, done)] == [(EXPORT, False), (PRINT, True)]
        (item,) = office.find(LoopItem)
        assert (item.kind, item.responsible, item.due_on) == (CORRECTION_NOTICE, "丁", PartialDate(2026, 3, 9))
        assert "打印 1 次、导出 1 次" in (item.problem or "")

    def test_what_never_left_needs_no_notice(self, office: Office) -> None:
        done = concluded(office, effective_entry(office), CLEARED)
        assert corrections.notices(office, done) == []
        assert office.find(LoopItem) == []

    def test_a_refusal_sends_none(self, office: Office) -> None:
        entry = effective_entry(office)
        note_access(office, PRINT, "stand_in", [entry.person_id], record_ids=[entry.id])
        concluded(office, entry, REFUSED)
        assert office.find(LoopItem) == []
