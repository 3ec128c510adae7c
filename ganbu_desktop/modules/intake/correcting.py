"""A cell that could not be read, corrected in the preview: what it says now goes in with its row."""

from __future__ import annotations

from ganbu_desktop.exchange.cells import Cell, read_cell
from ganbu_desktop.foundation.errors import CheckFailed
from ganbu_desktop.foundation.fields import Field, Number
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.modules.intake.compare import compare_again
from ganbu_desktop.modules.intake.from_lrmx import derive_party
from ganbu_desktop.modules.intake.incoming import IncomingRow, Problem
from ganbu_desktop.modules.intake.plan import ImportPlan, PersonPlan
from ganbu_desktop.modules.intake.resume_text import standard_resume
from ganbu_desktop.store.record import Integer, fields_of


def may_correct(plan: ImportPlan, problem: Problem) -> bool:
    """Tell whether a problem is one cell of a person who is taken in otherwise; a whole row is mended in its file."""
    return _place(plan, problem) is not None


def correct(office: Office, plan: ImportPlan, problem: Problem, text: str) -> PersonPlan:
    """Put a corrected text in the place of a refused one, and compare its person again; returns the person.

    FieldError with its sentence when the text cannot be read either; the plan is as before then.
    """
    found = _place(plan, problem)
    if found is None:
        raise CheckFailed("这一处不能在这里改，请在文件里改好再读取；数据未改动")
    person, row = found
    described = fields_of(row.cls)[problem.field]
    reader: Field = Number(label=described.label) if isinstance(described, Integer) else described
    value = read_cell(reader, Cell(text))
    _put(person, row, problem.field, value)
    row.problems = [p for p in row.problems if p is not problem]
    plan.problems = [p for p in plan.problems if p is not problem]
    compare_again(office, plan, person)
    person.accepted = person.accepted or bool(person.written_id)
    return person


def _place(plan: ImportPlan, problem: Problem) -> tuple[PersonPlan, IncomingRow] | None:
    if not problem.field:
        return None
    for person in plan.people:
        for row in (person.incoming.row, *person.incoming.children):
            if any(p is problem for p in row.problems):
                return person, row
    return None


def _put(person: PersonPlan, row: IncomingRow, name: str, value: object) -> None:
    if value is None:
        row.values.pop(name, None)
    else:
        row.values[name] = standard_resume(str(value)) if name == "resume" else value
    if row.cls is not Person:
        return
    if name == "born_on":
        person.incoming.born_on = row.values.get(name)
    if name == "party_text":
        derive_party(row.values)
