"""Rows of invented people for every column that a roster can have: typical, many, hostile."""

from __future__ import annotations

from typing import Any

from ganbu_desktop.paper.roster import RosterSpec, load_roster

RARE = "𠮷䶮㛃堃"
LONG = "中共某某自治州某某哈萨克自治县委员会组织部副部长、县委党史研究室主任（兼），二级调研员；"
HOSTILE = (
    '=HYPERLINK("http://x","点")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "＝1＋1",
    "<b>&amp;</b><img src=file:/etc/passwd>",
    "\t行\r\n首\r尾",
    "A" * 300,
    "。" * 60,
    "空\x00\x0b\ud842字",
    LONG * 3,
    RARE,
)
_FAMILY_NAMES, _GIVEN_NAMES = "张李欧何林周赵", ("越", "建国", "明远", "晓晴", "秀兰")


def person(number: int = 1) -> dict[str, Any]:
    """Return one complete person; no two numbers are alike."""
    return {
        "name": _FAMILY_NAMES[number % 7] + _GIVEN_NAMES[number % 5],
        "photo": None,
        "sex": "男女"[number % 2],
        "ethnicity": ("汉族", "维吾尔族", "土家族")[number % 3],
        "native_place": "湖南清河",
        "birth_and_age": "1975.03\n（51岁）",
        "birth": "1975.03",
        "age": "51",
        "birthplace": "湖南清河",
        "id_number": f"43000019750312{number:04d}",
        "political_status": "中共党员",
        "health": "健康",
        "work_began": "1997.07",
        "party_joined": "1998.06",
        "full_time_education": "大学　文学学士\n云溪师范大学中文系汉语言文学专业",
        "in_service_education": "研究生　公共管理硕士\n云溪大学公共管理学院公共管理专业" if number % 2 else "",
        "education": "研究生",
        "school": "云溪大学公共管理学院公共管理专业",
        "unit": f"清河县第{number % 40 + 1}局",
        "current_post": f"清河县第{number % 40 + 1}局党组成员、副局长，县第{number}事务中心主任（兼）",
        "proposed_post": "清河县人民政府办公室党组书记、主任",
        "post_level": "乡科级副职",
        "post_since": "2023.10",
        "level_since": "2015.08",
        "rank": "三级主任科员",
        "rank_since": "2022.06",
        "technical_title": "中学一级教师" if number % 4 == 0 else "",
        "annual_results": "2023年称职\n2024年优秀\n2025年称职",
        "recommendation": "谈话调研推荐：25票\n会议推荐：38票\n重点考察：同意",
        "expertise": "干部教育",
        "person_category": "公务员",
        "staffing_type": "行政编制",
        "resume": "1997.07--2010.12  清河县第一中学教师\n2010.12--         清河县柳林镇党委书记",
        "note": "女、土家族" if number % 6 == 1 else "",
    }


def people(count: int, *, group_size: int = 12) -> list[dict[str, Any]]:
    """Return many people in groups of so many."""
    return [{**person(n), "_group": f"清河县第{(n - 1) // group_size + 1}单位"} for n in range(1, count + 1)]


def hostile(spec: RosterSpec) -> list[dict[str, Any]]:
    """Return people whose every text is hostile, a different one in each column."""
    texts = [column.key for column in spec.choices if column.kind == "text" and column.key != "number"]
    return [
        {**person(row), **{key: HOSTILE[(row + n) % len(HOSTILE)] for n, key in enumerate(texts)}, "_id": f"p{row}"}
        for row in range(len(HOSTILE))
    ]


def spec_of(name: str = "roster") -> RosterSpec:
    """Return a ready-made roster."""
    return load_roster(name)
