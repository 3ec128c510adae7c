"""Files of chosen people for others: asked by any room, answered by the one that keeps the paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from ganbu_desktop.kernel.office.office import Office, Progress
from ganbu_desktop.kernel.question import Question


class HandOn(Protocol):
    """How files of people are asked for."""

    def __call__(
        self,
        office: Office,
        kind: str,
        ids: Sequence[str],
        target: Path,
        progress: Progress | None = None,
        *,
        pads_names: bool = True,
    ) -> dict[str, Any]:
        """Write people out; return how many and the files."""
        ...


hand_on: Question[HandOn] = Question("files of chosen people")
"""``kind``: ``lrmx``, ``collection`` or ``roster``; ``target``: a folder or file as the kind asks for."""
