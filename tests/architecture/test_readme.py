"""README.md keeps up with what it tells of."""

from __future__ import annotations

import re
import tomllib

from support.source import PACKAGE, ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_dependency_has_its_reason() -> None:
    """The table names each package of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    rows = " ".join(line.split("|")[1].lower() for line in README.splitlines() if line.count("|") == 3)
    named = set(re.findall(r"[\w.-]+", rows))
    missing = [text for text in wanted if re.split(r"[=<>!~ ]", text)[0].lower() not in named]
    assert not missing, missing


def test_every_room_is_named() -> None:
    """A room that nobody is told about is a room that nobody finds."""
    rooms = [path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()]
    assert not [room for room in rooms if f"  {room}/" not in README]


def test_every_file_that_is_shown_exists() -> None:
    """Pictures and links lead somewhere."""
    targets = re.findall(r"\]\(([^)#:]+)\)", README)
    assert targets
    assert not [target for target in targets if not (ROOT / target).exists()]
