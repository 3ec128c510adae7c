"""A plain row stays cheap: 634 lines in 18 files before it could be described, and eight of ten rows are plain."""

from __future__ import annotations

from support.row_cost import cost_of
from support.row_county import ROWS

LINES, FILES = 210, 8


def test_the_example_keeps_to_what_a_plain_row_may_cost() -> None:
    ((room, row),) = ((room, row) for room, row in ROWS if row.name == "practice")
    cost = cost_of(room, row)
    assert (cost.lines <= LINES, cost.files <= FILES) == (True, True), cost.by_file
    assert cost.lines > LINES // 2, "what is counted must be the whole of it"
