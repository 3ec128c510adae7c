"""Another size of text or another look: every page goes on where it stood, with what was set and typed on it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.fake_messages import FakeMessages
from support.windows import PASSWORD, SteppedClock

from ganbu_desktop import modules
from ganbu_desktop.app import OFFERS, room_pages
from ganbu_desktop.desktop.kit import theme
from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.ledger.room_page import RoomPage
from ganbu_desktop.desktop.tables.kept import KeptTable
from ganbu_desktop.desktop.window.keeping import Kept
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.desktop.window.page import Page
from ganbu_desktop.kernel.list.conditions.tree import AND, Condition, Group
from ganbu_desktop.kernel.office import opening
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.checks.pages.check_page import CheckPage
from ganbu_desktop.modules.paper.pages.print_page import PrintPage
from ganbu_desktop.modules.people.demo import fill_demo
from ganbu_desktop.modules.people.pages.list_page import CadresPage
from ganbu_desktop.modules.people.pages.person_page import PersonPage
from ganbu_desktop.modules.units.pages.units_page import UnitsPage

PEOPLE = 160
"""More than a list reads at once, so that what is kept has to wait for its rows."""


@pytest.fixture(scope="module")
def county(template_store: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of an invented county, closed."""
    modules.load_records()
    path = Path(shutil.copy(template_store[0], tmp_path_factory.mktemp("county") / "county.ganbu"))
    office = opening.open_store(path, password=PASSWORD, clock=SteppedClock())
    fill_demo(office, PEOPLE, units=4)
    office.file.close()
    return path


@pytest.fixture
def store_path(county: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(county, tmp_path / "县委组织部.ganbu"))


@pytest.fixture
def window(office: Office, messages: FakeMessages, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(office, room_pages(), settings=Settings(None), messages=messages, offers=OFFERS)
    made.resize(1366, 768)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.close()
    qtbot.waitUntil(lambda: made._leaving == "done", timeout=20_000)
    made.deleteLater()


def _quiet(window: MainWindow, qtbot: QtBot, wait: int = 150) -> None:
    qtbot.wait(wait)  # searches and choices tell a moment after the last key
    qtbot.waitUntil(lambda: not window.tasks.is_busy(), timeout=30_000)
    QApplication.processEvents()


def _cadres(window: MainWindow, qtbot: QtBot) -> CadresPage:
    window.open_page("cadres")
    _quiet(window, qtbot)
    page = window.current_page()
    assert isinstance(page, CadresPage)
    return page


def test_the_list_keeps_condition_search_unit_selection_and_scroll(window: MainWindow, qtbot: QtBot) -> None:
    page = _cadres(window, qtbot)
    unit = next(key for key, _item in page.units._items() if key and key != "none")
    page.units.choose(unit)
    _quiet(window, qtbot)
    page.views.set_conditions(Group(AND, (Condition("person.native_place", "not_empty"),)))
    page.table.set_filter("sex", "男")
    _quiet(window, qtbot)
    count = page.table.count()
    assert 0 < count < PEOPLE
    before = page.table.kept()

    window.look.choose("dark")
    _quiet(window, qtbot)

    after = window.current_page()
    assert isinstance(after, CadresPage)
    assert after is not page
    assert after.units.unit() == unit
    assert after.table.query() == before.query
    assert after.table.count() == count
    assert after.views.conditions() is not None
    assert after.views.button.isChecked()
    assert len(after.table.chips.texts()) == 2


def test_chosen_rows_and_the_place_in_the_list_stay(window: MainWindow, qtbot: QtBot) -> None:
    page = _cadres(window, qtbot)
    model, chooser = page.table.model, page.table.view.selectionModel()
    for row in (3, 120, 121):
        chooser.select(
            model.index(row, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        )
    page.table.view.verticalScrollBar().setValue(100 * page.table.view.verticalHeader().defaultSectionSize())
    wanted, first = page.table.selected_ids(), page.table.view.rowAt(0)
    assert {model.row_of(i) for i in wanted} >= {3, 120, 121}

    window.look.set_scale(1.25)
    _quiet(window, qtbot)

    after = window.current_page()
    assert isinstance(after, CadresPage)
    assert after.table.selected_ids() == wanted
    assert abs(after.table.view.rowAt(0) - first) <= 1


def test_a_page_that_is_not_on_show_is_made_when_it_is_visited_next(window: MainWindow, qtbot: QtBot) -> None:
    page = _cadres(window, qtbot)
    page.search.setText("张")
    _quiet(window, qtbot)
    count = page.table.count()
    window.open_page("units")
    window.look.choose("contrast")
    window.look.choose("dark")
    assert set(window._pages) == {"units"}, "only what is seen is made anew"
    after = _cadres(window, qtbot)
    assert after.search.text() == "张"
    assert after.table.count() == count


def test_what_is_typed_on_a_person_survives(window: MainWindow, messages: FakeMessages, qtbot: QtBot) -> None:
    person = window.office.find(Person)[5]
    window.open_page("person", person.id)
    page = window.current_page()
    assert isinstance(page, PersonPage)
    page.tabs.section().form.editor("name").line.setText("改了名的人")  # type: ignore[attr-defined]
    page.tabs.choose(2)

    window.look.set_scale(1.5)

    after = window.current_page()
    assert isinstance(after, PersonPage)
    assert after is not page
    assert not messages.shown or all(kind == "notice" for kind, *_ in messages.shown), "nothing is asked"
    assert after.tabs.bar.currentIndex() == 2
    assert after.tabs.dirty()
    assert after.save()
    assert window.office.get(Person, person.id).name == "改了名的人"  # type: ignore[union-attr]


def test_what_cannot_be_taken_yet_is_not_lost_either(window: MainWindow, qtbot: QtBot) -> None:
    window.open_page("person", window.office.find(Person)[5].id)
    page = window.current_page()
    assert isinstance(page, PersonPage)
    page.tabs.section().form.editor("born_on").line.setText("不是日期")  # type: ignore[attr-defined]
    window.look.choose("dark")
    assert window.current_page() is page, "the look waits until the input can be taken"
    assert theme.look() == "light"
    page.revert()


def test_a_unit_keeps_what_was_typed(window: MainWindow, qtbot: QtBot) -> None:
    window.open_page("units")
    page = window.current_page()
    assert isinstance(page, RoomPage)
    inner = page.current()
    assert isinstance(inner, UnitsPage)
    last = inner.units.nodes[-1].unit
    inner.tree.choose(last.id)
    inner.form.editor("short_name").line.setText("简称改了")  # type: ignore[attr-defined]
    window.look.set_scale(1.1)
    after = window.current_page().current()  # type: ignore[union-attr]
    assert isinstance(after, UnitsPage)
    assert after.tree.unit() == last.id
    assert after.form.values() == {"short_name": "简称改了"}
    after.form.revert()


def test_print_page_and_checks_go_on(window: MainWindow, qtbot: QtBot) -> None:
    ids = [person.id for person in window.office.find(Person)[:7]]
    window.open_page("print", ids)
    window.open_page("check")
    checks = window.current_page()
    assert isinstance(checks, CheckPage)
    checks.run()
    qtbot.waitUntil(lambda: checks.report is not None, timeout=30_000)
    found = checks.source.things
    window.look.choose("dark")
    after = window.current_page()
    assert isinstance(after, CheckPage)
    assert after is not checks
    assert after.source.things == found
    assert after.tabs.tabText(0) == f"发现的问题 {sum(e.finding.level is not None for e in found):,}"
    window.open_page("print")
    printing = window.current_page()
    assert isinstance(printing, PrintPage)
    assert printing.people.ids() == ids


def _all_pages(window: MainWindow, qtbot: QtBot) -> Iterator[tuple[str, Page]]:
    for name in window._specs:
        window.open_page(name)
        page = window.current_page()
        assert page is not None
        _quiet(window, qtbot, 1)
        yield name, page.current() if isinstance(page, RoomPage) else page


def _plain(kept: Kept) -> dict[object, object]:
    """Leave out what depends on the size of things (scroll bars, widths of panes) and lines that are not chosen."""
    measured = ("QScrollArea", "_Scroll", "QSplitter", "Split")
    found: dict[object, object] = {}
    for place, state in kept.states.items():
        if isinstance(state, KeptTable):
            found[place] = state.query, state.spans, state.row
        elif isinstance(state, tuple) and isinstance(state[1], Kept):
            found[place] = state[0], _plain(state[1])
        elif isinstance(state, tuple) and len(state) == 2 and isinstance(state[1], int):
            found |= {place: state[0]} if state[0] else {}
        elif place[0] not in measured:
            found[place] = state
    return found


def test_every_page_comes_back_as_it_was_and_only_the_one_on_show_is_paid_for(window: MainWindow, qtbot: QtBot) -> None:
    """Every list is searched for a word first, whatever page it stands on."""
    before: dict[str, Kept] = {}
    for name, page in _all_pages(window, qtbot):
        search = getattr(page, "search", None)
        if search is not None:
            search.setText("县")
            _quiet(window, qtbot)
        before[name] = page.kept()[1]
    assert sum("县" in str(kept) for kept in before.values()) > 8
    window.open_page("about")
    widgets = len(QApplication.allWidgets())

    all_visited = _cpu(lambda: window.look.set_scale(1.1))

    assert len(QApplication.allWidgets()) < widgets / 12
    only_one = _cpu(lambda: window.look.set_scale(1.25))
    assert all_visited < 15 * only_one, (all_visited, only_one)
    for name, page in _all_pages(window, qtbot):
        now, then = _plain(page.kept()[1]), _plain(before[name])
        assert {place: now.get(place) for place in then} == then, name


def _cpu(run: Callable[[], object]) -> float:
    begun = time.thread_time()
    run()
    return time.thread_time() - begun
