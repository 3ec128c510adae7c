"""Coverage, closure, periods without an entry, a right without which nothing shows, and words that were not heard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.builders import add, make_office, make_person, make_unit

from ganbu_desktop.foundation.errors import PermissionDenied
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel import row
from ganbu_desktop.kernel.forms.form_print import EntryPrinter
from ganbu_desktop.kernel.ledger import listing as ledger_list
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.service import DECIDED, Basis, ServiceSpell, serving
from ganbu_desktop.kernel.people.service_inference import SERVING
from ganbu_desktop.kernel.report.spec import Figure, Period, Report
from ganbu_desktop.kernel.spine.entry import place_of
from ganbu_desktop.kernel.spine.loop import LoopItem
from ganbu_desktop.kernel.spine.statement import NOT_HEARD
from ganbu_desktop.modules.mobility.rows import PRACTICE, Practice

RETIRED = "离退人员"
PERIOD = Period.parse("2025")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    yield made
    made.file.close()


def served(
    office: Office, name: str, unit_id: str | None, since: PartialDate, until: PartialDate | None = None
) -> Person:
    """Add a person with a decided spell of service, and retired after it."""
    person = make_person(office, name, unit_id=unit_id, management_state=RETIRED if until else SERVING)
    common = {"person_id": person.id, "unit_id": unit_id, "basis": DECIDED, "source": "演示"}
    add(office, ServiceSpell(state=SERVING, from_on=since, until_on=until, **common))
    if until is not None:
        add(office, ServiceSpell(state=RETIRED, from_on=until, **common))
    return person


def described(*parts: Any, **values: Any) -> row.Row:
    report = row.PeriodReport("list", "表", ("starts_on", "ends_on"), parts)
    given: dict[str, Any] = {"reports": (report,) if parts else (), **values}
    return row.Row(Practice, "practice", key=("person_id", "kind"), right="mobility.edit", **given)


def computed(office: Office, made: row.Row, period: Period = PERIOD) -> Report:
    (spec,) = made.report_specs
    return spec.compute(office, period.on(office.today()))


def practice(person: Person, **values: Any) -> Practice:
    return Practice(person_id=person.id, **{"kind": "1", "starts_on": PartialDate(2025, 4), **values})


def test_coverage_expects_who_served_and_names_the_others(office: Office) -> None:
    finance, water = (make_unit(office, name) for name in ("青禾县财政局", "青禾县水利局"))
    done, open_ = (served(office, name, finance.id, PartialDate(2020, 1)) for name in ("甲", "乙"))
    ill = served(office, "丙", water.id, PartialDate(2020, 1))
    gone = served(office, "丁", water.id, PartialDate(2020, 1), PartialDate(2025, 6, 1))
    late = served(office, "戊", water.id, PartialDate(2026, 1))
    vague = served(office, "己", water.id, PartialDate(2025))
    add(office, practice(done), practice(done, kind="2"), practice(open_, kind="3"), practice(gone))

    def excused(found: row.Gathered) -> Mapping[str, str]:
        return {ill.id: "病休", late.id: "产假"}

    made = described(row.Coverage("锻炼", "last", done=lambda p: p.kind != "3", excused=excused))
    report = computed(office, made)
    (table,) = report.tables
    assert table.header == (("单位", "应锻炼", "已锻炼", "未锻炼", "覆盖率"),)
    shown = [[cell if isinstance(cell, str) else cell.shown() for cell in line] for line in table.rows]
    assert shown == [
        ["青禾县财政局", "2", "1", "1", "50.0%"],
        ["青禾县水利局", "1", "0", "1", "0.0%"],
        ["合计", "3", "1", "2", "33.3%"],
    ]
    total = table.rows[-1]
    assert [set(cell.people) for cell in total[1:4] if isinstance(cell, Figure)] == [
        {done.id, open_.id, vague.id},
        {done.id},
        {open_.id, vague.id},
    ]
    assert isinstance(total[1], Figure)
    assert {who for who, _ in total[1].left_out} == {ill.id, gone.id, late.id}
    assert dict(total[1].left_out)[ill.id] == "病休"
    assert "应锻炼：期末在职的人，免除 1 人。" in report.remarks
    for word, basis in (("first", Basis.FIRST), ("any", Basis.ANY)):
        found = computed(office, described(row.Coverage("锻炼", word)))
        with office.reading() as connection:
            expected = serving(connection, PERIOD.first, PERIOD.last, basis=basis)
        total = found.tables[0].rows[-1]
        assert isinstance(total[1], Figure)
        assert set(total[1].people) == expected.people.keys()
        assert {*total[1].left_out} == {*expected.left_out, *expected.unknown}
        assert any(f"应锻炼：{basis.value}的人" in line for line in found.remarks)
        assert any("不能确定 1 人，没有计入" in line for line in found.remarks) == (basis is Basis.FIRST)
        assert gone.id in total[1].people


def test_closure_counts_loops_on_the_reports_day(office: Office) -> None:
    person = served(office, "甲", None, PartialDate(2020, 1))
    entry, other = practice(person), practice(person, starts_on=PartialDate(2026, 1))
    day = {"problem": "问题", "responsible": "乙", "kind": "1"}
    items = [
        LoopItem(
            **place_of(entry), **day, due_on=PartialDate(2025, 11), closed_on=PartialDate(2025, 12, 1), closed_by="丙"
        ),
        LoopItem(
            **place_of(entry), **day, due_on=PartialDate(2025, 11), closed_on=PartialDate(2026, 1, 9), closed_by="丙"
        ),
        LoopItem(**place_of(entry), **day, due_on=PartialDate(2025, 12)),
        LoopItem(**place_of(entry), **day, due_on=PartialDate(2025, 12), is_void=True),
        LoopItem(**place_of(other), **day, due_on=PartialDate(2025, 11)),
    ]
    with office.file.writer() as connection:
        for record in (entry, other, *items):
            connection.execute(type(record).table.insert(), dict(record.__dict__))
    (table,) = computed(office, described(row.Closure())).tables
    assert table.header == (("应销号", "已销号", "未销号", "其中超期", "销号率"),)
    ((asked, closed, left, late, rate),) = table.rows
    assert [c.shown() for c in (asked, closed, left, late, rate) if isinstance(c, Figure)] == [
        "3",
        "1",
        "2",
        "1",
        "33.3%",
    ]
    assert isinstance(late, Figure)
    assert late.records == ((LoopItem.table.name, items[1].id),)


def test_entries_that_cannot_be_placed_are_named(office: Office) -> None:
    people = [served(office, name, None, PartialDate(2020, 1)) for name in "甲乙丙丁"]
    add(
        office,
        practice(people[0], starts_on=None),
        practice(people[1], starts_on=PartialDate(2025), ends_on=PartialDate(2026)),
        practice(people[2], starts_on=PartialDate(2024, 1), ends_on=PartialDate(2025)),
        practice(people[3], starts_on=PartialDate(2024, 1), ends_on=PartialDate(2024, 12)),
    )
    made = described(row.CountBy("kind"))
    total = computed(office, made, Period.parse("2025-Q1")).tables[0].rows[-1]
    assert isinstance(total[1], Figure)
    assert (total[1].value, total[1].people) == (1, (people[2].id,))
    assert dict(total[1].left_out) == {people[0].id: "没有起", people[1].id: "起 2025 不够确切，分不到这个期间"}
    assert any("另有 2 条" in line for line in computed(office, made, Period.parse("2025-Q1")).remarks)


def test_who_left_is_reminded_of_no_more(office: Office) -> None:
    person = served(office, "甲", None, PartialDate(2020, 1))
    add(office, practice(person, ends_on=PartialDate(2026, 3, 20)))
    (rule,) = (rule for rule in PRACTICE.rules("mobility") if rule.name == "practice-end")
    day = date(2026, 3, 10)
    assert [r.title for r in rule.find(office, day)] == ["甲：实践锻炼期满（还有 10 天）"]
    assert next(iter(rule.find(office, day + timedelta(days=10)))).title.endswith("（今天）")
    add(office, ExitEvent(person_id=person.id, kind="5", happened_on=PartialDate(2026, 3, 1)))
    (spell,) = office.find(ServiceSpell, ServiceSpell.table.c.basis == DECIDED)
    with office.operation("退休", right="test") as current:
        current.update_many([(spell, replace(spell, until_on=PartialDate(2026, 3, 1)))])
    assert list(rule.find(office, day)) == []


def test_a_period_without_entry_stays_until_there_is_one(office: Office) -> None:
    missing = row.Missing("practice-none", "starts_on", "没有派出实践锻炼", "quarter", "practice_reminder_days")
    (rule,) = described(reminders=(missing,)).rules("mobility")
    person = served(office, "甲", None, PartialDate(2020, 1))
    assert [r.key for r in rule.find(office, date(2026, 3, 2))] == ["practice-none/2026-Q1"]
    assert list(rule.find(office, date(2026, 1, 29))) == []
    add(office, practice(person, starts_on=PartialDate(2025, 5)))
    keys = [r.key for r in rule.find(office, date(2026, 3, 2))]
    assert keys == ["practice-none/2026-Q1", "practice-none/2025-Q4", "practice-none/2025-Q3"]
    last = list(rule.find(office, date(2026, 3, 2)))[-1]
    assert last.title == "2025年第3季度：没有派出实践锻炼（已过 153 天）"
    assert last.due_on == date(2025, 9, 30)
    assert rule.help == "没有派出实践锻炼的期间"
    guarded = described(reminders=(missing,), reads="mobility.read").rules("mobility")[0]
    nobody = Office(office.file, Account("查询员", frozenset()), clock=office.clock)
    assert list(guarded.find(nobody, date(2026, 3, 2))) == []
    assert list(guarded.find(office, date(2026, 3, 2)))
    add(office, practice(person, kind="2", starts_on=PartialDate(2025, 9)))
    assert "practice-none/2025-Q3" not in {r.key for r in rule.find(office, date(2026, 3, 2))}


def test_what_is_owed_within_a_figure_shows_the_day_after(office: Office) -> None:
    owed = row.Owed("owed", "appraisal", "鉴定未交", after="ends_on", within="practice_reminder_days")
    (rule,) = described(reminders=(owed,)).rules("mobility")
    person = served(office, "甲", None, PartialDate(2020, 1))
    add(office, practice(person, ends_on=PartialDate(2026, 1)))
    assert rule.help == "鉴定未交的条目"
    assert list(rule.find(office, date(2026, 4, 1))) == []
    (reminder,) = rule.find(office, date(2026, 4, 2))
    assert reminder.title == "甲：鉴定未交（已过 1 天）"
    assert reminder.due_on == date(2026, 4, 1)
    assert reminder.why.startswith("止 2026.01，鉴定意见没有填；60天（")


def test_without_the_right_to_read_nothing_shows_anywhere(office: Office) -> None:
    person = served(office, "甲", None, PartialDate(2020, 1))
    entry = practice(person, ends_on=PartialDate(2026, 3, 20))
    add(office, entry)
    made = described(
        row.Listing(("name",)),
        reads="mobility.read",
        reminders=PRACTICE.reminders,
        sheets=(row.Sheet("practice-appraisal"),),
    )
    clerk = Office(office.file, Account("经办", frozenset({"mobility.read"})), clock=office.clock)
    other = Office(office.file, Account("他人", frozenset({"mobility.edit"})), clock=office.clock)
    (form,), (rule, _) = made.forms, made.rules("mobility")
    assert form.is_sensitive
    assert EntryPrinter(clerk, form).document(entry.id)
    assert list(rule.find(clerk, date(2026, 3, 10)))
    assert computed(clerk, made).tables[0].rows
    assert ledger_list.rows(clerk, made.ledger, [entry.id])
    assert list(rule.find(other, date(2026, 3, 10))) == []
    for look in (
        lambda: EntryPrinter(other, form).document(entry.id),
        lambda: computed(other, made),
        lambda: ledger_list.rows(other, made.ledger, [entry.id]),
    ):
        with pytest.raises(PermissionDenied):
            look()


def test_a_sheet_says_that_nobody_asked(office: Office) -> None:
    person = served(office, "甲", None, PartialDate(2020, 1))
    silent, heard = practice(person), practice(person, kind="2", own_view="愿意去")
    add(office, silent, heard)
    (form,) = (form for form in PRACTICE.forms if form.name == "practice-dispatch")
    with office.reading() as connection:
        said = [form.values(office, connection, entry.id)["own_view"] for entry in (silent, heard)]
    assert said == [NOT_HEARD, "愿意去"]
    assert form.blank is not None
    assert form.blank(office)["own_view"] == ""
