"""Saved views: kept per account and list, new versions, undo, files that are read strictly."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.builders import clock, make_office, make_person

from ganbu_desktop.foundation.errors import CheckFailed, FieldError, NotFound
from ganbu_desktop.kernel.list import saved_view
from ganbu_desktop.kernel.list.conditions.tree import Condition, Group, Ready
from ganbu_desktop.kernel.list.saved_view import CADRES, SavedView, ViewContent
from ganbu_desktop.kernel.office.office import Account, Office

CONTENT = ViewContent(
    columns=("name", "unit"),
    frozen=1,
    sort="level",
    descending=True,
    search="王",
    filters={"ethnicity": "非汉族"},
    conditions=Group(members=(Ready("women"), Condition("reckoned.age", "less", ("40",), as_of="2026.06"))),
    grouping="unit",
    row_height=44,
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = make_office(tmp_path)
    yield opened
    opened.file.close()


def test_a_view_comes_back_as_it_was_saved(office: Office) -> None:
    made = saved_view.save(office, CADRES, " 未谈名单 ", CONTENT)
    (kept,) = saved_view.views(office, CADRES)
    assert kept == made
    assert (kept.name, kept.version, kept.made_by) == ("未谈名单", 1, "管理员")
    assert saved_view.content_of(kept) == CONTENT
    assert saved_view.views(office, "ledger.talks") == []


def test_saving_again_makes_a_new_version_that_undo_takes_back(office: Office) -> None:
    saved_view.save(office, CADRES, "未谈名单", CONTENT)
    saved_view.save(office, CADRES, "未谈名单", ViewContent())
    (kept,) = saved_view.views(office, CADRES)
    assert (kept.version, saved_view.content_of(kept)) == (2, ViewContent())
    office.undo()
    (kept,) = saved_view.views(office, CADRES)
    assert (kept.version, saved_view.content_of(kept)) == (1, CONTENT)


def test_views_are_renamed_and_deleted_and_both_undone(office: Office) -> None:
    view = saved_view.save(office, CADRES, "甲", CONTENT)
    saved_view.save(office, CADRES, "乙", CONTENT)
    with pytest.raises(FieldError, match="已经有一个名为“乙”"):
        saved_view.rename(office, view, "乙")
    renamed = saved_view.rename(office, view, "丙")
    assert sorted(v.name for v in saved_view.views(office, CADRES)) == ["丙", "乙"]
    saved_view.delete(office, renamed)
    assert [v.name for v in saved_view.views(office, CADRES)] == ["乙"]
    office.undo()
    office.undo()
    assert saved_view.named(office, "甲").id == view.id
    with pytest.raises(NotFound, match="可用的有：乙、甲"):
        saved_view.named(office, "丁")


def test_each_account_has_its_own(office: Office) -> None:
    saved_view.save(office, CADRES, "我的", CONTENT)
    other = Office(office.file, Account("李科员"), clock=clock)
    assert saved_view.views(other, CADRES) == []
    saved_view.save(other, CADRES, "我的", ViewContent())
    assert saved_view.content_of(saved_view.named(office, "我的")) == CONTENT


def test_a_view_without_a_name_is_refused(office: Office) -> None:
    with pytest.raises(FieldError, match="没有名称"):
        saved_view.save(office, CADRES, "  ", CONTENT)
    with pytest.raises(FieldError, match="最多 40 个字"):
        saved_view.save(office, CADRES, "长" * 41, CONTENT)


def test_saving_and_showing_a_view_changes_no_record(office: Office) -> None:
    person = make_person(office)
    view = saved_view.save(office, CADRES, "未谈名单", CONTENT)
    saved_view.content_of(view)
    assert office.get(type(person), person.id) == person


def test_a_file_carries_a_view_to_another_office(office: Office, tmp_path: Path) -> None:
    view = saved_view.save(office, CADRES, "未谈名单", CONTENT)
    target = tmp_path / "未谈名单.ganbu-view"
    saved_view.export(view, target)
    (tmp_path / "b").mkdir()
    other = make_office(tmp_path / "b")
    first = saved_view.import_file(other, target, CADRES)
    second = saved_view.import_file(other, target, CADRES)
    assert (first.name, second.name) == ("未谈名单", "未谈名单（2）")
    assert saved_view.content_of(second) == CONTENT
    with pytest.raises(CheckFailed, match="另一个列表"):
        saved_view.import_file(other, target, "ledger.talks")
    other.file.close()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "other"}, "不是导出的视图文件"),
        ({"format": 2}, "更新的版本"),
        ({"extra": 1}, "多余"),
        ({"name": ""}, "没有名称"),
        ({"name": 3}, "没有写明"),
        ({"content": []}, "不是视图的内容"),
        ({"content": {"macro": "x"}}, "不认识的项目“macro”"),
        ({"content": {"row_height": 5}}, "“row_height”写法不对"),
        ({"content": {"columns": [1]}}, "“columns”写法不对"),
        ({"content": {"filters": {"a": 1}}}, "“filters”写法不对"),
        ({"content": {"descending": 1}}, "“descending”写法不对"),
        ({"content": {"conditions": {"sql": "1"}}}, "不认识的项目“sql”"),
    ],
)
def test_a_file_that_is_no_view_is_refused(office: Office, tmp_path: Path, change: dict[str, Any], said: str) -> None:
    plain = {"kind": "ganbu-view", "format": 1, "name": "甲", "place": CADRES, "content": {}, **change}
    path = tmp_path / "x.ganbu-view"
    path.write_text(json.dumps(plain), "utf-8")
    with pytest.raises((CheckFailed, FieldError), match=said):
        saved_view.import_file(office, path, CADRES)
    assert saved_view.views(office, CADRES) == []


def test_what_is_no_text_is_refused(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "x.ganbu-view"
    for content, said in ((b"\xff\xfe", "不是文本"), (b"{", "读不出来"), (b" " * 1_000_001, "太大")):
        path.write_bytes(content)
        with pytest.raises(CheckFailed, match=said):
            saved_view.read_file(path)
    with pytest.raises(CheckFailed, match="打不开"):
        saved_view.read_file(tmp_path / "none.ganbu-view")


def test_a_content_that_went_bad_is_named(office: Office) -> None:
    view = SavedView(name="甲", place=CADRES, content="[", made_by="管理员")
    with pytest.raises(CheckFailed, match="视图“甲”的内容读不出来"):
        saved_view.content_of(view)
