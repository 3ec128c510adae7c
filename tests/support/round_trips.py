"""Invented people as files state them, each value with what must come back: equal, or changed by a named rule."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from support.workbooks import identity_number, person_name

from ganbu_desktop.exchange.collection_workbook.layout import sheet_layout
from ganbu_desktop.exchange.lrmx import (
    NEW_EDITOR_ELEMENTS,
    VALUE_ELEMENTS,
    LrmxPerson,
    LrmxRelative,
    UnknownElement,
    element,
)
from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.fields import Choice, Date, Field, Flag, LongText, Name, Number
from ganbu_desktop.kernel.forms.lrmx_mapping import PERSON_ELEMENTS, SHEET_ELEMENTS
from ganbu_desktop.kernel.people.person import (
    COLLECTION_SETS,
    AppointmentSheet,
    Education,
    LevelHistory,
    Person,
    Relative,
    Tenure,
)
from ganbu_desktop.kernel.people.unit import Unit
from ganbu_desktop.store.record import Integer, Record, Reference, fields_of

Pair = tuple[str, str]
"""What the file holds, and what must come back."""

PLAIN_TEXTS = (
    "某某局办公室",
    "=cmd|'/c calc'!A1",
    "＝1+1",
    "+86 0830",
    "-1",
    "@SUM(A1)",
    "<b>&amp;</b>",
    "&lt;!-- ]]> -->",
    "_x000D_",
    "_x005F_",
    "{ns}a %s %n {0}",
    "'引号开头",
    "5.1E+17",
    "00123",
    "1.0",
    "是",
    "无",
    "𠮷䶮㐂𡈽野家",
    "他说“好”，“<不>好”",
    "中间 有　空格",
    "a\u200b中间零宽",
    "\ue000造字区",
)
TRIMMED_TEXTS = (("  前后有空  ", "前后有空"), ("\u3000全角空格\u3000", "全角空格"), ("\ufeff字节序标记", "字节序标记"))
"""Rule: blanks and invisible characters at both ends mean nothing."""

DATES = (
    ("1975", "1975"),
    ("197503", "197503"),
    ("19750312", "19750312"),
    ("1975.03", "197503"),
    ("1975.3", "197503"),
    ("1975年3月", "197503"),
    ("1975-03-12", "19750312"),
    ("1975/3/12", "19750312"),
    ("１９７５．０３", "197503"),
    ("19750300", "197503"),
    (" 1975.03 ", "197503"),
)
"""Rule: whatever the spelling of a date, exchange files hold its digits."""

NAMES = (
    ("李四", "李四"),
    ("李　四", "李四"),
    ("李 四", "李四"),
    ("𠮷䶮", "𠮷䶮"),
    ("㐂田", "㐂田"),
    ("阿依古丽·买买提", "阿依古丽·买买提"),
    ("阿依古丽•买买提", "阿依古丽·买买提"),
    ("阿依古丽．买买提", "阿依古丽·买买提"),
    ("Anna Maria", "Anna Maria"),
    ("=李四", "=李四"),
)
"""Rule: padding goes, and the middle dot is one character."""

FLAGS = (("是", "是"), ("否", "否"), ("√", "是"), ("1", "是"), ("0", "否"))
NUMBERS = (("12", "12"), ("0", "0"), ("2015", "2015"), ("12.0", "12"))

LONG_TEXTS = (
    *((text, text) for text in PLAIN_TEXTS),
    ("第一行\n第二行\n\n第四行", "第一行\n第二行\n\n第四行"),
    ("行尾空格  \n第二行\t", "行尾空格\n第二行"),
    ("    缩进的行\n  再一行", "    缩进的行\n  再一行"),
)
"""Rule: line ends become LF, blanks at the end of a line go."""

RESUMES = (
    (
        "1990.09--1994.07  某大学某系学习\n1994.07--         某县某局科员",
        "1990.09--1994.07  某大学某系学习\n1994.07--         某县某局科员",
    ),
    ("1990.09-1994.07 某大学学习", "1990.09--1994.07  某大学学习"),
    ("1990年9月至1994年7月，某大学学习", "1990.09--1994.07  某大学学习"),
    ("1994.07—至今 某县某局科员", "1994.07--         某县某局科员"),
    ("=没有日期的一段话 <b>", "=没有日期的一段话 <b>"),
    ("县第十届党代表\n𠮷䶮人大代表", "县第十届党代表\n𠮷䶮人大代表"),
)
"""Rule: lines that can be read are written with the official separators; paragraphs stay as they are."""


def longest(entry: Field, rng: random.Random) -> str:
    return "".join(rng.choices("某县乡镇人民政府办公室主任、科员𠮷", k=entry.max_length or 300))


def choice_pair(entry: Choice, rng: random.Random) -> Pair:
    """Return a label of the table, or, where the field takes other words, one of those."""
    table = codes.table(entry.table)
    if entry.open and rng.random() < 0.1:
        return "不在表里的说法", "不在表里的说法"
    if rng.random() < 0.1:
        aliased = [
            (a, e.label) for e in table.entries if not e.heading for a in e.aliases if table.code_for(a) == e.code
        ]
        if aliased:
            return rng.choice(aliased)
    label = rng.choice(table.labels())
    return label, label


def pair_for(entry: Field, rng: random.Random) -> Pair:
    """Return a value for one field: any that its kind can hold."""
    if isinstance(entry, Choice):
        return choice_pair(entry, rng)
    for kind, pairs in ((Date, DATES), (Name, NAMES), (Flag, FLAGS), (Number, NUMBERS), (LongText, LONG_TEXTS)):
        if isinstance(entry, kind):
            return rng.choice(pairs)
    if rng.random() < 0.1:
        return rng.choice(TRIMMED_TEXTS)
    text = longest(entry, rng) if rng.random() < 0.1 else rng.choice(PLAIN_TEXTS)
    return text, text


# --- the collection workbook ------------------------------------------------------------------------------------------

Row = dict[str, str]
NEEDED = {"A02": ("职务名称",), "A05": ("职务层次（职级）",), "A06": ("专业技术资格名称",), "A08": ("学历名称",)}
NEEDED |= {
    "A14": ("奖惩名称",),
    "A15": ("考核年度", "考核结论"),
    "A36": ("称谓", "家庭成员姓名"),
    "A99Z1": ("是否考录",),
}
UNITS = 12


@dataclass
class Sheets:
    """Rows by sheet as handed in (``given``) and as they must come back (``expected``)."""

    given: dict[str, list[Row]] = field(default_factory=dict)
    expected: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, sheet: str, pairs: Mapping[str, Pair]) -> None:
        self.given.setdefault(sheet, []).append({h: g for h, (g, _) in pairs.items() if g})
        self.expected.setdefault(sheet, []).append({h: e for h, (_, e) in pairs.items() if e})


def headers(cls: type[Record]) -> dict[str, Field]:
    """Return the columns of a record's sheet; a column without a field is a KeyError."""
    known = {f.header or f.label: f for f in fields_of(cls).values()}
    given = ("姓名", "身份证号", "任职机构名称") if cls is not Person else ("身份证号",)
    columns = {h: known[h] for h in sheet_layout(str(cls.sheet)).headers if h not in given}
    return {h: f for h, f in columns.items() if not isinstance(f, Reference | Integer)}


def _pairs(cls: type[Record], rng: random.Random, share: float) -> dict[str, Pair]:
    needed = NEEDED.get(str(cls.sheet), ())
    return {h: pair_for(f, rng) for h, f in headers(cls).items() if h in needed or rng.random() < share}


def unit_name(number: int) -> str:
    return f"试验县第{number}局" + ("" if number % 4 else "<&>=")


def _unit(number: int, rng: random.Random) -> dict[str, Pair]:
    pairs = _pairs(Unit, rng, 0.6)
    position = str(number + 1)
    short = f"{number}局"
    own = {"机构名称": unit_name(number), "机构简称": short, "同级排序号": position, "机构编码": f"01.{number:03}"}
    return pairs | {h: (text, text) for h, text in own.items()}


def _person(number: int, rng: random.Random) -> tuple[dict[str, Pair], dict[str, Pair]]:
    name = person_name(number)
    head = {"姓名": (f"{name[0]}　{name[1:]}" if number % 7 == 0 else name, name)}
    if number % 10:
        head["身份证号"] = (identity_number(number),) * 2
    pairs = _pairs(Person, rng, rng.choice([0.1, 0.7, 1.0]))
    pairs.pop("姓名", None)
    pairs["出生年月"] = ("1975.03", "197503")
    if "简历" in pairs:
        pairs["简历"] = rng.choice(RESUMES)
    return head, pairs | head


def _row(cls: type[Record], head: Mapping[str, Pair], order: int, rng: random.Random) -> dict[str, Pair]:
    pairs = {**_pairs(cls, rng, 0.7), **head}
    if cls is Tenure:
        unit = unit_name(rng.randrange(UNITS))
        pairs |= {"任职机构名称": (unit, unit), "职务排序": (str(order), str(order))}
    if cls is Relative:
        pairs |= {"排序": (str(order), str(order))}
    if cls is LevelHistory and pairs.get("类别（职务层次、职级标志）", ("", ""))[1] == "享受的职级":
        label = rng.choice(codes.table("rank_below_county").labels())
        pairs["职务层次（职级）"] = (label, label)
    if cls is Education and order > 1:
        pairs["学历名称"] = (f"第{order}段", f"第{order}段")
    return pairs


def collection_sheets(people: int, seed: int) -> Sheets:
    """Return the sheets of ``people`` invented people, hostile values among them."""
    rng = random.Random(seed)
    sheets = Sheets()
    for number in range(UNITS):
        sheets.add("B01", _unit(number, rng))
    for number in range(people):
        head, pairs = _person(number, rng)
        sheets.add("A01", pairs)
        for cls in COLLECTION_SETS:
            many = 12 if cls is Relative and number % 20 == 0 else rng.choice([0, 1, 2, 3])
            for order in range(1, min(many, 1 if cls.sheet == "A99Z1" else 99) + 1):
                sheets.add(str(cls.sheet), _row(cls, head, order, rng))
    return sheets


# --- form files -------------------------------------------------------------------------------------------------------

PARTY_TEXTS = (
    ("200108", "200108"),
    ("2001.08", "200108"),
    ("2001年8月", "200108"),
    ("民建", "民建"),
    ("2001.08;民建", "200108；民建"),
    ("无党派人士", "无党派"),
    ("群众", "群众"),
    ("说不清的 <话>", "说不清的 <话>"),
)
"""Rule: 入党时间 is written with digits and one separator, parties by their usual names; other words stay."""

UNKNOWN = (
    UnknownElement("XingBie", "<XinXiang a='1 &lt; 2'>值<Zi/>尾</XinXiang>"),
    UnknownElement("NianDuKaoHeJieGuo", "<KaoHe>=1+1</KaoHe>"),
)


@dataclass(frozen=True)
class FormFile:
    """One form file's person as given and as expected."""

    given: LrmxPerson
    expected: LrmxPerson


def _element_field(name: str) -> Field:
    if name in PERSON_ELEMENTS:
        return fields_of(Person)[PERSON_ELEMENTS[name]]
    return fields_of(AppointmentSheet)[SHEET_ELEMENTS[name]]


def _element_pair(name: str, rng: random.Random) -> Pair:
    if name == "RuDangShiJian":
        return rng.choice(PARTY_TEXTS)
    if name == "JianLi":
        return rng.choice(RESUMES)
    if name in ("NianDuKaoHeJieGuo", "JiangChengQingKuang") or element(name).multiline:
        return rng.choice(LONG_TEXTS)
    return pair_for(_element_field(name), rng)


def _relative(rng: random.Random) -> tuple[list[str], list[str]]:
    described = fields_of(Relative)
    names = ("relation", "name", "born_on", "political_status", "employer_and_post")
    pairs = [pair_for(described[n], rng) if rng.random() < 0.8 else ("", "") for n in names]
    return [g for g, _ in pairs], [e for _, e in pairs]


def form_file(number: int, photo: bytes | None, rng: random.Random) -> FormFile:
    """Return one invented person's form file."""
    share = rng.choice([0.1, 0.7, 1.0])
    names = [n for n in VALUE_ELEMENTS if (n not in NEW_EDITOR_ELEMENTS or number % 4 == 0)]
    pairs = {n: _element_pair(n, rng) for n in names if rng.random() < share}
    name = person_name(number)
    own = {
        "XingMing": (f"{name[0]}　{name[1:]}" if number % 7 == 0 else name, name),
        "ShenFenZheng": (identity_number(number),) * 2,
    }
    pairs |= own
    pairs.setdefault("ChuShengNianYue", ("1975.03", "197503"))
    relatives = [_relative(rng) for _ in range(12 if number % 20 == 0 else rng.randrange(6))]
    inside = (UnknownElement("ChengWei", "<Extra>值</Extra>", "Item"),) if number % 11 == 0 else ()
    unknown = UNKNOWN if number % 9 == 0 else ()
    version = "3.2.1.16" if number % 3 else "4.0.0.1"

    def made(side: int) -> LrmxPerson:
        items: Sequence[list[str]] = [r[side] for r in relatives]
        return LrmxPerson(
            {n: p[side] for n, p in pairs.items()},
            tuple(LrmxRelative.of(texts, inside) for texts in items),
            photo,
            version,
            unknown,
        )

    return FormFile(made(0), made(1))
