"""The ledger of service spells: what is typed is decided, what was inferred can be confirmed and not deleted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.builders import make_office, make_person

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger.plan import LineStatus
from ganbu_desktop.kernel.ledger.sheet import apply_plan, export_ledger, read_ledger
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people import service_derive
from ganbu_desktop.kernel.people.service import DECIDED, INFERRED, ServiceSpell, in_order
from ganbu_desktop.modules.people.ledgers import SERVICE
from ganbu_desktop.store.record import is_derived

HERE = "现职人员"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    with made.reading() as connection:
        assert service_derive.differences(connection) == 0
    made.file.close()


def spell_of(office: Office, **values: object) -> ServiceSpell:
    person = make_person(office, management_state=HERE, **values)
    (spell,) = office.owned(ServiceSpell, person.id)
    return spell


def test_saving_an_inferred_spell_as_it_is_confirms_it(office: Office) -> None:
    spell = spell_of(office, work_began_on=PartialDate(1998, 7))
    assert is_derived(spell)
    SERVICE.save(office, [(spell, spell)], title="认定")
    (confirmed,) = office.find(ServiceSpell)
    assert confirmed == replace(spell, basis=DECIDED)
    office.undo()
    assert office.find(ServiceSpell) == [spell]


def test_a_typed_boundary_takes_the_place_of_an_unknown_one(office: Office) -> None:
    spell = spell_of(office)
    assert (spell.from_on, spell.from_last) == (None, "20260302")
    SERVICE.save(office, [(spell, replace(spell, from_on=PartialDate(2001, 5)))], title="补日期")
    decided = [s for s in office.find(ServiceSpell) if s.basis == DECIDED]
    assert [(s.from_on, s.from_first, s.from_last) for s in decided] == [(PartialDate(2001, 5), None, None)]


def test_an_inferred_spell_is_not_deleted_and_a_decided_one_is(office: Office) -> None:
    spell = spell_of(office, work_began_on=PartialDate(1998, 7))
    with pytest.raises(CheckFailed, match="推定"):
        SERVICE.save(office, [(spell, None)], title="删")
    decided = ServiceSpell(person_id=spell.person_id, state="离退人员", from_on=PartialDate(2025, 6))
    SERVICE.save(office, [(None, decided)], title="登记")
    SERVICE.save(office, [(decided, None)], title="删")
    assert office.find(ServiceSpell) == [spell]


def test_a_workbook_that_comes_back_unchanged_confirms_nothing(office: Office, tmp_path: Path) -> None:
    spell_of(office, work_began_on=PartialDate(1998, 7))
    path = tmp_path / "台账.xlsx"
    export_ledger(office, SERVICE, path)
    plan = read_ledger(office, SERVICE, path)
    assert [line.status for line in plan.lines] == [LineStatus.SAME]
    apply_plan(office, plan)
    assert {s.basis for s in office.find(ServiceSpell)} == {INFERRED}


def test_a_workbook_corrects_confirms_and_adds(office: Office, tmp_path: Path) -> None:
    """One line edited, one added: both decided; an overlap is refused as a whole and nothing is written."""
    spell_of(office, work_began_on=PartialDate(1998, 7))
    path = tmp_path / "台账.xlsx"
    export_ledger(office, SERVICE, path)
    book = load_workbook(path)
    sheet = book.active
    titles = [cell.value for cell in sheet[1]]
    until = titles.index("止") + 1
    sheet.cell(2, until).value = "2025.06"
    for column, title in enumerate(titles, 1):
        value = {"管理状态": "离退人员", "起": "2025.06", "来源": "青组干〔2025〕8号"}.get(title)
        sheet.cell(3, column).value = value or (sheet.cell(2, column).value if title == "姓名" else None)
    book.save(path)
    apply_plan(office, read_ledger(office, SERVICE, path))
    told = [(s.state, str(s.from_on), str(s.until_on or ""), s.basis) for s in in_order(office.find(ServiceSpell))]
    assert told == [(HERE, "1998.07", "2025.06", DECIDED), ("离退人员", "2025.06", "", DECIDED)]
    sheet.cell(2, until).value = "2025.09"
    book.save(path)
    with pytest.raises(CheckFailed, match="两段重叠"):
        apply_plan(office, read_ledger(office, SERVICE, path))
    assert [str(s.until_on or "") for s in in_order(office.find(ServiceSpell))] == ["2025.06", ""]
