"""Reports and reminders from the command line, on a store of invented cadres."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from support.sample_reports import PEOPLE

from ganbu_desktop import modules
from ganbu_desktop.cli import program as cli

PASSWORD = "cli-Kennwort-1"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "county.ganbu"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(cli.PASSWORD_VARIABLE, PASSWORD)
        assert cli.main(["new", str(path), "--demo", "30", "--json"]) == 0
    return path


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cli.PASSWORD_VARIABLE, PASSWORD)
    monkeypatch.setattr(modules, "reports", lambda: [PEOPLE])


def _run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict]:
    capsys.readouterr()
    code = cli.main([*map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_reports_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["report", "--list"]) == 0
    assert "people-sample\t人员基本情况表\t按月、按年" in capsys.readouterr().out


def test_a_report_in_both_files_and_twice_the_same_hash(
    capsys: pytest.CaptureFixture[str], store: Path, tmp_path: Path
) -> None:
    hashes = []
    for suffix in ("pdf", "xlsx"):
        target = tmp_path / f"r.{suffix}"
        code, result = _run(capsys, "report", store, "people-sample", "--period", "2026-03", "--to", target)
        assert code == 0
        assert result["file"] == str(target)
        hashes.append(result["hash"])
    assert hashes[0] == hashes[1]
    assert len(hashes[0]) == 64
    men, women = (row[2] for row in result["tables"][0]["rows"])
    assert men + women == 30
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").worksheets[0]
    assert [sheet["C6"].value, sheet["C7"].value] == [men, women]
    assert "2026年3月" in "".join(PdfReader(tmp_path / "r.pdf").pages[0].extract_text().split())


def test_without_a_period_it_is_the_last_closed_one(capsys: pytest.CaptureFixture[str], store: Path) -> None:
    from ganbu_desktop.kernel.report.spec import Period

    code, result = _run(capsys, "report", store, "people-sample")
    assert code == 0
    assert result["period"] == Period.month_of(cli._clock().date()).before.text
    assert result["file"] is None


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["no-such"], "没有名为“no-such”的报表，可用的有：people-sample"),
        (["people-sample", "--period", "2026-Q1"], "按月、年生成"),
        (["people-sample", "--period", "三月"], "看不懂"),
        (["people-sample", "--to", "r.doc"], "只能写成 .pdf 或 .xlsx"),
    ],
)
def test_what_is_not_possible_is_said(
    capsys: pytest.CaptureFixture[str], store: Path, arguments: list[str], sentence: str
) -> None:
    code, result = _run(capsys, "report", store, *arguments)
    assert code == 2
    assert sentence in result["error"]
    assert cli.main(["report"]) == 2
    assert "--list" in capsys.readouterr().err


def test_reminders_are_listed_by_kind(capsys: pytest.CaptureFixture[str], store: Path) -> None:
    code, result = _run(capsys, "remind", store, "--on", "2026-12-27")
    assert code == 0
    assert result["on"] == "2026-12-27"
    due = [r for r in result["reminders"] if r["rule"] == "reports-due"]
    assert "人员基本情况表（2026年12月）未生成" in [r["title"] for r in due]
    assert {r["nature"] for r in result["reminders"]} <= {"办理", "权利"}
    assert all(r["why"] for r in result["reminders"])
    named = [r for r in result["reminders"] if r["name"]]
    assert all(r["name"] in r["title"] for r in named)
    assert cli.main(["remind", str(store), "--on", "2026-12-27"]) == 0
    out = capsys.readouterr().out
    assert "【报表报送】办理" in out
    assert "2026.12.31  人员基本情况表（2026年12月）未生成" in out


def test_a_day_that_is_none_is_said(capsys: pytest.CaptureFixture[str], store: Path) -> None:
    for text in ("昨天", "2026-12"):
        code, result = _run(capsys, "remind", store, "--on", text)
        assert code == 2
        assert "没有推算提醒" in result["error"]
