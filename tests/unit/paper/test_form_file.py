"""Form files are read strictly: each kind of mistake names the file and the cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.paper.form_file import list_forms, load_form, read_form

GOOD = """
name = "slip"
title = "小表"
edition = "试用"
source = "自拟"
[bindings]
name = "text"
photo = "image"
children = ["name"]
[styles]
base = { size = 12, leading = 14 }
small = { size = 9, align = "left" }
[[page]]
width = 210
height = 297
margins = { top = 10, left = 20, right = 20, bottom = 10 }
columns = [30.0, 40.0]
table_width = 70.0
rows = [10.0, 10.0, 10.0, 10.0]
table_rows = [1, 4]
table_height = 40.0
outer_border = 1.5
inner_border = 1.0
cell = [
    { at = [1, 1], text = "姓名" },
    { at = [1, 2], bind = "name", style = "small", borders = { bottom = 0 } },
    { at = [2, 1], span = [1, 2], bind = "photo" },
]
[[page.block]]
bind = "children"
label = "子女"
row = 3
count = 2
cell = [{ at = [1], span = [1, 2], bind = "name" }]
"""


def read(folder: Path, text: str = GOOD) -> object:
    path = folder / "slip.toml"
    path.write_text(text, encoding="utf-8")
    return read_form(path)


def test_a_good_form_is_read(tmp_path: Path) -> None:
    form = read(tmp_path)
    page = form.pages[0]  # type: ignore[attr-defined]
    name = next(cell for cell in page.cells if cell.binding == "name" and not cell.repeat)
    assert (name.frame.x_mm, name.frame.y_mm, name.frame.width_mm, name.frame.height_mm) == (50.0, 10.0, 40.0, 10.0)
    assert (name.frame.borders.top, name.frame.borders.bottom, name.frame.borders.left) == (1.5, 0.0, 1.0)
    assert (name.style.sizes[0], name.frame.align) == (9.0, "left")
    assert [cell.frame.row for cell in page.cells if cell.repeat] == [2, 3]


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ('edition = "试用"', 'edition = "试用"\ncolour = "红"', "不认识的键 colour"),
        ('text = "姓名" }', 'text = "姓名", bold = true }', "单元格 1：不认识的键 bold"),
        ('align = "left"', 'align = "middle"', "align 应为"),
        ('at = [1, 2], bind = "name"', 'at = [1, 2], bind = "nome"', "数据项 nome 没有在 bindings 中声明"),
        ('at = [1, 2], bind = "name"', 'at = [1, 2], bind = "children"', "数据项 children"),
        ("at = [2, 1], span = [1, 2]", "at = [1, 1], span = [2, 2]", "重叠"),
        ("at = [2, 1], span = [1, 2]", "at = [2, 1]", "第 2 行第 2 列没有单元格"),
        ("at = [2, 1], span = [1, 2]", "at = [2, 2], span = [1, 2]", "超出网格"),
        ("table_width = 70.0", "table_width = 71.0", "columns 合计 70 毫米，应为 71 毫米"),
        ("table_height = 40.0", "table_height = 41.0", "合计 40 毫米，应为 41 毫米"),
        ("columns = [30.0, 40.0]\ntable_width = 70.0", "columns = [130.0, 40.0]\ntable_width = 170.0\n", None),
        ("columns = [30.0, 40.0]\ntable_width = 70.0", "columns = [140.0, 40.0]\ntable_width = 180.0", "超过纸宽"),
        ('style = "small"', 'style = "tiny"', "没有名为 tiny 的样式"),
        ("count = 2", "count = 3", "超出网格"),
        ("count = 2", "count = 0", "至少为 1"),
        ('photo = "image"', 'photo = "picture"', "种类应为"),
        ('at = [1, 1], text = "姓名"', "at = [1, 1]", "要么有 text，要么有 bind"),
        ('text = "姓名" }', 'text = "姓名", format = "age" }', "format 应为"),
        ('name = "slip"', 'name = "slap"', "文件名应与表格名"),
        ('photo = "image"', 'photo = "image"\nextra = "text"', "extra 没有放在任何单元格里"),
        ('title = "小表"', "title = 3", "title 应为文字"),
        ("[bindings]", "[bindings", "无法读取"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, good: str, bad: str, said: str | None) -> None:
    assert good in GOOD
    text = GOOD.replace(good, bad, 1)
    if said is None:
        read(tmp_path, text)
        return
    with pytest.raises(DocumentError) as caught:
        read(tmp_path, text)
    assert "slip.toml" in str(caught.value)
    assert said in str(caught.value)


def test_a_binding_nobody_offers_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "slip.toml"
    path.write_text(GOOD, encoding="utf-8")
    offered = {"name": "text", "photo": "image", "children": ("name", "born")}
    assert read_form(path, offered).name == "slip"
    for name in offered:
        with pytest.raises(DocumentError, match=name):
            read_form(path, {key: kind for key, kind in offered.items() if key != name})
    with pytest.raises(DocumentError, match="children"):
        read_form(path, {**offered, "children": ("born",)})


def test_the_shipped_forms_are_listed() -> None:
    listed = {name: title for name, title, _ in list_forms()}
    assert listed["appointment"] == listed["appointment-2015"] == "干部任免审批表"


def test_an_unknown_form_is_named() -> None:
    with pytest.raises(DocumentError, match="没有名为“nothing”的表格"):
        load_form("nothing")
