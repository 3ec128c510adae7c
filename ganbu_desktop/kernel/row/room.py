"""A room whose screen follows from its rows: what it is called, and where it stands in the navigation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Room:
    """One room, as ``ROOM`` of ``modules/<room>/__init__.py``; a room with ``pages`` of its own needs none.

    ``order``: its place within its ``section`` (one of ``systems.SYSTEMS``) of the navigation. ``for_person``: the
    title of a link from a person's page, empty for none. ``manual``: what the manual says above its rows.
    """

    title: str
    icon: str
    order: int
    section: str
    for_person: str = ""
    manual: str = ""
