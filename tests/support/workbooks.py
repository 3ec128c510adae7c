"""Invented table files for the exchange tests: people who do not exist, in workbooks as offices make them."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from ganbu_desktop.exchange.collection_workbook import LAYOUT, write_collection_workbook
from ganbu_desktop.foundation.identity_number import check_digit

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GIVEN = "明华建国志强丽芳秀英伟敏静磊军洋勇艳杰涛"

HOSTILE_TEXTS = (
    "=cmd|'/c calc'!A1",
    "＝1+1",
    "+86 0830",
    "-1",
    "@SUM(A1)",
    "<b>&amp;</b>",
    "_x000D_",
    "他说“好”\n第二行",
    "  前后有空  ",
    "阿依古丽·买买提",
    "𠮷野家㐂",
    "a\u200bb",
    "'引号开头",
    "5.1E+17",
)


def identity_number(number: int) -> str:
    """Return a valid number of an invented person of an area that does not exist."""
    first = f"990000{1960 + number % 40}{number % 12 + 1:02}{number % 28 + 1:02}{number % 1000:03}"
    return first + check_digit(first)


def person_name(number: int) -> str:
    """Return an invented name."""
    return SURNAMES[number % 20] + GIVEN[number // 20 % 20] + GIVEN[number // 400 % 20]


def collection_rows(people: int, seed: int = 1) -> dict[str, list[dict[str, str]]]:
    """Return rows for all ten sheets: every column filled now and then, hostile texts among them."""
    choose = random.Random(seed)
    rows: dict[str, list[dict[str, str]]] = {
        "B01": [{"机构名称": f"试验县第{n}局", "机构简称": f"{n}局"} for n in range(5)]
    }
    per_person = {"A01": 1, "A02": 2, "A05": 2, "A06": 1, "A08": 2, "A14": 1, "A15": 3, "A36": 4, "A99Z1": 1}
    for layout in LAYOUT[1:]:
        rows[layout.set] = [
            {**_values(layout.headers, choose), "姓名": person_name(n), "身份证号": identity_number(n)}
            for n in range(people)
            for _ in range(per_person[layout.set])
        ]
    return rows


def _values(headers: Sequence[str], choose: random.Random) -> dict[str, str]:
    words = ("199005", "20010203", "是", "汉族", "副主任", "大学", "1990.09--1994.07  某大学学习\n1994.07--  某局工作")
    values = {}
    for header in headers:
        if choose.random() < 0.7:
            values[header] = choose.choice(HOSTILE_TEXTS) if choose.random() < 0.05 else choose.choice(words)
    return values


def collection_file(path: Path, people: int = 3) -> Path:
    """Write a filled collection workbook and return its path."""
    write_collection_workbook(path, collection_rows(people))
    return path


def make_xlsx(path: Path, rows: Sequence[Sequence[Any]], change: Callable[[Worksheet], None] | None = None) -> Path:
    """Write one sheet of values with openpyxl; ``change`` may do what it likes to the sheet before saving."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "花名册"
    for row in rows:
        sheet.append(list(row))
    if change is not None:
        change(sheet)
    workbook.save(path)
    return path


def edit_parts(
    path: Path, edits: Mapping[str, Callable[[bytes], bytes]], extra: Mapping[str, bytes] | None = None
) -> Path:
    """Rewrite parts of a zip file whose names match the patterns; add ``extra`` parts."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            for pattern, edit in edits.items():
                if re.search(pattern, name):
                    content = edit(content)
            archive.writestr(name, content)
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return path


ROSTER_ROWS: list[list[Any]] = [
    ["某县干部花名册"],
    ["填报单位：某县某局", None, None, None, None, "2026年1月"],
    ["序号", "姓名", "性别", "出生年月", "工作单位及职务", "备注"],
    [1, "赵明", "男", "1975.03", "某局局长", None],
    [2, "钱华", "女", "1980.11", "某局副局长、党组成员", None],
    [None, None, None, None, None, None],
    [3, "孙建", "男", datetime(1982, 5, 1), "某局科长，一级主任科员；兼某站站长", None],
    ["合计", None, 3, None, None, None],
    ["注：本表由各单位据实填写", None, None, None, None, None],
    ["填表人：李芳", None, None, None, "审核人：周强", None],
]
