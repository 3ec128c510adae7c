"""Column titles of a home-made roster and the item that each most likely means."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ganbu_desktop.exchange.cells import Cell
from ganbu_desktop.foundation.text import clean_line, half_width, without_blanks
from ganbu_desktop.paths import resource

LEFT_OUT = "-"
"""The key of columns that are not imported, such as serial numbers and ages."""

_PUNCTUATION = re.compile(r"[*:：、,，.;；/()\[\]【】“”\"'_-]")
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
_IDENTITY = re.compile(r"[1-9]\d{5}(?:19|20)\d{9}[\dXx]")
_GENERAL_GROUP = re.compile(r"^(?:人员|干部|个人|本人)?(?:基本|基础|个人)?(?:情况|信息)(?=.)")
# Groups that say nothing new of what stands below them; 配偶, 父亲 and the like do.
_NEUTRAL_GROUP = re.compile(
    r"(?:人员|干部|个人|本人|现)?(?:基本|基础|个人|身份|学历学?位?|学历及学位|学历、学位|教育|文化|职务|职务职级|任职|工作|政治|党派|联系)"
    r"(?:情况|信息|资料|背景|方式|程度)?"
)
_SHORTEST_INSIDE = 3
_UNSURE = 0.6
_SAMPLES = 3


@dataclass(frozen=True)
class RosterColumn:
    """One column: ``index`` from 1, flattened ``title``, suggested item (``A01.姓名``) and confidence from 0 to 1.

    ``suggested_key`` is None where nothing fits or another column fits the same item better (``rival``). ``samples``:
    the first different texts that stand in the column.
    """

    index: int
    title: str
    suggested_key: str | None
    confidence: float
    rival: bool = False
    samples: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return the title, or where the column stands when it has none."""
        return self.title or f"第 {self.index} 列，无标题"


@cache
def _aliases() -> dict[str, str]:
    table: dict[str, list[str]] = tomllib.loads(resource("exchange", "column_aliases.toml").read_text("utf-8"))
    return {title_key(alias): key for key, aliases in table.items() for alias in aliases}


@cache
def item_keys() -> tuple[str, ...]:
    """Return every item that a column can be mapped to, in the order of the alias table."""
    return tuple(dict.fromkeys(key for key in _aliases().values() if key != LEFT_OUT))


def title_key(text: str) -> str:
    """Return what is compared of a column title: no blanks, line breaks, punctuation or bracket widths."""
    return _PUNCTUATION.sub("", half_width(without_blanks(text)))


def known_titles(cells: Iterable[Cell]) -> int:
    """Return how many cells are titles that the alias table knows."""
    return sum(match_title(cell.text)[1] >= 0.9 for cell in cells if cell)


def is_title(text: str) -> bool:
    """Tell whether a cell's text is itself the title of some column."""
    return title_key(text) in _aliases()


def match_title(title: str) -> tuple[str | None, float]:
    """Return item and confidence: 1 the very alias, 0.9 without what stands in brackets, 0.6 one inside the other."""
    aliases = _aliases()
    title = _GENERAL_GROUP.sub("", title) or title
    key = title_key(title)
    if key in aliases:
        return aliases[key], 1.0
    bare = title_key(_BRACKETS.sub("", title))
    if bare in aliases:
        return aliases[bare], 0.9
    inside = [alias for alias in aliases if len(alias) >= _SHORTEST_INSIDE and alias in bare]
    if inside and len(bare) <= 20:
        return aliases[max(inside, key=len)], _UNSURE
    return None, 0.0


def match_path(path: Sequence[str]) -> tuple[str | None, float]:
    """Return item and confidence of a title in several rows: the whole of it, else what stands below neutral groups.

    Below a group that may say whom the column is about (配偶), what fits is suggested and never taken by itself.
    """
    whole = match_title("".join(path))
    if whole[1] >= 0.9:
        return whole
    for start in range(1, len(path)):
        key, confidence = match_title("".join(path[start:]))
        if confidence >= 0.9:
            is_neutral = all(_NEUTRAL_GROUP.fullmatch(group) for group in path[:start])
            return key, 0.8 if is_neutral else _UNSURE
    return whole


def suggest(paths: Sequence[Sequence[str]], samples: Sequence[Sequence[Cell]]) -> list[RosterColumn]:
    """Return a suggestion for each column that has a title or holds something; of rivals the surest wins.

    ``paths``: the title of each column from top to bottom; ``samples``: some cells of each column.
    """
    columns = []
    for index, (path, cells) in enumerate(zip(paths, samples, strict=True), 1):
        if not path and not cells:
            continue
        key, confidence = match_path(path)
        if key is None:
            key, confidence = _by_content(cells)
        texts = tuple(dict.fromkeys(clean_line(cell.text) for cell in cells))[:_SAMPLES]
        columns.append(RosterColumn(index, "".join(path), key, confidence, samples=texts))
    return _without_rivals(columns)


def _by_content(cells: Sequence[Cell]) -> tuple[str | None, float]:
    texts = [without_blanks(cell.text) for cell in cells if cell]
    if len(texts) >= 2 and all(_IDENTITY.fullmatch(text) for text in texts):
        return "A01.身份证号", 0.7
    if len(texts) >= 2 and set(texts) <= {"男", "女"}:
        return "A01.性别", 0.7
    return None, 0.0


def _without_rivals(columns: list[RosterColumn]) -> list[RosterColumn]:
    best: dict[str, RosterColumn] = {}
    for column in columns:
        key = column.suggested_key
        if key and key != LEFT_OUT and (key not in best or column.confidence > best[key].confidence):
            best[key] = column
    return [
        replace(column, suggested_key=None, confidence=0.0, rival=True)
        if column.suggested_key in best and best[column.suggested_key] is not column
        else column
        for column in columns
    ]


def layout_fingerprint(titles: Sequence[str]) -> str:
    """Return 16 hexadecimal digits that stay the same while titles and their order do; the key of a kept mapping."""
    return hashlib.sha256("\n".join(map(title_key, titles)).encode("utf-8", "replace")).hexdigest()[:16]
