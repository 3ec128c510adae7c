"""One woman worker, born in 1980.01: the law says 2032.08, and so does everything that speaks of her retirement.

Counted as 女干部 she would go in 2037.08: no layer may say that, and each says it as soon as the office decides so.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from support.builders import add, make_office, make_person, make_unit
from support.conditions import found as asked
from support.conditions import ready
from support.unit_county import hold

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.dossier import Dossier, dossiers
from ganbu_desktop.kernel.people.person import AppointmentSheet, Person
from ganbu_desktop.kernel.reminders.reminder import Nature, due
from ganbu_desktop.modules.checks import checking
from ganbu_desktop.modules.paper import printing
from ganbu_desktop.modules.paper.job import PrintJob, context_of
from ganbu_desktop.modules.paper.rosters import person_row
from ganbu_desktop.modules.paper.template_values import person_values
from ganbu_desktop.modules.people import queries
from ganbu_desktop.modules.people.reminders import RULES
from ganbu_desktop.modules.units import succession

WORKER, CADRE = "2032.08", "2037.08"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """吴霞, a cook of the county's archive: nothing is chosen, all follows from 人员类别 and 编制类型."""
    made = make_office(tmp_path)
    unit = make_unit(made, "青禾县档案馆", kind="法人单位", chief_posts=1)
    given: dict[str, Any] = {
        "sex": "2",
        "born_on": PartialDate(1980, 1),
        "management_state": "现职人员",
        "unit_id": unit.id,
    }
    woman = make_person(made, "吴霞", **given, person_category="机关工勤人员", staffing_type="工勤编制")
    hold(made, woman, unit, "正职", appointed_on=PartialDate(2026, 1))
    return made


def her(office: Office) -> Person:
    (person,) = office.find(Person)
    return person


def dossier(office: Office) -> Dossier:
    with office.reading() as connection:
        return next(dossiers(connection, [her(office).id]))


def choose(office: Office, category: str) -> None:
    with office.operation("选定退休年龄类别", right="test") as current:
        current.update_many([(her(office), replace(her(office), retirement_category=category))])


def reminded(office: Office, rule: str, on: date) -> list[str]:
    return [r.why for kind, all_ in due(office, RULES, on).items() if kind.name == rule for r in all_]


def test_the_page_tells_the_month_both_ends_and_the_notice(office: Office) -> None:
    facts = dict(queries.head_facts(office, dossier(office)))
    assert facts["到龄时间"] == f"{WORKER}（52岁7个月），女工人"
    assert facts["弹性提前"] == "最早 2030.01（不晚于 2029.10 书面告知）"
    assert facts["弹性延迟"] == "最晚 2035.08（不晚于 2032.07 书面明确）"
    assert "退休类别待核对" not in facts


def test_the_reminder_comes_a_year_ahead_with_the_flexible_months(office: Office) -> None:
    assert reminded(office, "retirement", date(2031, 7, 31)) == []
    (why,) = reminded(office, "retirement", date(2031, 8, 1))
    assert f"{WORKER}（52岁7个月）到龄（女工人，按人员类别“机关工勤人员”）" in why
    assert "最早 2030.01" in why
    assert "最晚 2035.08" in why


@pytest.mark.parametrize(
    ("on", "count"),
    [
        (date(2029, 6, 30), 0),
        (date(2029, 7, 1), 1),
        (date(2029, 10, 31), 1),
        (date(2030, 1, 31), 1),
        (date(2030, 2, 1), 0),
    ],
)
def test_her_right_to_go_early_is_told_before_the_notice_is_due(office: Office, on: date, count: int) -> None:
    found = reminded(office, "early-retirement", on)
    assert len(found) == count
    for why in found:
        assert "不晚于 2029.10 书面告知" in why
        assert "自愿" in why
    rule = next(rule for rule in RULES if rule.name == "early-retirement")
    assert rule.nature is Nature.RIGHT


def test_forms_rosters_and_templates_print_the_same_month(office: Office, tmp_path: Path) -> None:
    context = context_of(office, None)
    row = person_row(dossier(office), context, 1)
    assert row["retirement_due"] == f"{WORKER}\n（52岁7个月）"
    assert (row["retirement_kind"], row["retirement_earliest"]) == ("女工人", "2030.01")
    assert (row["retirement_notice"], row["retirement_latest"]) == ("2029.10", "2035.08")
    values = person_values(dossier(office), context, None)
    assert values["弹性提前最早年月"] == "2030.01"
    assert values["弹性延迟最晚年月"] == "2035.08"
    outcome = printing.run(office, PrintJob("appointment", [her(office).id], tmp_path / "表.pdf"))
    assert WORKER in "".join(page.extract_text() for page in PdfReader(outcome.files[0]).pages)


def test_conditions_and_succession_ask_the_same(office: Office) -> None:
    """From 2026.03 it is 77 months until 2032.08; the post falls vacant then."""
    assert asked(office, ready("retires-within", months="76")) == ""
    assert asked(office, ready("retires-within", months="77")) == "吴霞"
    (vacancy,) = succession.coming_vacancies(office, date(2030, 1, 1)).coming
    assert (str(vacancy.expected_on), vacancy.reason) == (WORKER, succession.BY_AGE)


def test_the_override_sets_every_layer_right(office: Office, tmp_path: Path) -> None:
    choose(office, "F55")
    assert dict(queries.head_facts(office, dossier(office)))["到龄时间"].startswith(CADRE)
    assert reminded(office, "retirement", date(2031, 8, 1)) == []
    assert len(reminded(office, "retirement", date(2036, 8, 1))) == 1
    assert person_row(dossier(office), context_of(office, None), 1)["retirement_due"].startswith(CADRE)
    assert asked(office, ready("retires-within", months="77")) == ""
    assert asked(office, ready("retires-within", months="137")) == "吴霞"
    assert succession.coming_vacancies(office, date(2030, 1, 1)) == succession.Outlook((), ())


def test_the_check_compares_with_what_the_form_states(office: Office) -> None:
    add(office, AppointmentSheet(person_id=her(office).id, retirement_due_on=PartialDate.parse(CADRE)))
    messages = [f.message for f in checking.check_person(office, dossier(office)) if f.rule == "retirement-due"]
    assert messages == [f"任免表上的到龄年月 {CADRE} 与推算的 {WORKER}（52岁7个月）不一致（按人员类别“机关工勤人员”）"]
