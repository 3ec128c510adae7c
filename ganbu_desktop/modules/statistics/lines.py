"""The lines that codes fall on, as the official tables part people."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ganbu_desktop.foundation import codes

ETHNICITIES = ("汉族", "少数民族")
PARTIES = ("中共党员", "民主党派", "无党派", "共青团员和群众")
LEVELS = ("正科", "副科", "其他")
EDUCATIONS = ("研究生", "大学", "大专", "中专", "高中及以下")
DEGREES = ("博士", "硕士", "学士", "其他")
TITLES = ("正高", "副高", "中初级", "其他")
EXCELLENT = ("三年优秀", "两年优秀", "一年优秀", "没有优秀")
SEVERAL = "两种以上来源"
_PARTY_CODES = {"01": 0, "02": 0, "12": 2, "03": 3, "13": 3}
_LEVEL_CODES = {"1A41": "正科", "1A42": "副科"}
_FULL_TITLES = (
    "正高",
    "研究员",
    "教授",
    "主任医师",
    "主任药师",
    "主任护师",
    "主任技师",
    "编审",
    "译审",
    "高级记者",
    "高级编辑",
    "研究馆员",
    "播音指导",
    "国家级教练",
)
_HIGH = ("高级", "副")
_NONE = ("无", "没有", "暂无")


def ethnicity(code: str) -> str:
    """Return 汉族 or 少数民族."""
    return ETHNICITIES[codes.table("ethnicity").label_for(code) != ETHNICITIES[0]]


def party(code: str) -> str:
    """Return the line of a code of 政治面貌; 预备党员 are party members."""
    return PARTIES[_PARTY_CODES.get(code, 1)]


def level(code: str) -> str:
    """Return 正科, 副科 or 其他."""
    return _LEVEL_CODES.get(code, LEVELS[2])


def education(place: str) -> str:
    """Return the line of what ``expressions.education`` gives."""
    return EDUCATIONS[int(place)]


def degree(place: str) -> str:
    """Return the line of what ``expressions.degree`` gives; a course without a degree is 其他."""
    return DEGREES[int(place)]


def title(text: str) -> str:
    """Return the line of a technical title: 副教授 and 高级工程师 are 副高, 正高级工程师 and 教授 are 正高."""
    if text.strip() in _NONE:
        return TITLES[3]
    if any(word in text for word in _FULL_TITLES) and "副" not in text and "助理" not in text:
        return TITLES[0]
    return TITLES[1] if any(word in text for word in _HIGH) else TITLES[2]


def excellent(count: str | int) -> str:
    """Return the line of how many of the last three years were 优秀."""
    return EXCELLENT[3 - min(3, int(count))]


def source(packed: str | None) -> str | None:
    """Return the line of the codes of one's source tags, joined by commas: somebody with several counts once."""
    found = set(packed.split(",")) if packed else set()
    if not found:
        return None
    return SEVERAL if len(found) > 1 else codes.table("source_category").label_for(found.pop())


def age_names(bounds: Sequence[int]) -> tuple[str, ...]:
    """Return 30岁及以下, 31—35岁 … 56岁及以上 for upper bounds."""
    between = [f"{low + 1}—{high}岁" for low, high in pairwise(bounds)]
    return (f"{bounds[0]}岁及以下", *between, f"{bounds[-1] + 1}岁及以上")


def year_names(bounds: Sequence[int]) -> tuple[str, ...]:
    """Return 不满1年, 1—3年 … 10年及以上 for bounds, each band without its upper bound."""
    return (f"不满{bounds[0]}年", *(f"{a}—{b}年" for a, b in pairwise(bounds)), f"{bounds[-1]}年及以上")
