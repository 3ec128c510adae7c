"""Vetoes, hits, assessments, reasons and visits: what bodies decide, by the rule of the day, and how it ends."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from support.builders import make_office, make_person
from support.political_samples import bare, reverse, supported, veto_draft, whole_decision

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine import actions as spine
from ganbu_desktop.kernel.spine.limiting import EFFECTIVE, VOID, LimitingRecord, Standing
from ganbu_desktop.modules.political import actions, queries, rows
from ganbu_desktop.modules.political.records import (
    DutyAssessment,
    NegativeHit,
    NegativeListClause,
    NegativeListVersion,
    OffHoursNote,
    PoliticalEntry,
    RecommendReason,
    VetoDecision,
    VetoReview,
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def effective_veto(office: Office, person_id: str) -> VetoDecision:
    veto = veto_draft(office, person_id)
    actions.decide_veto(office, veto, whole_decision())
    return spine.make_effective(office, veto)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"document": None}, "文号"),
        ({"participants": None}, "参加人"),
        ({"checked_by": "甲"}, "不能是同一人"),
        ({"told_on": None}, "没有告知本人"),
    ],
)
def test_a_veto_counts_by_a_whole_decision_only(office: Office, values: dict[str, Any], said: str) -> None:
    """F6 机器不作结论: a body's decision with number, two hands, and the person told."""
    veto = veto_draft(office, make_person(office).id)
    with pytest.raises(CheckFailed, match="没有决定"):
        spine.make_effective(office, veto)
    actions.decide_veto(office, veto, whole_decision(**values))
    with pytest.raises(CheckFailed, match=said):
        spine.make_effective(office, veto)
    actions.decide_veto(office, veto, whole_decision())
    assert spine.make_effective(office, veto).state == EFFECTIVE


def test_a_decision_that_counts_is_not_rewritten(office: Office) -> None:
    veto = effective_veto(office, make_person(office).id)
    with pytest.raises(CheckFailed, match="决定不能再改"):
        actions.decide_veto(office, veto, whole_decision(document="另一号"))


def test_a_lifted_veto_leaves_every_output(office: Office) -> None:
    person = make_person(office)
    veto = effective_veto(office, person.id)
    with pytest.raises(CheckFailed, match="解除的决定不完整"):
        actions.release_veto(office, veto, whole_decision(document=None))
    actions.release_veto(office, veto, whole_decision(effective_on=PartialDate(2026, 3, 1)))
    now, then = queries.archive(office, person.id), queries.archive(office, person.id, history=True)
    assert now is not None
    assert then is not None
    assert now.vetoes == ()
    assert [v.standing for v in then.vetoes] == [Standing.OVER]


def test_a_revoked_veto_voids_all_that_was_carried_on_from_it(office: Office) -> None:
    """F4: 撤销后全链更正, and undo does not bring it back."""
    person = make_person(office)
    veto = effective_veto(office, person.id)
    carried = reverse(person.id, origin_table="veto_decision", origin_id=veto.id)
    actions.save_entries(office, [(None, carried)], title="登记")
    spine.make_effective(office, supported(office, carried))
    review = VetoReview(
        veto_id=veto.id,
        body="县委",
        reviewed_by="丙、丁",
        findings="事实不清",
        conclusion="3",
        document="复〔2026〕1号",
        concluded_on=PartialDate(2026, 3, 1),
    )
    with pytest.raises(CheckFailed, match="复核人不能是原来的经办人"):
        actions.review_veto(office, veto, dataclasses.replace(review, reviewed_by="甲、丁"))
    with pytest.raises(CheckFailed, match="没有文号"):
        actions.review_veto(office, veto, dataclasses.replace(review, document=None))
    actions.review_veto(office, veto, review)
    standing = [office.get(VetoDecision, veto.id), office.get(PoliticalEntry, carried.id)]
    assert [s and s.state for s in standing] == [VOID, VOID]


def test_a_review_that_upholds_changes_nothing(office: Office) -> None:
    veto = effective_veto(office, make_person(office).id)
    review = VetoReview(
        veto_id=veto.id,
        body="县委",
        reviewed_by="丙、丁",
        findings="事实清楚",
        conclusion="1",
        document="复〔2026〕1号",
        concluded_on=PartialDate(2026, 3, 1),
    )
    actions.review_veto(office, veto, review)
    standing = office.get(VetoDecision, veto.id)
    assert standing is not None
    assert standing.state == EFFECTIVE


def edition(office: Office, title: str, year: int) -> NegativeListClause:
    version = NegativeListVersion(title=title, document=f"{year}号", effective_from=PartialDate(year, 1, 1))
    actions.save_lists(office, [(None, version)], title="登记")
    clause = NegativeListClause(version_id=version.id, title="第三条 推诿扯皮")
    actions.save_clauses(office, [(None, clause)], title="登记")
    return clause


def hit(office: Office, person_id: str, clause: NegativeListClause, **values: Any) -> NegativeHit:
    entry = bare(
        NegativeHit,
        person_id,
        **{
            "clause_id": clause.id,
            "verification": "1",
            "verified_in": "核〔2026〕3号",
            "ends_on": PartialDate(2027, 1, 1),
            **values,
        },
    )
    rows.HITS.save(office, [(None, entry)], title="登记")
    return supported(office, entry)


def test_a_hit_counts_by_the_edition_of_its_day(office: Office) -> None:
    """F7 and rule 10: not backwards, and not by an edition that has ended."""
    person, old, new = make_person(office), edition(office, "2024年版", 2024), edition(office, "2026年版", 2026)
    for clause, day in ((new, PartialDate(2025, 12, 31)), (old, PartialDate(2026, 1, 1))):
        with pytest.raises(CheckFailed, match="不溯及既往"):
            spine.make_effective(office, hit(office, person.id, clause, occurred_on=day))
    assert spine.make_effective(office, hit(office, person.id, old, occurred_on=PartialDate(2025, 12, 31)))
    assert spine.make_effective(office, hit(office, person.id, new, occurred_on=PartialDate(2026, 1, 1)))


@pytest.mark.parametrize("verification", ["2", "3", None])
def test_only_what_was_verified_counts(office: Office, verification: str | None) -> None:
    clause = edition(office, "2026年版", 2026)
    with pytest.raises(CheckFailed, match="不是“已核实”"):
        spine.make_effective(office, hit(office, make_person(office).id, clause, verification=verification))


def test_what_a_hit_rests_on_is_not_rewritten(office: Office) -> None:
    clause = edition(office, "2026年版", 2026)
    spine.make_effective(office, hit(office, make_person(office).id, clause))
    stored = office.get(NegativeListClause, clause.id)
    assert stored is not None
    with pytest.raises(CheckFailed, match="不能再改"):
        actions.save_clauses(office, [(stored, dataclasses.replace(stored, title="别的"))], title="改")
    version = office.find(NegativeListVersion)[0]
    moved = dataclasses.replace(version, effective_from=PartialDate(2027))
    with pytest.raises(CheckFailed, match="不能再改"):
        actions.save_lists(office, [(version, moved)], title="改")
    edition(office, "早了的版", 2026)
    ended = dataclasses.replace(version, ended_on=PartialDate(2026, 1, 2))
    with pytest.raises(CheckFailed, match="没有依据"):
        actions.save_lists(office, [(version, ended)], title="改")
    studied = dataclasses.replace(version, studied_on=PartialDate(2026, 2, 1))
    actions.save_lists(office, [(version, studied)], title="改")


def visit(person_id: str, **values: Any) -> OffHoursNote:
    given = {"way": "1", "is_formal": True, "visitors": "张三、李四", "checked": "已向社区核实", **values}
    return bare(OffHoursNote, person_id, **given)


def test_a_visits_note_ends_after_two_years(office: Office) -> None:
    """Section 7: 两年失效, and no longer."""
    person = make_person(office)
    note, long = visit(person.id), visit(person.id, ends_on=PartialDate(2028, 1, 6))
    rows.NOTES.save(office, [(None, note), (None, long)], title="登记")
    stored = office.get(OffHoursNote, note.id)
    assert stored is not None
    assert stored.ends_on == PartialDate(2028, 1, 5)
    assert spine.make_effective(office, supported(office, stored)).state == EFFECTIVE
    with pytest.raises(CheckFailed, match="失效日期晚于"):
        spine.make_effective(office, supported(office, long))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"visitors": "张三"}, "了解人不足两人"),
        ({"is_formal": None}, "正式走访"),
        ({"way": None}, "正式走访"),
        ({"checked": None}, "没有核实情况"),
    ],
)
def test_only_a_formal_visit_of_two_counts(office: Office, values: dict[str, Any], said: str) -> None:
    note = visit(make_person(office).id, **values)
    rows.NOTES.save(office, [(None, note)], title="登记")
    with pytest.raises(CheckFailed, match=said):
        spine.make_effective(office, supported(office, note))


def test_words_that_label_people_are_refused(office: Office) -> None:
    """3.08 and 3.09: the six kinds and the slogans are words of a discussion, never kept about a person."""
    person = make_person(office)
    row = bare(DutyAssessment, person.id, judgement="属于慢担当", meeting="研判会")
    with pytest.raises(CheckFailed, match="慢担当"):
        rows.ASSESSMENTS.save(office, [(None, row)], title="登记")
    reason = RecommendReason(person_id=person.id, facts="老黄牛式的干部")
    with pytest.raises(CheckFailed, match="老黄牛"):
        rows.REASONS.save(office, [(None, reason)], title="登记")
    with pytest.raises(CheckFailed, match="请写明实绩事实"):
        rows.REASONS.save(office, [(None, RecommendReason(person_id=person.id))], title="登记")


def test_an_assessment_needs_its_meeting_and_the_person_heard(office: Office) -> None:
    person = make_person(office)
    row: LimitingRecord = bare(
        DutyAssessment, person.id, judgement="需加强调度", meeting="研判会", ends_on=PartialDate(2027, 1, 1)
    )
    rows.ASSESSMENTS.save(office, [(None, row)], title="登记")
    with pytest.raises(CheckFailed, match=r"未听取本人意见.*没有研判会议、日期"):
        spine.make_effective(office, row)
