"""The table of verbs, in the order in which ``--help`` and the table of README.md name them.

A new verb is a file beside this one that offers a ``Verb``, and a line below; ``python3 installer/dev.py verbs`` then
writes it into the table. A verb's file is read at every start: what only its run needs is imported where it runs.
"""

from __future__ import annotations

from ganbu_desktop.cli.auditing import AUDIT
from ganbu_desktop.cli.checking import CHECK
from ganbu_desktop.cli.creating import NEW
from ganbu_desktop.cli.exporting import EXPORT
from ganbu_desktop.cli.finding import FIND
from ganbu_desktop.cli.importing import IMPORT
from ganbu_desktop.cli.manual import MANUAL
from ganbu_desktop.cli.printing import PRINT
from ganbu_desktop.cli.reminding import REMIND
from ganbu_desktop.cli.reporting import REPORT
from ganbu_desktop.cli.safekeeping import BACKUP, RESTORE, VERIFY
from ganbu_desktop.cli.samples import DEMO_FILES
from ganbu_desktop.cli.templating import TEMPLATE
from ganbu_desktop.cli.window import WINDOW

VERBS = (
    NEW,
    IMPORT,
    EXPORT,
    PRINT,
    TEMPLATE,
    FIND,
    CHECK,
    REPORT,
    REMIND,
    DEMO_FILES,
    MANUAL,
    VERIFY,
    AUDIT,
    BACKUP,
    RESTORE,
    WINDOW,
)
