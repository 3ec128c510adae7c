"""One page of a form file: its grid, its table frame, its cells and repeated blocks, checked against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.paper.cells import Borders, CellFrame, Margins, PageFrame
from ganbu_desktop.paper.form_letter import read_letter
from ganbu_desktop.paper.form_spec import FAMILIES, IMAGE, TEXT, BlockSpec, CellSpec, PageSpec, Style
from ganbu_desktop.paper.formats import FORMATS
from ganbu_desktop.paper.toml_table import Table

_TOLERANCE_MM = 0.02
_SIDES = ("top", "right", "bottom", "left")
_DEFAULT_SIZES = (14.0, 13.0, 12.0, 11.5, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5)

Bindings = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class _Grid:
    """The page while it is read: edges in millimetres and the rows that the table covers."""

    margins: Margins
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    table_rows: tuple[int, int]
    outer: float
    inner: float

    def place(self, row: int, column: int, row_span: int, column_span: int) -> tuple[float, float, float, float]:
        x = self.margins.left + sum(self.columns[:column])
        y = self.margins.top + sum(self.rows[:row])
        return x, y, sum(self.columns[column : column + column_span]), sum(self.rows[row : row + row_span])

    def borders(self, row: int, column: int, row_span: int, column_span: int) -> Borders:
        first, last = self.table_rows
        if not first <= row <= last:
            return Borders()
        return Borders(
            top=self.outer if row == first else self.inner,
            right=self.outer if column + column_span == len(self.columns) else self.inner,
            bottom=self.outer if row + row_span - 1 == last else self.inner,
            left=self.outer if column == 0 else self.inner,
        )


def read_page(table: Table, *, styles: Table, bindings: Bindings) -> PageSpec:
    """Read one ``[[page]]`` table; raises DocumentError naming the cell that is wrong."""
    if table.has("paragraph"):
        return read_letter(table, styles=styles, bindings=bindings)
    width, height = table.number("width"), table.number("height")
    is_continuation = table.flag("continuation")
    grid = _read_grid(table, width, height)
    cells = [_read_cell(item, grid, styles, bindings) for item in table.tables("cell", "单元格 {}")]
    blocks = []
    for item in table.tables("block", "重复区 {}"):
        block, rows = _read_block(item, grid, styles, bindings)
        blocks.append(block)
        cells.extend(rows)
    table.finish()
    cells.sort(key=lambda cell: (cell.frame.row, cell.frame.column))
    _check_cover(cells, grid, table)
    frame = PageFrame(width, height, grid.margins, grid.columns, grid.rows, tuple(cell.frame for cell in cells))
    return PageSpec(frame, tuple(cells), tuple(blocks), is_continuation)


def _read_grid(table: Table, width: float, height: float) -> _Grid:
    margins = table.sides("margins")
    columns, rows = table.numbers("columns"), table.numbers("rows")
    _check_sum(table, "columns", columns, table.number("table_width"))
    first, last = _read_rows(table, len(rows))
    _check_sum(table, f"rows 第 {first + 1}–{last + 1} 行", rows[first : last + 1], table.number("table_height"))
    if margins.left + sum(columns) + margins.right > width + _TOLERANCE_MM:
        raise table.error(f"表宽 {sum(columns):g} 毫米加页边距超过纸宽 {width:g} 毫米")
    if margins.top + sum(rows) + margins.bottom > height + _TOLERANCE_MM:
        raise table.error(f"各行共 {sum(rows):g} 毫米加页边距超过纸高 {height:g} 毫米")
    return _Grid(margins, columns, rows, (first, last), table.number("outer_border"), table.number("inner_border"))


def _read_rows(table: Table, count: int) -> tuple[int, int]:
    numbers = table.numbers("table_rows")
    if len(numbers) != 2 or not 1 <= numbers[0] <= numbers[1] <= count:
        raise table.error(f"table_rows 应为首行和末行，在 1 到 {count} 之间")
    return int(numbers[0]) - 1, int(numbers[1]) - 1


def _check_sum(table: Table, name: str, parts: tuple[float, ...], whole: float) -> None:
    if abs(sum(parts) - whole) > _TOLERANCE_MM:
        raise table.error(f"{name} 合计 {sum(parts):g} 毫米，应为 {whole:g} 毫米")


def _read_block(item: Table, grid: _Grid, styles: Table, bindings: Bindings) -> tuple[BlockSpec, list[CellSpec]]:
    name = item.text("bind")
    fields = bindings.get(name)
    if not isinstance(fields, tuple):
        raise item.error(f"{name} 不是重复的数据项")
    count, label = item.count("count"), item.text("label")
    first, continues = item.count("row"), item.flag("continues")
    rows: list[CellSpec] = []
    offered = dict.fromkeys(fields, TEXT)
    for cell in item.tables("cell", "单元格 {}"):
        sample = _read_cell(cell, grid, styles, offered, row=first)
        rows.extend(_repeated(sample, index, grid, block=(name, label), table=cell) for index in range(count))
    item.finish()
    return BlockSpec(name, count, label, continues), rows


def _repeated(sample: CellSpec, index: int, grid: _Grid, *, block: tuple[str, str], table: Table) -> CellSpec:
    """Return the sample cell as it stands in the block's row ``index`` (from 0)."""
    frame = sample.frame
    row = frame.row + index * frame.row_span
    span = (row, frame.column, frame.row_span, frame.column_span)
    if row + frame.row_span > len(grid.rows):
        raise table.error(f"第 {index + 1} 次重复超出网格")
    x, y, width, height = grid.place(*span)
    placed = replace(frame, row=row, x_mm=x, y_mm=y, width_mm=width, height_mm=height, borders=grid.borders(*span))
    label = f"{block[1]}第 {index + 1} 行{sample.label}"
    return replace(sample, frame=placed, repeat=block[0], index=index, label=label)


def _read_cell(item: Table, grid: _Grid, styles: Table, bindings: Bindings, row: int | None = None) -> CellSpec:
    at = _read_place(item, grid, row)
    look = _look(item, styles)
    text, binding = item.take("text"), item.take("bind")
    kind = _kind_of(item, text, binding, bindings)
    x, y, width, height = grid.place(*at)
    frame = CellFrame(
        *at,
        x,
        y,
        width,
        height,
        kind=kind,
        binding=binding,
        family=look.choice("font", "song", FAMILIES),
        align=look.choice("align", "center", ("left", "center", "right", "spread")),
        valign=look.choice("valign", "middle", ("top", "middle", "bottom")),
        vertical=look.flag("vertical"),
        borders=_own_borders(item, grid.borders(*at)),
        padding=look.sides("padding"),
        hanging=int(look.number("hanging", 0)),
        pitch_mm=look.number("pitch", 0),
    )
    spec = CellSpec(
        frame=frame,
        style=_style(look),
        text=text,
        binding=binding,
        label=item.text("label", _plain_label(text or binding or "")),
        prefix=look.text("prefix", ""),
        format=look.choice("format", "plain", tuple(FORMATS)),
        flow=item.flag("flow"),
        on=item.choice("on", "every", ("every", "first", "last")),
    )
    if spec.flow and (binding is None or kind == IMAGE or row is not None or spec.prefix or frame.vertical):
        raise item.error("flow 只用于有 bind 的横排文字，且不能有 prefix、不能在重复区内")
    look.finish()
    item.finish()
    return spec


def _plain_label(text: str) -> str:
    return "".join(text.split()).replace("\u3000", "")


def _look(item: Table, styles: Table) -> Table:
    """Return the cell's keys on top of those of the style it names (default: ``base``)."""
    name = item.text("style", "base")
    if not styles.has(name):
        raise item.error(f"没有名为 {name} 的样式")
    merged = {**_style_keys(styles, "base"), **_style_keys(styles, name)}
    own = {key: item.take(key) for key in item if key not in _PLACE_KEYS}
    return Table({**merged, **own}, item.place)


_PLACE_KEYS = {"at", "span", "text", "bind", "label", "borders", "style", "flow", "on"}


def _style_keys(styles: Table, name: str) -> dict[str, Any]:
    value = styles.take(name, {})
    if not isinstance(value, dict):
        raise styles.error(f"{name} 应为表")
    return value


def _kind_of(item: Table, text: Any, binding: Any, bindings: Bindings) -> str:
    if (text is None) == (binding is None):
        raise item.error("每个单元格要么有 text，要么有 bind")
    if not isinstance(text if binding is None else binding, str):
        raise item.error("text 和 bind 应为文字")
    if binding is None:
        return TEXT
    kind = bindings.get(binding)
    if kind not in {TEXT, IMAGE}:
        raise item.error(f"数据项 {binding} 没有在 bindings 中声明，或不能放在一个单元格里")
    return str(kind)


def _read_place(item: Table, grid: _Grid, row: int | None) -> tuple[int, int, int, int]:
    at = item.numbers("at") if row is None else (float(row), *item.numbers("at"))
    span = item.numbers("span", (1, 1))
    if len(at) != 2 or len(span) != 2 or not all(value.is_integer() for value in (*at, *span)):
        raise item.error("at 应为 [行, 列]（重复区内只写 [列]），span 应为 [行数, 列数]")
    first_row, first_column, rows, columns = (int(value) for value in (at[0] - 1, at[1] - 1, *span))
    if first_row + rows > len(grid.rows) or first_column + columns > len(grid.columns):
        raise item.error(f"第 {first_row + 1} 行第 {first_column + 1} 列的单元格超出网格")
    return first_row, first_column, rows, columns


def _own_borders(item: Table, borders: Borders) -> Borders:
    if not item.has("borders"):
        return borders
    sides = item.table("borders")
    values = {side: sides.number(side) for side in sides if side in _SIDES}
    sides.finish()
    return replace(borders, **values)


def _style(look: Table) -> Style:
    size = look.number("size", _DEFAULT_SIZES[0])
    smallest = look.number("smallest", min(size, _DEFAULT_SIZES[-1]))
    steps = look.numbers("steps", _DEFAULT_SIZES)
    fit = look.choice("fit", "shrink", ("shrink", "wrap", "clip"))
    smaller = [step for step in steps if smallest <= step < size] if fit == "shrink" else []
    leading = look.number("leading", size * 1.2)
    if not size or not leading:
        raise look.error("size 和 leading 不能为 0")
    return Style((size, *sorted(smaller, reverse=True)), leading / size, fit, look.flag("keep_lines"))


def _check_cover(cells: list[CellSpec], grid: _Grid, table: Table) -> None:
    """No grid place belongs to two cells; inside the table every place belongs to one."""
    owner: dict[tuple[int, int], CellSpec] = {}
    for cell in cells:
        frame = cell.frame
        for row in range(frame.row, frame.row + frame.row_span):
            for column in range(frame.column, frame.column + frame.column_span):
                other = owner.setdefault((row, column), cell)
                if other is not cell:
                    raise _overlap(table, other, cell)
    first, last = grid.table_rows
    for row in range(first, last + 1):
        free = [column + 1 for column in range(len(grid.columns)) if (row, column) not in owner]
        if free:
            raise table.error(f"第 {row + 1} 行第 {'、'.join(map(str, free))} 列没有单元格")


def _overlap(table: Table, one: CellSpec, other: CellSpec) -> DocumentError:
    frame = other.frame
    return table.error(f"“{other.label}”（第 {frame.row + 1} 行第 {frame.column + 1} 列）与“{one.label}”重叠")
