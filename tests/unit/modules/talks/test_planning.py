"""Who is due and who was reached, against a table worked out by hand for five cadres."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.builders import add, make_office, make_person
from support.talks import day, make_county, make_talk, visit_of

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.office.parameter_deciding import set_override
from ganbu_desktop.kernel.people.attendance import AttendanceState, states_on
from ganbu_desktop.kernel.people.person import Tenure
from ganbu_desktop.kernel.report.spec import Figure, Period
from ganbu_desktop.kernel.spine.effect_period import AFFECTED, EffectPeriod
from ganbu_desktop.modules.talks import due, expected, report_people, rules
from ganbu_desktop.modules.talks.records import HomeVisit, TalkExemption
from ganbu_desktop.modules.talks.rows import VISITS

TODAY = date(2026, 3, 2)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def _listed(found: list[due.Due]) -> list[tuple[str, str, str]]:
    return [(d.cadre.name, d.reason, d.due_on.isoformat()) for d in found]


def test_due_by_frequency_and_by_event(office: Office) -> None:
    """甲 each half-year, the others each year; 丙 within three months of 2026.02; 乙 each quarter; 戊 is not ours."""
    person = make_county(office)
    affected = {"person_id": person("乙").id, "entry_table": "entry", "entry_id": "x", "kind": AFFECTED}
    add(office, EffectPeriod(**affected, starts_on=day("2025.09"), ends_on=day("2026.09.01")))
    assert _listed(due.due_talks(office, TODAY)) == [
        ("甲", "missed", "2025-12-31"),
        ("乙", "missed", "2025-12-31"),
        ("丁", "missed", "2025-12-31"),
        ("乙", "effect", "2026-03-31"),
        ("丙", "appointment", "2026-05-31"),
        ("甲", "frequency", "2026-06-30"),
        ("乙", "frequency", "2026-12-31"),
        ("丙", "frequency", "2026-12-31"),
        ("丁", "frequency", "2026-12-31"),
    ]
    make_talk(office, person("甲"), "2026.02.01")
    make_talk(office, person("乙"), "2026.01.15", kind="11")
    make_talk(office, person("丙"), "2026.01.20", kind="02")
    make_talk(office, person("丁"), "2026.02.11", kind="18")
    assert _listed(due.due_talks(office, TODAY)) == [
        ("丁", "missed", "2025-12-31"),
        ("丁", "frequency", "2026-12-31"),
    ]
    assert _listed(due.due_talks(office, date(2026, 7, 1), reasons=[due.EFFECT])) == [("乙", "effect", "2026-09-30")]
    assert ("甲", "frequency", "2026-12-31") in _listed(due.due_talks(office, date(2026, 7, 1)))
    assert ("乙", "effect", "2026-12-31") not in _listed(due.due_talks(office, date(2026, 10, 1)))


def test_who_is_away_today_is_not_due(office: Office) -> None:
    person = make_county(office)
    add(office, TalkExemption(person_id=person("丁").id, reason="2", starts_on=day("2026.02"), ends_on=day("2026.06")))
    assert "丁" not in [d.cadre.name for d in due.due_talks(office, TODAY)]
    assert "丁" not in [d.cadre.name for d in due.due_visits(office, TODAY)]
    assert "丁" in [d.cadre.name for d in due.due_talks(office, date(2026, 7, 1))]


def test_visits_due_name_their_plan(office: Office) -> None:
    person = make_county(office)
    VISITS.save(office, [(None, visit_of(person("甲")))], title="家访")
    plan = HomeVisit(person_id=person("乙").id, planned_on=day("2026.05"))
    VISITS.save(office, [(None, plan)], title="计划")
    texts = {d.cadre.name: d.text for d in due.due_visits(office, TODAY, reasons=[due.VISIT])}
    assert texts == {
        "乙": "2026年还没有家访，计划 2026.05",
        "丙": "2026年还没有家访，没有计划",
        "丁": "2026年还没有家访，没有计划",
    }


def _missed(office: Office, day: date) -> dict[str, str]:
    return {d.cadre.name: d.text for d in due.due_talks(office, day, reasons=[due.MISSED])}


def test_what_was_missed_stays_until_it_is_made_up_for(office: Office) -> None:
    """The half-year of a principal, the year of the others; each with how long ago and how often in a row."""
    person = make_county(office)
    make_talk(office, person("乙"), "2025.05.06")
    make_talk(office, person("丁"), "2026.01.06")
    make_talk(office, person("甲"), "2026.01.20", kind="18")
    assert _missed(office, date(2025, 6, 30)) == {}
    assert _missed(office, date(2025, 7, 1)) == {"甲": "2025年上半年没有谈话，已过 1 天；最近一次 无记录"}
    assert _missed(office, date(2026, 3, 2)) == {"甲": "2025年下半年没有谈话（连续 2 期），已过 61 天；最近一次 无记录"}
    assert _missed(office, date(2026, 7, 1)) == {"甲": "2026年上半年没有谈话（连续 3 期），已过 1 天；最近一次 无记录"}
    make_talk(office, person("甲"), "2026.02.20")
    assert _missed(office, date(2026, 3, 2)) == {}
    assert _missed(office, date(2027, 1, 1)) == {
        "甲": "2026年下半年没有谈话，已过 1 天；最近一次 2026.02.20",
        "乙": "2026年没有谈话，已过 1 天；最近一次 2025.05.06",
        "丙": "2026年没有谈话，已过 1 天；最近一次 无记录",
    }
    found = due.due_talks(office, date(2027, 1, 1), reasons=[due.MISSED])
    assert {d.due_on for d in found} == {date(2026, 12, 31)}
    assert all(d.is_overdue(date(2027, 1, 1)) for d in found)


def test_nobody_misses_a_window_without_having_been_expected_in_it(office: Office) -> None:
    """On leave to its end, not yet in service, or before there was any such figure."""
    person = make_county(office)
    add(office, TalkExemption(person_id=person("丁").id, reason="2", starts_on=day("2025.11"), ends_on=day("2026.02")))
    assert set(_missed(office, TODAY)) == {"甲", "乙"}
    assert _missed(office, date(2025, 1, 1)) == {}


def test_a_missed_visit_stays_until_it_is_made(office: Office) -> None:
    person = make_county(office)
    texts = {d.cadre.name: d.text for d in due.due_visits(office, TODAY, reasons=[due.MISSED_VISIT])}
    assert texts == dict.fromkeys("甲乙丁", "2025年没有家访，已过 61 天；最近一次 无记录，没有计划")
    VISITS.save(office, [(None, visit_of(person("甲")))], title="家访")
    assert {d.cadre.name for d in due.due_visits(office, TODAY, reasons=[due.MISSED_VISIT])} == {"乙", "丁"}


def test_a_change_of_the_figure_makes_no_missed_window(office: Office) -> None:
    """A year that is cut into quarters in July owes its first half to nobody."""
    make_county(office)
    set_override(
        office, name="talk_other_months", value="3", effective_from=day("2026.07"), document="县委组织部〔2026〕8号"
    )
    marks = {d.cadre.name: d.mark for d in due.due_talks(office, date(2026, 7, 2), reasons=[due.MISSED])}
    assert marks == {"甲": "2026年上半年", "乙": "2025年", "丁": "2025年"}
    later = {d.cadre.name: d.mark for d in due.due_talks(office, date(2026, 10, 1), reasons=[due.MISSED])}
    assert later == {"甲": "2026年上半年", **dict.fromkeys("乙丙丁", "2026年第3季度")}


def test_the_county_sets_its_own_frequency_from_a_date_on(office: Office) -> None:
    make_county(office)
    set_override(
        office, name="talk_other_months", value="3", effective_from=day("2026.07"), document="县委组织部〔2026〕8号"
    )
    before = {d.cadre.name: d.due_on for d in due.due_talks(office, TODAY) if d.reason == due.FREQUENCY}
    after = {d.cadre.name: d for d in due.due_talks(office, date(2026, 7, 2)) if d.reason == due.FREQUENCY}
    assert before["丁"] == date(2026, 12, 31)
    assert after["丁"].due_on == date(2026, 9, 30)
    assert "县委组织部〔2026〕8号" in after["丁"].why


def _figures(report_row: tuple[object, ...]) -> list[str]:
    return [cell.shown() for cell in report_row if isinstance(cell, Figure)]


def test_coverage_of_a_year_by_unit(office: Office) -> None:
    """甲 talked once of two, 乙 once of one and visited, 丁 on leave to the end, 丙 in a group only.

    教育局: expected 甲 乙 丙 (three months are over by December), talked 2 = 66.7%, reached 1 = 33.3%, visited 1.
    水利局: 丁 is left out, so there is nobody to cover. 戊 is managed below and stands nowhere.
    """
    person = make_county(office)
    make_talk(office, person("甲"), "2026.02.01")
    make_talk(office, person("乙"), "2026.02.01", talker_level="3")
    make_talk(office, person("丙"), "2026.02.20", kind="18")
    VISITS.save(office, [(None, visit_of(person("乙")))], title="家访")
    add(office, TalkExemption(person_id=person("丁").id, reason="2", starts_on=day("2026.09")))
    report = report_people.compute_coverage(office, Period.parse("2026"))
    units, levels, left = report.tables
    assert [row[0] for row in units.rows] == ["教育局", "水利局", "合计"]
    assert _figures(units.rows[0]) == ["3", "2", "66.7%", "1", "33.3%", "1", "33.3%", "0"]
    assert _figures(units.rows[1]) == ["0", "0", "无记录", "0", "无记录", "0", "无记录", "1"]
    assert _figures(units.rows[2]) == ["3", "2", "66.7%", "1", "33.3%", "1", "33.3%", "1"]
    assert [_figures(row) for row in levels.rows] == [["1", "1", "100.0%"], ["2", "1", "50.0%"]]
    assert left.rows == (("1", "丁", "水利局", "职务", "产假，截止日未结束"),)
    total = units.rows[2]
    assert isinstance(total[1], Figure)
    assert total[1].people == (person("甲").id, person("乙").id, person("丙").id)
    assert total[1].left_out == ((person("丁").id, "产假，截止日未结束"),)
    assert "2025.01 起" in total[1].rule


def test_only_talks_of_their_own_level_count_for_those_responsible(office: Office) -> None:
    """A principal is talked with by the department; the others by their unit's party organisation or higher up."""
    person = make_county(office)
    make_talk(office, person("甲"), "2026.02.01", talker_level="3")
    make_talk(office, person("乙"), "2026.02.01", talker_level="4")
    make_talk(office, person("丙"), "2026.02.01", talker_level="3")
    make_talk(office, person("丁"), "2026.02.01", talker_level=None)
    principals, others = report_people.compute_coverage(office, Period.parse("2026")).tables[1].rows
    assert _figures(principals) == ["1", "0", "0.0%"]
    assert _figures(others) == ["3", "1", "33.3%"]
    talked = others[2]
    assert isinstance(talked, Figure)
    assert talked.people == (person("丙").id,)
    reason = "谈话人层级为其他人员、低于这一级或没有填"
    assert dict(talked.left_out) == {person("乙").id: reason, person("丁").id: reason}
    make_talk(office, person("乙"), "2026.02.02", talker_level="2")
    make_talk(office, person("甲"), "2026.02.02", talker_level="1")
    principals, others = report_people.compute_coverage(office, Period.parse("2026")).tables[1].rows
    assert (_figures(principals), _figures(others)) == (["1", "1", "100.0%"], ["3", "2", "66.7%"])


def test_the_newly_appointed_are_left_out_with_their_reason(office: Office) -> None:
    """Seen at the end of 2025 nobody is new but 丙, who comes only in 2026.02 and is judged by the year's last day."""
    person = make_county(office)
    set_override(
        office,
        name="talk_newly_appointed_left_out_months",
        value="12",
        effective_from=day("2026.01"),
        document="内部约定",
    )
    report = report_people.compute_coverage(office, Period.parse("2026"))
    left = report.tables[2].rows
    assert left == (("1", "丙", "教育局", "职务", "2026.02 任现职，截止日不满 12 个月"),)
    assert person("丙").id not in report.tables[0].rows[0][1].people  # type: ignore[union-attr]


def test_the_unreached_are_listed_with_their_gap(office: Office) -> None:
    person = make_county(office)
    make_talk(office, person("甲"), "2026.02.01")
    make_talk(office, person("乙"), "2026.02.01")
    VISITS.save(office, [(None, visit_of(person("乙")))], title="家访")
    make_talk(office, person("丁"), "2024.05.06")
    report = report_people.compute_unreached(office, Period.parse("2026"))
    rows = [(row[2], [c.shown() for c in row if isinstance(c, Figure)], row[7]) for row in report.tables[0].rows]
    assert rows == [
        ("甲", ["2", "1", "1", "1", "0"], "2026.02.01"),
        ("丙", ["1", "0", "1", "1", "0"], "无记录"),
        ("丁", ["1", "0", "1", "1", "0"], "2024.05.06"),
    ]


def test_who_should_be_back_and_has_no_return_is_away_and_named_so(office: Office) -> None:
    """An approved end that is over brings nobody back, here as in the list of who is away; the return does."""
    lent, back = make_person(office, "甲"), make_person(office, "乙")
    window = rules.Window(date(2026, 1, 1), date(2026, 12, 31))
    spans = {"kind": "2", "starts_on": day("2024.12.31"), "ends_on": day("2026.06.30")}
    add(
        office,
        AttendanceState(person_id=lent.id, **spans),
        AttendanceState(person_id=back.id, **spans, returned_on=day("2026.01.05")),
    )
    with office.reading() as connection:
        found = expected.expected_in(connection, office.parameters(), window)
        assert [(s.person_id, s.is_overdue(window.last)) for s in states_on(connection, window.last)] == [
            (lent.id, True)
        ]
    assert dict(found.left_out) == {lent.id: "借出（应返未登记）"}
    assert [cadre.name for cadre in found.cadres] == ["乙"]
    assert "甲" not in [d.cadre.name for d in due.due_talks(office, TODAY)]


def test_a_side_post_makes_nobody_newly_appointed(office: Office) -> None:
    """A principal since 2020 who gets a side post stays expected, and owes no talk after an appointment."""
    person = make_county(office)
    add(office, Tenure(person_id=person("甲").id, post_name="兼职", appointed_on=day("2026.02.20")))
    assert [d.cadre.name for d in due.due_talks(office, TODAY, reasons=[due.APPOINTMENT])] == ["丙"]
    window = rules.Window(date(2026, 1, 1), date(2026, 3, 31))
    with office.reading() as connection:
        found = expected.expected_in(connection, office.parameters(), window)
    assert person("甲").id not in found.left_out


def test_who_is_lawfully_away_is_not_expected(office: Office) -> None:
    """States of attendance count as the entries of the room do; an absence that nobody has found a ground for not."""
    away, gone = make_person(office, "甲"), make_person(office, "乙")
    window = rules.Window(date(2026, 1, 1), date(2026, 12, 31))
    add(
        office,
        AttendanceState(person_id=away.id, kind="6", starts_on=day("2026.02.01")),
        AttendanceState(person_id=gone.id, kind="7", starts_on=day("2026.02.01")),
    )
    with office.reading() as connection:
        found = expected.expected_in(connection, office.parameters(), window)
    assert dict(found.left_out) == {away.id: "产假，截止日未结束"}
    assert [cadre.name for cadre in found.cadres] == ["乙"]
