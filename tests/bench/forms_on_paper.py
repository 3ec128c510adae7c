"""What 干部任免审批表 cost on paper and as workbooks. Run: python tests/bench/forms_on_paper.py [people].

PDF: laying out and drawing against a bare canvas drawing the same strings, lines and photos (at most 2 times).
Workbooks: laying out and writing one file each against openpyxl filling the same template (at least 10 times faster).
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[2]), str(Path(__file__).parents[1])]

import openpyxl  # noqa: E402
from reportlab.lib.utils import ImageReader  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402
from support import appointment_values  # noqa: E402

from ganbu_desktop.paper.cells import POINTS_PER_MM, PlacedDocument  # noqa: E402
from ganbu_desktop.paper.drawing import page_drawing  # noqa: E402
from ganbu_desktop.paper.fonts import FontBook  # noqa: E402
from ganbu_desktop.paper.form_excel import write_workbook  # noqa: E402
from ganbu_desktop.paper.form_file import load_form  # noqa: E402
from ganbu_desktop.paper.form_fill import FormFiller  # noqa: E402
from ganbu_desktop.paper.form_pdf import write_pdf  # noqa: E402

PDF_AT_MOST, EXCEL_AT_LEAST, TEMPLATES = 2.0, 10.0, 20
K, HEIGHT = POINTS_PER_MM, 297 * POINTS_PER_MM


def person(number: int) -> dict[str, Any]:
    """Return the typical person with names of its own, so that no two forms are alike."""
    values = appointment_values.typical()
    values["name"] = f"{chr(0x4E00 + number % 6000)}某"
    values["resume"] = values["resume"].replace("清河", f"{chr(0x5000 + number % 6000)}河")
    values["current_post"] = f"第{number}办公室主任，{values['current_post']}"
    return values


def bare_canvas(path: Path, documents: list[PlacedDocument]) -> None:
    canvas = Canvas(str(path), invariant=1, pageCompression=1)
    for page in (page for document in documents for page in document.pages):
        drawing = page_drawing(page)
        for rule in drawing.rules:
            canvas.setLineWidth(rule.width_pt)
            canvas.line(rule.x1_mm * K, HEIGHT - rule.y1_mm * K, rule.x2_mm * K, HEIGHT - rule.y2_mm * K)
        for text in drawing.texts:
            canvas.setFont(text.font_name, text.size_pt)
            canvas.drawString(text.x_mm * K, HEIGHT - text.y_mm * K, text.text)
        for box in drawing.pictures:
            image = ImageReader(BytesIO(box.image.data))
            canvas.drawImage(image, box.x_mm * K, HEIGHT - box.y_mm * K, box.width_mm * K, box.height_mm * K)
        canvas.showPage()
    canvas.save()


def fill_template(template: Path, target: Path, document: PlacedDocument) -> None:
    workbook = openpyxl.load_workbook(template)
    for sheet, page in zip(workbook.worksheets, document.pages, strict=True):
        for cell in page.cells:
            if cell.frame.binding and cell.text:
                sheet.cell(cell.frame.row + 1, cell.frame.column + 1).value = cell.text
    workbook.save(target)


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main(count: int) -> int:
    book = FontBook.bundled()
    filler = FormFiller(load_form("appointment"), book)
    people = [person(number) for number in range(count)]
    documents = [filler.fill(values) for values in people]
    with tempfile.TemporaryDirectory() as folder:
        pdf, bare, sheet, copy = (Path(folder) / name for name in ("a.pdf", "b.pdf", "a.xlsx", "b.xlsx"))
        write_pdf(pdf, documents[:1], book)
        plain = seconds(lambda: bare_canvas(bare, documents)) / count
        ours = seconds(lambda: write_pdf(pdf, (filler.fill(values) for values in people), book)) / count
        direct = seconds(lambda: [write_workbook(sheet, [filler.fill(v)], book) for v in people]) / count
        some = documents[:TEMPLATES]
        template = seconds(lambda: [fill_template(sheet, copy, each) for each in some]) / len(some)
    print(f"PDF, {count} forms: {ours * 1e3:.1f} ms a form, bare canvas {plain * 1e3:.1f} ms: {ours / plain:.2f} times")
    print(f"Workbook: {direct * 1e3:.1f} ms a form, openpyxl {template * 1e3:.1f} ms: {template / direct:.1f} times")
    return 0 if ours <= PDF_AT_MOST * plain and template >= EXCEL_AT_LEAST * direct else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
