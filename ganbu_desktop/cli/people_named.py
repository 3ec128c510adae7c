"""Whom ``--name`` means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ganbu_desktop.kernel.office.office import Office


def people_named(office: Office, names: Sequence[str]) -> list[str]:
    """Return the ids of those named by name or identity number."""
    from ganbu_desktop.modules.people.selection import ids_of_names

    return ids_of_names(office, names)


def chosen_people(office: Office, names: Sequence[str]) -> list[str]:
    """Return the ids of those named; of everybody when nobody is."""
    from ganbu_desktop.kernel.people.person_list import ListQuery, ids

    if names:
        return people_named(office, names)
    with office.reading() as connection:
        return ids(connection, ListQuery())
