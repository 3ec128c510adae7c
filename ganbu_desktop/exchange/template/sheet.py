"""Filling an Excel template: marks in cells become texts, rows between the marks of a list are repeated.

Formats, widths, merged cells and the office's own formulas stay; what stands below moves down with its formulas. Every
value is written as an inline string and can never become a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree

from ganbu_desktop.exchange.sheet_xml import column_letters, literal, storable
from ganbu_desktop.exchange.template.marks import (
    Mark,
    Report,
    Scope,
    broken_marks,
    expanded,
    is_balanced,
    marks_of,
    unclosed,
)
from ganbu_desktop.exchange.template.package import TemplatePackage
from ganbu_desktop.exchange.template.sheet_formulas import (
    OF_BLOCK,
    S,
    by,
    finish_workbook,
    move_formulas,
    write_out_shared,
)
from ganbu_desktop.exchange.template.shifting import RowMoves, formula_problem, moved
from ganbu_desktop.foundation.errors import ExchangeError

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MOST_ROWS = 100_000
_LONGEST = 32_767
_MOVED_AREAS = ((f"{S}autoFilter", "ref"), (f"{S}hyperlink", "ref"), (f"{S}conditionalFormatting", "sqref"))
_MOVED_MORE = ((f"{S}dataValidation", "sqref"), (f"{S}protectedRange", "sqref"), (f"{S}ignoredError", "sqref"))


def fill_sheets(package: TemplatePackage, scope: Scope, report: Report) -> None:
    """Fill every sheet of a workbook."""
    texts = _shared_texts(package)
    moves: dict[str, RowMoves] = {}
    parts = _sheets(package)
    for name, part in parts.items():
        sheet = _Sheet(package, part, name, texts, report)
        sheet.check_formulas()
        sheet.fill(scope)
        moves[name] = sheet.moves
    for name, part in parts.items():
        move_formulas(package.tree(part), name, moves)
    finish_workbook(package, list(parts), moves)
    for part in package.names(r"xl/drawings/drawing\d+\.xml"):
        _fill_boxes(package.tree(part), scope, report)


def _shared_texts(package: TemplatePackage) -> list[etree._Element]:
    name = "xl/sharedStrings.xml"
    return list(package.tree(name).iter(f"{S}si")) if name in package.parts else []


def _sheets(package: TemplatePackage) -> dict[str, str]:
    """Return the parts of the sheets by their names, in order."""
    targets = {entry.get("Id"): entry.get("Target", "") for entry in package.tree("xl/_rels/workbook.xml.rels")}
    found = {}
    for sheet in package.tree("xl/workbook.xml").iter(f"{S}sheet"):
        target = targets.get(sheet.get(f"{_R}id"), "")
        part = target[1:] if target.startswith("/") else f"xl/{target}"
        if part in package.parts and "worksheets/" in part:
            found[sheet.get("name", "")] = part
    return found


def _related(package: TemplatePackage, part: str, kind: str) -> bool:
    folder, _, name = part.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in package.parts:
        return False
    return any(entry.get("Type", "").endswith(f"/{kind}") for entry in package.tree(relations))


class _Sheet:
    """Fills one sheet."""

    def __init__(
        self, package: TemplatePackage, part: str, name: str, texts: Sequence[etree._Element], report: Report
    ) -> None:
        self._package, self._part, self._name, self._texts, self._report = package, part, name, texts, report
        self._root = package.tree(part)
        data = self._root.find(f"{S}sheetData")
        self._data = data if data is not None else etree.SubElement(self._root, f"{S}sheetData")
        self.moves = RowMoves()
        _number(self._data)

    def check_formulas(self) -> None:
        """Refuse formulas that fetch or start something; write shared ones out."""
        write_out_shared(self._data)
        for tag in (f"{S}f", f"{S}formula", f"{S}formula1", f"{S}formula2"):
            for formula in self._root.iter(tag):
                problem = formula_problem(formula.text or "")
                if problem:
                    cell = formula.getparent()
                    place = cell.get("r", "") if cell is not None else ""
                    raise ExchangeError(
                        f"{self._name}!{place} 的{problem}，模板没有存入，数据没有改动；请改成数值后另存，再存入"
                    )

    # ---- rows

    def fill(self, scope: Scope) -> None:
        """Fill all rows, repeat those of lists, and move what stands below."""
        merged = self._root.find(f"{S}mergeCells")
        areas = [cell.get("ref", "") for cell in merged] if merged is not None else []
        copies: list[str] = []
        rows, out, number = list(self._data), list[etree._Element](), 0
        while number < len(rows):
            marks = list(self._row_marks(rows[number]))
            if all(is_balanced(marks_of(self._text(cell))) for cell in rows[number]):
                out.append(self._filled(rows[number], scope, self.moves.start(_row_number(rows[number]))))
                number += 1
                continue
            last = self._block_end(rows, number, marks)
            if last is None:
                number += 1
                continue
            out += self._block(rows[number : last + 1], scope, areas, copies)
            number = last + 1
        self._data[:] = out
        self._move_parts(merged, areas, copies)
        self._fill_edges(scope)

    def _row_marks(self, row: etree._Element) -> Iterator[Mark]:
        for cell in row:
            yield from marks_of(self._text(cell))

    def _block_end(self, rows: Sequence[etree._Element], first: int, marks: list[Mark]) -> int | None:
        last = first
        while not is_balanced(marks) and not unclosed(marks)[1] and last + 1 < len(rows):
            last += 1
            marks += self._row_marks(rows[last])
        opened, stray = unclosed(marks)
        if not opened and not stray:
            return last
        for cell in rows[first]:
            for mark in unclosed(marks_of(self._text(cell)))[0]:
                self._report.add(self._at(cell), f"“{mark.written}”没有对应的 {{{{/{mark.name}}}}}")
            for mark in unclosed(marks_of(self._text(cell)))[1]:
                self._report.add(self._at(cell), f"“{mark.written}”前面没有对应的 {{{{#{mark.name}}}}}")
        return None

    def _block(
        self, block: list[etree._Element], scope: Scope, areas: Sequence[str], copies: list[str]
    ) -> list[etree._Element]:
        """Return the rows of a list, filled for each of its rows."""
        opening = next(mark for row in block for mark in self._row_marks(row) if mark.kind == "open")
        place = next(self._at(cell) for row in block for cell in row if opening in marks_of(self._text(cell)))
        problem = scope.problem_with(opening) or self._immovable()
        self._report.add(place, problem)
        if problem:
            return []
        self._strip(block, opening)
        items = scope.rows(opening.name) or [scope.blank(opening.name)]
        first, last = _row_number(block[0]), _row_number(block[-1])
        height, at = last - first + 1, self.moves.start(first)
        if at + height * len(items) > _MOST_ROWS:
            raise ExchangeError(f"名单太长，超过 {_MOST_ROWS} 行；没有写出文件，请分成几份")
        out = []
        for number, item in enumerate(items):
            for row in block:
                copy = deepcopy(row)
                out.append(self._filled(copy, item, at + number * height + _row_number(row) - first))
                for formula in copy.iter(f"{S}f"):
                    formula.set(OF_BLOCK, f"{first} {last} {at - first + number * height}")
        inside = [area for area in areas if first <= _first_row(area) <= _last_row(area) <= last]
        for number in range(1, len(items)):
            copies += [
                moved(area, by(at - first + number * height), by(at - first + number * height)) for area in inside
            ]
        self.moves.blocks.append((first, last, height * (len(items) - 1)))
        return out

    def _immovable(self) -> str:
        for kind, what in (("table", "“表格”样式的区域"), ("comments", "批注"), ("pivotTable", "数据透视表")):
            if _related(self._package, self._part, kind):
                return f"工作表里有{what}，不能同时用重复的行；请先删去或转换成普通区域"
        return ""

    def _strip(self, block: Sequence[etree._Element], wanted: Mark) -> None:
        """Take the beginning and the end of the list out of the rows."""
        cells = [cell for row in block for cell in row]
        for kind, ordered in (("open", cells), ("close", cells[::-1])):
            for cell in ordered:
                found = [m for m in marks_of(self._text(cell)) if m.kind == kind and m.name == wanted.name]
                if found:
                    mark = found[0] if kind == "open" else found[-1]
                    text = self._text(cell)
                    _set_text(cell, _rich(self._source(cell)), text[: mark.start] + text[mark.end :])
                    break

    def _filled(self, row: etree._Element, scope: Scope, number: int) -> etree._Element:
        """Return a row with its marks filled, standing at another number."""
        row.set("r", str(number))
        has_text = False
        for cell in row:
            text = self._text(cell)
            place = self._at(cell)
            if "{{" in text or "}}" in text or "｛｛" in text or "｝｝" in text:
                for problem in broken_marks(text):
                    self._report.add(place, problem)
                value = expanded(text, scope, self._report, place)
                _set_text(cell, _rich(self._source(cell)), value)
                has_text = True
            cell.set("r", re.sub(r"\d+$", str(number), cell.get("r", "")))
        if has_text and row.get("customHeight") not in ("1", "true"):
            row.attrib.pop("ht", None)
        return row

    # ---- cells

    def _at(self, cell: etree._Element) -> str:
        return f"{self._name}!{cell.get('r', '')}"

    def _source(self, cell: etree._Element) -> etree._Element | None:
        """Return what holds the text of a cell: its own inline string or the shared one."""
        if cell.get("t") == "inlineStr":
            return cell.find(f"{S}is")
        if cell.get("t") != "s":
            return None
        number = cell.findtext(f"{S}v") or ""
        return self._texts[int(number)] if number.isdigit() and int(number) < len(self._texts) else None

    def _text(self, cell: etree._Element) -> str:
        source = self._source(cell)
        return "" if source is None else _plain(source)

    # ---- what stands around the rows

    def _move_parts(self, merged: etree._Element | None, areas: Sequence[str], copies: Sequence[str]) -> None:
        root, moves = self._root, self.moves
        if merged is not None and moves.blocks:
            merged[:] = []
            for reference in [*(_moved_merge(moves, area) for area in areas), *copies]:
                etree.SubElement(merged, f"{S}mergeCell", ref=reference)
            merged.set("count", str(len(merged)))
        dimension = root.find(f"{S}dimension")
        if dimension is not None and moves.blocks:
            root.remove(dimension)
        for tag, attribute in (*_MOVED_AREAS, *_MOVED_MORE):
            for element in root.iter(tag):
                if element.get(attribute):
                    element.set(attribute, moves.areas(element.get(attribute, "")))
        breaks = root.find(f"{S}rowBreaks")
        for element in breaks if breaks is not None else ():
            element.set("id", str(moves.end(int(element.get("id", "0")))))
        self._move_drawings()

    def _move_drawings(self) -> None:
        folder, _, name = self._part.rpartition("/")
        relations = f"{folder}/_rels/{name}.rels"
        if relations not in self._package.parts or not self.moves.blocks:
            return
        for entry in self._package.tree(relations):
            target = entry.get("Target", "").rpartition("/")[2]
            if entry.get("Type", "").endswith("/drawing") and f"xl/drawings/{target}" in self._package.parts:
                for row in self._package.tree(f"xl/drawings/{target}").iter(f"{_DRAWING}row"):
                    row.text = str(self.moves.start(int(row.text or "0") + 1) - 1)

    def _fill_edges(self, scope: Scope) -> None:
        edges = self._root.find(f"{S}headerFooter")
        for element in edges if edges is not None else ():
            text = element.text or ""
            place = f"{self._name} 页眉页脚"
            for problem in broken_marks(text):
                self._report.add(place, problem)
            if "{{" in text:
                element.text = _with_values(text, scope, self._report, place)


def _with_values(text: str, scope: Scope, report: Report, place: str) -> str:
    """Return a header's text; ``&`` begins a code of its own there, so that of a value is doubled."""
    out, at = "", 0
    for mark in marks_of(text):
        out += text[at : mark.start] + expanded(mark.written, scope, report, place).replace("&", "&&")
        at = mark.end
    return out + text[at:]


def _fill_boxes(root: etree._Element, scope: Scope, report: Report) -> None:
    """Fill the texts of drawn boxes."""
    for paragraph in root.iter(f"{_TEXT}p"):
        texts = list(paragraph.iter(f"{_TEXT}t"))
        text = "".join(element.text or "" for element in texts)
        for problem in broken_marks(text):
            report.add("文本框", problem)
        if "{{" in text:
            texts[0].text = expanded(text, scope, report, "文本框")
            for element in texts[1:]:
                element.text = ""


def _plain(source: etree._Element) -> str:
    """Return the text of a string item; its phonetic hints are none of it."""
    return "".join(
        element.text or "" for element in source.iter(f"{S}t") if _parent_tag(element) in (f"{S}si", f"{S}is", f"{S}r")
    )


def _parent_tag(element: etree._Element) -> str:
    parent = element.getparent()
    return str(parent.tag) if parent is not None else ""


def _rich(source: etree._Element | None) -> etree._Element | None:
    """Return the formatting of a string's first run, for a text that has some of its own."""
    found = None if source is None else source.find(f"{S}r/{S}rPr")
    return None if found is None else deepcopy(found)


def _set_text(cell: etree._Element, formatting: etree._Element | None, text: str) -> None:
    """Make a cell hold a text and nothing else; its style stays."""
    for child in list(cell):
        cell.remove(child)
    text = storable(text)[:_LONGEST]
    if not text:
        cell.attrib.pop("t", None)
        return
    cell.set("t", "inlineStr")
    holder = etree.SubElement(cell, f"{S}is")
    if formatting is not None:
        holder = etree.SubElement(holder, f"{S}r")
        holder.append(formatting)
    element = etree.SubElement(holder, f"{S}t")
    element.text = literal(text)
    element.set(_XML_SPACE, "preserve")


# ---- numbers of rows


def _number(data: etree._Element) -> None:
    """Write the numbers of rows and cells where a writer has left them out."""
    at = 0
    for row in data:
        at = int(row.get("r") or at + 1)
        row.set("r", str(at))
        column = 0
        for cell in row:
            letters = re.match(r"[A-Z]+", cell.get("r", ""))
            column = _column_number(letters[0]) if letters else column + 1
            cell.set("r", f"{column_letters(column)}{at}")


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _row_number(row: etree._Element) -> int:
    return int(row.get("r", "0"))


def _first_row(area: str) -> int:
    return int(re.findall(r"\d+", area)[0])


def _last_row(area: str) -> int:
    return int(re.findall(r"\d+", area)[-1])


def _moved_merge(moves: RowMoves, area: str) -> str:
    """Return a merged area after the moves: one inside a repeated block stands in its first copy."""
    inside = any(first <= _first_row(area) and _last_row(area) <= last for first, last, _ in moves.blocks)
    return moved(area, moves.start, moves.start if inside else moves.end)
