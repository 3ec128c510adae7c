"""What the talks room reminds of, each with rule, figure and one click to where it is seen to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.builders import add, make_office, make_unit
from support.talks import day, make_county, make_talk, visit_of

from ganbu_desktop.kernel.office.office import Office, SilentProgress
from ganbu_desktop.kernel.reminders import reminder
from ganbu_desktop.kernel.reminders.reminder import Answer, Nature, Reminder
from ganbu_desktop.kernel.spine.effect_period import AFFECTED, EffectPeriod
from ganbu_desktop.modules.talks import actions, demo
from ganbu_desktop.modules.talks.records import Forum, ForumOpinion, HomeVisit, MoodReport, Need
from ganbu_desktop.modules.talks.reminders import RULES
from ganbu_desktop.modules.talks.rows import NEEDS, OPINIONS, VISITS
from ganbu_desktop.modules.talks.states import need_state, visit_state

TODAY = date(2026, 3, 2)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def _found(office: Office, name: str, on: date = TODAY) -> list[Reminder]:
    rule = next(rule for rule in (*RULES, *OPINIONS.rules("talks")) if rule.name == name)
    return reminder.due(office, [rule], on)[rule]


def test_talks_owed_are_reminded_of_as_the_window_ends(office: Office) -> None:
    person = make_county(office)
    for name in "甲乙丁":
        make_talk(office, person(name), "2025.12.30")
        made = {"appointment_on": day("2025.12.01")}
        VISITS.save(office, [(None, visit_of(person(name), "2025.12.30", **made))], title="家访")
    assert _found(office, "talk-frequency") == []
    assert [r.person_id for r in _found(office, "talk-frequency", date(2026, 6, 16))] == [person("甲").id]
    ending = _found(office, "talk-frequency", date(2026, 12, 20))
    assert [r.due_on for r in ending] == [date(2026, 6, 30), *[date(2026, 12, 31)] * 4]
    assert [r.person_id for r in _found(office, "talk-appointment")] == [person("丙").id]
    assert "3个月" in _found(office, "talk-appointment")[0].why
    assert _found(office, "talk-appointment")[0].target == ("talks", ("due", person("丙").id))
    assert _found(office, "home-visit") == []
    assert len(_found(office, "home-visit", date(2026, 12, 20))) == 4


def test_a_missed_window_is_reminded_of_until_somebody_answers(office: Office) -> None:
    """The reminder of a window that ends and of one that is over are one and the same, so that one answer is enough."""
    person = make_county(office)
    for name in "乙丙丁":
        make_talk(office, person(name), "2026.02.01")
    make_talk(office, person("甲"), "2025.12.01")
    (ending,) = _found(office, "talk-frequency", date(2026, 6, 30))
    (missed,) = _found(office, "talk-frequency", date(2026, 7, 1))
    assert (missed.key, missed.due_on) == (ending.key, date(2026, 6, 30))
    assert "2026年上半年没有谈话，已过 1 天" in missed.title
    assert "已过 153 天" in _found(office, "talk-frequency", date(2026, 11, 30))[0].title
    reminder.answer(office, missed, Answer.IGNORED, reason="当时在外学习")
    assert _found(office, "talk-frequency", date(2026, 11, 30)) == []
    assert [r.person_id for r in _found(office, "talk-frequency", date(2026, 12, 31))] == [person("甲").id]


def test_missed_visits_are_reminded_of_as_well(office: Office) -> None:
    person = make_county(office)
    assert {r.person_id for r in _found(office, "home-visit")} == {person(n).id for n in "甲乙丁"}
    assert "2025年没有家访，已过 61 天" in _found(office, "home-visit")[0].title


def test_an_effect_period_asks_for_a_talk_each_quarter(office: Office) -> None:
    person = make_county(office)
    hung = {"person_id": person("乙").id, "entry_table": "entry", "entry_id": "x", "kind": AFFECTED}
    add(office, EffectPeriod(**hung, starts_on=day("2025.09"), ends_on=day("2026.09.01")))
    assert [r.person_id for r in _found(office, "talk-effect-period")] == [person("乙").id]
    make_talk(office, person("乙"), "2026.02.01", kind="11")
    assert _found(office, "talk-effect-period") == []
    assert len(_found(office, "talk-effect-period", date(2026, 4, 1))) == 1
    assert _found(office, "talk-effect-period", date(2026, 10, 1)) == []


def test_promises_and_needs_are_reminded_of_before_and_after_their_day(office: Office) -> None:
    person = make_county(office)
    talk = make_talk(office, person("甲"), "2026.02.01")
    actions.promise(office, talk, what="协调", unit_id=None, responsible="陈", due_on=day("2026.03.17"))
    actions.promise(office, talk, what="太远", unit_id=None, responsible="陈", due_on=day("2026.03.18"))
    assert ["将到期" in r.title for r in _found(office, "talk-promise")] == [True]
    need = Need(
        person_id=person("甲").id, kind="4", raised_on=day("2026.01"), due_on=day("2026.02"), description="药费"
    )
    NEEDS.save(office, [(None, need)], title="诉求")
    found = _found(office, "need-due")
    assert ["超期" in r.title for r in found] == [True]
    assert "药费" not in found[0].title + found[0].why
    assert next(rule for rule in RULES if rule.name == "need-due").nature is Nature.RIGHT


@pytest.mark.parametrize(
    ("limit", "on", "is_past"),
    [
        ("2026.05", date(2026, 5, 2), False),
        ("2026.05", date(2026, 5, 31), False),
        ("2026.05", date(2026, 6, 1), True),
        ("2026", date(2026, 12, 31), False),
        ("2026", date(2027, 1, 1), True),
        ("2026.05.02", date(2026, 5, 2), False),
        ("2026.05.02", date(2026, 5, 3), True),
    ],
)
def test_past_means_the_same_in_list_and_reminder(office: Office, limit: str, on: date, is_past: bool) -> None:
    """A need, a promise and the plan of a visit are over after the last day that their limit can mean."""
    person = make_county(office)
    need = Need(person_id=person("甲").id, kind="5", raised_on=day("2026.01"), due_on=day(limit))
    add(office, need)
    talk = make_talk(office, person("甲"), "2026.02.01")
    promise = actions.promise(office, talk, what="协调", unit_id=None, responsible="陈", due_on=day(limit))
    plan = HomeVisit(person_id=person("甲").id, planned_on=day(limit))
    assert need_state(need, on) == ("超期" if is_past else "办理中")
    assert visit_state(plan, on) == ("计划已过期" if is_past else "计划中")
    assert promise.is_overdue(on) is is_past
    for rule, words in (("need-due", "超期"), ("talk-promise", "已超期")):
        titles = [r.title for r in _found(office, rule, on)]
        assert any(words in title for title in titles) is is_past


def test_needs_that_heap_up_name_nobody(office: Office) -> None:
    person = make_county(office)
    needs = [Need(person_id=person(n).id, kind="6", raised_on=day("2026.01.05")) for n in "甲乙"]
    NEEDS.save(office, [(None, need) for need in needs], title="诉求")
    assert _found(office, "need-concentration") == []
    NEEDS.save(office, [(None, Need(person_id=person("丙").id, kind="6", raised_on=day("2026.02")))], title="三")
    (found,) = _found(office, "need-concentration")
    assert (found.title, found.person_id) == ("教育局：其他类未办结诉求 3 件", None)


def test_opinions_and_moods(office: Office) -> None:
    make_unit(office, "教育局")
    forum = Forum(title="座谈")
    add(office, forum, ForumOpinion(forum_id=forum.id, opinion="减少报表", due_on=day("2026.02")))
    assert [r.title for r in _found(office, "forum-opinion")] == ["减少报表：座谈意见还没有回复（已过 2 天）"]
    assert [r.title for r in _found(office, "mood-quarterly")] == ["2025年第4季度的思想状况还没有登记，已过 61 天"]
    add(office, MoodReport(year=2025, quarter="4", theme="1", group_size=9))
    assert _found(office, "mood-quarterly") == []
    assert len(_found(office, "mood-quarterly", date(2026, 3, 16))) == 1
    assert [r.due_on for r in _found(office, "mood-quarterly", date(2026, 11, 30))] == [
        date(2026, 3, 31),
        date(2026, 6, 30),
        date(2026, 9, 30),
    ]


def test_the_demo_county_is_the_same_each_time(office: Office, tmp_path: Path) -> None:
    other = make_office(tmp_path, "另一个.ganbu")
    for each in (office, other):
        make_county(each)
    assert demo.fill(office, SilentProgress()) == demo.fill(other, SilentProgress()) > 0
