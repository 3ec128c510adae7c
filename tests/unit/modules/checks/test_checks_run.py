"""Running the checks: on one person, on a whole store, as a workbook; and the list of what is still to be filled in."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from support.builders import add, make_office, make_person, make_unit
from support.dossiers import changed, clean, person, without

from ganbu_desktop.foundation.errors import Cancelled, CheckFailed
from ganbu_desktop.foundation.findings import Level
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.dossier import dossiers
from ganbu_desktop.kernel.people.gaps import gaps
from ganbu_desktop.kernel.people.person import Education, Photo, Tenure
from ganbu_desktop.modules.checks import checking
from ganbu_desktop.modules.checks.rules.settings import levels, set_check_level

NUMBER = "339901198005150011"


def rules(office: Office, person_id: str) -> dict[str, Level]:
    with office.reading() as connection:
        found = next(dossiers(connection, [person_id]))
    return {f.rule: f.level for f in checking.check_person(office, found)}


def test_one_person_is_checked_against_the_others(tmp_path: Path) -> None:
    """A number and a name with its month of birth are looked up in the store; the person herself does not count."""
    office = make_office(tmp_path)
    first = make_person(office, "王小明", id_number=NUMBER)
    assert not {"id-duplicate", "name-birth-duplicate"} & set(rules(office, first.id))
    second = make_person(office, "王小明", id_number=NUMBER, born_on=PartialDate(1980, 5, 15))
    assert {"id-duplicate", "name-birth-duplicate"} <= set(rules(office, first.id))
    assert {"id-duplicate", "name-birth-duplicate"} <= set(rules(office, second.id))


def test_findings_come_gravest_first(tmp_path: Path) -> None:
    """Errors stand before warnings and hints."""
    office = make_office(tmp_path)
    ranks = [level.rank for level in rules(office, make_person(office).id).values()]
    assert ranks == sorted(ranks)


def test_everyone_is_checked_with_duplicates_and_units(tmp_path: Path) -> None:
    """One run finds what only the whole store can tell, and what is wrong with units."""
    office = make_office(tmp_path)
    bureau = make_unit(office, "青禾县民政局", chief_posts=1)
    people = [make_person(office, f"王小{c}", unit_id=bureau.id, id_number=NUMBER) for c in "甲乙"]
    add(office, *(Tenure(person_id=p.id, unit_id=bureau.id, post_name="局长", member_kind="正职") for p in people))
    report = checking.check_everyone(office)
    counts = report.counts()
    assert report.people == 2
    assert (counts["id-duplicate"], counts["over-posts"], counts["unit-staffing"]) == (2, 1, 1)
    over = next(f for f in report.findings if f.rule == "over-posts")
    assert (over.person_id, over.record_id, report.subject(over).unit) == (None, bureau.id, "青禾县民政局")
    assert "校核 2 人" in report.summary()


def test_some_people_are_checked_without_the_units(tmp_path: Path) -> None:
    """A choice of people is checked alone, in the store's view of duplicates."""
    office = make_office(tmp_path)
    make_unit(office, "青禾县民政局")
    chosen = make_person(office, "王甲", id_number=NUMBER)
    make_person(office, "王乙", id_number=NUMBER)
    report = checking.check_everyone(office, ids=[chosen.id])
    assert {f.person_id for f in report.findings} == {chosen.id}
    assert report.counts()["id-duplicate"] == 1


def test_a_removed_leader_leaves_the_post_free(tmp_path: Path) -> None:
    """Who has been removed no longer counts against the approved number."""
    office = make_office(tmp_path)
    bureau = make_unit(office, "青禾县民政局", chief_posts=0)
    chief = Tenure(
        person_id=make_person(office).id, unit_id=bureau.id, post_name="局长", member_kind="正职", state="已免"
    )
    add(office, chief)
    assert "over-posts" not in checking.check_everyone(office).counts()


def test_a_run_can_be_stopped(tmp_path: Path) -> None:
    """Whoever watches the run can end it."""

    class Stopping:
        def step(self, done: int, total: int, text: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        checking.check_everyone(make_office(tmp_path), Stopping())


def test_the_plain_report_carries_every_finding(tmp_path: Path) -> None:
    """What the command line prints as JSON."""
    office = make_office(tmp_path)
    make_person(office, "王小明", unit_id=make_unit(office, "青禾县民政局").id)
    report = checking.check_everyone(office)
    plain = report.to_plain()
    assert plain["people"] == 1
    assert len(plain["findings"]) == len(report.findings) == sum(plain["counts"].values())
    entry = next(f for f in plain["findings"] if f["rule"] == "photo-missing")
    assert (entry["person"], entry["unit"], entry["level"]) == ("王小明", "青禾县民政局", "错误")
    assert next(f for f in plain["findings"] if f["field"] == "health")["place"] == "健康状况"


def test_the_workbook_has_a_summary_and_every_line(tmp_path: Path) -> None:
    """Sheets by check, by unit and by finding; a text that looks like a formula stays a text."""
    office = make_office(tmp_path)
    make_person(office, "=1+1", unit_id=make_unit(office, "青禾县民政局").id)
    report = checking.check_everyone(office)
    target = tmp_path / "校核.xlsx"
    checking.write_report(office, report, target)
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["汇总", "按单位", "明细"]
    lines = list(book["明细"].iter_rows(values_only=True))
    assert len(lines) == len(report.findings) + 1
    assert lines[1][:2] == ("青禾县民政局", "=1+1")
    assert "f" not in {c.data_type for r in book["明细"].iter_rows() for c in r}
    assert book["明细"].freeze_panes == "A2"
    assert book["明细"].auto_filter.ref.startswith("A1:F")
    totals = list(book["汇总"].iter_rows(values_only=True))[-1]
    assert totals[4] == str(len(report.findings))
    units = {r[0]: int(r[1]) for r in book["按单位"].iter_rows(min_row=2, values_only=True)}
    assert sum(units.values()) == len(report.findings)


def test_levels_are_set_undone_and_taken_back(tmp_path: Path) -> None:
    """The office's level counts for the next run; the shipped level removes the setting; undo brings it back."""
    office = make_office(tmp_path)
    someone = make_person(office)
    set_check_level(office, "photo-missing", "提示")
    assert rules(office, someone.id)["photo-missing"] is Level.HINT
    set_check_level(office, "photo-missing", "关闭")
    assert "photo-missing" not in rules(office, someone.id)
    set_check_level(office, "photo-missing", "错误")
    with office.reading() as connection:
        assert levels(connection) == {}
    office.operations.undo(actor="管理员")
    assert "photo-missing" not in rules(office, someone.id)


@pytest.mark.parametrize(("key", "choice"), [("no-such-check", "提示"), ("photo-missing", "严重")])
def test_an_unknown_check_or_level_is_refused(tmp_path: Path, key: str, choice: str) -> None:
    """Nothing is stored that no run would understand."""
    with pytest.raises(CheckFailed, match="数据未改动"):
        set_check_level(make_office(tmp_path), key, choice)


def test_gaps_list_wanted_fields_and_absent_sets() -> None:
    """What is still to be filled in, by field, and a set of which there is nothing at all."""
    full = {gap.label for gap in gaps(clean().dossier())}
    case = changed(person(health=None), without(Photo))
    case.sets[Education][0]["school"] = None
    found = {gap.label: gap for gap in gaps(case.dossier())}
    new = set(found) - full
    assert new == {"健康状况", "学历学位第 1 条：学校（单位）名称", "照片（还没有一条）"}
    assert found["健康状况"].field == "health"
    assert found["照片（还没有一条）"].record_id is None
