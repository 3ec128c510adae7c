"""The strict reader of form files: what is not understood, does not fit or does not add up is an error.

The errors are for whoever writes a form; they name the file, the page and the cell.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from ganbu_desktop.foundation.errors import DocumentError
from ganbu_desktop.paper.form_page import read_page
from ganbu_desktop.paper.form_plain import PLAIN_SOURCE, read_plain
from ganbu_desktop.paper.form_spec import IMAGE, TEXT, FormSpec, PageSpec
from ganbu_desktop.paper.toml_table import Table
from ganbu_desktop.paths import resource

Bindings = Mapping[str, str | tuple[str, ...]]


def list_forms(folder: Path | None = None, room: str = "*") -> list[tuple[str, str, str]]:
    """Return (name, Chinese title, edition) of every form under ``folder`` (default: the program's own), or of one
    room's.
    """
    heads = [_head(path) for path in _form_paths(folder, room)]
    return [(head.text("name"), head.text("title"), head.text("edition", "")) for head in heads]


@lru_cache(maxsize=32)
def load_form(name: str, folder: Path | None = None) -> FormSpec:
    """Return the form called ``name``; raises DocumentError when there is none or its file is faulty."""
    for path in _form_paths(folder):
        if path.stem == name:
            return read_form(path)
    raise DocumentError(f"没有名为“{name}”的表格")


def read_form(path: Path, catalogue: Bindings | None = None) -> FormSpec:
    """Read one form file.

    ``catalogue``: all values that can be offered, by name and kind; a form that declares another one is refused.
    Raises DocumentError naming file and cell for an unknown key or binding, overlapping cells, gaps in a table,
    columns or rows that do not sum up.
    """
    head = _head(path)
    bindings, pages = read_plain(head) if head.has("lines") else _read_placed(head)
    if catalogue is not None:
        _check_catalogue(bindings, catalogue, path)
    form = FormSpec(
        name=head.text("name"),
        title=head.text("title"),
        edition=head.text("edition", ""),
        source=head.text("source", PLAIN_SOURCE) if head.has("lines") else head.text("source"),
        path=path,
        bindings=bindings,
        pages=pages,
    )
    head.finish()
    _check_form(form)
    return form


def _read_placed(head: Table) -> tuple[dict[str, str | tuple[str, ...]], tuple[PageSpec, ...]]:
    """Return the bindings and pages of a form that places its cells itself."""
    bindings = _read_bindings(head.table("bindings"))
    styles = head.table("styles")
    pages = tuple(read_page(table, styles=styles, bindings=bindings) for table in head.tables("page", "第 {} 页"))
    return bindings, pages


def _form_paths(folder: Path | None, room: str = "*") -> list[Path]:
    return sorted((folder or resource("forms")).glob(f"{room}/*.toml"), key=lambda path: path.stem)


def _head(path: Path) -> Table:
    try:
        return Table(tomllib.loads(path.read_text(encoding="utf-8")), path.name)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DocumentError(f"表格文件 {path.name} 无法读取：{error}") from error


def _read_bindings(table: Table) -> dict[str, str | tuple[str, ...]]:
    bindings: dict[str, str | tuple[str, ...]] = {}
    for name in table:
        kind: Any = table.take(name)
        if isinstance(kind, list) and kind and all(isinstance(field, str) for field in kind):
            bindings[name] = tuple(kind)
        elif kind in {TEXT, IMAGE}:
            bindings[name] = str(kind)
        else:
            raise table.error(f"数据项 {name} 的种类应为 text、image 或字段名列表")
    return bindings


def _check_catalogue(bindings: Bindings, catalogue: Bindings, path: Path) -> None:
    for name, kind in bindings.items():
        offered = catalogue.get(name)
        fields_missing = isinstance(kind, tuple) and not set(kind) <= set(offered or ())
        if offered is None or fields_missing or (isinstance(kind, str) and offered != kind):
            raise DocumentError(f"表格文件 {path.name}：数据项 {name} 没有来源")


def _check_form(form: FormSpec) -> None:
    """Every declared binding is drawn somewhere, and the file is called after the form."""
    if form.path.stem != form.name:
        raise DocumentError(f"表格文件 {form.path.name}：文件名应与表格名 {form.name} 相同")
    unused = set(form.bindings) - _drawn(form.pages)
    if unused:
        raise DocumentError(f"表格文件 {form.path.name}：数据项 {'、'.join(sorted(unused))} 没有放在任何单元格里")
    _check_continuations(form)


def _check_continuations(form: FormSpec) -> None:
    """A continuation page takes up what flows over from the page before it."""
    for number, page in enumerate(form.pages):
        if not page.is_continuation:
            continue
        before = form.pages[number - 1] if number else None
        if before is None or before.is_continuation or not before.flowing or before.flowing != page.flowing:
            place = f"表格文件 {form.path.name} 第 {number + 1} 页"
            raise DocumentError(f"{place}：续页应紧跟一页有 flow 或 continues 的页，且接续同样的数据项")


def _drawn(pages: tuple[PageSpec, ...]) -> set[str]:
    cells = [cell for page in pages for cell in page.cells]
    letters = [page.letter for page in pages if page.letter is not None]
    told = {name for letter in letters for paragraph in letter.paragraphs for name in paragraph.bindings}
    return told | {name for cell in cells for name in (cell.repeat or cell.binding,) if name}
