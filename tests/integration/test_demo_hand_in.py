"""What the invented units hand in goes through the same doors as real files, and comes out as it went in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from support.builders import make_office

from ganbu_desktop.kernel.office.office import Office, SilentProgress
from ganbu_desktop.kernel.people.person import Person, Photo
from ganbu_desktop.modules import demo_files
from ganbu_desktop.modules.checks import checking
from ganbu_desktop.modules.intake.batch import run_import
from ganbu_desktop.modules.paper import rosters
from ganbu_desktop.modules.paper.export import export_collection, iterate_lrmx
from ganbu_desktop.modules.paper.printing import PrintJob
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


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = make_office(tmp_path_factory.mktemp("county"))
    fill_demo(office, 503)
    return office


def said_of(office: Office, *paths: Path) -> dict[str, Any]:
    """Return what an import would do, without doing it."""
    _, summary = run_import(office, paths, dry_run=True, say=lambda text: None)
    return summary


def test_our_own_exports_change_nothing_in_their_own_store(county: Office, tmp_path: Path) -> None:
    """Form files, workbook and every roster with a header: 503 people are read and none is changed."""
    everyone = [p.id for p in county.find(Person)]
    forms = tmp_path / "任免表"
    forms.mkdir()
    for found, content in iterate_lrmx(county, everyone):
        (forms / f"{found.person.id}.lrmx").write_bytes(content)
    export_collection(county, everyone, tmp_path / "采集表.xlsx")
    files = [forms, tmp_path / "采集表.xlsx"]
    for name in ("committee-list", "name-list", "roster"):
        files.append(tmp_path / f"{name}.xlsx")
        rosters.run(county, PrintJob(name, everyone, files[-1], file_type="xlsx"), SilentProgress())
    for path in files:
        summary = said_of(county, path)
        assert (summary["changes"], summary["people"]["unchanged"]) == ([], 503), path.name
        assert (summary["units"], summary["problems"]) == ({"new": 0, "changed": 0}, []), path.name


def test_a_preview_names_people_fields_old_and_new(county: Office, tmp_path: Path) -> None:
    """What a form says otherwise is told field by field; a day that is known stays where the form has the month."""
    one = next(p for p in county.find(Person) if p.born_on and p.born_on.day and p.native_place)
    ((_, content),) = iterate_lrmx(county, [one.id])
    text = content.decode("utf-8-sig")
    changed = text.replace(
        f"<JiGuan>{one.native_place}</JiGuan>", "<JiGuan>云溪柳川</JiGuan>"
    ).replace(
        f"<ChuShengNianYue>{one.born_on.digits()}<",  # type: ignore[union-attr]
        f"<ChuShengNianYue>{one.born_on.digits()[:6]}<",  # type: ignore[union-attr]
    )
    (tmp_path / "一人.lrmx").write_text(
        changed.replace("<QuanRiZhiJiaoYu_XueLi>", "<QuanRiZhiJiaoYu_XueLi>改"), "utf-8"
    )
    (told,) = said_of(county, tmp_path / "一人.lrmx")["changes"]
    assert (told["name"], told["new"]) == (one.name, False)
    assert told["fields"] == [{"field": "籍贯", "old": one.native_place, "new": "云溪柳川"}]
    (sheet,) = told["rows"]
    assert sheet["set"] == "任免表"
    assert "改" in sheet["text"]


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
