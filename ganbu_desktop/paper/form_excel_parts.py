"""The parts of a workbook file: styles, page set-up, drawings, relations. Lengths come in millimetres."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from ganbu_desktop.paper.cells import Borders, CellFrame, Margins, PageFrame, PlacedImage
from ganbu_desktop.paper.fonts import FontBook

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PIXELS_PER_MM, _POINTS_PER_MM, _MM_PER_INCH = 96 / 25.4, 72 / 25.4, 25.4
_NORMAL_FONT = '<font><sz val="10"/><name val="Courier New"/></font>'
_PIXELS_A_CHARACTER = 8
"""Column widths count digits of the workbook's normal font. One of Courier New 10 pt (and of the free font of the same
measures) is exactly 8 pixels wide; 宋体 would be replaced on many Linux desktops, and every width with it."""
_SIZE_OF_EMPTY = 14.0
_INDENT_MM = 2.4
"""One step of indentation in Excel."""
_VALIGN = {"top": "top", "middle": "center", "bottom": "bottom", "spread": "distributed"}
_SIDES = ("left", "right", "top", "bottom")
_NUMBER_FORMATS = {"@": 49, "0": 1, "0.00": 2, "0%": 9, "0.00%": 10}
_FIRST_OWN_FORMAT = 164
"""Numbers below it are Excel's own formats."""


def legal(text: str) -> str:
    """Return text without the characters that XML forbids."""
    return _ILLEGAL.sub("", text)


def points(mm: float) -> str:
    """Return a row height in points."""
    return f"{mm * _POINTS_PER_MM:.2f}"


def characters(mm: float) -> str:
    """Return a column width in Excel's characters of the normal font."""
    return f"{mm * _PIXELS_PER_MM / _PIXELS_A_CHARACTER:.3f}"


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def reference(row: int, column: int) -> str:
    """Return ``A1`` of a cell counted from 0."""
    return f"{column_letters(column)}{row + 1}"


def sheet_head(frame: PageFrame) -> str:
    """Return everything of a sheet before its rows."""
    return (
        f'{sheet_opening()}<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>'
        f"{column_widths(frame.columns_mm)}"
    )


def sheet_opening() -> str:
    """Return the start of a sheet that is printed on a given number of pages."""
    return f'{_XML}<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'


def column_widths(widths_mm: Iterable[float]) -> str:
    """Return the widths of a sheet's columns."""
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{characters(width)}" customWidth="1"/>'
        for n, width in enumerate(widths_mm, 1)
    )
    return f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'


def sheet_tail(frame: PageFrame) -> str:
    """Return merged ranges and page set-up, everything after the rows but a drawing."""
    merged = [_range(c) for c in frame.cells if c.row_span > 1 or c.column_span > 1]
    return merged_ranges(merged) + page_setup(frame.width_mm, frame.height_mm, frame.margins, pages_high=1)


def merged_ranges(ranges: Sequence[str]) -> str:
    """Return the merged ranges of a sheet."""
    if not ranges:
        return ""
    entries = "".join(f'<mergeCell ref="{each}"/>' for each in ranges)
    return f'<mergeCells count="{len(ranges)}">{entries}</mergeCells>'


def page_setup(width_mm: float, height_mm: float, margins: Margins, *, pages_high: int) -> str:
    """Return margins and paper (A4 or A3) of a sheet that is one page wide; ``pages_high`` 0: as many as needed."""
    sides = " ".join(f'{side}="{getattr(margins, side) / _MM_PER_INCH:.4f}"' for side in _SIDES)
    orientation = "landscape" if width_mm > height_mm else "portrait"
    paper = 8 if max(width_mm, height_mm) > 400 else 9
    return (
        f'<printOptions horizontalCentered="1"/><pageMargins {sides} header="0.3" footer="0"/>'
        f'<pageSetup paperSize="{paper}" orientation="{orientation}" fitToWidth="1" fitToHeight="{pages_high}"/>'
    )


def header_text(middle: str, right: str = "") -> str:
    """Return texts printed above the sheet, in the middle and at the right: a workbook has no other watermark."""
    texts = [("&C&14", middle), ("&R&9", right)]
    told = "".join(f"{place} {legal(text).replace('&', '&&')}" for place, text in texts if text)
    return f"<headerFooter><oddHeader>{escape(told)}</oddHeader></headerFooter>"


def _range(c: CellFrame) -> str:
    return f"{reference(c.row, c.column)}:{reference(c.row + c.row_span - 1, c.column + c.column_span - 1)}"


class Styles:
    """The cell styles of a workbook, numbered as they come up."""

    def __init__(self, book: FontBook) -> None:
        self._book = book
        self._numbers: dict[tuple[int, float, str], int] = {}
        self._own_formats: dict[str, int] = {}
        self._frames: list[CellFrame] = []
        self._fonts: dict[str, int] = {_NORMAL_FONT: 0}
        self._borders: dict[str, int] = {"<border><left/><right/><top/><bottom/><diagonal/></border>": 0}
        self._formats: dict[str, int] = {'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>': 0}

    def number_of(self, frame: CellFrame, size_pt: float, number_format: str = "@") -> int:
        """Return the number of the style in which a cell is written; ``number_format``: text unless said otherwise."""
        key = (id(frame), size_pt, number_format)
        if key not in self._numbers:
            self._frames.append(frame)
            self._numbers[key] = self._add(frame, size_pt, number_format)
        return self._numbers[key]

    def _format_id(self, number_format: str) -> int:
        known = _NUMBER_FORMATS.get(number_format)
        if known is None:
            known = self._own_formats.setdefault(number_format, _FIRST_OWN_FORMAT + len(self._own_formats))
        return known

    def _add(self, frame: CellFrame, size_pt: float, number_format: str) -> int:
        office_name, is_bold = self._book.office_name(frame.family), self._book.is_bold(frame.family)
        font_xml, border_xml, alignment = _looks(frame, office_name, is_bold, size_pt or _SIZE_OF_EMPTY)
        font, border = _numbered(self._fonts, font_xml), _numbered(self._borders, border_xml)
        return _numbered(
            self._formats,
            f'<xf numFmtId="{self._format_id(number_format)}" fontId="{font}" fillId="0" borderId="{border}" xfId="0" '
            f'applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1">{alignment}</xf>',
        )

    def xml(self) -> str:
        """Return the styles part."""
        fills = '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
        return (
            f'{_XML}<styleSheet xmlns="{_MAIN}">{self._number_formats()}'
            f'<fonts count="{len(self._fonts)}">{"".join(self._fonts)}</fonts><fills count="2">{fills}</fills>'
            f'<borders count="{len(self._borders)}">{"".join(self._borders)}</borders>'
            '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(self._formats)}">{"".join(self._formats)}</cellXfs>'
            '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
        )

    def _number_formats(self) -> str:
        if not self._own_formats:
            return ""
        entries = "".join(
            f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>' for code, number in self._own_formats.items()
        )
        return f'<numFmts count="{len(self._own_formats)}">{entries}</numFmts>'


@lru_cache(maxsize=4096)
def _looks(frame: CellFrame, office_name: str, is_bold: bool, size_pt: float) -> tuple[str, str, str]:
    """Return font, border and alignment of a cell: the same in every workbook of a form."""
    horizontal = "center" if frame.vertical or frame.align == "spread" else frame.align
    alignment = (
        f'<alignment horizontal="{horizontal}" vertical="{_VALIGN[frame.valign]}" wrapText="1"{_indent(frame)}/>'
    )
    return _font(office_name, is_bold, size_pt), _border(frame.borders), alignment


@lru_cache(maxsize=256)
def _font(name: str, is_bold: bool, size_pt: float) -> str:
    return f'<font>{"<b/>" if is_bold else ""}<sz val="{size_pt:g}"/><name val={quoteattr(name)}/></font>'


def _indent(frame: CellFrame) -> str:
    """Return the padding as indentation; a hanging text carries hard lines and needs the whole width."""
    padding = {"left": frame.padding.left, "right": frame.padding.right}.get(frame.align, 0.0)
    steps = 0 if frame.hanging else round(padding / _INDENT_MM)
    return f' indent="{steps}"' if steps else ""


def _numbered(known: dict[str, int], xml: str) -> int:
    return known.setdefault(xml, len(known))


@lru_cache(maxsize=256)
def _border(borders: Borders) -> str:
    sides = "".join(_side(side, getattr(borders, side)) for side in _SIDES)
    return f"<border>{sides}<diagonal/></border>"


def _side(name: str, width_pt: float) -> str:
    if not width_pt:
        return f"<{name}/>"
    return f'<{name} style="{"medium" if width_pt > 1.2 else "thin"}"><color auto="1"/></{name}>'


def drawing(pictures: Sequence[tuple[CellFrame, PlacedImage]]) -> str:
    """Return the drawing part that places pictures over their cells."""
    return drawing_of(_anchor(number, frame, image) for number, (frame, image) in enumerate(pictures, 1))


def drawing_of(anchors: Iterable[str]) -> str:
    """Return the drawing part that holds these anchored pictures."""
    spaces = f'xmlns:xdr="{_DRAWING}/spreadsheetDrawing" xmlns:a="{_DRAWING}/main"'
    return f"{_XML}<xdr:wsDr {spaces}>{''.join(anchors)}</xdr:wsDr>"


def _anchor(number: int, frame: CellFrame, image: PlacedImage) -> str:
    cut = {"l": image.crop_left, "t": image.crop_top, "r": image.crop_right, "b": image.crop_bottom}
    source = " ".join(f'{side}="{round(part * 100_000)}"' for side, part in cut.items() if part)
    corners = ((frame.column, frame.row), (frame.column + frame.column_span, frame.row + frame.row_span))
    places = [
        f"<xdr:col>{c}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{r}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
        for c, r in corners
    ]
    return (
        f'<xdr:twoCellAnchor editAs="oneCell"><xdr:from>{places[0]}</xdr:from><xdr:to>{places[1]}</xdr:to>'
        f"{picture(number, source)}<xdr:clientData/></xdr:twoCellAnchor>"
    )


def picture(number: int, source: str = "", extent: tuple[int, int] = (0, 0)) -> str:
    """Return the ``number``-th picture of a drawing; ``source``: what is cut off, ``extent``: its size, EMU."""
    return (
        f'<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{number + 1}" name="照片{number}"/><xdr:cNvPicPr/></xdr:nvPicPr>'
        f'<xdr:blipFill><a:blip xmlns:r="{_OFFICE}" r:embed="rId{number}"/><a:srcRect {source}/>'
        "<a:stretch><a:fillRect/></a:stretch></xdr:blipFill>"
        f'<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{extent[0]}" cy="{extent[1]}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic>'
    )


def sheet_relations(drawing_name: str) -> str:
    """Return the relations of a sheet with a drawing."""
    return _relations([("drawing", f"../drawings/{drawing_name}")])


def drawing_relations(image_names: Sequence[str]) -> str:
    """Return the relations of a drawing, in the order of its pictures."""
    return _relations([("image", f"../media/{name}") for name in image_names])


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def print_area(columns: int, rows: int) -> str:
    """Return the range that is printed: the first so many columns and rows and nothing beside them."""
    return f"$A$1:${column_letters(columns - 1)}${rows}"


def defined_name(kind: str, sheet: int, name: str, area: str) -> str:
    """Return what Excel keeps about sheet number ``sheet`` (from 0): its ``Print_Area`` or ``Print_Titles``."""
    place = escape(f"'{legal(name)}'!{area}")
    return f'<definedName name="_xlnm.{kind}" localSheetId="{sheet}">{place}</definedName>'


def fixed_parts(names: Sequence[str], defined: Iterable[str], drawings: int) -> Iterator[tuple[str, str]]:
    """Yield the parts that only name the others; ``defined`` are the defined names of the workbook."""
    sheets = "".join(
        f'<sheet name={quoteattr(legal(name))} sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1)
    )
    parts = f"<sheets>{sheets}</sheets><definedNames>{''.join(defined)}</definedNames>"
    yield "xl/workbook.xml", f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{parts}</workbook>'
    targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(names) + 1)]
    yield "xl/_rels/workbook.xml.rels", _relations([*targets, ("styles", "styles.xml")])
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    yield "[Content_Types].xml", _content_types(len(names), drawings)


def _content_types(sheets: int, drawings: int) -> str:
    office = "application/vnd.openxmlformats-officedocument"
    overrides = [("/xl/workbook.xml", "spreadsheetml.sheet.main"), ("/xl/styles.xml", "spreadsheetml.styles")]
    overrides += [(f"/xl/worksheets/sheet{n}.xml", "spreadsheetml.worksheet") for n in range(1, sheets + 1)]
    overrides += [(f"/xl/drawings/drawing{n}.xml", "drawing") for n in range(1, drawings + 1)]
    entries = "".join(f'<Override PartName="{name}" ContentType="{office}.{kind}+xml"/>' for name, kind in overrides)
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="jpeg" ContentType="image/jpeg"/>'
        f'<Default Extension="png" ContentType="image/png"/>{entries}</Types>'
    )
