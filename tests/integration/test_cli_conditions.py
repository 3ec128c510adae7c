"""``ganbu find`` by a saved view and by conditions in a file."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ganbu_desktop.cli import program as cli
from ganbu_desktop.kernel.list import saved_view
from ganbu_desktop.kernel.list.conditions.tree import Condition, Group, Ready, as_plain
from ganbu_desktop.kernel.list.saved_view import CADRES, ViewContent
from ganbu_desktop.kernel.office.opening import open_store

PASSWORD = "cli-Kennwort-1"
WOMEN = Group(members=(Ready("women"),))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cli") / "county.ganbu"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(cli.PASSWORD_VARIABLE, PASSWORD)
        assert cli.main(["new", str(path), "--demo", "40", "--json"]) == 0
    office = open_store(path, password=PASSWORD, clock=datetime.now)
    content = ViewContent(conditions=WOMEN, filters={"born_on": "1950–1999"}, sort="strokes")
    saved_view.save(office, CADRES, "女干部", content)
    office.file.close()
    return path


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cli.PASSWORD_VARIABLE, PASSWORD)


def run(capsys: pytest.CaptureFixture[str], code: int, *arguments: object) -> dict[str, Any]:
    capsys.readouterr()
    assert cli.main([*map(str, arguments), "--json"]) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_view_and_its_conditions_find_the_same_people(
    capsys: pytest.CaptureFixture[str], store: Path, tmp_path: Path
) -> None:
    file = tmp_path / "女.json"
    file.write_text(json.dumps(as_plain(WOMEN)), "utf-8")
    by_view = run(capsys, 0, "find", store, "--view", "女干部")["people"]
    by_file = run(capsys, 0, "find", store, "--conditions", file)["people"]
    assert sorted(p["name"] for p in by_view) == sorted(p["name"] for p in by_file)
    assert 0 < len(by_view) < 40


def test_nobody_found_and_nothing_understood(capsys: pytest.CaptureFixture[str], store: Path, tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(json.dumps(as_plain(Group(members=(Condition("reckoned.age", "greater", ("120",)),)))), "utf-8")
    assert run(capsys, 1, "find", store, "--conditions", file)["people"] == []
    file.write_text("[]", "utf-8")
    assert "不是条件" in run(capsys, 2, "find", store, "--conditions", file)["error"]
    assert "打不开" in run(capsys, 2, "find", store, "--conditions", tmp_path / "none.json")["error"]
    assert "相近的有：女干部" in run(capsys, 2, "find", store, "--view", "男干部")["error"]
    assert "三者写一个" in run(capsys, 2, "find", store)["error"]
    assert "三者写一个" in run(capsys, 2, "find", store, "王", "--view", "女干部")["error"]
