"""A room of rows alone: its page is made, each row is a tab, entries are typed, printed and found there."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from support.pages import put_on_screen
from support.row_county import copied

from ganbu_desktop import modules
from ganbu_desktop.app import room_pages
from ganbu_desktop.desktop.ledger.rows_page import RowsPage
from ganbu_desktop.desktop.window.page import PERSON, Desk


@pytest.fixture
def described_desk(desk: Desk, tmp_path: Path) -> Desk:
    desk.office = copied(tmp_path)
    desk.forms, desk.ledgers = modules.entry_forms, modules.ledgers
    return desk


@pytest.mark.parametrize("name", modules.named_rooms())
def test_its_page_is_made_of_its_rows(name: str, described_desk: Desk, qtbot: QtBot) -> None:
    (spec,) = (spec for spec in room_pages() if spec.name == name)
    page = put_on_screen(qtbot, spec.factory(described_desk))
    assert isinstance(page, RowsPage)
    rows = modules.rows()[name]
    assert page.names() == [row.name for row in rows]
    for row in rows:
        entry = described_desk.office.find(row.record)[0]
        page.show_target((row.name, entry.id))
        assert page.current_name() == row.name
        assert page.current().table.current_id() == entry.id  # type: ignore[attr-defined]
        titles = [action.text() for action in page.commands() if action is not None]
        assert ("打印…" in titles) == bool(row.sheets)
    person_id = getattr(described_desk.office.find(rows[0].record)[0], "person_id", "")
    page.show_target((PERSON, person_id))
    assert page.current_name() == rows[0].name
