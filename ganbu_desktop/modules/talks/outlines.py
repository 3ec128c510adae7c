"""The outline that a new talk begins with: the office's own for its type, else the one shipped with the program."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules.talks.records import TalkOutline
from ganbu_desktop.paths import resource


@cache
def shipped() -> Mapping[str, str]:
    """Return the outlines shipped with the program, by type of talk."""
    content = tomllib.loads(resource("talks", "outlines.toml").read_text("utf-8"))
    return {kind: entry["text"].strip() for kind, entry in content.items()}


def outline_for(office: Office, kind: str) -> str:
    """Return the outline of a type of talk: the office's own last changed one, else the shipped one, else nothing."""
    own = office.find(TalkOutline, TalkOutline.table.c.kind == kind)
    if own:
        newest = max(own, key=lambda o: (o.updated_on is not None, o.updated_on or 0, o.id))
        return newest.text
    return shipped().get(kind, "")
