"""``python -m ganbu_desktop``: the same program as ``ganbu``."""

import sys

from ganbu_desktop.cli.program import main

sys.exit(main())
