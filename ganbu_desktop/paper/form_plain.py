"""Plain sheets: what a form says as pairs of a label and a place, laid out to one standard register form.

A4, margins 25/20/20/25 mm, the title in 22 pt, unit and day on the line under it, a ruled grid, room for signatures.
The file names no millimetre of a cell::

    lines = [
        ["姓名", "name", "性别", "person_sex", "出生年月", "person_born_on"],
        ["单位及职务", "unit_and_post"],
        { label = "鉴定意见", bind = "appraisal", sign = "单位（盖章）" },
        { rows = "loops", columns = [["问题", "problem", 3], ["时限", "due_on", 1.2]], count = 6 },
        { heading = "二、本人意见" },
        { note = "本人意见写原话。" },
    ]

A line has one to three pairs. A box takes what the page has left, shared among its boxes, or ``height`` millimetres;
its text goes on where the page is printed again. What the lines become is read like any other page, with its checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from ganbu_desktop.paper.form_page import read_page
from ganbu_desktop.paper.form_spec import TEXT, PageSpec
from ganbu_desktop.paper.toml_table import Table

PLAIN_SOURCE = "无全国统一式样〔建议〕"
"""Where a plain sheet that says nothing else comes from."""
OFFICE, PRINTED_ON, MARKS = "office", "printed_on", "marks"
_MARGINS = {"top": 25, "right": 20, "bottom": 20, "left": 25}
_TITLE_MM, _MARK_MM, _HEAD_MM, _LINE_MM, _SIGN_MM, _HEADING_MM, _NOTE_MM = 18, 9, 9, 11, 10, 9, 7
_LABEL_MM = {1: 27.0, 2: 27.0, 3: 21.0}
"""How wide a label is on a line of so many pairs."""
_LEAST_BOX_MM = 24.0
_STYLES: dict[str, Any] = {
    "base": {
        "font": "fangsong",
        "size": 14,
        "leading": 18,
        "smallest": 9,
        "padding": {"left": 0.8, "right": 0.8},
    },
    "title": {"font": "title", "size": 22, "leading": 28, "smallest": 14},
    "marks": {"font": "heiti", "size": 16, "leading": 20},
    "head": {"font": "kaiti", "size": 12, "leading": 16},
    "label": {"fit": "shrink", "smallest": 10.5},
    "value": {"align": "left", "padding": {"left": 2, "right": 1.5}},
    "flow": {
        "align": "left",
        "valign": "top",
        "smallest": 10.5,
        "padding": {"left": 2, "right": 2, "top": 1.5, "bottom": 1},
    },
    "sign": {"align": "right", "size": 12, "leading": 16, "padding": {"right": 6}},
    "heading": {"font": "heiti", "size": 12, "leading": 16},
    "column": {"size": 12, "leading": 15, "smallest": 9},
    "cell": {"size": 11, "leading": 13.5, "smallest": 7, "align": "left", "padding": {"left": 1, "right": 1}},
    "note": {"size": 10.5, "leading": 13, "smallest": 8, "align": "left"},
}


@dataclass
class _Part:
    """One line of the file: its rows in millimetres (0: a share of what is left) and cells by edges and row."""

    rows: list[float]
    cells: list[tuple[int, int, float, float, dict[str, Any]]] = field(default_factory=list)
    block: tuple[str, int, list[tuple[float, float, dict[str, Any]]]] | None = None
    is_outside: bool = False


def read_plain(head: Table) -> tuple[dict[str, str | tuple[str, ...]], tuple[PageSpec, ...]]:
    """Return the bindings and pages of a form file that has ``lines``; DocumentError names the line that is wrong."""
    is_wide, has_marks = head.flag("landscape"), head.flag("marks")
    width, height = (297, 210) if is_wide else (210, 297)
    lines = head.take("lines")
    if not isinstance(lines, list) or not lines:
        raise head.error("lines 应为至少一行的列表")
    bindings: dict[str, str | tuple[str, ...]] = {OFFICE: TEXT, PRINTED_ON: TEXT}
    if has_marks:
        bindings[MARKS] = TEXT
    inner = width - _MARGINS["left"] - _MARGINS["right"]
    parts = [_read(line, Table({}, f"{head.place} 第 {n} 行"), inner, bindings) for n, line in enumerate(lines, 1)]
    top = _top(head.text("title"), inner, has_marks=has_marks)
    room = height - _MARGINS["top"] - _MARGINS["bottom"]
    pages: list[PageSpec] = []
    for sheet in _sheets(parts, room - sum(top.rows), head):
        data = _page(top, sheet, (width, height), inner, room)
        place = f"{head.place} 第 {len(pages) + 1} 页"
        pages.append(read_page(Table(data, place), styles=Table(dict(_STYLES), place), bindings=bindings))
    return bindings, tuple(pages)


def _top(title: str, inner: float, *, has_marks: bool) -> _Part:
    rows: list[float] = [_TITLE_MM, *([_MARK_MM] if has_marks else []), _HEAD_MM]
    spread = "  ".join(title) if len(title) <= 6 else title
    cells: list[tuple[int, int, float, float, dict[str, Any]]] = [(0, 1, 0, inner, {"text": spread, "style": "title"})]
    if has_marks:
        cells.append((1, 1, 0, inner, {"bind": MARKS, "label": "标注", "style": "marks"}))
    last, middle = len(rows) - 1, inner * 0.6
    unit = {"bind": OFFICE, "label": "单位", "prefix": "单位（盖章）：", "style": "head", "align": "left"}
    day = {"bind": PRINTED_ON, "label": "填表日期", "prefix": "填表日期：", "style": "head", "align": "right"}
    cells += [(last, 1, 0, middle, unit), (last, 1, middle, inner, day)]
    return _Part(rows, cells, is_outside=True)


def _read(line: Any, table: Table, inner: float, bindings: dict[str, str | tuple[str, ...]]) -> _Part:
    if isinstance(line, list):
        return _pairs(line, table, inner, bindings)
    if not isinstance(line, dict):
        raise table.error("应为 [标签, 数据项, …]，或 label、rows、heading、note 之一的表")
    own = Table(line, table.place)
    part = _of_table(own, inner, bindings)
    own.finish()
    return part


def _of_table(own: Table, inner: float, bindings: dict[str, str | tuple[str, ...]]) -> _Part:
    if own.has("heading"):
        return _Part([_HEADING_MM], [(0, 1, 0, inner, {"text": own.text("heading"), "style": "heading"})])
    if own.has("note"):
        cell = {"text": own.text("note"), "style": "note"}
        return _Part([own.number("height", _NOTE_MM)], [(0, 1, 0, inner, cell)], is_outside=True)
    if own.has("rows"):
        return _rows(own, inner, bindings)
    return _box(own, inner, bindings)


def _pairs(line: Sequence[Any], table: Table, inner: float, bindings: dict[str, str | tuple[str, ...]]) -> _Part:
    count = len(line) // 2
    if len(line) % 2 or not 1 <= count <= max(_LABEL_MM) or not all(isinstance(text, str) for text in line):
        raise table.error("一行应为一至三对 标签、数据项")
    label_mm, width = _LABEL_MM[count], inner / count
    part = _Part([_LINE_MM])
    for number in range(count):
        label, name = line[2 * number : 2 * number + 2]
        bindings[name] = TEXT
        start = number * width
        part.cells += [
            (0, 1, start, start + label_mm, {"text": _spread(label), "style": "label"}),
            (0, 1, start + label_mm, start + width, {"bind": name, "label": label, "style": "value"}),
        ]
    return part


def _spread(label: str) -> str:
    """Return a short label drawn apart, as registers are written: 姓名 as wide as three characters."""
    return "    ".join(label) if len(label) == 2 else "  ".join(label) if len(label) == 3 else label


def _box(own: Table, inner: float, bindings: dict[str, str | tuple[str, ...]]) -> _Part:
    label, name, sign = own.text("label"), own.text("bind"), own.text("sign", "")
    bindings[name] = TEXT
    words = {"text": "\n".join(_halves(label)), "style": "label"}
    value = {"bind": name, "label": label, "style": "flow", "flow": True}
    start = _LABEL_MM[1]
    rows = [own.number("height", 0)]
    if not sign:
        return _Part(rows, [(0, 1, 0, start, words), (0, 1, start, inner, value)])
    signed = {"text": f"{sign}：　　　　　　　年　　月　　日", "style": "sign", "borders": {"top": 0}}
    return _Part(
        [*rows, _SIGN_MM],
        [
            (0, 2, 0, start, words),
            (0, 1, start, inner, {**value, "borders": {"bottom": 0}}),
            (1, 1, start, inner, signed),
        ],
    )


def _halves(label: str) -> list[str]:
    """Return a label on lines of at most four characters, of equal length."""
    lines = -(-len(label) // 4)
    length = -(-len(label) // lines)
    return [label[at : at + length] for at in range(0, len(label), length)]


def _rows(own: Table, inner: float, bindings: dict[str, str | tuple[str, ...]]) -> _Part:
    name, count, height = own.text("rows"), own.count("count"), own.number("height", _LINE_MM)
    columns = own.take("columns")
    is_whole = isinstance(columns, list) and all(isinstance(c, list) and len(c) == 3 for c in columns)
    if not is_whole or not columns:
        raise own.error("columns 应为 [标题, 数据项, 宽] 的列表")
    bindings[name] = tuple(str(key) for _, key, _ in columns)
    total, at = sum(float(share) for _, _, share in columns), 0.0
    part = _Part([_HEADING_MM, *([height] * count)])
    cells = []
    for title, key, share in columns:
        until = at + inner * float(share) / total
        part.cells.append((0, 1, at, until, {"text": title, "style": "column"}))
        cells.append((at, until, {"bind": key, "label": title, "style": "cell"}))
        at = until
    part.block = (name, count, cells)
    return part


def _sheets(parts: Sequence[_Part], room: float, head: Table) -> list[list[_Part]]:
    """Return the lines by page: a new page begins where the least that the next line needs has no room."""
    pages: list[list[_Part]] = [[]]
    used = 0.0
    for part in parts:
        needed = sum(row or _LEAST_BOX_MM for row in part.rows)
        if needed > room:
            raise head.error(f"有一行高 {needed:g} 毫米，一页放不下，请减少 height 或 count")
        if used + needed > room:
            pages.append([])
            used = 0.0
        pages[-1].append(part)
        used += needed
    return pages


def _page(top: _Part, parts: Sequence[_Part], size: tuple[float, float], inner: float, room: float) -> dict[str, Any]:
    """Return the page as the millimetre form of a file would give it."""
    fixed = sum(top.rows) + sum(sum(part.rows) for part in parts)
    boxes = sum(row == 0 for part in parts for row in part.rows)
    share = round((room - fixed) / boxes, 2) - 0.01 if boxes else 0
    edges = sorted({round(x, 3) for part in (top, *parts) for x in _edges(part)} | {0.0, round(inner, 3)})
    rows: list[float] = []
    cells: list[dict[str, Any]] = []
    blocks: list[dict[str, Any]] = []
    inside: list[int] = []
    for part in (top, *parts):
        first = len(rows)
        rows += [row or share for row in part.rows]
        if not part.is_outside:
            inside += range(first, len(rows))
        for row, row_span, left, right, cell in part.cells:
            column, span = _columns(edges, left, right)
            cells.append({"at": [first + row + 1, column], "span": [row_span, span], **cell})
        if part.block is not None:
            name, count, inner_cells = part.block
            placed = [_block_cell(edges, *cell) for cell in inner_cells]
            block = {"bind": name, "row": first + 2, "count": count, "label": "表中", "continues": True, "cell": placed}
            blocks.append(block)
    table = rows[min(inside) : max(inside) + 1]
    return {
        "width": size[0],
        "height": size[1],
        "margins": dict(_MARGINS),
        "columns": [round(b - a, 3) for a, b in pairwise(edges)],
        "table_width": inner,
        "rows": rows,
        "table_rows": [min(inside) + 1, max(inside) + 1],
        "table_height": sum(table),
        "outer_border": 1.5,
        "inner_border": 0.75,
        "cell": cells,
        **({"block": blocks} if blocks else {}),
    }


def _block_cell(edges: Sequence[float], left: float, right: float, cell: dict[str, Any]) -> dict[str, Any]:
    column, span = _columns(edges, left, right)
    return {"at": [column], "span": [1, span], **cell}


def _edges(part: _Part) -> list[float]:
    found = [x for _, _, left, right, _ in part.cells for x in (left, right)]
    return found + [x for left, right, _ in (part.block[2] if part.block else []) for x in (left, right)]


def _columns(edges: Sequence[float], left: float, right: float) -> tuple[int, int]:
    first, last = edges.index(round(left, 3)), edges.index(round(right, 3))
    return first + 1, last - first
