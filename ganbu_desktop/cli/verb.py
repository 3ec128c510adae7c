"""What a verb of the command line is, and what it is given when it runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ganbu_desktop.kernel.office.office import Office

DONE, FINDINGS, NOT_POSSIBLE = 0, 1, 2
Result = tuple[int, dict[str, Any]]
"""The exit code, and what ``--json`` prints."""


@dataclass(frozen=True)
class Verb:
    """One verb: its file offers it, ``verbs.VERBS`` lists it, the parser and README's table are built from it.

    ``summary``: the Chinese sentence of ``--help``. ``tells``: the English one of the table; it may use Markdown.
    """

    name: str
    summary: str
    tells: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Session], Result]
    needs_records: bool = True


class Session:
    """One call of one verb: what was typed, the clock, the way to the password, and where sentences go."""

    def __init__(
        self, options: argparse.Namespace, *, clock: Callable[[], datetime], password: Callable[[], str]
    ) -> None:
        self.options = options
        self.clock = clock
        self.password = password
        self.progress = Progress(options.json)

    @contextmanager
    def opened(self) -> Iterator[Office]:
        """Open the store that was named, and close it."""
        from ganbu_desktop.kernel.office.opening import open_store

        office = open_store(self.options.store, password=self.password(), clock=self.clock)
        try:
            yield office
        finally:
            office.file.close()

    def say(self, text: str) -> None:
        """Print a sentence of the result, unless the result is printed as JSON."""
        if not self.options.json:
            print(text)

    def warn(self, text: str) -> None:
        """Print a sentence to the standard error, in any case."""
        print(text, file=sys.stderr)


class Progress:
    """Progress on a terminal: one line that renews itself; silent when nobody watches."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet or not sys.stderr.isatty()

    def step(self, done: int, total: int, text: str = "") -> None:
        """Show how far the work is."""
        if not self._quiet:
            end = "\n" if done >= total else "\r"
            print(f"{text} {done}/{total}".ljust(60), end=end, file=sys.stderr, flush=True)
