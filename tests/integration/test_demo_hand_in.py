"""What the invented units hand in goes through the same doors as real files, and comes out as it went in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from support.builders import make_office

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person, Photo
from ganbu_desktop.modules import demo_files
from ganbu_desktop.modules.checks import checking
from ganbu_desktop.modules.intake.batch import run_import
from ganbu_desktop.modules.paper.export import export_collection, iterate_lrmx
from ganbu_desktop.modules.paper.samples import COLLECTION, FORM_FILES, ROSTER
from ganbu_desktop.modules.people.demo import fill_demo

PEOPLE = 60


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    demo_files(folder, PEOPLE, clock=lambda: datetime(2026, 3, 2))
    return folder


def take(office: Office, *paths: Path) -> dict[str, Any]:
    _, summary = run_import(office, paths, say=lambda text: None)
    return summary


def test_the_sample_files_can_be_taken_in(samples: Path, tmp_path: Path) -> None:
    """The workbook brings everybody, the form files the photos, the roster five cells that nobody can read."""
    office = make_office(tmp_path)
    first = take(office, samples / COLLECTION)
    assert (first["people"]["new"], first["problems"], first["doubtful"]) == (PEOPLE, [], [])
    second = take(office, samples / FORM_FILES)
    assert (second["people"]["new"], second["problems"], second["doubtful"]) == (0, [], [])
    assert 15 <= len(office.find(Photo)) <= 20
    third = take(office, samples / ROSTER)
    assert third["people"]["new"] == 0
    assert sorted(p["row"] for p in third["problems"]) == [8, 13, 19, 26, 31]
    assert len(office.find(Person)) == PEOPLE


def test_a_whole_county_comes_back_the_same(tmp_path: Path) -> None:
    """Out as a workbook and form files, in again elsewhere: the same findings, person by person."""
    source, other = make_office(tmp_path, "甲.ganbu"), make_office(tmp_path, "乙.ganbu")
    fill_demo(source, 120)
    everyone = [p.id for p in source.find(Person)]
    export_collection(source, everyone, tmp_path / "采集表.xlsx")
    for found, content in iterate_lrmx(source, everyone):
        (tmp_path / f"{found.person.id}.lrmx").write_bytes(content)
    assert take(other, tmp_path / "采集表.xlsx")["people"]["new"] == 120
    take(other, *sorted(tmp_path.glob("*.lrmx")))
    assert _findings(other) == _findings(source)


_MENDED_ON_THE_WAY = ("photo-old", "resume-separator")
"""A photo's day is that of its import, and form files carry the résumé with the separators of the standard."""


def _findings(office: Office) -> set[tuple[str, str]]:
    report = checking.check_everyone(office)
    return {(report.subject(f).name, f.rule) for f in report.findings if f.person_id} - {
        (report.subject(f).name, rule) for f in report.findings for rule in _MENDED_ON_THE_WAY
    }
