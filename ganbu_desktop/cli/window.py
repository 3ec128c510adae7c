"""The verb ``window``: the program itself; what runs when nothing is typed."""

from __future__ import annotations

import argparse
from pathlib import Path

from ganbu_desktop.cli.verb import Result, Session, Verb


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("store", type=Path, nargs="?")


def _run(session: Session) -> Result:
    from ganbu_desktop.app import run_window

    return run_window(session.options.store), {}


WINDOW = Verb("window", "打开窗口", "opens the window", _arguments, _run, needs_records=False)
