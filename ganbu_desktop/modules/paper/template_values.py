"""What a template may say of people and entries: the Chinese names of all fields, and their values.

Names are the labels that people read in the window; what rosters and forms work out beyond the fields has names of its
own here. In a template about one person they stand alone, in one about a list of people inside ``{{#名单}}``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.forms.office_templates import (
    ABOUT_ENTRY,
    ABOUT_PEOPLE,
    ABOUT_PERSON,
    Filled,
    Known,
    OfficeTemplate,
    Subject,
    fill,
    known_names,
    template_called,
)
from ganbu_desktop.kernel.forms.person_values import FormContext, field_texts, form_values
from ganbu_desktop.kernel.ledger.columns import Part, sheet_columns
from ganbu_desktop.kernel.ledger.listing import LedgerQuery, is_limiting
from ganbu_desktop.kernel.ledger.listing import ids as entry_ids
from ganbu_desktop.kernel.ledger.listing import rows as entry_rows
from ganbu_desktop.kernel.ledger.spec import LedgerSpec
from ganbu_desktop.kernel.log.access_log import PRINT, note_access
from ganbu_desktop.kernel.office.office import Office, Progress
from ganbu_desktop.kernel.people.dossier import Dossier, dossiers, photo_of
from ganbu_desktop.kernel.people.person import (
    AnnualResult,
    AppointmentSheet,
    Education,
    Person,
    Relative,
    Reward,
    Tenure,
)
from ganbu_desktop.kernel.spine.showing import Shown
from ganbu_desktop.modules.paper.job import context_of
from ganbu_desktop.modules.paper.rosters import person_row
from ganbu_desktop.store.record import Record, shown_fields

_OWN_NAMES = {
    "name": "姓名",
    "unit": "单位",
    "unit_short": "单位简称",
    "birth": "出生年月",
    "age": "年龄",
    "birth_and_age": "出生年月和年龄",
    "ethnicity_short": "民族简写",
    "work_began": "参加工作时间",
    "work_years": "工龄",
    "party_joined": "入党时间",
    "education": "最高学历学位",
    "school": "毕业院校系及专业",
    "major": "所学专业",
    "full_time_education": "全日制学历学位",
    "full_time_school": "全日制院校系及专业",
    "in_service_education": "在职学历学位",
    "in_service_school": "在职院校系及专业",
    "post_since": "任现职时间",
    "post_years": "任现职年限",
    "level_since": "任现职务层次时间",
    "level_years": "任现职务层次年限",
    "rank_since": "任现职级时间",
    "rank_years": "任现职级年限",
    "rewards": "奖惩情况",
    "annual_results": "年度考核结果",
    "recent_results": "近三年考核结果",
    "retirement_due": "到龄年月",
    "retirement_kind": "退休年龄序列",
    "retirement_earliest": "弹性提前最早年月",
    "retirement_notice": "弹性提前告知年月",
    "retirement_latest": "弹性延迟最晚年月",
    "identity_note": "身份备注",
    "as_of": "计算年龄时间",
    "number": "序号",
}
"""Names of what is worked out for forms and rosters; each goes before a field of the same name."""

PHOTO, TODAY, PEOPLE, COUNT, TITLE = "照片", "今天", "名单", "人数", "标题"
_SETS: Mapping[str, type[Record]] = {
    "任职经历": Tenure,
    "学历学位": Education,
    "奖惩": Reward,
    "年度考核": AnnualResult,
    "家庭成员": Relative,
}
_NEVER = frozenset({"editor_version", "unknown_elements"})


@lru_cache(maxsize=1)
def person_names() -> Mapping[str, str]:
    """Return the key of each text about a person by its Chinese name."""
    labels = {field.label: name for name, field in shown_fields(AppointmentSheet).items() if name not in _NEVER}
    labels |= {field.label: name for name, field in shown_fields(Person).items()}
    return labels | {title: key for key, title in _OWN_NAMES.items()}


def _set_known(cls: type[Record]) -> Known:
    names = {field.label for field in shown_fields(cls).values()}
    return Known(frozenset({*names, "年龄", "出生年月"} if cls is Relative else names))


@lru_cache(maxsize=1)
def _person_known() -> Known:
    return Known(
        frozenset({*person_names(), TODAY}), frozenset({PHOTO}), {name: _set_known(cls) for name, cls in _SETS.items()}
    )


def subjects(ledgers: Sequence[LedgerSpec]) -> list[tuple[str, Subject]]:
    """Return (title, subject) of everything that a template can be about."""
    found = [
        ("一个人（一人一份）", Subject(ABOUT_PERSON, _person_known())),
        ("一份名单（许多人一份）", Subject(ABOUT_PEOPLE, people_known())),
    ]
    return found + [(f"一条{spec.title}（一事一份）", entry_subject(spec)) for spec in ledgers]


def palette(subject: Subject) -> list[tuple[str, str]]:
    """Return (what it is, mark to copy) of everything a template about ``subject`` may use, the most usual first."""
    fields = [field.label for cls in (Person, AppointmentSheet) for field in shown_fields(cls).values()]
    sets = [field.label for cls in _SETS.values() for field in shown_fields(cls).values()]
    return known_names(subject.known, [TITLE, COUNT, "姓名", "单位", *fields, *_OWN_NAMES.values(), *sets])


def people_known() -> Known:
    """Return what a template about a list of people may use."""
    return Known(frozenset({TITLE, COUNT, TODAY, "计算年龄时间"}), frozenset(), {PEOPLE: _person_known()})


def entry_subject(spec: LedgerSpec) -> Subject:
    """Return what a template about one entry of a ledger may use: its own fields, and those of the person."""
    own = set(_entry_names(spec).values()) | {"状态", TODAY}
    is_personal = "person_id" in spec.record.table.c
    person = _person_known() if is_personal else Known()
    return Subject(ABOUT_ENTRY, Known(person.texts | own, person.pictures, person.lists), spec.name)


def _entry_names(spec: LedgerSpec) -> dict[str, str]:
    """Return the Chinese name of each column of a ledger, never private text."""
    columns = sheet_columns(spec, with_sealed=False)
    return {c.field: c.title for c in columns if c.part is not Part.PERSON_NUMBER and c.field != "person_id"}


def subject_of(record: OfficeTemplate, ledgers: Sequence[LedgerSpec]) -> Subject:
    """Return what a kept template is about; CheckFailed where its ledger is no longer there."""
    for _title, subject in subjects(ledgers):
        if (subject.about, subject.ledger) == (record.about, record.ledger or ""):
            return subject
    raise CheckFailed(f"模板“{record.name}”所用的台账已经没有了；没有写出任何文件")


def print_template(
    office: Office,
    name: str,
    ids: Sequence[str],
    target: Path,
    ledgers: Sequence[LedgerSpec],
    *,
    as_of: str | None = None,
    progress: Progress | None = None,
    written: list[Path] | None = None,
) -> list[Path]:
    """Fill the newest version of a template for people or entries and return the files; a list is one file.

    Of entries that can count against a person a note of who printed whose is left first.
    """
    record = template_called(office, name)
    subject = subject_of(record, ledgers)
    if not ids:
        raise CheckFailed("没有要填的人员或记录；没有写出任何文件")
    spec = next((spec for spec in ledgers if spec.name == subject.ledger), None)
    if spec is not None and is_limiting(spec):
        whose = [row.person_id for row in entry_rows(office, spec, ids)]
        note_access(office, PRINT, spec.record.table.name, whose, f"模板“{name}”", record_ids=list(ids))
    copies = copies_of(office, record, ids, ledgers, as_of)
    total = 1 if record.about == ABOUT_PEOPLE else len(ids)
    return fill(office, record, subject.known, copies, target, total=total, progress=progress, written=written)


# ---- values


def person_values(found: Dossier, context: FormContext, photo: bytes | None, number: int = 1) -> dict[str, Any]:
    """Return everything of a person by Chinese name: texts, the photo, the sets as lists."""
    forms, roster = form_values(found, context, photo), person_row(found, context, number)
    texts = {**forms, **roster, "annual_results": forms["annual_results"], "recent_results": roster["annual_results"]}
    texts |= {key: forms[key] for key in ("full_time_education", "in_service_education", "as_of")}
    values: dict[str, Any] = {title: texts.get(key, "") for title, key in person_names().items()}
    values[PHOTO] = photo
    for name, cls in _SETS.items():
        values[name] = [_set_values(row) for row in found.rows(cls)]
    values["家庭成员"] = [
        {**_set_values(row), "姓名": kin["name"], "年龄": kin["age"], "出生年月": kin["birth"]}
        for row, kin in zip(found.rows(Relative), forms["relatives"], strict=True)
    ]
    return values


def _set_values(row: Record) -> dict[str, str]:
    texts = field_texts(row)
    return {field.label: texts[name] for name, field in shown_fields(type(row)).items()}


def copies_of(
    office: Office, record: OfficeTemplate, ids: Sequence[str], ledgers: Sequence[LedgerSpec], as_of: str | None = None
) -> Iterator[Filled]:
    """Yield the values of each copy. ``ids``: people, or entries of the ledger that the template is about."""
    context = context_of(office, as_of)
    if record.about == ABOUT_PERSON:
        yield from _people(office, ids, context)
    elif record.about == ABOUT_PEOPLE:
        rows = [copy.values for copy in _people(office, ids, context)]
        texts = {TITLE: record.name, COUNT: str(len(rows)), "计算年龄时间": context.as_of.as_chinese()}
        yield Filled(record.name, {**texts, TODAY: _today(office), PEOPLE: rows})
    else:
        spec = next(spec for spec in ledgers if spec.name == record.ledger)
        yield from _entries(office, spec, ids, context)


def _today(office: Office) -> str:
    day = office.today()
    return f"{day.year}年{day.month}月{day.day}日"


def _people(office: Office, ids: Sequence[str], context: FormContext) -> Iterator[Filled]:
    with office.reading() as connection:
        for number, found in enumerate(dossiers(connection, ids), 1):
            values = person_values(found, context, photo_of(connection, found), number)
            yield Filled(found.person.name or "未命名", {**values, TODAY: _today(office)})


def _entries(office: Office, spec: LedgerSpec, ids: Sequence[str], context: FormContext) -> Iterator[Filled]:
    names = _entry_names(spec)
    for row in entry_rows(office, spec, ids):
        if row.standing is not None and not Shown(row.standing).counts:
            raise CheckFailed(f"所选的{spec.title}有{row.standing.value}的条目，模板只打印现行有效的；没有写出任何文件")
        values: dict[str, Any] = {TODAY: _today(office)}
        if row.person_id:
            with office.reading() as connection:
                values |= _one_person(connection, row.person_id, context)
        values |= {title: row.texts.get(name, values.get(title, "")) for name, title in names.items()}
        values["状态"] = row.standing.value if row.standing else ""
        yield Filled(f"{values.get('姓名') or spec.title}", values)


def _one_person(connection: sa.Connection, person_id: str, context: FormContext) -> dict[str, Any]:
    for found in dossiers(connection, [person_id]):
        return person_values(found, context, photo_of(connection, found))
    return {}


def entries_to_print(office: Office, spec: LedgerSpec, person_ids: Sequence[str] | None) -> list[str]:
    """Return the entries of a ledger, of some people or all; where they can count against one, those in force."""
    with office.reading() as connection:
        found = entry_ids(connection, spec, LedgerQuery(day=office.today()))
    kept = [
        row.record.id
        for row in entry_rows(office, spec, found)
        if (person_ids is None or row.person_id in person_ids) and (row.standing is None or Shown(row.standing).counts)
    ]
    if not kept:
        raise CheckFailed(f"没有符合条件的{spec.title}；没有写出任何文件")
    return kept
