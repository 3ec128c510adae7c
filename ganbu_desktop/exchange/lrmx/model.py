"""What one ``.lrmx`` file holds: the elements by name, the relatives, the photo, and what we do not know.

An ``LrmxPerson`` is always as a file can hold it: texts are trimmed and free of characters that XML forbids, so that
writing and reading it gives the same person again. It refuses to know what the values mean.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any
from xml.etree import ElementTree

from ganbu_desktop.exchange.safe_xml import MAX_DEPTH, legal_text, local_name, parse_xml
from ganbu_desktop.foundation.errors import ExchangeError

PERSON = "Person"
FAMILY = "JiaTingChengYuan"
ITEM = "Item"
PHOTO = "ZhaoPian"
VERSION = "Version"


@dataclass(frozen=True)
class LrmxElement:
    """One element of the file: Chinese meaning, longest text in characters (None: open), and how it is filled."""

    name: str
    title: str
    max_length: int | None = None
    multiline: bool = False
    is_new: bool = False


ELEMENTS: tuple[LrmxElement, ...] = (
    LrmxElement("XingMing", "姓名", 18),
    LrmxElement("XingBie", "性别", 1),
    LrmxElement("ChuShengNianYue", "出生年月", 8),
    LrmxElement("MinZu", "民族", 18),
    LrmxElement("JiGuan", "籍贯", 18),
    LrmxElement("ChuShengDi", "出生地", 18),
    LrmxElement("RuDangShiJian", "入党时间", 18),
    LrmxElement("CanJiaGongZuoShiJian", "参加工作时间", 8),
    LrmxElement("DaoLingNianYue", "到龄年月", is_new=True),
    LrmxElement("JianKangZhuangKuang", "健康状况", 18),
    LrmxElement("ZhuanYeJiShuZhiWu", "专业技术职务", 90),
    LrmxElement("ShuXiZhuanYeYouHeZhuanChang", "熟悉专业有何专长", 110),
    LrmxElement("QuanRiZhiJiaoYu_XueLi", "全日制教育学历", 54),
    LrmxElement("QuanRiZhiJiaoYu_XueWei", "全日制教育学位", 54),
    LrmxElement("QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi", "全日制教育学历毕业院校系及专业", 90),
    LrmxElement("QuanRiZhiJiaoYu_XueWei_BiYeYuanXiaoXi", "全日制教育学位毕业院校系及专业", 90),
    LrmxElement("ZaiZhiJiaoYu_XueLi", "在职教育学历", 54),
    LrmxElement("ZaiZhiJiaoYu_XueWei", "在职教育学位", 54),
    LrmxElement("ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi", "在职教育学历毕业院校系及专业", 90),
    LrmxElement("ZaiZhiJiaoYu_XueWei_BiYeYuanXiaoXi", "在职教育学位毕业院校系及专业", 90),
    LrmxElement("XianRenZhiWu", "现任职务", 324),
    LrmxElement("NiRenZhiWu", "拟任职务", 324),
    LrmxElement("NiMianZhiWu", "拟免职务", 324),
    LrmxElement("JianLi", "简历", multiline=True),
    LrmxElement("JiangChengQingKuang", "奖惩情况", 552, multiline=True),
    LrmxElement("NianDuKaoHeJieGuo", "年度考核结果", 414, multiline=True),
    LrmxElement("RenMianLiYou", "任免理由", 552, multiline=True),
    LrmxElement(FAMILY, "家庭主要成员及重要社会关系"),
    LrmxElement("ChengBaoDanWei", "呈报单位", 252, multiline=True),
    LrmxElement("GaiGeQianRenZhiNianLingJieXian", "改革前任职年龄界限", is_new=True),
    LrmxElement("JiSuanNianLingShiJian", "计算年龄时间", 8),
    LrmxElement("TianBiaoShiJian", "填表时间", 8),
    LrmxElement("TianBiaoRen", "填表人", 18),
    LrmxElement("ShenFenZheng", "身份证号", 18),
    LrmxElement(PHOTO, "照片"),
    LrmxElement(VERSION, "编辑器版本"),
)
RELATIVE_ELEMENTS: tuple[LrmxElement, ...] = (
    LrmxElement("ChengWei", "称谓", 18),
    LrmxElement("XingMing", "姓名", 18),
    LrmxElement("ChuShengRiQi", "出生日期", 8),
    LrmxElement("ZhengZhiMianMao", "政治面貌", 18),
    LrmxElement("GongZuoDanWeiJiZhiWu", "工作单位及职务", 124),
)
ORDER_NEW: tuple[str, ...] = tuple(item.name for item in ELEMENTS)
ORDER_V3: tuple[str, ...] = tuple(item.name for item in ELEMENTS if not item.is_new)
NEW_EDITOR_ELEMENTS: tuple[str, ...] = tuple(item.name for item in ELEMENTS if item.is_new)
VALUE_ELEMENTS: tuple[str, ...] = tuple(name for name in ORDER_NEW if name not in {FAMILY, PHOTO, VERSION})
RELATIVE_ORDER: tuple[str, ...] = tuple(item.name for item in RELATIVE_ELEMENTS)
_DEPTHS = {PERSON: 1, FAMILY: 2, ITEM: 3}
RELATIVE_FIELDS: tuple[str, ...] = ("relation", "name", "born", "political_status", "employer_and_post")


@cache
def element(name: str) -> LrmxElement:
    """Return the description of a root element; KeyError when the file format has none of that name."""
    return {item.name: item for item in ELEMENTS}[name]


def file_text(text: str) -> str:
    """Return ``text`` as a file carries it: line ends LF, trimmed, nothing that XML forbids."""
    return legal_text(text).replace("\r\n", "\n").replace("\r", "\n").strip()


@dataclass(frozen=True)
class UnknownElement:
    """An element of a newer editor, kept as source text to be written back in its place.

    ``after``: the known element before it (None: it came first). ``inside``: Person, the family container or an Item.
    """

    after: str | None
    xml: str
    inside: str = PERSON

    def __post_init__(self) -> None:
        element = parse_xml(self.xml, max_depth=MAX_DEPTH - _DEPTHS[self.inside])
        object.__setattr__(self, "xml", canonical_xml(element))
        if local_name(element) in known_names(self.inside):
            raise ExchangeError(f"元素“{local_name(element)}”是表中已有的项目，不能作为未知元素写入")


def known_names(container: str) -> tuple[str, ...]:
    """Return the element names that mean something to us inside ``container``."""
    return {PERSON: ORDER_NEW, FAMILY: (ITEM,), ITEM: RELATIVE_ORDER}[container]


def canonical_xml(element: ElementTree.Element) -> str:
    """Return the element's source without what follows it; parsing the result gives the same source again."""
    for part in element.iter():
        part.text = _line_ends(part.text)
        part.tail = None if part is element else _line_ends(part.tail)
    return ElementTree.tostring(element, encoding="unicode", short_empty_elements=False)


def _line_ends(text: str | None) -> str | None:
    return text and text.replace("\r\n", "\n").replace("\r", "\n")


def _placed(unknown: Iterable[UnknownElement], order: Sequence[str]) -> tuple[UnknownElement, ...]:
    """Return the unknown elements in the order in which a file with the elements ``order`` holds them."""
    places = {name: place for place, name in enumerate(order)}
    moved = [item if item.after in places else _moved_up(item, places) for item in unknown]
    return tuple(sorted(moved, key=lambda item: -1 if item.after is None else places[item.after]))


def _moved_up(item: UnknownElement, places: Mapping[str, int]) -> UnknownElement:
    """Return ``item`` after the nearest earlier element that is written."""
    earlier = ORDER_NEW[: ORDER_NEW.index(item.after)] if item.after in ORDER_NEW else ()
    after = next((name for name in reversed(earlier) if name in places), None)
    return UnknownElement(after, item.xml, item.inside)


@dataclass(frozen=True)
class LrmxRelative:
    """One Item of the family container. ``born`` is the file's text (usually digits)."""

    relation: str = ""
    name: str = ""
    born: str = ""
    political_status: str = ""
    employer_and_post: str = ""
    unknown: tuple[UnknownElement, ...] = ()

    def __post_init__(self) -> None:
        for name in RELATIVE_FIELDS:
            object.__setattr__(self, name, file_text(getattr(self, name)))
        object.__setattr__(self, "unknown", _placed(self.unknown, RELATIVE_ORDER))

    @classmethod
    def of(cls, texts: Iterable[str], unknown: tuple[UnknownElement, ...] = ()) -> LrmxRelative:
        """Return the relative of the five texts in the order of the file's elements."""
        relation, name, born, political_status, employer_and_post = texts
        return cls(relation, name, born, political_status, employer_and_post, unknown)

    def texts(self) -> tuple[str, ...]:
        """Return the five texts in the order of the file's elements."""
        return tuple(getattr(self, name) for name in RELATIVE_FIELDS)

    def is_blank(self) -> bool:
        """Say whether nothing is stated: editors write ten Items, filled or not."""
        return not any(self.texts()) and not any(_has_content(item.xml) for item in self.unknown)


def _has_content(xml: str) -> bool:
    element = parse_xml(xml)
    return bool("".join(element.itertext()).strip()) or any(part.attrib for part in element.iter())


@dataclass(frozen=True)
class LrmxPerson:
    """One person as the file states it.

    ``values``: element name -> text; every element of the V3 editor is there ('' when empty), those of the new editor
    when stated. ``photo``: image bytes as found. ``present``: the names the file had at all, so that "left out" can be
    told from "empty". ``notices``: sentences about what was odd. The last three fields do not count for equality.
    """

    values: dict[str, str]
    relatives: tuple[LrmxRelative, ...] = ()
    photo: bytes | None = None
    version: str = ""
    unknown: tuple[UnknownElement, ...] = ()
    has_bom: bool = field(default=True, compare=False)
    notices: tuple[str, ...] = field(default=(), compare=False)
    present: frozenset[str] = field(default=frozenset(), compare=False)

    def __post_init__(self) -> None:
        strange = set(self.values) - set(VALUE_ELEMENTS)
        if strange:
            raise ValueError(f"not elements of the file format: {sorted(strange)}")
        set_field = object.__setattr__
        set_field(self, "values", _complete(self.values))
        set_field(self, "relatives", tuple(item for item in self.relatives if not item.is_blank()))
        set_field(self, "photo", self.photo or None)
        set_field(self, "version", file_text(self.version))
        set_field(self, "unknown", self._settled_unknown())

    def _settled_unknown(self) -> tuple[UnknownElement, ...]:
        family = [UnknownElement(None, item.xml, FAMILY) for item in self.unknown if item.inside == FAMILY]
        return (*_placed((item for item in self.unknown if item.inside == PERSON), self.order()), *family)

    def order(self) -> tuple[str, ...]:
        """Return the names of the elements that a file of this person has, in canonical order."""
        return tuple(name for name in ORDER_NEW if name in self.values or name in {FAMILY, PHOTO, VERSION})

    def to_plain(self) -> dict[str, Any]:
        """Return the person as JSON can carry it; the photo as base64."""
        return {
            "values": dict(self.values),
            "relatives": [_relative_to_plain(item) for item in self.relatives],
            "photo": base64.b64encode(self.photo).decode("ascii") if self.photo else None,
            "version": self.version,
            "unknown": [_unknown_to_plain(item) for item in self.unknown],
            "has_bom": self.has_bom,
            "notices": list(self.notices),
            "present": sorted(self.present),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> LrmxPerson:
        """Return the person that ``to_plain`` wrote."""
        return cls(
            values=dict(plain["values"]),
            relatives=tuple(_relative_from_plain(item) for item in plain["relatives"]),
            photo=base64.b64decode(plain["photo"]) if plain["photo"] else None,
            version=plain["version"],
            unknown=_unknown_from_plain(plain["unknown"]),
            has_bom=plain["has_bom"],
            notices=tuple(plain["notices"]),
            present=frozenset(plain["present"]),
        )


def _complete(values: Mapping[str, str]) -> dict[str, str]:
    return {
        name: file_text(values.get(name, ""))
        for name in VALUE_ELEMENTS
        if name in values or name not in NEW_EDITOR_ELEMENTS
    }


def _unknown_to_plain(item: UnknownElement) -> dict[str, Any]:
    return {part.name: getattr(item, part.name) for part in fields(item)}


def _unknown_from_plain(plain: Iterable[Mapping[str, Any]]) -> tuple[UnknownElement, ...]:
    return tuple(UnknownElement(item["after"], item["xml"], item["inside"]) for item in plain)


def _relative_to_plain(item: LrmxRelative) -> dict[str, Any]:
    texts: dict[str, Any] = dict(zip(RELATIVE_FIELDS, item.texts(), strict=True))
    return texts | {"unknown": [_unknown_to_plain(one) for one in item.unknown]}


def _relative_from_plain(plain: Mapping[str, Any]) -> LrmxRelative:
    return LrmxRelative.of((plain[name] for name in RELATIVE_FIELDS), _unknown_from_plain(plain["unknown"]))
