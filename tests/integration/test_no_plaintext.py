"""After a whole day's work no name and no number stands readable in any file beside the store."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from support.builders import clock

from ganbu_desktop.cli.program import main
from ganbu_desktop.kernel.office.opening import open_store
from ganbu_desktop.kernel.people.person import Person, Relative
from ganbu_desktop.modules.people import actions
from ganbu_desktop.store.vault import KdfCost

PASSWORD = "口令 Correct-1"
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The store's own folder, and another one for what is meant to be readable."""
    monkeypatch.setenv("GANBU_PASSWORD", PASSWORD)
    monkeypatch.setattr(KdfCost, "calibrated", staticmethod(KdfCost.cheap_for_tests))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "临时"))
    for name in ("库", "外", "临时"):
        (tmp_path / name).mkdir()
    return tmp_path / "库", tmp_path / "外"


def needles(words: set[str]) -> dict[bytes, str]:
    return {word.encode(coding): word for word in words for coding in ENCODINGS}


def found_in(folder: Path, wanted: dict[bytes, str]) -> list[tuple[str, str]]:
    hits = []
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            hits += [(path.name, word) for needle, word in wanted.items() if needle in content]
    return hits


def test_nothing_readable_is_left_beside_the_store(
    places: tuple[Path, Path],
    own_environment: Path,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    inside, outside = places
    store = inside / "县.ganbu"
    assert main(["new", str(store)]) == 0
    assert main(["demo-files", str(outside)]) == 0
    assert main(["import", str(store), str(outside)]) == 1
    assert main(["print", str(store), "appointment", "--to", str(outside / "表.pdf")]) in (0, 1)
    assert main(["backup", str(store), "--to", str(inside / "备份.ganbu")]) == 0
    capsys.readouterr()
    office = open_store(store, password=PASSWORD, clock=clock)
    people = office.find(Person)
    words = {str(p.name) for p in people if len(p.name or "") > 2} | {str(p.id_number) for p in people if p.id_number}
    words |= {str(r.name) for r in office.find(Relative) if len(r.name or "") > 2} | {"青禾县", PASSWORD}
    wanted = needles(words)
    assert len(words) > 100
    actions.delete_people(office, [people[0].id])
    assert found_in(inside, wanted) == [], "while the store is open, its log among the files"
    assert any(path.name.endswith("-wal") for path in inside.iterdir()), "the log must be among what was looked at"
    office.file.close()
    assert found_in(inside, wanted) == []
    assert found_in(inside.parent / "临时", wanted) == []
    assert found_in(own_environment, wanted) == []
    assert [w for w in words if w in caplog.text] == []


def test_control_readable_files_are_noticed(tmp_path: Path) -> None:
    wanted = needles({"欧阳测试"})
    for number, coding in enumerate(ENCODINGS):
        (tmp_path / str(number)).write_bytes(b"\x00\x01" + json.dumps("").encode() + "欧阳测试".encode(coding))
    assert len(found_in(tmp_path, wanted)) >= len(ENCODINGS)
