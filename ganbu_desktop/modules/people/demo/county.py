"""The invented county 青禾县: its units as a tree, with order, short names, levels and approved numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ganbu_desktop.modules.people.demo.words import code, rows, words

COUNTY = "青禾县"
DIVISION = "云溪青禾"
_DEPARTMENTS = (
    (f"中共{COUNTY}委办公室", "县委办", "党委办公厅、室", "主任", "office"),
    (f"中共{COUNTY}纪律检查委员会", "县纪委监委", "党的纪委机关", "书记", "committee"),
    (f"中共{COUNTY}委组织部", "县委组织部", "党委组织部", "部长", "department"),
    (f"中共{COUNTY}委宣传部", "县委宣传部", "党委宣传部", "部长", "department"),
    (f"中共{COUNTY}委统战部", "县委统战部", "党委统战部", "部长", "department"),
    (f"中共{COUNTY}委政法委员会", "县委政法委", "党委其他机关", "书记", "committee"),
)
_CHIEFS = {"town": ("党委书记", "党委副书记、镇长")}
_DEPUTIES = {
    "town": (
        "党委副书记",
        "党委委员、副镇长",
        "党委委员、组织委员",
        "党委委员、纪委书记",
        "党委委员、武装部长",
        "副镇长",
    ),
    "bureau": ("党组成员、副局长",) * 4,
    "office": ("副主任",) * 4,
    "department": ("副部长",) * 4,
    "committee": ("副书记",) * 3,
}
_STAFF = {
    "town": ("党政办公室主任", "经济发展办公室主任", "社会事务办公室主任", "党政办公室科员", "综合执法队队长"),
    "bureau": ("办公室主任", "政策法规股股长", "人事股股长", "办公室科员", "规划财务股科员"),
    "office": ("综合股股长", "秘书股科员", "信息股股长"),
    "department": ("干部股股长", "办公室主任", "办公室科员"),
    "committee": ("办公室主任", "第一纪检监察室主任", "综合室科员"),
}
_SPARE = 5


@dataclass(frozen=True)
class Body:
    """One unit as the people's makers need it: full name, short name, and the posts it has."""

    id: str
    name: str
    short_name: str
    chiefs: tuple[str, ...]
    deputies: tuple[str, ...]
    staff: tuple[str, ...]


@dataclass(frozen=True)
class County:
    """The field values of all units, parents first, and those units that people serve in."""

    units: list[dict[str, Any]]
    bodies: list[Body]


def build(number: int, people: int, ids: Sequence[str]) -> County:
    """Return ``number`` units with room for ``people``; ``ids`` names them."""
    plans = _plans(number)
    serving = [p for p in plans if p["body"]] or plans[:1]
    headcount = people // len(serving) + _SPARE
    units, bodies, by_name = [], [], {}
    for position, (plan, unit_id) in enumerate(zip(plans, ids, strict=True), 1):
        by_name[plan["name"]] = unit_id
        units.append(_values(plan, unit_id, position, by_name.get(plan["parent"]), headcount))
        if plan in serving:
            bodies.append(_body(plan, unit_id))
    _plant(units)
    return County(units, bodies)


def _plant(units: Sequence[dict[str, Any]]) -> None:
    """Leave one bureau a deputy too many, and one without approved numbers."""
    for unit in units:
        if unit["short_name"] == "统计局":
            unit["deputy_posts"] -= 1
        elif unit["short_name"] == "林业局":
            unit |= {"staff_administrative": None, "staff_worker": None}


def _plans(number: int) -> list[dict[str, Any]]:
    committee, government = f"中共{COUNTY}委员会", f"{COUNTY}人民政府"
    plans = [
        _plan(committee, f"{COUNTY}委", "党委", None, "县、处级", ""),
        _plan(government, f"{COUNTY}政府", "政府", None, "县、处级", ""),
    ]
    for name, short, category, chief, body in _DEPARTMENTS:
        plans.append(_plan(name, short, category, committee, "乡、科级", body, chief))
    for name, short, category in rows("bureaus"):
        plans.append(_plan(f"{COUNTY}{name}", short, category, government, "乡、科级", "bureau", "党组书记、局长"))
    for town in words("towns"):
        plans.append(_plan(f"{COUNTY}{town}", town, "党委", committee, "乡、科级", "town"))
    more = number - len(plans)
    plans += [
        _plan(f"{COUNTY}第{n}服务中心", f"第{n}服务中心", "政府其他机关", government, "副乡、副科级", "office", "主任")
        for n in range(1, more + 1)
    ]
    return plans[:number]


def _plan(
    name: str, short: str, category: str, parent: str | None, level: str, body: str, chief: str = ""
) -> dict[str, Any]:
    return {
        "name": name,
        "short": short,
        "category": category,
        "parent": parent,
        "level": level,
        "body": body,
        "chief": chief,
    }


def _values(plan: dict[str, Any], unit_id: str, position: int, parent: str | None, headcount: int) -> dict[str, Any]:
    town = plan["body"] == "town"
    return {
        "id": unit_id,
        "parent_id": parent,
        "position": position,
        "name": plan["name"],
        "short_name": plan["short"],
        "code": f"QH{position:03d}",
        "division": DIVISION,
        "subordination": code("unit_subordination", "镇" if town else "县"),
        "level": code("unit_level", plan["level"]),
        "category": code("unit_category", plan["category"]),
        "kind": code("unit_kind", "法人单位"),
        "staff_administrative": headcount if plan["body"] else 0,
        "staff_worker": 0,
        "inner_leader_posts": len(_STAFF.get(plan["body"], ())),
        "chief_posts": len(_CHIEFS.get(plan["body"], ("",))),
        "deputy_posts": len(_DEPUTIES.get(plan["body"], ())),
    }


def _body(plan: dict[str, Any], unit_id: str) -> Body:
    kind = plan["body"] or "office"
    town = plan["short"].endswith("乡")
    deputies = tuple(post.replace("镇长", "乡长") if town else post for post in _DEPUTIES[kind])
    chiefs = tuple(post.replace("镇长", "乡长") if town else post for post in _CHIEFS.get(kind, (plan["chief"],)))
    return Body(unit_id, plan["name"], plan["short"], chiefs, deputies, _STAFF[kind])
