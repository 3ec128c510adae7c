"""The print page: the preview draws what the files hold, and batches leave whole files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from support.builders import make_person, make_unit
from support.fake_messages import FakeMessages
from support.pages import put_on_screen

from ganbu_desktop.desktop.paper.preview import sending
from ganbu_desktop.desktop.paper.preview.paper import Sides, SidesDialog
from ganbu_desktop.desktop.window.page import Desk
from ganbu_desktop.foundation.errors import Cancelled
from ganbu_desktop.kernel.office.office import Office, SilentProgress
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.person_list import Order
from ganbu_desktop.modules.paper.job import ROSTER, Outcome
from ganbu_desktop.modules.paper.pages.print_documents import run_keeping
from ganbu_desktop.modules.paper.pages.print_options import Output
from ganbu_desktop.modules.paper.pages.print_page import PrintPage
from ganbu_desktop.modules.paper.printing import printable
from ganbu_desktop.modules.people.actions import save_person
from ganbu_desktop.paper.cells import POINTS_PER_MM
from ganbu_desktop.paper.drawing import page_drawing
from ganbu_desktop.store.record import replace

Ready = Callable[[], None]


@pytest.fixture
def people(office: Office) -> list[Person]:
    unit = make_unit(office, "青禾县财政局", short_name="县财政局")
    return [
        make_person(office, name, unit_id=unit.id, position=n, native_place="云溪柳川", current_post=f"{name}的职务")
        for n, name in enumerate(("张三", "李小四", "欧阳明"), 1)
    ]


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> PrintPage:
    return put_on_screen(qtbot, PrintPage(desk))


@pytest.fixture
def results(page: PrintPage, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, Outcome]]:
    """What the result dialog was asked to show; the dialog itself stays closed."""
    shown: list[tuple[Path, Outcome]] = []
    monkeypatch.setattr(page, "show_result", lambda target, outcome: shown.append((target, outcome)))
    return shown


@pytest.fixture
def ready(qtbot: QtBot, page: PrintPage) -> Ready:
    def wait() -> None:
        qtbot.waitUntil(lambda: not page._settle.isActive() and not page.desk.tasks.is_busy(), timeout=30000)

    return wait


def text_of(page: PrintPage) -> str:
    return "\n".join(cell.text for placed in page.preview.pages for cell in placed.cells)


def test_nobody_chosen_nothing_to_print(page: PrintPage) -> None:
    assert not page.write_button.isEnabled()
    assert not page.print_button.isEnabled()


def test_the_chosen_person_is_previewed_and_turned_over(page: PrintPage, people: list[Person], ready: Ready) -> None:
    page.show_target([person.id for person in people])
    ready()
    assert "张三的职务" in text_of(page)
    assert len(page.preview.pages) == 2
    page.preview.turn(1)
    assert page.preview.place.text() == "第 2 页 / 共 2 页"
    page.preview.turn(1)
    ready()
    assert "李小四的职务" in text_of(page)
    page.preview.turn(-1)
    ready()
    assert "张三的职务" in text_of(page)
    assert page.preview.place.text() == "第 2 页 / 共 2 页"


def test_none_means_everyone_in_the_units_order(page: PrintPage, people: list[Person], ready: Ready) -> None:
    page.show_target(None)
    ready()
    assert page.people.ids() == [person.id for person in people]
    assert page.people.chosen_order() is Order.DEFAULT


def test_the_preview_sets_every_line_as_wide_as_the_layout_did(
    page: PrintPage, people: list[Person], ready: Ready
) -> None:
    page.show_target([people[0].id])
    ready()
    fonts = page.fonts
    widths: dict[str, float] = {}
    for placed in page.preview.pages:
        for cell in placed.cells:
            for line in cell.lines:
                for run in line.runs:
                    widths[run.text] = page.book.width(run.text, cell.frame.family, 1.0)
        for run_drawn in page_drawing(placed).texts:
            drawn = sum(advance for _, advance in fonts.glyphs(run_drawn.font_name, run_drawn.text))
            assert drawn == pytest.approx(widths[run_drawn.text], abs=0.01)
            assert all(index for index, _ in fonts.glyphs(run_drawn.font_name, run_drawn.text.replace("　", "")))


def test_the_painted_page_has_ink_where_the_cells_stand(page: PrintPage, people: list[Person], ready: Ready) -> None:
    page.show_target([people[0].id])
    ready()
    picture = page.preview.view.picture().toImage()
    placed = page.preview.pages[0]
    scale = picture.width() / placed.frame.width_mm
    cell = next(cell for cell in placed.cells if cell.text == "张三的职务")
    line = cell.lines[0]
    left, width = line.x_mm * scale, line.width_pt / POINTS_PER_MM * scale
    top, height = cell.frame.y_mm * scale + 3, cell.frame.height_mm * scale - 6
    dark = [
        (x, y)
        for x in range(int(left), int(left + width))
        for y in range(int(top), int(top + height))
        if picture.pixelColor(x, y).lightness() < 128
    ]
    assert len(dark) > 20
    assert picture.pixelColor(2, 2) == Qt.GlobalColor.white


def test_zoom_changes_the_size_of_the_paper(page: PrintPage, people: list[Person], ready: Ready) -> None:
    page.show_target([people[0].id])
    ready()
    page.preview.zoom.setCurrentText("50%")
    half = page.preview.view.width()
    page.preview.zoom.setCurrentText("200%")
    assert page.preview.view.width() == pytest.approx(4 * half, rel=0.05)
    page.preview.zoom.setCurrentText("整页")
    assert page.preview.view.height() <= page.preview.area.viewport().height()


def test_what_does_not_fit_is_listed_and_marked_on_the_page(
    page: PrintPage, office: Office, people: list[Person], ready: Ready
) -> None:
    save_person(office, people[0], replace(people[0], {"native_place": "云溪柳川很长的地名" * 40}))
    page.show_target([people[0].id])
    ready()
    messages = [finding.message for finding in page.preview.findings_here()]
    assert any("籍贯" in message for message in messages)
    row = next(n for n, message in enumerate(messages) if "籍贯" in message)
    page.preview.problems.setCurrentRow(row)
    (chosen,) = page.preview.view._chosen
    assert chosen.overflow


def test_a_character_without_glyph_is_named(
    page: PrintPage, office: Office, people: list[Person], ready: Ready
) -> None:
    save_person(office, people[0], replace(people[0], {"native_place": "云溪\U000323b0"}))
    page.show_target([people[0].id])
    ready()
    assert any("U+323B0" in finding.message for finding in page.preview.findings_here())


def test_one_pdf_for_all(
    qtbot: QtBot,
    page: PrintPage,
    people: list[Person],
    ready: Ready,
    messages: FakeMessages,
    results: list[tuple[Path, Outcome]],
    tmp_path: Path,
) -> None:
    page.show_target([person.id for person in people])
    ready()
    messages.answers = [tmp_path / "任免表"]
    page.write_button.click()
    ready()
    ((target, outcome),) = results
    assert target == tmp_path / "任免表.pdf"
    assert outcome.people == 3
    assert len(PdfReader(target).pages) == 6


def test_one_file_each_by_the_pattern(
    page: PrintPage,
    people: list[Person],
    ready: Ready,
    messages: FakeMessages,
    results: list[tuple[Path, Outcome]],
    tmp_path: Path,
) -> None:
    page.show_target([person.id for person in people])
    page.output.each.setChecked(True)
    page.output.pattern.setText("{姓名}-{表格}")
    assert "王小明-干部任免审批表.pdf" in page.output.example.text()
    ready()
    messages.answers = [tmp_path]
    page.write_button.click()
    ready()
    written = sorted(path.name for path in tmp_path.glob("*.pdf"))
    assert written == ["张三-干部任免审批表.pdf", "李小四-干部任免审批表.pdf", "欧阳明-干部任免审批表.pdf"]
    assert len(results[0][1].lines) == 3


def test_an_unknown_tag_in_the_pattern_holds_the_button(page: PrintPage, people: list[Person], ready: Ready) -> None:
    page.show_target([people[0].id])
    page.output.each.setChecked(True)
    page.output.pattern.setText("{姓名}{电话}")
    assert not page.write_button.isEnabled()
    assert "电话" in page.output.example.text()
    ready()


def test_exchange_files_are_written_one_each(
    page: PrintPage,
    people: list[Person],
    ready: Ready,
    messages: FakeMessages,
    results: list[tuple[Path, Outcome]],
    tmp_path: Path,
) -> None:
    page.show_target([person.id for person in people])
    page.output.kind.setCurrentText(Output.LRMX.value)
    ready()
    messages.answers = [tmp_path]
    page.write_button.click()
    ready()
    assert len(list(tmp_path.glob("*.lrmx"))) == 3
    assert results[0][1].people == 3


class StopsAt(SilentProgress):
    def __init__(self, number: int) -> None:
        self.number = number

    def step(self, done: int, total: int, text: str = "") -> None:
        if done >= self.number:
            raise Cancelled


def test_a_stopped_batch_tells_its_whole_files(
    page: PrintPage, people: list[Person], office: Office, ready: Ready, tmp_path: Path
) -> None:
    page.show_target([person.id for person in people])
    page.output.each.setChecked(True)
    ready()
    folder = tmp_path / "批"
    outcome = run_keeping(office, page.job(folder), StopsAt(2))
    assert outcome.people == 2
    assert "还有 1 人没有写出" in outcome.stopped
    assert [len(PdfReader(path).pages) for path in folder.iterdir()] == [2, 2]


def test_a_stop_before_the_first_file_is_just_a_stop(
    page: PrintPage, people: list[Person], office: Office, ready: Ready, tmp_path: Path
) -> None:
    page.show_target([people[0].id])
    ready()
    with pytest.raises(Cancelled):
        run_keeping(office, page.job(tmp_path / "一.pdf"), StopsAt(0))
    assert not (tmp_path / "一.pdf").exists()


def test_a_roster_with_chosen_columns(page: PrintPage, people: list[Person], ready: Ready) -> None:
    page.form.choose_form("roster")
    page.form.set_columns(("name", "native_place"))
    page.show_target([person.id for person in people])
    ready()
    text = text_of(page)
    assert "籍贯" in text.replace("\n", "").replace(" ", "").replace("　", "")
    assert "云溪柳川" in text
    assert "张三的职务" not in text
    assert page.output.kind.findText(Output.LRMX.value) == -1
    assert page.desk.settings.get("print.columns.roster") == ["name", "native_place"]


def test_the_designer_is_offered_for_rosters_only(page: PrintPage, people: list[Person], ready: Ready) -> None:
    gone: list[tuple[str, object]] = []
    page.desk.open_page = lambda name, target: gone.append((name, target))
    for info in printable(page.office):
        page.form.choose_form(info.name)
        assert page.design.isEnabled() == page.form.design.isEnabled() == (info.kind == ROSTER)
        page.design.trigger()
        assert bool(gone) == (info.kind == ROSTER)
        gone.clear()


def test_a_wrong_month_is_told_and_not_printed(page: PrintPage, people: list[Person], ready: Ready) -> None:
    page.show_target([people[0].id])
    page.form.as_of.setText("2026")
    assert "写到月" in page.form.problem.text()
    assert not page.write_button.isEnabled()
    page.form.as_of.setText("2030.05")
    assert page.write_button.isEnabled()
    ready()
    assert "50" in text_of(page)


def test_the_list_is_put_in_order_by_hand(qtbot: QtBot, page: PrintPage, people: list[Person], ready: Ready) -> None:
    page.show_target([person.id for person in people])
    ready()
    page.people.table.select(people[2].id)
    page.people.move_row(-1)
    assert page.people.ids() == [people[0].id, people[2].id, people[1].id]
    page.people.remove()
    assert page.people.ids() == [people[0].id, people[1].id]
    ready()


def test_a_change_elsewhere_shows_in_the_preview(
    page: PrintPage, office: Office, people: list[Person], ready: Ready
) -> None:
    page.show_target([people[0].id])
    ready()
    save_person(office, people[0], replace(people[0], {"current_post": "新的职务"}))
    page.refresh(frozenset({"person"}))
    ready()
    assert "新的职务" in text_of(page)


def to_pdf(path: Path) -> Callable[[QPrinter, QWidget | None], bool]:
    def choose(printer: QPrinter, _parent: QWidget | None) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        return True

    return choose


@pytest.mark.parametrize(("sides", "count"), [(Sides.BOTH, 4), (Sides.FRONTS, 2), (Sides.BACKS, 2)])
def test_paper_gets_the_pages_of_the_chosen_sides(
    page: PrintPage, people: list[Person], ready: Ready, tmp_path: Path, sides: Sides, count: int
) -> None:
    page.show_target([person.id for person in people[:2]])
    ready()
    page.sending.choose_printer = to_pdf(tmp_path / "纸.pdf")
    pages = page.documents.all_pages(page.form.info(), page.job(), SilentProgress())
    page.sending.send(pages, sides, "任免表")
    ready()
    printed = PdfReader(tmp_path / "纸.pdf").pages
    assert len(printed) == count
    assert float(printed[0].mediabox.width) == pytest.approx(595, abs=2)


def test_without_a_printer_there_is_a_sentence(
    page: PrintPage, people: list[Person], ready: Ready, messages: FakeMessages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "has_printer", lambda: False)
    page.show_target([people[0].id])
    ready()
    page.print_out()
    assert "没有安装打印机" in messages.texts()


def test_the_sides_dialog_explains_turning_the_paper(qtbot: QtBot) -> None:
    dialog = SidesDialog(None, 2, two_sided=True)
    qtbot.addWidget(dialog)
    assert dialog.sides() is Sides.BOTH
    assert "正反两面" in dialog._hint.text()


def test_a_table_of_counts_needs_nobody_and_is_previewed(
    page: PrintPage,
    people: list[Person],
    ready: Ready,
    messages: FakeMessages,
    tmp_path: Path,
    results: list[tuple[Path, Outcome]],
) -> None:
    page.form.choose_form("tier-table")
    ready()
    said = "".join(cell.text for cell in page.preview.pages[0].cells)
    assert "四级干部底数表" in said
    assert page.office.called() in said
    assert page.write_button.isEnabled()
    assert page.print_button.isEnabled()
    kinds = [page.output.kind.itemText(row) for row in range(page.output.kind.count())]
    assert kinds == [Output.PDF.value, Output.EXCEL.value]
    for kind, name in ((Output.EXCEL, "底数.xlsx"), (Output.PDF, "底数.pdf")):
        page.output.kind.setCurrentText(kind.value)
        messages.answers = [tmp_path / name]
        page.write()
        ready()
    assert [target.name for target, _ in results] == ["底数.xlsx", "底数.pdf"]
    (target, outcome) = results[0]
    assert outcome.files == [target]
    assert target.stat().st_size > 0
