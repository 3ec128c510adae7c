"""The main window around two plain pages."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages
from support.keyboard import type_text

from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.kit.widgets import PlainDialog
from ganbu_desktop.desktop.system.backups import BackupPage
from ganbu_desktop.desktop.window.lock import Cover
from ganbu_desktop.desktop.window.main_window import DEMO, START, MainWindow
from ganbu_desktop.desktop.window.page import TODAY, Desk, Page, PageSpec
from ganbu_desktop.foundation.errors import GanbuError
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office import opening, safekeeping
from ganbu_desktop.kernel.office.demo_mark import DEMO_DOCUMENT
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.office.parameter_overrides import ParameterOverride
from ganbu_desktop.kernel.office.trial_files import trial_folder, wipe
from ganbu_desktop.kernel.people.person import Person

CTRL = Qt.KeyboardModifier.ControlModifier
PASSWORD = "abcd-1234-测试"


class PlainPage(Page):
    """A page that keeps what the window asks of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.refreshed: list[frozenset[str]] = []
        self.targets: list[object] = []
        self.ran: list[str] = []
        self.leavable = True
        self.line = QLineEdit()
        self.body.addWidget(self.line)
        for number in range(6):
            self.add_command(f"第 {number} 个命令", icon="add", run=lambda n=number: self.ran.append(str(n)))
        self.add_separator()
        self.add_command("新增", icon="add", shortcut="Ctrl+N", run=lambda: self.ran.append("new"))

    def refresh(self, tables: frozenset[str]) -> None:
        self.refreshed.append(tables)

    def show_target(self, target: object) -> None:
        self.targets.append(target)

    def may_leave(self) -> bool:
        return self.leavable

    def focus_first(self) -> None:
        self.line.setFocus()


SPECS = (
    PageSpec("first", "甲页", "people", PlainPage, order=1),
    PageSpec("second", "乙页", "unit", PlainPage, order=2),
    PageSpec("detail", "一个人", "person", PlainPage, in_navigation=False),
    PageSpec("system", "系统页", "backup", PlainPage, order=1, section="系统"),
)


@pytest.fixture
def window(qtbot: QtBot, office: Office, messages: FakeMessages) -> Iterator[MainWindow]:
    made = MainWindow(office, SPECS, settings=Settings(None), messages=messages)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    yield made
    if made._leaving != "done":
        for page in made._pages.values():
            page.leavable = True  # type: ignore[attr-defined]
        if made.is_locked():
            made._lock._uncover()
        made.close()
        qtbot.waitUntil(lambda: made._leaving == "done")
    made.deleteLater()
    theme.apply(QApplication.instance(), 1.0)  # type: ignore[arg-type]


def page(window: MainWindow, name: str) -> Any:
    return window.page(name)


def add_person(office: Office, name: str) -> None:
    with office.operation(f"登记干部：{name}", right="person.edit") as current:
        current.insert(Person(name=name))


def test_pages_are_made_when_first_shown(window: MainWindow, qtbot: QtBot) -> None:
    assert window.page("second") is None
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    assert window.current_page() is window.page("second")
    assert window.navigation.marked() == "second"
    assert window.navigation.names() == ["first", "second", "system"]


def test_a_target_reaches_its_page(window: MainWindow) -> None:
    window.desk.go("detail", "id-1")
    assert page(window, "detail").targets == ["id-1"]
    assert window.navigation.marked() == "first"


def test_a_page_may_refuse_to_be_left(window: MainWindow) -> None:
    page(window, "first").leavable = False
    window.open_page("second")
    assert window.current_page() is window.page("first")
    assert window.navigation.marked() == "first"
    assert not window.close()


def test_a_pages_shortcut_works_only_while_it_is_on_show(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    assert page(window, "first").ran == ["new"]
    window.open_page("second")
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    assert page(window, "first").ran == ["new"]
    assert page(window, "second").ran == ["new"]


def test_every_command_is_reachable_in_a_small_window(window: MainWindow) -> None:
    window.resize(700, 500)
    QApplication.processEvents()
    shown = window._tools.actions_shown()
    hidden = [action.text() for action in window._tools._menu.actions()]
    assert hidden
    assert [*shown, *hidden] == [a.text() for a in page(window, "first").commands() if a is not None]
    assert window.navigation.is_narrow()


def test_changes_reach_the_page_on_show_at_once_and_others_when_shown(
    window: MainWindow, office: Office, qtbot: QtBot
) -> None:
    window.open_page("second")
    window.open_page("first")
    add_person(office, "张三")
    qtbot.waitUntil(lambda: page(window, "first").refreshed == [frozenset({"person"})])
    assert page(window, "second").refreshed == []
    add_person(office, "李四")
    qtbot.waitUntil(lambda: len(page(window, "first").refreshed) == 2)
    window.open_page("second")
    assert page(window, "second").refreshed == [frozenset({"person"})]


def test_a_backup_made_on_its_page_is_told_to_the_bar_and_every_page(
    window: MainWindow, office: Office, clock: Any, qtbot: QtBot
) -> None:
    spec = PageSpec("backups", "备份", "backup", BackupPage)
    window._specs[spec.name] = spec
    window.open_page("second")
    window.open_page("backups")
    for _ in range(2):
        clock.now += timedelta(minutes=7)
        window.current_page().back_up()  # type: ignore[union-attr]
        said = f"上次备份 {clock.now:%m-%d %H:%M}"
        qtbot.waitUntil(lambda said=said: window._status._facts["backup"].text() == said)  # type: ignore[misc]
    window.open_page("second")
    assert page(window, "second").refreshed[-1] == {"backup"}
    window.backup_now()
    qtbot.waitUntil(lambda: not window.tasks.is_busy())
    window.open_page("backups")
    assert window.page("backups").table.count() == 3  # type: ignore[union-attr]


def test_midnight_is_told_to_the_page_on_show_and_to_others_when_shown(window: MainWindow, clock: Any) -> None:
    window.open_page("second")
    window.open_page("first")
    window._day.look()
    assert page(window, "first").refreshed == []
    clock.now = clock.now.replace(hour=23, minute=59)
    window._day.look()
    assert page(window, "first").refreshed == []
    clock.now += timedelta(minutes=2)
    window._day.look()
    window._day.look()
    assert page(window, "first").refreshed == [{TODAY}]
    assert page(window, "second").refreshed == []
    window.open_page("second")
    assert page(window, "second").refreshed == [{TODAY}]


def test_a_page_hands_its_choice_over_to_what_is_opened_from_the_navigation(window: MainWindow, qtbot: QtBot) -> None:
    page(window, "first").handed_over = lambda name: ["a", "b"] if name == "second" else None
    window.navigation.chosen.emit("second")
    assert page(window, "second").targets == [["a", "b"]]
    window.navigation.chosen.emit("first")
    assert page(window, "first").targets == []


def test_the_demo_is_named_once_in_the_title(
    store_path: Path, clock: Any, messages: FakeMessages, qtbot: QtBot
) -> None:
    demo = opening.open_store(store_path.rename(store_path.with_stem(DEMO)), password=PASSWORD, clock=clock)
    with demo.operation("定为演示数据", right="parameter.edit") as current:
        since = PartialDate(2026, 1, 1)
        current.insert(
            ParameterOverride(name="office_name", value="青禾县", effective_on=since, document=DEMO_DOCUMENT)
        )
    made = MainWindow(demo, SPECS, settings=Settings(None), messages=messages)
    assert made.windowTitle() == f"{DEMO} — 干部管理"
    assert made._status._facts["demo"].text() == DEMO
    made.close()
    qtbot.waitUntil(lambda: made._leaving == "done")


def test_undo_and_redo_have_names_and_keys(window: MainWindow, office: Office, qtbot: QtBot) -> None:
    assert not window.undo_action.isEnabled()
    add_person(office, "张三")
    qtbot.waitUntil(lambda: window.undo_action.text() == "撤销：登记干部：张三")
    window.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: office.find(Person) == [])
    qtbot.waitUntil(lambda: window.redo_action.text() == "重做：登记干部：张三")
    assert "已撤销" in window.notice()
    qtbot.keyClick(window, Qt.Key.Key_Y, CTRL)
    qtbot.waitUntil(lambda: len(office.find(Person)) == 1)


def test_ctrl_z_belongs_to_the_line_that_is_typed_into(window: MainWindow, office: Office, qtbot: QtBot) -> None:
    add_person(office, "张三")
    qtbot.waitUntil(window.undo_action.isEnabled)
    line = page(window, "first").line
    line.setFocus()
    type_text("abc", line)
    qtbot.keyClick(line, Qt.Key.Key_Z, CTRL)
    assert line.text() != "abc"
    assert len(office.find(Person)) == 1


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_ctrl_z_reaches_the_program_from_a_field_with_nothing_to_undo(
    window: MainWindow, office: Office, qtbot: QtBot, kind: type[QLineEdit] | type[QPlainTextEdit]
) -> None:
    field = kind()
    page(window, "first").body.addWidget(field)
    add_person(office, "张三")
    qtbot.waitUntil(window.undo_action.isEnabled)
    field.setFocus()
    type_text("a", field)
    qtbot.keyClick(field, Qt.Key.Key_Z, CTRL)
    assert len(office.find(Person)) == 1, "the field's own step comes first"
    qtbot.keyClick(field, Qt.Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: office.find(Person) == [])
    qtbot.waitUntil(window.redo_action.isEnabled)
    field.clear()
    field.setFocus()
    other = kind()
    page(window, "first").body.addWidget(other)
    other.setFocus()
    qtbot.keyClick(other, Qt.Key.Key_Y, CTRL)
    qtbot.waitUntil(lambda: len(office.find(Person)) == 1)


def test_a_locked_window_shows_nothing_until_the_password(window: MainWindow, qtbot: QtBot) -> None:
    dialog = PlainDialog(window, "编辑")
    dialog.body.addWidget(QLabel("李四 430102"))
    dialog.show()
    qtbot.keyClick(window, Qt.Key.Key_L, CTRL)
    assert window.is_locked()
    covered = {cover.parent() for cover in window.findChildren(Cover)} | {
        c.parent() for c in dialog.findChildren(Cover)
    }
    assert {window, dialog} <= covered
    lock = window._lock.dialog
    assert lock is not None
    qtbot.keyClick(lock, Qt.Key.Key_Escape)
    lock.close()
    assert window.is_locked()
    type_text("falsch", lock.password)
    qtbot.keyClick(lock.password, Qt.Key.Key_Return)
    assert window.is_locked()
    assert "不正确" in lock.notice.text()
    lock.password.setText(PASSWORD)
    qtbot.keyClick(lock.password, Qt.Key.Key_Return)
    assert not window.is_locked()
    assert not [cover for cover in window.findChildren(Cover) if cover.isVisible()]
    dialog.close()


def test_idle_time_locks_and_sleep_counts(window: MainWindow, clock: Any, qtbot: QtBot) -> None:
    window._watch.look()
    clock.forward(4.9)
    window._watch.look()
    assert not window.is_locked()
    qtbot.keyClick(page(window, "first").line, Qt.Key.Key_A)
    clock.forward(4.9)
    window._watch.look()
    assert not window.is_locked()
    clock.forward(600)
    window._watch.look()
    assert window.is_locked()


def test_a_clock_put_back_does_not_lock(window: MainWindow, clock: Any) -> None:
    clock.now = datetime(2020, 1, 1)
    window._watch.look()
    clock.forward(4)
    window._watch.look()
    assert not window.is_locked()


def test_closing_makes_a_backup_and_closes_the_store(window: MainWindow, office: Office, qtbot: QtBot) -> None:
    add_person(office, "张三")
    path = office.path
    with qtbot.waitSignal(window.closed) as closed:
        window.close()
    assert closed.args == ["quit"]
    assert [entry.reason for entry in safekeeping.folder_of(path).entries()] == ["退出时备份"]
    assert safekeeping.folder_of(path).entries()[0].people == 1
    assert sorted(p.name for p in path.parent.iterdir()) == ["县委组织部-备份", "县委组织部.ganbu"]


def test_closing_without_changes_makes_no_backup(window: MainWindow, office: Office, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.closed) as closed:
        window.open_another()
    assert closed.args == [START]
    assert safekeeping.folder_of(office.path).entries() == []


def test_backup_now_says_where(window: MainWindow, office: Office, qtbot: QtBot) -> None:
    add_person(office, "张三")
    window.backup_now()
    qtbot.waitUntil(lambda: "已备份并核对" in window.notice())
    qtbot.waitUntil(lambda: window._status._facts["backup"].text() == "上次备份 03-02 09:30")


def test_text_grows_and_pages_are_built_anew(window: MainWindow, qtbot: QtBot) -> None:
    before = window.current_page()
    qtbot.keyClick(window, Qt.Key.Key_Equal, CTRL)
    assert theme.scale() == 1.1
    assert window.current_page() is not before
    window.look.set_scale(2.0)
    QApplication.processEvents()
    assert window.navigation.is_narrow()
    assert window.minimumSizeHint().width() <= 1366
    assert window.minimumSizeHint().height() <= 768


def test_navigation_by_arrow_keys(window: MainWindow, qtbot: QtBot) -> None:
    first = window.navigation._buttons["first"]
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert window.navigation._buttons["second"].hasFocus()
    qtbot.keyClick(window.navigation._buttons["second"], Qt.Key.Key_Return)
    assert window.current_page() is window.page("second")


def test_every_menu_entry_has_a_chinese_title(window: MainWindow) -> None:
    for menu in window.menuBar().actions():
        for action in menu.menu().actions():  # type: ignore[attr-defined]
            if not action.isSeparator():
                assert any("一" <= char <= "鿿" for char in action.text()), action.text()


def test_an_error_nobody_takes_is_shown_as_a_sentence(
    window: MainWindow, messages: FakeMessages, qtbot: QtBot, make_failure: Callable[[], Callable[..., None]]
) -> None:
    window.tasks.run(make_failure(), title="失败")
    qtbot.waitUntil(lambda: messages.shown == [("error", "条件不满足；数据未改动")])


@pytest.fixture
def make_failure() -> Callable[[], Callable[..., None]]:
    from ganbu_desktop.foundation.errors import CheckFailed

    def make() -> Callable[..., None]:
        def fail(progress: object) -> None:
            raise CheckFailed("条件不满足；数据未改动")

        return fail

    return make


def test_what_was_still_being_read_at_the_end_is_no_crash(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page's reading that finds the store closed while the window goes is dropped, not reported as a fault."""
    raised: list[Exception] = []
    monkeypatch.setattr("sys.excepthook", lambda _kind, error, _trace: raised.append(error))

    def too_late(_progress: object) -> None:
        while window._leaving is None:
            pass
        raise RuntimeError("the data file is closed")

    window.tasks.run(too_late, title="读取", writes=False, quiet=True, context=window)
    window.close()
    qtbot.waitUntil(lambda: not window.tasks.is_busy(), timeout=10_000)
    assert not raised


def test_the_key_of_the_lock_works_under_the_privacy_screen(window: MainWindow, qtbot: QtBot) -> None:
    window.privacy.toggle()
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.privacy.is_on()
    assert not window.is_locked()
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.is_locked()
    assert not window.privacy.is_on()


def test_what_was_written_to_be_looked_at_is_wiped(window: MainWindow, office: Office, qtbot: QtBot) -> None:
    folder = trial_folder(office)
    (folder / "试打_任免表.docx").write_bytes(b"x")
    assert folder.parent == office.path.parent
    assert sys.platform == "win32" or folder.stat().st_mode & 0o077 == 0
    with qtbot.waitSignal(window.closed):
        window.close()
    assert not folder.exists()


def test_what_a_killed_program_left_is_wiped_at_the_next_start(
    office: Office, messages: FakeMessages, qtbot: QtBot
) -> None:
    left = trial_folder(office) / "试打_任免表.docx"
    left.write_bytes(b"x")
    made = MainWindow(office, SPECS, settings=Settings(None), messages=messages)
    assert not left.parent.exists()
    with qtbot.waitSignal(made.closed):
        made.close()
    made.deleteLater()


class SlowPage(PlainPage):
    """A page that looks at what is on screen while it is made."""

    painted: ClassVar[list[str]] = []

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        window = desk.window
        assert isinstance(window, MainWindow)
        SlowPage.painted = [window._stack.frame.text(), window._title.text(), window.navigation.marked()]
        SlowPage.painted.append("on show" if window._stack.frame.isVisible() else "hidden")


class BrokenPage(PlainPage):
    def __init__(self, desk: Desk) -> None:
        raise GanbuError("这一页打不开")


@pytest.fixture
def slow_window(qtbot: QtBot, office: Office, messages: FakeMessages) -> Iterator[MainWindow]:
    specs = (
        PageSpec("first", "甲页", "people", PlainPage, order=1),
        PageSpec("slow", "慢页", "unit", SlowPage, order=2),
        PageSpec("broken", "坏页", "unit", BrokenPage, order=3),
    )
    made = MainWindow(office, specs, settings=Settings(None), messages=messages)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()


def test_the_frame_of_a_page_is_painted_before_the_page_is_made(slow_window: MainWindow) -> None:
    slow_window.open_page("slow")
    assert SlowPage.painted == ["正在打开“慢页”…", "慢页", "slow", "on show"]
    assert slow_window.current_page() is slow_window.page("slow")
    assert not slow_window._stack.frame.isVisible()


def test_a_page_that_cannot_be_made_leaves_the_one_before_it(slow_window: MainWindow) -> None:
    before = slow_window.current_page()
    with pytest.raises(GanbuError):
        slow_window.open_page("broken")
    assert slow_window.current_page() is before
    assert slow_window._title.text() == "甲页"
    assert slow_window.navigation.marked() == "first"
    assert "第 0 个命令" in slow_window._tools.actions_shown()


def test_what_others_put_into_a_folder_of_that_name_stays(office: Office) -> None:
    folder = trial_folder(office)
    for name in ("试打_任免表.docx", "我的名册.xlsx"):
        (folder / name).write_bytes(b"x")
    wipe(office)
    assert [path.name for path in folder.iterdir()] == ["我的名册.xlsx"]
