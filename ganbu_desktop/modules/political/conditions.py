"""Conditions of the political room that hold whoever writes: what records ask themselves before they count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.office.parameter_overrides import figures
from ganbu_desktop.kernel.report.samples import SMALLEST

PARTY_LIFE = "3"
"""The code of table ``entry_source`` for 民主生活会."""
HOME_VISIT = "home_visit"
"""The table that home visits are kept in: care comes first there, and nothing leaves it without the person's word."""
CARRIED_FROM = frozenset({"talk", HOME_VISIT})
"""The tables whose records may begin an entry of the archive, each once, by a clerk and never by itself."""
WITHOUT_CONSENT = "由政治家访转入的条目须本人同意，请填写本人同意转入日期"
FROM_SELF_CRITICISM = "自我批评、自查的内容不得作为对本人不利的条目"
PARTY_LIFE_SOURCE = "民主生活会的批评与自我批评不作反向条目的来源，请以核实结论等材料另行登记"
LABELS = (
    "假担当",
    "瞎担当",
    "懒担当",
    "乱担当",
    "慢担当",
    "散担当",
    "太平官",
    "狮子型",
    "老黄牛",
)
"""Words of speech for kinds of people: references for a discussion, never something kept about a person."""
_IGNORED = re.compile(r"[\s，。、；：,.;:“”\"'（）()]+")
_SHORTEST_QUOTE = 8


def repeats(texts: Iterable[str | None], said: Iterable[str | None]) -> bool:
    """Return whether one of ``texts`` holds something that was ``said``, whatever the blanks and points.

    Sayings of fewer than eight characters are too common to tell.
    """
    plain = [_plain(text) for text in texts if text]
    sayings = [_plain(text) for text in said if text]
    return any(len(saying) >= _SHORTEST_QUOTE and saying in text for saying in sayings for text in plain)


def _plain(text: str) -> str:
    return _IGNORED.sub("", text)


def labels_in(texts: Sequence[str | None]) -> list[str]:
    """Return a sentence when a text labels a person instead of telling what happened; empty otherwise."""
    found = [label for label in LABELS if any(label in (text or "") for text in texts)]
    return [f"请写具体事实，不用“{'”“'.join(found)}”这类说法给人贴标签"] if found else []


def smallest_sample(connection: sa.Connection, held_on: PartialDate | None) -> int:
    """Return how many valid ballots a vote must have before anything of its items is kept."""
    return figures(connection).integer(SMALLEST, held_on)


def later_than_allowed(connection: sa.Connection, visited: PartialDate | None, ends: PartialDate | None) -> list[str]:
    """Return a sentence when a visit's note would be kept longer than the figure ``off_hours_months`` of its day."""
    if visited is None or ends is None:
        return []
    months = figures(connection).integer("off_hours_months", visited)
    latest = visited.plus_months(months)
    return [f"失效日期晚于走访后 {months} 个月（{latest}）"] if ends > latest else []
