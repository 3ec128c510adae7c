"""Forms about one entry (一事一表): which TOML form prints which record, and where its values come from.

A room offers its forms in ``modules/<room>/forms.py`` as ``FORMS``; the layouts stand in ``resources/forms/<room>``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.spine.showing import Paper
from ganbu_desktop.store.record import Record

Values = Callable[[Office, sa.Connection, str], Mapping[str, Any]]
"""From the id of the record that a sheet is about to the values of its bindings (texts, images, rows of a block)."""


@dataclass(frozen=True, eq=False)
class EntryForm:
    """One form. ``name`` is the TOML file's; ``subject`` what one sheet is about (``Person``, ``Talk`` …).

    ``blank``: values of an empty sheet, where the form is also handed out empty. ``named``: what the file of one sheet
    is called, from the same id. ``is_sensitive``: printing it leaves a note of who printed whose sheet, and each page
    carries a watermark. ``is_empty``: whether values say nothing of the record, so that many sheets printed together
    leave its sheet out (a unit without quotas has no quota sheet); without it every record has a sheet. ``same_by``:
    the column by which several records stand on one sheet (the lines of a year's plan); the first chosen stands for
    all. ``paper``: of an entry that can count against a person, what the sheet is (``spine.showing``).
    """

    name: str
    subject: type[Record]
    values: Values
    named: Callable[[Office, sa.Connection, str], str]
    blank: Callable[[Office], Mapping[str, Any]] | None = None
    is_sensitive: bool = False
    is_empty: Callable[[Mapping[str, Any]], bool] | None = None
    same_by: str | None = None
    paper: Paper = Paper.WORKING
