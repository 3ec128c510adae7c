"""Report runs: same records, same fingerprint; later records are named; nothing of a run is ever rewritten."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from support.builders import PASSWORD, make_office, make_person
from support.sample_reports import PEOPLE, RULE, compute

from ganbu_desktop.foundation.errors import Cancelled, CheckFailed, DataFileError, PermissionDenied
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.office.parameter_deciding import set_override
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.report.content import fingerprint, pack, unpack
from ganbu_desktop.kernel.report.differences import differences
from ganbu_desktop.kernel.report.reminders import report_reminders
from ganbu_desktop.kernel.report.runs import acknowledge, content_of, find_runs, generate, submit
from ganbu_desktop.kernel.report.spec import Figure, Period, Report, ReportSpec, ReportTable, stored_inputs
from ganbu_desktop.kernel.spine.report_run import ReportRun

MONTH = Period.parse("2026-03")
TODAY = PartialDate(2026, 3, 2)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = make_office(tmp_path)
    make_person(made, "王小明")
    make_person(made, "李秀英", sex="2")
    make_person(made, "张建国", born_on=None)
    return made


def test_two_runs_of_the_same_records_have_the_same_hash(office: Office) -> None:
    first, second = generate(office, PEOPLE, MONTH), generate(office, PEOPLE, MONTH)
    assert first.run.id != second.run.id
    assert first.run.content_hash == second.run.content_hash
    assert first.run.blob == second.run.blob
    assert differences(office, first.run, second.run) == []


def test_a_run_is_printed_with_the_day_it_was_made_on(office: Office) -> None:
    """Neither the day nor the name of the office is kept in the run: the same figures stay the same bytes."""
    made = generate(office, PEOPLE, MONTH)
    later = Office(office.file, Account("另一人"), clock=lambda: datetime(2026, 4, 9, 8, 0))
    kept = content_of(later, made.run)
    assert (kept.unit, kept.made_on) == (made.report.unit, made.report.made_on) == (office.called(), "2026年3月2日")
    again = generate(later, PEOPLE, MONTH)
    assert again.report.made_on == "2026年4月9日"
    assert again.run.blob == made.run.blob


def test_time_account_and_order_leave_the_hash_alone(office: Office) -> None:
    first = generate(office, PEOPLE, MONTH).run
    later = Office(office.file, Account("另一人"), clock=lambda: datetime(2026, 4, 9, 8, 0))
    again = generate(later, PEOPLE, MONTH).run
    assert (again.generated_by, again.generated_at) == ("另一人", "2026-04-09T08:00:00")
    assert again.content_hash == first.content_hash
    report = compute(office, MONTH)
    table = report.tables[0]
    turned = [
        tuple(dataclasses.replace(c, people=c.people[::-1]) if isinstance(c, Figure) else c for c in row)
        for row in table.rows
    ]
    other = dataclasses.replace(report, tables=(dataclasses.replace(table, rows=tuple(turned)),), landscape=False)
    assert fingerprint(PEOPLE.name, MONTH.text, other) == first.content_hash


@pytest.mark.parametrize("what", ["period", "title", "value", "people", "rule", "left_out", "remark"])
def test_whatever_is_said_is_in_the_hash(office: Office, what: str) -> None:
    report = compute(office, MONTH)
    table = report.tables[0]
    changed_figure = {
        "value": {"value": 9},
        "people": {"people": ("x",)},
        "rule": {"rule": "36岁"},
        "left_out": {"left_out": (("x", "请假"),)},
    }
    other, period = report, MONTH.text
    if what in changed_figure:
        figure = table.rows[0][3]
        assert isinstance(figure, Figure)
        row = (*table.rows[0][:3], dataclasses.replace(figure, **changed_figure[what]), *table.rows[0][4:])
        other = dataclasses.replace(report, tables=(dataclasses.replace(table, rows=(row, table.rows[1])),))
    elif what == "title":
        other = dataclasses.replace(report, title="另一张表")
    elif what == "remark":
        other = dataclasses.replace(report, remarks=())
    else:
        period = "2026-04"
    assert fingerprint(PEOPLE.name, period, other) != fingerprint(PEOPLE.name, MONTH.text, report)


def test_another_process_gets_the_same_hash(office: Office) -> None:
    expected = generate(office, PEOPLE, MONTH).run.content_hash
    path = office.path
    office.file.close()
    script = (
        "import sys; sys.path[:0] = ['tests', '.']\n"
        "from pathlib import Path\n"
        "from support.builders import clock\n"
        "from support.sample_reports import PEOPLE\n"
        "from ganbu_desktop.kernel.office.opening import open_store\n"
        "from ganbu_desktop.kernel.report.spec import Period\n"
        "from ganbu_desktop.kernel.report.runs import generate\n"
        "from ganbu_desktop.modules import load_records\n"
        "load_records()\n"
        f"office = open_store(Path({str(path)!r}), password={PASSWORD!r}, clock=clock)\n"
        "print(generate(office, PEOPLE, Period.parse('2026-03')).run.content_hash)\n"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "12345", "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == expected


def test_a_late_entry_is_named_by_the_next_run(office: Office) -> None:
    before = generate(office, PEOPLE, MONTH).run
    make_person(office, "赵晚到", born_on=PartialDate(1990, 1))
    after = generate(office, PEOPLE, MONTH).run
    assert after.content_hash != before.content_hash
    assert differences(office, before, after) == [
        "“男”的“人数”由 2 变为 3（增加 赵晚到）",
        "“男”的“有出生年月·人数”由 1 变为 2（增加 赵晚到）",
        "“男”的“有出生年月·占比”由 50.0% 变为 66.7%（增加 赵晚到）",
        "新增 1 条干部：赵晚到 1990.01",
    ]


def test_changed_and_deleted_records_are_named(office: Office) -> None:
    before = generate(office, PEOPLE, MONTH).run
    people = {p.name: p for p in office.find(Person)}
    with office.operation("改", right="test") as current:
        current.change(people["张建国"], born_on=PartialDate(1970, 2))
        current.delete(people["李秀英"])
    found = differences(office, before, generate(office, PEOPLE, MONTH).run)
    assert "“男”的“有出生年月·占比”由 50.0% 变为 100.0%（增加 张建国）" in found
    assert "“女”的“人数”由 1 变为 0（减少 李秀英）" in found
    assert "“女”的“有出生年月·占比”由 100.0% 变为 无记录（减少 李秀英）" in found
    assert found[-2:] == ["修改 1 条干部：张建国 1970.02", "减少 1 条干部：李秀英 1980.05"]


def test_an_exchange_of_people_behind_the_same_number_is_named(office: Office) -> None:
    before = generate(office, PEOPLE, MONTH).run
    with office.operation("换", right="test") as current:
        current.delete(next(p for p in current.find(Person) if p.name == "王小明"))
    make_person(office, "赵替补")
    found = differences(office, before, generate(office, PEOPLE, MONTH).run)
    assert "“男”的“人数”仍为 2，但人员有变化（增加 赵替补，减少 王小明）" in found


def test_another_version_of_a_rule_is_named(office: Office) -> None:
    before = generate(office, PEOPLE, MONTH).run
    newer = dataclasses.replace(
        PEOPLE, compute=lambda o, p: dataclasses.replace(compute(o, p), rule_versions={"young_age": "40岁"})
    )
    assert differences(office, before, generate(office, newer, MONTH).run) == [f"口径“young_age”由“{RULE}”变为“40岁”"]


def test_runs_of_different_periods_are_not_compared(office: Office) -> None:
    one = generate(office, PEOPLE, MONTH).run
    other = generate(office, PEOPLE, Period.parse("2026-02")).run
    with pytest.raises(CheckFailed, match="同一期间"):
        differences(office, one, other)


def test_no_hand_changes_or_deletes_a_run(office: Office) -> None:
    run = generate(office, PEOPLE, MONTH).run
    for values in ({"content_hash": "0" * 64}, {"blob": "0" * 64}, {"period": "2026-04"}, {"generated_by": "别人"}):
        with pytest.raises(CheckFailed, match="不能手工修改"), office.operation("改", right="test") as current:
            current.change(run, **values)
    with pytest.raises(CheckFailed, match="不能删除"), office.operation("删", right="test") as current:
        current.delete(run)
    assert find_runs(office) == [run]


def test_undo_leaves_a_run_and_takes_back_a_submission(office: Office) -> None:
    run = generate(office, PEOPLE, MONTH).run
    submit(office, run, on=TODAY, to="市委组织部", by="李四")
    office.undo()
    (standing,) = find_runs(office)
    assert standing == run
    office.undo()  # the last person that was added
    assert find_runs(office) == [run]


def test_a_run_keeps_its_whole_report(office: Office) -> None:
    made = generate(office, PEOPLE, MONTH)
    make_person(office, "赵晚到")
    assert content_of(office, made.run) == made.report
    assert unpack(pack(made.report)) == dataclasses.replace(made.report, unit="", made_on="")


def test_content_that_is_not_its_own_is_not_shown(office: Office) -> None:
    run = generate(office, PEOPLE, MONTH).run
    make_person(office, "赵晚到")
    other = generate(office, PEOPLE, MONTH).run
    with pytest.raises(DataFileError, match="指纹不符"):
        content_of(office, dataclasses.replace(run, blob=other.blob))


def test_submission_and_receipt(office: Office) -> None:
    run = generate(office, PEOPLE, MONTH).run
    with pytest.raises(CheckFailed, match="先登记报送"):
        acknowledge(office, run, on=TODAY, by="王五")
    with pytest.raises(CheckFailed, match="报送单位和报送人"):
        submit(office, run, on=TODAY, to=" ", by="李四")
    for day, word in (
        (PartialDate(2026, 3, 3), "晚于今天"),
        (PartialDate(2026, 3, 1), "早于"),
        (PartialDate(2026, 3), "日"),
    ):
        with pytest.raises(CheckFailed, match=word):
            submit(office, run, on=day, to="市委组织部", by="李四")
    sent = submit(office, run, on=TODAY, to="市委组织部", by="李四")
    signed = acknowledge(office, sent, on=TODAY, by="王五")
    assert (signed.submitted_to, signed.submitted_by, signed.acknowledged_by) == ("市委组织部", "李四", "王五")
    with pytest.raises(CheckFailed, match="已经签收"):
        submit(office, run, on=TODAY, to="别处", by="李四")


def test_rights_periods_and_stopping(office: Office) -> None:
    with pytest.raises(CheckFailed, match="按月、年生成"):
        generate(office, PEOPLE, Period.parse("2026-Q1"))
    reader = Office(office.file, Account("阅览", frozenset()), clock=office.clock)
    with pytest.raises(PermissionDenied):
        generate(reader, PEOPLE, MONTH)

    class Stop:
        def step(self, done: int, total: int, text: str = "") -> None:
            if done == 2:
                raise Cancelled

    with pytest.raises(Cancelled):
        generate(office, PEOPLE, MONTH, progress=Stop())
    assert find_runs(office) == []


def _titles(office: Office, day: date) -> list[str]:
    return [r.title for r in report_reminders([PEOPLE]).find(office, day)]


def test_reminders_from_the_25th_and_after_the_5th(office: Office) -> None:
    generate(office, PEOPLE, Period.parse("2026-02"))
    assert _titles(office, date(2026, 3, 4)) == []
    assert _titles(office, date(2026, 3, 5)) == ["人员基本情况表（2026年2月）未报送"]
    (run,) = find_runs(office, PEOPLE.name, "2026-02")
    submit(office, run, on=TODAY, to="市委组织部", by="李四")
    assert _titles(office, date(2026, 3, 24)) == []
    assert _titles(office, date(2026, 3, 25)) == ["人员基本情况表（2026年3月）未生成"]
    (reminder,) = report_reminders([PEOPLE]).find(office, date(2026, 3, 25))
    assert reminder.target == ("reports", (PEOPLE.name, "2026-03"))
    assert "25日" in reminder.why
    assert "建议值" in reminder.why
    generate(office, PEOPLE, MONTH)
    assert _titles(office, date(2026, 3, 25)) == []


def test_a_month_left_out_is_reminded_of_until_it_is_handed_up(office: Office) -> None:
    assert _titles(office, date(2026, 3, 2)) == ["人员基本情况表（2026年2月）未生成"]
    generate(office, PEOPLE, Period.parse("2025-12"))
    assert _titles(office, date(2026, 3, 2)) == [
        "人员基本情况表（2026年2月）未生成",
        "人员基本情况表（2026年1月）未生成",
        "人员基本情况表（2025年12月）未报送",
    ]
    assert _titles(office, date(2026, 3, 2)) == _titles(office, date(2026, 3, 24))
    assert not list(report_reminders([dataclasses.replace(PEOPLE, is_submitted=False)]).find(office, date(2026, 3, 2)))


def test_the_county_moves_the_days(office: Office) -> None:
    set_override(
        office,
        name="report_generate_from_day",
        value="20",
        effective_from=PartialDate(2026, 1),
        document="组〔2026〕1号",
    )
    generate(office, PEOPLE, Period.parse("2026-02"))
    assert "人员基本情况表（2026年3月）未生成" in _titles(office, date(2026, 3, 20))


def test_runs_stand_newest_first(office: Office) -> None:
    runs = [generate(office, PEOPLE, MONTH).run for _ in range(3)]
    assert [r.id for r in find_runs(office, PEOPLE.name, MONTH.text)] == [r.id for r in reversed(runs)]
    assert find_runs(office, "other") == []
    assert office.get(ReportRun, runs[0].id) == runs[0]


def test_stored_inputs_tell_a_changed_record(office: Office) -> None:
    """The quick digest differs when, and only when, a value differs."""

    def digests() -> dict[str, str]:
        with office.reading() as connection:
            return {record_id: digest for _, record_id, digest in stored_inputs(connection, Person)}

    before = digests()
    assert before == digests()
    person = office.find(Person)[0]
    with office.operation("改", right="test") as current:
        current.change(person, born_on=PartialDate(1981, 6))
    after = digests()
    assert {i for i in before if before[i] != after[i]} == {person.id}
    with office.reading() as connection:
        assert [i for _, i, _ in stored_inputs(connection, Person, Person.table.c.id == person.id)] == [person.id]


def test_the_order_of_entries_of_several_tables_is_kept() -> None:
    records = (("talk", "1"), ("need", "2"), ("talk", "3"), ("home_visit", "4"))
    table = ReportTable("", (("数",),), ((Figure(4, records=records),),), (1,))
    report = Report("表", (table,), inputs=tuple((*record, "d") for record in records))
    assert unpack(pack(report)) == report


def test_a_period_is_looked_at_on_a_day_and_stays_the_same_period() -> None:
    """The day decides how much of it has happened; without one the whole period has."""
    year = Period.parse("2026")
    seen = year.on(date(2026, 3, 2))
    assert (year.day, year.so_far) == (date(2026, 12, 31), date(2026, 12, 31))
    assert (seen.day, seen.so_far, seen.last) == (date(2026, 3, 2), date(2026, 3, 2), date(2026, 12, 31))
    assert seen == year
    later = year.on(date(2027, 2, 1))
    assert (later.day, later.so_far) == (date(2027, 2, 1), date(2026, 12, 31))
    assert (later.before.text, later.before.day) == ("2025", date(2027, 2, 1))


def test_a_report_is_told_the_day_on_which_it_is_generated(office: Office) -> None:
    told: list[date] = []

    def note_day(office: Office, period: Period) -> Report:
        told.append(period.day)
        return compute(office, period)

    generate(office, ReportSpec("dated", "看日子", ("month",), note_day), Period.parse("2026-01"))
    assert told == [date(2026, 3, 2)]
