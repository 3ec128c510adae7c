"""Sheets about one person: appraisal, substitution, proof of hours, and the archive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.training.forms import parts
from ganbu_desktop.modules.training.queries.archive import archive_of
from ganbu_desktop.modules.training.records import (
    Enrolment,
    Substitution,
    TrainingClass,
    TrainingHours,
)
from ganbu_desktop.modules.training.rules.standards import Forms, shown_tenths, worked_out
from ganbu_desktop.modules.training.rules.teaching import weights_text
from ganbu_desktop.store.record import Record

Named = Callable[[Office, sa.Connection, str], str]


def person_name(office: Office, connection: sa.Connection, record_id: str) -> str:
    """Return a person's name."""
    return parts.person(connection, record_id).name


def name_of(cls: type[Record]) -> Named:
    """Return what names the sheets of a record type of this room: the person whom an entry is about."""

    def named(office: Office, connection: sa.Connection, record_id: str) -> str:
        entry: Any = parts.record(connection, cls, record_id)
        return parts.person(connection, entry.person_id).name

    return named


def appraisal(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return one learner's appraisal."""
    row = parts.record(connection, Enrolment, record_id)
    view = parts.class_view(office, connection, row.class_id)
    entry, learner = view.entry, view.learner(row.person_id)
    who = parts.person(connection, row.person_id)
    score = learner.score if learner else None
    values = {
        name: parts.shown(score, f"{name}_tenths") if score else "" for name in ("exam", "contest", "review", "total")
    }
    leave = learner.leave if learner else None
    return {
        **values,
        "name": who.name,
        "post": parts.where(who),
        "duty": parts.shown(row, "duty"),
        "title": entry.title,
        "organiser": entry.organiser or "",
        "dates": parts.span(entry.starts_on, entry.ends_on, is_short=True),
        "hours": shown_tenths(leave.total_tenths) if leave else "",
        "leave": leave.words() if leave else "",
        "weights": weights_text(entry) or "",
        "summary": row.summary or "",
        "appraisal": row.appraisal or "",
        "result": parts.shown(score, "result") if score else "",
        "certificate": row.certificate or "",
    }


def substitution(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return the wish to send somebody else, with what was decided."""
    row = parts.record(connection, Substitution, record_id)
    entry = parts.record(connection, TrainingClass, row.class_id)
    called, other = (parts.person(connection, i) for i in (row.person_id, row.substitute_id))
    return {
        "title": entry.title,
        "organiser": entry.organiser or "",
        "dates": parts.span(entry.starts_on, entry.ends_on, is_short=True),
        "name": called.name,
        "post": parts.where(called),
        "substitute": other.name,
        "substitute_post": parts.where(other),
        "reason": row.reason,
        "applied_by": row.applied_by or "",
        "applied_on": parts.chinese(row.applied_on),
        "state": parts.shown(row, "state"),
        "approved_on": parts.chinese(row.approved_on),
        "opinion": row.opinion or "",
        "approved_by": row.approved_by or "",
        "signature": "",
    }


def hours_proof(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return what one entry of the archive certifies."""
    row = parts.record(connection, TrainingHours, record_id)
    who = parts.person(connection, row.person_id)
    number = parts.record(connection, Person, row.person_id).id_number
    hours = worked_out(row, Forms.on(parts.figures(office, connection), office.today()))
    return {
        "name": who.name,
        "id_number": number or "",
        "post": parts.where(who),
        "dates": parts.span(row.starts_on, row.ends_on) or (f"{row.year}年" if row.year else "　"),
        "organiser": row.organiser or "",
        "title": row.class_title,
        "form": parts.shown(row, "form"),
        "hours": shown_tenths(hours) or "　",
        "result": parts.shown(row, "result"),
        "certificate": row.certificate or "",
        "source": parts.shown(row, "source"),
        "office": f"{office.called()}（盖章）",
        "date": parts.today(office),
    }


def _note(entry: TrainingHours) -> str:
    """Return what is to be known of an entry: its own note, that it does not count, that its hours come from days."""
    by_days = entry.hours_tenths is None and entry.days_tenths is not None
    said = (entry.note, "不认可" if entry.is_recognised is False else "", "学时按天折算" if by_days else "")
    return "；".join(text for text in said if text)


def archive(office: Office, connection: sa.Connection, record_id: str) -> Mapping[str, Any]:
    """Return a person's archive: every class, the sums of this year and of five, and the standing."""
    found = archive_of(office, record_id)
    member = found.member
    standing = member.standing
    forms = Forms.on(parts.figures(office, connection), date(found.year, 12, 31))
    rows = [
        {
            "row": str(n),
            "year": str(x.year or ""),
            "title": parts.stacked(x.class_title, x.organiser),
            "form": parts.stacked(parts.shown(x, "form"), parts.shown(x, "kind")),
            "dates": parts.stacked(parts.span(x.starts_on, x.ends_on, is_short=True), x.venue),
            "days": parts.shown(x, "days_tenths"),
            "hours": shown_tenths(worked_out(x, forms)),
            "result": parts.shown(x, "result"),
            "proof": parts.stacked(x.certificate or x.proof, _note(x)),
        }
        for n, x in enumerate(found.entries, 1)
    ]
    return {
        "heading": "干部个人培训档案",
        "office": office.called(),
        "name": member.person.name,
        "post": parts.where(member.person),
        "rank": "、".join(member.levels) or "无记录",
        "standard": f"{member.group.value}：{standing.standard.shown()}"
        if member.group and standing.standard
        else "层次无记录，不能确定标准",
        "year_total": f"{found.year}年 {found.year_figure.shown()}",
        "five_total": found.five_figure.shown(),
        "standing": found.standing_text,
        "printed_on": parts.today(office),
        "hours": rows,
    }
