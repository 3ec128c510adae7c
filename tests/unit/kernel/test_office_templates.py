"""Templates of the office's own: kept in versions, filled for people, lists and entries, refused with places."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from support.builders import add, make_office, make_person, make_unit
from support.template_files import paragraph, sheet_file, word_file

from ganbu_desktop import modules
from ganbu_desktop.foundation.errors import CheckFailed, ExchangeError, PermissionDenied
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.forms.office_templates import (
    OfficeTemplate,
    Subject,
    add_template,
    delete_template,
    hand_back,
    known_names,
    template_versions,
    templates,
)
from ganbu_desktop.kernel.office.office import Account, Office
from ganbu_desktop.kernel.people.person import Person, Relative
from ganbu_desktop.modules.paper.template_values import entries_to_print, print_template, subjects
from ganbu_desktop.modules.supervision.records import Sanction
from ganbu_desktop.modules.talks.records import Talk


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return make_office(tmp_path)


@pytest.fixture
def people(office: Office) -> list[Person]:
    unit = make_unit(office, "青禾县财政局")
    people = [make_person(office, name, unit_id=unit.id, mobile_phone="000") for name in ("王一", "李二二")]
    add(office, Relative(person_id=people[0].id, name="赵梅", relation="妻子", born_on=PartialDate(1982, 4)))
    return people


def subject(key: str) -> Subject:
    return next(s for _, s in subjects(modules.ledgers()) if (s.ledger or s.about) == key)


def text_of(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return re.sub("<[^>]+>", "", archive.read("word/document.xml").decode()).strip()


def test_a_template_about_a_person_gives_a_file_each(office: Office, people: list[Person], tmp_path: Path) -> None:
    body = paragraph("{{姓名}}，{{单位}}，{{年龄}}岁，{{手机号码}}") + paragraph(
        "{{#家庭成员}}{{称谓}}{{姓名}}{{年龄}}{{/家庭成员}}"
    )
    add_template(office, word_file(tmp_path / "介绍信.docx", body), subject("person"))
    files = print_template(office, "介绍信", [p.id for p in people], tmp_path / "出", modules.ledgers())
    assert [file.name for file in files] == ["王一.docx", "李二二.docx"]
    assert text_of(files[0]) == "王　一，青禾县财政局，45岁，000妻子赵　梅43"
    assert text_of(files[1]) == "李二二，青禾县财政局，45岁，000"


def test_a_template_about_people_gives_one_file(office: Office, people: list[Person], tmp_path: Path) -> None:
    source = sheet_file(
        tmp_path / "名册.xlsx", lambda s: s.append(["{{#名单}}{{序号}}", "{{姓名}}", "{{出生年月}}{{/名单}}"])
    )
    add_template(office, source, subject("people"), "本县名册")
    target = tmp_path / "名册成品.xlsx"
    print_template(office, "本县名册", [p.id for p in people], target, modules.ledgers())
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet] == [["1", "王　一", "1980.05"], ["2", "李二二", "1980.05"]]


def test_a_template_about_entries_fills_their_fields_and_the_persons(
    office: Office, people: list[Person], tmp_path: Path
) -> None:
    add(office, Talk(person_id=people[0].id, kind="1", held_on=PartialDate(2026, 2, 3)))
    spec = next(spec for spec in modules.ledgers() if spec.record is Talk)
    source = word_file(tmp_path / "谈话单.docx", paragraph("{{姓名}}，{{单位}}，{{谈话日期}}"))
    add_template(office, source, subject(spec.name))
    ids = entries_to_print(office, spec, None)
    (file,) = print_template(office, "谈话单", ids, tmp_path / "出", modules.ledgers())
    assert text_of(file) == "王　一，青禾县财政局，2026.02.03"


def test_entries_that_are_not_in_force_are_not_printed(office: Office, people: list[Person]) -> None:
    add(office, Sanction(person_id=people[0].id))
    spec = next(spec for spec in modules.ledgers() if spec.record is Sanction)
    with pytest.raises(CheckFailed, match="没有符合条件"):
        entries_to_print(office, spec, None)


def test_versions_are_kept_and_the_newest_is_used(office: Office, people: list[Person], tmp_path: Path) -> None:
    source = tmp_path / "信.docx"
    add_template(office, word_file(source, paragraph("旧{{姓名}}")), subject("person"))
    add_template(office, word_file(source, paragraph("新{{姓名}}")), subject("person"))
    assert [record.version for record in template_versions(office, "信")] == [2, 1]
    (file,) = print_template(office, "信", [people[0].id], tmp_path / "成.docx", modules.ledgers())
    assert text_of(file).startswith("新")
    hand_back(office, template_versions(office, "信")[1], tmp_path / "旧.docx")
    assert text_of(tmp_path / "旧.docx").startswith("旧")
    assert delete_template(office, "信") == 2
    office.undo()
    assert [record.name for record in templates(office)] == ["信"]


def test_a_broken_template_is_not_kept_and_all_places_are_told(office: Office, tmp_path: Path) -> None:
    source = word_file(tmp_path / "信.docx", paragraph("{{性名}}") + paragraph("{{姓名"))
    with pytest.raises(CheckFailed) as caught:
        add_template(office, source, subject("person"))
    assert "有 2 处要改" in str(caught.value)
    assert "正文 第 1 段：没有“性名”这个字段" in str(caught.value)
    assert "正文 第 2 段" in str(caught.value)
    assert office.find(OfficeTemplate) == []


def test_a_dangerous_template_is_not_kept(office: Office, tmp_path: Path) -> None:
    with pytest.raises(ExchangeError, match="宏"):
        add_template(office, word_file(tmp_path / "信.docx", "", {"word/vbaProject.bin": b"x"}), subject("person"))
    assert office.find(OfficeTemplate) == []


def test_other_kinds_of_file_and_several_in_one_are_refused(
    office: Office, people: list[Person], tmp_path: Path
) -> None:
    add_template(office, word_file(tmp_path / "信.docx", paragraph("{{姓名}}")), subject("person"))
    ids = [person.id for person in people]
    with pytest.raises(CheckFailed, match="不写 PDF"):
        print_template(office, "信", ids, tmp_path / "x.pdf", modules.ledgers())
    with pytest.raises(CheckFailed, match="一份一个文件"):
        print_template(office, "信", ids, tmp_path / "x.docx", modules.ledgers())
    with pytest.raises(CheckFailed, match="没有名为"):
        print_template(office, "函", ids, tmp_path / "出", modules.ledgers())


def test_who_may_not_keep_or_print_does_neither(office: Office, people: list[Person], tmp_path: Path) -> None:
    source = word_file(tmp_path / "信.docx", paragraph("{{姓名}}"))
    add_template(office, source, subject("person"))
    office.account = Account("录入员", frozenset())
    with pytest.raises(PermissionDenied):
        add_template(office, source, subject("person"))
    with pytest.raises(PermissionDenied):
        print_template(office, "信", [people[0].id], tmp_path / "x.docx", modules.ledgers())


def test_the_palette_names_lists_with_their_fields(office: Office) -> None:
    marks = [mark for _, mark in known_names(subject("people").known)]
    assert marks.index("{{#名单}}") < marks.index("{{姓名}}") < marks.index("{{/名单}}")
    assert len(subjects(modules.ledgers())) == 2 + len(modules.ledgers())
