"""干部任免审批表, both editions, to the millimetre, and filled empty, typical and hostile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support import appointment_values as people

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.paper.cells import PlacedCell, PlacedDocument
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_file import load_form
from ganbu_desktop.paper.form_fill import FormFiller
from ganbu_desktop.paper.form_spec import TEXT, CellSpec, FormSpec

EDITIONS = ("appointment", "appointment-2015")
FIRST_PAGE_COLUMNS = (13.8, 4.2, 23.0, 18.8, 23.0, 23.2, 23.5, 36.3)
HEAD_ROWS = (12.5, 12.2, 12.0, 12.5, 6.1, 6.1, 6.1, 6.1)
PEOPLE: dict[str, Callable[[FormSpec], dict[str, Any]]] = {
    "empty": people.empty,
    "typical": lambda form: people.typical(),
    "hostile": lambda form: people.hostile(),
}


@pytest.fixture(scope="module")
def book() -> FontBook:
    return FontBook.bundled()


def cell_of(form: FormSpec, label: str) -> CellSpec:
    return next(cell for page in form.pages for cell in page.cells if cell.label == label)


def label_of(form: FormSpec, text: str) -> CellSpec:
    return next(c for page in form.pages for c in page.cells if c.text and "".join(c.text.split()) == text)


def placed(document: PlacedDocument, binding: str) -> PlacedCell:
    return next(c for page in document.pages for c in page.cells if c.frame.binding == binding)


@pytest.mark.parametrize("edition", EDITIONS)
def test_first_page_measures(edition: str) -> None:
    frame = load_form(edition).pages[0].frame
    post_row = 12.5 if edition == "appointment" else 12.0
    assert (frame.width_mm, frame.height_mm) == (210, 297)
    margins = frame.margins
    assert (margins.top, margins.right, margins.bottom, margins.left) == (11.1, 20.0, 12.0, 22.0)
    assert frame.columns_mm == FIRST_PAGE_COLUMNS
    assert sum(frame.columns_mm) == pytest.approx(165.7, abs=0.11)
    assert frame.rows_mm[2:] == (*HEAD_ROWS, post_row, post_row, post_row, 125.8)


@pytest.mark.parametrize(
    ("edition", "columns", "date_row"),
    [
        ("appointment", (13.1, 19.3, 22.5, 20.2, 9.4, 5.6, 8.3, 67.9), 9.5),
        ("appointment-2015", (13.1, 19.3, 22.5, 10.1, 17.8, 1.7, 13.8, 67.9), 13.0),
    ],
)
def test_second_page_measures(edition: str, columns: tuple[float, ...], date_row: float) -> None:
    frame = load_form(edition).pages[1].frame
    margins = frame.margins
    assert (margins.top, margins.right, margins.bottom, margins.left) == (28.6, 20.0, 10.0, 21.0)
    assert frame.columns_mm == columns
    assert sum(columns) == pytest.approx(166.2, abs=0.11)
    assert frame.rows_mm[:14] == (25.0, 18.0, 24.0, 11.4, *[12.3] * 7, 23.5, date_row, 35.6)


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_photo_box_is_four_rows_high(edition: str) -> None:
    frame = cell_of(load_form(edition), "照片").frame
    assert (frame.width_mm, frame.height_mm) == (pytest.approx(36.3), pytest.approx(49.2))


def test_widths_of_the_relatives_columns() -> None:
    form, old = load_form("appointment"), load_form("appointment-2015")
    labels = [f"家庭主要成员及重要社会关系第 1 行{name}" for name in ("称谓", "姓名", "政治面貌", "工作单位及职务")]
    assert [cell_of(form, label).frame.width_mm for label in labels] == pytest.approx([19.3, 22.5, 15.0, 76.2])
    assert [cell_of(old, label).frame.width_mm for label in labels] == pytest.approx([19.3, 22.5, 17.8, 83.4])
    assert label_of(form, "出生年月").frame.row == label_of(old, "年龄").frame.row == 3


def test_the_2025_edition_has_the_retirement_date_where_health_was() -> None:
    form, old = load_form("appointment"), load_form("appointment-2015")
    due, health_then = cell_of(form, "到龄时间").frame, label_of(old, "健康状况").frame
    assert (due.row, due.column) == (health_then.row, health_then.column)
    row = [cell.label for cell in form.pages[0].cells if cell.frame.row == 5]
    assert row == ["健康状况", "健康状况", "专业技术职务", "专业技术职务", "熟悉专业有何专长", "熟悉专业有何专长"]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("kind", PEOPLE)
def test_every_binding_resolves(edition: str, kind: str, book: FontBook) -> None:
    form = load_form(edition)
    values = PEOPLE[kind](form)
    document = FormFiller(form, book).fill(values)
    for page, spec in zip(document.pages, form.pages, strict=True):
        assert [cell.frame for cell in page.cells] == list(spec.frame.cells)
    for name in (name for name, kind in form.bindings.items() if kind == TEXT):
        cell = placed(document, name)
        if cell.frame.binding == "filled_by":
            assert cell.text.startswith("填表人：")
        elif values[name].strip():
            assert cell.lines


@pytest.mark.parametrize("kind", PEOPLE)
def test_lines_stay_inside_their_cells(kind: str, book: FontBook) -> None:
    form = load_form("appointment")
    for page in FormFiller(form, book).fill(PEOPLE[kind](form)).pages:
        for cell in page.cells:
            for line in cell.lines:
                assert cell.frame.x_mm - 0.01 <= line.x_mm
                assert line.x_mm + line.width_pt / 72 * 25.4 <= cell.frame.right_mm + 0.01
                assert cell.frame.y_mm <= line.baseline_mm <= cell.frame.bottom_mm


def test_a_typical_person_has_no_findings_and_full_size(book: FontBook) -> None:
    document = FormFiller(load_form("appointment"), book).fill(people.typical())
    assert document.findings == ()
    assert {placed(document, name).size_pt for name in ("name", "resume", "current_post", "rewards")} == {14.0}


def test_nothing_is_lost_in_silence(book: FontBook) -> None:
    document = FormFiller(load_form("appointment"), book).fill(people.hostile())
    found = {finding.field for finding in document.findings if finding.rule == "paper.overflow"}
    cut = {c.frame.binding for page in document.pages for c in page.cells if c.overflow}
    short = {
        c.frame.binding
        for page in document.pages
        for c in page.cells
        if c.frame.binding
        and not c.frame.vertical
        and len("".join(c.text.split())) > sum(len("".join(line.text.split())) for line in c.lines)
    }
    assert found == cut == short
    assert "resume" in found


def test_the_eighth_relative_is_reported(book: FontBook) -> None:
    document = FormFiller(load_form("appointment"), book).fill(people.hostile())
    messages = [finding.message for finding in document.findings if finding.rule == "paper.rows"]
    assert messages == ["家庭主要成员及重要社会关系：只印得下 7 行，另有 5 行没有打印，请另附页"]


def test_a_character_without_glyph_is_reported(book: FontBook) -> None:
    values = people.typical() | {"name": "张\U0010fffd"}
    document = FormFiller(load_form("appointment"), book).fill(values)
    assert [(finding.rule, finding.field) for finding in document.findings] == [("paper.glyph", "name")]
    assert "U+10FFFD" in document.findings[0].message
    assert "".join(run.text for run in placed(document, "name").lines[0].runs) == "张〓"


def test_a_long_resume_shrinks_by_the_official_steps(book: FontBook) -> None:
    form = load_form("appointment")
    filler = FormFiller(form, book)
    line = "2010.12--2015.08  清河县柳林镇党委副书记、镇长"
    sizes = [
        placed(filler.fill(people.typical() | {"resume": "\n".join([line] * count)}), "resume").size_pt
        for count in (10, 22, 25, 29, 33, 40, 46, 54)
    ]
    assert sizes == [14, 14, 12, 10.5, 9, 7.5, 6.5, 5.5]


def test_a_damaged_photo_is_reported_and_left_out(book: FontBook) -> None:
    document = FormFiller(load_form("appointment"), book).fill(people.typical() | {"photo": b"GIF89a nothing"})
    assert [finding.rule for finding in document.findings] == ["paper.image"]
    assert placed(document, "photo").image is None


def test_a_photo_is_cropped_never_stretched(book: FontBook) -> None:
    for width, height in ((400, 500), (300, 600)):
        document = FormFiller(load_form("appointment"), book).fill(
            people.typical() | {"photo": people.photo(width, height)}
        )
        image = placed(document, "photo").image
        assert image is not None
        shown = width * (1 - 2 * image.crop_left) / (height * (1 - 2 * image.crop_top))
        assert shown == pytest.approx(36.3 / 49.2)


def test_a_missing_or_wrong_value_is_refused(book: FontBook) -> None:
    form = load_form("appointment")
    without = {name: value for name, value in people.typical().items() if name != "reason"}
    with pytest.raises(DocumentError, match="reason"):
        FormFiller(form, book).fill(without)
    for name, value in (("sex", None), ("photo", "文字"), ("relatives", "父亲"), ("relatives", [{}])):
        with pytest.raises(DocumentError):
            FormFiller(form, book).fill(people.typical() | {name: value})


def test_a_filler_forgets_one_person_before_the_next(book: FontBook) -> None:
    form = load_form("appointment")
    filler = FormFiller(form, book)
    filler.fill(people.hostile())
    assert filler.fill(people.typical()) == FormFiller(form, book).fill(people.typical())
