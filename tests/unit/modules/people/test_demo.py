"""The invented county: right numbers, valid identities, the same every time, and only planted faults."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path

import pytest
from support.builders import add, make_office

from ganbu_desktop.exchange.collection_workbook import read_collection_workbook
from ganbu_desktop.exchange.lrmx import read_lrmx
from ganbu_desktop.exchange.photo import is_standard
from ganbu_desktop.foundation import identity_number
from ganbu_desktop.foundation.errors import Cancelled, CheckFailed
from ganbu_desktop.kernel.office.invariants import broken_invariants
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import PERSON_SETS, Attachment, Person, Photo
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.modules import demo_files
from ganbu_desktop.modules.checks import checking
from ganbu_desktop.modules.paper.samples import COLLECTION, FORM_FILES, ROSTER
from ganbu_desktop.modules.people.demo import fill_demo
from ganbu_desktop.modules.people.demo.faults import FAULTS, SHARE
from ganbu_desktop.modules.people.demo.photos import silhouettes

PEOPLE = 503


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = make_office(tmp_path_factory.mktemp("county"))
    assert fill_demo(office, PEOPLE) == PEOPLE
    return office


def test_the_county_has_its_people_and_units(county: Office) -> None:
    """503 people in 43 units, as a tree without a loose end, and every set is in use."""
    units = county.find(Unit)
    assert len(county.find(Person)) == PEOPLE
    assert len(units) == 43
    assert sum(u.parent_id is None for u in units) == 2
    assert len({u.name for u in units}) == 43
    for cls in PERSON_SETS:
        assert county.find(cls) or cls is Attachment, f"{cls.label}: give it rows in modules/people/demo/people.py"
    with county.reading() as connection:
        assert broken_invariants(connection) == []


def test_identities_are_valid_invented_and_single(county: Office) -> None:
    """Numbers check out, name a region that does not exist, and nobody shares one."""
    people = county.find(Person)
    numbers = [p.id_number or "" for p in people]
    bad = [n for n in numbers if identity_number.problems(n)]
    assert all(n.startswith("3399") for n in numbers)
    assert len(set(numbers)) == PEOPLE
    assert len(bad) <= PEOPLE * SHARE
    assert len({(p.name, p.born_on) for p in people}) == PEOPLE


def test_names_are_of_every_kind(county: Office) -> None:
    """Two and three characters, compound surnames, names with a middle dot, other nations than 汉族."""
    people = county.find(Person)
    names = [p.name or "" for p in people]
    assert {2, 3, 4} <= {len(n) for n in names}
    assert any("·" in n for n in names)
    assert any(n.startswith(("欧阳", "司马", "皇甫", "诸葛", "令狐", "慕容")) for n in names)
    assert len({p.ethnicity for p in people}) > 4


def test_the_checks_find_the_planted_faults_and_nothing_else(county: Office) -> None:
    """Everybody without a planted fault is consistent in every set."""
    report = checking.check_everyone(county)
    expected = {*FAULTS, "name-rare-character", "over-posts", "unit-staffing"}
    strays = {f"{f.rule}: {f.message}" for f in report.findings if f.rule not in expected}
    people = {f.person_id for f in report.findings if f.rule in FAULTS}
    without_photo = PEOPLE - len(county.find(Photo))
    assert strays == set()
    assert 0 < len(people) <= PEOPLE * SHARE * 2 + without_photo
    assert len(report.counts()) >= 8
    assert (report.counts()["over-posts"], report.counts()["unit-staffing"]) == (1, 1)


def test_the_same_seed_gives_the_same_county(county: Office, tmp_path: Path) -> None:
    """Pictures in manuals and tests that count stay true; another seed gives other people."""
    again, other = make_office(tmp_path, "甲.ganbu"), make_office(tmp_path, "乙.ganbu")
    fill_demo(again, PEOPLE)
    fill_demo(other, 40, seed=7)
    for cls in (Unit, Person, *PERSON_SETS):
        assert again.find(cls) == county.find(cls)
    assert not {p.name for p in other.find(Person)} <= {p.name for p in county.find(Person)}


@pytest.mark.parametrize(("people", "units"), [(0, 43), (3, 1), (100, 60)])
def test_other_sizes_can_be_had(tmp_path: Path, people: int, units: int) -> None:
    """No people, few units and more units than the county has by nature."""
    office = make_office(tmp_path)
    assert fill_demo(office, people, units=units) == people
    assert len(office.find(Unit)) == units
    assert len(office.find(Person)) == people


def test_a_store_in_use_is_refused(tmp_path: Path) -> None:
    """Invented and real people never share a store."""
    office = make_office(tmp_path)
    add(office, Person(name="王小明"))
    with pytest.raises(CheckFailed, match="空的数据文件"):
        fill_demo(office, 5)
    assert len(office.find(Person)) == 1


def test_filling_can_be_stopped(tmp_path: Path) -> None:
    """A stopped batch leaves nobody."""

    class Stopping:
        def step(self, done: int, total: int, text: str = "") -> None:
            raise Cancelled

    office = make_office(tmp_path)
    with pytest.raises(Cancelled):
        fill_demo(office, 5, progress=Stopping())
    assert office.find(Person) == []


def test_silhouettes_are_small_standard_photos() -> None:
    """They are kept as they are: nothing has to be encoded again."""
    drawn = silhouettes(random.Random(1))
    assert len(set(drawn)) > 10
    assert all(len(jpeg) < 8 * 1024 and is_standard(jpeg) for jpeg in drawn)


def test_sample_files_can_be_read_again(tmp_path: Path) -> None:
    """A workbook, twenty form files and a home-made roster, the same for the same seed."""
    files = demo_files(tmp_path / "样例", 30, clock=lambda: datetime(2026, 6, 1))
    book = read_collection_workbook(tmp_path / "样例" / COLLECTION)
    forms = sorted((tmp_path / "样例" / FORM_FILES).glob("*.lrmx"))
    assert len(book.rows_of("A01")) == 30
    assert len(forms) == 20
    assert (tmp_path / "样例" / ROSTER).is_file()
    assert len(files) == 22
    again = demo_files(tmp_path / "再次", 30, clock=lambda: datetime(2026, 6, 1))
    assert [f.name for f in again] == [f.name for f in files]
    assert [f.read_bytes() for f in again[1:21]] == [f.read_bytes() for f in files[1:21]]
    assert read_lrmx(forms[0].read_bytes()).values["XingMing"] in forms[0].name
