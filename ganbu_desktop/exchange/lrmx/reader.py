"""Reading a ``.lrmx`` file: tolerant of order, spelling of emptiness and newer elements; refuses what is not a form."""

from __future__ import annotations

import base64
import binascii
import re
from xml.etree.ElementTree import Element

from ganbu_desktop.exchange.lrmx.model import (
    FAMILY,
    ITEM,
    PERSON,
    PHOTO,
    RELATIVE_ELEMENTS,
    RELATIVE_ORDER,
    VERSION,
    LrmxPerson,
    LrmxRelative,
    UnknownElement,
    canonical_xml,
    element,
    file_text,
    known_names,
)
from ganbu_desktop.exchange.safe_xml import decode_xml, local_name, parse_xml, subject, without_illegal
from ganbu_desktop.foundation.errors import ExchangeError

MAX_ROWS = 500
"""Most relatives, and most unknown elements, that a file of one person can sensibly have."""
MAX_NOTICES = 50

_BLANKS = re.compile(r"\s+")
_DATA_PREFIX = re.compile(r"data:[\w/+.-]*;base64,", re.IGNORECASE)
_IMAGE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM")


def read_lrmx(data: bytes, name: str = "") -> LrmxPerson:
    """Return the person of a ``.lrmx`` file; what was odd but readable stands in ``notices``.

    Raises ExchangeError, naming the file, when it is empty, damaged, too large, or not a 干部任免审批表.
    """
    decoded = decode_xml(data, name)
    source, dropped = without_illegal(decoded.text)
    root = parse_xml(source, name)
    if local_name(root) != PERSON:
        raise ExchangeError(
            f"{subject(name)}不是干部任免审批表数据（根元素是“{local_name(root)[:40]}”，应为“{PERSON}”），没有导入"
        )
    reading = _Reading(list(decoded.notices))
    if dropped:
        reading.notices.append(f"有 {dropped} 个不可见的控制字符，已去掉，请核对文字")
    reading.take_root(root)
    person = reading.person(decoded.has_bom)
    if len(person.relatives) > MAX_ROWS or len(person.unknown) > MAX_ROWS:
        raise ExchangeError(f"{subject(name)}的家庭成员或未知项目超过 {MAX_ROWS} 个，不是正常文件，没有导入")
    return person


class _Reading:
    """What has been taken from the file so far."""

    def __init__(self, notices: list[str]) -> None:
        self.notices = notices
        self.values: dict[str, str] = {}
        self.relatives: list[LrmxRelative] = []
        self.unknown: list[UnknownElement] = []
        self.photo: bytes | None = None
        self.version = ""
        self.present: set[str] = set()

    def person(self, has_bom: bool) -> LrmxPerson:
        return LrmxPerson(
            values=self.values,
            relatives=tuple(self.relatives),
            photo=self.photo,
            version=self.version,
            unknown=tuple(self.unknown),
            has_bom=has_bom,
            notices=tuple(dict.fromkeys(self.notices))[:MAX_NOTICES],
            present=frozenset(self.present),
        )

    def take_root(self, root: Element) -> None:
        self._report_attributes(root)
        self._report_stray_text(root)
        after: str | None = None
        for child in root:
            name = local_name(child)
            if name in known_names(PERSON):
                self._take_known(name, child)
                self.present.add(name)
                after = name
            else:
                self.unknown.append(UnknownElement(after, canonical_xml(child)))

    def _take_known(self, name: str, child: Element) -> None:
        self._report_attributes(child)
        if name in self.present:
            kept = "各处的成员都已读入" if name == FAMILY else "已取第一个有内容的"
            self.notices.append(f"“{element(name).title}”（{name}）在文件中出现了不止一次，{kept}")
        if name == FAMILY:
            self._take_family(child)
        elif name == PHOTO:
            self.photo = self.photo or self._photo("".join(child.itertext()))
        elif name == VERSION:
            self.version = self.version or self._text(child)
        else:
            self.values[name] = self.values.get(name) or self._text(child)

    def _text(self, child: Element) -> str:
        if len(child):
            self.notices.append(f"“{local_name(child)}”里面还有下级元素，只取了其中的文字")
        return file_text("".join(child.itertext()))

    def _report_stray_text(self, container: Element) -> None:
        stray = (container.text or "") + "".join(child.tail or "" for child in container)
        if stray.strip():
            self.notices.append(f"元素之间有不属于任何项目的文字“{stray.strip()[:20]}”，没有读入")

    def _report_attributes(self, part: Element) -> None:
        if part.attrib:
            self.notices.append(f"元素“{local_name(part)}”带有附加属性，没有保留；文字不受影响")

    def _take_family(self, container: Element) -> None:
        self._report_stray_text(container)
        for child in container:
            if local_name(child) == ITEM:
                self.relatives.append(self._relative(child))
            else:
                self.unknown.append(UnknownElement(None, canonical_xml(child), FAMILY))

    def _relative(self, item: Element) -> LrmxRelative:
        self._report_attributes(item)
        self._report_stray_text(item)
        texts: dict[str, str] = {}
        unknown: list[UnknownElement] = []
        after: str | None = None
        for child in item:
            name = local_name(child)
            if name not in RELATIVE_ORDER:
                unknown.append(UnknownElement(after, canonical_xml(child), ITEM))
                continue
            if name in texts:
                title = next(one.title for one in RELATIVE_ELEMENTS if one.name == name)
                self.notices.append(f"家庭成员的“{title}”出现了不止一次，已取第一个有内容的")
            self._report_attributes(child)
            texts[name] = texts.get(name) or self._text(child)
            after = name
        return LrmxRelative.of((texts.get(name, "") for name in RELATIVE_ORDER), tuple(unknown))

    def _photo(self, text: str) -> bytes | None:
        packed = _DATA_PREFIX.sub("", _BLANKS.sub("", text), count=1)
        try:
            photo = base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
        except (binascii.Error, ValueError):
            self.notices.append("照片数据已损坏，没有读入；其余各项不受影响，请另行补照片")
            return None
        if photo and not photo.startswith(_IMAGE_STARTS):
            self.notices.append("照片不是 JPEG、PNG 或 BMP 图片，请另行补照片")
        return photo or None
