"""A reminder's target is one click away: each names a tab that its room has and shows what it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from pytestqt.qtbot import QtBot
from support.pages import put_on_screen

from ganbu_desktop.desktop.ledger.room_page import PERSON, RoomPage
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.kernel.office.office import Office, SilentProgress
from ganbu_desktop.kernel.reminders.reminder import Reminder, ReminderRule
from ganbu_desktop.modules.corrections import demo as corrections_demo
from ganbu_desktop.modules.corrections import reminders as corrections
from ganbu_desktop.modules.corrections.pages.page import CorrectionsPage
from ganbu_desktop.modules.people.demo import fill_demo
from ganbu_desktop.modules.training import demo as training_demo
from ganbu_desktop.modules.training import reminders as training
from ganbu_desktop.modules.training.pages.training_page import TrainingPage
from ganbu_desktop.modules.units import demo as units_demo
from ganbu_desktop.modules.units import reminders as units
from ganbu_desktop.modules.units.pages.room import UnitsRoom

ROOMS = (
    (TrainingPage, training.RULES, 6),
    (UnitsRoom, units.RULES, 4),
    (CorrectionsPage, corrections.RULES, 1),
)


@pytest.fixture
def county(office: Office) -> Office:
    """A small county of invented people with everything that the rooms invent about them."""
    fill_demo(office, 80, progress=SilentProgress())
    for fill in (training_demo.fill, units_demo.fill, corrections_demo.fill):
        fill(office, SilentProgress())
    return office


def one_of_each(office: Office, rules: Sequence[ReminderRule]) -> list[Reminder]:
    found = (next(iter(rule.find(office, office.today())), None) for rule in rules)
    return [reminder for reminder in found if reminder is not None]


@pytest.mark.parametrize(("page", "rules", "least"), ROOMS, ids=lambda v: getattr(v, "__name__", ""))
def test_every_reminder_opens_its_tab(
    qtbot: QtBot,
    desk: Desk,
    county: Office,
    page: Callable[[Desk], RoomPage],
    rules: Sequence[ReminderRule],
    least: int,
) -> None:
    room = put_on_screen(qtbot, page(desk))
    found = one_of_each(county, rules)
    assert len(found) >= least
    for reminder in found:
        assert reminder.target is not None
        target = reminder.target[1]
        name = target[0] if isinstance(target, tuple) else target
        if name != PERSON:
            assert name in room.names(), reminder.title
            room.show_target(target)
            qtbot.waitUntil(lambda: not desk.tasks.is_busy(), timeout=10000)
            assert room.current_name() == name
