"""Headers of several rows: which words are one cell."""

from __future__ import annotations

from ganbu_desktop.foundation.header_cells import HeaderCell, column_names, header_cells


def test_equal_words_beside_and_below_are_one_cell() -> None:
    header = (("序号", "人数", "人数", "备注"), ("", "男", "女", "备注"))
    assert header_cells(header) == (
        HeaderCell(0, 0, 2, 1, "序号"),
        HeaderCell(0, 1, 1, 2, "人数"),
        HeaderCell(0, 3, 2, 1, "备注"),
        HeaderCell(1, 1, 1, 1, "男"),
        HeaderCell(1, 2, 1, 1, "女"),
    )


def test_nothing_reaches_across_the_side_of_a_cell_above() -> None:
    header = (("谈话", "谈话", "家访", "家访"), ("人次", "占比", "占比", "人次"))
    below = [(c.column, c.column_span) for c in header_cells(header) if c.row == 1]
    assert below == [(0, 1), (1, 1), (2, 1), (3, 1)]


def test_every_place_belongs_to_one_cell() -> None:
    header = (("a", "a", "a", "b"), ("a", "c", "c", "b"), ("d", "c", "e", ""))
    places = [
        (r, c)
        for cell in header_cells(header)
        for r in range(cell.row, cell.row + cell.row_span)
        for c in range(cell.column, cell.column + cell.column_span)
    ]
    assert len(places) == len(set(places)) == 12


def test_column_names() -> None:
    header = (("序号", "人数", "人数"), ("", "男", "人数"))
    assert column_names(header, 3) == ("序号", "人数·男", "人数")
