"""Reading ``.lrm`` files of the second editor: one record of quoted fields in GBK, the photo beside it in ``.pic``.

There is no escaping in the format: fields are what stands between ``","``. Such files are only read, never written.
"""

from __future__ import annotations

import re
from itertools import zip_longest

from ganbu_desktop.exchange.lrmx import LrmxPerson, LrmxRelative, read_lrmx
from ganbu_desktop.exchange.safe_xml import MAX_BYTES, decode_chinese, illegal_characters, subject
from ganbu_desktop.foundation.errors import ExchangeError

FIELD_COUNT = 33
MIN_FIELDS = 30
MAX_FIELDS = 35

_PLAIN = {
    0: "XingMing",
    1: "XingBie",
    2: "ChuShengNianYue",
    3: "MinZu",
    4: "JiGuan",
    5: "RuDangShiJian",
    6: "JianKangZhuangKuang",
    7: "ChuShengDi",
    8: "CanJiaGongZuoShiJian",
    11: "ZhuanYeJiShuZhiWu",
    16: "ShuXiZhuanYeYouHeZhuanChang",
    17: "JianLi",
    18: "JiangChengQingKuang",
    19: "NianDuKaoHeJieGuo",
    25: "XianRenZhiWu",
    26: "NiRenZhiWu",
    27: "NiMianZhiWu",
    28: "RenMianLiYou",
    29: "ChengBaoDanWei",
    30: "JiSuanNianLingShiJian",
    31: "TianBiaoRen",
    32: "TianBiaoShiJian",
}
_JOINED = {
    9: ("QuanRiZhiJiaoYu_XueLi", "QuanRiZhiJiaoYu_XueWei", "ZaiZhiJiaoYu_XueLi", "ZaiZhiJiaoYu_XueWei"),
    10: (
        "QuanRiZhiJiaoYu_XueLi_BiYeYuanXiaoXi",
        "QuanRiZhiJiaoYu_XueWei_BiYeYuanXiaoXi",
        "ZaiZhiJiaoYu_XueLi_BiYeYuanXiaoXi",
        "ZaiZhiJiaoYu_XueWei_BiYeYuanXiaoXi",
    ),
}
_FAMILY_COLUMNS = range(20, 25)
_SEPARATOR = re.compile(r'"[ \t]*,[ \t\r\n]*"')
_PADDING = " \t\r\n\0\x1a,"


def read_lrm(data: bytes, photo: bytes | None = None, name: str = "") -> LrmxPerson:
    """Return the person of a ``.lrm`` file under the element names of ``.lrmx``; ``photo``: bytes of its ``.pic``.

    Raises ExchangeError, naming the file, when it is empty, cut short, or not such a record.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return read_lrmx(data, name)
    text, notices = _decoded(data, name)
    fields = _fields(text, name)
    if len(fields) != FIELD_COUNT:
        notices.append(f"文件有 {len(fields)} 个字段，通常是 {FIELD_COUNT} 个，请核对末尾几项")
    if illegal_characters(text):
        notices.append("有不可见的控制字符，已去掉，请核对文字")
    values = _values(fields, notices)
    return LrmxPerson(
        values=values,
        relatives=_relatives(fields),
        photo=photo,
        has_bom=data.startswith(b"\xef\xbb\xbf"),
        notices=tuple(notices),
        present=frozenset(values) | {"JiaTingChengYuan"} | ({"ZhaoPian"} if photo else set()),
    )


def _decoded(data: bytes, name: str) -> tuple[str, list[str]]:
    if not data.strip(b" \t\r\n\0"):
        raise ExchangeError(f"{subject(name)}是空的，没有可导入的内容；请向报送单位重新索取")
    if len(data) > MAX_BYTES:
        raise ExchangeError(f"{subject(name)}超过 {MAX_BYTES >> 20} MB，不是正常的任免审批表文件，没有导入")
    decoded = decode_chinese(data.removeprefix(b"\xef\xbb\xbf"), "gb18030")
    if decoded is not None:
        return decoded[0], []
    text = data.decode("gb18030", "replace")
    lost = text.count("\ufffd")
    return text, [f"有 {lost} 处文字编码损坏，已用“\ufffd”代替，请对照原件核对"]


def _fields(text: str, name: str) -> list[str]:
    record = text.strip(_PADDING)
    if not record.startswith('"'):
        raise ExchangeError(f"{subject(name)}不是任免审批表（.lrm）数据，没有导入")
    fields = _SEPARATOR.split(record[1:-1] if record.endswith('"') else record[1:])
    if len(fields) < MIN_FIELDS or not record.endswith('"') or len(record) < 2:
        raise ExchangeError(
            f"{subject(name)}不完整：只有 {len(fields)} 个字段（应有 {FIELD_COUNT} 个），"
            "可能传送时被截断，没有导入；请向报送单位重新索取"
        )
    if len(fields) > MAX_FIELDS:
        raise ExchangeError(
            f"{subject(name)}有 {len(fields)} 个字段（应有 {FIELD_COUNT} 个），无法判断各项位置，没有导入；"
            "文字中的英文引号请改为中文引号后另存"
        )
    return fields


def _values(fields: list[str], notices: list[str]) -> dict[str, str]:
    values = {element: fields[index] for index, element in _PLAIN.items() if index < len(fields)}
    for index, elements in _JOINED.items():
        parts = _education_parts(fields[index])
        if any(part.strip() for part in parts[len(elements) :]):
            notices.append("学历学位一项中的“#”多于约定，请核对学历学位和毕业院校")
            parts[len(elements) - 1 :] = ["#".join(parts[len(elements) - 1 :])]
        values |= dict(zip_longest(elements, parts[: len(elements)], fillvalue=""))
    return values


def _education_parts(text: str) -> list[str]:
    """Split ``全日制学历#学位@在职学历#学位``; some writers set ``#`` for the ``@`` too."""
    if "@" not in text:
        return text.split("#")
    full_time, _, in_service = text.partition("@")
    return [*(full_time if "#" in full_time else f"{full_time}#").split("#", 1), *in_service.split("#")]


def _relatives(fields: list[str]) -> tuple[LrmxRelative, ...]:
    """Turn the five columns, each holding one slot a relative, into relatives."""
    columns = [fields[index].split("@") for index in _FAMILY_COLUMNS]
    return tuple(LrmxRelative.of(slots) for slots in zip_longest(*columns, fillvalue=""))
