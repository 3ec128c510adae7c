"""Templates written by hand, small enough to read: Word documents of given body XML, workbooks through openpyxl."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from ganbu_desktop.exchange.template import Known

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

PERSON = Known(
    texts=frozenset({"姓名", "性别", "职务", "年度"}),
    pictures=frozenset({"照片"}),
    lists={"家庭成员": Known(frozenset({"称谓", "姓名"}))},
)
PEOPLE = Known(texts=frozenset({"标题", "人数"}), lists={"名单": PERSON})


def paragraph(*runs: str, bold: int | None = None) -> str:
    """Return a paragraph of runs; the one numbered ``bold`` is bold."""
    made = [
        f'<w:r>{"<w:rPr><w:b/></w:rPr>" if number == bold else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'
        for number, text in enumerate(runs)
    ]
    return f"<w:p>{''.join(made)}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """Return a table of one paragraph a cell."""
    made = ["".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in row) for row in rows]
    return "<w:tbl><w:tblPr/><w:tblGrid/>" + "".join(f"<w:tr>{row}</w:tr>" for row in made) + "</w:tbl>"


def word_file(path: Path, body: str, more: Mapping[str, str | bytes] | None = None, relations: str = "") -> Path:
    """Write a Word document; ``more`` are further parts (whole), ``relations`` entries of the document's relations."""
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types,
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}<w:sectPr/></w:body></w:document>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts, **(more or {})}.items():
            archive.writestr(name, content)
    return path


def part(inner: str, root: str = "hdr") -> str:
    """Return another part of a Word document, a header for instance."""
    return f'<w:{root} xmlns:w="{_WORD}">{inner}</w:{root}>'


def external(kind: str = "hyperlink", target: str = "http://example.invalid/") -> str:
    """Return a relation that leads out of the file."""
    return f'<Relationship Id="rId9" Type="{_OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'


def sheet_file(path: Path, write: Callable[[Worksheet], None]) -> Path:
    """Write a workbook of one sheet 名册."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "名册"
    write(sheet)
    book.save(path)
    return path
