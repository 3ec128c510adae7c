"""Blocks from the clipboard: cells told apart as a spreadsheet writes them, people found, errors by their cell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.builders import make_office, make_person, make_unit
from support.ledgers import ENTRIES, TENURES

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.ledger.paste import MOST_ROWS, pasted, read_block
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.unit import Unit

COLUMNS = ("person_id", "unit_id", "post_name", "is_main", "appointed_on", "change_reason")


def written(rows: list[list[str]]) -> str:
    """Write cells as Excel puts them on the clipboard."""
    return "".join("\t".join(_quoted(cell) for cell in row) + "\r\n" for row in rows)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in '\t\n"') else cell


CELLS = st.text(st.sampled_from('王a1"\t\n，。 '), max_size=6)


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=5)))
def test_what_a_spreadsheet_copies_is_read_as_its_cells(rows: list[list[str]]) -> None:
    assert read_block(written(rows)) == rows


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", [[""]]),
        ("甲", [["甲"]]),
        ("甲\t乙", [["甲", "乙"]]),
        ("甲\n\n乙\n", [["甲"], [""], ["乙"]]),
        ('"两行\n一格"\t乙', [["两行\n一格", "乙"]]),
        ('他说"好"\t乙', [['他说"好"', "乙"]]),
        ('"没有结尾\t乙', [['"没有结尾', "乙"]]),
        ('"甲"乙\t丙', [['"甲"乙', "丙"]]),
        ("甲\t\t\n", [["甲", "", ""]]),
    ],
)
def test_hand_made_blocks(text: str, cells: list[list[str]]) -> None:
    assert read_block(text) == cells


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path)
    finance = make_unit(made, "青禾县财政局", short_name="财政局")
    make_person(made, "赵明", id_number="990000197503120016", unit_id=finance.id)
    make_person(made, "王伟", id_number="990000198001010014", unit_id=finance.id)
    make_person(made, "王伟")
    yield made
    made.file.close()


def test_each_cell_becomes_its_value(office: Office) -> None:
    block = '赵 明\t财政局\t局长\t是\t2020年3月\t"一\n二"\n990000198001010014\t\t科员\t\t\t\n'
    found = pasted(office, TENURES, block, COLUMNS, "person_id")
    first, second = found.rows
    assert (found.errors, found.notices) == (0, [])
    assert first["unit_id"].value == office.find(Unit)[0].id
    assert [first[n].value for n in COLUMNS[2:]] == ["局长", True, PartialDate(2020, 3), "一\n二"]
    assert second["person_id"].value != first["person_id"].value
    assert second["unit_id"].value is None


def test_what_is_wrong_is_said_beside_its_cell_and_the_others_stand(office: Office) -> None:
    found = pasted(office, TENURES, "王伟\t水利局\t局长\t也许\t2020.13\n无此人", COLUMNS, "person_id")
    first, second = found.rows
    assert first["person_id"].error.startswith("库中有 2 个“王伟”")
    assert len(first["person_id"].candidates) == 2
    assert "水利局" in first["unit_id"].error
    assert (first["post_name"].value, first["post_name"].error) == ("局长", "")
    assert "应填" in first["is_main"].error
    assert "2020.13" in first["appointed_on"].error
    assert second["person_id"].error
    assert found.errors == 5


def test_a_block_begins_where_it_is_put_and_ends_with_the_grid(office: Office) -> None:
    found = pasted(office, TENURES, "2020\t说明\t多出的\n", COLUMNS, "appointed_on")
    assert set(found.rows[0]) == {"appointed_on", "change_reason"}
    assert found.notices == ["粘贴的内容有 3 列，从这一列起只有 2 列，多出的没有粘贴"]


def test_a_row_of_titles_says_which_columns_follow(office: Office) -> None:
    block = "职务名称\t姓名\t身份证号\n局长\t赵明\t990000197503120016\n"
    found = pasted(office, TENURES, block, COLUMNS, "appointed_on")
    assert [sorted(row) for row in found.rows] == [["person_id", "post_name"]]
    assert found.rows[0]["post_name"].value == "局长"


def test_what_the_program_sets_cannot_be_pasted(office: Office) -> None:
    found = pasted(office, ENTRIES, "生效", ("state",), "state")
    assert "由程序填写" in found.rows[0]["state"].error


def test_very_long_blocks_are_cut_with_a_word(office: Office) -> None:
    found = pasted(office, TENURES, "局长\n" * (MOST_ROWS + 7), COLUMNS, "post_name")
    assert len(found.rows) == MOST_ROWS
    assert "7 行没有粘贴" in found.notices[0]
