"""Which element of the appointment form's exchange file is which field: read by import, written by export."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ganbu_desktop.exchange.lrmx import NEW_EDITOR_ELEMENTS, UnknownElement

PERSON_ELEMENTS: Mapping[str, str] = {
    "XingMing": "name",
    "XingBie": "sex",
    "ChuShengNianYue": "born_on",
    "MinZu": "ethnicity",
    "JiGuan": "native_place",
    "ChuShengDi": "birthplace",
    "RuDangShiJian": "party_text",
    "CanJiaGongZuoShiJian": "work_began_on",
    "JianKangZhuangKuang": "health",
    "ZhuanYeJiShuZhiWu": "technical_title",
    "ShuXiZhuanYeYouHeZhuanChang": "expertise",
    "XianRenZhiWu": "current_post",
    "JianLi": "resume",
    "JiangChengQingKuang": "rewards_text",
    "NianDuKaoHeJieGuo": "annual_text",
    "ShenFenZheng": "id_number",
}
"""Element name → field of ``Person``."""

SHEET_ELEMENTS: Mapping[str, str] = {
    "QuanRiZhiJiaoYu_XueLi": "full_time_education",
    "QuanRiZhiJiaoYu_XueWei": "full_time_degree",
    "QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi": "full_time_education_school",
    "QuanRiZhiJiaoYu_XueWei_BiYeYuanXiaoXi": "full_time_degree_school",
    "ZaiZhiJiaoYu_XueLi": "in_service_education",
    "ZaiZhiJiaoYu_XueWei": "in_service_degree",
    "ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi": "in_service_education_school",
    "ZaiZhiJiaoYu_XueWei_BiYeYuanXiaoXi": "in_service_degree_school",
    "NiRenZhiWu": "proposed_post",
    "NiMianZhiWu": "proposed_removal",
    "RenMianLiYou": "reason",
    "ChengBaoDanWei": "reporting_unit",
    "JiSuanNianLingShiJian": "age_as_of",
    "TianBiaoShiJian": "filled_on",
    "TianBiaoRen": "filled_by",
    "DaoLingNianYue": "retirement_due_on",
    "GaiGeQianRenZhiNianLingJieXian": "pre_reform_limit",
}
"""Element name → field of ``AppointmentSheet``."""

RELATIVE_FIELDS: Mapping[str, str] = {
    "relation": "relation",
    "name": "name",
    "born": "born_on",
    "political_status": "political_status",
    "employer_and_post": "employer_and_post",
}
"""Attribute of ``LrmxRelative`` → field of ``Relative``."""


def unknown_to_text(unknown: Sequence[UnknownElement], stated: Sequence[str] = ()) -> str | None:
    """Return what is to be kept of an unknown remainder, and which elements of the newer editor the file had."""
    newer = [name for name in NEW_EDITOR_ELEMENTS if name in stated]
    if not unknown and not newer:
        return None
    kept: dict[str, Any] = {"unknown": [[u.after, u.xml, u.inside] for u in unknown], "newer": newer}
    return json.dumps(kept, ensure_ascii=False)


def unknown_from_text(text: str | None) -> tuple[tuple[UnknownElement, ...], tuple[str, ...]]:
    """Return the elements and names that ``unknown_to_text`` kept."""
    if not text:
        return (), ()
    kept = json.loads(text)
    return tuple(UnknownElement(*parts) for parts in kept["unknown"]), tuple(kept["newer"])
