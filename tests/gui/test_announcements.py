"""What a page without tabs reads from is what makes it read again.

A page names the tables that it listens to. Here it is told of everything, and what it then reads is noted; told of each
of these tables alone, it has to read that table again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from pytestqt.qtbot import QtBot
from support.builders import make_office
from support.fake_messages import FakeMessages

from ganbu_desktop.app import room_pages
from ganbu_desktop.desktop.kit.settings import Settings
from ganbu_desktop.desktop.window.main_window import MainWindow
from ganbu_desktop.desktop.window.page import TODAY, Page
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.people.demo import fill_demo
from ganbu_desktop.store.record import record_types

PEOPLE = 12
PAGES = ("cadres", "merge", "statistics", "recycle-bin", "parameters")
_NAMED = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)')


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = make_office(tmp_path_factory.mktemp("county"))
    fill_demo(office, PEOPLE)
    return office


@pytest.fixture
def read() -> Iterator[set[str]]:
    """The tables read since it was last cleared."""
    found: set[str] = set()
    tables = {cls.table.name for cls in record_types()}

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            found.update(tables.intersection(_NAMED.findall(statement)))

    sa.event.listen(sa.engine.Engine, "before_cursor_execute", note)
    yield found
    sa.event.remove(sa.engine.Engine, "before_cursor_execute", note)


def test_what_a_page_reads_makes_it_read_again(qtbot: QtBot, county: Office, read: set[str]) -> None:
    window = MainWindow(county, room_pages(), settings=Settings(None), messages=FakeMessages())
    window.resize(1366, 768)
    window.show()
    every = frozenset({cls.table.name for cls in record_types()} | {TODAY})

    def settle() -> None:
        for _ in range(3):
            qtbot.wait(20)
            qtbot.waitUntil(lambda: not window.tasks.is_busy(), timeout=20_000)

    def told(page: Page, tables: frozenset[str]) -> set[str]:
        read.clear()
        page.refresh(tables)
        settle()
        return set(read)

    deaf: dict[str, list[str]] = {}
    seen = 0
    for spec in (spec for spec in room_pages() if spec.name in PAGES):
        window.open_page(spec.name)
        page = window.current_page()
        assert page is not None
        settle()
        tables = sorted(told(page, every))
        seen += len(tables)
        missed = [table for table in tables if table not in told(page, frozenset({table}))]
        if missed:
            deaf[spec.name] = missed
    window.close()
    qtbot.waitUntil(lambda: window._leaving == "done", timeout=20_000)
    assert seen > 15
    assert deaf == {}, "these read tables whose change they are not told of"
