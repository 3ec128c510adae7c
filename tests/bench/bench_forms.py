"""A thousand 干部任免审批表 out of the store: into one PDF, and as a workbook each.

PDF against a bare canvas drawing the same strings, lines and photos (at most 2 times). Workbooks against openpyxl
loading, filling and saving the same template (at least 10 times faster; 50 are filled and the time scaled).
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from forms_on_paper import bare_canvas, fill_template
from ratios import Measured, demo_office, seconds

from ganbu_desktop.kernel.person_list import ListQuery, ids
from ganbu_desktop.modules.cadres.printing import FormPrinter, PrintJob, run
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_excel import write_workbook

PEOPLE, TEMPLATES = 1_000, 50


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
        some = documents[:TEMPLATES]
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
