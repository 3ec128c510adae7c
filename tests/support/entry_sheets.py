"""Forms about one entry with made-up values, whatever they bind: empty, typical and hostile; and pictures of them.

``PYTHONPATH=tests:. .venv/bin/python tests/support/entry_sheets.py FOLDER [FORM…]`` writes a PNG of each page of every
form outside the paper room, in all three fillings, for looking at; without a display, with
``QT_QPA_PLATFORM=offscreen``.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any

from ganbu_desktop.paper.cells import PlacedDocument
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_file import load_form
from ganbu_desktop.paper.form_fill import FormFiller
from ganbu_desktop.paper.form_spec import IMAGE, FormSpec
from ganbu_desktop.paths import resource

EMPTY, TYPICAL, HOSTILE = "empty", "typical", "hostile"
FILLINGS = (EMPTY, TYPICAL, HOSTILE)
_HOSTILE_ROWS = 3
RARE = "\U0002cc56㛃"
LONG_TEXT = f"{RARE}经核实，该项工作按期完成，群众反映的问题已逐条答复（2026.03）。" * 60
_WORDS = {
    "name": "欧阳小明",
    "unit": "青禾县农业农村局",
    "office": "中共青禾县委组织部",
    "post": "党组成员、副局长",
    "number": "青组谈〔2026〕12号",
    "sex": "男",
}
_SENTENCE = "按照年度安排，围绕分管工作和思想情况作了交流，对存在的不足提出了改进措施。"
_CLAUSE = "对存在的不足提出了改进措施。"
_LONG_NAMES = ("content", "asked", "checked", "reason", "facts", "words", "situation", "opinion", "summary", "measure")


def values_of(form: FormSpec, filling: str, rows: int | None = None) -> dict[str, Any]:
    """Return a value for every binding; ``rows``: how many rows a block gets (typical 6, hostile 20).

    Of hostile rows the first three are full of text; the others only have to be there.
    """
    count = {EMPTY: 0, TYPICAL: 6, HOSTILE: 20}[filling] if rows is None else rows
    values: dict[str, Any] = {}
    for name, kind in form.bindings.items():
        if kind == IMAGE:
            values[name] = None
        elif isinstance(kind, tuple):
            fillings = [TYPICAL if filling == HOSTILE and n >= _HOSTILE_ROWS else filling for n in range(count)]
            values[name] = [{key: _text(key, f, n, _CLAUSE) for key in kind} for n, f in enumerate(fillings, 1)]
        else:
            values[name] = _text(name, filling, 1)
    return values


def _text(name: str, filling: str, number: int, long: str = _SENTENCE * 3) -> str:
    if filling == EMPTY:
        return ""
    if filling == HOSTILE:
        return LONG_TEXT[:2000]
    if name in {"row", "position", "index", "no"} or name.endswith("_number"):
        return str(number)
    if name.endswith(("_on", "_at", "date")):
        return "2026年3月2日"
    if any(part in name for part in _LONG_NAMES) and not name.endswith("_by"):
        return long
    return _WORDS.get(name, "已完成")


@cache
def filled(name: str, filling: str, rows: int | None = None) -> PlacedDocument:
    """Return a form of that name with made-up values."""
    form = load_form(name)
    return FormFiller(form, FontBook.bundled()).fill(values_of(form, filling, rows), name=filling)


def silent_losses(form: FormSpec, document: PlacedDocument) -> list[str]:
    """Return the beginnings of texts that lost characters without a finding that says so."""
    told = {finding.field for finding in document.findings if finding.rule == "paper.overflow"}
    for name, kind in form.bindings.items():
        if name in told and isinstance(kind, tuple):
            told |= set(kind)
    cells = [cell for page in document.pages for cell in page.cells]
    return [cell.text[:12] for cell in cells if cell.overflow and cell.frame.binding not in told]


def drawn_text(document: PlacedDocument) -> str:
    """Return all characters that are drawn, without blanks, in the order of pages and cells."""
    return "".join("".join(line.text.split()) for page in document.pages for cell in page.cells for line in cell.lines)


def form_names() -> list[str]:
    """Return the names of all forms outside the paper room."""
    return sorted(path.stem for path in resource("forms").glob("*/*.toml") if path.parent.name != "paper")


def write_pictures(folder: Path, names: list[str], pixels_per_mm: float = 4.0) -> list[Path]:
    """Write a PNG of each page and return their paths."""
    from PySide6.QtGui import QGuiApplication, QImage, QPainter

    from ganbu_desktop.desktop.paper.preview.paint import PaperFonts, paint_page

    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    fonts = PaperFonts(FontBook.bundled())
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in names or form_names():
        for filling in FILLINGS:
            for number, page in enumerate(filled(name, filling).pages, 1):
                width, height = (round(side * pixels_per_mm) for side in (page.frame.width_mm, page.frame.height_mm))
                image = QImage(width, height, QImage.Format.Format_RGB32)
                image.fill(0xFFFFFFFF)
                painter = QPainter(image)
                paint_page(painter, page, fonts, pixels_per_mm)
                painter.end()
                written.append(folder / f"{name}-{filling}-{number}.png")
                image.save(str(written[-1]))
    del application
    return written


if __name__ == "__main__":
    for path in write_pictures(Path(sys.argv[1]), sys.argv[2:]):
        print(path)
