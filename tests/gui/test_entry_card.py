"""The card of an entry: facts apart from opinions, gaps at the top, empty fields on demand."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot
from support.builders import add, make_person

from ganbu_desktop.desktop.ledger.entry_fields import NOTHING, EntryFields, TextBlock
from ganbu_desktop.desktop.ledger.source import LedgerRows, state_tone
from ganbu_desktop.desktop.tables.source import Query
from ganbu_desktop.kernel.ledger import listing as ledger_list
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.political import ledgers
from ganbu_desktop.modules.political.records import PoliticalEntry

ENTRIES: LedgerSpec = ledgers.ENTRIES


@pytest.fixture
def entry(office: Office) -> PoliticalEntry:
    made = PoliticalEntry(person_id=make_person(office).id, judgement="工作主动", facts="带队驻守四天")
    add(office, made)
    return made


def all_blocks(fields: EntryFields) -> list[TextBlock]:
    found: list[TextBlock] = fields.findChildren(TextBlock)
    return found


def blocks(fields: EntryFields) -> list[str]:
    return [block.label for block in all_blocks(fields) if not block.isHidden()]


def test_facts_stand_before_what_somebody_thinks_of_them(qtbot: QtBot, office: Office, entry: PoliticalEntry) -> None:
    fields = EntryFields(ENTRIES, lambda: False)
    qtbot.addWidget(fields)
    fields.show_row(ledger_list.rows(office, ENTRIES, [entry.id])[0])
    assert blocks(fields) == ["事实", "评价"]


def test_empty_fields_are_shown_when_asked_for(qtbot: QtBot, office: Office, entry: PoliticalEntry) -> None:
    fields = EntryFields(ENTRIES, lambda: False)
    qtbot.addWidget(fields)
    fields.show_row(ledger_list.rows(office, ENTRIES, [entry.id])[0])
    assert fields.empty_button.text().startswith("显示空项")
    fields.empty_button.click()
    assert blocks(fields)[-3:] == ["事实", "评价", "建议"]
    assert NOTHING in [block.text() for block in all_blocks(fields) if block.label == "建议"]
    assert fields.empty_button.text() == "收起空项"


def test_a_draft_has_its_own_tone_and_the_state_its_column(office: Office, entry: PoliticalEntry) -> None:
    assert state_tone(ledger_list.rows(office, ENTRIES, [entry.id])[0]) == "hint"
    source = LedgerRows(office, ENTRIES)
    assert [column.title for column in source.columns if column.is_state] == ["状态"]
    assert [row.tone for row in source.rows(source.ids(Query()))] == ["hint"]
