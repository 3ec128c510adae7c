"""The merge page: likely pairs, both records side by side, what is ticked, what is asked before anything happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shiboken6 import delete
from support.builders import add, make_person
from support.fake_messages import FakeMessages

from ganbu_desktop import modules
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person, Reward
from ganbu_desktop.modules.checks.pages.check_page import CheckPage
from ganbu_desktop.modules.people.merging import CONFIRMING
from ganbu_desktop.modules.people.pages.merge_page import MergePage
from ganbu_desktop.modules.political.records import PoliticalArchive

Make = Callable[[], MergePage]


@pytest.fixture
def make_page(qtbot: QtBot, desk: Desk) -> Iterator[Make]:
    made: list[MergePage] = []
    desk.ledgers = modules.ledgers

    def make() -> MergePage:
        page = MergePage(desk)
        page.resize(1200, 640)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        made.append(page)
        qtbot.waitUntil(lambda: not desk.tasks.is_busy())
        return page

    yield make
    for page in made:
        delete(page)


@pytest.fixture
def pair(office: Office) -> tuple[Person, Person]:
    kept = make_person(office, native_place="甲地", birthplace="丙地")
    left = make_person(office, native_place="乙地", growth_place="丁地")
    add(office, Reward(person_id=left.id, name="通报表扬"))
    return kept, left


def wait(qtbot: QtBot, page: MergePage) -> None:
    qtbot.waitUntil(lambda: not page.desk.tasks.is_busy())
    qtbot.wait(20)


def test_likely_pairs_are_listed_and_open_side_by_side(
    qtbot: QtBot, make_page: Make, pair: tuple[Person, Person]
) -> None:
    page = make_page()
    qtbot.waitUntil(lambda: page.table.count() == 1)
    page.table.focus_rows()
    qtbot.keyClick(page.table.view, Qt.Key.Key_Return)
    assert page.comparison is not None
    assert {page.comparison.kept.id, page.comparison.left.id} == {p.id for p in pair}
    page.show_list()
    assert page.comparison is None


def test_nobody_twice_says_what_to_do(qtbot: QtBot, make_page: Make) -> None:
    page = make_page()
    assert "选中两人" in page.table.empty.text()


def test_differing_fields_are_marked_and_space_takes_the_other_value(
    qtbot: QtBot, make_page: Make, pair: tuple[Person, Person], office: Office, messages: FakeMessages
) -> None:
    kept, left = pair
    page = make_page()
    page.show_target((kept.id, left.id))
    assert page.tree.taken() == {("person", "growth_place")}
    line = page.tree.line_of("籍贯　不同")
    same = page.tree.line_of("性别")
    assert line is None
    assert same is not None
    (place,) = (i for i in page.tree.leaves() if i.text(0).startswith("籍贯"))
    assert "不同" in place.text(0)
    page.only_different.setChecked(True)
    assert same.isHidden()
    assert not place.isHidden()
    page.tree.setCurrentItem(place)
    qtbot.keyClick(page.tree, Qt.Key.Key_Space)
    (row,) = (i for i in page.tree.leaves() if "通报表扬" in i.text(2))
    page.tree.toggle(row)
    assert len(page.tree.unwanted()) == 1
    assert "没有要改挂的记录" in page.summary.text()
    messages.answers = [True]
    qtbot.mouseClick(page.go, Qt.MouseButton.LeftButton)
    wait(qtbot, page)
    (one,) = office.find(Person)
    assert (one.native_place, one.birthplace, one.growth_place) == ("乙地", "丙地", "丁地")
    assert office.find(Reward) == []
    office.undo()
    assert {p.id for p in office.find(Person)} == {kept.id, left.id}


def test_what_is_announced_to_move_is_what_moves(
    qtbot: QtBot, make_page: Make, pair: tuple[Person, Person], office: Office, messages: FakeMessages
) -> None:
    kept, left = pair
    add(office, Reward(person_id=left.id, name="记功"), PoliticalArchive(person_id=left.id))
    told: list[str] = []
    page = make_page()
    page.desk.say = lambda text, _tone: told.append(text)
    page.show_target((kept.id, left.id))
    assert "将有 3 条记录（各类信息 2 行、其他业务 1 条）改挂" in page.summary.text()
    (row,) = (i for i in page.tree.leaves() if "记功" in i.text(2))
    page.tree.toggle(row)
    assert "将有 2 条记录" in page.summary.text()
    messages.answers = [True]
    page.join()
    wait(qtbot, page)
    assert told == ["已合并，2 条记录改挂到留下的人，可按 Ctrl+Z 撤销"]


def test_swapping_lets_the_other_stay_and_saying_no_changes_nothing(
    qtbot: QtBot, make_page: Make, pair: tuple[Person, Person], office: Office, messages: FakeMessages
) -> None:
    page = make_page()
    page.show_target((pair[0].id, pair[1].id))
    page.swap()
    assert page.comparison is not None
    assert page.comparison.kept == pair[1]
    messages.answers = [False]
    page.join()
    assert len(office.find(Person)) == 2


def test_different_births_are_warned_of_and_typed(
    qtbot: QtBot, make_page: Make, office: Office, messages: FakeMessages
) -> None:
    one = make_person(office, "王伟", born_on=PartialDate(1980, 5))
    other = make_person(office, "王伟", born_on=PartialDate(1985, 3))
    page = make_page()
    assert page.table.count() == 0
    page.show_target((one.id, other.id))
    assert "可能是两个人" in page.notice.text()
    messages.answers = ["好的"]
    page.join()
    assert len(office.find(Person)) == 2
    messages.answers = [CONFIRMING]
    page.join()
    wait(qtbot, page)
    assert [p.id for p in office.find(Person)] == [one.id]


def test_two_archives_close_the_way_and_say_what_to_do(
    qtbot: QtBot, make_page: Make, office: Office, pair: tuple[Person, Person]
) -> None:
    add(office, *(PoliticalArchive(person_id=p.id) for p in pair))
    page = make_page()
    page.show_target((pair[0].id, pair[1].id))
    assert "请先在“政治素质档案”中核对" in page.notice.text()
    assert not page.go.isEnabled()


def test_a_finding_of_a_double_leads_to_its_pairs(qtbot: QtBot, desk: Desk, pair: tuple[Person, Person]) -> None:
    gone: list[tuple[str, object]] = []
    desk.open_page = lambda name, target: gone.append((name, target))
    page = CheckPage(desk)
    page.run()
    qtbot.waitUntil(lambda: page.report is not None and not desk.tasks.is_busy())
    (row_id, *_) = [str(n) for n, e in enumerate(page.source.things) if e.finding.rule == "name-birth-duplicate"]
    qtbot.waitUntil(lambda: page.table.select(row_id))
    page.merge()
    assert gone == [("merge", page.source.things[int(row_id)].finding.person_id)]
    delete(page)
