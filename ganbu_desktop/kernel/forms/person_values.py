"""The finished strings of the forms: ages at 计算年龄时间, education lines, relatives, texts.

Pure functions from a dossier to the form's bindings; layout and fonts are the paper room's business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ganbu_desktop.foundation import annual_results, codes, party, person_name
from ganbu_desktop.foundation.ages import age_at
from ganbu_desktop.foundation.errors import FieldError
from ganbu_desktop.foundation.parameters import ParameterSet
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.people.person import AnnualResult, Education, Person, Relative, Reward
from ganbu_desktop.kernel.people.retirement import retirement_of
from ganbu_desktop.store.record import Record, fields_of, shown_fields

FULL_TIME, IN_SERVICE = "全日制", "在职"


@dataclass(frozen=True)
class FormContext:
    """What the form needs besides the person: the figures, and the date when neither form nor clerk gives one."""

    parameters: ParameterSet
    as_of: PartialDate
    forced: bool = False

    def age_date(self, dossier: Dossier) -> PartialDate:
        """Return 计算年龄时间: the clerk's choice for this print, else the form's own, else the current month."""
        own = dossier.sheet.age_as_of
        return self.as_of if self.forced or own is None else own


def form_values(dossier: Dossier, context: FormContext, photo: bytes | None) -> dict[str, Any]:
    """Return everything that a form can bind, by name; a form file takes what it declares.

    Every shown field of the person and of the 任免表 is there under its own name as people read it (a Choice as its
    label, dates to the month). What stands below is worked out or laid out differently, and goes before them.
    """
    person, sheet = dossier.person, dossier.sheet
    as_of = context.age_date(dossier)
    full_time, in_service = education_lines(dossier, FULL_TIME), education_lines(dossier, IN_SERVICE)
    return {
        **field_texts(sheet),
        **field_texts(person),
        "name": person_name.padded(person.name or ""),
        "unit": dossier.unit_name(person.unit_id),
        "as_of": as_of.as_chinese(),
        "photo": photo,
        "birth_and_age": birth_and_age(person.born_on, as_of),
        "party_joined": party_text(person),
        "work_began": month_text(person.work_began_on),
        **retirement_texts(dossier, context.parameters, as_of),
        "full_time_education": full_time.levels,
        "full_time_school": full_time.schools,
        "in_service_education": in_service.levels,
        "in_service_school": in_service.schools,
        "rewards": rewards_text(dossier) or "无",
        "annual_results": annual_text(dossier),
        "relatives": [relative_values(r, as_of, context.parameters) for r in dossier.rows(Relative)],
        "checked_by": "",
    }


def field_texts(record: Record) -> dict[str, str]:
    """Return every shown field of a record as people read it; dates to the month."""
    texts = {}
    for name, field in shown_fields(type(record)).items():
        value = getattr(record, name)
        texts[name] = month_text(value) if isinstance(value, PartialDate) else field.format(value)
    return texts


def shown(record: Any, name: str) -> str:
    """Return a field's value as people read it."""
    return fields_of(type(record))[name].format(getattr(record, name))


def month_text(value: PartialDate | None) -> str:
    """Return a date to the month, as the forms print it."""
    return "" if value is None else str(value.to_month())


def birth_and_age(born_on: PartialDate | None, as_of: PartialDate) -> str:
    """Return ``1970.01`` and ``（55岁）`` on two lines; the age only where it can be worked out."""
    if born_on is None:
        return ""
    age = age_at(born_on, as_of)
    return month_text(born_on) + (f"\n（{age}岁）" if age is not None else "")


def party_text(person: Person) -> str:
    """Return 入党时间 as the form prints it: the person's own text with dotted dates, else what the fields say."""
    if person.party_text:
        return party.write(party.read(person.party_text))
    if person.party_joined_on is not None:
        return month_text(person.party_joined_on)
    return shown(person, "political_status") if person.political_status not in (None, "01", "02") else ""


def retirement_texts(dossier: Dossier, parameters: ParameterSet, as_of: PartialDate) -> dict[str, str]:
    """Return what forms and rosters can say of a person's retirement, by name.

    到龄时间 stands in two lines (month, exact age); a month stated on the form wins over the computed one.
    """
    found = retirement_of(dossier.person, dossier.sheet, parameters, as_of)
    stated = dossier.sheet.retirement_due_on
    if stated is not None and (found is None or stated.to_month() != found.month):
        due = str(stated.to_month())
    else:
        due = f"{found.month}\n（{found.age_text()}）" if found else ""
    return {
        "retirement_due": due,
        "retirement_kind": found.category.label if found else "",
        "retirement_earliest": str(found.earliest) if found else "",
        "retirement_notice": str(found.notify_by) if found and found.earliest < found.month else "",
        "retirement_latest": str(found.latest) if found and found.latest else "",
    }


@dataclass(frozen=True)
class EducationLines:
    """One education cell: level and degree, school of each, as the form's four texts."""

    level: str = ""
    degree: str = ""
    level_school: str = ""
    degree_school: str = ""

    @property
    def levels(self) -> str:
        """Return level and degree on two lines."""
        return "\n".join(t for t in (self.level, self.degree) if t)

    @property
    def schools(self) -> str:
        """Return the schools, the second only where it differs."""
        return "\n".join(t for t in dict.fromkeys((self.level_school, self.degree_school)) if t)


def education_lines(dossier: Dossier, mode: str) -> EducationLines:
    """Return the highest level and degree of 全日制 or 在职: the form's own texts, else the education rows."""
    sheet = dossier.sheet
    prefix = "full_time" if mode == FULL_TIME else "in_service"
    names = ("education", "degree", "education_school", "degree_school")
    own = [getattr(sheet, f"{prefix}_{name}") or "" for name in names]
    if any(own):
        return EducationLines(*own)
    code = codes.table("education_mode").code_for(mode)
    rows = [e for e in dossier.rows(Education) if e.mode == code and not _is_left_out(e)]
    return _lines_of(rows)


def _is_left_out(row: Education) -> bool:
    return row.output is not None and row.output == codes.table("output_flag").code_for("不输出")


def _lines_of(rows: Sequence[Education]) -> EducationLines:
    with_level = sorted((r for r in rows if r.level or r.level_name), key=lambda r: _order("education", r.level))
    with_degree = sorted((r for r in rows if r.degree or r.degree_name), key=lambda r: _order("degree", r.degree))
    level = with_level[0] if with_level else None
    degree = with_degree[0] if with_degree else None
    schools = [school_text(r) if r else "" for r in (level, degree)]
    return EducationLines(
        (level.level_name or shown(level, "level")) if level else "",
        (degree.degree_name or shown(degree, "degree")) if degree else "",
        schools[0],
        "" if schools[1] == schools[0] else schools[1],
    )


def _order(table: str, code: str | None) -> int:
    return codes.table(table).order_of(code or "")


def school_text(row: Education) -> str:
    """Return school and major as the form writes them: ``××大学××专业``."""
    major = row.major or ""
    if major and not major.endswith("专业"):
        major += "专业"
    return f"{row.school or ''}{major}"


def rewards_text(dossier: Dossier) -> str:
    """Return 奖惩情况: the person's text, else a sentence a row that stands."""
    if dossier.person.rewards_text:
        return dossier.person.rewards_text
    sentences = [_reward_sentence(r) for r in dossier.rows(Reward) if r.revoked_on is None]
    return "\n".join(s for s in sentences if s)


def _reward_sentence(reward: Reward) -> str:
    when = reward.approved_on.as_chinese() + "，" if reward.approved_on else ""
    body = f"经{reward.body}批准，" if reward.body else ""
    name = reward.name or shown(reward, "code")
    return f"{when}{body}{name}。" if name else ""


def annual_text(dossier: Dossier) -> str:
    """Return 年度考核结果: the person's text, else the sentence of the last three recorded years."""
    if dossier.person.annual_text:
        return dossier.person.annual_text
    years = {r.year: r.result for r in dossier.rows(AnnualResult) if r.year and r.result}
    latest = {y: years[y] for y in sorted(years)[-3:]}
    return annual_results.write({y: c for y, c in latest.items() if c})


def is_deceased(relative: Relative, parameters: ParameterSet) -> bool:
    """Tell whether the work-unit text says that the relative has died (words of parameter ``deceased_words``)."""
    text = relative.employer_and_post or ""
    return any(word in text for word in parameters.words("deceased_words"))


def relative_values(relative: Relative, as_of: PartialDate, parameters: ParameterSet) -> Mapping[str, str]:
    """Return one row of the family block, with birth and age; a deceased relative has neither."""
    born_on = None if is_deceased(relative, parameters) else relative.born_on
    age = age_at(born_on, as_of) if born_on else None
    return {
        **field_texts(relative),
        "name": person_name.padded(relative.name or ""),
        "birth": month_text(born_on),
        "age": "" if age is None else str(age),
    }


def parse_month(text: str) -> PartialDate:
    """Read a 计算年龄时间 that the clerk typed; it must name a month."""
    found = PartialDate.parse(text)
    if found.month is None:
        raise FieldError("计算年龄时间要写到月，如 2026.11")
    return found
