"""What can be printed follows from the files under resources: a form is declared in one place."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from support.builders import add, make_office, make_person, make_unit

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.forms.person_values import form_values
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.dossier import dossiers
from ganbu_desktop.kernel.people.person import Person, Relative
from ganbu_desktop.modules.paper import printing, rosters
from ganbu_desktop.modules.paper.job import FORM, ROSTER, PrintJob, context_of
from ganbu_desktop.paper import form_file
from ganbu_desktop.paper.form_spec import IMAGE, TEXT
from ganbu_desktop.paper.roster import load_roster
from ganbu_desktop.paths import resource

BRIEF = """
name = "brief-note"
title = "简要说明"
edition = "试用"
source = "自定"
[bindings]
name = "text"
growth_place = "text"
work_began = "text"
[styles]
base = { font = "song", size = 12, leading = 15, align = "center", valign = "middle" }
[[page]]
width = 210
height = 297
margins = { top = 20.0, right = 20.0, bottom = 20.0, left = 20.0 }
columns = [40.0, 80.0, 50.0]
table_width = 170.0
rows = [12.0]
table_rows = [1, 1]
table_height = 12.0
outer_border = 1.5
inner_border = 0.75
cell = [
    { at = [1, 1], bind = "name", label = "姓名" },
    { at = [1, 2], bind = "growth_place", label = "成长地" },
    { at = [1, 3], bind = "work_began", label = "参加工作时间" },
]
"""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = make_office(tmp_path)
    unit = make_unit(made, "县财政局")
    began = PartialDate(2002, 7, 15)
    person = make_person(made, unit_id=unit.id, growth_place="云溪柳川", work_began_on=began)
    born = PartialDate(1982, 4)
    add(
        made,
        Relative(person_id=person.id, position=0, name="李梅", relation="妻子", born_on=born),
        Relative(person_id=person.id, position=1, name="王大山", born_on=born, employer_and_post="农民（已去世）"),
    )
    return made


def test_every_shipped_form_binds_only_what_is_offered(office: Office) -> None:
    with office.reading() as connection:
        (found,) = dossiers(connection, [p.id for p in office.find(Person)])
    values = form_values(found, context_of(office, None), None)
    catalogue = dict.fromkeys(values, TEXT) | {"photo": IMAGE, "relatives": tuple(values["relatives"][0])}
    paths = sorted(resource("forms").glob("paper/*.toml"))
    assert len(paths) == len(form_file.list_forms(room=printing.ROOM))
    for path in paths:
        form_file.read_form(path, catalogue)
    row = rosters.person_row(found, context_of(office, None), 1)
    for info in printing.forms():
        if info.kind == ROSTER:
            assert {c.key for c in load_roster(info.name).choices} <= {*row, "photo"}


def test_each_form_takes_birth_or_age_and_the_deceased_have_neither(office: Office) -> None:
    with office.reading() as connection:
        (found,) = dossiers(connection, [p.id for p in office.find(Person)])
    wife, father = form_values(found, context_of(office, "2026.11"), None)["relatives"]
    assert (wife["birth"], wife["age"], wife["relation"]) == ("1982.04", "44", "妻子")
    assert (father["birth"], father["age"]) == ("", "")


def test_a_new_file_is_a_new_form(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "forms" / "paper").mkdir(parents=True)
    (tmp_path / "forms" / "paper" / "brief-note.toml").write_text(BRIEF, encoding="utf-8")
    monkeypatch.setattr(form_file, "resource", tmp_path.joinpath)
    assert printing.forms()[0] == printing.FormInfo("brief-note", "简要说明（试用）", FORM)
    ids = [p.id for p in office.find(Person)]
    outcome = printing.run(office, PrintJob("brief-note", ids, tmp_path / "说明.pdf"))
    assert (outcome.people, outcome.findings) == (1, [])
    text = "".join(PdfReader(outcome.files[0]).pages[0].extract_text().split())
    assert all(word in text for word in ("王小明", "云溪柳川", "2002.07"))
    folder = printing.run(office, PrintJob("brief-note", ids, tmp_path / "各人", name_pattern="{姓名}_{表格}"))
    assert [path.name for path in folder.files] == ["王小明_简要说明.pdf"]


def test_an_unknown_form_is_answered_with_where_all_stand(office: Office, tmp_path: Path) -> None:
    with pytest.raises(CheckFailed, match=r"全部名称见 ganbu print --list；没有写出"):
        printing.run(office, PrintJob("nothing", ["x"], tmp_path / "x.pdf"))
