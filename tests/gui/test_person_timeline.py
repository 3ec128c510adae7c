"""The 时间轴 of a person's page: filtered by system, kept fresh, each line leads to where it is kept."""

from __future__ import annotations

from pytestqt.qtbot import QtBot
from support.builders import add, make_person
from support.pages import put_on_screen
from support.talks import day, make_talk

from ganbu_desktop import modules
from ganbu_desktop.app import room_pages
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Tenure
from ganbu_desktop.modules.people.pages.person_page import PersonPage
from ganbu_desktop.modules.people.pages.person_target import PersonTarget
from ganbu_desktop.modules.people.pages.person_timeline import TimelineSection


def test_lines_of_all_rooms_filtered_refreshed_and_followed(qtbot: QtBot, desk: Desk, office: Office) -> None:
    modules.load()
    gone: list[tuple[str, object]] = []
    desk.ledgers, desk.ledger_rooms, desk.pages = modules.ledgers, modules.ledger_rooms, room_pages()
    desk.open_page = lambda name, target: gone.append((name, target))
    person = make_person(office)
    post = Tenure(person_id=person.id, post_name="局长", appointed_on=day("2020.05"))
    add(office, post)
    page = put_on_screen(qtbot, PersonPage(desk))
    page.show_target(person.id)
    titles = [page.tabs.bar.tabText(number) for number in range(page.tabs.bar.count())]
    assert page.tabs.choose(titles.index("时间轴"))
    section = page.tabs.section()
    assert isinstance(section, TimelineSection)

    def shown() -> list[str]:
        kinds = (section.source.rows([i])[0].cells[2] for i in section.table.all_ids())
        return [kind for kind in kinds if kind != "服务经历"]

    qtbot.waitUntil(lambda: shown() == ["任职"])
    talk = make_talk(office, person, "2025.03.04")
    page.refresh(frozenset({"talk"}))
    qtbot.waitUntil(lambda: shown() == ["谈心谈话", "任职"])
    section.system.setCurrentText("知事识人")
    qtbot.waitUntil(lambda: shown() == ["谈心谈话"])
    section.open_line(f"talk/{talk.id}")
    assert gone == [("talks", ("talks", talk.id))]
    section.open_line(f"tenure/{post.id}")
    assert gone[1] == ("person", PersonTarget(person.id, "tenure", post.id))
