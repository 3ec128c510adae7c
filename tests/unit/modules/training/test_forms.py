"""The room's sheets: what stands on them, each class read once a print, the plan of a year printed once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.builders import add, make_office, make_person
from support.entry_sheets import drawn_text
from support.training_classes import held_class, hours, lesson, on

from ganbu_desktop.kernel.forms.form_print import EntryPrinter, form_called, print_forms
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.training import actions
from ganbu_desktop.modules.training.forms import FORMS, parts
from ganbu_desktop.modules.training.records import Enrolment, TrainingHours, TrainingPlan
from ganbu_desktop.modules.training.records.teaching import ABSENT, LEAVE, PRESENT
from ganbu_desktop.modules.training.rows import teaching


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def text_of(office: Office, name: str, *record_ids: str) -> list[str]:
    """Return the text of each sheet, without blanks."""
    printer = EntryPrinter(office, form_called(FORMS, name))
    return ["".join(drawn_text(document).split()) for document in printer.documents(record_ids)]


def test_a_print_reads_each_class_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six sheets of two classes read two classes; the next print reads them anew."""
    people = [make_person(office, name) for name in ("甲", "乙", "丙")]
    for title in ("一班", "二班"):
        held_class(office, *people, title=title)
    read: list[str] = []
    original = parts.read_class

    def noted(connection: object, entry: object, *rest: object) -> object:
        read.append(entry.title)  # type: ignore[attr-defined]
        return original(connection, entry, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(parts, "read_class", noted)
    ids = [e.id for e in office.find(Enrolment)]
    assert len(text_of(office, "learner-appraisal", *ids)) == 6
    assert sorted(read) == ["一班", "二班"]
    (row,) = [e for e in office.find(Enrolment) if e.id == ids[0]]
    teaching.ENROLMENTS.save(office, [(row, replace(row, summary="收获很大"))], title="小结")
    assert "收获很大" in text_of(office, "learner-appraisal", ids[0])[0]
    assert len(read) == 3


def test_the_appraisal_bears_the_number_of_the_certificate_and_what_was_missed(office: Office) -> None:
    person = make_person(office, "王小明")
    entry = held_class(office, person, hours_tenths=1400)
    for number in range(14):
        one = lesson(office, entry, f"第{number}讲", position=number)
        actions.mark_attendance(office, one.id, {person.id: {0: LEAVE, 1: ABSENT}.get(number, PRESENT)})
    actions.complete_class(office, entry, certificate_prefix="青干2026")
    (row,) = office.find(Enrolment)
    (text,) = text_of(office, "learner-appraisal", row.id)
    assert "证书编号青干2026001" in text
    assert "20学时14.3%（含缺席10）" in text
    (proof,) = office.find(TrainingHours)
    assert "证书编号：青干2026001" in text_of(office, "hours-proof", proof.id)[0]


def test_hours_worked_out_of_days_stand_on_the_proof_and_in_the_archive(office: Office) -> None:
    person = make_person(office, "王小明", post_level="1A41", post_level_since=on("2018.01"))
    entry = hours(person, None, 2026, days_tenths=120)
    add(office, entry)
    assert "计90学时" in text_of(office, "hours-proof", entry.id)[0]
    (archive,) = text_of(office, "training-archive", person.id)
    assert "学时按天折算" in archive
    assert "2026年90" in archive


def test_the_plan_of_a_year_is_printed_once(office: Office, tmp_path: Path) -> None:
    """Three lines of two years are two sheets, each with its whole year, in one file or one each."""
    plans = [
        TrainingPlan(year=year, title=title) for year, title in ((2025, "旧班"), (2026, "青干班"), (2026, "公文班"))
    ]
    add(office, *plans)
    ids = [plan.id for plan in plans]
    old, new = text_of(office, "training-plan", *ids)
    assert "旧班" in old
    assert "青干班" in new
    assert "公文班" in new
    assert text_of(office, "training-plan", ids[2]) == [new]
    outcome = print_forms(office, form_called(FORMS, "training-plan"), ids, tmp_path / "计划.pdf")
    assert outcome.sheets == 2
    folder = tmp_path / "各年"
    assert len(print_forms(office, form_called(FORMS, "training-plan"), ids, folder).files) == 2


def test_the_archive_can_be_bound_and_read(office: Office) -> None:
    """25 mm to the left of everything, whole words of nine points and more, and every value of a long entry."""
    person = make_person(office, "王小明", post_level="1A41", post_level_since=on("2018.01"))
    given = {
        "organiser": "省委党校",
        "kind": "3",
        "venue": "省委党校二号楼",
        "result": "1",
        "certificate": "党校2026-0137",
    }
    entry = hours(person, 40, 2026, days_tenths=50, note="补录", **given)
    add(office, entry)
    document = EntryPrinter(office, form_called(FORMS, "training-archive")).document(person.id)
    assert document is not None
    assert document.findings == ()
    cells = [cell for page in document.pages for cell in page.cells if cell.text]
    assert min(cell.frame.x_mm for cell in cells) >= 25
    assert min(cell.size_pt for cell in cells) >= 9
    text = "".join("".join(cell.text.split()) for cell in cells)
    for said in (
        "2026年培训班",
        "省委党校",
        "专业培训",
        "2026.05.11—2026.05.15",
        "二号楼",
        "党校2026-0137",
        "补录",
    ):
        assert said in text
