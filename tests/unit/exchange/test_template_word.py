"""Word templates: marks however split keep their formatting, lists repeat, what is broken is named with its place."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from support.appointment_values import photo
from support.template_files import PEOPLE, PERSON, paragraph, part, table, word_file

from ganbu_desktop.exchange.template import Known, fill_template, judge_isolated
from ganbu_desktop.exchange.template.filling import judge
from ganbu_desktop.foundation.errors import ExchangeError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WANG = {"姓名": "王小明", "性别": "男", "职务": "县财政局副局长", "年度": "2026"}


def filled(folder: Path, body: str, values: dict[str, Any], known: Known = PERSON, **more: Any) -> str:
    source = word_file(folder / "模板.docx", body, **more)
    fill_template(source, folder / "成品.docx", known, values)
    return content(folder / "成品.docx")


def content(path: Path, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def texts(xml: str) -> list[str]:
    root = ElementTree.fromstring(xml)
    return ["".join(t.text or "" for t in p.iter(f"{_W}t")) for p in root.iter(f"{_W}p")]


def problems(folder: Path, body: str, known: Known = PERSON, **more: Any) -> list[str]:
    found = judge(str(word_file(folder / "模板.docx", body, **more)), known.to_plain())
    return [f"{place}：{text}" for place, text in found["problems"]]


def test_a_value_takes_the_place_of_its_mark(tmp_path: Path) -> None:
    xml = filled(tmp_path, paragraph("姓名：{{姓名}}，{{ 性别 }}，同志"), WANG)
    assert texts(xml) == ["姓名：王小明，男，同志"]


def test_a_mark_split_over_runs_keeps_the_formatting_of_its_first_character(tmp_path: Path) -> None:
    xml = filled(tmp_path, paragraph("任：{", "{职", "务}", "}。完", bold=1), WANG)
    assert texts(xml) == ["任：县财政局副局长。完"]
    assert "<w:b/>" not in xml[: xml.index("县财政局")]
    again = filled(tmp_path, paragraph("任：", "{{职", "务}}", bold=1), WANG)
    assert re.search(r"<w:b/></w:rPr><w:t[^>]*>县财政局副局长</w:t>", again)


def test_lines_of_a_value_become_breaks(tmp_path: Path) -> None:
    xml = filled(tmp_path, paragraph("{{职务}}"), {"职务": "县委常委\n组织部部长"})
    assert re.search(r">县委常委</w:t><w:br/><w:t[^>]*>组织部部长<", xml)


@pytest.mark.parametrize("value", ["<w:p/>", "]]>", "&amp;", "{{性别}}", "{{#家庭成员}}", "a\x00\x0b\ud842b"])
def test_a_value_is_only_ever_text(tmp_path: Path, value: str) -> None:
    xml = filled(tmp_path, paragraph("始{{姓名}}终"), WANG | {"姓名": value})
    assert xml.count("<w:p>") == 1
    assert texts(xml)[0].startswith("始")
    assert texts(xml)[0].endswith("终")
    if "{{" in value:
        assert value in texts(xml)[0]


def test_a_row_is_repeated_for_each_of_a_list(tmp_path: Path) -> None:
    body = table(("称谓", "姓名"), ("{{#家庭成员}}{{称谓}}", "{{姓名}}{{/家庭成员}}"), ("完", ""))
    kin = [{"称谓": "妻子", "姓名": "李梅"}, {"称谓": "儿子", "姓名": "王一"}]
    xml = filled(tmp_path, body, {"家庭成员": kin})
    assert texts(xml) == ["称谓", "姓名", "妻子", "李梅", "儿子", "王一", "完", ""]
    assert xml.count("<w:tr>") == 4


def test_several_rows_belong_to_one_of_a_list_and_an_empty_list_leaves_one_blank(tmp_path: Path) -> None:
    body = table(("{{#家庭成员}}{{称谓}}",), ("{{姓名}}{{/家庭成员}}",))
    assert texts(filled(tmp_path, body, {"家庭成员": [{"称谓": "妻子", "姓名": "李梅"}] * 2})) == ["妻子", "李梅"] * 2
    assert texts(filled(tmp_path, body, {})) == ["", ""]


def test_paragraphs_between_the_marks_are_repeated_and_the_marks_own_ones_go(tmp_path: Path) -> None:
    body = paragraph("前") + paragraph("{{#家庭成员}}") + paragraph("{{称谓}}：{{姓名}}") + paragraph("{{/家庭成员}}")
    xml = filled(
        tmp_path, body + paragraph("后"), {"家庭成员": [{"称谓": "妻", "姓名": "梅"}, {"称谓": "子", "姓名": "一"}]}
    )
    assert texts(xml) == ["前", "妻：梅", "子：一", "后"]


def test_a_list_within_one_paragraph_repeats_it_and_one_in_a_list_is_filled(tmp_path: Path) -> None:
    body = paragraph("{{#名单}}{{姓名}}（{{标题}}）{{/名单}}")
    xml = filled(tmp_path, body, {"标题": "甲", "名单": [{"姓名": "王一"}, {"姓名": "李二"}]}, PEOPLE)
    assert texts(xml) == ["王一（甲）", "李二（甲）"]
    nested = paragraph("{{#名单}}") + paragraph("{{姓名}}") + paragraph("{{#家庭成员}}－{{姓名}}{{/家庭成员}}")
    rows = [{"姓名": "王一", "家庭成员": [{"姓名": "李梅"}, {"姓名": "王二"}]}, {"姓名": "赵三"}]
    xml = filled(tmp_path, nested + paragraph("{{/名单}}"), {"名单": rows}, PEOPLE)
    assert texts(xml) == ["王一", "－李梅", "－王二", "赵三"]


def test_headers_and_text_boxes_are_filled(tmp_path: Path) -> None:
    box = f"<w:p><w:r><w:pict><w:txbxContent>{paragraph('框{{姓名}}')}</w:txbxContent></w:pict></w:r></w:p>"
    more = {"word/header1.xml": part(paragraph("页眉{{姓名}}"))}
    xml = filled(tmp_path, box, WANG, more=more)
    assert "框王小明" in xml
    assert "页眉王小明" in content(tmp_path / "成品.docx", "word/header1.xml")


def test_a_photo_stands_in_the_line_at_its_size(tmp_path: Path) -> None:
    data = photo()
    xml = filled(tmp_path, paragraph("{{照片:36x49}}"), {"照片": data})
    assert f'cx="{36 * 36000}" cy="{49 * 36000}"' in xml
    with zipfile.ZipFile(tmp_path / "成品.docx") as archive:
        assert archive.read("word/media/ganbu1.jpeg") == data
        assert "media/ganbu1.jpeg" in archive.read("word/_rels/document.xml.rels").decode()
        assert 'Extension="jpeg"' in archive.read("[Content_Types].xml").decode()
    assert "drawing" not in filled(tmp_path, paragraph("{{照片}}"), {"照片": None})


def test_prefixes_that_word_needs_survive(tmp_path: Path) -> None:
    source = tmp_path / "模板.docx"
    word_file(source, paragraph("{{姓名}}"))
    xml = content(source).replace(
        "<w:document ", '<w:document xmlns:w14="urn:w14" xmlns:mc="urn:mc" mc:Ignorable="w14" '
    )
    word_file(source, "", more={"word/document.xml": xml})
    fill_template(source, tmp_path / "成品.docx", PERSON, WANG)
    assert 'mc:Ignorable="w14"' in content(tmp_path / "成品.docx")
    assert "xmlns:w14" in content(tmp_path / "成品.docx")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (paragraph("甲") + paragraph("{{姓 别}}"), "正文 第 2 段：没有“姓别”这个字段，是不是“性别”"),
        (paragraph("{{姓名"), "正文 第 1 段：“{{姓名”的大括号不成对"),
        (paragraph("姓名}}"), "大括号不成对"),
        (paragraph("｛｛姓名｝｝"), "全角"),
        (paragraph("{{}}"), "没有写字段名"),
        (paragraph("{{家庭成员}}"), "是名单，要写成 {{#家庭成员}}"),
        (paragraph("{{#家庭成员}}"), "没有对应的 {{/家庭成员}}"),
        (paragraph("{{/家庭成员}}"), "前面没有对应的 {{#家庭成员}}"),
        (paragraph("{{#子女}}{{/子女}}"), "没有“子女”这个名单"),
        (
            table(("甲",), ("{{#家庭成员}}", "{{称呼}}{{/家庭成员}}")),
            "表1 第 2 行第 2 格：没有“称呼”这个字段，是不是“称谓”",
        ),
        (table(("{{#家庭成员}}",)) + paragraph("{{/家庭成员}}"), "表1 第 1 行第 1 格：“{{#家庭成员}}”没有对应"),
    ],
)
def test_what_is_broken_is_named_with_its_place(tmp_path: Path, body: str, expected: str) -> None:
    assert any(expected in found for found in problems(tmp_path, body))


def test_nothing_is_written_while_anything_is_broken(tmp_path: Path) -> None:
    source = word_file(tmp_path / "模板.docx", paragraph("{{姓名}}{{薪水}}"))
    with pytest.raises(ExchangeError, match="薪水"):
        fill_template(source, tmp_path / "成品.docx", PERSON, WANG)
    assert not (tmp_path / "成品.docx").exists()


def test_a_sound_template_is_judged_sound_in_the_worker(tmp_path: Path) -> None:
    found = judge_isolated(word_file(tmp_path / "模板.docx", paragraph("{{姓名}}")), PERSON)
    assert (found.kind, found.problems) == ("docx", ())


def test_the_same_values_give_the_same_bytes(tmp_path: Path) -> None:
    filled(tmp_path, paragraph("{{姓名}}"), WANG)
    first = (tmp_path / "成品.docx").read_bytes()
    filled(tmp_path, paragraph("{{姓名}}"), WANG)
    assert (tmp_path / "成品.docx").read_bytes() == first
