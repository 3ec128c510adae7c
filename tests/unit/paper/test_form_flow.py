"""Long texts and lists go on in the next printing of their page; nothing is lost, doubled or out of order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.paper.cells import PlacedDocument
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.form_file import read_form
from ganbu_desktop.paper.form_fill import FormFiller
from ganbu_desktop.paper.form_flow import cuts

PAGE = """
[[page]]
width = 210
height = 100
{kind}
margins = {{ top = 10, left = 20, right = 20, bottom = 10 }}
columns = [20.0, 40.0]
table_width = 60.0
rows = [8.0, 8.0, 8.0, 8.0, 30.0, 8.0]
table_rows = [1, 6]
table_height = 70.0
outer_border = 1.5
inner_border = 1.0
cell = [
    {{ at = [1, 1], span = [1, 2], text = "{head} {{page}}/{{pages}}" }},
    {{ at = [2, 1], text = "序号" }},
    {{ at = [2, 2], text = "姓名" }},
    {{ at = [5, 1], span = [1, 2], bind = "note", flow = true, align = "left", valign = "top", smallest = 10.5 }},
    {{ at = [6, 1], span = [1, 2], text = "合计完", on = "last" }},
]
[[page.block]]
bind = "people"
label = "名单"
row = 3
count = 2
continues = true
cell = [{{ at = [1], bind = "number" }}, {{ at = [2], bind = "name" }}]
"""
HEAD = """
name = "list"
title = "名单"
edition = ""
source = "自拟"
[bindings]
note = "text"
people = ["number", "name"]
[styles]
base = { size = 12, leading = 14 }
"""
ONE = HEAD + PAGE.format(kind="", head="签到表")
TWO = ONE + PAGE.format(kind="continuation = true", head="续页")


def read(folder: Path, text: str) -> FormFiller:
    path = folder / "list.toml"
    path.write_text(text, encoding="utf-8")
    return FormFiller(read_form(path), FontBook.bundled())


def people(count: int) -> list[dict[str, str]]:
    return [{"number": str(n), "name": f"人{n}"} for n in range(1, count + 1)]


def texts(document: PlacedDocument, binding: str | None) -> list[list[str]]:
    """Return page by page what stands in the cells of a binding."""
    return [[c.text for c in page.cells if c.frame.binding == binding and c.text] for page in document.pages]


def test_rows_beyond_the_page_go_on_with_the_head_repeated(tmp_path: Path) -> None:
    document = read(tmp_path, ONE).fill({"note": "", "people": people(5)})
    assert texts(document, "name") == [["人1", "人2"], ["人3", "人4"], ["人5"]]
    assert [fixed[:1] for fixed in texts(document, None)] == [["签到表 1/3"], ["签到表 2/3"], ["签到表 3/3"]]
    assert ["合计完" in fixed for fixed in texts(document, None)] == [False, False, True]
    assert document.findings == ()


def test_a_loss_is_told_once_where_the_head_repeats_it(tmp_path: Path) -> None:
    text = ONE.replace('text = "合计完", on = "last"', 'bind = "total", on = "last", smallest = 12').replace(
        'note = "text"', 'note = "text"\ntotal = "text"\nunit = "text"'
    )
    text = text.replace('{ at = [2, 2], text = "姓名" }', '{ at = [2, 2], bind = "unit", smallest = 12 }')
    values = {"note": "", "people": people(5), "unit": "很长的单位名称" * 9, "total": "很长的合计" * 20}
    document = read(tmp_path, text).fill(values)
    assert [finding.field for finding in document.findings] == ["unit", "total"]
    long = {"number": "1", "name": "很长的姓名" * 90}
    document = read(tmp_path, text).fill({**values, "unit": "", "total": "", "people": [*people(2), long]})
    assert [finding.message[:7] for finding in document.findings] == ["第 2 页 名"]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_rows_that_fit_need_one_page(tmp_path: Path, count: int) -> None:
    assert len(read(tmp_path, ONE).fill({"note": "短", "people": people(count)}).pages) == 1


def test_a_long_text_goes_on_where_it_stopped(tmp_path: Path) -> None:
    note = "　　第一段有一些话。" + "甲乙丙丁戊己庚辛" * 60 + "\n　　第二段完。"
    document = read(tmp_path, ONE).fill({"note": note, "people": people(1)})
    parts = [part for page in texts(document, "note") for part in page]
    assert len(parts) > 2
    assert "".join("".join(parts).split()) == "".join(note.split())
    assert not any(cell.overflow for page in document.pages for cell in page.cells)
    assert texts(document, "name") == [["人1"], *[[]] * (len(document.pages) - 1)]


def test_a_continuation_page_takes_what_is_left(tmp_path: Path) -> None:
    document = read(tmp_path, TWO).fill({"note": "", "people": people(3)})
    assert [fixed[0] for fixed in texts(document, None)] == ["签到表 1/2", "续页 2/2"]
    assert len(read(tmp_path, TWO).fill({"note": "", "people": []}).pages) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + PAGE.format(kind="continuation = true", head="续页"), "续页应紧跟"),
        (TWO + PAGE.format(kind="continuation = true", head="续页"), "续页应紧跟"),
        (TWO.replace("continues = true", "", 1), "续页应紧跟"),
        (ONE.replace('text = "序号"', 'text = "序号", flow = true'), "flow 只用于"),
        (ONE.replace('bind = "number"', 'bind = "number", flow = true'), "flow 只用于"),
        (ONE.replace('on = "last"', 'on = "never"'), "on 应为"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(DocumentError, match=said):
        read(tmp_path, text)


@given(st.text(alphabet="甲乙，。（《a1 　\n", max_size=400), st.integers(0, 7))
def test_whatever_the_text_every_character_is_drawn_once(
    tmp_path_factory: pytest.TempPathFactory, text: str, count: int
) -> None:
    values: dict[str, Any] = {"note": text, "people": people(count)}
    document = read(tmp_path_factory.mktemp("form"), ONE).fill(values)
    drawn = "".join("".join(part.split()) for page in texts(document, "note") for part in page)
    assert drawn == "".join(text.split())
    assert not any(cell.overflow for page in document.pages for cell in page.cells)
    assert [name for page in texts(document, "name") for name in page] == [f"人{n}" for n in range(1, count + 1)]


def test_a_text_is_cut_between_its_visible_characters() -> None:
    assert list(cuts("甲乙\n　　丙丁 戊", [2, 2, 1])) == [("甲乙", "　　丙丁 戊"), ("　　丙丁", "戊"), ("戊", "")]
