"""Rosters of a selection: one row a person, finished strings, grouped by unit in the chosen order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ganbu_desktop.foundation import codes, person_name
from ganbu_desktop.foundation.ages import age_at
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.kernel.dossier import Dossier, dossiers, photo_of
from ganbu_desktop.kernel.office import Office, Progress, SilentProgress
from ganbu_desktop.kernel.person import AnnualResult, Tenure
from ganbu_desktop.kernel.person_list import ListQuery, Order, ids
from ganbu_desktop.modules.cadres.form_values import (
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
    shown,
)
from ganbu_desktop.paper.fonts import FontBook
from ganbu_desktop.paper.roster import (
    RosterDocument,
    RosterSpec,
    lay_out,
    load_roster,
    write_roster_excel,
    write_roster_pdf,
)

if TYPE_CHECKING:
    from ganbu_desktop.modules.cadres.printing import Outcome, PrintJob

_LAST = 10_000
_NOTES = {Order.STROKES: "按姓氏笔画为序", Order.LEVEL: "按职务层次为序", Order.PINYIN: "按姓名拼音为序"}


def spec_of(job: PrintJob) -> RosterSpec:
    """Return the layout of a job: its ready-made columns or the chosen ones, its own title."""
    spec = load_roster(job.form)
    if job.columns:
        spec = spec.with_columns(job.columns)
    return spec.with_title(job.title) if job.title else spec


def _ordered(connection: sa.Connection, job: PrintJob) -> list[str]:
    if job.order is None:
        return list(job.person_ids)
    return ids(connection, ListQuery(ids=tuple(job.person_ids), order=job.order))


def roster_rows(
    office: Office, job: PrintJob, spec: RosterSpec, context: FormContext, progress: Progress
) -> Iterator[Mapping[str, Any]]:
    """Yield one row a person, in one consistent view of the store; grouped by unit only in the units' own order."""
    grouped = job.order in (None, Order.DEFAULT)
    wants_photo = any(column.key == "photo" for column in spec.columns)
    with office.reading() as connection:
        chosen = _ordered(connection, job)
        for number, found in enumerate(dossiers(connection, chosen), 1):
            row = person_row(found, context, number)
            if wants_photo:
                row["photo"] = photo_of(connection, found)
            if grouped:
                row["_group"] = found.unit_name(found.person.unit_id) or "未分单位"
            progress.step(number, len(chosen), "整理名册")
            yield row


def person_row(dossier: Dossier, context: FormContext, number: int) -> dict[str, Any]:
    """Return every column that a roster can have, as finished strings: each field of the person, and what follows."""
    person, as_of = dossier.person, context.age_date(dossier)
    age = age_at(person.born_on, as_of) if person.born_on else None
    full_time, in_service = education_lines(dossier, FULL_TIME), education_lines(dossier, IN_SERVICE)
    highest = min((in_service, full_time), key=_education_order)
    return {
        **field_texts(person),
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
        "post_since": month_text(_post_since(dossier)),
        "level_since": month_text(person.post_level_since),
        "rank_since": month_text(person.rank_since),
        "annual_results": _recent_results(dossier),
        "proposed_post": dossier.sheet.proposed_post or "",
        "recommendation": "",
    }


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


def _post_since(dossier: Dossier) -> Any:
    """Return since when the main post is held; without a main post, the earliest of those held."""
    held = [t for t in dossier.rows(Tenure) if t.removed_on is None and t.appointed_on is not None]
    main = [t for t in held if t.is_main] or held
    return min((t.appointed_on for t in main if t.appointed_on), default=None)


def document(office: Office, job: PrintJob, book: FontBook, progress: Progress | None = None) -> RosterDocument:
    """Lay a roster out: the pages that preview and PDF draw, and what does not fit."""
    from ganbu_desktop.modules.cadres.printing import context_of

    spec, context = spec_of(job), context_of(office, job.as_of)
    rows = roster_rows(office, job, spec, context, progress or SilentProgress())
    return lay_out(spec, rows, book, as_of_text=context.as_of.as_chinese(), note=_note(job))


def _note(job: PrintJob) -> str:
    return _NOTES.get(job.order, "") if job.order else ""


def findings(office: Office, job: PrintJob) -> list[str]:
    """Return what does not fit or has no glyph, without writing anything."""
    return [f.message for f in document(office, job, FontBook.default()).findings]


def run(office: Office, job: PrintJob, progress: Progress) -> Outcome:
    """Write a roster as one PDF or Excel file."""
    from ganbu_desktop.modules.cadres.printing import Outcome, context_of

    suffix = job.target.suffix.lower()
    book = FontBook.default()
    if suffix == ".pdf":
        laid_out = document(office, job, book, progress)
        write_roster_pdf(job.target, laid_out, book)
        texts = [f.message for f in laid_out.findings]
        people = laid_out.people
    elif suffix == ".xlsx":
        spec, context = spec_of(job), context_of(office, job.as_of)
        rows = roster_rows(office, job, spec, context, progress)
        as_of = context.as_of.as_chinese()
        people = write_roster_excel(job.target, spec, rows, book, as_of_text=as_of, note=_note(job))
        texts = []
    else:
        raise CheckFailed("名册请写成 .pdf 或 .xlsx 文件；没有写出任何文件")
    return Outcome([job.target], people, texts, [f"{job.target.name}：{people} 人"])
