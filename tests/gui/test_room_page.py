"""A room's page: tabs made when first shown, targets, commands of the tab on show, unsaved work."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from support.pages import put_on_screen

from ganbu_desktop.desktop.ledger.room_page import RoomPage, Tab
from ganbu_desktop.desktop.window.page import PERSON, Desk, Page


class Noting(Page):
    """A page that keeps what it is told."""

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(desk)
        self.name = name
        self.targets: list[object] = []
        self.refreshed: list[frozenset[str]] = []
        self.leaves = True
        self.runs = 0
        self.add_command(f"做{name}", shortcut="Ctrl+M", run=self.run)

    def run(self) -> None:
        self.runs += 1

    def show_target(self, target: object) -> None:
        self.targets.append(target)

    def refresh(self, tables: frozenset[str]) -> None:
        self.refreshed.append(tables)

    def may_leave(self) -> bool:
        return self.leaves


class Room(RoomPage):
    person_tab = "second"


def make(qtbot: QtBot, desk: Desk) -> Room:
    names = (("first", "甲"), ("second", "乙"), ("third", "丙"))
    tabs = [Tab(name, title, lambda desk, title=title: Noting(desk, title)) for name, title in names]
    return put_on_screen(qtbot, Room(desk, tabs))


def noting(room: RoomPage, name: str) -> Noting:
    found = room.tab(name)
    assert isinstance(found, Noting)
    return found


def test_a_tab_is_made_when_it_is_first_shown(qtbot: QtBot, desk: Desk) -> None:
    room = make(qtbot, desk)
    assert list(room._made) == [0]
    assert room.choose("third")
    assert sorted(room._made) == [0, 2]
    assert not room.choose("fourth")


def test_the_commands_are_those_of_the_tab_on_show(qtbot: QtBot, desk: Desk) -> None:
    room = make(qtbot, desk)
    room.add_command("全室的", run=lambda: None)
    assert [a.text() if a else "|" for a in room.commands()] == ["做甲", "|", "全室的"]
    with qtbot.waitSignal(room.commands_changed):
        room.choose("second")
    assert [a.text() if a else "|" for a in room.commands()] == ["做乙", "|", "全室的"]


def test_a_key_reaches_only_the_tab_on_show(qtbot: QtBot, desk: Desk) -> None:
    room = make(qtbot, desk)
    room.choose("second")
    room.activateWindow()
    room.setFocus()
    qtbot.keyClick(room, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert (noting(room, "first").runs, noting(room, "second").runs) == (0, 1)


def test_control_page_keys_walk_through_the_tabs(qtbot: QtBot, desk: Desk) -> None:
    room = make(qtbot, desk)
    control = Qt.KeyboardModifier.ControlModifier
    room.activateWindow()
    room.setFocus()
    for key, expected in (
        (Qt.Key.Key_PageDown, "second"),
        (Qt.Key.Key_PageDown, "third"),
        (Qt.Key.Key_PageDown, "first"),
        (Qt.Key.Key_PageUp, "third"),
    ):
        qtbot.keyClick(room, key, control)
        assert room.current_name() == expected
    qtbot.keyClick(room, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert room.current_name() == "second"


def test_targets_name_the_tab_and_what_it_should_show(qtbot: QtBot, desk: Desk) -> None:
    room = make(qtbot, desk)
    room.show_target("third")
    assert room.current_name() == "third"
    room.show_target(("first", "an-id"))
    assert (room.current_name(), noting(room, "first").targets) == ("first", ["an-id"])
    room.show_target((PERSON, "p1"))
    assert (room.current_name(), noting(room, "second").targets) == ("second", [(PERSON, "p1")])
    room.show_target(None)
    assert room.current_name() == "second"


def test_a_tab_with_unsaved_work_is_not_left(qtbot: QtBot, desk: Desk) -> None:
    room = make(qtbot, desk)
    noting(room, "first").leaves = False
    assert not room.choose("second")
    assert (room.current_name(), room.bar.current(), room.may_leave()) == ("first", 0, False)
    noting(room, "first").leaves = True
    assert room.choose("second")


def test_what_changed_reaches_a_hidden_tab_when_it_is_shown(qtbot: QtBot, desk: Desk) -> None:
    room = make(qtbot, desk)
    room.choose("second")
    room.refresh(frozenset({"person"}))
    room.refresh(frozenset({"unit"}))
    assert noting(room, "second").refreshed == [frozenset({"person"}), frozenset({"unit"})]
    assert noting(room, "first").refreshed == []
    room.choose("first")
    assert noting(room, "first").refreshed == [frozenset({"person", "unit"})]


GROUPS = (("a", "档案", "档案"), ("b", "条目", "档案"), ("c", "家访", ""), ("d", "版本", "清单"), ("e", "条款", "清单"))


def grouped(qtbot: QtBot, desk: Desk) -> RoomPage:
    tabs = [Tab(name, title, lambda desk, title=title: Noting(desk, title), group) for name, title, group in GROUPS]
    return put_on_screen(qtbot, RoomPage(desk, tabs))


def lower(room: RoomPage) -> list[str]:
    bar = room.bar.lower_bar
    return [bar.tabText(n) for n in range(bar.count())] if bar.isVisible() else []


def test_many_tabs_stand_in_two_levels(qtbot: QtBot, desk: Desk) -> None:
    room = grouped(qtbot, desk)
    assert (room.bar.group_titles(), lower(room)) == (["档案", "家访", "清单"], ["档案", "条目"])
    assert room.choose("c")
    assert (room.bar.upper_bar.currentIndex(), lower(room)) == (1, [])
    assert room.choose("e")
    assert (room.bar.upper_bar.currentIndex(), lower(room), room.bar.lower_bar.currentIndex()) == (
        2,
        ["版本", "条款"],
        1,
    )


def test_a_group_is_shown_with_the_tab_that_was_last_on_show_in_it(qtbot: QtBot, desk: Desk) -> None:
    room = grouped(qtbot, desk)
    room.bar.lower_bar.setCurrentIndex(1)
    assert room.current_name() == "b"
    room.bar.upper_bar.setCurrentIndex(2)
    assert room.current_name() == "d"
    room.activateWindow()
    room.setFocus()
    qtbot.keyClick(room, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert room.current_name() == "b"


def test_the_page_keys_walk_over_all_groups(qtbot: QtBot, desk: Desk) -> None:
    room = grouped(qtbot, desk)
    walked = []
    for _ in GROUPS:
        room.step(1)
        walked.append(room.current_name())
    assert walked == ["b", "c", "d", "e", "a"]


def test_both_bars_stay_where_unsaved_work_keeps_the_tab(qtbot: QtBot, desk: Desk) -> None:
    room = grouped(qtbot, desk)
    noting(room, "a").leaves = False
    room.bar.lower_bar.setCurrentIndex(1)
    room.bar.upper_bar.setCurrentIndex(2)
    assert (room.current_name(), room.bar.current(), room.bar.upper_bar.currentIndex()) == ("a", 0, 0)
    assert room.bar.lower_bar.currentIndex() == 0
