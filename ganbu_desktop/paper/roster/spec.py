"""What a roster is: paper, columns, texts around the table; read strictly from TOML files under ``resources/rosters``.

Widths in the files are proportions: the columns of a roster fill the page between its margins, unless its design says
that they are millimetres.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.paper.cells import Margins
from ganbu_desktop.paper.form_spec import IMAGE, TEXT
from ganbu_desktop.paper.formats import FORMATS
from ganbu_desktop.paper.toml_table import Table
from ganbu_desktop.paths import resource

AS_OF = "{as_of}"
LARGEST_PT = 12.0
_SIDES = ("top", "right", "bottom", "left")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``title`` may have two lines; ``width_mm`` is its share of the page, ``size_pt`` its font size.

    ``fit``: wrap (lines are broken, the row grows) or shrink (the value's own lines are kept while a smaller size is
    left). ``kind`` is text or image. ``format`` is a name out of ``formats.FORMATS``. Neighbours with the same
    ``group`` stand under one common title of that text.
    """

    key: str
    title: str
    width_mm: float
    align: str
    size_pt: float
    fit: str
    kind: str
    format: str
    group: str = ""

    @property
    def label(self) -> str:
        """Return the title on one line, for choosing columns and for findings."""
        return "".join(self.title.split())


@dataclass(frozen=True, eq=False)
class RosterSpec:
    """One kind of roster. Lengths are millimetres, line widths points.

    ``columns`` are shown, ``offered`` are all that can be, as the file describes them. ``subtitle`` stands at the
    right above the table with the date in place of ``{as_of}``, ``notes`` below the table after the total.
    ``numbering`` is the key of the column that counts the people where the rows bring no number, empty for none.
    ``fills``: the columns are widened or narrowed to the page; otherwise their widths are millimetres, narrowed only
    where the page is too small for them. ``across`` and ``down``: where they are not 0, no table but so many people
    to a page (九宫格), each with the columns below one another.
    """

    name: str
    title: str
    source: str
    width_mm: float
    height_mm: float
    margins: Margins
    row_height_mm: float
    header_height_mm: float
    outer_border: float
    inner_border: float
    subtitle: str
    notes: str
    numbering: str
    columns: tuple[Column, ...]
    offered: tuple[Column, ...]
    fills: bool = True
    across: int = 0
    down: int = 0

    @property
    def is_grid(self) -> bool:
        """Tell whether people stand in boxes beside one another instead of in rows of a table."""
        return bool(self.across and self.down)

    @property
    def has_groups(self) -> bool:
        """Tell whether some columns have a common title above their own."""
        return any(column.group for column in self.columns)

    @property
    def groups(self) -> list[tuple[str, int, int]]:
        """Return (common title, first column, number of columns) from left to right; "" for columns without one."""
        found: list[tuple[str, int, int]] = []
        for number, column in enumerate(self.columns):
            if column.group and found and found[-1][0] == column.group:
                found[-1] = (column.group, found[-1][1], found[-1][2] + 1)
            else:
                found.append((column.group, number, 1))
        return found

    @property
    def table_width_mm(self) -> float:
        """Return the width between the margins, which the columns fill."""
        return self.width_mm - self.margins.left - self.margins.right

    @property
    def choices(self) -> tuple[Column, ...]:
        """Return all columns that can be chosen: the shown ones first."""
        shown = {column.key for column in self.columns}
        return self.columns + tuple(column for column in self.offered if column.key not in shown)

    def with_columns(self, keys: Sequence[str]) -> RosterSpec:
        """Return the roster with these columns in this order, widened or narrowed to the page.

        Where few columns have much room, their texts grow up to 12 points. Raises DocumentError for no key, an unknown
        one or the same twice.
        """
        known = {column.key: column for column in self.offered}
        unknown = [key for key in keys if key not in known]
        if unknown or not keys or len(set(keys)) != len(keys):
            reason = f"没有 {'、'.join(unknown)} 这一栏" if unknown else "栏目重复" if keys else "没有选择栏目"
            raise DocumentError(f"《{self.title}》不能按所选栏目排版：{reason}。数据没有改动，请重新选择栏目。")
        chosen = [known[key] for key in keys]
        return replace(self, columns=tuple(chosen) if self.is_grid else _scaled(chosen, self.table_width_mm))

    def laid(self, columns: Sequence[Column]) -> RosterSpec:
        """Return the roster with these columns as they are, fitted to the page as ``fills`` says."""
        if self.is_grid or not columns:
            return replace(self, columns=tuple(columns))
        whole = sum(column.width_mm for column in columns)
        if self.fills:
            return replace(self, columns=_stretched(columns, self.table_width_mm / whole))
        return replace(self, columns=_stretched(columns, min(1.0, self.table_width_mm / whole)))

    def with_title(self, text: str) -> RosterSpec:
        """Return the roster under another title."""
        return replace(self, title=text)

    def subtitle_for(self, as_of_text: str) -> str:
        """Return the line at the right above the table, empty without a date."""
        return self.subtitle.replace(AS_OF, as_of_text) if as_of_text else ""

    def total_line(self, people: int) -> str:
        """Return the line below the table."""
        return f"共 {people} 人" + (f"　　{self.notes}" if self.notes else "")


def list_rosters(folder: Path | None = None) -> list[tuple[str, str]]:
    """Return (name, Chinese title) of every roster under ``folder`` (default: the program's own)."""
    specs = [read_roster(path) for path in _paths(folder)]
    return [(spec.name, spec.title) for spec in specs]


@lru_cache(maxsize=16)
def load_roster(name: str, folder: Path | None = None) -> RosterSpec:
    """Return the roster called ``name``; raises DocumentError when there is none or its file is faulty."""
    for path in _paths(folder):
        if path.stem == name:
            return read_roster(path)
    raise DocumentError(f"没有名为“{name}”的名册")


def read_roster(path: Path) -> RosterSpec:
    """Read one roster file; raises DocumentError naming file and place for anything not understood."""
    table = _parsed(path)
    size = table.number("size")
    columns = _read_columns(table.tables("column", "第 {} 栏"), size)
    spec = RosterSpec(
        name=table.text("name"),
        title=table.text("title"),
        source=table.text("source"),
        width_mm=table.number("width"),
        height_mm=table.number("height"),
        margins=_read_margins(table.table("margins")),
        row_height_mm=table.number("row_height"),
        header_height_mm=table.number("header_height"),
        outer_border=table.number("outer_border"),
        inner_border=table.number("inner_border"),
        subtitle=table.text("subtitle"),
        notes=table.text("notes", ""),
        numbering=table.text("numbering", ""),
        columns=columns,
        offered=columns + _read_columns(table.tables("more", "可选第 {} 栏"), size),
        across=int(table.number("across", 0.0)),
        down=int(table.number("down", 0.0)),
    )
    table.finish()
    _check(spec, table, path)
    return spec if spec.is_grid else replace(spec, columns=_scaled(spec.columns, spec.table_width_mm))


@lru_cache(maxsize=1)
def load_catalogue() -> tuple[Column, ...]:
    """Return every column that a design can choose, as wide and as large as it is usually set."""
    table = _parsed(resource("rosters", "columns", "catalogue.toml"))
    columns = _read_columns(table.tables("column", "第 {} 栏"), table.number("size"))
    table.finish()
    return columns


def _paths(folder: Path | None) -> list[Path]:
    return sorted((folder or resource("rosters")).glob("*.toml"))


def _parsed(path: Path) -> Table:
    try:
        return Table(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DocumentError(f"名册文件 {path.name} 无法读取：{error}") from error


def _read_margins(table: Table) -> Margins:
    values = [table.number(side) for side in _SIDES]
    table.finish()
    return Margins(*values)


def _read_columns(tables: Iterable[Table], size: float) -> tuple[Column, ...]:
    return tuple(_read_column(table, size) for table in tables)


def _read_column(table: Table, size: float) -> Column:
    column = Column(
        key=table.text("key"),
        title=table.text("title"),
        width_mm=table.number("width"),
        align=table.choice("align", "center", ("left", "center", "right")),
        size_pt=table.number("size", size),
        fit=table.choice("fit", "wrap", ("wrap", "shrink")),
        kind=table.choice("kind", TEXT, (TEXT, IMAGE)),
        format=table.choice("format", "plain", tuple(FORMATS)),
        group=table.text("group", ""),
    )
    table.finish()
    if not column.width_mm or not column.size_pt:
        raise table.error("width 和 size 不能为 0")
    return column


def _check(spec: RosterSpec, table: Table, path: Path) -> None:
    keys = [column.key for column in spec.offered]
    repeated = sorted({key for key in keys if keys.count(key) > 1})
    if path.stem != spec.name:
        raise table.error(f"文件名应与名册名 {spec.name} 相同")
    if not spec.columns or repeated:
        raise table.error(f"栏目 {'、'.join(repeated)} 重复" if repeated else "没有栏目")
    if spec.numbering and spec.numbering not in keys:
        raise table.error(f"numbering 指的 {spec.numbering} 不是栏目")
    if AS_OF not in spec.subtitle:
        raise table.error(f"subtitle 里没有 {AS_OF}")
    if spec.table_width_mm <= 0:
        raise table.error("左右页边距超过纸宽")


def _stretched(columns: Sequence[Column], factor: float) -> tuple[Column, ...]:
    return tuple(replace(column, width_mm=column.width_mm * factor) for column in columns)


def _scaled(columns: Sequence[Column], width_mm: float) -> tuple[Column, ...]:
    """Return the columns as wide as the page; photos may become smaller than described, not larger."""
    kept = sum(column.width_mm for column in columns if column.kind == IMAGE)
    whole = sum(column.width_mm for column in columns)
    if whole > width_mm or kept == whole:
        kept = 0.0
    factor = (width_mm - kept) / (whole - kept)
    return tuple(column if kept and column.kind == IMAGE else _widened(column, factor) for column in columns)


def _widened(column: Column, factor: float) -> Column:
    return replace(column, width_mm=column.width_mm * factor, size_pt=_grown(column.size_pt, factor))


def _grown(size_pt: float, factor: float) -> float:
    """Return the size, in half points, of a text whose column is so many times as wide as described."""
    return max(size_pt, int(min(size_pt * factor, LARGEST_PT) * 2) / 2)
