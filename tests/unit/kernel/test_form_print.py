"""Forms about one entry are printed the same way whatever room they come from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from support.builders import make_office
from support.correction_sheets import LAYOUT, add_corrections, correction_form
from support.written_files import word_text

from ganbu_desktop.foundation.errors import Cancelled, CheckFailed, PermissionDenied
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.forms import form_print
from ganbu_desktop.kernel.log.access_log import PRINT, VIEW, accesses
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.kernel.spine.correction import Correction
from ganbu_desktop.modules.paper import printing


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


def shown(path: Path) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)


def test_one_pdf_holds_a_sheet_for_each_entry(office: Office, tmp_path: Path) -> None:
    ids = add_corrections(office, "出生年月有误", "学历有误")
    outcome = form_print.print_forms(office, correction_form(), ids, tmp_path / "全部.pdf")
    assert (outcome.files, outcome.sheets, outcome.findings) == ([tmp_path / "全部.pdf"], 2, [])
    assert len(PdfReader(tmp_path / "全部.pdf").pages) == 2
    assert "出生年月有误" in shown(tmp_path / "全部.pdf")


def test_one_workbook_has_a_sheet_for_each_entry(office: Office, tmp_path: Path) -> None:
    ids = add_corrections(office, "甲有误", "乙有误")
    form_print.print_forms(office, correction_form(), ids, tmp_path / "全部.xlsx")
    assert openpyxl.load_workbook(tmp_path / "全部.xlsx").sheetnames == ["更正申请_甲有", "更正申请_乙有"]


@pytest.mark.parametrize("file_type", ["pdf", "xlsx", "docx"])
def test_a_folder_gets_a_file_for_each_entry(office: Office, tmp_path: Path, file_type: str) -> None:
    ids = add_corrections(office, "甲:一", "甲:二")
    outcome = form_print.print_forms(office, correction_form(), ids, tmp_path / "各条", file_type=file_type)
    assert [path.name for path in outcome.files] == [f"更正申请_甲.{file_type}", f"更正申请_甲_2.{file_type}"]
    assert outcome.lines == [f"{path.name}：完成" for path in outcome.files]


def test_one_word_file_holds_a_page_for_each_entry(office: Office, tmp_path: Path) -> None:
    ids = add_corrections(office, "甲有误", "乙有误")
    outcome = form_print.print_forms(office, correction_form(), ids, tmp_path / "全部.docx")
    assert outcome.lines == ["全部.docx：2 份"]
    said = word_text(tmp_path / "全部.docx")
    assert said.index("甲有误") < said.index("乙有误")
    form_print.print_blank(office, correction_form(), tmp_path / "空白.docx")
    assert "更 正 申 请 表" in word_text(tmp_path / "空白.docx")


def test_what_does_not_fit_is_told_with_the_sheets_name(office: Office, tmp_path: Path) -> None:
    ids = add_corrections(office, "缺字\U000323b0")
    form = correction_form()
    expected = ["更正申请_缺字：申请内容：没有字体能打印 \U000323b0（U+323B0），纸上以〓代替"]
    assert form_print.check_forms(office, form, ids) == expected
    assert form_print.print_forms(office, form, ids, tmp_path / "x.pdf").findings == expected


def test_stopping_a_batch_leaves_whole_files_only(office: Office, tmp_path: Path) -> None:
    class Stopping:
        def step(self, done: int, total: int, text: str = "") -> None:
            if done == 2:
                raise Cancelled

    ids, outcome = add_corrections(office, "甲", "乙", "丙"), form_print.Printed()
    with pytest.raises(Cancelled):
        form_print.print_forms(office, correction_form(), ids, tmp_path / "各条", progress=Stopping(), outcome=outcome)
    assert len(outcome.files) == outcome.sheets == 2
    assert sorted((tmp_path / "各条").iterdir()) == sorted(outcome.files)
    with pytest.raises(Cancelled):
        form_print.print_forms(office, correction_form(), ids, tmp_path / "全部.pdf", progress=Stopping())
    assert not (tmp_path / "全部.pdf").exists()


def test_the_blank_sheet_is_printed_where_there_is_one(office: Office, tmp_path: Path) -> None:
    outcome = form_print.print_blank(office, correction_form(), tmp_path / "空白.pdf")
    assert outcome.sheets == 1
    assert "申请人签名" in shown(tmp_path / "空白.pdf")
    with pytest.raises(CheckFailed, match="没有空白表"):
        form_print.print_blank(office, correction_form(has_blank=False), tmp_path / "无.pdf")
    with pytest.raises(CheckFailed, match=r"请写成 \.pdf"):
        form_print.print_blank(office, correction_form(), tmp_path / "空白")


def test_an_entry_that_is_gone_is_left_out(office: Office, tmp_path: Path) -> None:
    (kept,) = add_corrections(office, "甲")
    assert form_print.document(office, [correction_form()], LAYOUT, kept).name == "更正申请_甲"
    with pytest.raises(CheckFailed, match="已不在库中"):
        form_print.document(office, [correction_form()], LAYOUT, "不在")
    outcome = form_print.print_forms(office, correction_form(), ["不在", kept], tmp_path / "各条")
    assert outcome.sheets == 1
    with pytest.raises(CheckFailed, match="都已不在库中"):
        form_print.print_forms(office, correction_form(), ["不在"], tmp_path / "各条")


@pytest.mark.parametrize(
    ("target", "ids", "said"),
    [("x.odt", ["x"], "不能写成“.odt”"), ("x.pdf", [], "没有要打印的记录")],
)
def test_what_cannot_be_printed_is_said(office: Office, tmp_path: Path, target: str, ids: list[str], said: str) -> None:
    with pytest.raises(CheckFailed, match=said):
        form_print.print_forms(office, correction_form(), ids, tmp_path / target)
    assert not (tmp_path / target).exists()


def test_entries_are_chosen_by_person_and_date_oldest_first(office: Office) -> None:
    ids = add_corrections(office, "甲", "乙", "丙", "丁")
    with office.operation("日期", right="test") as current:
        days = [PartialDate(2026, 3, 2), PartialDate(2026, 2), PartialDate(2026, 3, 1), None]
        for record_id, day in zip(ids, days, strict=True):
            current.change(current.get(Correction, record_id), asked_on=day)
    (other,) = add_corrections(office, "戊")
    person_ids = [correction.person_id or "" for correction in office.find(Correction) if correction.id == ids[0]]
    form, first, second, third, last = correction_form(), *ids
    chosen = form_print.entries_of
    assert chosen(office, form, person_ids, "asked_on") == [last, second, third, first]
    assert other in chosen(office, form)
    march = PartialDate(2026, 3)
    assert chosen(office, form, None, "asked_on", since=march) == [third, first]
    assert chosen(office, form, None, "asked_on", until=march) == [second, third, first]
    assert chosen(office, form, None, "asked_on", until=PartialDate(2026, 3, 1)) == [second, third]
    assert chosen(office, form, None, "asked_on", since=PartialDate(2026, 2), until=PartialDate(2026, 2)) == [second]
    with pytest.raises(CheckFailed, match="没有符合条件的记录"):
        chosen(office, form, None, "asked_on", since=PartialDate(2027))
    with pytest.raises(CheckFailed, match="没有可以按它选的日期"):
        chosen(office, form, since=march)


def test_forms_about_units_are_not_chosen_by_name(office: Office) -> None:
    about_units = replace(correction_form(), subject=Unit)
    with pytest.raises(CheckFailed, match="不能按姓名选"):
        form_print.entries_of(office, about_units, ["x"])


def test_printing_needs_its_right(office: Office, tmp_path: Path) -> None:
    ids = add_corrections(office, "甲")
    office.account = Account("查阅员", frozenset())
    with pytest.raises(PermissionDenied, match=r"forms\.print"):
        form_print.print_forms(office, correction_form(), ids, tmp_path / "x.pdf")


def test_an_unknown_form_is_answered_with_the_known_ones() -> None:
    with pytest.raises(CheckFailed, match="可用的有：correction-request（"):
        form_print.form_called([correction_form()], "nothing")


@pytest.mark.parametrize("suffix", ["pdf", "xlsx", "docx"])
def test_a_sensitive_sheet_leaves_a_note_and_carries_a_watermark(office: Office, tmp_path: Path, suffix: str) -> None:
    (asked,) = add_corrections(office, "甲")
    form = correction_form(is_sensitive=True)
    form_print.print_forms(office, form, [asked], tmp_path / f"x.{suffix}")
    (note,) = accesses(office)
    (correction,) = office.find(Correction)
    assert (note.what, note.subject, note.record_id) == (PRINT, "correction", asked)
    assert (note.person_id, note.purpose) == (correction.person_id, "《更正申请表》")
    if suffix == "pdf":
        assert "管理员2026.03.0209:30" in shown(tmp_path / "x.pdf")
    elif suffix == "docx":
        assert "管理员 2026.03.02 09:30" in word_text(tmp_path / "x.docx")
    else:
        sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
        assert (sheet.oddHeader.center.text or "").strip().endswith("管理员 2026.03.02 09:30")
    form_print.note_viewed(office, form, [asked])
    assert [each.what for each in accesses(office)] == [VIEW, PRINT]


def test_other_sheets_leave_no_note(office: Office, tmp_path: Path) -> None:
    ids = add_corrections(office, "甲")
    form_print.print_forms(office, correction_form(), ids, tmp_path / "x.pdf")
    form_print.note_viewed(office, correction_form(), ids)
    assert accesses(office) == []
    assert "2026.03.02" not in shown(tmp_path / "x.pdf")


def test_forms_about_entries_do_not_stand_among_the_person_forms() -> None:
    assert LAYOUT not in {info.name for info in printing.forms()}
