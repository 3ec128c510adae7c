"""Looking people up from an open office: ids in an order, rows by ids; safe to call from the reading thread."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people import person_list
from ganbu_desktop.kernel.people.dossier import all_units
from ganbu_desktop.kernel.people.person import Person
from ganbu_desktop.kernel.people.person_list import ListQuery, PersonRow
from ganbu_desktop.kernel.people.service_change import in_words
from ganbu_desktop.store import search


def ids(office: Office, query: ListQuery, limit: int | None = None) -> list[str]:
    """Return the ids of the people a query shows, in its order, at most ``limit``.

    With a limit and something typed, the search's own first hits are put in order instead of everything found: the
    answer to a key comes at once at any size.
    """
    with office.reading() as connection:
        narrowed = query.unit_id is not None or query.filters or query.ids is not None or query.where is not None
        typed_only = query.typed.strip() and not narrowed
        if limit is None or not typed_only:
            return person_list.ids(connection, query, limit)
        hits = search.find(connection, query.typed, limit)
        return person_list.ids(connection, dataclasses.replace(query, typed="", ids=tuple(hits))) if hits else []


def rows(office: Office, wanted: Sequence[str]) -> list[PersonRow]:
    """Return the rows of some people, in that order."""
    with office.reading() as connection:
        return person_list.rows(connection, wanted)


def service_lines(office: Office, people: Sequence[tuple[Person, Person]]) -> list[str]:
    """Return whose state, unit or 编制 becomes what, a line a person."""
    with office.reading() as connection:
        units = {unit_id: unit.name or "" for unit_id, unit in all_units(connection).items()}
    return in_words(people, units)
