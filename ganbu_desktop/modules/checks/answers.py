"""What the checks room answers to other rooms, through the kernel."""

from __future__ import annotations

from ganbu_desktop.foundation.findings import Finding
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.people.faults import faults_of


@faults_of.answers
def check_person(office: Office, dossier: Dossier) -> list[Finding]:
    """Return what the checks find in one dossier; the rules are imported when the first one is checked."""
    from ganbu_desktop.modules.checks import checking

    return checking.check_person(office, dossier)
