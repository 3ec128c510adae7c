"""What the reports of the room share."""

from __future__ import annotations

from datetime import date

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.report.spec import Period


def counted_to(office: Office, period: Period) -> date:
    """Return the day to which delays and absences count: the period's end, or today while it is still running.

    What has not happened yet is never held against a unit or a person.
    """
    return min(period.last, office.today())
