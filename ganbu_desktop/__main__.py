"""``python -m ganbu_desktop``: the same program as ``ganbu``."""

import sys

from ganbu_desktop.cli import main

sys.exit(main())
