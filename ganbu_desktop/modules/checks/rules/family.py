"""Family members: what must be filled, how the deceased and retired are written, ages within reason."""

from __future__ import annotations

from collections.abc import Iterator

from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.findings import Level
from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.people.person import Person, Relative
from ganbu_desktop.modules.checks.rules.model import Check, CheckContext, Found
from ganbu_desktop.modules.checks.rules.shared import PARTY_MEMBERS, age, called, is_deceased, years_apart

_GROUP = "家庭"
_PARENTS = ("父亲", "母亲", "公公", "婆婆", "岳父", "岳母", "养父", "养母")
_CHILDREN = ("儿子", "女儿", "长子", "次子", "三子", "四子", "五子", "长女", "次女", "三女", "四女", "五女")
_ELDER, _YOUNGER = ("哥哥", "姐姐"), ("弟弟", "妹妹")
_SPOUSES = {"丈夫": "1", "妻子": "2", "配偶": ""}
_DECEASED_FORMS = ("（已去世）", "（已故）", "（已病故）", "（已逝世）")
_RETIRED_FORMS = ("（已退休）", "（退休）", "（已离休）", "（离休）")


def _label(relative: Relative) -> str:
    return codes.table("family_relation").label_for(relative.relation or "")


def required(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find relatives without relation, name or work unit."""
    for relative in dossier.rows(Relative):
        for field, label in (("relation", "称谓"), ("name", "姓名"), ("employer_and_post", "工作单位及职务")):
            if not getattr(relative, field):
                yield Found(f"{called(relative)}没有填{label}", relative, field)


def birth_missing(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find living relatives without date of birth."""
    for relative in dossier.rows(Relative):
        if relative.born_on is None and not is_deceased(relative, context):
            yield Found(f"{called(relative)}没有填出生日期", relative, "born_on")


def _is_minor(relative: Relative, context: CheckContext) -> bool:
    years = age(relative.born_on, context.as_of)
    return years is not None and years < context.number("party_age_min")


def status_missing(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find grown-up relatives without political status."""
    for relative in dossier.rows(Relative):
        if not relative.political_status and not _is_minor(relative, context):
            yield Found(f"{called(relative)}没有填政治面貌", relative, "political_status")


def party_age(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find party members who are minors."""
    for relative in dossier.rows(Relative):
        if relative.political_status in PARTY_MEMBERS and _is_minor(relative, context):
            message = f"{called(relative)}为中共党员，年龄不满 {context.number('party_age_min')} 岁"
            yield Found(message, relative, "political_status")


def relation(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find relations outside the dictionary, or a spouse of the person's own sex."""
    table, sex = codes.table("family_relation"), dossier.person.sex
    for relative in dossier.rows(Relative):
        if relative.relation and table.entry_for(relative.relation) is None:
            yield Found(f"称谓“{relative.relation}”不在代码表中", relative, "relation")
        elif sex and _SPOUSES.get(_label(relative)) == sex:
            own = codes.table("sex").label_for(sex)
            yield Found(f"本人性别为{own}，家庭成员的称谓却是“{_label(relative)}”", relative, "relation")


def births(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find births out of reason beside the person's own."""
    for relative in dossier.rows(Relative):
        reason = _out_of_reason(dossier.person, relative, context)
        if reason:
            yield Found(f"{called(relative)}出生于 {relative.born_on}，{reason}", relative, "born_on")


def _out_of_reason(person: Person, relative: Relative, context: CheckContext) -> str:
    if person.born_on is None or relative.born_on is None:
        return ""
    label, younger_by = _label(relative), years_apart(person.born_on, relative.born_on)
    least, most = context.number("parent_age_gap_min"), context.number("parent_age_gap_max")
    if label in _PARENTS and not least <= -younger_by <= most:
        return f"与本人相差 {-younger_by} 岁，父母应大 {least}–{most} 岁"
    if label in _CHILDREN and not least <= younger_by <= most:
        return f"与本人相差 {younger_by} 岁，子女应小 {least}–{most} 岁"
    if label in _SPOUSES and abs(younger_by) > context.number("spouse_age_gap_max"):
        return f"夫妻相差 {abs(younger_by)} 岁"
    return _sibling_reason(label, younger_by, context.number("sibling_age_gap_max"))


def _sibling_reason(label: str, younger_by: int, most: int) -> str:
    if label in (*_ELDER, *_YOUNGER) and abs(younger_by) > most:
        return f"与本人相差 {abs(younger_by)} 岁，超过 {most} 岁"
    if label in _ELDER and younger_by > 0:
        return "比本人小，称谓却是兄姐"
    if label in _YOUNGER and younger_by < 0:
        return "比本人大，称谓却是弟妹"
    return ""


def wording(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find the deceased and the retired written in another way than the form asks for."""
    for relative in dossier.rows(Relative):
        text = relative.employer_and_post or ""
        if is_deceased(relative, context):
            if not any(form in text for form in _DECEASED_FORMS):
                yield Found(f"{called(relative)}：已去世的应写“（已去世）”", relative, "employer_and_post")
        elif any(word in text for word in context.words("retired_words")) and not any(
            f in text for f in _RETIRED_FORMS
        ):
            yield Found(f"{called(relative)}：已退休的应写“（已退休）”", relative, "employer_and_post")


def too_many(dossier: Dossier, context: CheckContext) -> Iterator[Found]:
    """Find more relatives than the form has rows."""
    count, most = len(dossier.rows(Relative)), context.number("relatives_printed")
    if count > most:
        yield Found(f"家庭成员 {count} 人，任免审批表只印前 {most} 人，其余须另附页")


_E, _W, _H = Level.ERROR, Level.WARNING, Level.HINT
CHECKS: tuple[Check[Dossier], ...] = (
    Check(
        "relative-relation", 34, _GROUP, _W, "称谓不在代码表", "称谓按 GB/T 4761；夫妻称谓与本人性别核对。", relation
    ),
    Check("relative-birth", 35, _GROUP, _H, "家庭成员出生不合常理", "年龄差见参数“父母与子女年龄差”等。", births),
    Check(
        "relative-wording", 36, _GROUP, _H, "已去世、已退休写法", "应写“（已去世）”“原××局干部（已退休）”。", wording
    ),
    Check(
        "relatives-printed", 37, _GROUP, _H, "家庭成员超过可印行数", "行数见参数“任免审批表可印家庭成员数”。", too_many
    ),
    Check("relative-required", 61, _GROUP, _E, "家庭成员必填项空缺", "称谓、姓名、工作单位及职务。", required),
    Check("relative-birth-missing", 62, _GROUP, _W, "家庭成员出生日期缺", "已去世的除外。", birth_missing),
    Check("relative-status-missing", 63, _GROUP, _E, "家庭成员政治面貌缺", "未成年的除外。", status_missing),
    Check("relative-party-age", 64, _GROUP, _E, "未成年人为中共党员", "年龄见参数“入党最小年龄”。", party_age),
)
