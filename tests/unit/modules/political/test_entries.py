"""Entries, archives and what is carried into them: drafts until whole, self-criticism never against anybody."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from support.builders import add, make_office, make_person
from support.political_samples import effective_entry, forward, reverse, supported

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine import actions as spine
from ganbu_desktop.kernel.spine.limiting import DRAFT, EFFECTIVE
from ganbu_desktop.modules.political import actions, queries, rows
from ganbu_desktop.modules.political.records import (
    FrontlineRecord,
    PoliticalArchive,
    PoliticalEntry,
    PoliticalInspection,
    Rectification,
    SelfCheck,
    YearSummary,
)
from ganbu_desktop.modules.talks.records import HomeVisit, Talk
from ganbu_desktop.store.record import Record, fields_of, record_types


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def test_an_entry_against_somebody_needs_everything(office: Office) -> None:
    """F1 证据先行, F3 本人知情: without evidence and statement it stays a draft."""
    person = make_person(office)
    entry = reverse(person.id)
    actions.save_entries(office, [(None, entry)], title="登记")
    with pytest.raises(CheckFailed, match=r"没有佐证材料.*未听取本人意见"):
        spine.make_effective(office, entry)
    supported(office, entry)
    assert spine.make_effective(office, entry).state == EFFECTIVE


def test_an_entry_for_somebody_needs_neither_statement_nor_end(office: Office) -> None:
    person = make_person(office)
    assert effective_entry(office, forward(person.id)).ends_on is None


def test_an_entry_without_direction_counts_as_against(office: Office) -> None:
    person = make_person(office)
    entry = dataclasses.replace(reverse(person.id), direction=None)
    actions.save_entries(office, [(None, entry)], title="登记")
    supported(office, entry)
    with pytest.raises(CheckFailed, match="没有维度或方向"):
        spine.make_effective(office, entry)


def test_an_entry_against_somebody_ends_by_the_figure(office: Office) -> None:
    """F5 时效: 24 months by the shipped figure; what was typed stays."""
    person = make_person(office)
    entry, typed = reverse(person.id), reverse(person.id, ends_on=PartialDate(2026, 7, 1))
    actions.save_entries(office, [(None, entry), (None, typed)], title="登记")
    ends = {e.id: e.ends_on for e in office.find(PoliticalEntry)}
    assert ends == {entry.id: PartialDate(2028, 1, 5), typed.id: PartialDate(2026, 7, 1)}


@pytest.mark.parametrize("origin", ["self_check", "party_meeting", "rectification"])
def test_self_criticism_never_becomes_an_entry_against_somebody(office: Office, origin: str) -> None:
    person = make_person(office)
    entry = reverse(person.id, origin_table=origin, origin_id="x")
    actions.save_entries(office, [(None, entry)], title="登记")
    supported(office, entry)
    with pytest.raises(CheckFailed, match="自我批评"):
        spine.make_effective(office, entry)
    standing = office.get(PoliticalEntry, entry.id)
    assert standing is not None
    assert standing.state == DRAFT


def test_self_criticism_is_known_by_its_words_too(office: Office) -> None:
    """Typed over without its origin, with other points and blanks, it is still refused, whoever writes."""
    person, said = make_person(office), "学习不够深入，满足于完成规定动作"
    rows.SELF_CHECKS.save(office, [(None, SelfCheck(person_id=person.id, problem=said))], title="登记")
    entry = reverse(person.id, facts="该同志学习不够深入 满足于完成规定动作。")
    actions.save_entries(office, [(None, entry)], title="登记")
    supported(office, entry)
    with pytest.raises(CheckFailed, match="自我批评"):
        spine.make_effective(office, entry)
    with pytest.raises(CheckFailed, match="自我批评"), office.operation("绕过", right="test") as current:
        current.change(current.get(PoliticalEntry, entry.id), state=EFFECTIVE)


@pytest.mark.parametrize(("found_by", "counts"), [("1", False), ("2", False), ("4", True)])
def test_what_was_owned_up_to_in_rectification_is_no_ground_either(office: Office, found_by: str, counts: bool) -> None:
    """3.11: 自查问题不作处理依据; what an inspection by others found may be verified and recorded."""
    person, said = make_person(office), "来文办理时限不清，有拖延"
    row = Rectification(person_id=person.id, problem=said, found_by=found_by, responsible="甲")
    rows.RECTIFICATIONS.save(office, [(None, row)], title="登记")
    entry = reverse(person.id, facts=said, ends_on=PartialDate(2027, 1, 1))
    actions.save_entries(office, [(None, entry)], title="登记")
    supported(office, entry)
    assert (spine.missing(office, entry) == []) is counts


def test_party_life_is_no_source_against_anybody(office: Office) -> None:
    person = make_person(office)
    entry = reverse(person.id, source_kind="3")
    actions.save_entries(office, [(None, entry)], title="登记")
    supported(office, entry)
    with pytest.raises(CheckFailed, match="民主生活会"):
        spine.make_effective(office, entry)


def carried(origin: Record, **values: Any) -> PoliticalEntry:
    """Return an entry as the window begins it from a talk or a visit."""
    place = {"origin_table": type(origin).table.name, "origin_id": origin.id}
    return PoliticalEntry(
        **{"person_id": getattr(origin, "person_id", None), "facts": "带头完成征地任务", **place, **values}
    )


def save_entry(office: Office, entry: PoliticalEntry) -> None:
    actions.save_entries(office, [(None, entry)], title="登记")


def test_a_talk_is_carried_as_a_draft_only(office: Office) -> None:
    """Rule 4 谈话 ≠ 档案: nothing counts before dimension, evidence and the rest are there."""
    person, other = make_person(office), make_person(office, "李四")
    talk = Talk(person_id=person.id, kind="01", content="带头完成征地任务，有情绪")
    others = Talk(person_id=other.id, kind="01")
    add(office, talk, others)
    assert office.find(PoliticalEntry) == []
    entry = carried(talk)
    save_entry(office, entry)
    assert (entry.state, entry.dimension, entry.direction) == (DRAFT, None, None)
    with pytest.raises(CheckFailed, match=r"没有佐证材料.*未听取本人意见"):
        spine.make_effective(office, entry)
    with pytest.raises(CheckFailed, match="已经转入过"):
        save_entry(office, carried(talk, facts="又一次"))
    with pytest.raises(CheckFailed, match="须是那条记录里的本人"):
        save_entry(office, carried(others, person_id=person.id))
    with pytest.raises(CheckFailed, match="已经不在"):
        save_entry(office, carried(Talk(person_id=person.id, kind="01")))
    view = queries.archive(office, person.id)
    assert view is not None
    assert view.entries == ()


def test_a_home_visit_is_carried_with_the_persons_consent_only(office: Office) -> None:
    visit = HomeVisit(person_id=make_person(office).id, visited_on=PartialDate(2026, 1, 20))
    add(office, visit)
    with pytest.raises(CheckFailed, match="须本人同意"):
        save_entry(office, carried(visit))
    sneaked = carried(visit, direction="1", dimension="1")
    add(office, sneaked)
    with pytest.raises(CheckFailed, match="须本人同意"):
        spine.make_effective(office, sneaked)
    spine.discard(office, sneaked)
    save_entry(office, carried(visit, consented_on=PartialDate(2026, 2, 1)))
    assert [entry.consented_on for entry in office.find(PoliticalEntry)] == [PartialDate(2026, 2, 1)]


def test_archives_are_numbered_on_and_one_each(office: Office) -> None:
    first, second = make_person(office, "甲"), make_person(office, "乙")
    assert actions.open_archives(office, [first.id]) == 1
    assert actions.open_archives(office, [first.id, second.id, second.id]) == 1
    numbers = {a.person_id: a.number for a in office.find(PoliticalArchive)}
    assert numbers == {first.id: "政档〔2026〕0001", second.id: "政档〔2026〕0002"}
    with pytest.raises(CheckFailed, match="一人一档"):
        actions.save_archives(office, [(None, PoliticalArchive(person_id=first.id))], title="登记")


def test_a_summary_is_checked_by_another_hand_and_once_a_year(office: Office) -> None:
    """F11 双人."""
    person = make_person(office)
    same = YearSummary(person_id=person.id, year=2025, author="张三", checked_by="张 三")
    with pytest.raises(CheckFailed, match="不能是撰写人本人"):
        rows.SUMMARIES.save(office, [(None, same)], title="登记")
    rows.SUMMARIES.save(office, [(None, YearSummary(person_id=person.id, year=2025, text="一"))], title="登记")
    with pytest.raises(CheckFailed, match="已有这一年的综述"):
        rows.SUMMARIES.save(office, [(None, YearSummary(person_id=person.id, year=2025, text="二"))], title="登记")


def test_an_inspection_needs_two_examiners_and_an_example(office: Office) -> None:
    person = make_person(office)
    one = PoliticalInspection(person_id=person.id, examiners="张三、张三", judgement="很好")
    with pytest.raises(CheckFailed, match=r"不足两人.*至少写一条"):
        rows.INSPECTIONS.save(office, [(None, one)], title="登记")
    two = PoliticalInspection(person_id=person.id, examiners="张三、李四", stance="在防汛中坚守三昼夜")
    rows.INSPECTIONS.save(office, [(None, two)], title="登记")
    assert len(office.find(PoliticalInspection)) == 1


def test_a_frontline_record_ends_after_it_begins(office: Office) -> None:
    person = make_person(office)
    wrong = FrontlineRecord(
        person_id=person.id, task="防汛", started_on=PartialDate(2026, 2, 2), ended_on=PartialDate(2026, 2, 1)
    )
    with pytest.raises(CheckFailed, match="结束日期早于开始日期"):
        rows.FRONTLINE.save(office, [(None, wrong)], title="登记")


def test_no_record_of_the_room_can_hold_a_score() -> None:
    """F6, F10 and section 8: no total, grade or type of person has a place to stand in."""
    labels = [
        field.label
        for cls in record_types()
        if cls.__module__.startswith("ganbu_desktop.modules.political.")
        for field in fields_of(cls).values()
    ]
    assert len(labels) > 100
    assert not [label for label in labels if any(w in label for w in ("分数", "总分", "等次", "得分", "类型标签"))]


def test_deleting_a_draft_takes_what_hangs_on_it(office: Office) -> None:
    person = make_person(office)
    entry = reverse(person.id)
    actions.save_entries(office, [(None, entry)], title="登记")
    supported(office, entry)
    actions.save_entries(office, [(office.get(PoliticalEntry, entry.id), None)], title="删除")
    assert office.find(PoliticalEntry) == []
    office.undo()
    assert len(office.find(PoliticalEntry)) == 1
