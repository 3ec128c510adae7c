"""Who the person is: identity number, basic facts, party, photo."""

from __future__ import annotations

from collections.abc import Iterator

from ganbu_desktop.foundation import codes, identity_number, party, person_name
from ganbu_desktop.foundation.fields import Choice
from ganbu_desktop.foundation.findings import Level
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.people.person import Person, Photo, Supplement
from ganbu_desktop.modules.checks.rules.model import Check, CheckContext, Found
from ganbu_desktop.modules.checks.rules.shared import PARTY_MEMBERS, age, before, code, is_on_probation, is_serving
from ganbu_desktop.store.record import fields_of

_GROUP, _BASIC = "证件", "基本情况"
_REQUIRED = (
    "name",
    "sex",
    "born_on",
    "ethnicity",
    "health",
    "work_began_on",
    "person_category",
    "management_class",
    "current_post",
    "current_post_short",
    "resume",
)
_PLACES = ("native_place", "birthplace")
_MUNICIPALITIES = ("北京", "天津", "上海", "重庆")
_OUTSIDE_PARTIES = ("12", "13")
_OPEN_CHOICES = tuple(n for n, f in fields_of(Person).items() if isinstance(f, Choice) and f.open)


def number_itself(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Judge the number by itself: shape, region, date, check digit."""
    for problem in identity_number.problems(dossier.person.id_number or ""):
        yield Found(problem, field="id_number")


def number_and_birth(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Compare the number's date with the date of birth."""
    person = dossier.person
    said = identity_number.birth_date(person.id_number or "")
    if said is not None and person.born_on is not None and not said.agrees_with(person.born_on):
        yield Found(
            f"身份证号中的出生日期为 {said}，登记的出生年月为 {person.born_on}，请对照档案核对", field="born_on"
        )


def number_and_sex(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Compare the number's sex digit with the sex."""
    said = identity_number.sex_code(dossier.person.id_number or "")
    table = codes.table("sex")
    if said is not None and dossier.person.sex is not None and said != dossier.person.sex:
        meant, stated = table.label_for(said), table.label_for(dossier.person.sex)
        yield Found(f"身份证号表示性别为{meant}，登记的性别为{stated}", field="sex")


def number_twice(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find a number that several people have."""
    count = context.same_number.get(dossier.person.id_number or "", 0)
    if count > 1:
        yield Found(f"全库有 {count} 人使用这个身份证号，请核对是否重复录入", field="id_number")


def name_twice(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find people of one name born in one month."""
    person = dossier.person
    count = context.same_name.get(name_key(person.name, person.born_on), 0)
    if count > 1:
        yield Found(f"全库有 {count} 人姓名和出生年月都相同，请核对是否同一人", field="name")


def name_key(name: str | None, born_on: PartialDate | None) -> tuple[str, str]:
    """Return what two records of perhaps one person share: name and month of birth."""
    return name or "", born_on.to_month().digits() if born_on else ""


def required(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find empty facts without which no statistics can be made."""
    described = fields_of(Person)
    for name in _REQUIRED:
        if getattr(dossier.person, name) in (None, ""):
            yield Found(f"{described[name].label}没有填写", field=name)


def _ideographs(text: str | None) -> int:
    return sum(1 for c in text or "" if person_name.is_ideograph(c))


def place_missing(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find a native place or birthplace too short to be one."""
    least = context.number("native_place_min_characters")
    for name in _PLACES:
        if _ideographs(getattr(dossier.person, name)) < least:
            yield Found(f"{fields_of(Person)[name].label}没有填写或不足 {least} 个字", field=name)


def place_short(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find a place that does not reach down to the county, outside the four municipalities."""
    least, full = context.number("native_place_min_characters"), context.number("native_place_full_characters")
    for name in _PLACES:
        text = getattr(dossier.person, name) or ""
        if least <= _ideographs(text) < full and not text.startswith(_MUNICIPALITIES):
            yield Found(f"{fields_of(Person)[name].label}“{text}”没有写到县（市、区）", field=name)


def age_in_range(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find somebody who serves at an unlikely age."""
    years = age(dossier.person.born_on, context.as_of)
    least, most = context.number("age_min"), context.number("age_max")
    if years is not None and is_serving(dossier.person) and not least <= years <= most:
        yield Found(f"年龄为 {years} 岁，不在 {least}–{most} 岁之间", field="born_on")


def born_before_work(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find work that began before birth."""
    person = dossier.person
    if before(person.work_began_on, person.born_on):
        message = f"参加工作时间 {person.work_began_on} 早于出生年月 {person.born_on}"
        yield Found(message, field="work_began_on")


def work_age(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find work that began very young."""
    person, least = dossier.person, context.number("work_age_min")
    years = age(person.born_on, person.work_began_on)
    if years is not None and years < least:
        yield Found(f"参加工作时 {years} 岁，不满 {least} 周岁", field="work_began_on")


def joined_on(person: Person) -> PartialDate | None:
    """Return when the person joined the party, from the field or the text."""
    return person.party_joined_on or party.read(person.party_text or "").joined_on


def party_age(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find somebody who joined the party too young."""
    person, least = dossier.person, context.number("party_age_min")
    years = age(person.born_on, joined_on(person))
    if years is not None and years < least:
        yield Found(f"入党时 {years} 岁，不满 {least} 周岁", field="party_joined_on")


def second_party(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find a second party beside 无党派 or 群众."""
    person = dossier.person
    if person.political_status in _OUTSIDE_PARTIES and (person.second_party or person.third_party):
        status = codes.table("political_status").label_for(person.political_status or "")
        yield Found(f"政治面貌为{status}，却填了第二或第三党派", field="second_party")


def party_text(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Compare 入党时间文字 with the political status and the date."""
    person = dossier.person
    if not person.party_text:
        return
    said = party.read(person.party_text)
    if said.unread:
        yield Found(f"入党时间文字中“{'、'.join(said.unread)}”读不懂，请按“2001.08”“民盟”填写", field="party_text")
    if person.party_joined_on and said.joined_on and not said.joined_on.agrees_with(person.party_joined_on):
        message = f"入党时间文字为 {said.joined_on}，入党时间为 {person.party_joined_on}"
        yield Found(message, field="party_text")
    if not _agree(said.political_status, person.political_status):
        stated = codes.table("political_status").label_for(person.political_status or "")
        yield Found(f"入党时间文字“{person.party_text}”与政治面貌“{stated}”不一致", field="party_text")


def _agree(said: str | None, stated: str | None) -> bool:
    return None in (said, stated) or said == stated or (said in PARTY_MEMBERS and stated in PARTY_MEMBERS)


def outside_dictionary(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find words kept outside a code table."""
    for name in _OPEN_CHOICES:
        value, described = getattr(dossier.person, name), fields_of(Person)[name]
        if value and isinstance(described, Choice) and codes.table(described.table).entry_for(value) is None:
            yield Found(f"{described.label}“{value}”不在代码表中，统计时将单列", field=name)


def staffing_unit(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Compare 统计关系所在单位 with the unit the person works in."""
    stated, unit = dossier.person.statistics_unit, dossier.unit
    if stated and unit is not None and stated not in (unit.name, unit.short_name):
        message = f"统计关系在“{stated}”，工作单位为“{unit.name or ''}”，请核对编制与工作单位"
        yield Found(message, field="statistics_unit")


def no_photo(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find somebody without a photo."""
    if not dossier.rows(Photo):
        yield Found("没有照片")


def old_photo(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find a photo in use for too long."""
    most = context.number("photo_age_months")
    for photo in dossier.rows(Photo):
        if photo.taken_on is not None and context.as_of.month_index() - photo.taken_on.month_index() > most:
            yield Found(f"照片为 {photo.taken_on.to_month()} 的，已超过 {most} 个月，请更换", photo, "taken_on")


def recruited_after_work(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find an entry into the civil service before work began."""
    for row in dossier.rows(Supplement):
        if before(row.recruited_on, dossier.person.work_began_on):
            message = f"录用时间 {row.recruited_on} 早于参加工作时间 {dossier.person.work_began_on}"
            yield Found(message, row, "recruited_on")


def registered_after_entry(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find a registration as civil servant before there was one, or before the entry."""
    person = dossier.person
    start = PartialDate.parse(str(context.parameters.value("civil_service_registration_start", context.as_of)))
    if before(person.registered_on, start):
        yield Found(f"公务员登记时间 {person.registered_on} 早于 {start}，当时尚未开始登记", field="registered_on")
    for row in dossier.rows(Supplement):
        if before(person.registered_on, row.recruited_on):
            message = f"公务员登记时间 {person.registered_on} 早于录用时间 {row.recruited_on}"
            yield Found(message, field="registered_on")


def level_missing(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find a civil servant who serves without level and rank."""
    person = dossier.person
    servant = person.person_category == code("person_category", "公务员")
    if servant and is_serving(person) and not (person.post_level or person.rank) and not is_on_probation(person):
        yield Found("现职务层次和现职级都没有填写", field="post_level")


_E, _W, _H = Level.ERROR, Level.WARNING, Level.HINT
CHECKS: tuple[Check[Dossier], ...] = (
    Check(
        "id-check-digit",
        1,
        _GROUP,
        _E,
        "身份证号本身有误",
        "按 GB 11643 核对位数、行政区划、日期和校验位。",
        number_itself,
    ),
    Check(
        "id-birth", 2, _GROUP, _E, "身份证号与出生年月不一致", "身份证号第 7–14 位与出生年月比较。", number_and_birth
    ),
    Check("id-sex", 3, _GROUP, _E, "身份证号与性别不一致", "身份证号第 17 位奇数为男、偶数为女。", number_and_sex),
    Check("id-duplicate", 4, _GROUP, _E, "身份证号重复", "全库同一身份证号只应有一人。", number_twice),
    Check("name-birth-duplicate", 5, _GROUP, _W, "姓名和出生年月都相同", "可能是同一人录入两次。", name_twice),
    Check("work-after-birth", 6, "日期次序", _E, "参加工作早于出生", "参加工作时间应晚于出生年月。", born_before_work),
    Check("work-age", 7, "日期次序", _W, "参加工作时年龄过小", "最小年龄见参数“参加工作最小年龄”。", work_age),
    Check(
        "party-age",
        8,
        "日期次序",
        _W,
        "入党时年龄过小",
        "党章规定年满十八岁可以申请入党；见参数“入党最小年龄”。",
        party_age,
    ),
    Check(
        "staffing-unit",
        23,
        "任职",
        _H,
        "统计关系与工作单位不同",
        "统计关系（编制）所在单位与工作单位比较。",
        staffing_unit,
    ),
    Check(
        "person-required",
        41,
        _BASIC,
        _E,
        "必填项目空缺",
        "姓名、性别、出生年月、民族、健康、参工、类别、职务、简历。",
        required,
    ),
    Check("place-missing", 42, _BASIC, _E, "籍贯、出生地空缺", "最少字数见参数“籍贯、出生地最少字数”。", place_missing),
    Check(
        "place-short",
        43,
        _BASIC,
        _W,
        "籍贯、出生地未写到县",
        "直辖市以外应写到县（市、区），如“湖南长沙”。",
        place_short,
    ),
    Check("age-range", 44, _BASIC, _W, "在册年龄不合常理", "范围见参数“在册干部最小、最大年龄”。", age_in_range),
    Check(
        "second-party",
        46,
        _BASIC,
        _E,
        "无党派、群众却有第二党派",
        "第一党派为无党派或群众时不应再填党派。",
        second_party,
    ),
    Check("level-missing", 49, "任职", _E, "职务层次和职级都空缺", "在职公务员应有现职务层次或现职级。", level_missing),
    Check(
        "recruited-before-work",
        59,
        "进入",
        _E,
        "录用早于参加工作",
        "录用时间不应早于参加工作时间。",
        recruited_after_work,
    ),
    Check(
        "registered-too-early",
        60,
        "进入",
        _E,
        "公务员登记时间过早",
        "登记不早于录用，也不早于开始登记的年月（参数）。",
        registered_after_entry,
    ),
    Check("photo-missing", 65, _BASIC, _E, "没有照片", "任免审批表要求近期正面免冠照片。", no_photo),
    Check("photo-old", 66, _BASIC, _H, "照片过旧", "最长使用时间见参数“照片最长使用时间”。", old_photo),
    Check(
        "party-text", 74, _BASIC, _W, "入党时间文字与政治面貌不一致", "表上的文字与单项信息比较，互不改写。", party_text
    ),
    Check(
        "outside-dictionary",
        75,
        _BASIC,
        _H,
        "代码表以外的文字",
        "民族、健康状况、职级等用了代码表以外的写法。",
        outside_dictionary,
    ),
)
