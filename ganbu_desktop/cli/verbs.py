"""The table of verbs, in the order in which ``--help`` and the table of README.md name them.

A new verb is a file beside this one that offers a ``Verb``, and a line below; ``python3 installer/dev.py verbs`` then
writes it into the table. A verb's file is read at every start: what only its run needs is imported where it runs.
"""

from __future__ import annotations

from ganbu_desktop.cli.program import (
    auditing,
    checking,
    creating,
    exporting,
    finding,
    importing,
    manual,
    printing,
    reminding,
    reporting,
    safekeeping,
    samples,
    templating,
    window,
)

VERBS = (
    creating.NEW,
    importing.IMPORT,
    exporting.EXPORT,
    printing.PRINT,
    templating.TEMPLATE,
    finding.FIND,
    checking.CHECK,
    reporting.REPORT,
    reminding.REMIND,
    samples.DEMO_FILES,
    manual.MANUAL,
    safekeeping.VERIFY,
    auditing.AUDIT,
    safekeeping.BACKUP,
    safekeeping.RESTORE,
    window.WINDOW,
)
