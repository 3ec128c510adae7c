"""Reports: the fourteen columns, who is left out and why, and the same content for the same records."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support.builders import add, make_office, make_person, make_unit
from support.training_classes import head, hours, on

from ganbu_desktop.kernel.office.office import Office, SilentProgress
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person import Person, Tenure
from ganbu_desktop.kernel.report.content import fingerprint
from ganbu_desktop.kernel.report.paper import write_report
from ganbu_desktop.kernel.report.spec import Figure, Period, named
from ganbu_desktop.modules.training.demo import fill
from ganbu_desktop.modules.training.records import TrainingExemption
from ganbu_desktop.modules.training.reports import REPORTS

YEAR = Period.parse("2026")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def shown(row: tuple[Figure | str, ...]) -> list[str]:
    return [c.shown() if isinstance(c, Figure) else c for c in row]


def test_the_yearly_table_has_fourteen_columns(office: Office) -> None:
    unit = make_unit(office, "青禾镇", short_name="青禾镇")
    who = head(office, "王小明", unit_id=unit.id, current_post_short="镇长")
    add(
        office,
        hours(who, 40, 2026, channel="1"),
        hours(who, 5, 2026, class_title="日常", channel="2", form="2"),
        hours(who, 25, 2026, class_title="网络", channel="5", form="3"),
    )
    table = named(REPORTS, "training-yearly").compute(office, YEAR).tables[0]
    assert [len(row) for row in (*table.header, *table.rows)] == [14, 14, 14]
    assert shown(table.rows[0]) == [
        *("1", "01-01", "王小明", "青禾镇 镇长"),
        *("90", "45", "50.0%"),
        *("50", "25", "50.0%"),
        *("40", "5", "无记录", "无记录"),
    ]


def test_hours_by_channel_add_up_to_the_hours_done(office: Office) -> None:
    """Twelve days without hours are 90; hours online stand apart; what has no channel gets a column of its own."""
    by_days, online, loose = head(office, "甲"), head(office, "乙"), head(office, "丙")
    add(
        office,
        hours(by_days, None, 2026, channel="1", days_tenths=120),
        hours(online, 45, 2026, channel="1"),
        hours(online, 60, 2026, class_title="网课", channel="1", form="3"),
        hours(loose, 30, 2026, channel="3"),
        hours(loose, 10, 2026, class_title="其他", channel="5"),
        hours(loose, 7, 2026, class_title="没归类"),
        hours(loose, 99, 2026, class_title="不认可", channel="3", is_recognised=False),
    )
    table = named(REPORTS, "training-yearly").compute(office, YEAR).tables[0]
    assert table.header[1][10:] == ("党校专题", "党校日常", "单位培训", "上级调训", "其他、未归类")
    none = "无记录"
    assert {row[2]: shown(row)[5:6] + shown(row)[10:] for row in table.rows} == {
        "甲": ["90", "90", none, none, none, none],
        "乙": ["45", "45", none, none, none, none],
        "丙": ["47", none, none, "30", none, "17"],
    }


def test_hours_by_channel_add_up_for_everybody_of_a_county(office: Office) -> None:
    unit = make_unit(office, "青禾镇")
    for number in range(30):
        level = {"post_level": "1A32", "post_level_since": on("2015.01")} if number % 5 == 0 else {}
        head(office, f"人{number}", unit_id=unit.id, **level)
    fill(office, SilentProgress())
    for year in ("2024", "2025", "2026"):
        table = named(REPORTS, "training-yearly").compute(office, Period.parse(year)).tables[0]
        cells = [[c for c in row if isinstance(c, Figure)] for row in table.rows]
        assert any(row[1].value for row in cells)
        for row in cells:
            assert sum(c.value or 0 for c in row[6:]) == (row[1].value or 0)


def test_hours_by_kind_are_the_same_sum(office: Office) -> None:
    """Days are worked out, online and not recognised hours stand apart: 90 + 45, and 60 online."""
    who = head(office)
    add(
        office,
        hours(who, None, 2026, kind="4", days_tenths=120),
        hours(who, 45, 2026, class_title="乙", kind="4"),
        hours(who, 60, 2026, class_title="丙", kind="4", form="3"),
        hours(who, 30, 2026, class_title="丁", kind="4", is_recognised=False),
    )
    table = named(REPORTS, "training-kinds").compute(office, YEAR).tables[0]
    row = next(row for row in table.rows if row[0] == "主题培训")
    assert shown(row) == ["主题培训", "0", "4", "1", "135", "60"]
    assert isinstance(row[4], Figure)
    assert row[4].left_out == ((who.id, "“丁”不认可"),)


def test_the_shortfall_list_says_who_is_left_out_and_why(office: Office) -> None:
    met, short, away, nothing, unknown = (head(office, n) for n in ("甲", "乙", "丙", "丁", "戊"))
    make_person(office, "己", post_level=None)
    add(office, hours(met, 90, 2026), hours(short, 50, 2026), hours(away, 83, 2026), hours(unknown, None, 2026))
    add(
        office,
        TrainingExemption(person_id=away.id, kind="1", starts_on=on("2026.05.01"), ends_on=on("2026.05.30")),
    )
    found = named(REPORTS, "shortfall").compute(office, YEAR)
    assert shown(found.tables[0].rows[0]) == ["6", "2", "1", "1", "50.0%", "1", "3"]
    later = named(REPORTS, "shortfall").compute(office, YEAR.on(date(2027, 1, 31)))
    assert shown(later.tables[0].rows[0]) == ["6", "3", "1", "2", "33.3%", "0", "3"]
    due = found.tables[0].rows[0][1]
    assert isinstance(due, Figure)
    reasons = dict(due.left_out)
    assert "顺延至 2027.01.30" in reasons[away.id]
    assert "没有学时记录" in reasons[nothing.id]
    assert [shown(r)[1:2] + shown(r)[4:] for r in found.tables[1].rows] == [["乙", "50", "", "40", ""]]


def test_the_year_is_the_same_after_people_retire_move_and_are_deleted(office: Office) -> None:
    """甲 retires, 乙 moves, 庚 is deleted in 2026; 丙 had left in 2025, 丁 came in 2026, of 戊 nothing is known."""
    one, two = make_unit(office, "青禾镇", position=1), make_unit(office, "白石镇", position=2)
    people = {name: head(office, name, unit_id=one.id) for name in ("甲", "乙", "丙", "庚")}
    head(office, "丁", unit_id=one.id, work_began_on=on("2026.01.05"))
    make_person(office, "戊", unit_id=two.id)
    posts = [
        Tenure(person_id=p.id, unit_id=one.id, is_main=True, post_name="镇长", appointed_on=on("2018.01"))
        for p in people.values()
    ]
    add(office, *posts, *(hours(p, 50, 2025) for p in people.values()))
    add(office, ExitEvent(person_id=people["丙"].id, kind="1", happened_on=on("2025.06"), unit_id=one.id))
    year = Period.parse("2025")
    names = ("training-yearly", "shortfall", "training-not-called")
    before = {name: named(REPORTS, name).compute(office, year.on(date(2026, 1, 10))) for name in names}
    with office.operation("变动", right="test") as current:
        current.insert(ExitEvent(person_id=people["甲"].id, kind="1", happened_on=on("2026.02.01"), unit_id=one.id))
        current.change(current.get(Person, people["甲"].id), management_state="离退人员")
        current.change(current.get(Tenure, posts[1].id), removed_on=on("2026.02.10"))
        moved = {"person_id": people["乙"].id, "unit_id": two.id}
        current.insert(Tenure(**moved, post_name="书记", appointed_on=on("2026.02.10")))
        away = {"kind": "2", "starts_on": on("2026.02.01"), "ends_on": on("2026.02.20")}
        current.insert(TrainingExemption(person_id=people["乙"].id, **away))
        current.delete(current.get(Person, people["庚"].id))
        current.change(current.get(Person, people["乙"].id), unit_id=two.id, current_post_short="白石镇书记")
    for name in names:
        after = named(REPORTS, name).compute(office, year.on(date(2026, 11, 30)))
        assert fingerprint(name, "2025", after) == fingerprint(name, "2025", before[name]), name
        assert after.inputs == before[name].inputs
        gone, unknown = after.tables[-2:]
        assert [shown(row)[1:] for row in gone.rows] == [["丙", "青禾镇 镇长", "期末不在职：调出人员（2025.06 起）"]]
        assert [row[1] for row in unknown.rows] == ["戊"]
        assert "期末在职，按服务经历确定" in after.remarks[0]
    rows = [shown(row) for row in before["training-yearly"].tables[0].rows]
    assert [row[1] for row in rows] == ["01-01", "01-02", "01-03"]
    assert {(row[2], row[3]) for row in rows} == {(name, "青禾镇 镇长") for name in ("甲", "乙", "庚")}


@pytest.mark.parametrize("spec", REPORTS, ids=lambda s: s.name)
def test_every_report_is_the_same_for_the_same_records(office: Office, tmp_path: Path, spec: object) -> None:
    """Empty and full; written as PDF and Excel; each number explains itself."""
    report = next(r for r in REPORTS if r is spec)
    period = YEAR if "year" in report.periods else Period.parse("2026-Q1")
    assert report.compute(office, period).title
    unit = make_unit(office, "青禾镇")
    for number in range(9):
        head(office, f"人{number}", unit_id=unit.id)
    fill(office, SilentProgress())
    first, second = report.compute(office, period), report.compute(office, period)
    assert fingerprint(report.name, period.text, first) == fingerprint(report.name, period.text, second)
    assert first.tables
    for row in (r for t in first.tables for r in t.rows):
        assert all(c.formula or c.value is None for c in row if isinstance(c, Figure))
    for suffix in ("pdf", "xlsx"):
        target = tmp_path / f"{report.name}.{suffix}"
        assert write_report(first, target) == []
        assert target.stat().st_size > 1000
