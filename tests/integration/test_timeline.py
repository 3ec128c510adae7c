"""A person's 时间轴: what every room holds in the order of time, in force only, and nothing of what was said."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.builders import add, make_office, make_person, make_unit
from support.sanctions import registered
from support.talks import day, make_talk

from ganbu_desktop import modules
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import AnnualResult, Reward, Tenure
from ganbu_desktop.kernel.people.timeline import TimelineLine, timeline
from ganbu_desktop.kernel.spine import actions as spine

SYSTEMS = {"talks": "知事识人", "sanctions": "从严管理"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    modules.load()
    return make_office(tmp_path)


def lines(office: Office, person_id: str) -> list[TimelineLine]:
    return timeline(office, person_id, modules.ledgers(), SYSTEMS)


def test_rooms_and_own_sets_stand_in_the_order_of_time(office: Office) -> None:
    unit = make_unit(office, "县财政局")
    person, other = make_person(office, "甲"), make_person(office, "乙")
    add(
        office,
        Tenure(
            person_id=person.id,
            unit_id=unit.id,
            post_name="局长",
            appointed_on=day("2020.05"),
            removed_on=day("2024.01"),
        ),
        AnnualResult(person_id=person.id, year=2023, result="1"),
    )
    talk = make_talk(office, person, "2025.03.04", content="谈了家里的困难")
    make_talk(office, other, "2025.03.05")
    found = lines(office, person.id)
    assert [(str(line.on), line.what) for line in found] == [
        ("2025.03.04", "谈心谈话"),
        ("2023", "年度考核"),
        ("2020.05", "任职"),
    ]
    assert (found[0].ledger, found[0].record_id, found[0].system) == ("talks", talk.id, "知事识人")
    assert (found[2].text, str(found[2].until), found[2].system) == ("县财政局，局长", "2024.01", "选拔任用")
    assert not any("困难" in line.text for line in found)


def test_a_limiting_entry_stands_only_while_it_is_in_force(office: Office) -> None:
    draft = registered(office)
    assert lines(office, draft.person_id) == []
    entry = spine.make_effective(office, draft)
    (line,) = lines(office, entry.person_id)
    assert (line.what, line.system) == ("处理处分登记", "从严管理")
    assert "违规审批" not in line.text
    spine.void(office, entry, reason="经复核，原决定撤销")
    assert lines(office, entry.person_id) == []


def test_a_ledger_that_stands_nowhere_is_left_out(office: Office) -> None:
    person = make_person(office)
    make_talk(office, person, "2025.03.04")
    assert timeline(office, person.id, modules.ledgers(), {}) == []


def test_a_punishment_typed_as_a_row_is_no_line_of_it(office: Office) -> None:
    person = make_person(office)
    for name in ("警告（党员）", "记三等功"):
        add(office, Reward(person_id=person.id, name=name, approved_on=day("2015.03"), body="县纪委"))
    assert [line.text for line in lines(office, person.id)] == ["记三等功，县纪委"]
