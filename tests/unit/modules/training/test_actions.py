"""The verbs: what they write, and what they refuse."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from support.builders import add, make_office, make_person, make_unit
from support.training_classes import held_class, hours, lesson, make_class, on

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.office.parameter_deciding import set_override
from ganbu_desktop.modules.training import actions
from ganbu_desktop.modules.training.queries.classes import class_view
from ganbu_desktop.modules.training.records import (
    Attendance,
    Campaign,
    CampaignItem,
    ClassEvaluation,
    Enrolment,
    Substitution,
    TrainingClass,
    TrainingExemption,
    TrainingHours,
    TrainingPlan,
    TrainingScore,
)
from ganbu_desktop.modules.training.records.archive import CAUGHT_UP, FROM_CLASS
from ganbu_desktop.modules.training.records.teaching import ABSENT, COMPLETED, LEAVE, PRESENT, REPLACED, REPORTED
from ganbu_desktop.modules.training.rows import archive, planning, teaching

WEIGHTS = {"exam_weight": 40, "contest_weight": 30, "review_weight": 30}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def save(office: Office, old: TrainingClass | None, new: TrainingClass) -> None:
    planning.CLASSES.save(office, [(old, new)], title="班次")


# ---- weights


def test_weights_add_up(office: Office) -> None:
    entry = make_class(office)
    with pytest.raises(CheckFailed, match="合计 90%"):
        save(office, entry, dataclasses.replace(entry, **{**WEIGHTS, "exam_weight": 30}))
    save(office, entry, dataclasses.replace(entry, **WEIGHTS))
    stored = office.get(TrainingClass, entry.id)
    assert stored is not None
    assert stored.exam_weight == 40


def test_f7_weights_are_frozen_once_the_class_has_begun(office: Office) -> None:
    entry = make_class(office, starts_on=on("2026.03.02"), **WEIGHTS, weights_published_on=on("2026.02.20"))
    with pytest.raises(CheckFailed, match="开班前公布后不再改动"):
        save(office, entry, dataclasses.replace(entry, exam_weight=50, contest_weight=20))
    with pytest.raises(CheckFailed, match="开班时间不能再改"):
        save(office, entry, dataclasses.replace(entry, starts_on=on("2026.04.01")))
    late = make_class(office, "没有权重的班", starts_on=on("2026.02.01"))
    with pytest.raises(CheckFailed, match="只记分项成绩"):
        save(office, late, dataclasses.replace(late, **WEIGHTS))


def test_a_class_entered_later_needs_weights_told_before(office: Office) -> None:
    past = TrainingClass(title="去年的班", starts_on=on("2025.05.06"), **WEIGHTS)
    with pytest.raises(CheckFailed, match="须在开班前公布"):
        save(office, None, past)
    save(office, None, dataclasses.replace(past, weights_published_on=on("2025.04.30")))
    assert len(office.find(TrainingClass)) == 1


def test_scores_are_totalled_by_the_weights(office: Office) -> None:
    who = make_person(office)
    entry = held_class(office, who, **WEIGHTS, weights_published_on=on("2025.12.20"))
    score = TrainingScore(
        person_id=who.id, class_id=entry.id, exam_tenths=850, contest_tenths=900, review_tenths=880, total_tenths=1
    )
    teaching.SCORES.save(office, [(None, score)], title="成绩")
    stored = office.find(TrainingScore)[0]
    assert (stored.total_tenths, stored.weights) == (874, "考40竞30评30，2025.12.20 公布")
    again = TrainingScore(person_id=who.id, class_id=entry.id, exam_tenths=1)
    with pytest.raises(CheckFailed, match="已有成绩"):
        teaching.SCORES.save(office, [(None, again)], title="成绩")
    with pytest.raises(CheckFailed, match="0—100"):
        teaching.SCORES.save(office, [(stored, dataclasses.replace(stored, exam_tenths=1001))], title="成绩")


# ---- the list


def test_calling_up_adds_nobody_twice_and_keeps_the_conditions(office: Office) -> None:
    first, second = make_person(office, "甲"), make_person(office, "乙")
    entry = make_class(office)
    assert actions.call_up(office, entry.id, [first.id, second.id], batch="第一批", conditions="45 岁以下") == 2
    assert actions.call_up(office, entry.id, [first.id]) == 0
    rows = office.find(Enrolment)
    assert {(r.person_id, r.batch) for r in rows} == {(first.id, "第一批"), (second.id, "第一批")}


def test_the_notice_reaches_everybody_on_the_list(office: Office) -> None:
    who = make_person(office)
    entry = make_class(office)
    actions.call_up(office, entry.id, [who.id])
    actions.issue_notice(office, entry, "组通〔2026〕8号", on("2026.03.20"))
    assert office.find(Enrolment)[0].notified_on == on("2026.03.20")
    with pytest.raises(CheckFailed, match="文号"):
        actions.issue_notice(office, entry, " ", on("2026.03.20"))


def test_substitution_needs_another_hand_and_changes_the_list(office: Office) -> None:
    called, other = make_person(office, "甲"), make_person(office, "乙")
    entry = make_class(office)
    actions.call_up(office, entry.id, [called.id], batch="第一批")
    wish = Substitution(
        person_id=called.id, class_id=entry.id, substitute_id=other.id, reason="防汛值守", applied_by="李某"
    )
    actions.apply_substitution(office, wish)
    with pytest.raises(CheckFailed, match="不能是同一人"):
        actions.decide_substitution(office, wish, is_approved=True, approved_by="李某")
    assert len(office.find(Enrolment)) == 1
    actions.decide_substitution(office, wish, is_approved=True, approved_by="部领导")
    states = {e.person_id: (e.state, e.batch) for e in office.find(Enrolment)}
    assert states[called.id][0] == REPLACED
    assert states[other.id] == ("1", "第一批")
    with pytest.raises(CheckFailed, match="已经审批"):
        actions.decide_substitution(office, wish, is_approved=False, approved_by="部领导")


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ({"reason": ""}, "替训要写明理由"),
        ({"reason": " 　\n"}, "替训要写明理由"),
        ({"substitute": "甲"}, "同一个人"),
        ({"called": "丙"}, "不在这个班次的名单里"),
        ({"substitute": "丁"}, "已经在这个班次的名单里"),
    ],
)
def test_a_wish_to_send_somebody_else_needs_its_ground(office: Office, wish: dict[str, str], says: str) -> None:
    """Whoever writes it: the dialog of the class, the ledger, or a line of a workbook."""
    people = {name: make_person(office, name) for name in "甲乙丙丁"}
    entry = make_class(office)
    add(office, *(Enrolment(person_id=people[name].id, class_id=entry.id) for name in "甲丁"))
    row = Substitution(
        person_id=people[wish.get("called", "甲")].id,
        class_id=entry.id,
        substitute_id=people[wish.get("substitute", "乙")].id,
        reason=wish.get("reason", "防汛值守"),
    )
    with pytest.raises(CheckFailed, match=says):
        actions.apply_substitution(office, row)
    with pytest.raises(CheckFailed, match=says):
        actions.save_substitutions(office, [(None, row)], title="替训")
    assert office.find(Substitution) == []
    good = dataclasses.replace(row, person_id=people["甲"].id, substitute_id=people["乙"].id, reason="防汛值守")
    actions.save_substitutions(office, [(None, good)], title="替训")
    assert len(office.find(Substitution)) == 1


def test_the_same_hand_is_the_same_however_it_is_written(office: Office) -> None:
    called, other = make_person(office, "甲"), make_person(office, "乙")
    entry = make_class(office)
    add(office, Enrolment(person_id=called.id, class_id=entry.id))
    given = {"person_id": called.id, "class_id": entry.id, "substitute_id": other.id}
    wish = actions.apply_substitution(office, Substitution(**given, reason="值守", applied_by="李某（科长）"))
    with pytest.raises(CheckFailed, match="不能是同一人"):
        actions.decide_substitution(office, wish, is_approved=True, approved_by="李 某")


def test_who_leaves_a_class_leaves_it_for_a_reason(office: Office) -> None:
    person = make_person(office, "甲")
    held_class(office, person)
    (row,) = office.find(Enrolment)
    with pytest.raises(CheckFailed, match="退学要写明原因"):
        actions.withdraw(office, row, " ")
    with pytest.raises(CheckFailed, match="退学要写明原因"):
        teaching.ENROLMENTS.save(office, [(row, dataclasses.replace(row, state="4"))], title="退学")
    actions.withdraw(office, row, " 工作调动 ")
    assert [(e.state, e.withdrawn_reason) for e in office.find(Enrolment)] == [("4", "工作调动")]


def test_a_refused_substitution_changes_nothing(office: Office) -> None:
    called, other = make_person(office, "甲"), make_person(office, "乙")
    entry = make_class(office)
    actions.call_up(office, entry.id, [called.id])
    wish = Substitution(person_id=called.id, class_id=entry.id, substitute_id=other.id, reason="出差")
    actions.apply_substitution(office, wish)
    actions.decide_substitution(office, wish, is_approved=False, approved_by="部领导", opinion="请本人参加")
    assert [e.person_id for e in office.find(Enrolment)] == [called.id]


def test_a_withdrawal_says_why(office: Office) -> None:
    who = make_person(office)
    held_class(office, who)
    row = office.find(Enrolment)[0]
    with pytest.raises(CheckFailed, match="写明原因"):
        actions.withdraw(office, row, " ")
    actions.withdraw(office, row, "请假累计超过七分之一")
    assert office.find(Enrolment)[0].withdrawn_reason == "请假累计超过七分之一"


# ---- attendance and the end of a class


def test_marks_are_written_changed_and_taken_away(office: Office) -> None:
    first, second = make_person(office, "甲"), make_person(office, "乙")
    entry = held_class(office, first, second)
    one = lesson(office, entry, "第一讲")
    assert actions.mark_attendance(office, one.id, {first.id: PRESENT, second.id: LEAVE}) == 2
    assert actions.mark_attendance(office, one.id, {first.id: PRESENT, second.id: PRESENT}) == 1
    assert actions.mark_attendance(office, one.id, {first.id: None}) == 1
    lines = office.find(Attendance)
    assert [(a.person_id, a.mark, a.held_on) for a in lines] == [(second.id, PRESENT, entry.starts_on)]
    teaching.SESSIONS.save(office, [(one, None)], title="删课次")
    assert office.find(Attendance) == []


def test_completing_writes_hours_once_and_leaves_who_was_away_too_much(office: Office) -> None:
    fine, away, sick = (make_person(office, name) for name in ("甲", "乙", "丙"))
    entry = held_class(office, fine, away, sick)
    lessons = [lesson(office, entry, f"第{n}讲", position=n) for n in range(7)]
    for number, one in enumerate(lessons):
        marks = {fine.id: LEAVE if number == 0 else PRESENT, sick.id: LEAVE if number < 3 else PRESENT}
        actions.mark_attendance(office, one.id, {**marks, away.id: LEAVE if number < 2 else PRESENT})
    ill = next(e for e in office.find(Enrolment) if e.person_id == sick.id)
    teaching.ENROLMENTS.save(office, [(ill, dataclasses.replace(ill, leave_ground="1"))], title="病假")
    done = actions.complete_class(office, entry, certificate_prefix="青干2026")
    assert done.done == 2
    assert [(name, "七" in why or "7" in why) for name, why in done.left] == [("乙", True)]
    archive = {h.person_id: h for h in office.find(TrainingHours)}
    assert archive[fine.id].hours_tenths == 600
    given = {e.person_id: e.certificate for e in office.find(Enrolment) if e.certificate}
    assert sorted(given.values()) == ["青干2026001", "青干2026002"]
    assert {person_id: entry.certificate for person_id, entry in archive.items()} == given
    assert archive[sick.id].hours_tenths == 400
    assert archive[fine.id].source == FROM_CLASS
    assert archive[fine.id].year == 2026
    assert away.id not in archive
    states = {e.person_id: e.state for e in office.find(Enrolment)}
    assert (states[fine.id], states[away.id]) == (COMPLETED, "2")
    actions.complete_class(office, entry)
    assert len(office.find(TrainingHours)) == 2
    view = class_view(office, entry.id)
    assert view is not None
    assert {x.person.name: x.leave.shown() for x in view.learners} == {"甲": "14.3%", "乙": "28.6%", "丙": "0.0%"}


def test_no_number_of_a_certificate_is_given_twice(office: Office) -> None:
    """Who completes later gets the next number that is free, wherever the person stands in the list."""
    first, later = make_person(office, "乙", position=2), make_person(office, "甲", position=1)
    entry = held_class(office, first)
    actions.complete_class(office, entry, certificate_prefix="青干2026")
    add(office, Enrolment(person_id=later.id, class_id=entry.id, state=REPORTED, reported_on=entry.starts_on))
    actions.complete_class(office, entry, certificate_prefix="青干2026")
    given = {e.person_id: e.certificate for e in office.find(Enrolment)}
    assert given == {first.id: "青干2026001", later.id: "青干2026002"}


def test_absence_without_leave_counts_and_is_not_learnt(office: Office) -> None:
    """8 of 14 lessons absent are over the limit; one of 14 is not, and its hours are not written down."""
    gone, once, ill = (make_person(office, name) for name in ("甲", "乙", "丙"))
    entry = held_class(office, gone, once, ill)
    lessons = [lesson(office, entry, f"第{n}讲", hours_tenths=None, position=n) for n in range(14)]
    for number, one in enumerate(lessons):
        marks = {gone.id: ABSENT if number < 8 else PRESENT, once.id: ABSENT if number == 0 else PRESENT}
        actions.mark_attendance(office, one.id, {**marks, ill.id: ABSENT if number < 8 else PRESENT})
    sick = TrainingExemption(person_id=ill.id, kind="1", starts_on=entry.starts_on, ends_on=entry.starts_on)
    add(office, sick)
    done = actions.complete_class(office, entry)
    assert done.left == (("甲", "请假、缺席 57.1%，超过总学时的 7 分之一，按规定应退学，请先处理"),)
    archive = {h.person_id: h.hours_tenths for h in office.find(TrainingHours)}
    assert archive == {once.id: 650, ill.id: 300}


def test_the_office_may_decide_that_absence_does_not_count(office: Office) -> None:
    gone = make_person(office, "甲")
    entry = held_class(office, gone)
    for number in range(7):
        one = lesson(office, entry, f"第{number}讲", position=number)
        actions.mark_attendance(office, one.id, {gone.id: ABSENT if number < 4 else PRESENT})
    set_override(office, name="training_absence_counts", value="否", effective_from=on("2025.01"), document="内部约定")
    assert actions.complete_class(office, entry).left == ()
    assert [h.hours_tenths for h in office.find(TrainingHours)] == [300]


def test_a_class_that_has_not_begun_cannot_end(office: Office) -> None:
    with pytest.raises(CheckFailed, match="还没有开班"):
        actions.complete_class(office, make_class(office))


# ---- hours


def test_f4_catching_up_needs_its_proof(office: Office) -> None:
    who = make_person(office)
    entry = dataclasses.replace(hours(who, 40, 2024, source=CAUGHT_UP), year=None)
    with pytest.raises(CheckFailed, match="证明材料或证书编号"):
        archive.HOURS.save(office, [(None, entry)], title="补录")
    archive.HOURS.save(office, [(None, dataclasses.replace(entry, proof="结业证书复印件"))], title="补录")
    assert office.find(TrainingHours)[0].year == 2024
    again = hours(who, 40, 2024, source=CAUGHT_UP, proof="又一份")
    with pytest.raises(CheckFailed, match="没有重复登记"):
        archive.HOURS.save(office, [(None, again)], title="补录")


def test_merging_twice_leaves_the_same_rows(office: Office) -> None:
    who = make_person(office)
    first = hours(who, 40, 2025, organiser="市委党校")
    assert actions.merge_hours(office, [first, hours(who, 40, 2025)], title="导入") == actions.archive.Merged(1, 0, 1)
    again = hours(who, 44, 2025, organiser="另一说法", venue="市委党校")
    assert actions.merge_hours(office, [again], title="导入") == actions.archive.Merged(0, 1, 0)
    assert actions.merge_hours(office, [again], title="导入") == actions.archive.Merged(0, 0, 1)
    stored = office.find(TrainingHours)
    assert [(h.hours_tenths, h.organiser, h.venue) for h in stored] == [(400, "市委党校", "市委党校")]


def test_layouts_are_remembered(office: Office) -> None:
    actions.remember_mapping(office, "abc", "省网络学院", {0: "person", 3: "hours_tenths"})
    actions.remember_mapping(office, "abc", "省网络学院", {0: "person", 4: "hours_tenths"})
    assert actions.archive.read_mappings(office) == {"abc": {0: "person", 4: "hours_tenths"}}


# ---- plans and campaigns


def test_a_class_is_opened_from_the_plan_once(office: Office) -> None:
    plan = TrainingPlan(year=2026, title="任职培训班", places=40, starts_on=on("2026.06"))
    add(office, plan)
    entry = actions.open_class(office, plan)
    assert (entry.title, entry.places, entry.plan_id) == ("任职培训班", 40, plan.id)
    with pytest.raises(CheckFailed, match="已经建过班"):
        actions.open_class(office, plan)
    with pytest.raises(CheckFailed, match="还有 1 条培训班次"):
        planning.PLANS.save(office, [(plan, None)], title="删")


def test_elements_are_laid_out_to_units(office: Office) -> None:
    units = [make_unit(office, name).id for name in ("甲镇", "乙镇")]
    campaign = Campaign(title="专题学习", elements="一课\n一信\n\n一卷", due_on=on("2026.06.30"))
    add(office, campaign)
    assert actions.lay_out_campaign(office, campaign, units) == 6
    assert actions.lay_out_campaign(office, campaign, units) == 0
    item = office.find(CampaignItem)[0]
    with pytest.raises(CheckFailed, match="写明材料"):
        actions.complete_item(office, item, "", on("2026.03.01"))
    actions.complete_item(office, item, "已交机关党委", on("2026.03.01"))
    assert [i.done_on for i in office.find(CampaignItem) if i.done_on] == [on("2026.03.01")]
    with pytest.raises(CheckFailed, match="要素清单"):
        actions.lay_out_campaign(office, Campaign(title="空"), units)


def test_there_are_not_more_sheets_than_were_handed_out(office: Office) -> None:
    entry = make_class(office)
    row = ClassEvaluation(class_id=entry.id, item="6", handed_out=5, very_satisfied=4, satisfied=2)
    with pytest.raises(CheckFailed, match="多于发出的 5 份"):
        teaching.EVALUATIONS.save(office, [(None, row)], title="评课")
