"""Hours of other systems: the header is found, columns are suggested, rows refused with a reason, nothing doubled."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.builders import add, make_office, make_unit
from support.training_classes import head, held_class, hours, make_class, on
from support.workbooks import make_xlsx

from ganbu_desktop.foundation.errors import ExchangeError
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.training import intake
from ganbu_desktop.modules.training.actions.archive import Merged
from ganbu_desktop.modules.training.queries.calling import Conditions, candidates, clashes
from ganbu_desktop.modules.training.records import BusyPeriod, TrainingHours
from ganbu_desktop.modules.training.rules.levels import Group

HEADER = ["序号", "学员姓名", "工作单位", "培训项目", "完成时间", "获得学时", "备注"]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def test_a_foreign_layout_is_suggested_and_remembered(office: Office, tmp_path: Path) -> None:
    who = head(office, "王小明")
    book = make_xlsx(
        tmp_path / "网院.xlsx",
        [["学时导出表"], [], HEADER, ["1", "王小明", "青禾镇", "专题班", "2026-01-09", "37.5", ""]],
    )
    sheet = intake.read_sheet(office, book)
    assert (sheet.header, sheet.is_remembered) == (3, False)
    assert sheet.mapping == {
        2: "name",
        3: "unit",
        4: "class_title",
        5: "ends_on",
        6: "hours_tenths",
        7: "note",
    }
    found = intake.plan(office, sheet, sheet.mapping)
    assert (found.foreseen, found.refused) == (Merged(1, 0, 0), ())
    assert office.find(TrainingHours) == []
    assert intake.apply(office, found, sheet.mapping) == Merged(1, 0, 0)
    stored = office.find(TrainingHours)[0]
    assert (stored.person_id, stored.hours_tenths, stored.year, stored.source) == (who.id, 375, 2026, "3")
    assert stored.proof == "网院.xlsx 第 4 行"
    again = intake.read_sheet(office, book)
    assert again.is_remembered
    assert intake.plan(office, again, again.mapping).foreseen == Merged(0, 0, 1)


def test_rows_that_cannot_be_taken_say_where_and_why(office: Office, tmp_path: Path) -> None:
    head(office, "王小明")
    head(office, "李四")
    head(office, "李四")
    book = make_xlsx(
        tmp_path / "表.xlsx",
        [
            HEADER,
            ["1", "查无此人", "", "专题班", "2026-01-09", "8", ""],
            ["2", "李四", "", "专题班", "2026-01-09", "8", ""],
            ["3", "王小明", "", "专题班", "去年", "8", ""],
            ["4", "王小明", "", "专题班", "", "8", ""],
            ["5", "王小明", "", "", "2026-01-09", "8", ""],
        ],
    )
    sheet = intake.read_sheet(office, book)
    found = intake.plan(office, sheet, sheet.mapping)
    assert found.entries == ()
    said = {r.row: r.message for r in found.refused}
    assert "没有叫“查无此人”" in said[2]
    assert "2 个“李四”" in said[3]
    assert "去年" in next(r.message for r in found.refused if r.row == 4)
    assert "不知道计入哪一年" in said[5]
    assert said[6] == "没有班次名称"


def test_a_file_without_a_header_is_refused(office: Office, tmp_path: Path) -> None:
    book = make_xlsx(tmp_path / "表.xlsx", [["甲", "乙"], ["1", "2"]])
    with pytest.raises(ExchangeError, match="找不到表头"):
        intake.read_sheet(office, book)


def test_conditions_are_the_same_for_all(office: Office) -> None:
    entry = make_class(office)
    old = head(office, "年长", born_on=on("1970.05"))
    young = head(office, "年轻", born_on=on("1995.05"))
    chief = head(office, "处级", post_level="1A32")
    add(office, hours(young, 40, 2025, kind="5"))

    def names(wanted: Conditions) -> set[str]:
        return {c.member.person.name for c in candidates(office, entry.id, wanted)}

    assert names(Conditions()) == {"年长", "年轻", "处级"}
    assert names(Conditions(group=Group.DIVISION)) == {chief.name}
    assert names(Conditions(most_age=40, group=Group.SECTION)) == {young.name}
    assert names(Conditions(least_age=50)) == {old.name}
    assert names(Conditions(not_called_years=3)) == {"年长", "处级"}
    assert names(Conditions(missed_kind="5")) == {"年长", "处级"}
    assert Conditions(most_age=40, missed_kind="5").words() == "40 岁以下；近 5 年未参加轮训"


def test_major_tasks_of_a_unit_above_and_another_class_clash(office: Office) -> None:
    above = make_unit(office, "青禾镇")
    below = make_unit(office, "应急办", parent_id=above.id)
    busy, elsewhere, free = head(office, "甲", unit_id=below.id), head(office, "乙"), head(office, "丙")
    add(
        office,
        BusyPeriod(unit_id=above.id, title="防汛", starts_on=on("2026.04.20"), ends_on=on("2026.07.31")),
    )
    held_class(office, elsewhere, title="另一个班", starts_on=on("2026.04.24"), ends_on=on("2026.04.30"))
    found = clashes(office, make_class(office), [busy.id, elsewhere.id, free.id])
    assert [c.kind for c in found[busy.id]] == ["重大任务"]
    assert "防汛" in found[busy.id][0].text
    assert [c.kind for c in found[elsewhere.id]] == ["时间冲突", "重复调训"]
    assert free.id not in found
