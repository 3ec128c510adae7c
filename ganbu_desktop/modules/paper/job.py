"""What is to be printed, and what came of it: forms, rosters and tables hand on the same two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ganbu_desktop.kernel.forms.person_values import FormContext, parse_month
from ganbu_desktop.kernel.forms.roster_designs import Design
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person_list import Order
from ganbu_desktop.modules.paper.naming import DEFAULT_PATTERN
from ganbu_desktop.paper.writing import PDF

FORM, ROSTER, TABLE = "form", "roster", "table"


@dataclass(frozen=True)
class PrintJob:
    """What to print. ``target``: a ``.pdf``, ``.xlsx`` or ``.docx`` file, or a folder for one file a person.

    ``as_of``: 计算年龄时间 (``2026.11``) for this print; without it each form's own counts. ``columns``: chosen columns
    of a roster, in their order. ``file_type``: ``pdf``, ``xlsx`` or ``docx`` inside a folder. ``design``: a roster's
    layout that goes before what ``form`` names, such as one that is not saved yet. ``pads_names``: names of two
    characters stand padded in a roster (张　三), as on paper; without it they stay as stored, for other programs.
    """

    form: str
    person_ids: Sequence[str]
    target: Path
    as_of: str | None = None
    name_pattern: str = DEFAULT_PATTERN
    file_type: str = PDF
    columns: Sequence[str] | None = None
    order: Order | None = None
    title: str | None = None
    design: Design | None = None
    pads_names: bool = True


@dataclass
class Outcome:
    """What came of a job: whole files only, a line for each, and what did not fit or had no glyph.

    ``stopped``: what was written and what not, when somebody stopped the job.
    """

    files: list[Path] = field(default_factory=list)
    people: int = 0
    findings: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    stopped: str = ""
    kind: str = FORM

    def amount(self) -> str:
        """Return how much was written: sheets of a form, or the people of a roster; a table counts nobody's sheets."""
        if self.kind == FORM:
            return f"{self.people} 份"
        return f"1 份，{self.people} 人" if self.kind == ROSTER else "1 份"


def context_of(office: Office, as_of: str | None) -> FormContext:
    """Return the figures and the date that a print uses."""
    month = parse_month(as_of) if as_of else office.month()
    return FormContext(office.parameters(), month, forced=as_of is not None)
