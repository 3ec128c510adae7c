"""What comes in goes out again: every field of 500 people, hostile ones among them, through the store and back."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.builders import make_office
from support.lrmx_samples import picture
from support.round_trips import FormFile, Row, Sheets, collection_sheets, form_file

from ganbu_desktop.exchange.collection_workbook import read_collection_workbook, write_collection_workbook
from ganbu_desktop.exchange.lrmx import read_lrmx, write_lrmx
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.intake.apply import apply_plan
from ganbu_desktop.modules.intake.compare import make_plan
from ganbu_desktop.modules.intake.plan import ImportPlan, Status
from ganbu_desktop.modules.intake.read import read_paths
from ganbu_desktop.modules.paper.export import export_collection, iterate_lrmx

PEOPLE, SEED = 500, 20260302


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


def planned(office: Office, *paths: Path) -> ImportPlan:
    plan = make_plan(office, read_paths(paths).with_rosters())
    assert [str(p) for p in plan.problems] == []
    return plan


def taken_in(office: Office, *paths: Path) -> ImportPlan:
    plan = planned(office, *paths)
    apply_plan(office, plan)
    return plan


def everyone(office: Office) -> list[str]:
    return [p.id for p in office.find(Person)]


def counted(rows: list[Row]) -> Counter[frozenset[tuple[str, str]]]:
    return Counter(frozenset(row.items()) for row in rows)


def rows_of(path: Path) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in read_collection_workbook(path).rows:
        found.setdefault(row.set, []).append({h: c.text for h, c in row.values.items()})
    return found


def assert_same_rows(found: dict[str, list[Row]], expected: dict[str, list[Row]]) -> None:
    for sheet in expected:
        back, wanted = counted(found.get(sheet, [])), counted(expected[sheet])
        lost = [dict(sorted(row)) for row in (wanted - back).elements()]
        strange = [dict(sorted(row)) for row in (back - wanted).elements()]
        assert (sheet, lost[:1], strange[:1], len(lost)) == (sheet, [], [], 0)


def test_the_collection_workbook_comes_back_equal(office: Office, tmp_path: Path) -> None:
    sheets: Sheets = collection_sheets(PEOPLE, SEED)
    given, back, again = tmp_path / "交来.xlsx", tmp_path / "交出.xlsx", tmp_path / "再交出.xlsx"
    write_collection_workbook(given, sheets.given)
    plan = taken_in(office, given)
    assert plan.count(Status.NEW) == PEOPLE
    export_collection(office, everyone(office), back)
    assert_same_rows(rows_of(back), sheets.expected)
    before = office.file.digest().value
    for path in (given, back):
        second = planned(office, path)
        changed = [
            f"{p.name} {[c.label for c in p.fields]} {[r.summary() for r in p.rows]}"
            for p in second.people
            if p.status is not Status.UNCHANGED
        ]
        assert changed[:3] == []
        assert second.is_empty()
    assert second.already == ""
    assert planned(office, given).already != ""
    assert office.file.digest().value == before
    export_collection(office, everyone(office), again)
    assert rows_of(again) == rows_of(back)


def forms(people: int) -> list[FormFile]:
    rng = random.Random(SEED)
    return [form_file(n, picture(240, 300, seed=n) if n % 5 == 0 else None, rng) for n in range(people)]


def test_form_files_come_back_equal(office: Office, tmp_path: Path) -> None:
    made = forms(PEOPLE)
    folder, back = tmp_path / "交来", tmp_path / "交出"
    for path in (folder, back):
        path.mkdir()
    for number, form in enumerate(made):
        (folder / f"{number:03}.lrmx").write_bytes(write_lrmx(form.given))
    plan = taken_in(office, folder)
    assert plan.count(Status.NEW) == PEOPLE
    files = {found.person.id_number: data for found, data in iterate_lrmx(office, everyone(office))}
    assert len(files) == PEOPLE
    for form in made:
        found = read_lrmx(files[form.given.values["ShenFenZheng"]])
        wanted = form.expected
        assert found.values == wanted.values
        assert found.relatives == wanted.relatives
        assert (found.version, found.unknown) == (wanted.version, wanted.unknown)
        assert (found.photo is None) == (wanted.photo is None)
    for number, data in files.items():
        (back / f"{number}.lrmx").write_bytes(data)
    before = office.file.digest().value
    for path in (folder, back):
        second = planned(office, path)
        assert [
            f"{p.name} {[c.label for c in p.fields]} {[r.summary() for r in p.rows]} {p.photo_is_new}"
            for p in second.people
            if p.status is not Status.UNCHANGED
        ][:3] == []
        assert second.is_empty()
    assert office.file.digest().value == before
    again = {found.person.id_number: data for found, data in iterate_lrmx(office, everyone(office))}
    assert again == files, "what is written once is written the same again"
