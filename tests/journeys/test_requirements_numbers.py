"""What numbers owe those who answer for them: every cell opens its list; reminders of every room; a large ledger."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.pages import put_on_screen
from support.windows import ACCOUNT, PASSWORD, SteppedClock, desk, failures

from ganbu_desktop import modules
from ganbu_desktop.desktop.ledger.page import LedgerView
from ganbu_desktop.desktop.reports.figure_label import FigureDialog
from ganbu_desktop.desktop.reports.table import ReportTableView
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office import opening
from ganbu_desktop.kernel.office.office import Office, SilentProgress
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.reminders.agenda import read_agenda
from ganbu_desktop.kernel.reminders.reminder import Answer, answer
from ganbu_desktop.kernel.report.spec import Figure, Period, named
from ganbu_desktop.modules.people.demo import fill_demo
from ganbu_desktop.modules.talks.records import Talk
from ganbu_desktop.modules.talks.rows import TALKS
from ganbu_desktop.store.vault import KdfCost

__all__ = ["desk", "failures"]
LEAST_KINDS = 8
MANY = 10_000


@pytest.fixture(scope="module")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the invented records of every room, closed."""
    modules.load_records()
    path = tmp_path_factory.mktemp("demo") / "演示.ganbu"
    office, _ = opening.create_store(
        path, PASSWORD, ACCOUNT, lambda: datetime(2026, 3, 2, 9, 30), kdf=KdfCost.cheap_for_tests()
    )
    fill_demo(office, 60, units=6)
    for fill in modules.demo_fillers():
        fill(office, SilentProgress())
    office.file.close()
    return path


@pytest.fixture
def office(demo_store: Path, tmp_path: Path, clock: SteppedClock) -> Iterator[Office]:
    path = tmp_path / demo_store.name
    path.write_bytes(demo_store.read_bytes())
    opened = opening.open_store(path, password=PASSWORD, clock=clock)
    yield opened
    opened.file.close()


def test_any_number_of_the_monthly_report_opens_its_list_and_the_sums_agree(
    qtbot: QtBot, desk: Desk, office: Office
) -> None:
    """U16: each number is as long as the list behind it, the total is the sum of its column, and a click opens it."""
    report = named(modules.reports(), "talk-monthly").compute(office, Period.parse("2026-02"))
    for table in report.tables:
        for figure in (cell for row in table.rows for cell in row if isinstance(cell, Figure)):
            assert figure.formula
            if figure.value is not None and not figure.text:
                assert figure.value in (len(figure.people), len(figure.records), len(figure.left_out))
    kinds = report.tables[0]
    total = kinds.rows[-1]
    for column, cell in enumerate(total):
        if isinstance(cell, Figure):
            parts = [row[column] for row in kinds.rows[:-1]]
            assert cell.value == sum(part.value or 0 for part in parts if isinstance(part, Figure))
            assert set(cell.records) == {r for part in parts if isinstance(part, Figure) for r in part.records}
    view = put_on_screen(qtbot, ReportTableView(kinds))
    opened: list[tuple[str, Figure]] = []
    view.figure_opened.connect(lambda title, figure: opened.append((title, figure)))
    model = view.model()
    for column, cell in enumerate(total):
        if isinstance(cell, Figure):
            view.clicked.emit(model.index(model.rowCount() - 1, column))
    assert [figure for _, figure in opened] == [cell for cell in total if isinstance(cell, Figure)]
    title, figure = max(opened, key=lambda one: len(one[1].records))
    dialog = FigureDialog(desk, title, figure)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.tables[2].count() == len(figure.records) > 0)
    assert dialog.tables[0].count() == len(set(figure.people))


def test_the_demo_reminds_of_many_kinds_and_putting_off_is_logged(office: Office) -> None:
    """U17: eight kinds of reminders and more are found, rights among duties; one put off is gone, with its reason."""
    agenda = read_agenda(office, modules.reminder_rules())
    assert len({item.rule.name for item in agenda.items}) >= LEAST_KINDS
    assert len({rule.nature for rule in modules.reminder_rules()}) == 2
    first = agenda.items[0]
    answer(office, first.reminder, Answer.LATER, reason="已另行安排", until=PartialDate(2026, 5, 1))
    again = read_agenda(office, modules.reminder_rules())
    assert {item.reminder.key for item in agenda.items} - {item.reminder.key for item in again.items} == {
        first.reminder.key
    }
    logged = office.operations.undoable()
    assert logged is not None
    assert first.reminder.title in logged.title


def test_ten_thousand_talks_open_at_once_and_scroll_smoothly(qtbot: QtBot, desk: Desk, office: Office) -> None:
    """U1: a ledger of 10,000 talks stands within a second and shows at least 30 screens a second."""
    people = [person.id for person in office.find(Person)]
    rows = [
        {"person_id": people[n % len(people)], "kind": "01", "held_on": PartialDate(2025, n % 12 + 1, n % 27 + 1)}
        for n in range(MANY)
    ]
    with office.operation("登记谈话", right="talks.edit") as current:
        current.insert_values(Talk, rows)
    begun = time.perf_counter()
    view = put_on_screen(qtbot, LedgerView(desk, TALKS.ledger))
    qtbot.waitUntil(lambda: view.table.count() >= MANY and bool(view.table.model.index(0, 0).data()))
    assert time.perf_counter() - begun < 1
    seconds: list[float] = []
    bar = view.table.view.verticalScrollBar()
    for _step in range(40):
        begun = time.process_time()
        bar.setValue(bar.value() + bar.pageStep())
        view.table.view.viewport().repaint()
        QApplication.processEvents()
        seconds.append(time.process_time() - begun)
    assert statistics.median(seconds) < 1 / 30
