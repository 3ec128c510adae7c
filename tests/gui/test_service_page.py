"""服务经历 on screen: one person's spells from the person's page, and a finding that leads to its spell."""

from __future__ import annotations

from pytestqt.qtbot import QtBot
from support.builders import make_person
from support.pages import put_on_screen

from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.window.page import PERSON, Desk
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.service import DECIDED, ServiceSpell
from ganbu_desktop.modules.checks.checking import check_everyone
from ganbu_desktop.modules.people.pages.service_page import PeopleRoom


def test_the_page_shows_one_persons_spells_and_takes_a_date_where_it_stands(
    qtbot: QtBot, desk: Desk, office: Office
) -> None:
    make_person(office, "王小明", work_began_on=PartialDate(1998, 7))
    person = make_person(office, "李建国")
    room = put_on_screen(qtbot, PeopleRoom(desk))
    view = room.current()
    assert isinstance(view, LedgerView)
    assert room.bar.isHidden(), "one tab needs no bar"
    room.show_target((PERSON, person.id))
    (spell,) = office.owned(ServiceSpell, person.id)
    (finding,) = [f for f in check_everyone(office).findings if f.rule == "service-undated"]
    assert (finding.person_id, finding.record_id) == (person.id, spell.id)
    view.table.grid.put([(spell.id, "from_on", "2001.8")], "修改")  # type: ignore[union-attr]
    (decided,) = [s for s in office.owned(ServiceSpell, person.id) if s.basis == DECIDED]
    assert decided.from_on == PartialDate(2001, 8)
    assert not [f for f in check_everyone(office).findings if f.rule == "service-undated"]
    room.show_target(("service-history", decided.id))
    qtbot.waitUntil(lambda: view.table.current_id() == decided.id)
