"""The command line: every verb, its exit codes and JSON, and that nothing goes wrong silently."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from ganbu_desktop.cli.program import main
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules import entry_forms
from ganbu_desktop.store.vault import KdfCost

PASSWORD = "口令 Correct-1"
PEOPLE = 12


@pytest.fixture(autouse=True)
def cheap_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GANBU_PASSWORD", PASSWORD)
    monkeypatch.setattr(KdfCost, "calibrated", staticmethod(KdfCost.cheap_for_tests))


@pytest.fixture
def store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "县.ganbu"
    assert main(["new", str(path), "--demo", str(PEOPLE)]) == 0
    capsys.readouterr()
    return path


@pytest.fixture
def samples(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    folder = tmp_path / "样例"
    assert main(["demo-files", str(folder)]) == 0
    capsys.readouterr()
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> dict[str, Any]:
    """Run a verb with ``--json`` and return its object."""
    assert main([*map(str, arguments), "--json"]) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert found["exit"] == code
    return found


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_new_tells_the_recovery_key_once_and_never_overwrites(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "新.ganbu"
    found = run(capsys, "new", path)
    assert (found["people"], len(found["recovery_key"]) > 20) == (0, True)
    before = fingerprint(path)
    assert "error" in run(capsys, "new", path, code=2)
    assert fingerprint(path) == before


def test_import_with_refused_rows_dry_run_and_report(
    store: Path, samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = run(capsys, "verify", store)["digest"]
    dry = run(capsys, "import", store, samples, "--dry-run", code=1)
    assert run(capsys, "verify", store)["digest"] == before
    report = tmp_path / "报告.xlsx"
    done = run(capsys, "import", store, samples, "--report", report, code=1)
    assert done["people"] == dry["people"]
    assert done["written"]["new"] == done["people"]["new"] > 0
    assert done["problems"]
    assert set(done["problems"][0]) == {"file", "sheet", "row", "column", "message"}
    assert all(Path(p).exists() for p in done["report"])
    again = run(capsys, "import", store, samples / "信息采集表.xlsx")
    assert again["people"]["new"] == again["people"]["changed"] == 0
    assert again["imported_before"]


def test_a_hostile_folder_is_refused_by_name_and_changes_nothing(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "敌意"
    folder.mkdir()
    (folder / "空.xlsx").write_bytes(b"")
    (folder / "假.lrmx").write_bytes(b"MZ\x90\x00 this is a program")
    doctype = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Person>&x;</Person>'
    (folder / "实体.lrmx").write_text(doctype, encoding="utf-8")
    (folder / "半个.xlsx").write_bytes(b"PK\x03\x04" + b"\x00" * 200)
    (folder / "..%2f..%2f.csv").write_bytes(b"\xff\xfe\x00")
    (folder / "循环").symlink_to(folder, target_is_directory=True)
    before = run(capsys, "verify", store)["digest"]
    found = run(capsys, "import", store, folder, code=1)
    assert {Path(p["file"]).name for p in found["problems"]} >= {"空.xlsx", "假.lrmx", "实体.lrmx", "半个.xlsx"}
    assert "root:" not in json.dumps(found)
    assert run(capsys, "verify", store)["digest"] == before


def test_exports(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "出"
    assert run(capsys, "export", store, "lrmx", "--to", out)["people"] == PEOPLE
    assert len(list(out.glob("*.lrmx"))) == PEOPLE
    for kind in ("collection", "roster"):
        target = tmp_path / f"{kind}.xlsx"
        assert run(capsys, "export", store, kind, "--to", target)["people"] == PEOPLE
        assert target.read_bytes()[:2] == b"PK"
    name = next(p["name"] for p in run(capsys, "find", store, "青禾县")["people"])
    one = run(capsys, "export", store, "lrmx", "--to", tmp_path / "一.lrmx", "--name", name)
    assert one["people"] == 1
    assert run(capsys, "export", store, "collection", "--to", tmp_path / "无.xlsx", "--name", "查无此人", code=2)[
        "error"
    ]
    assert not (tmp_path / "无.xlsx").exists()
    run(capsys, "export", store, "collection", "--to", tmp_path / "错.pdf", code=2)


def test_the_printed_forms_have_stable_names(capsys: pytest.CaptureFixture[str]) -> None:
    forms = run(capsys, "print", "--list")["forms"]
    stable = {
        "appointment": "干部任免审批表（2025年版）",
        "appointment-2015": "干部任免审批表（2015年版，含健康状况）",
        "verification-sheet": "干部信息核对单",
        "roster": "干部花名册",
        "committee-list": "提请常委会任免一览表",
    }
    assert stable.items() <= {f["name"]: f["title"] for f in forms}.items()


@pytest.mark.parametrize("form", ["appointment", "appointment-2015", "verification-sheet", "roster", "committee-list"])
def test_print(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    pdf, book = tmp_path / "表.pdf", tmp_path / "表.xlsx"
    for target in (pdf, book):
        code = main(["print", str(store), form, "--to", str(target), "--as-of", "2026.03", "--json"])
        found = json.loads(capsys.readouterr().out)
        assert code == (1 if found["findings"] else 0)
        assert (found["people"], found["files"]) == (PEOPLE, [str(target)])
    assert len(PdfReader(pdf).pages) >= (1 if form in ("roster", "committee-list") else PEOPLE)
    assert book.read_bytes()[:2] == b"PK"


def test_print_list_names_what_each_sheet_is_about(capsys: pytest.CaptureFixture[str]) -> None:
    listed = {form["name"]: form for form in run(capsys, "print", "--list")["forms"]}
    forms = {name: form["about"] for name, form in listed.items()}
    assert forms["appointment"] == "干部"
    tables = ("tier-table", "principal-list", "source-table", "condition-list")
    assert {forms.pop(name) for name in tables} == {"全体干部"}
    assert {name: about for name, about in forms.items() if about != "干部"} == {
        form.name: form.subject.label for form in entry_forms() if form.subject is not Person
    }
    assert (listed["roster"]["sheet"], listed["roster"]["files"]) == ("许多人一份", "pdf/xlsx")
    assert (listed["talk-record"]["sheet"], listed["talk-record"]["files"]) == (
        "一条一份，可打空白表",
        "pdf/xlsx/docx",
    )


def test_person_forms_take_no_dates(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for option in (["--blank"], ["--from", "2026.01"], ["--until", "2026.01"]):
        command = ["print", store, "appointment", "--to", tmp_path / "x.pdf", *option]
        assert "只用于" in run(capsys, *command, code=2)["error"]


def test_unit_sheets_of_chosen_units_and_none_for_units_without_content(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --unit every unit that has something has a sheet, in the county's order."""
    everything = run(capsys, "print", store, "quota-sheet", "--to", tmp_path / "全部")
    assert len(everything["files"]) == everything["people"] > 2
    named = [Path(file).stem for file in everything["files"]][1]
    one = run(capsys, "print", store, "quota-sheet", "--unit", named, "--to", tmp_path / "一个")
    assert [Path(file).stem for file in one["files"]] == [named]
    refused = ["print", store, "vacant-posts-sheet", "--to", tmp_path / "无.pdf", "--unit"]
    assert "没有名为“青禾县火星局”的单位" in run(capsys, *refused, "青禾县火星局", code=2)["error"]
    assert "不是关于单位的" in run(capsys, "print", store, "class-handbook", *refused[3:], named, code=2)["error"]
    assert "只用于" in run(capsys, "print", store, "roster", *refused[3:], named, code=2)["error"]
    assert not (tmp_path / "无.pdf").exists()


def test_print_of_nothing_possible(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no-such" in run(capsys, "print", store, "no-such", "--to", tmp_path / "x.pdf", code=2)["error"]
    slip = run(capsys, "print", store, "talk_record", "--to", tmp_path / "x.pdf", code=2)["error"]
    assert "相近的有：talk-record（干部谈心谈话记录表）" in slip
    run(capsys, "print", store, "appointment", "--to", tmp_path / "x.odt", code=2)
    run(capsys, "print", store, "appointment", "--to", tmp_path / "x.pdf", "--as-of", "三月", code=2)
    run(capsys, "print", store, "appointment", code=2)
    assert list(tmp_path.glob("x.*")) == []


def test_find(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = run(capsys, "find", store, "青禾县")["people"]
    assert 0 < len(found) <= PEOPLE
    assert set(found[0]) == {"name", "born_on", "unit", "post", "id_number"}
    assert "****" in found[0]["id_number"]
    assert run(capsys, "find", store, "zzzz", code=1)["people"] == []


def test_check(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "校核.xlsx"
    assert main(["check", str(store), "--report", str(report)]) in (0, 1)
    assert report.read_bytes()[:2] == b"PK"


def test_the_logs_are_written_out_for_the_auditor(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "日志.xlsx"
    found = run(capsys, "audit", store, "--to", target)
    assert found["operations"] > 0
    assert found["problems"] == []
    assert "查看留痕" in openpyxl.load_workbook(target).sheetnames
    assert "没有写出" in run(capsys, "audit", store, "--to", tmp_path / "日志.pdf", code=2)["error"]


def test_verify_backup_restore(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = run(capsys, "verify", store)
    assert (whole["problems"], whole["rows"]["person"]) == ([], PEOPLE)
    backup = Path(run(capsys, "backup", store, "--to", tmp_path / "备份.ganbu")["backup"])
    assert backup.exists()
    back = tmp_path / "恢复.ganbu"
    assert run(capsys, "restore", backup, "--to", back)["previous"] is None
    assert run(capsys, "verify", back)["digest"] == whole["digest"]
    kept = run(capsys, "restore", backup, "--to", store)["previous"]
    assert kept is not None
    assert Path(kept).exists()
    assert run(capsys, "verify", store)["digest"] == whole["digest"]


def test_a_damaged_store_is_told_and_left(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = bytearray(store.read_bytes())
    content[len(content) // 2] ^= 1
    store.write_bytes(content)
    before = fingerprint(store)
    assert main(["verify", str(store), "--json"]) == 2
    assert "Traceback" not in capsys.readouterr().err
    assert fingerprint(store) == before


VERBS: list[list[str]] = [
    ["import", "{store}", "{folder}"],
    ["export", "{store}", "collection", "--to", "{folder}/x.xlsx"],
    ["print", "{store}", "appointment", "--to", "{folder}/x.pdf"],
    ["find", "{store}", "青禾"],
    ["check", "{store}"],
    ["verify", "{store}"],
    ["backup", "{store}", "--to", "{folder}/x.ganbu"],
]


@pytest.mark.parametrize("verb", VERBS, ids=[v[0] for v in VERBS])
def test_a_wrong_password_leaves_the_file_byte_for_byte(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], verb: list[str]
) -> None:
    folder = tmp_path / "夹"
    folder.mkdir()
    before, around = fingerprint(store), sorted(p.name for p in store.parent.iterdir())
    arguments = [a.format(store=store, folder=folder) for a in verb]
    monkeypatch.setenv("GANBU_PASSWORD", "错误 Wrong-1")
    assert "error" in run(capsys, *arguments, code=2)
    monkeypatch.delenv("GANBU_PASSWORD")
    monkeypatch.setattr(sys, "stdin", open(os.devnull))  # noqa: PTH123, SIM115 - a standing-in for no terminal
    assert "GANBU_PASSWORD" in run(capsys, *arguments, code=2)["error"]
    assert fingerprint(store) == before
    assert sorted(p.name for p in store.parent.iterdir()) == around
    assert list(folder.iterdir()) == []


def test_a_missing_store_is_never_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for verb in ("verify", "check"):
        run(capsys, verb, tmp_path / "没有.ganbu", code=2)
    assert list(tmp_path.iterdir()) == []


def test_as_a_program_of_its_own(store: Path, tmp_path: Path) -> None:
    def program(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "ganbu_desktop", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)

    listed = program("print", "--list")
    assert (listed.returncode, listed.stdout.splitlines()[0]) == (
        0,
        "appointment\t干部任免审批表（2025年版）\t干部\t一人一份\tpdf/xlsx/docx",
    )
    done = program("export", store, "collection", "--to", tmp_path / "表.xlsx", "--json")
    assert (done.returncode, json.loads(done.stdout)["people"]) == (0, PEOPLE)
    unknown = program("fly", store)
    assert unknown.returncode == 2
    assert "Traceback" not in unknown.stderr


def test_a_reader_that_stops_listening_is_no_crash(store: Path) -> None:
    """``ganbu find … | head -1``: the rest of the output has nobody to read it."""
    command = [sys.executable, "-u", "-m", "ganbu_desktop", "find", str(store), "3399"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "GANBU_PASSWORD": PASSWORD}
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read().decode()
        process.wait(timeout=60)
    assert process.returncode == 2
    assert "Traceback" not in said
