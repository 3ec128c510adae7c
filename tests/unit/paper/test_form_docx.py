"""Forms as Word files: the same texts in the same grid, millimetres kept, nothing that could act."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from support.appointment_values import hostile, photo, typical

from ganbu_desktop.exchange.template import Known
from ganbu_desktop.exchange.template.filling import judge
from ganbu_desktop.foundation.errors import Cancelled, DocumentError
from ganbu_desktop.paper.cells import PlacedDocument
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_docx import write_docx
from ganbu_desktop.paper.form_file import load_form
from ganbu_desktop.paper.form_fill import FormFiller

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def book() -> FontBook:
    return FontBook.bundled()


def placed(book: FontBook, values: dict[str, object]) -> PlacedDocument:
    return FormFiller(load_form("appointment"), book).fill(values, name="王小明")


def root_of(path: Path) -> ElementTree.Element:
    with zipfile.ZipFile(path) as archive:
        return ElementTree.fromstring(archive.read("word/document.xml"))


def texts(root: ElementTree.Element) -> str:
    return "".join(element.text or "" for element in root.iter(f"{_W}t"))


def test_every_drawn_text_stands_in_the_word_file(book: FontBook, tmp_path: Path) -> None:
    document = placed(book, {**typical(), "photo": photo()})
    assert write_docx(tmp_path / "a.docx", [document], book) == len(document.pages)
    found = "".join(texts(root_of(tmp_path / "a.docx")).split())
    for page in document.pages:
        for cell in page.cells:
            if not cell.frame.vertical:
                assert "".join(cell.text.split()) in found


def test_the_grid_keeps_its_millimetres_and_each_row_is_whole(book: FontBook, tmp_path: Path) -> None:
    document = placed(book, dict(typical()))
    write_docx(tmp_path / "a.docx", [document], book)
    tables = root_of(tmp_path / "a.docx").findall(f".//{_W}tbl")
    for table, page in zip(tables, document.pages, strict=True):
        widths = [int(column.get(f"{_W}w") or 0) for column in table.iter(f"{_W}gridCol")]
        assert [width / 1440 * 25.4 for width in widths] == pytest.approx(list(page.frame.columns_mm), abs=0.02)
        for row, height in zip(table.iter(f"{_W}tr"), page.frame.rows_mm, strict=True):
            spans = [int(span.get(f"{_W}val") or 1) for span in row.iter(f"{_W}gridSpan")]
            assert len(row.findall(f"{_W}tc")) - len(spans) + sum(spans) == len(widths)
            stated = next(row.iter(f"{_W}trHeight"))
            assert int(stated.get(f"{_W}val") or 0) / 1440 * 25.4 == pytest.approx(height, abs=0.02)


def test_official_fonts_are_named_and_the_photo_is_inside(book: FontBook, tmp_path: Path) -> None:
    write_docx(tmp_path / "a.docx", [placed(book, {**typical(), "photo": photo()})], book)
    fonts = {element.get(f"{_W}eastAsia") for element in root_of(tmp_path / "a.docx").iter(f"{_W}rFonts")}
    assert "宋体" in fonts
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        assert archive.read("word/media/image1.jpeg") == photo()


def test_hostile_texts_stay_texts(book: FontBook, tmp_path: Path) -> None:
    write_docx(tmp_path / "a.docx", [placed(book, dict(hostile()))], book)
    assert judge(str(tmp_path / "a.docx"), Known().to_plain())["kind"] == "docx"


def test_the_same_forms_give_the_same_bytes_and_stopping_leaves_nothing(book: FontBook, tmp_path: Path) -> None:
    document = placed(book, dict(typical()))
    for name in ("a.docx", "b.docx"):
        write_docx(tmp_path / name, [document], book)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_docx(tmp_path / "c.docx", [document], book, step=stop)
    assert not (tmp_path / "c.docx").exists()
    with pytest.raises(DocumentError, match="没有要写出的内容"):
        write_docx(tmp_path / "c.docx", [], book)
