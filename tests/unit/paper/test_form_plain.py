"""Plain sheets: pairs, boxes, rows and headings laid out to one page of the standard form, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.paper.cells import PlacedDocument
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_file import list_forms, read_form
from ganbu_desktop.paper.form_fill import FormFiller
from ganbu_desktop.paper.form_spec import FormSpec

HEAD = 'name = "sheet"\ntitle = "登记表"\n'
LINES = """lines = [
    ["姓名", "name", "性别", "sex", "出生年月", "born"],
    ["工作单位", "unit", "职务", "post"],
    { heading = "二、经过" },
    { label = "本人意见（原话）", bind = "words", sign = "本人签名" },
    { label = "附记", bind = "extra", height = 30 },
    { rows = "items", columns = [["问题", "problem", 3], ["时限", "due", 1]], count = 3 },
    { note = "写原话。" },
]
"""


def read(folder: Path, text: str) -> FormSpec:
    (folder / "sheet.toml").write_text(HEAD + text, encoding="utf-8")
    return read_form(folder / "sheet.toml")


def filled(form: FormSpec, **values: object) -> PlacedDocument:
    empty = {name: [] if isinstance(kind, tuple) else "" for name, kind in form.bindings.items()}
    return FormFiller(form, FontBook.bundled()).fill({**empty, **values})


def test_lines_become_one_page_of_the_standard_form(tmp_path: Path) -> None:
    form = read(tmp_path, LINES)
    assert form.source
    assert form.edition == ""
    assert form.bindings["items"] == ("problem", "due")
    assert {"office", "printed_on", "name", "words"} <= form.bindings.keys()
    (page,) = form.pages
    frame = page.frame
    assert (frame.width_mm, frame.height_mm, frame.margins.left, frame.margins.top) == (210, 297, 25, 25)
    assert sum(frame.columns_mm) == pytest.approx(165, abs=0.05)
    assert sum(frame.rows_mm) == pytest.approx(252, abs=0.1), "boxes take what the page has left"
    outer = [cell for cell in page.cells if cell.frame.borders.left == 1.5]
    assert outer, "the frame is 1.5 pt"
    assert {cell.style.sizes[0] for cell in page.cells if cell.frame.family == "title"} == {22}


def test_unit_day_values_and_signature_stand_on_it(tmp_path: Path) -> None:
    form = read(tmp_path, LINES)
    document = filled(
        form,
        office="中共青禾县委组织部",
        printed_on="2026年3月2日",
        name="欧阳小明",
        words="没有意见",
        items=[{"problem": "一", "due": "2026.05"}, {"problem": "二", "due": ""}],
    )
    drawn = "".join(line.text for cell in document.pages[0].cells for line in cell.lines)
    for text in (
        "登记表",
        "单位（盖章）：中共青禾县委组织部",
        "填表日期：2026年3月2日",
        "欧阳小明",
        "没有意见",
        "本人签名：",
        "2026.05",
        "写原话。",
    ):
        assert text.replace(" ", "") in "".join(drawn.split()).replace("\u3000", ""), text
    assert not document.findings


def test_long_words_and_many_rows_go_on_in_the_next_printing(tmp_path: Path) -> None:
    form = read(tmp_path, LINES)
    words, rows = "逐条答复。" * 900, [{"problem": f"第{n}条", "due": ""} for n in range(7)]
    document = filled(form, words=words, items=rows)
    assert len(document.pages) > 2
    drawn = "".join(line.text for page in document.pages for cell in page.cells for line in cell.lines)
    assert drawn.count("逐") == 900
    assert all(f"第{n}条" in drawn for n in range(7))
    assert not document.findings


def test_what_has_no_room_begins_another_page_with_the_same_head(tmp_path: Path) -> None:
    boxes = ",".join(f'{{ label = "第{n}项", bind = "part_{n}", height = 60 }}' for n in range(6))
    form = read(tmp_path, f"lines = [{boxes}]\n")
    assert len(form.pages) == 2
    for page in form.pages:
        assert [cell.text for cell in page.cells if cell.frame.family == "title"] == ["登  记  表"]


def test_marks_and_landscape(tmp_path: Path) -> None:
    form = read(tmp_path, f"landscape = true\nmarks = true\n{LINES}")
    assert form.bindings["marks"] == "text"
    assert (form.pages[0].frame.width_mm, form.pages[0].frame.height_mm) == (297, 210)
    drawn = [c for c in filled(form, marks="影响期已满").pages[0].cells if c.text == "影响期已满"]
    assert drawn[0].size_pt == 16


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("lines = []\n", "至少一行"),
        ('lines = [["姓名"]]\n', "第 1 行.*一至三对"),
        ('lines = [["姓名", "name"], ["a", "b", "c", "d", "e", "f", "g", "h"]]\n', "第 2 行.*一至三对"),
        ('lines = ["姓名"]\n', "label、rows、heading、note"),
        ('lines = [{ label = "意见", bind = "words", heigth = 20 }]\n', "不认识的键 heigth"),
        ('lines = [{ label = "意见", bind = "words", height = 300 }]\n', "一页放不下"),
        ('lines = [{ rows = "items", columns = [["问题", "problem"]], count = 3 }]\n', "标题, 数据项, 宽"),
        ('lines = [["姓名", "name"]]\nwidth = 3\n', "不认识的键 width"),
        ('landscape = 1\nlines = [["姓名", "name"]]\n', "true 或 false"),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(DocumentError, match=words):
        read(tmp_path, text)


def test_plain_sheets_are_listed_like_any_other() -> None:
    listed = {name: (title, edition) for name, title, edition in list_forms(room="mobility")}
    assert listed["practice-appraisal"] == ("实践锻炼鉴定表", "")
