"""Errors in the data are reminded of, and lead to the page that shows them; clean data are not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from support.builders import make_office, make_person

from ganbu_desktop.kernel.reminders.reminder import due
from ganbu_desktop.modules.checks.reminders import RULES


def test_errors_of_the_data_check_lead_to_the_check_page(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    (before,) = due(office, RULES, date(2026, 5, 4)).values()
    assert before == []
    make_person(office, id_number="110101198005010000")
    ((reminder,),) = due(office, RULES, date(2026, 5, 4)).values()
    assert "处错误" in reminder.title
    assert reminder.target == ("check", None)
