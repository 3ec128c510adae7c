"""A thousand 干部任免审批表 out of the store: into one PDF, and as a workbook each.

PDF against a bare canvas drawing the same strings, lines and photos (at most 2 times). Workbooks against openpyxl
loading, filling and saving the same template (at least 10 times faster; 50 are filled and the time scaled).
"""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path

import openpyxl
from ratios import Measured, demo_office, seconds
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ganbu_desktop.kernel.people.person_list import ListQuery, ids
from ganbu_desktop.modules.paper.job import PrintJob
from ganbu_desktop.modules.paper.printing import FormPrinter, run
from ganbu_desktop.paper.cells import POINTS_PER_MM, PlacedDocument
from ganbu_desktop.paper.drawing import page_drawing
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_excel import write_workbook

PEOPLE, TEMPLATES = 1_000, 50
SMALLEST = {"people": 40}
K, HEIGHT = POINTS_PER_MM, 297 * POINTS_PER_MM


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


def measure(people: int = PEOPLE) -> list[Measured]:
    office = demo_office(people)
    with office.reading() as connection:
        everyone = ids(connection, ListQuery())
    printer = FormPrinter(office, "appointment")
    documents = [document for _, document in printer.documents(everyone)]
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room)
        run(office, PrintJob("appointment", everyone[:20], folder / "warm.pdf"))
        bare = seconds(lambda: bare_canvas(folder / "bare.pdf", documents))
        pdf = seconds(lambda: run(office, PrintJob("appointment", everyone, folder / "ours.pdf")))
        each = seconds(lambda: run(office, PrintJob("appointment", everyone, folder / "each", file_type="xlsx")))
        template = folder / "template.xlsx"
        write_workbook(template, documents[:1], FontBook.default())
        some = documents[: min(TEMPLATES, people // 20)]
        filling = seconds(lambda: [fill_template(template, folder / "copy.xlsx", document) for document in some])
        scaled = filling * people / len(some)
    office.file.close()
    note = f"{pdf:.1f} 秒"
    times = f"快 {scaled / each:.0f} 倍（openpyxl 填 {len(some)} 份后折算）"
    return [
        Measured("千份任免审批表一个 PDF / 裸画布", people, pdf, bare, 2, note),
        Measured("千份任免审批表各一个工作簿 / openpyxl 填模板", people, each, scaled, 0.1, times),
    ]


if __name__ == "__main__":
    for line in measure():
        print(f"{line.what}: {line.ours:.2f} s / {line.bare:.2f} s = {line.ratio:.3f} {line.note}")
