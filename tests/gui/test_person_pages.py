"""What other rooms keep of a person: links on the person's page and in the menu of the cadres list."""

from __future__ import annotations

from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot
from support.builders import make_person
from support.pages import put_on_screen

from ganbu_desktop.desktop.window.page import PERSON, Desk, Page, PageSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.people.pages.list_page import CadresPage
from ganbu_desktop.modules.people.pages.person_page import PersonPage
from ganbu_desktop.modules.people.pages.person_target import PersonTarget

PAGES = (
    PageSpec("talks", "谈心谈话", "people", Page, order=40, for_person="谈心谈话"),
    PageSpec("units", "单位", "tree", Page, order=20),
    PageSpec("political", "政治素质", "seal", Page, order=30, for_person="政治素质档案"),
)


def with_rooms(desk: Desk) -> list[tuple[str, object]]:
    gone: list[tuple[str, object]] = []
    desk.pages = PAGES
    desk.open_page = lambda name, target: gone.append((name, target))
    return gone


def test_the_persons_page_leads_to_what_other_rooms_keep(qtbot: QtBot, desk: Desk, office: Office) -> None:
    gone, person = with_rooms(desk), make_person(office)
    page = put_on_screen(qtbot, PersonPage(desk))
    page.show_target(PersonTarget(person.id))
    assert page.head.links.actions_shown() == ["政治素质档案", "谈心谈话"]
    buttons = [b for b in page.head.links.findChildren(QToolButton) if b.text() == "谈心谈话"]
    buttons[0].click()
    assert gone == [("talks", (PERSON, person.id))]


def test_the_list_leads_there_from_its_menu(qtbot: QtBot, desk: Desk, office: Office) -> None:
    gone, person = with_rooms(desk), make_person(office)
    page = put_on_screen(qtbot, CadresPage(desk))
    page.table.select(person.id)
    menu = {action.text(): action for action in page.table._menu_actions}
    menu["政治素质档案"].trigger()
    assert gone == [("political", (PERSON, person.id))]
    assert "政治素质档案" not in [a.text() for a in page.commands() if a is not None]
