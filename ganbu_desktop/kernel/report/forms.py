"""The form about one report run: 报表报送单 with its receipt, for the body that the report is handed up to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.foundation.partial_date import PartialDate
from ganbu_desktop.kernel.forms.entry_form import EntryForm
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import Period
from ganbu_desktop.kernel.spine.report_run import ReportRun
from ganbu_desktop.store.operations import find

RECEIPT = "submission-receipt"


def _run(connection: sa.Connection, run_id: str) -> ReportRun:
    (run,) = find(connection, ReportRun, ReportRun.table.c.id == run_id)
    return run


def _values(office: Office, connection: sa.Connection, run_id: str) -> Mapping[str, Any]:
    """Return the values of one run; the unit that hands up signs and seals by hand."""
    run = _run(connection, run_id)
    return {
        "unit": "",
        "title": run.title,
        "period": Period.parse(run.period).chinese(),
        "content_hash": run.content_hash,
        "generated_by": run.generated_by,
        "generated_at": run.generated_at.replace("T", " "),
        "submitted_to": run.submitted_to or "",
        "submitted_on": _day(run.submitted_on),
        "submitted_by": run.submitted_by or "",
        "acknowledged_on": _day(run.acknowledged_on),
        "acknowledged_by": run.acknowledged_by or "",
        "note": run.note or "",
    }


def _day(value: PartialDate | None) -> str:
    return "" if value is None else value.as_chinese()


def _named(office: Office, connection: sa.Connection, run_id: str) -> str:
    run = _run(connection, run_id)
    return f"报送单_{run.title}_{Period.parse(run.period).chinese()}"


FORMS = (EntryForm(RECEIPT, ReportRun, _values, _named),)
