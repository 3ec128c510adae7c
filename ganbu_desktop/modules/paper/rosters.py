"""Rosters of a selection: one row a person, finished strings, grouped by unit in the chosen order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ganbu_desktop.foundation import codes, party, person_name
from ganbu_desktop.foundation.ages import age_at, full_years
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.forms.person_values import (
    FULL_TIME,
    IN_SERVICE,
    EducationLines,
    FormContext,
    annual_text,
    birth_and_age,
    education_lines,
    field_texts,
    month_text,
    party_text,
    retirement_texts,
    rewards_text,
    shown,
)
from ganbu_desktop.kernel.forms.roster_designs import Design
from ganbu_desktop.kernel.office.office import Office, Progress, SilentProgress
from ganbu_desktop.kernel.people.dossier import Dossier, dossiers, photo_of
from ganbu_desktop.kernel.people.person import AnnualResult, Education, Person, Tenure
from ganbu_desktop.kernel.people.person_list import Order, rows
from ganbu_desktop.kernel.people.posts import in_post_since
from ganbu_desktop.modules.paper.job import ROSTER, Outcome, PrintJob, context_of
from ganbu_desktop.modules.paper.roster_layouts import layout_of, people_in_order
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.roster import (
    RosterDocument,
    lay_out,
    write_roster_excel,
    write_roster_pdf,
)

_LAST = 10_000
_MAJORITY = "汉族"
_NOTES = {Order.STROKES: "按姓氏笔画为序", Order.LEVEL: "按职务层次为序", Order.PINYIN: "按姓名拼音为序"}


def roster_rows(
    office: Office, job: PrintJob, design: Design, context: FormContext, progress: Progress
) -> Iterator[Mapping[str, Any]]:
    """Yield one row a person, in one consistent view of the store, in the design's order and under its groups."""
    wants_photo = any(column.key == "photo" for column in design.spec.columns)
    with office.reading() as connection:
        chosen = people_in_order(connection, design, job.person_ids)
        for number, found in enumerate(dossiers(connection, chosen), 1):
            row = person_row(found, context, number)
            if not job.pads_names:
                row["name"] = found.person.name or ""
            if wants_photo:
                row["photo"] = photo_of(connection, found)
            if design.is_grouped:
                row["_group"] = found.unit_name(found.person.unit_id) or "未分单位"
            progress.step(number, len(chosen), "整理名册")
            yield row


def ordered_people(office: Office, design: Design, chosen: Sequence[str]) -> list[tuple[str, str]]:
    """Return (id, label) of these people as the design orders them; who is gone is left out."""
    with office.reading() as connection:
        found = rows(connection, people_in_order(connection, design, chosen))
    return [(row.person.id, f"{row.person.name or '未填姓名'}　{row.unit_name}") for row in found]


def person_row(dossier: Dossier, context: FormContext, number: int) -> dict[str, Any]:
    """Return every column that a roster can have, as finished strings: each field of the person, and what follows."""
    person, as_of = dossier.person, context.age_date(dossier)
    age = age_at(person.born_on, as_of) if person.born_on else None
    full_time, in_service = education_lines(dossier, FULL_TIME), education_lines(dossier, IN_SERVICE)
    highest = min((in_service, full_time), key=_education_order)
    return {
        **field_texts(person),
        "_id": person.id,
        "number": str(number),
        "name": person_name.padded(person.name or ""),
        "unit": dossier.unit_name(person.unit_id),
        "birth_and_age": birth_and_age(person.born_on, as_of),
        "birth": month_text(person.born_on),
        "age": "" if age is None else str(age),
        "work_began": month_text(person.work_began_on),
        "party_joined": party_text(person),
        "full_time_education": _joined(full_time.levels, full_time.schools),
        "in_service_education": _joined(in_service.levels, in_service.schools),
        "education": highest.levels,
        "school": highest.schools,
        "post_since": month_text(in_post_since(dossier.rows(Tenure), as_of.last_day())),
        "level_since": month_text(person.post_level_since),
        "rank_since": month_text(person.rank_since),
        "annual_results": _recent_results(dossier),
        "unit_short": _short_name(dossier),
        "ethnicity_short": _without_word(shown(person, "ethnicity")),
        "birth_and_age_line": birth_and_age(person.born_on, as_of).replace("\n", ""),
        "major": _major(dossier),
        "work_years": years_text(person.work_began_on, as_of),
        "post_years": years_text(in_post_since(dossier.rows(Tenure), as_of.last_day()), as_of),
        "level_years": years_text(person.post_level_since, as_of),
        "rank_years": years_text(person.rank_since, as_of),
        **retirement_texts(dossier, context.parameters, as_of),
        "rewards": rewards_text(dossier),
        "identity_note": identity_note(person),
        "proposed_post": dossier.sheet.proposed_post or "",
        "proposed_removal": dossier.sheet.proposed_removal or "",
        "recommendation": "",
        "signature": "",
        "empty": "",
    }


def years_text(since: PartialDate | None, as_of: PartialDate) -> str:
    """Return full years in a post or level as rosters write them: ``3年``, 未满一年; empty where it is not known."""
    years = None if since is None or since.month is None else full_years(since, as_of)
    return "" if years is None else f"{years}年" if years else "未满一年"


def identity_note(person: Person) -> str:
    """Return what a roster's remark names of a person: 女、苗族、民盟; nothing for what most people have."""
    found = [shown(person, "sex")] if shown(person, "sex") == "女" else []
    ethnicity = shown(person, "ethnicity")
    if ethnicity and ethnicity != _MAJORITY:
        found.append(ethnicity)
    if person.political_status and person.political_status not in (party.PARTY_MEMBER, party.PROBATIONARY_MEMBER):
        found.append(shown(person, "political_status"))
    return "、".join(found)


def _without_word(ethnicity: str) -> str:
    """Return an ethnicity without 族, as narrow columns have it."""
    return ethnicity[:-1] if len(ethnicity) > 1 and ethnicity.endswith("族") else ethnicity


def _short_name(dossier: Dossier) -> str:
    unit = dossier.unit
    return (unit.short_name or unit.name or "") if unit else ""


def _major(dossier: Dossier) -> str:
    """Return the major of the highest education that names one."""
    table = codes.table("education")
    named = [row for row in dossier.rows(Education) if row.major]
    highest = min(named, key=lambda row: table.order_of(row.level or ""), default=None)
    return (highest.major or "") if highest else ""


def _recent_results(dossier: Dossier) -> str:
    """Return the last three recorded years, a line each; without records, the person's own text."""
    years = {r.year: r for r in dossier.rows(AnnualResult) if r.year and r.result}
    lines = [f"{year}年{shown(years[year], 'result')}" for year in sorted(years)[-3:]]
    return "\n".join(lines) or annual_text(dossier)


def _education_order(lines: EducationLines) -> int:
    table = codes.table("education")
    return table.order_of(table.code_for(lines.level) or "") if lines.level else _LAST


def _joined(*texts: str) -> str:
    return "\n".join(t for t in texts if t)


def document(office: Office, job: PrintJob, book: FontBook, progress: Progress | None = None) -> RosterDocument:
    """Lay a roster out: the pages that preview and PDF draw, and what does not fit."""
    design, context = layout_of(office, job), context_of(office, job.as_of)
    found = roster_rows(office, job, design, context, progress or SilentProgress())
    return lay_out(design.spec, found, book, as_of_text=context.as_of.as_chinese(), note=_note(office, design))


def _note(office: Office, design: Design) -> str:
    """Return the line at the left above the table: whose roster it is, and in which order."""
    order = _NOTES.get(design.order, "") if design.order else ""
    return "　".join(filter(None, (f"单位：{office.called()}", order)))


def findings(office: Office, job: PrintJob) -> list[str]:
    """Return what does not fit or has no glyph, without writing anything."""
    return [f.message for f in document(office, job, FontBook.default()).findings]


def run(office: Office, job: PrintJob, progress: Progress) -> Outcome:
    """Write a roster as one PDF or Excel file."""
    suffix = job.target.suffix.lower()
    book = FontBook.default()
    if suffix == ".pdf":
        laid_out = document(office, job, book, progress)
        write_roster_pdf(job.target, laid_out, book)
        texts = [f.message for f in laid_out.findings]
        people = laid_out.people
    elif suffix == ".xlsx":
        design, context = layout_of(office, job), context_of(office, job.as_of)
        found = roster_rows(office, job, design, context, progress)
        as_of = context.as_of.as_chinese()
        people = write_roster_excel(job.target, design.spec, found, book, as_of_text=as_of, note=_note(office, design))
        texts = []
    else:
        raise CheckFailed("名册请写成 .pdf 或 .xlsx 文件；没有写出任何文件")
    return Outcome([job.target], people, texts, [f"{job.target.name}：{people} 人"], kind=ROSTER)
