"""What is wrong in what is recorded of one person: asked by any room, answered by the one that keeps the checks."""

from __future__ import annotations

from collections.abc import Callable

from ganbu_desktop.foundation.findings import Finding
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.dossier import Dossier
from ganbu_desktop.kernel.question import Question

faults_of: Question[Callable[[Office, Dossier], list[Finding]]] = Question("what is wrong in one dossier")
"""Findings in one dossier, stored or still being edited, gravest first."""
