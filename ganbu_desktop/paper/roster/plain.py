"""A roster's layout as plain values, as a design keeps it, and back.

A design outlives the program's version: a column it names that is no longer offered is left out, a value that it lacks
is taken from the layout it was made of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.paper.cells import Margins
from ganbu_desktop.paper.roster.spec import AS_OF, Column, RosterSpec

NARROWEST_MM, WIDEST_MM = 3.0, 400.0
MOST_ACROSS, MOST_DOWN = 6, 8
_ALIGNS, _FITS = ("left", "center", "right"), ("wrap", "shrink")
_LARGEST_PT, _SMALLEST_PT = 22.0, 5.5
_TEXTS = ("name", "title", "source", "subtitle", "notes", "numbering")
_NUMBERS = ("width_mm", "height_mm", "row_height_mm", "header_height_mm", "outer_border", "inner_border")
_LARGEST_PAPER_MM, _SMALLEST_PAPER_MM = 1200.0, 80.0


def spec_to_plain(spec: RosterSpec) -> dict[str, Any]:
    """Return everything of a layout that a design keeps: JSON values only."""
    margins = spec.margins
    return {
        **{name: getattr(spec, name) for name in (*_TEXTS, *_NUMBERS)},
        "margins": [margins.top, margins.right, margins.bottom, margins.left],
        "fills": spec.fills,
        "across": spec.across,
        "down": spec.down,
        "columns": [_column_to_plain(column) for column in spec.columns],
    }


def _column_to_plain(column: Column) -> dict[str, Any]:
    return {
        "key": column.key,
        "title": column.title,
        "group": column.group,
        "width": round(column.width_mm, 2),
        "align": column.align,
        "size": column.size_pt,
        "fit": column.fit,
    }


def spec_from_plain(plain: Mapping[str, Any], offered: Sequence[Column]) -> RosterSpec:
    """Return the layout that a design keeps; ``offered`` are all columns there are, by whose keys it names its own.

    Raises DocumentError for a value out of its range, KeyError, TypeError or ValueError for plain values of another
    shape.
    """
    known = {column.key: column for column in offered}
    columns = [_column(each, known[each["key"]]) for each in plain["columns"] if each["key"] in known]
    values: dict[str, Any] = {name: str(plain[name]) for name in _TEXTS}
    values |= {name: float(plain[name]) for name in _NUMBERS}
    spec = RosterSpec(
        **values,
        margins=Margins(*(float(side) for side in plain["margins"])),
        columns=tuple(columns),
        offered=tuple(offered),
        fills=bool(plain["fills"]),
        across=int(plain["across"]),
        down=int(plain["down"]),
    )
    check_spec(spec)
    return spec.laid(spec.columns)


def _column(plain: Mapping[str, Any], known: Column) -> Column:
    return replace(
        known,
        title=str(plain["title"]),
        group=str(plain["group"]),
        width_mm=float(plain["width"]),
        align=str(plain["align"]),
        size_pt=float(plain["size"]),
        fit=str(plain["fit"]),
    )


def check_spec(spec: RosterSpec) -> None:
    """Refuse a layout that cannot be printed; DocumentError says which value is out of its range."""
    problem = _paper_problem(spec) or _columns_problem(spec)
    if problem:
        raise DocumentError(f"这个名册排不成版：{problem}。数据没有改动，请改好后再试。")


def _paper_problem(spec: RosterSpec) -> str:
    if not all(_SMALLEST_PAPER_MM <= side <= _LARGEST_PAPER_MM for side in (spec.width_mm, spec.height_mm)):
        return f"纸张的宽和高应在 {_SMALLEST_PAPER_MM:g} 到 {_LARGEST_PAPER_MM:g} 毫米之间"
    margins = spec.margins
    if min(margins.top, margins.right, margins.bottom, margins.left) < 0:
        return "页边距不能小于 0"
    if spec.table_width_mm < spec.width_mm / 4 or margins.top + margins.bottom > spec.height_mm / 2:
        return "页边距太大，纸上剩不下表格"
    if not 3 <= spec.row_height_mm <= 100 or not 3 <= spec.header_height_mm <= 100:
        return "行高和表头高应在 3 到 100 毫米之间"
    if spec.is_grid and (spec.across > MOST_ACROSS or spec.down > MOST_DOWN):
        return f"每页最多 {MOST_ACROSS} 列 {MOST_DOWN} 行照片"
    if spec.subtitle and AS_OF not in spec.subtitle:
        return f"右上角的文字里要有 {AS_OF}，打印时换成计算年龄时间"
    return ""


def _columns_problem(spec: RosterSpec) -> str:
    if not spec.columns:
        return "没有选择栏目"
    keys = [column.key for column in spec.columns]
    if len(set(keys)) != len(keys):
        return "同一栏目选了两次"
    for column in spec.columns:
        if not NARROWEST_MM <= column.width_mm <= WIDEST_MM:
            return f"“{column.label}”的栏宽应在 {NARROWEST_MM:g} 到 {WIDEST_MM:g} 毫米之间"
        if not _SMALLEST_PT <= column.size_pt <= _LARGEST_PT:
            return f"“{column.label}”的字号应在 {_SMALLEST_PT:g} 到 {_LARGEST_PT:g} 磅之间"
        if column.align not in _ALIGNS or column.fit not in _FITS:
            return f"“{column.label}”的对齐或折行方式不对"
    return ""
