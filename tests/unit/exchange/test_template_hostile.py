"""Templates as hostile files: nothing in one may act, lead outside or fill the memory."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from support.template_files import PERSON, external, paragraph, sheet_file, word_file

from ganbu_desktop.exchange.template import judge_isolated
from ganbu_desktop.exchange.template.filling import judge
from ganbu_desktop.foundation.errors import ExchangeError

BODY = paragraph("{{姓名}}")
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def refused(path: Path, word: str) -> None:
    with pytest.raises(ExchangeError, match=word) as caught:
        judge(str(path), PERSON.to_plain())
    assert "没有存入" in str(caught.value) or "数据未改动" in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("hyperlink", "链接"),
        ("image", "链接"),
        ("attachedTemplate", "链接的 Word 模板"),
        ("oleObject", "嵌入的对象"),
        ("aFChunk", "嵌入的网页"),
        ("frame", "框架"),
    ],
)
def test_what_leads_out_of_the_file_is_refused(tmp_path: Path, kind: str, word: str) -> None:
    refused(word_file(tmp_path / "t.docx", BODY, relations=external(kind)), word)


def test_links_of_settings_and_headers_are_seen_as_well(tmp_path: Path) -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{external('attachedTemplate', 'file://server/x.dotm')}</Relationships>"
    )
    refused(word_file(tmp_path / "t.docx", BODY, {"word/_rels/settings.xml.rels": relations}), "模板")


def test_macros_are_refused_by_part_and_by_type(tmp_path: Path) -> None:
    refused(word_file(tmp_path / "t.docx", BODY, {"word/vbaProject.bin": b"x"}), "宏")
    kind = "application/vnd.ms-word.document.macroEnabled.main+xml"
    types = f'<Types xmlns="{_TYPES}"><Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    refused(word_file(tmp_path / "t.docx", BODY, {"[Content_Types].xml": types}), "宏")


@pytest.mark.parametrize(
    "code", ["DDEAUTO c:\\\\windows\\\\cmd.exe", "INCLUDETEXT http://x", " dde x", "INCLUDEPICTURE x"]
)
def test_fields_that_fetch_something_are_refused_however_split(tmp_path: Path, code: str) -> None:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in (code[:3], code[3:]))
    refused(word_file(tmp_path / "t.docx", f"<w:p>{runs}</w:p>"), "域")
    refused(word_file(tmp_path / "t.docx", f'<w:p><w:fldSimple w:instr="{code}"/></w:p>'), "域")


def test_page_numbers_are_no_danger(tmp_path: Path) -> None:
    body = BODY + '<w:p><w:fldSimple w:instr=" PAGE "/></w:p>'
    assert judge(str(word_file(tmp_path / "t.docx", body)), PERSON.to_plain())["problems"] == []


def test_entities_and_document_types_are_refused(tmp_path: Path) -> None:
    document = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {_WORD}><w:body>&x;</w:body></w:document>'
    )
    refused(word_file(tmp_path / "t.docx", BODY, {"word/document.xml": document}), "不合规范")
    laughs = "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 30))
    document = f'<!DOCTYPE d [<!ENTITY a0 "x">{laughs}]><w:document {_WORD}>&a29;</w:document>'
    refused(word_file(tmp_path / "t.docx", BODY, {"word/document.xml": document}), "不合规范")


def test_a_bomb_is_refused_before_it_is_inflated(tmp_path: Path) -> None:
    path = word_file(tmp_path / "t.docx", BODY, {"word/media/a.png": b"\0" * (200 << 20)})
    with pytest.raises(ExchangeError, match="过大"):
        judge_isolated(path, PERSON)


def test_a_flood_of_elements_is_refused(tmp_path: Path) -> None:
    refused(word_file(tmp_path / "t.docx", "<w:p/>" * 150_000), "过大")


def test_names_that_leave_the_archive_are_refused(tmp_path: Path) -> None:
    refused(word_file(tmp_path / "t.docx", BODY, {"word/../../x.xml": "<x/>"}), "路径")


def test_external_links_connections_and_macro_sheets_of_a_workbook_are_refused(tmp_path: Path) -> None:
    for part in ("xl/externalLinks/externalLink1.xml", "xl/macrosheets/sheet1.xml", "customUI/customUI.xml"):
        path = sheet_file(tmp_path / "t.xlsx", lambda sheet: sheet.append(["{{姓名}}"]))
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(part, "<x/>")
        refused(path, "宏、控件或外部链接")


@pytest.mark.parametrize(
    ("data", "word"), [(b"", "不是 Word"), (b"PK\x03\x04", "不完整"), (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "旧格式")]
)
def test_other_files_are_told_apart(tmp_path: Path, data: bytes, word: str) -> None:
    path = tmp_path / "t.docx"
    path.write_bytes(data)
    with pytest.raises(ExchangeError, match=word):
        judge(str(path), PERSON.to_plain())


def test_an_archive_that_is_no_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.txt", "x")
    refused(path, "不是 Word")
