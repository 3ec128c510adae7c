"""One page of running text in a form file: paper, margins and paragraphs (公文版式)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ganbu_desktop.paper.cells import POINTS_PER_MM, PageFrame
from ganbu_desktop.paper.form_spec import FAMILIES, TEXT, LetterSpec, PageSpec, ParagraphSpec
from ganbu_desktop.paper.toml_table import Table

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
STYLE = "letter"
"""The style that every paragraph stands on."""

Bindings = Mapping[str, str | tuple[str, ...]]


def read_letter(table: Table, *, styles: Table, bindings: Bindings) -> PageSpec:
    """Read a ``[[page]]`` table with paragraphs; raises DocumentError naming the paragraph that is wrong."""
    width, height, margins = table.number("width"), table.number("height"), table.sides("margins")
    leading = table.number("leading")
    room = width - margins.left - margins.right, height - margins.top - margins.bottom
    if not leading or min(room) <= 0 or room[1] * POINTS_PER_MM < leading:
        raise table.error("版心放不下一行，请核对 width、height、margins 和 leading")
    paragraphs = tuple(
        _read_paragraph(item, styles, bindings, leading) for item in table.tables("paragraph", "段落 {}")
    )
    letter = LetterSpec(leading, paragraphs, table.flag("page_number"))
    table.finish()
    return PageSpec(PageFrame(width, height, margins, (room[0],), (room[1],), ()), (), (), letter=letter)


def _read_paragraph(item: Table, styles: Table, bindings: Bindings, leading: float) -> ParagraphSpec:
    look = Table({**_keys(styles, STYLE), **_keys(styles, item.text("style", STYLE)), **_own(item)}, item.place)
    text = item.text("text")
    names = tuple(dict.fromkeys(PLACEHOLDER.findall(text)))
    for name in names:
        if bindings.get(name) != TEXT:
            raise item.error(f"数据项 {name} 没有在 bindings 中声明，或不是文字")
    size = look.number("size", 16.0)
    if not size:
        raise item.error("size 不能为 0")
    spec = ParagraphSpec(
        text=text,
        bindings=names,
        label=item.text("label", PLACEHOLDER.sub("", text).strip("：:　 ")[:12] or "正文"),
        family=look.choice("font", "fangsong", FAMILIES),
        size=size,
        leading=look.number("leading", leading) or leading,
        align=look.choice("align", "left", ("left", "center", "right")),
        indent=int(look.number("indent", 0)),
        left=look.number("left", 0),
        right=look.number("right", 0),
        before=look.number("before", 0),
        tied=look.flag("tied"),
        keeps_next=look.flag("keeps_next"),
    )
    look.finish()
    item.finish()
    return spec


def _own(item: Table) -> dict[str, object]:
    return {key: item.take(key) for key in item if key not in {"text", "label", "style"}}


def _keys(styles: Table, name: str) -> dict[str, object]:
    value = styles.take(name, {})
    if not isinstance(value, dict):
        raise styles.error(f"{name} 应为表")
    if name != STYLE and not value:
        raise styles.error(f"没有名为 {name} 的样式")
    return value
