"""Saved conditions are read back as they were, and anything unknown is refused with a sentence."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ganbu_desktop.desktop.conditions import outline
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.list.conditions.reading import read_text, read_tree
from ganbu_desktop.kernel.list.conditions.tree import (
    AND,
    ANY,
    CURRENT,
    LATEST,
    NONE,
    OR,
    Condition,
    Group,
    Ready,
    as_plain,
)

texts = st.text(max_size=12)
conditions = st.builds(
    Condition,
    texts,
    texts,
    st.lists(texts, max_size=3).map(tuple),
    st.sampled_from(["", ANY, CURRENT, LATEST, NONE]),
    texts,
)
readies = st.builds(Ready, texts, st.dictionaries(texts, texts, max_size=2).map(lambda found: tuple(found.items())))
leaves = st.one_of(conditions, readies)


def groups(members: st.SearchStrategy[object], least: int = 0) -> st.SearchStrategy[Group]:
    return st.builds(
        Group, st.sampled_from([AND, OR]), st.lists(members, min_size=least, max_size=4).map(tuple), st.booleans()
    )


trees = groups(st.one_of(leaves, groups(st.one_of(leaves, groups(leaves, 1)), 1)))


@given(trees)
def test_a_tree_is_read_back_as_it_was(tree: Group) -> None:
    assert read_text(json.dumps(as_plain(tree))) == tree


@given(trees)
def test_a_tree_stands_in_lines_as_it_was(tree: Group) -> None:
    assert outline.tree_of(outline.lines_of(tree), tree) == tree


@given(trees, st.data())
def test_indenting_and_taking_out_lose_no_condition(tree: Group, data: st.DataObject) -> None:
    lines = outline.lines_of(tree)
    if not lines:
        return
    place = data.draw(st.integers(0, len(lines) - 1))
    for act in (outline.indented, outline.outdented):
        moved, there = act(lines, place)
        assert moved[there].node == lines[place].node
        assert outline.tree_of(moved, tree).count() == tree.count()
        assert outline.lines_of(outline.tree_of(moved, tree)) == moved


def test_two_lines_in_a_bracket_and_out_again() -> None:
    lines = outline.lines_of(Group(members=(Condition("a", "equal"), Condition("b", "equal"), Condition("c", "equal"))))
    inside, place = outline.indented(lines, 1)
    assert outline.tree_of(inside, Group()) == Group(
        members=(Group(OR, (Condition("a", "equal"), Condition("b", "equal"))), Condition("c", "equal"))
    )
    three, _ = outline.indented(inside, 3)
    assert outline.tree_of(three, Group()) == Group(
        members=(Group(OR, (Condition("a", "equal"), Condition("b", "equal"), Condition("c", "equal"))),)
    )
    out, _ = outline.outdented(inside, place)
    assert [line.depth for line in out] == [0, 1, 0, 0]
    assert outline.removed(out, 1) == [line for line in out if line.depth == 0 and not line.is_bracket]


@pytest.mark.parametrize(
    ("plain", "said"),
    [
        ([], "不是条件"),
        ({"join": "xor", "members": []}, "and 或 or"),
        ({"join": "and"}, "一个括号里"),
        ({"join": "and", "members": [], "not": 1}, "not 应为"),
        ({"join": "and", "members": [], "sql": "1=1"}, "不认识的项目“sql”"),
        ({"ready": "women", "values": []}, "填空写法"),
        ({"ready": 3}, "现成条件名称"),
        ({"field": "a"}, "没有写明字段或比较方式"),
        ({"field": "a", "operator": "b", "values": "c"}, "最多有"),
        ({"field": "a", "operator": "b", "values": [1]}, "文字"),
        ({"field": "a", "operator": "b", "which": "all"}, "哪一条"),
        ({"field": "a" * 501, "operator": "b"}, "不超过 500 字"),
        (1, "不是条件"),
    ],
)
def test_what_is_not_understood_is_refused(plain: object, said: str) -> None:
    with pytest.raises(CheckFailed, match=said):
        read_tree(plain)


def test_brackets_too_deep_are_refused() -> None:
    plain: dict[str, object] = {"join": "and", "members": []}
    for _ in range(10):
        plain = {"join": "and", "members": [plain]}
    with pytest.raises(CheckFailed, match="超过 8 层"):
        read_tree(plain)
    with pytest.raises(CheckFailed, match="不是 JSON"):
        read_text("{")


def test_one_condition_alone_stands_in_a_group() -> None:
    assert read_tree({"ready": "women"}) == Group(members=(Ready("women"),))


def test_the_only_line_of_two_brackets_stays_in_the_outer_one() -> None:
    a, b = Condition("a", "equal"), Condition("b", "equal")
    lines = outline.lines_of(Group(members=(a, Group(OR, (Group(AND, (b,)),)))))
    out, place = outline.outdented(lines, 3)
    assert [line.depth for line in out] == [0, 0, 1]
    assert (out[place].node, outline.tree_of(out, Group())) == (b, Group(members=(a, Group(OR, (b,)))))
