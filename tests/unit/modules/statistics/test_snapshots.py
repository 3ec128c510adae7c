"""Freezing a month, printing it again unchanged, comparing with it, and keeping one's own tables."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from support.builders import add, clock, make_office, make_person
from support.county_statistics import RETIRED, make_statistics_county, shown

from ganbu_desktop.foundation.errors import CheckFailed, DataFileError, FieldError, NotFound, PermissionDenied
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.list import saved_view
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.reminders import reminder
from ganbu_desktop.kernel.report.content import pack
from ganbu_desktop.kernel.report.spec import Figure, Period, Report
from ganbu_desktop.modules.statistics import actions, queries
from ganbu_desktop.modules.statistics.catalogue import CROSS, OFFICIAL, catalogue, entry
from ganbu_desktop.modules.statistics.cross import Ask
from ganbu_desktop.modules.statistics.population import view_ids
from ganbu_desktop.modules.statistics.records import CrossTable, StatisticsSnapshot
from ganbu_desktop.modules.statistics.reminders import RULES

MARCH = Period.parse("2026-03")
MARCH_1998 = PartialDate(1998, 3)
ASK = Ask("age", "sex", "row")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = make_office(tmp_path)
    make_statistics_county(made)
    return made


def _at(office: Office, moment: datetime) -> Office:
    """Return the same store at another time."""
    return Office(office.file, Account("管理员"), clock=lambda: moment)


def test_a_frozen_month_is_printed_again_unchanged(office: Office) -> None:
    actions.keep_table(office, "年龄与性别", ASK)
    before = {e.name: e.compute(office, MARCH) for e in catalogue(office)}
    made = actions.freeze_month(office)
    assert [s.name for s in made] == [e.name for e in catalogue(office)]
    make_person(office, "新来的", post_level="1A41")
    with office.operation("清空", right="test") as current:
        current.delete(current.find(CrossTable)[0])
    for snapshot in queries.snapshots(office):
        assert queries.content_of(office, snapshot) == before[snapshot.name]
    assert shown(entry(office, OFFICIAL).compute(office, MARCH)) != shown(before[OFFICIAL])


def test_the_same_data_gives_the_same_fingerprint(office: Office) -> None:
    first, second = actions.freeze_month(office), actions.freeze_month(office)
    assert [s.content_hash for s in first] == [s.content_hash for s in second]
    make_person(office, "新来的")
    assert actions.freeze_month(office)[0].content_hash != first[0].content_hash


def test_nothing_changes_or_deletes_a_snapshot(office: Office) -> None:
    snapshot = actions.freeze_month(office)[0]
    with pytest.raises(CheckFailed, match="一经冻结不能修改或删除"), office.operation("改", right="test") as current:
        current.change(current.get(StatisticsSnapshot, snapshot.id), period="2025-03")
    with pytest.raises(CheckFailed, match="数据未改动"), office.operation("删", right="test") as current:
        current.delete(current.get(StatisticsSnapshot, snapshot.id))
    undoable = office.operations.undoable()
    assert undoable is None or "冻结" not in undoable.title
    assert office.get(StatisticsSnapshot, snapshot.id) == snapshot


def test_a_content_that_does_not_bear_its_fingerprint_is_not_opened(office: Office) -> None:
    snapshot = actions.freeze_month(office)[0]
    with office.operation("另存", right="test") as current:
        blob = current.put_blob(pack(Report("别的", ())))
        forged = current.insert(
            StatisticsSnapshot(
                name=snapshot.name, title="假的", period="2025-03", content_hash=snapshot.content_hash, blob=blob,
                made_by="某", made_at=snapshot.made_at,
            )
        )  # fmt: skip
    with pytest.raises(DataFileError, match="指纹不符"):
        queries.content_of(office, forged)


def test_comparing_says_how_much_and_who(office: Office) -> None:
    """Since the freeze one has come, of 30 or less and a woman, and the chief of 56 has retired."""
    snapshot = actions.freeze_month(office)[0]
    new = make_person(office, "新来的", sex="2", born_on=MARCH_1998)
    chief = next(p for p in office.find(Person) if p.name == "戊")
    with office.operation("退休", right="test") as current:
        current.change(chief, management_state=RETIRED)
    now = entry(office, OFFICIAL).compute(office, MARCH)
    found = queries.compared(now, queries.content_of(office, snapshot), MARCH)
    rows = {(r[0], r[1]): r for r in found.tables[0].rows}

    def text(line: str, column: int) -> str:
        cell = rows["年龄", line][column]
        return cell if isinstance(cell, str) else cell.shown()

    assert text("30岁及以下", 2) == "3（+1）"
    assert text("56岁及以上", 2) == "0（−1）"
    assert text("31—35岁", 2) == "1（0）"
    assert text("30岁及以下", 3) == "42.9%（+14.3）"
    assert text("平均年龄（岁）", 2) == "33.0（−4.7）"  # (34 + 45 + 30 + 36 + 25 + 28) / 6 = 33.0
    came, gone = rows["年龄", "30岁及以下"][2], rows["年龄", "56岁及以上"][2]
    assert isinstance(came, Figure)
    assert isinstance(gone, Figure)
    assert came.people == (new.id,)
    assert gone.left_out == ((chief.id, "当时在列，现在不在"),)


def test_a_line_that_is_gone_is_still_told(office: Office) -> None:
    ask = Ask("unit", "sex")
    table = actions.keep_table(office, "各单位", ask)
    snapshot = next(s for s in actions.freeze_month(office) if s.name == f"{CROSS}{table.id}")
    bureau = next(unit for unit in office.find(Unit) if unit.name == "县财政局")
    with office.operation("并入", right="test") as current:
        for person in current.find(Person):
            current.change(person, unit_id=bureau.id)
    now = entry(office, snapshot.name).compute(office, MARCH)
    rows = {row[0]: row[-1] for row in shown(queries.compared(now, queries.content_of(office, snapshot), MARCH))}
    assert rows["城关镇"] == "—（当时 4）"
    assert rows["县财政局"] == "7（+5）"


def test_the_year_before_is_the_same_month_or_the_last_one_before_it(office: Office) -> None:
    for moment in (datetime(2024, 11, 30), datetime(2025, 3, 31), datetime(2025, 4, 30), datetime(2025, 3, 31, 18)):
        actions.freeze_month(_at(office, moment))
    found = queries.snapshots(office, OFFICIAL)
    march, february = queries.year_before(found, MARCH), queries.year_before(found, MARCH.before)
    assert march is not None
    assert february is not None
    assert march.made_at == "2025-03-31T18:00:00"
    assert february.period == "2024-11"
    assert queries.year_before(found, Period.parse("2025-06")) is None
    assert [s.period for s in queries.latest_of_months(found)] == ["2024-11", "2025-03", "2025-04"]


def test_the_month_is_reminded_of_at_its_end_until_it_is_frozen(office: Office) -> None:
    def due(day: int) -> list[reminder.Reminder]:
        return reminder.due(_at(office, datetime(2026, 3, day)), RULES)[RULES[0]]

    assert due(24) == []
    (found,) = due(25)
    assert found.due_on == date(2026, 3, 31)
    assert found.target == ("statistics", OFFICIAL)
    assert "建议值" in found.why
    actions.freeze_month(_at(office, datetime(2026, 3, 26)))
    assert due(31) == []


def test_own_tables_are_kept_changed_and_deleted(office: Office) -> None:
    made = actions.keep_table(office, " 年龄与性别 ", ASK)
    assert made.title == "年龄与性别"
    with pytest.raises(FieldError, match="已经有一张"):
        actions.keep_table(office, "年龄与性别", ASK)
    with pytest.raises(FieldError, match="没有名称"):
        actions.keep_table(office, "  ", ASK)
    with pytest.raises(FieldError, match="最多 40 个字"):
        actions.keep_table(office, "长" * 41, ASK)
    with pytest.raises(CheckFailed, match="两个不同的项目"):
        actions.keep_table(office, "另一张", Ask("sex", "sex"))
    changed = actions.keep_table(office, "年龄与性别", Ask("age", "party"), before=made)
    assert office.find(CrossTable) == [changed]
    actions.delete_table(office, changed)
    with pytest.raises(NotFound, match="已经删除"):
        entry(office, f"{CROSS}{made.id}")
    office.undo()
    assert office.find(CrossTable) == [changed]


def test_a_saved_view_is_a_population(office: Office) -> None:
    content = saved_view.ViewContent(filters={"sex": "女"})
    view = saved_view.save(office, saved_view.CADRES, "女干部", content)
    names = {p.id: p.name for p in office.find(Person)}
    assert sorted(str(names[i]) for i in view_ids(office, view, ())) == ["乙", "己"]


def test_each_action_asks_for_its_right(office: Office) -> None:
    nobody = Office(office.file, Account("只读", frozenset()), clock=clock)
    add(office, CrossTable(title="表", down="age", across="sex", shares="none", made_by="某"))
    table = office.find(CrossTable)[0]
    for act in (
        lambda: actions.freeze_month(nobody),
        lambda: actions.keep_table(nobody, "另一张", ASK),
        lambda: actions.delete_table(nobody, table),
    ):
        with pytest.raises(PermissionDenied, match="没有这项操作的权限"):
            act()
