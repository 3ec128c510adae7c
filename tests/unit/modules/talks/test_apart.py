"""What is said in care stays there: nothing of a talk, visit or need flows into any other record by itself."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from support.builders import make_office, make_person
from support.talks import day, make_talk, visit_of

from ganbu_desktop import modules
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.dossier import ALL_SETS
from ganbu_desktop.kernel.people.person import PERSON_SETS
from ganbu_desktop.modules.talks.records import HomeVisit, Need, Talk
from ganbu_desktop.modules.talks.rows import NEEDS, VISITS
from ganbu_desktop.paper.form_file import list_forms
from ganbu_desktop.store.record import record_types

_OWN = {"talk", "home_visit", "need"}


def _filled_tables(office: Office) -> set[str]:
    """Return the record tables that hold anything."""
    with office.reading() as connection:
        return {
            cls.table.name
            for cls in record_types()
            if cls.__module__.startswith("ganbu_desktop.")
            and connection.execute(sa.select(sa.func.count()).select_from(cls.table)).scalar_one()
        }


def test_talks_visits_and_needs_write_no_other_record(tmp_path: Path) -> None:
    """A talk is not an archive: carrying one over is an entry of its own, with its own conditions."""
    modules.load_records()
    office = make_office(tmp_path)
    person = make_person(office)
    before = _filled_tables(office)
    make_talk(office, person, "2026.02.01", kind="07", mood="情绪低落", problem_count=1, admonished_count=1)
    VISITS.save(office, [(None, visit_of(person, situation="老人同住"))], title="家访")
    need = Need(person_id=person.id, kind="4", raised_on=day("2026.02.01"), description="药费")
    NEEDS.save(office, [(None, need)], title="诉求")
    assert _filled_tables(office) == before | _OWN


def test_no_form_about_a_person_can_show_them() -> None:
    """Forms, rosters and checks about a person read the dossier, which holds none of this."""
    assert not {Talk, HomeVisit, Need} & {*PERSON_SETS, *ALL_SETS}
    assert {name for name, *_ in list_forms(room="talks")} >= {"talk-record", "home-visit-record", "need-receipt"}
