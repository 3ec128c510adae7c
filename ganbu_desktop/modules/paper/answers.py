"""What the paper room answers to other rooms, through the kernel."""

from __future__ import annotations

from ganbu_desktop.kernel.people.hand_on import hand_on
from ganbu_desktop.modules.paper.handing_on import export

hand_on.answers(export)
