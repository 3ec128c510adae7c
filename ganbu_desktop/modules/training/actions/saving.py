"""What the saving verbs have in common that no row describes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from ganbu_desktop.kernel.editing import Pair, write_changes
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.training.rights import EDIT
from ganbu_desktop.store.operations import Operation
from ganbu_desktop.store.record import Record

R = TypeVar("R", bound=Record)

Prepare = Callable[[Operation, R | None, R], R]
"""Looks at (old, new) before it is written: raises CheckFailed, or returns what is to be written."""


def save(
    office: Office,
    pairs: Sequence[Pair],
    cls: type[R],
    *,
    title: str,
    prepare: Prepare[R] | None = None,
    forget: Callable[[Operation, R], None] | None = None,
) -> None:
    """Write pairs of one kind as one operation; ``prepare`` looks at each new value, ``forget`` at each deletion."""
    with office.operation(title, right=EDIT) as current:
        ready: list[Pair] = []
        for old, new in pairs:
            assert old is None or isinstance(old, cls)
            if new is None:
                if old is not None and forget is not None:
                    forget(current, old)
                ready.append((old, None))
            else:
                assert isinstance(new, cls)
                ready.append((old, prepare(current, old, new) if prepare else new))
        write_changes(current, ready)
