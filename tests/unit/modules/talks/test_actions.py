"""What the actions of the talks room refuse, and what they add."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.builders import make_office, make_person, make_unit
from support.talks import day, make_talk, visit_of

from ganbu_desktop.foundation.errors import CheckFailed, PermissionDenied
from ganbu_desktop.kernel.log import sealed
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.spine.actions import close_loop
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.modules.talks import actions, rights
from ganbu_desktop.modules.talks.records import (
    Forum,
    ForumOpinion,
    HomeVisit,
    MoodReport,
    Need,
    Talk,
    TalkExemption,
)
from ganbu_desktop.modules.talks.rows import EXEMPTIONS, FORUMS, MOODS, NEEDS, OPINIONS, TALKS, VISITS
from ganbu_desktop.store.audit import change_table


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def test_a_new_talk_gets_its_number_and_the_post_of_its_day(office: Office) -> None:
    """The post at the time of the talk stays when the person moves on."""
    unit = make_unit(office, "教育局")
    person = make_person(office, unit_id=unit.id, current_post_short="副局长", post_level="1A42")
    first, second = make_talk(office, person, "2026.02.03"), make_talk(office, person, "2026.03.01", kind="05")
    assert (first.number, second.number) == ("2026-0001", "2026-0002")
    assert (first.unit_id, first.post, first.post_level) == (unit.id, "副局长", "1A42")
    assert make_talk(office, person, "2025.12.30", post="科长").post == "科长"


def test_numbers_go_on_past_ten_thousand(office: Office) -> None:
    person = make_person(office)
    make_talk(office, person, "2026.02.03", number="2026-9999")
    assert make_talk(office, person, "2026.02.04").number == "2026-10000"
    assert make_talk(office, person, "2026.02.05").number == "2026-10001"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kind": "12"}, "家访"),
        ({"held_on": day("2026.03.03")}, "不能晚于今天"),
        ({"confirmation": "2"}, "原话"),
        ({"confirmation": "3"}, "原话"),
        ({"confirmation": "4"}, "拒签"),
    ],
)
def test_a_talk_is_refused_with_a_sentence(office: Office, values: dict[str, Any], words: str) -> None:
    person = make_person(office)
    talk = Talk(**{"person_id": person.id, "kind": "01", "held_on": day("2026.03.02"), **values})
    with pytest.raises(CheckFailed, match=words):
        TALKS.save(office, [(None, talk)], title="登记谈话")
    assert office.find(Talk) == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"has_consent": None}, "本人没有同意"),
        ({"has_consent": False}, "本人没有同意"),
        ({"appointment_on": None}, "事先约定"),
        ({"appointment_on": day("2026.02.11")}, "事先约定"),
        ({"visitors": "李部长"}, "2 人以上"),
        ({"visitors": "李部长、李部长"}, "2 人以上"),
        ({"visitors": None}, "2 人以上"),
        ({"family_present": "妻子、王芳"}, "只写称谓"),
        ({"visited_on": day("2026.03.09")}, "不能晚于今天"),
    ],
)
def test_a_visit_needs_consent_appointment_and_company(office: Office, values: dict[str, Any], words: str) -> None:
    visit = replace(visit_of(make_person(office)), **values)
    with pytest.raises(CheckFailed, match=words):
        VISITS.save(office, [(None, visit)], title="登记家访")
    assert office.find(HomeVisit) == []


def test_a_visit_can_be_planned_before_anybody_is_asked(office: Office) -> None:
    person = make_person(office)
    plan = HomeVisit(person_id=person.id, planned_on=day("2026.05"))
    VISITS.save(office, [(None, plan)], title="计划家访")
    VISITS.save(office, [(None, visit_of(person))], title="登记家访")
    planned, made = office.find(HomeVisit)
    assert (planned.number, made.number) == ("2026-0001", "2026-0002")
    assert made.planned_on == day("2026.02.08")


@pytest.mark.parametrize(("kind", "is_private"), [("1", True), ("3", True), ("4", True), ("2", False), ("5", False)])
def test_words_of_a_private_need_are_never_stored_as_typed(office: Office, kind: str, is_private: bool) -> None:
    person = make_person(office)
    need = Need(person_id=person.id, kind=kind, raised_on=day("2026.02.01"), description="希望帮助的事")
    NEEDS.save(office, [(None, need)], title="登记诉求")
    stored = office.find(Need)[0]
    NEEDS.save(office, [(stored, replace(stored, measure="协调", description="希望帮助的事"))], title="改诉求")
    stored = office.find(Need)[0]
    with office.reading() as connection:
        written = " ".join(str(row) for row in connection.execute(change_table.select())) + str(stored)
    assert ("希望帮助的事" not in written) is is_private
    assert (stored.description is None) is is_private
    if is_private:
        assert stored.sealed_description is not None
        assert sealed.unsealed(office, stored.sealed_description) == "希望帮助的事"
        limited = Office(office.file, Account("小周", frozenset({"talks.edit"})), clock=office.clock)
        with pytest.raises(PermissionDenied):
            sealed.unsealed(limited, stored.sealed_description)


def test_a_need_is_closed_on_its_result_by_another_hand(office: Office) -> None:
    person = make_person(office)
    need = Need(person_id=person.id, kind="5", raised_on=day("2026.02.01"), responsible="陈科长")
    NEEDS.save(office, [(None, need)], title="登记诉求")
    stored = office.find(Need)[0]
    with pytest.raises(CheckFailed, match="办理结果"):
        actions.close_need(office, stored, closed_by="周主任")
    done = replace(stored, result="已协调周转房", finished_on=day("2026.02.20"))
    NEEDS.save(office, [(stored, done)], title="办理")
    with pytest.raises(CheckFailed, match="责任人本人"):
        actions.close_need(office, done, closed_by="陈 科长")
    closed = actions.close_need(office, done, closed_by="周主任")
    with pytest.raises(CheckFailed, match="已经销号"):
        NEEDS.save(office, [(closed, replace(closed, result="改"))], title="改")
    with pytest.raises(CheckFailed, match="已经销号"):
        NEEDS.save(office, [(closed, None)], title="删")
    NEEDS.save(office, [(closed, replace(closed, satisfaction="1"))], title="满意度")
    assert office.find(Need)[0].satisfaction == "1"


def test_a_need_comes_from_a_talk_with_the_same_person(office: Office) -> None:
    one, other = make_person(office, "王一"), make_person(office, "王二")
    talk = make_talk(office, one, "2026.02.01")
    with pytest.raises(CheckFailed, match="另一个人"):
        NEEDS.save(office, [(None, Need(person_id=other.id, kind="5", talk_id=talk.id))], title="登记诉求")
    NEEDS.save(office, [(None, Need(person_id=one.id, kind="5", talk_id=talk.id))], title="登记诉求")
    with pytest.raises(CheckFailed, match="还有困难诉求"):
        TALKS.save(office, [(talk, None)], title="删除谈话")


def test_a_promise_is_a_loop_closed_by_another_hand(office: Office) -> None:
    talk = make_talk(office, make_person(office), "2026.02.01")
    with pytest.raises(CheckFailed, match="责任人"):
        actions.promise(office, talk, what="协调", unit_id=None, responsible=" ", due_on=day("2026.04.01"))
    item = actions.promise(office, talk, what="协调", unit_id=None, responsible="陈科长", due_on=day("2026.04.01"))
    assert (item.kind, item.entry_id, item.person_id) == ("2", talk.id, talk.person_id)
    with pytest.raises(CheckFailed, match="责任人"):
        close_loop(office, item, closed_by="陈科长", result="办好")
    close_loop(office, item, closed_by="周主任", result="办好")
    TALKS.save(office, [(talk, None)], title="删除谈话")
    assert office.find(LoopItem) == []


def test_a_group_below_the_smallest_sample_has_no_moods(office: Office) -> None:
    four = MoodReport(year=2026, quarter="1", theme="1", group_size=4)
    with pytest.raises(CheckFailed, match="不到 5 人"):
        MOODS.save(office, [(None, four)], title="思想状况")
    with pytest.raises(CheckFailed, match="不能多于"):
        MOODS.save(office, [(None, replace(four, group_size=6, people=7))], title="思想状况")
    MOODS.save(office, [(None, replace(four, group_size=5, people=5))], title="思想状况")
    assert len(office.find(MoodReport)) == 1


def test_an_opinion_not_adopted_says_why_and_an_answer_has_words(office: Office) -> None:
    forum = Forum(title="座谈", held_on=day("2026.02.01"), attendance=8)
    FORUMS.save(office, [(None, forum)], title="座谈会")
    opinion = ForumOpinion(forum_id=forum.id, opinion="减少报表", kind="4")
    for values, words in (({"adoption": "3"}, "理由"), ({"answered_on": day("2026.02.20")}, "填写答复")):
        with pytest.raises(CheckFailed, match=words):
            OPINIONS.save(office, [(None, replace(opinion, **values))], title="意见")  # type: ignore[arg-type]
    OPINIONS.save(office, [(None, opinion)], title="意见")
    FORUMS.save(office, [(forum, None)], title="删除座谈会")
    assert office.find(ForumOpinion) == []


def test_a_time_away_does_not_end_before_it_begins(office: Office) -> None:
    person = make_person(office)
    wrong = TalkExemption(person_id=person.id, reason="1", starts_on=day("2026.03"), ends_on=day("2026.02"))
    with pytest.raises(CheckFailed, match="早于"):
        EXEMPTIONS.save(office, [(None, wrong)], title="请假")


def test_who_is_not_named_does_not_see_what_was_said(office: Office) -> None:
    """The right opens talks in general; a talk that names accounts is for those alone."""
    person = make_person(office)
    talk = make_talk(office, person, "2026.02.01", content="谈话内容甲", visible_to="李四、王五")
    without = Office(office.file, Account("小周", frozenset({rights.EDIT})), clock=office.clock)
    other = Office(office.file, Account("小吴", frozenset({rights.EDIT, rights.READ})), clock=office.clock)
    named = Office(office.file, Account("李四", frozenset({rights.EDIT, rights.READ})), clock=office.clock)
    assert rights.veiled(without, talk).content == rights.HIDDEN
    assert rights.veiled(other, talk).content == rights.HIDDEN
    assert rights.veiled(named, talk).content == "谈话内容甲"
    with pytest.raises(PermissionDenied):
        TALKS.save(other, [(talk, replace(talk, place="二楼"))], title="改")


def test_deleting_a_person_takes_talks_visits_and_needs_along(office: Office) -> None:
    person = make_person(office)
    talk = make_talk(office, person, "2026.02.01")
    NEEDS.save(office, [(None, Need(person_id=person.id, kind="5", talk_id=talk.id))], title="登记诉求")
    with office.operation("删除", right="test") as current:
        current.delete(person)
    assert (office.find(Talk), office.find(Need)) == ([], [])
    office.undo()
    assert len(office.find(Talk)) == len(office.find(Need)) == 1
