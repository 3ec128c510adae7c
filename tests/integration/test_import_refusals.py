"""An import that an action refuses names the rows and columns; hostile workbooks make nothing count."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from support.builders import add, make_office, make_person

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger.sheet import apply_plan, export_ledger, read_ledger
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine import actions as spine
from ganbu_desktop.kernel.spine.limiting import DRAFT, EFFECTIVE
from ganbu_desktop.modules.political import ledgers as political
from ganbu_desktop.modules.political.records import PoliticalEntry, VetoDecision
from ganbu_desktop.modules.talks import rows as talks
from ganbu_desktop.modules.talks.records import Talk


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def workbook(office: Office, spec: LedgerSpec, target: Path, *rows: dict[str, Any]) -> Path:
    """Return the ledger's own empty table with rows typed under its titles."""
    export_ledger(office, spec, target, [])
    book = openpyxl.load_workbook(target)
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "姓名" for cell in row))
    columns = {str(cell.value): cell.column for cell in header if cell.value}
    for number, row in enumerate(rows, int(header[0].row or 0) + 1):
        for title, value in row.items():
            sheet.cell(number, columns[title], value)
    book.save(target)
    return target


def test_rows_that_an_action_refuses_are_named_with_their_columns(office: Office, tmp_path: Path) -> None:
    make_person(office, "甲"), make_person(office, "乙"), make_person(office, "丙")
    good = {"姓名": "甲", "谈话类型": "日常谈心谈话", "谈话日期": "2026.02.01"}
    late, words = {**good, "姓名": "乙", "谈话日期": "2026.05.01"}, {**good, "姓名": "丙", "本人核对": "有异议"}
    file = workbook(office, talks.TALKS.ledger, tmp_path / "谈话.xlsx", good, late, words)
    before = len(office.operations.recent(50))
    plan = read_ledger(office, talks.TALKS.ledger, file)
    rows = [line.place.row for line in plan.lines]
    with pytest.raises(CheckFailed) as refused:
        apply_plan(office, plan)
    text = str(refused.value)
    assert f"第 {rows[1]} 行 “谈话日期”：谈话日期不能晚于今天" in text
    assert f"第 {rows[2]} 行" in text
    assert f"第 {rows[0]} 行" not in text
    assert (office.find(Talk), len(office.operations.recent(50))) == ([], before)


def test_the_row_that_does_not_go_with_one_above_is_named(office: Office, tmp_path: Path) -> None:
    make_person(office, "甲"), make_person(office, "乙")
    rows = [{"姓名": name, "档案编号": "政档〔2026〕0001"} for name in ("甲", "乙")]
    plan = read_ledger(office, political.ARCHIVES, workbook(office, political.ARCHIVES, tmp_path / "档案.xlsx", *rows))
    with pytest.raises(CheckFailed, match=rf"第 {plan.lines[1].place.row} 行 “档案编号”：档案编号.*已用于另一人"):
        apply_plan(office, plan)


def test_nothing_is_told_of_a_rehearsal_and_work_goes_on(office: Office) -> None:
    told: list[Any] = []
    office.operations.listen(told.append)
    person = make_person(office)
    told.clear()
    with office.operations.rehearsal():
        add(office, Talk(person_id=person.id, kind="01"))
        assert office.find(Talk) == []
    assert told == []
    add(office, Talk(person_id=person.id, kind="01"))
    assert (len(office.find(Talk)), len(told)) == (1, 1)
    office.undo()
    assert office.find(Talk) == []


def test_a_workbook_cannot_make_an_entry_count(office: Office, tmp_path: Path) -> None:
    """F1: the column 状态 of an export is not read back, and what counts is not changed by an import."""
    make_person(office, "甲")
    row = {"姓名": "甲", "维度": "政治担当", "方向": "反向", "事实": "推诿征地任务", "发生日期": "2026.01.05"}
    file = workbook(office, political.ENTRIES, tmp_path / "条目.xlsx", {**row, "状态": "生效"})
    apply_plan(office, read_ledger(office, political.ENTRIES, file))
    [entry] = office.find(PoliticalEntry)
    assert entry.state == DRAFT
    with pytest.raises(CheckFailed, match="不能导入"):
        read_ledger(office, political.VETOES, file)


def test_redo_brings_back_no_effect_whose_ground_has_gone(office: Office) -> None:
    """F1 through undo and redo: what redo would bring back must meet the conditions of now."""
    person = make_person(office)
    entry = PoliticalEntry(person_id=person.id, direction="2", facts="推诿征地任务")
    add(office, entry)
    counted = {"state": EFFECTIVE, "effective_on": PartialDate(2026, 3, 1)}
    with pytest.raises(CheckFailed, match="还不能生效"), office.operation("改状态", right="test") as current:
        current.change(current.get(PoliticalEntry, entry.id), **counted)
    with pytest.raises(CheckFailed, match="只能先作为草稿"):
        add(office, VetoDecision(person_id=person.id, state=EFFECTIVE))
    office.undo()
    assert office.find(PoliticalEntry) == []
    office.redo()
    assert [e.state for e in office.find(PoliticalEntry)] == [DRAFT]
    assert spine.missing(office, entry)
