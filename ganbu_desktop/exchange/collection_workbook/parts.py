"""The fixed parts of the workbook file: styles, relations, defined names, validations and the frame of a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ganbu_desktop.exchange.collection_workbook.layout import CHOICE_LISTS, ChoiceList, SheetLayout
from ganbu_desktop.exchange.sheet_xml import attribute, column_letters, escaped
from ganbu_desktop.foundation import codes
from ganbu_desktop.paths import resource

TITLE, HEADER_WANTED, HEADER, CENTRED, LEFT, NOTE, HIDDEN_LIST = 1, 2, 3, 4, 5, 6, 7
"""Indexes of the cell styles in resources/exchange/collection_styles.xml."""

LAST_ROW = 60003
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


class SharedStrings(dict[str, int]):
    """Texts of the workbook, each kept once; asking for a new text gives it the next number."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number

    def xml(self) -> str:
        """Return the part that holds the texts, in the order of their numbers."""
        items = "".join(f'<si><t xml:space="preserve">{escaped(text)}</t></si>' for text in self)
        return f'{_HEAD}<sst xmlns="{_MAIN}" uniqueCount="{len(self)}">{items}</sst>'


def labels(choices: ChoiceList) -> tuple[str, ...]:
    """Return the entries of a drop-down list, empty where the program has no such table."""
    return codes.table(choices.table).labels() if choices.table else choices.labels


def worksheet(
    *,
    dimension: str | None,
    widths: Sequence[tuple[int, int, float, bool]],
    merges: Sequence[str],
    validations: str = "",
    row_height: float = 24.95,
) -> tuple[str, str]:
    """Return what stands before and after the rows; widths are (first, last column, characters, hidden)."""
    columns = "".join(map(_column, widths))
    before = (
        f'{_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        + (f'<dimension ref="{dimension}"/>' if dimension else "")
        + '<sheetViews><sheetView workbookViewId="0"/></sheetViews>'
        + f'<sheetFormatPr defaultRowHeight="{row_height}" customHeight="1"/><cols>{columns}</cols><sheetData>'
    )
    ranges = "".join(f'<mergeCell ref="{place}"/>' for place in merges)
    after = f'</sheetData><mergeCells count="{len(merges)}">{ranges}</mergeCells>{validations}</worksheet>'
    return before, after


def _column(place: tuple[int, int, float, bool]) -> str:
    first, last, width, hidden = place
    mark = ' hidden="1"' if hidden else ""
    return f'<col min="{first}" max="{last}" width="{width}" customWidth="1"{mark}/>'


def validations(layout: SheetLayout) -> str:
    """Return the drop-down lists of a sheet; columns whose list the program does not have stay free."""
    filled = {choices.name for choices in CHOICE_LISTS if labels(choices)}
    items = [
        _validation(column_letters(number), _formula(column.choices), column.header)
        for number, column in enumerate(layout.columns, 1)
        if column.choices in filled | {"UNITS", "LEVELS"}
    ]
    return f'<dataValidations count="{len(items)}">{"".join(items)}</dataValidations>' if items else ""


def _formula(choices: str) -> str:
    if choices == "UNITS":
        return "unmkname"
    if choices == "LEVELS":
        return 'IF(($C3="职务层次"),DIC_RS_ZB09,IF(($C3="享受的职级"),DIC_RS_ZB133,""))'
    return choices


def _validation(column: str, formula: str, header: str) -> str:
    return (
        '<dataValidation type="list" allowBlank="1" showInputMessage="1" showErrorMessage="1" '
        f'errorTitle="{attribute(header[:30])}" error="请从下拉列表中选取" '
        f'promptTitle="{attribute(header[:30])}" prompt="请从下拉列表中选取" '
        f'sqref="{column}3:{column}{LAST_ROW}"><formula1>{escaped(formula)}</formula1></dataValidation>'
    )


def fixed_parts(sheet_names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield name and content of every part that does not depend on the rows."""
    numbers = range(1, len(sheet_names) + 1)
    yield "xl/styles.xml", resource("exchange", "collection_styles.xml").read_text("utf-8")
    yield "xl/workbook.xml", _workbook(sheet_names)
    yield (
        "xl/_rels/workbook.xml.rels",
        _relations(
            [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
            + [("rId100", "styles", "styles.xml"), ("rId101", "sharedStrings", "sharedStrings.xml")]
        ),
    )
    yield "_rels/.rels", _relations([("rId1", "officeDocument", "xl/workbook.xml")])
    yield "[Content_Types].xml", _content_types(numbers)


def _workbook(sheet_names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name="{attribute(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(sheet_names, 1)
    )
    names = [("unmkname", f"{sheet_names[1]}!$A$3:$A${LAST_ROW}")]
    for choices in CHOICE_LISTS:
        if entries := labels(choices):
            names.append((choices.name, f"{sheet_names[0]}!${choices.column}$2:${choices.column}${len(entries) + 1}"))
    defined = "".join(f'<definedName name="{name}">{place}</definedName>' for name, place in sorted(names))
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView activeTab="2"/></bookViews>'
        f"<sheets>{sheets}</sheets><definedNames>{defined}</definedNames></workbook>"
    )


def _relations(entries: Sequence[tuple[str, str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for name, kind, target in entries
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _content_types(numbers: Sequence[int]) -> str:
    parts = [(f"/xl/worksheets/sheet{n}.xml", f"{_TYPE}.worksheet+xml") for n in numbers]
    parts += [("/xl/workbook.xml", f"{_TYPE}.sheet.main+xml"), ("/xl/styles.xml", f"{_TYPE}.styles+xml")]
    parts.append(("/xl/sharedStrings.xml", f"{_TYPE}.sharedStrings+xml"))
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
