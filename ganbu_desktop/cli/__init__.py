"""The command line: the same actions as the window's, one verb each."""

from ganbu_desktop.cli.program import main

__all__ = ["main"]
