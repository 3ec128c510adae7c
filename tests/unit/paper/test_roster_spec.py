"""Roster files: read strictly, columns chosen freely, widths always those of the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.paper.form_file import list_forms
from ganbu_desktop.paper.roster import list_rosters, load_roster
from ganbu_desktop.paper.roster.spec import read_roster
from ganbu_desktop.paths import resource

EIGHTEEN = [
    *("number", "name", "sex", "ethnicity", "native_place", "birth_and_age", "work_began", "party_joined"),
    *("full_time_education", "in_service_education", "current_post", "post_since", "level_since", "rank"),
    *("rank_since", "technical_title", "annual_results", "note"),
]
SMALL = """
name = "small"
title = "小名册"
source = "自编"
width = 297
height = 210
margins = { top = 15, right = 10, bottom = 8, left = 10 }
row_height = 9
header_height = 12
size = 9
outer_border = 1.5
inner_border = 0.5
subtitle = "（截至 {as_of}）"
numbering = "number"
column = [{ key = "number", title = "序号", width = 1 }, { key = "name", title = "姓名", width = 3 }]
"""


def small(folder: Path, text: str = SMALL, name: str = "small.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_the_ready_made_rosters_are_listed_and_are_no_forms() -> None:
    rosters = dict(list_rosters())
    assert rosters.items() >= {"roster": "干部花名册", "committee-list": "提请常委会任免一览表"}.items()
    assert not {name for name, _, _ in list_forms()} & set(rosters)


def test_the_roster_has_its_eighteen_columns_in_the_published_proportions() -> None:
    spec = load_roster("roster")
    assert [column.key for column in spec.columns] == EIGHTEEN
    published = [10, 18, 10, 12, 22, 20, 18, 18, 48, 48, 60, 18, 18, 18, 18, 20, 24, 20]
    factor = spec.table_width_mm / sum(published)
    assert [column.width_mm for column in spec.columns] == pytest.approx([width * factor for width in published])
    assert (spec.width_mm, spec.height_mm) == (420, 297)


def test_the_committee_list_has_photo_and_proposed_post() -> None:
    spec = load_roster("committee-list")
    kinds = {column.key: column.kind for column in spec.columns}
    assert kinds["photo"] == "image"
    assert list(kinds)[:5] == ["number", "name", "photo", "current_post", "proposed_post"]
    assert list(kinds)[-2:] == ["recommendation", "note"]


@pytest.mark.parametrize("name", ["roster", "committee-list"])
def test_the_usual_columns_are_offered(name: str) -> None:
    spec = load_roster(name)
    assert {"unit", "birthplace", "post_level", "health", "id_number", "political_status", "expertise"} <= {
        column.key for column in spec.choices
    }


def test_chosen_columns_stand_in_the_chosen_order_and_fill_the_page() -> None:
    spec = load_roster("roster")
    chosen = spec.with_columns(["name", "id_number", "number"])
    assert [column.key for column in chosen.columns] == ["name", "id_number", "number"]
    assert sum(column.width_mm for column in chosen.columns) == pytest.approx(spec.table_width_mm)
    assert {column.key for column in chosen.choices} == {column.key for column in spec.choices}
    assert chosen.with_columns(EIGHTEEN).columns == spec.columns


def test_few_columns_are_set_larger_and_many_no_smaller() -> None:
    spec = load_roster("roster")
    assert {column.size_pt for column in spec.with_columns(["name", "unit"]).columns} == {12}
    assert {column.size_pt for column in spec.with_columns([c.key for c in spec.choices]).columns} == {9}
    half = spec.with_columns(["number", "name", "sex", "native_place", "unit", "current_post", "school", "resume"])
    assert {column.size_pt for column in half.columns} == {11.5}


def test_every_column_at_once_still_fits_the_page() -> None:
    spec = load_roster("roster")
    wide = spec.with_columns([column.key for column in spec.choices])
    assert sum(column.width_mm for column in wide.columns) == pytest.approx(spec.table_width_mm)


def test_photos_do_not_grow_with_the_page() -> None:
    spec = load_roster("committee-list")
    few = spec.with_columns(["name", "photo", "unit"])
    assert few.columns[1].width_mm == 22
    assert sum(column.width_mm for column in few.columns) == pytest.approx(spec.table_width_mm)
    wide = {column.key: column.width_mm for column in spec.with_columns([c.key for c in spec.choices]).columns}
    assert wide["photo"] < 22
    assert spec.with_columns(["photo"]).columns[0].width_mm == pytest.approx(spec.table_width_mm)


@pytest.mark.parametrize(
    ("keys", "word"), [([], "没有选择"), (["name", "name"], "重复"), (["name", "shoe_size"], "shoe_size")]
)
def test_impossible_choices_are_refused(keys: list[str], word: str) -> None:
    with pytest.raises(DocumentError, match=word):
        load_roster("roster").with_columns(keys)


def test_a_title_of_its_own() -> None:
    spec = load_roster("roster")
    assert spec.with_title("清河县科级干部名册").title == "清河县科级干部名册"
    assert spec.title == "干部花名册"


def test_the_subtitle_is_left_out_without_a_date() -> None:
    spec = load_roster("roster")
    assert spec.subtitle_for("2026年11月") == "（截至 2026年11月）"
    assert spec.subtitle_for("") == ""


def test_an_unknown_roster_is_refused() -> None:
    with pytest.raises(DocumentError, match="nobody"):
        load_roster("nobody")


def test_a_right_file_is_read(tmp_path: Path) -> None:
    spec = read_roster(small(tmp_path))
    assert [round(column.width_mm, 2) for column in spec.columns] == [69.25, 207.75]
    assert spec.total_line(3) == "共 3 人"


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("row_height = 9", "row_height = 9\ncolour = 1", "colour"),
        ("width = 3", "width = 0", "不能为 0"),
        ("width = 3", 'width = "3"', "width"),
        ('title = "姓名"', 'title = "姓名", fit = "clip"', "fit"),
        ('title = "姓名"', 'title = "姓名", format = "upper"', "format"),
        ('key = "name"', 'key = "number"', "number 重复"),
        ('numbering = "number"', 'numbering = "count"', "count"),
        ("（截至 {as_of}）", "（截至今日）", "as_of"),
        ('name = "small"', 'name = "other"', "文件名"),
        ("left = 10", "left = 290", "页边距"),
        ("margins = {", "margins = { inner = 1,", "inner"),
        ("title = ", "title == ", "无法读取"),
    ],
)
def test_a_faulty_file_is_refused_naming_the_fault(tmp_path: Path, old: str, new: str, word: str) -> None:
    assert old in SMALL
    with pytest.raises(DocumentError, match=word):
        read_roster(small(tmp_path, SMALL.replace(old, new, 1)))


def test_no_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="没有栏目"):
        read_roster(small(tmp_path, SMALL.replace("numbering", "notes").partition("column =")[0]))


def test_files_are_called_after_their_rosters() -> None:
    assert {path.stem for path in resource("rosters").glob("*.toml")} == {name for name, _ in list_rosters()}
