"""What was probably meant by a name that is not there: the nearest names, with their titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

_MOST, _LEAST = 3, 0.55
_FEW = 8


def nearest(typed: str, known: Mapping[str, str]) -> list[str]:
    """Return at most three of the ``known`` names (name to title) that are near what was typed, nearest first.

    A title counts like a name, and a part of either is near: 谈话 finds the forms with 谈话 in their title.
    """
    wanted = typed.strip().lower()
    scored = [(max(_alike(wanted, name.lower()), _alike(wanted, title.lower())), name) for name, title in known.items()]
    near = [(score, name) for score, name in scored if score >= _LEAST]
    return [name for _score, name in sorted(near, key=lambda pair: (-pair[0], pair[1]))[:_MOST]]


def _alike(typed: str, known: str) -> float:
    if not typed or not known:
        return 0.0
    if typed in known or known in typed:
        return 0.8 + 0.2 * min(len(typed), len(known)) / max(len(typed), len(known))
    return SequenceMatcher(None, typed, known, autojunk=False).ratio()


def offered(typed: str, known: Mapping[str, str] | Iterable[str], *, listed_by: str = "") -> str:
    """Return a clause that names what was probably meant, else all there is, else how to list it (``listed_by``)."""
    titles = dict(known) if isinstance(known, Mapping) else dict.fromkeys(known, "")
    found = nearest(typed, titles)
    if found:
        return f"相近的有：{_named(found, titles)}" + (f"；全部名称见 {listed_by}" if listed_by else "")
    if len(titles) <= _FEW or not listed_by:
        return f"可用的有：{_named(titles, titles)}" if titles else "一个也没有"
    return f"全部名称见 {listed_by}"


def _named(names: Iterable[str], titles: Mapping[str, str]) -> str:
    return "、".join(f"{name}（{titles[name]}）" if titles[name] and titles[name] != name else name for name in names)
