"""Who is expected in a period that is over: those who served then, the same a year later, and the others by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from support.builders import add, make_office, make_person, make_unit
from support.talks import day, make_talk, visit_of

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person import Person, Tenure
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.report import runs as report_runs
from ganbu_desktop.kernel.report.content import fingerprint
from ganbu_desktop.kernel.report.differences import differences
from ganbu_desktop.kernel.report.spec import Figure, Period, Report, named
from ganbu_desktop.modules.talks import expected, rules
from ganbu_desktop.modules.talks.records import Talk
from ganbu_desktop.modules.talks.reports import REPORTS
from ganbu_desktop.modules.talks.rows import VISITS

YEAR = Period.parse("2025")
SERVING, RETIRED = "现职人员", "离退人员"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def cadre(office: Office, unit: Unit, name: str, since: str, **values: object) -> Person:
    """Add somebody who has held one post of a unit since a day."""
    chief = bool(values.get("is_principal"))
    person = make_person(office, name, unit_id=unit.id, management_state=SERVING, **values)
    kind, post = ("正职", "局长") if chief else ("副职", "副局长")
    add(
        office,
        Tenure(
            person_id=person.id,
            unit_id=unit.id,
            is_main=True,
            post_name=post,
            member_kind=kind,
            appointed_on=day(since),
        ),
    )
    return person


def leave(office: Office, person: Person, on: str) -> None:
    """Let somebody retire on a day: the post ends, the leaving and the state are recorded."""
    (post,) = office.owned(Tenure, person.id)
    with office.operation("退休", right="test") as current:
        current.change(post, removed_on=day(on), state="已免")
        current.insert(ExitEvent(person_id=person.id, kind="1", happened_on=day(on), unit_id=person.unit_id))
        current.change(current.get(Person, person.id), management_state=RETIRED, is_principal=False)


def move(office: Office, person: Person, to: Unit, on: str, post: str = "副局长") -> None:
    """Let somebody go to another unit as a deputy on a day."""
    (old,) = office.owned(Tenure, person.id)
    with office.operation("调任", right="test") as current:
        current.change(old, removed_on=day(on), state="已免")
        current.insert(
            Tenure(
                person_id=person.id,
                unit_id=to.id,
                is_main=True,
                post_name=post,
                member_kind="副职",
                appointed_on=day(on),
            )
        )
        current.change(current.get(Person, person.id), unit_id=to.id, is_principal=False, current_post_short=post)


def county(office: Office) -> dict[str, Person]:
    """Make 教育局 (甲 chief, 乙, 丙 retired 2025.06) and 水利局 (丁, 戊 entered 2026.01); 己 has no dates at all."""
    education, water = make_unit(office, "教育局", position=1), make_unit(office, "水利局", position=2)
    people = {
        "甲": cadre(office, education, "甲", "2019.03", is_principal=True, position=1),
        "乙": cadre(office, education, "乙", "2020.05", position=2),
        "丙": cadre(office, education, "丙", "2018.01", position=3),
        "丁": cadre(office, water, "丁", "2018.01", position=1),
        "戊": cadre(office, water, "戊", "2026.01.05", position=2),
        "己": make_person(office, "己", unit_id=water.id),
    }
    leave(office, people["丙"], "2025.06")
    make_talk(office, people["甲"], "2025.03.01")
    make_talk(office, people["乙"], "2025.09.01", talker_level="3")
    make_talk(office, people["丙"], "2025.02.01")
    VISITS.save(office, [(None, visit_of(people["丁"], "2025.04.10", appointment_on=day("2025.04.01")))], title="家访")
    return people


def rows(report: Report, table: int = 0) -> list[list[str]]:
    return [[c.shown() if isinstance(c, Figure) else c for c in row] for row in report.tables[table].rows]


def compute(office: Office, name: str, period: Period = YEAR) -> Report:
    return named(REPORTS, name).compute(office, period)


def test_a_period_expects_who_served_at_its_end_and_names_the_others(office: Office) -> None:
    """甲 owes two talks and had one; 丙 had left, 戊 had not come, of 己 nothing is known."""
    people = county(office)
    found = compute(office, "coverage")
    assert rows(found) == [
        ["教育局", "2", "2", "100.0%", "1", "50.0%", "0", "0.0%", "1"],
        ["水利局", "1", "0", "0.0%", "0", "0.0%", "1", "100.0%", "0"],
        ["合计", "3", "2", "66.7%", "1", "33.3%", "1", "33.3%", "1"],
    ]
    assert [row[1:] for row in rows(found, 2)] == [["丙", "教育局", "", "期末不在职：离退人员（2025.06 起）"]]
    assert found.tables[3].title == "不能确定期末是否在职、没有列入的人员"
    assert [row[1] for row in rows(found, 3)] == ["己"]
    said = "".join(found.remarks)
    assert "期末在职且由本级管理" in said
    assert "另有 1 人不能确定期末是否在职，没有列入" in said
    expected_people = found.tables[0].rows[-1][1]
    assert isinstance(expected_people, Figure)
    assert people["戊"].id not in {*expected_people.people, *dict(expected_people.left_out)}


def test_who_begins_and_who_ends_at_the_edge_of_a_period(office: Office) -> None:
    """Serving from the first day of a post until the day before the first day of leaving."""
    unit = make_unit(office, "教育局")
    came, went = cadre(office, unit, "来", "2025.12.31"), cadre(office, unit, "去", "2018.01")
    later, earlier = cadre(office, unit, "后", "2026.01.01"), cadre(office, unit, "前", "2018.01")
    leave(office, went, "2026.01.01")
    leave(office, earlier, "2025.12.31")
    window = rules.Window(date(2025, 1, 1), date(2025, 12, 31))
    with office.reading() as connection:
        found = expected.expected_in(connection, office.parameters(), window)
    assert {c.name for c in found.cadres} | {c.name for c in found.outside} == {"来", "去", "前"}
    assert found.left_out[came.id] == "2025.12.31 任现职，截止日不满 3 个月"
    assert found.left_out[earlier.id].startswith("期末不在职")
    assert went.id not in found.left_out
    assert later.id not in found.left_out


@pytest.mark.parametrize("name", ["coverage", "talk-unreached"])
def test_the_same_year_is_the_same_after_people_retire_move_and_are_deleted(office: Office, name: str) -> None:
    people = county(office)
    before = compute(office, name, YEAR.on(date(2026, 1, 10)))
    water = office.find(Unit, Unit.table.c.name == "水利局")[0]
    leave(office, people["丁"], "2026.02.01")
    move(office, people["甲"], water, "2026.02.10")
    make_talk(office, people["乙"], "2026.02.20")
    with office.operation("删除", right="test") as current:
        current.delete(current.get(Person, people["乙"].id))
    after = compute(office, name, YEAR.on(date(2026, 11, 30)))
    assert rows(after) == rows(before)
    assert fingerprint(name, "2025", after) == fingerprint(name, "2025", before)
    assert after.inputs == before.inputs
    now = compute(office, name, Period.parse("2026"))
    assert rows(now) != rows(before)


def test_a_corrected_record_is_named_by_the_next_run(office: Office) -> None:
    """A talk entered late and a leaving that was dated wrongly change the year, and both are named."""
    people = county(office)
    spec = named(REPORTS, "coverage")
    before = report_runs.generate(office, spec, YEAR).run
    add(office, Talk(person_id=people["丁"].id, kind="01", held_on=day("2025.11.20"), talker_level="3"))
    with office.operation("更正离开时间", right="test") as current:
        (gone,) = current.find(ExitEvent)
        current.update_many([(gone, replace(gone, happened_on=day("2026.01.05")))])
    after = report_runs.generate(office, spec, YEAR).run
    found = differences(office, before, after)
    assert "第1张表：“合计”的“谈心谈话·应谈人数”由 3 变为 4（增加 丙）" in found
    assert "第1张表：“合计”的“谈心谈话·已谈人数”由 2 变为 4（增加 丙、丁）" in found
    assert "新增 1 条谈心谈话：丁 2025.11.20" in found
    assert "修改 2 条干部：丙 1980.05、丁 1980.05" in found


def test_the_last_talk_on_a_list_of_a_year_lies_in_or_before_it(office: Office) -> None:
    people = county(office)
    make_talk(office, people["丁"], "2024.05.06")
    make_talk(office, people["丁"], "2026.02.06")
    listed = {row[2]: row[7] for row in rows(compute(office, "talk-unreached"))}
    assert listed == {"甲": "2025.03.01", "乙": "2025.09.01", "丁": "2024.05.06"}


def test_a_line_counts_the_talkers_that_it_names(office: Office) -> None:
    """单位党组织及以上谈: by the unit's party organisation or the department; principals, by the department alone."""
    water = make_unit(office, "水利局")
    people = {
        name: cadre(office, water, name, "2018.01", is_principal=name in "甲乙", position=n)
        for n, name in enumerate("甲乙丙丁戊己", 1)
    }
    for name, level in (("甲", "2"), ("乙", "3"), ("丙", "1"), ("丁", "3"), ("戊", "4")):
        make_talk(office, people[name], "2025.09.01", talker_level=level)
    report = compute(office, "coverage")
    (table,) = [t for t in report.tables if any("及以上谈" in str(row[0]) for row in t.rows)]
    chiefs, others = table.rows
    assert [c.shown() if isinstance(c, Figure) else c for c in chiefs] == [
        "县管正职：部领导或部务会成员谈",
        *("2", "1", "50.0%"),
    ]
    due, talked, share = others[1:]
    assert [c.shown() for c in (due, talked, share) if isinstance(c, Figure)] == ["4", "2", "50.0%"]
    assert isinstance(talked, Figure)
    assert set(talked.people) == {people["丙"].id, people["丁"].id}
    assert dict(talked.left_out) == {
        people["戊"].id: "谈话人层级为其他人员、低于这一级或没有填",
        people["己"].id: "没有单独谈话",
    }
