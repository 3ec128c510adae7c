"""PDF: what is placed is what can be read from the file; same documents, same bytes; whole files only."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from support import appointment_values as people
from support.pdf import pdf_bytes

from ganbu_desktop.foundation.errors import Cancelled, DocumentError
from ganbu_desktop.paper.cells import PlacedDocument, PlacedPage
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_file import load_form
from ganbu_desktop.paper.form_fill import FormFiller
from ganbu_desktop.paper.form_pdf import write_pdf

PAYLOADS = (
    "=1+1",
    "<b>粗</b>",
    "&lt;",
    "<font color=\"[[[getattr(pow,Word('__globals__'))]]]\">",
    "<img src=file:///nowhere/secret>",
    "%(x)s {0} \\n",
    "(((",
    ")))",
    "\\",
    "𠮷𠮷",
)


@pytest.fixture(scope="module")
def book() -> FontBook:
    return FontBook.bundled()


@pytest.fixture(scope="module")
def filler(book: FontBook) -> FormFiller:
    return FormFiller(load_form("appointment"), book)


def drawn(page: PlacedPage) -> str:
    return "".join("".join(run.text.split()) for c in page.cells for line in c.lines for run in line.runs)


def read(data: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(data)).pages]


def in_any_order(text: str) -> list[str]:
    return sorted(text)


@pytest.mark.parametrize("kind", ["empty", "typical", "hostile"])
def test_the_text_of_the_file_is_the_placed_text(kind: str, filler: FormFiller, book: FontBook) -> None:
    values = people.empty(filler.form) if kind == "empty" else getattr(people, kind)()
    document = filler.fill(values)
    texts = read(pdf_bytes([document], book))
    assert [in_any_order(text) for text in texts] == [in_any_order(drawn(page)) for page in document.pages]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markup_and_formulas_are_only_text(payload: str, filler: FormFiller, book: FontBook) -> None:
    document = filler.fill(people.typical() | {"reason": payload, "photo": None})
    assert "".join(payload.split()) in read(pdf_bytes([document], book))[1]


def test_a_name_beyond_the_first_plane_can_be_copied(filler: FormFiller, book: FontBook) -> None:
    document = filler.fill(people.typical() | {"name": "𠮷野㐂"})
    assert "𠮷野㐂" in read(pdf_bytes([document], book))[0]


def test_the_same_documents_give_the_same_bytes(filler: FormFiller, book: FontBook) -> None:
    documents = [filler.fill(people.typical(), name="林越")] * 2
    assert pdf_bytes(documents, book) == pdf_bytes(documents, book)


def test_many_documents_share_their_fonts(filler: FormFiller, book: FontBook) -> None:
    document = filler.fill(people.typical() | {"photo": None})
    one, many = (len(pdf_bytes([document] * count, book)) for count in (1, 20))
    assert many < one * 3


def test_pages_are_a4_and_bookmarked(filler: FormFiller, book: FontBook) -> None:
    reader = PdfReader(BytesIO(pdf_bytes([filler.fill(people.typical(), name="林越")], book)))
    sizes = {(round(float(p.mediabox.width), 1), round(float(p.mediabox.height), 1)) for p in reader.pages}
    assert sizes == {(595.3, 841.9)}
    assert [entry.title for entry in reader.outline] == ["林越"]  # type: ignore[union-attr]


def test_progress_is_told_after_each(filler: FormFiller, book: FontBook, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    document = filler.fill(people.typical())
    pages = write_pdf(
        tmp_path / "a.pdf", iter([document] * 3), book, total=3, step=lambda done, all_: steps.append((done, all_))
    )
    assert (pages, steps) == (6, [(1, 3), (2, 3), (3, 3)])


def test_cancelling_leaves_the_old_file(filler: FormFiller, book: FontBook, tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_pdf(target, [filler.fill(people.typical())], book, step=stop)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_nothing_to_print_is_an_error(book: FontBook, tmp_path: Path) -> None:
    documents: list[PlacedDocument] = []
    with pytest.raises(DocumentError, match="没有要打印的内容"):
        write_pdf(tmp_path / "a.pdf", documents, book)
    assert not list(tmp_path.iterdir())
