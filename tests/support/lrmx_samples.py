"""Invented people as exchange files, pictures and archives hold them."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

from hypothesis import strategies as st
from PIL import Image

from ganbu_desktop.exchange.lrmx import (
    NEW_EDITOR_ELEMENTS,
    ORDER_V3,
    RELATIVE_ELEMENTS,
    VALUE_ELEMENTS,
    LrmxPerson,
    LrmxRelative,
    UnknownElement,
)

V3_VALUES = tuple(name for name in VALUE_ELEMENTS if name not in NEW_EDITOR_ELEMENTS)
HOSTILE_TEXTS = (
    "=cmd|'/c calc'!A0",
    "<b>&amp;]]></b>",
    "&#x41;&lt;",
    "]]>",
    "<!-- -->",
    "<![CDATA[x]]>",
    "a\r\nb\rc\n\n d",
    "\u202e反向\u200b零宽\u00a0",
    "𠮷𡈽㐂䶮\U00030edd",
    "\ue000\uf8ff",
    "坏\x00\x0b\x1f\ufffe\ud800字",
    "  前后空白\u3000",
    "tab\there",
    "{ns}a",
    "%s%n{0}",
    "é́ﬁ①",
)


def picture(
    width: int = 96, height: int = 120, mode: str = "RGB", form: str = "JPEG", *, seed: int = 0, **save: object
) -> bytes:
    """Return a picture with a gradient, so that cropping and turning can be seen."""
    image = Image.linear_gradient("L").resize((width, height)).rotate(seed % 4 * 90, expand=False).convert("RGB")
    image.putpixel((width - 1, 0), (255, 0, seed % 256))
    target = io.BytesIO()
    image.convert(mode).save(target, form, **save)
    return target.getvalue()


def invented_person(seed: int) -> LrmxPerson:
    """Return a plausible person; every fifth is hostile, every fourth of the new editor."""
    chance = random.Random(seed)
    values = {name: f"{name[:4]}{chance.randrange(10**6)}" for name in V3_VALUES if chance.random() < 0.8}
    values |= {
        "XingMing": chance.choice(["张三丰", "欧阳　娜", "阿卜杜热西提·买买提", "李 四"]),
        "ChuShengNianYue": f"{chance.randrange(1960, 2000)}{chance.randrange(1, 13):02}",
        "JianLi": "1990.09--1994.07  某大学某系学习\n1994.07--         某县某局科员\n\n县第十届党代表",
    }
    if seed % 4 == 0:
        values |= dict.fromkeys(NEW_EDITOR_ELEMENTS, "203012")
    if seed % 5 == 0:
        for name in chance.sample(V3_VALUES, 8):
            values[name] = chance.choice(HOSTILE_TEXTS)
    relatives = tuple(_invented_relative(chance, hostile=seed % 5 == 0) for _ in range(chance.randrange(13)))
    photo = picture(seed=seed) if seed % 3 == 0 else None
    unknown = (UnknownElement(chance.choice(ORDER_V3), f"<XinXiang>{seed}<Zi/></XinXiang>"),) if seed % 7 == 0 else ()
    return LrmxPerson(values, relatives, photo, "3.2.1.16", unknown)


def _invented_relative(chance: random.Random, *, hostile: bool) -> LrmxRelative:
    texts = [chance.choice(["妻子", "王五", "197203", "中共党员", "某县某局退休干部（已去世）", ""]) for _ in range(5)]
    if hostile:
        texts[chance.randrange(5)] = chance.choice(HOSTILE_TEXTS)
    unknown = (UnknownElement("ChengWei", '<Extra a="1 &lt; 2">值</Extra>', "Item"),) if chance.random() < 0.1 else ()
    return LrmxRelative.of(texts, unknown)


def xml_elements() -> st.SearchStrategy[str]:
    """Return elements of newer editors, with attributes, children and namespaces."""
    names = st.sampled_from(["XinXiang", "Extra", "字段", "x-1"])
    texts = st.sampled_from(
        ["", "值", "a &lt; b", "\r\n  行", "&#13;", "<Zi>1</Zi>尾", '<n:z xmlns:n="urn:x" n:k="v"/>', "<!--注-->"]
    )
    attributes = st.sampled_from(["", ' a="1"', ' a="x &amp; &#10;"', ' xmlns="urn:y"', ' xml:lang="zh"'])
    return st.builds(lambda name, text, extra: f"<{name}{extra}>{text}</{name}>", names, texts, attributes)


def people() -> st.SearchStrategy[LrmxPerson]:
    """Return any person at all: any text (lone surrogates and NUL included), any bytes for a photo."""
    text = st.text(alphabet=st.characters(), max_size=30) | st.sampled_from(HOSTILE_TEXTS)
    after = st.sampled_from([None, *VALUE_ELEMENTS, "JiaTingChengYuan", "ZhaoPian", "Version"])
    unknown = st.builds(UnknownElement, after, xml_elements())
    inside = st.builds(lambda xml: UnknownElement(None, xml, "JiaTingChengYuan"), xml_elements())
    after_item = st.sampled_from([None, *(item.name for item in RELATIVE_ELEMENTS)])
    in_item = st.builds(UnknownElement, after_item, xml_elements(), st.just("Item"))
    relative = st.builds(
        LrmxRelative.of, st.lists(text, min_size=5, max_size=5), st.lists(in_item, max_size=2).map(tuple)
    )
    return st.builds(
        LrmxPerson,
        st.dictionaries(st.sampled_from(VALUE_ELEMENTS), text, max_size=12),
        st.lists(relative, max_size=4).map(tuple),
        st.none() | st.binary(max_size=40),
        text,
        st.lists(unknown | inside, max_size=4).map(tuple),
    )


def lrm_record(changes: dict[int, str] | None = None, *, count: int = 33) -> str:
    """Return the text of a ``.lrm`` file of the second editor."""
    fields = [""] * 33
    fields[:9] = ["张　三", "男", "197204", "汉族", "湖南长沙", "199806", "健康", "湖南株洲", "199407"]
    fields[9] = "大学#工学学士#省委党校研究生#"
    fields[10] = "某大学某系某专业#某大学某系某专业#某省委党校某专业#"
    fields[11], fields[16] = "工程师", "熟悉土地管理"
    fields[17] = "1990.09--1994.07  某大学某专业学习\r\n1994.07--         某县某局局长"
    fields[18], fields[19] = "无", "近三年考核均为称职"
    for column, slots in enumerate(
        [("妻子", "女儿"), ("李四", "张五"), ("197311", ""), ("中共党员", ""), ("某校", "某厂")]
    ):
        fields[20 + column] = "@".join([*slots, *[""] * 11])
    fields[25:33] = ["某局局长", "某乡乡长", "某局局长", "工作需要", "某县委组织部", "202501", "赵六", "20250118"]
    for index, text in (changes or {}).items():
        fields[index] = text
    fields = (fields + [""] * 10)[:count]
    return ",".join(f'"{field}"' for field in fields)


def zip_of(path: Path, members: dict[str, bytes], *, gbk: bool = False) -> Path:
    """Write an archive; with ``gbk`` the names are stored as Chinese archivers do, without the UTF-8 mark."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(_GbkInfo(name) if gbk else zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return path


class _GbkInfo(zipfile.ZipInfo):
    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - the library's own hook
        return self.filename.encode("gbk"), self.flag_bits & ~0x800
