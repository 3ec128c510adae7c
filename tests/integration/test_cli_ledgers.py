"""Ledgers on the command line: out as a workbook, filled in, back in; folders of people and ledgers mixed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from support.builders import PASSWORD, clock, make_office, make_person, make_unit
from support.workbooks import ROSTER_ROWS, make_xlsx

from ganbu_desktop.cli.program import main
from ganbu_desktop.kernel.office.opening import open_store
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.talks.records import Talk

KIND = "日常谈心谈话"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GANBU_PASSWORD", PASSWORD)
    office = make_office(tmp_path, "县.ganbu")
    unit = make_unit(office, "青禾县财政局", short_name="财政局")
    make_person(office, "欧阳娜", id_number="990000197503120016", unit_id=unit.id)
    make_person(office, "单雄信", unit_id=unit.id)
    office.file.close()
    return tmp_path / "县.ganbu"


def run(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> dict[str, Any]:
    capsys.readouterr()
    assert main([*(str(a) for a in arguments), "--json"]) == code, capsys.readouterr().err
    return dict(json.loads(capsys.readouterr().out))


def talks(store: Path) -> list[Talk]:
    office = open_store(store, password=PASSWORD, clock=clock)
    try:
        return office.find(Talk)
    finally:
        office.file.close()


def filled(path: Path, rows: list[tuple[str, ...]]) -> Path:
    """Fill an exported table in: name, kind, date, place by the titles of its columns."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    columns = {str(cell.value): cell.column for cell in sheet[1]}
    at = [columns[title] for title in ("姓名", "谈话类型", "谈话日期", "地点") if title in columns]
    assert len(at) == 4, columns
    for number, row in enumerate(rows, 2):
        for column, text in zip(at, row, strict=True):
            sheet.cell(number, column, text)
    book.save(path)
    return path


def test_a_template_is_filled_in_and_imported_once(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "随便.xlsx"
    assert run(capsys, "export", store, "talks", "--to", table, "--template")["entries"] == 0
    rows = [("欧阳娜", KIND, "2026.02.03", "办公室"), ("单雄信", KIND, "2026.02.04", "办公室")]
    filled(table, rows)
    preview = run(capsys, "import", store, table, "--dry-run")
    assert preview["ledgers"][0]["lines"]["new"] == 2, preview
    assert talks(store) == []
    done = run(capsys, "import", store, table)
    assert done["ledgers"][0]["written"] == {"new": 2, "changed": 0}
    assert {t.place for t in talks(store)} == {"办公室"}
    assert run(capsys, "import", store, table)["ledgers"][0]["lines"] == {
        "new": 0,
        "changed": 0,
        "same": 2,
        "refused": 0,
    }
    one = tmp_path / "一人.xlsx"
    assert run(capsys, "export", store, "talks", "--to", one, "--name", "单雄信")["entries"] == 1


def test_a_folder_may_hold_people_and_ledgers(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "报来"
    folder.mkdir()
    run(capsys, "export", store, "talks", "--to", folder / "谈话.xlsx", "--template")
    filled(folder / "谈话.xlsx", [("赵明", KIND, "2026.02.03", "会议室"), ("无此人", KIND, "2026.02.03", "会议室")])
    make_xlsx(folder / "花名册.xlsx", ROSTER_ROWS)
    report = tmp_path / "退改.xlsx"
    done = run(capsys, "import", store, folder, "--report", report, code=1)
    assert done["people"]["new"] == 3
    ledger = done["ledgers"][0]
    assert ledger["written"] == {"new": 1, "changed": 0}, "somebody of the same folder is known by then"
    assert ledger["troubles"][0]["cell"] == "A3"
    marked = Path(ledger["report"][0])
    comment = openpyxl.load_workbook(marked)["谈心谈话"]["A3"].comment
    assert comment is not None
    assert "无此人" in comment.text
    office = open_store(store, password=PASSWORD, clock=clock)
    assert {p.name for p in office.find(Person)} >= {"赵明", "钱华", "孙建"}
    office.file.close()


def test_the_list_names_every_ledger_and_needs_no_store(capsys: pytest.CaptureFixture[str]) -> None:
    names = {entry["name"] for entry in run(capsys, "export", "--list")["exports"]}
    assert {"lrmx", "collection", "roster", "talks"} <= names


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nothing", "--to", "x.xlsx"), "没有“nothing”这种内容"),
        (("talks",), "--to"),
        (("talks", "--to", "x.pdf"), ".xlsx"),
        (("talks", "--to", "x.xlsx", "--name", "查无此人"), "查无此人"),
        (("talk-outlines", "--to", "x.xlsx", "--name", "单雄信"), "不是按人登记"),
    ],
)
def test_what_is_not_possible_is_said(
    store: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], sentence: str
) -> None:
    error = run(capsys, "export", store, *arguments, code=2)["error"]
    assert sentence in error
    assert not Path("x.xlsx").exists()
