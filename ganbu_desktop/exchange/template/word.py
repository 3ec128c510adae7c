"""Filling a Word template: marks in paragraphs, however many runs they are split over, keep their formatting.

A list whose marks stand in different cells of a table repeats its rows; one whose marks stand in different paragraphs
repeats those between; one within a paragraph repeats the paragraph. Headers, footers, notes and text boxes are filled
as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from ganbu_desktop.exchange.template.marks import (
    Mark,
    Report,
    Scope,
    broken_marks,
    is_balanced,
    marks_of,
    unclosed,
)
from ganbu_desktop.exchange.template.package import TemplatePackage
from ganbu_desktop.exchange.template.word_pictures import drawing
from ganbu_desktop.foundation.errors import ExchangeError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PARTS = (
    ("word/document.xml", "正文"),
    (r"word/header\d*\.xml", "页眉"),
    (r"word/footer\d*\.xml", "页脚"),
    (r"word/footnotes\.xml", "脚注"),
    (r"word/endnotes\.xml", "尾注"),
)
_FIELD_WORDS = (
    "DDE",
    "INCLUDETEXT",
    "INCLUDEPICTURE",
    "LINK",
    "MACROBUTTON",
    "HYPERLINK",
    "DATABASE",
    "IMPORT",
    "EMBED",
)
_FLAT_BREAKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}


@dataclass
class _Piece:
    """One text element of a paragraph; ``element`` None for a tab or break, which no mark may span."""

    element: etree._Element | None
    text: str


def fill_word(package: TemplatePackage, scope: Scope, report: Report) -> None:
    """Fill every part of a Word package that holds text."""
    for pattern, title in _PARTS:
        names = package.names(pattern)
        for number, name in enumerate(names, 1):
            place = title if len(names) == 1 else f"{title}{number}"
            root = package.tree(name)
            _refuse_fields(root, place)
            _Filler(package, name, report, root, place).container(_body(root), scope)


def _body(root: etree._Element) -> etree._Element:
    body = root.find(f"{W}body")
    return root if body is None else body


def _refuse_fields(root: etree._Element, place: str) -> None:
    """Refuse field codes that fetch or start something."""
    codes = ["".join(e.text or "" for e in p.iter(f"{W}instrText")) for p in root.iter(f"{W}p")]
    codes += [str(e.get(f"{W}instr") or "") for e in root.iter(f"{W}fldSimple")]
    for code in codes:
        words = code.upper().split()
        if any(word.lstrip('"').startswith(_FIELD_WORDS) for word in words[:1]):
            raise ExchangeError(
                f"模板的{place}里有会取外部内容的域（{words[0]}），模板没有存入，数据没有改动；"
                "请在 WPS 或 Word 中选中按 Ctrl+Shift+F9 转成文字后另存，再存入"
            )


class _Filler:
    """Fills one part."""

    def __init__(self, package: TemplatePackage, part: str, report: Report, root: etree._Element, place: str) -> None:
        self._package, self._part, self._report = package, part, report
        self._places = _places(root, place)
        self._place = place

    def _at(self, element: etree._Element) -> str:
        return self._places.get(element, self._place)

    # ---- containers: body, cells, text boxes

    def container(self, container: etree._Element, scope: Scope) -> None:
        """Fill the paragraphs and tables directly inside an element."""
        self._units(list(container), scope)

    def _units(self, units: Sequence[etree._Element], scope: Scope) -> None:
        number = 0
        while number < len(units):
            unit = units[number]
            marks = list(_marks_within(unit))
            if unit.tag == f"{W}p" and not is_balanced(marks):
                number = self._paragraphs(units, number, scope)
                continue
            self._unit(unit, marks, scope)
            number += 1

    def _unit(self, unit: etree._Element, marks: Sequence[Mark], scope: Scope) -> None:
        if unit.tag == f"{W}tbl":
            self._table(unit, scope)
        elif unit.tag == f"{W}p":
            self._paragraph(unit, scope)
        elif unit.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}footnote", f"{W}endnote", f"{W}customXml", f"{W}ins"):
            self.container(unit, scope)

    def _paragraphs(self, units: Sequence[etree._Element], first: int, scope: Scope) -> int:
        """Repeat paragraphs (and tables) from one that begins a list to the one that ends it."""
        last, marks = first, list(_marks_within(units[first]))
        while not is_balanced(marks) and not unclosed(marks)[1] and last + 1 < len(units):
            last += 1
            marks += _marks_within(units[last])
        opened, stray = unclosed(marks)
        if opened or stray:
            self._unmatched(units[first])
            self._paragraph(units[first], scope)
            return first + 1
        block = list(units[first : last + 1])
        opening = next(mark for mark in marks if mark.kind == "open")
        if self._is_known(opening, scope, units[first]):
            _strip_ends(block, opening)
            block = [unit for unit in block if not _is_dropped(unit)]
            self._repeat(block, opening, scope, keep_one=False)
        return last + 1

    def _unmatched(self, element: etree._Element) -> None:
        opened, stray = unclosed(list(_marks_within(element)))
        for mark in opened:
            self._report.add(self._at(element), f"“{mark.written}”没有对应的 {{{{/{mark.name}}}}}")
        for mark in stray:
            self._report.add(self._at(element), f"“{mark.written}”前面没有对应的 {{{{#{mark.name}}}}}")

    def _is_known(self, mark: Mark, scope: Scope, element: etree._Element) -> bool:
        problem = scope.problem_with(mark)
        self._report.add(self._at(element), problem)
        return not problem

    def _repeat(self, block: Sequence[etree._Element], mark: Mark, scope: Scope, *, keep_one: bool) -> None:
        """Fill a block for each row of a list; without rows it goes, or stays once with empty values."""
        if not block:
            return
        rows = scope.rows(mark.name) or ([scope.blank(mark.name)] if keep_one else [])
        parent, patterns = block[0].getparent(), [deepcopy(unit) for unit in block[: len(block)]]
        at = parent.index(block[-1]) + 1
        for row in rows[1:]:
            copies = [deepcopy(unit) for unit in patterns]
            for copy in copies:
                parent.insert(at, copy)
                at += 1
            self._units_or_rows(copies, row)
        if rows:
            self._units_or_rows(block, rows[0])
        else:
            for unit in block:
                parent.remove(unit)

    def _units_or_rows(self, block: Sequence[etree._Element], scope: Scope) -> None:
        if block[0].tag == f"{W}tr":
            self._rows(block, scope)
        else:
            self._units(block, scope)

    # ---- tables

    def _table(self, table: etree._Element, scope: Scope) -> None:
        self._rows([row for row in table.iter(f"{W}tr") if _table_of(row) is table], scope)

    def _rows(self, rows: Sequence[etree._Element], scope: Scope) -> None:
        number = 0
        while number < len(rows):
            row = rows[number]
            if all(is_balanced(list(_marks_within(cell))) for cell in _cells(row)):
                for cell in _cells(row):
                    self.container(cell, scope)
                    if cell.find(f"{W}p") is None:
                        cell.append(cell.makeelement(f"{W}p"))
                number += 1
                continue
            number = self._row_block(rows, number, scope)

    def _row_block(self, rows: Sequence[etree._Element], first: int, scope: Scope) -> int:
        last, marks = first, list(_marks_within(rows[first]))
        while not is_balanced(marks) and not unclosed(marks)[1] and last + 1 < len(rows):
            last += 1
            marks += _marks_within(rows[last])
        opened, stray = unclosed(marks)
        if opened or stray:
            for paragraph in rows[first].iter(f"{W}p"):
                self._unmatched(paragraph)
            return first + 1
        block = list(rows[first : last + 1])
        opening = next(mark for mark in marks if mark.kind == "open")
        if self._is_known(opening, scope, next(rows[first].iter(f"{W}p"))):
            _strip_ends(block, opening)
            self._repeat(block, opening, scope, keep_one=True)
        return last + 1

    # ---- paragraphs

    def _paragraph(self, paragraph: etree._Element, scope: Scope) -> None:
        for box in paragraph.iter(f"{W}txbxContent"):
            if _box_paragraph(box) is paragraph:
                self.container(box, scope)
        pieces = _pieces(paragraph)
        text = "".join(piece.text for piece in pieces)
        for problem in broken_marks(text):
            self._report.add(self._at(paragraph), problem)
        marks = marks_of(text)
        opening = next((mark for mark in marks if mark.kind == "open"), None)
        if opening is not None and is_balanced(marks):
            if self._is_known(opening, scope, paragraph):
                _strip_ends([paragraph], opening)
                self._repeat([paragraph], opening, scope, keep_one=False)
            return
        for mark in reversed(marks):
            self._fill(paragraph, pieces, mark, scope)
        for piece in pieces:
            _write(piece)

    def _fill(self, paragraph: etree._Element, pieces: list[_Piece], mark: Mark, scope: Scope) -> None:
        problem = scope.problem_with(mark)
        self._report.add(self._at(paragraph), problem)
        if problem or mark.kind != "value" or not mark.name:
            return
        value = scope.text(mark.name)
        first = _replace(pieces, mark.start, mark.end, value if isinstance(value, str) else "")
        if isinstance(value, bytes) and value and first is not None and first.element is not None:
            relation = self._package.add_picture(self._part, value)
            first.element.addnext(drawing(relation, mark.size, self._package.pictures))


def _pieces(paragraph: etree._Element) -> list[_Piece]:
    """Return the texts of a paragraph in order, without those of text boxes inside it."""
    found = []
    for element in paragraph.iter(f"{W}t", *_FLAT_BREAKS):
        if _paragraph_of(element) is paragraph and _is_in_run(element):
            is_text = element.tag == f"{W}t"
            found.append(
                _Piece(element if is_text else None, (element.text or "") if is_text else _FLAT_BREAKS[element.tag])
            )
    return found


def _is_in_run(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == f"{W}r"


def _replace(pieces: list[_Piece], start: int, end: int, value: str) -> _Piece | None:
    """Put a value in place of the characters from start to end; it takes the formatting of the first of them."""
    at, first = 0, None
    for piece in pieces:
        low, high = max(start - at, 0), min(end - at, len(piece.text))
        at += len(piece.text)
        if low >= high:
            continue
        if first is None:
            first = piece
            piece.text = piece.text[:low] + value + piece.text[high:]
        else:
            piece.text = piece.text[:low] + piece.text[high:]
    return first


def _write(piece: _Piece) -> None:
    """Write a text back; its line ends become breaks of the run."""
    element = piece.element
    if element is None or element.text == piece.text:
        return
    lines = piece.text.split("\n")
    element.text = lines[0]
    element.set(_XML_SPACE, "preserve")
    after = element
    for line in lines[1:]:
        for made in (element.makeelement(f"{W}br"), element.makeelement(f"{W}t")):
            after.addnext(made)
            after = made
        after.text = line
        after.set(_XML_SPACE, "preserve")


def _strip_ends(block: Sequence[etree._Element], mark: Mark) -> None:
    """Take the first beginning and the last end of a list out of a block; emptied paragraphs are marked to go."""
    _strip(block, mark, is_open=True)
    _strip(block, mark, is_open=False)


def _strip(block: Sequence[etree._Element], wanted: Mark, *, is_open: bool) -> None:
    kind = "open" if is_open else "close"
    paragraphs = [p for unit in block for p in unit.iter(f"{W}p")]
    for paragraph in paragraphs if is_open else reversed(paragraphs):
        pieces = _pieces(paragraph)
        text = "".join(piece.text for piece in pieces)
        marks = [mark for mark in marks_of(text) if mark.kind == kind and mark.name == wanted.name]
        if marks:
            mark = marks[0] if is_open else marks[-1]
            _replace(pieces, mark.start, mark.end, "")
            for piece in pieces:
                _write(piece)
            if len(block) > 1 and not "".join(piece.text for piece in pieces).strip() and paragraph in block:
                paragraph.getparent().remove(paragraph)
            return


def _is_dropped(unit: etree._Element) -> bool:
    return unit.getparent() is None


def _marks_within(element: etree._Element) -> Iterator[Mark]:
    paragraphs = [element] if element.tag == f"{W}p" else []
    paragraphs += [p for p in element.iter(f"{W}p") if p is not element]
    for paragraph in paragraphs:
        yield from marks_of("".join(piece.text for piece in _pieces(paragraph)))


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row.iter(f"{W}tc") if _nearest(cell, f"{W}tr") is row]


def _nearest(element: etree._Element, tag: str) -> etree._Element | None:
    return next(element.iterancestors(tag), None)


def _table_of(row: etree._Element) -> etree._Element | None:
    return _nearest(row, f"{W}tbl")


def _paragraph_of(element: etree._Element) -> etree._Element | None:
    return _nearest(element, f"{W}p")


def _box_paragraph(box: etree._Element) -> etree._Element | None:
    return _nearest(box, f"{W}p")


def _places(root: etree._Element, title: str) -> dict[etree._Element, str]:
    """Return where each paragraph stands, in words."""
    tables = {table: number for number, table in enumerate(root.iter(f"{W}tbl"), 1)}
    found, number = {}, 0
    for paragraph in root.iter(f"{W}p"):
        row, cell = _nearest(paragraph, f"{W}tr"), _nearest(paragraph, f"{W}tc")
        if row is None or cell is None:
            number += 1
            found[paragraph] = f"{title} 第 {number} 段"
            continue
        table = _table_of(row)
        rows = [each for each in table.iter(f"{W}tr") if _table_of(each) is table] if table is not None else []
        place = f"表{tables.get(table, 0)} 第 {rows.index(row) + 1} 行第 {_cells(row).index(cell) + 1} 格"
        found[paragraph] = f"{title} {place}"
    return found
