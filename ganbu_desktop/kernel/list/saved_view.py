"""Saved views (视图): how one account likes to look at a list, kept in the store under a name.

A view holds columns, order, filters, conditions, grouping and row height; it never holds rows, and showing one changes
nothing that is stored. A file of it (``.ganbu-view``) carries the same and is read as strictly as any foreign file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from ganbu_desktop.foundation.errors import CheckFailed, FieldError, NotFound
from ganbu_desktop.foundation.fields import Date, Hidden, Number, Text
from ganbu_desktop.foundation.files import safe_write
from ganbu_desktop.foundation.nearest import offered
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.foundation.text import clean_line
from ganbu_desktop.kernel.list.conditions.reading import read_tree
from ganbu_desktop.kernel.list.conditions.tree import Group, as_plain
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.store.record import Record, column

RIGHT = "views.edit"
CADRES = "cadres"
"""The place of the views of the cadres list."""
SUFFIX = ".ganbu-view"
_KIND, _FORMAT = "ganbu-view", 1
_LONGEST_NAME, _LARGEST_FILE = 40, 1_000_000
_LEAST_HEIGHT, _MOST_HEIGHT, _MOST_COLUMNS = 20, 200, 500


class SavedView(Record, table="saved_view", label="视图", root=True, named_by="name"):
    """One view of one list. ``place``: whose list (``cadres``, ``ledger.talks``); ``content``: its ``ViewContent``."""

    name: str = column(Text(label="名称", wanted=True, max_length=_LONGEST_NAME), not_null=True)
    place: str = column(Hidden(label="列表"), not_null=True, indexed=True)
    content: str = column(Hidden(label="内容"), not_null=True)
    version: int = column(Number(label="版本", by_program=True), not_null=True, default=1)
    made_by: str = column(Text(label="账号", by_program=True), not_null=True)
    saved_on: PartialDate | None = column(Date(label="保存日期", by_program=True))


@dataclass(frozen=True)
class ViewContent:
    """What a view shows.

    ``columns``: keys on show, in order; empty for the list's own. ``frozen``: how many stay in sight. ``sort``: the key
    of a column or ready-made order. ``filters``: typed text by column. ``conditions``: None for none. ``grouping``:
    the key of the column that rows are grouped by, empty for none. ``row_height``: pixels at 100 %, 0 for the usual.
    """

    columns: tuple[str, ...] = ()
    frozen: int | None = None
    sort: str = ""
    descending: bool = False
    search: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    conditions: Group | None = None
    grouping: str = ""
    row_height: int = 0

    def to_text(self) -> str:
        """Return the content as JSON."""
        return json.dumps(self.plain(), ensure_ascii=False, sort_keys=True)

    def plain(self) -> dict[str, Any]:
        """Return the content as plain values."""
        plain = asdict(replace(self, conditions=None))
        plain["columns"] = list(self.columns)
        plain["conditions"] = None if self.conditions is None else as_plain(self.conditions)
        return plain


def content_of(view: SavedView) -> ViewContent:
    """Return what a stored view shows; CheckFailed with a sentence when its content cannot be read."""
    return read_content(_json(view.content, f"视图“{view.name}”的内容"), f"视图“{view.name}”")


def read_content(plain: object, what: str) -> ViewContent:
    """Read a content from plain values; CheckFailed naming ``what`` and the offending entry."""
    if not isinstance(plain, dict):
        raise CheckFailed(f"{what}不是视图的内容，没有采用；数据未改动")
    unknown = sorted(set(plain) - set(ViewContent.__dataclass_fields__))
    if unknown:
        raise CheckFailed(f"{what}里有不认识的项目“{unknown[0]}”，没有采用；数据未改动。可能是更新的版本保存的")
    for name, value in plain.items():
        if not _READERS[name](value):
            raise CheckFailed(f"{what}的项目“{name}”写法不对，没有采用；数据未改动")
    conditions = plain.get("conditions")
    values = {**plain, "columns": tuple(plain.get("columns", ()))}
    values["conditions"] = None if conditions is None else read_tree(conditions)
    return ViewContent(**values)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 1000


def _is_count(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


_READERS: dict[str, Callable[[object], bool]] = {
    "columns": lambda v: isinstance(v, list) and len(v) <= _MOST_COLUMNS and all(map(_is_text, v)),
    "frozen": lambda v: v is None or _is_count(v, 0, 20),
    "sort": _is_text,
    "descending": lambda v: isinstance(v, bool),
    "search": _is_text,
    "filters": lambda v: isinstance(v, dict) and all(_is_text(k) and _is_text(t) for k, t in v.items()),
    "conditions": lambda v: v is None or isinstance(v, dict),
    "grouping": _is_text,
    "row_height": lambda v: v == 0 or _is_count(v, _LEAST_HEIGHT, _MOST_HEIGHT),
}


def _json(text: str, what: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CheckFailed(f"{what}读不出来，没有采用；数据未改动") from error


def views(office: Office, place: str) -> list[SavedView]:
    """Return the acting account's views of a list, by name."""
    at = SavedView.table.c
    found = office.find(SavedView, at.place == place, at.made_by == office.account.name)
    return sorted(found, key=lambda view: (view.name, view.id))


def named(office: Office, name: str, place: str = CADRES) -> SavedView:
    """Return the acting account's view of that name; NotFound names those there are."""
    found = views(office, place)
    for view in found:
        if view.name == clean_line(name):
            return view
    there = offered(name, [view.name for view in found]) if found else "还没有保存过视图"
    raise NotFound(f"没有名为“{name}”的视图；{there}")


def save(office: Office, place: str, name: str, content: ViewContent) -> SavedView:
    """Save a view; one of the same name in the same list is replaced by a new version of it."""
    wanted = _checked_name(name)
    there = next((view for view in views(office, place) if view.name == wanted), None)
    today = PartialDate.of(office.today())
    with office.operation(f"保存视图：{wanted}", right=RIGHT) as current:
        if there is not None:
            return current.change(there, content=content.to_text(), version=there.version + 1, saved_on=today)
        made = SavedView(
            name=wanted, place=place, content=content.to_text(), made_by=office.account.name, saved_on=today
        )
        return current.insert(made)


def _checked_name(name: str) -> str:
    wanted = clean_line(name)
    if not wanted:
        raise FieldError("视图没有名称；请写一个名称再保存")
    if len(wanted) > _LONGEST_NAME:
        raise FieldError(f"视图的名称最多 {_LONGEST_NAME} 个字，现有 {len(wanted)} 个；没有保存")
    return wanted


def rename(office: Office, view: SavedView, name: str) -> SavedView:
    """Give a view another name, which no other one in its list may have."""
    wanted = _checked_name(name)
    if any(v.name == wanted and v.id != view.id for v in views(office, view.place)):
        raise FieldError(f"已经有一个名为“{wanted}”的视图；没有改名")
    with office.operation(f"视图改名：{wanted}", right=RIGHT) as current:
        return current.change(current.get(SavedView, view.id), name=wanted)


def delete(office: Office, view: SavedView) -> None:
    """Delete a view; the records that it showed stay as they are."""
    with office.operation(f"删除视图：{view.name}", right=RIGHT) as current:
        current.delete(current.get(SavedView, view.id))


def export(view: SavedView, target: Path) -> None:
    """Write a view as a file that another office can take in; it names no person."""
    plain = {
        "kind": _KIND,
        "format": _FORMAT,
        "name": view.name,
        "place": view.place,
        "content": content_of(view).plain(),
    }
    with safe_write(target) as temporary:
        temporary.write_text(json.dumps(plain, ensure_ascii=False, indent=2), "utf-8")


@dataclass(frozen=True)
class ViewFile:
    """What a view's file holds."""

    name: str
    place: str
    content: ViewContent


def read_file(path: Path) -> ViewFile:
    """Read a view's file; CheckFailed with a sentence for anything but what ``export`` writes."""
    what = f"文件“{path.name}”"
    plain = _json(_text_of(path, what), what)
    if not isinstance(plain, dict) or plain.get("kind") != _KIND:
        raise CheckFailed(f"{what}不是导出的视图文件（{SUFFIX}），没有导入；数据未改动")
    if plain.get("format") != _FORMAT:
        raise CheckFailed(f"{what}是更新的版本写出的，这个版本读不了，没有导入；数据未改动")
    if set(plain) != {"kind", "format", "name", "place", "content"}:
        raise CheckFailed(f"{what}的项目不全或有多余的，没有导入；数据未改动")
    name, place = plain["name"], plain["place"]
    if not _is_text(name) or not _is_text(place):
        raise CheckFailed(f"{what}没有写明视图的名称和列表，没有导入；数据未改动")
    return ViewFile(_checked_name(name), place, read_content(plain["content"], what))


def _text_of(path: Path, what: str) -> str:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise CheckFailed(f"{what}太大，不会是视图文件，没有导入；数据未改动")
        return path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise CheckFailed(f"{what}不是文本，没有导入；数据未改动") from error
    except OSError as error:
        raise CheckFailed(f"{what}打不开，没有导入；数据未改动。请看文件还在不在") from error


def import_file(office: Office, path: Path, place: str) -> SavedView:
    """Take a view's file into the views of a list; a name that is taken gets a number behind it."""
    found = read_file(path)
    if found.place != place:
        raise CheckFailed(f"文件“{path.name}”里的视图是另一个列表的，请到那个列表导入；数据未改动")
    return save(
        office,
        place,
        _free_name(found.name, [v.name for v in views(office, place)]),
        found.content,
    )


def _free_name(name: str, taken: list[str]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name[: _LONGEST_NAME - 4]}（{number}）" in taken:
        number += 1
    return f"{name[: _LONGEST_NAME - 4]}（{number}）"
