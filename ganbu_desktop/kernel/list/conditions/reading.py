"""The strict reader of saved conditions: plain values to a tree, or a sentence that names what is not understood."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.list.conditions.tree import (
    AND,
    ANY,
    CURRENT,
    LATEST,
    LONGEST_TEXT,
    MOST_DEEP,
    MOST_MEMBERS,
    MOST_VALUES,
    NONE,
    OR,
    Condition,
    Group,
    Node,
    Ready,
)

_GROUP = {"join", "members", "not"}
_READY = {"ready", "values"}
_CONDITION = {"field", "operator", "values", "which", "as_of"}


def read_text(text: str) -> Group:
    """Read a tree from JSON text."""
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refused("不是 JSON 格式") from error
    return read_tree(plain)


def read_tree(plain: object) -> Group:
    """Read a tree from plain values; CheckFailed says what is not understood. Whether fields exist is asked later."""
    found = _node(plain, 1)
    if not isinstance(found, Group):
        return Group(members=(found,))
    return found


def _refused(why: str) -> CheckFailed:
    return CheckFailed(f"查询条件{why}，没有采用；数据未改动")


def _node(plain: object, depth: int) -> Node:
    if not isinstance(plain, dict):
        raise _refused("里有一处不是条件")
    if depth > MOST_DEEP:
        raise _refused(f"的括号超过 {MOST_DEEP} 层")
    if "join" in plain:
        return _group(plain, depth)
    return _ready(plain) if "ready" in plain else _condition(plain)


def _only(plain: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(str(key) for key in set(plain) - known)
    if unknown:
        raise _refused(f"里有不认识的项目“{unknown[0][:40]}”")


def _group(plain: Mapping[str, Any], depth: int) -> Group:
    _only(plain, _GROUP)
    join, members, negated = plain["join"], plain.get("members"), plain.get("not", False)
    if join not in (AND, OR):
        raise _refused("的连接只能是 and 或 or")
    if not isinstance(members, list) or len(members) > MOST_MEMBERS:
        raise _refused(f"的一个括号里应有不超过 {MOST_MEMBERS} 个条件")
    if not isinstance(negated, bool):
        raise _refused("的 not 应为 true 或 false")
    return Group(join, tuple(_node(member, depth + 1) for member in members), negated)


def _text(value: object, what: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise _refused(f"的{what}应为不超过 {LONGEST_TEXT} 字的文字")
    return value


def _ready(plain: Mapping[str, Any]) -> Ready:
    _only(plain, _READY)
    values = plain.get("values", {})
    if not isinstance(values, dict) or len(values) > MOST_VALUES:
        raise _refused("里现成条件的填空写法不对")
    filled = tuple((_text(k, "填空名称"), _text(v, "填空")) for k, v in values.items())
    return Ready(_text(plain["ready"], "现成条件名称"), filled)


def _condition(plain: Mapping[str, Any]) -> Condition:
    _only(plain, _CONDITION)
    if not {"field", "operator"} <= set(plain):
        raise _refused("里有一个条件没有写明字段或比较方式")
    values, which = plain.get("values", []), plain.get("which", "")
    if not isinstance(values, list) or len(values) > MOST_VALUES:
        raise _refused(f"的一个条件最多有 {MOST_VALUES} 个值")
    if which not in ("", ANY, CURRENT, LATEST, NONE):
        raise _refused("里有不认识的“哪一条”")
    return Condition(
        _text(plain["field"], "字段"),
        _text(plain["operator"], "比较方式"),
        tuple(_text(value, "值") for value in values),
        which,
        _text(plain.get("as_of", ""), "计算时间"),
    )
