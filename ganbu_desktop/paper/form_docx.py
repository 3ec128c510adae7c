"""Placed documents as Word files: a table a page in millimetres, with the official fonts by name, to be edited on.

What PDF and workbook draw stands here as well: the same cells, sizes and lines. The XML is written directly; every
text is character data and can become no field. A watermark stands in the page header, drawn across the page and once
more as plain words: who edits the file on cannot lose it by editing. So does the line above a page.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.foundation.files import safe_write
from ganbu_desktop.paper.cells import Borders, CellFrame, PageFrame, PlacedCell, PlacedDocument, PlacedImage, PlacedPage
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_excel import shown_text
from ganbu_desktop.paper.form_excel_parts import legal
from ganbu_desktop.paper.watermark import GREY, SLANT_DEGREES

Step = Callable[[int, int], None]
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TWIPS_PER_MM, _EMU_PER_MM = 1440 / 25.4, 36_000
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_HEADER = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
_VML, _VML_OFFICE = "urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office"
_HEADER_MM = 4.0
_MARK_PT, _MARK_WIDEST_PT, _MARK_HALF_PT, _HEAD_HALF_PT = 18, 560, 14, 18
_JUSTIFIED = {"left": "left", "right": "right", "center": "center", "spread": "center"}
_VALIGN = {"top": "top", "middle": "center", "bottom": "bottom", "spread": "center"}
_SPARE_BELOW_MM = 4.0
"""So much less margin below than on paper: Word must not push the last row over for the width of a line."""
_SIDES = ("top", "left", "bottom", "right")


def write_docx(
    path: Path, documents: Iterable[PlacedDocument], book: FontBook, *, total: int = 0, step: Step | None = None
) -> int:
    """Write all documents into one Word file, each page a page of its own, and return the number of pages.

    When ``step`` or the generator raises, nothing is left at ``path`` and an older file there stays. Raises
    DocumentError when there is nothing to write or the file cannot be written.
    """
    writer = _Writer(book)
    for done, document in enumerate(documents, 1):
        for page in document.pages:
            writer.add(page)
        if step is not None:
            step(done, total)
    if not writer.pages:
        raise DocumentError("没有要写出的内容；没有写出任何文件")
    with safe_write(path) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        for name, content in writer.parts():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return writer.pages


def _twips(mm: float) -> int:
    return round(mm * _TWIPS_PER_MM)


class _Writer:
    """The body of one document in the making."""

    def __init__(self, book: FontBook) -> None:
        self._book = book
        self._body: list[str] = []
        self._last: PlacedPage | None = None
        self._images: dict[bytes, str] = {}
        self._drawn = 0
        self._headers: list[str] = []
        self.pages = 0

    def add(self, page: PlacedPage) -> None:
        """Add a page: the section before it ends here, then comes its table."""
        if self._last is not None:
            self._body.append(f"<w:p><w:pPr>{_TINY}{self._section(self._last)}</w:pPr></w:p>")
        self._last = page
        self.pages += 1
        self._body.append(self._table(page))

    def parts(self) -> Iterator[tuple[str, str | bytes]]:
        """Yield the parts of the package."""
        assert self._last is not None
        end = f"<w:p><w:pPr>{_TINY}</w:pPr></w:p>{self._section(self._last)}"
        yield "[Content_Types].xml", _content_types(len(self._headers))
        yield "_rels/.rels", _relations([("officeDocument", "word/document.xml", "rId1")])
        spaces = f'xmlns:w="{_W}" xmlns:r="{_OFFICE}" xmlns:a="{_DRAWING}/main" xmlns:pic="{_DRAWING}/picture"'
        spaces += f' xmlns:wp="{_DRAWING}/wordprocessingDrawing"'
        yield (
            "word/document.xml",
            f"{_XML}<w:document {spaces}><w:body>{''.join(self._body)}{end}</w:body></w:document>",
        )
        related = [("header", f"header{number}.xml", f"rIdH{number}") for number in range(1, len(self._headers) + 1)]
        related += [("image", f"media/{name}", f"rId{n}") for n, name in enumerate(self._images.values(), 1)]
        yield "word/_rels/document.xml.rels", _relations(related)
        for number, content in enumerate(self._headers, 1):
            yield f"word/header{number}.xml", content
        for data, name in self._images.items():
            yield f"word/media/{name}", data

    def _section(self, page: PlacedPage) -> str:
        """Return the paper of a page with its header; an empty one stops that of the page before from going on."""
        content = _header(page.watermark.text if page.watermark else "", page.head.text if page.head else "")
        if content not in self._headers:
            if not (page.watermark or page.head or self._headers):
                return _section(page.frame)
            self._headers.append(content)
        return _section(page.frame, f"rIdH{self._headers.index(content) + 1}")

    # ---- one page

    def _table(self, page: PlacedPage) -> str:
        frame = page.frame
        placed = {id(cell.frame): cell for cell in page.cells}
        owners = _owners(page)
        grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in frame.columns_mm)
        rows = "".join(self._row(frame, row, owners, placed) for row in range(len(frame.rows_mm)))
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{_twips(sum(frame.columns_mm))}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
        )

    def _row(
        self,
        frame: PageFrame,
        row: int,
        owners: dict[tuple[int, int], CellFrame],
        placed: dict[int, PlacedCell],
    ) -> str:
        cells, column = [], 0
        while column < len(frame.columns_mm):
            owner = owners.get((row, column))
            if owner is None:
                cells.append(_cell(frame.columns_mm[column], 1, "", "<w:p/>", Borders()))
                column += 1
                continue
            span = owner.column_span
            merge = "" if owner.row_span == 1 else _merge(is_first=owner.row == row)
            is_first = owner.row == row
            content = self._content(placed[id(owner)]) if is_first else "<w:p/>"
            width = sum(frame.columns_mm[column : column + span])
            cells.append(_cell(width, span, merge, content, owner.borders, owner))
            column += span
        height = f'<w:trHeight w:val="{_twips(frame.rows_mm[row])}" w:hRule="exact"/>'
        return f"<w:tr><w:trPr>{height}</w:trPr>{''.join(cells)}</w:tr>"

    def _content(self, cell: PlacedCell) -> str:
        if cell.image is not None:
            return f"<w:p><w:pPr>{_FLUSH}</w:pPr><w:r>{self._picture(cell.frame, cell.image)}</w:r></w:p>"
        text = legal(shown_text(cell))
        if not text:
            return "<w:p/>"
        font, size = self._book.office_name(cell.frame.family), max(2, round(cell.size_pt * 2))
        bold = "<w:b/>" if self._book.is_bold(cell.frame.family) else ""
        run = (
            f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>{bold}'
            f'<w:sz w:val="{size}"/></w:rPr>'
        )
        leading = round((cell.leading_pt or cell.size_pt * 1.25) * 20)
        properties = (
            f'<w:pPr><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{leading}" '
            f'w:lineRule="exact"/><w:jc w:val="{_JUSTIFIED[cell.frame.align]}"/></w:pPr>'
        )
        return "".join(
            f'<w:p>{properties}<w:r>{run}<w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
            for line in text.split("\n")
        )

    def _picture(self, frame: CellFrame, image: PlacedImage) -> str:
        if image.data not in self._images:
            kind = "png" if image.data.startswith(b"\x89PNG") else "jpeg"
            self._images[image.data] = f"image{len(self._images) + 1}.{kind}"
        relation = list(self._images).index(image.data) + 1
        self._drawn += 1
        width, height = round(frame.width_mm * _EMU_PER_MM), round(frame.height_mm * _EMU_PER_MM)
        cut = {"l": image.crop_left, "t": image.crop_top, "r": image.crop_right, "b": image.crop_bottom}
        source = " ".join(f'{side}="{round(part * 100_000)}"' for side, part in cut.items() if part)
        named = f'id="{self._drawn}" name="照片{self._drawn}"'
        return (
            f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>'
            f'<wp:docPr {named}/><a:graphic><a:graphicData uri="{_DRAWING}/picture"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId{relation}"/>'
            f"<a:srcRect {source}/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
            f'<a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
        )


_FLUSH = '<w:spacing w:before="0" w:after="0"/><w:jc w:val="center"/>'
_TINY = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'


def _owners(page: PlacedPage) -> dict[tuple[int, int], CellFrame]:
    """Return the cell that owns each place of the grid; of two at one place (a picture in its frame) the last."""
    owners: dict[tuple[int, int], CellFrame] = {}
    for cell in page.cells:
        frame = cell.frame
        for row in range(frame.row, frame.row + frame.row_span):
            for column in range(frame.column, frame.column + frame.column_span):
                owners[row, column] = frame
    return owners


def _merge(*, is_first: bool) -> str:
    return '<w:vMerge w:val="restart"/>' if is_first else "<w:vMerge/>"


def _cell(
    width_mm: float, span: int, merge: str, content: str, borders: Borders, frame: CellFrame | None = None
) -> str:
    ruled = "".join(_border(side, getattr(borders, side)) for side in _SIDES)
    padding, valign = "", ""
    if frame is not None:
        sides = frame.padding
        padding = "".join(
            f'<w:{side} w:w="{_twips(getattr(sides, side))}" w:type="dxa"/>' for side in _SIDES if frame.kind == "text"
        )
        padding = f"<w:tcMar>{padding}</w:tcMar>" if padding else ""
        valign = f'<w:vAlign w:val="{_VALIGN[frame.valign]}"/>'
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width_mm)}" w:type="dxa"/>{spanned}{merge}'
        f"<w:tcBorders>{ruled}</w:tcBorders>{padding}{valign}</w:tcPr>{content}</w:tc>"
    )


def _border(side: str, width_pt: float) -> str:
    if not width_pt:
        return f'<w:{side} w:val="nil"/>'
    return f'<w:{side} w:val="single" w:sz="{max(2, round(width_pt * 8))}" w:space="0" w:color="000000"/>'


def _section(frame: PageFrame, header: str = "") -> str:
    """Return the paper of a section; ``header``: the relation of its header, empty for none."""
    sides = frame.margins
    across = ' w:orient="landscape"' if frame.width_mm > frame.height_mm else ""
    below = max(0.0, sides.bottom - _SPARE_BELOW_MM)
    headed = f'<w:headerReference w:type="default" r:id="{header}"/>' if header else ""
    return (
        f'<w:sectPr>{headed}<w:pgSz w:w="{_twips(frame.width_mm)}" w:h="{_twips(frame.height_mm)}"{across}/>'
        f'<w:pgMar w:top="{_twips(sides.top)}" w:right="{_twips(sides.right)}" w:bottom="{_twips(below)}" '
        f'w:left="{_twips(sides.left)}" w:header="{_twips(_HEADER_MM)}" w:footer="0" w:gutter="0"/></w:sectPr>'
    )


def _header(mark: str, head: str) -> str:
    """Return a header: a watermark across the page, as Word itself writes it, its words, and the line at the right."""
    spaces = f'xmlns:w="{_W}" xmlns:v="{_VML}" xmlns:o="{_VML_OFFICE}"'
    shape = f"<w:r>{_watermark(mark)}</w:r>{_small(mark, _MARK_HALF_PT)}" if mark else ""
    paragraphs = [_header_line("center", shape)] if mark or not head else []
    paragraphs += [_header_line("right", _small(head, _HEAD_HALF_PT))] if head else []
    return f"{_XML}<w:hdr {spaces}>{''.join(paragraphs)}</w:hdr>"


def _header_line(justified: str, runs: str) -> str:
    spacing = '<w:spacing w:before="0" w:after="0" w:line="220" w:lineRule="exact"/>'
    return f'<w:p><w:pPr>{spacing}<w:jc w:val="{justified}"/></w:pPr>{runs}</w:p>'


def _small(text: str, half_points: int) -> str:
    look = f'<w:rPr><w:sz w:val="{half_points}"/></w:rPr>'
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(legal(text))}</w:t></w:r>'


def _watermark(text: str) -> str:
    grey, width = f"{round(GREY * 255):02X}" * 3, min(_MARK_WIDEST_PT, len(text) * _MARK_PT)
    place = (
        f"position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{_MARK_PT}pt;"
        f"rotation:{360 - SLANT_DEGREES:.0f};z-index:-251658752;mso-position-horizontal:center;"
        "mso-position-horizontal-relative:page;mso-position-vertical:center;mso-position-vertical-relative:page"
    )
    return (
        f'<w:pict>{_TEXT_SHAPE}<v:shape id="watermark" type="#_x0000_t136" style="{place}" '
        f'fillcolor="#{grey}" stroked="f"><v:textpath style="font-family:&quot;宋体&quot;;font-size:1pt" '
        f"string={quoteattr(legal(text))}/></v:shape></w:pict>"
    )


_TEXT_SHAPE = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
    '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
    '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
)


def _relations(targets: Iterable[tuple[str, str, str]]) -> str:
    """Return the relations of a part: (kind, target, id)."""
    entries = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for kind, target, name in targets
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _content_types(headers: int) -> str:
    told = "".join(
        f'<Override PartName="/word/header{number}.xml" ContentType="{_HEADER}"/>' for number in range(1, headers + 1)
    )
    return _CONTENT_TYPES.replace("</Types>", f"{told}</Types>")


_CONTENT_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
    '<Default Extension="png" ContentType="image/png"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_DOCUMENT}"/></Types>'
)
