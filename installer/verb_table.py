"""Write the table of verbs in ganbu_desktop/cli/README.md from what the verbs themselves say.

``python3 installer/dev.py verbs`` starts this in the environment. The table stands between two marks;
``tests/architecture/test_readme.py`` fails while it says anything but what is made here.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ganbu_desktop.cli.verbs import VERBS  # noqa: E402 - the checkout's own package, wherever this is started

BEGIN = "<!-- verbs: made by `python3 installer/dev.py verbs` -->"
END = "<!-- end of verbs -->"
PLACE = ROOT / "ganbu_desktop" / "cli" / "README.md"


def usage(name: str, parser: argparse.ArgumentParser) -> str:
    """Return how a verb is written: ``ganbu find STORE [TEXT] [--view NAME]``; without ``--help``, on one line."""
    actions = [action for action in parser._actions if action.dest != "help"]
    ordered = [a for a in actions if not a.option_strings] + [a for a in actions if a.option_strings]
    return " ".join(["ganbu", name, *(_word(action) for action in ordered)])


def _word(action: argparse.Action) -> str:
    value = "" if action.nargs == 0 else str(action.metavar or action.dest.upper())
    if action.nargs == "+":
        value += "…"
    flag = action.option_strings[-1] if action.option_strings else ""
    word = f"{flag} {value}".strip()
    is_needed = action.required and action.nargs != "?"
    return word if is_needed else f"[{word}]"


def table() -> str:
    """Return the table as Markdown, a line a verb."""
    lines = ["| verb | does |", "|---|---|"]
    for verb in VERBS:
        parser = argparse.ArgumentParser()
        verb.arguments(parser)
        written = usage(verb.name, parser).replace("|", "\\|")
        lines.append(f"| `{written}` | {verb.tells} |")
    return "\n".join(lines)


def written(text: str) -> str:
    """Return the text of the file with the table made anew."""
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def main() -> int:
    """Write the table into its place."""
    text = PLACE.read_text(encoding="utf-8")
    made = written(text)
    PLACE.write_text(made, encoding="utf-8")
    print(f"{PLACE.relative_to(ROOT)}: {len(VERBS)} verbs, {'as they stood' if made == text else 'written anew'}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
