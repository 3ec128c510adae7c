"""Dates and days: what a date leaves open is reckoned in one place, and what is worked out asks no clock."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from support.source import PACKAGE, calls, package_files, place, tree

_PARTS = {"month", "day"}
_FILLINGS = {"0101", "1231", "01-01", "12-31"}
_OWNERS = ("foundation/", "store/dates.py")
"""``PartialDate`` and the same on columns: the first and last day that a date can mean."""


def _name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def _fills(node: ast.AST) -> bool:
    """Tell whether a piece of source puts something in the place of a part of a date that is not known."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        return any(isinstance(value, ast.Attribute) and value.attr in _PARTS for value in node.values[:-1])
    if isinstance(node, ast.IfExp):
        asked = {ast.unparse(part) for part in ast.walk(node.test) if _is_part(part)}
        return bool(asked & {ast.unparse(side) for side in (node.body, node.orelse)})
    return isinstance(node, ast.Constant) and node.value in _FILLINGS


def _is_part(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in _PARTS


def test_what_a_date_leaves_open_is_filled_in_one_place() -> None:
    """``x.month or 1`` and its kin: ask ``first_day``, ``last_day``, ``is_past`` or ``has_begun``."""
    found = [
        place(path, node)
        for path in package_files()
        if not _name(path).startswith(_OWNERS)
        for node in ast.walk(tree(path))
        if _fills(node)
    ]
    assert found == []


_WORKED_OUT = re.compile(
    r"kernel/(list/conditions|row/(report|gathering)|report/(content|differences|samples|figure_explained))"
    r"|modules/\w+/(reports?(_\w+)?(/\w+)?|conditions|ready_conditions|forms(/\w+)?)\.py"
    r"|modules/statistics/(cross|dimensions|expressions|official|population|structure|teams|team_\w+)\.py"
    r"|kernel/(people|forms)/\w+\.py"
)
_CLOCK = {"clock"}
_DAY = {"today", "month"}
_FORM = re.compile(r"modules/\w+/forms(/\w+)?\.py|kernel/row/sheets\.py|kernel/forms/\w+\.py")
"""A form is given an office that stands on the day of the print (``Office.on``), so it may ask that for its day."""
_GIVEN = {
    "kernel/list/conditions/reckoning.py": "Moment.of is where the window and the command line take the day",
    "kernel/people/timeline.py": "a page's own list, of the day on which it is looked at",
    "kernel/forms/office_templates.py": "the moment at which a template was taken in is recorded, not worked out",
    "kernel/forms/roster_designs.py": "the moment at which a design was saved is recorded, not worked out",
}


def _asks_clock(path: Path) -> Iterator[str]:
    forbidden = _CLOCK if _FORM.fullmatch(_name(path)) else _CLOCK | _DAY
    for called, node in calls(path):
        if "." in called and called.rpartition(".")[2] in forbidden and not node.args:
            yield place(path, node)


def test_no_report_condition_or_form_reads_the_clock() -> None:
    """The day is passed in: the same question gives the same answer whenever it is put."""
    asked = {_name(path): list(_asks_clock(path)) for path in package_files() if _WORKED_OUT.match(_name(path))}
    assert len(asked) > 80, "the pattern no longer meets the files"
    strays = {name: found for name, found in asked.items() if found}
    assert {name: found for name, found in strays.items() if name not in _GIVEN} == {}
    assert set(_GIVEN) - set(strays) == set(), "excused, and not needed any more"
