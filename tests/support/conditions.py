"""Asking an office by conditions, and the names of who is found."""

from __future__ import annotations

from ganbu_desktop import modules
from ganbu_desktop.kernel.list.conditions.catalogue import people_catalogue
from ganbu_desktop.kernel.list.conditions.reckoning import Moment
from ganbu_desktop.kernel.list.conditions.tree import Condition, Group, Node, Ready
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people import person_list
from ganbu_desktop.kernel.people.person_list import ListQuery


def found(office: Office, *asked: Node) -> str:
    """Return the names of the people that meet all of these, sorted and joined."""
    tree = asked[0] if len(asked) == 1 and isinstance(asked[0], Group) else Group(members=asked)
    where = people_catalogue(modules.ready_conditions()).where(tree, Moment.of(office))
    with office.reading() as connection:
        ids = person_list.ids(connection, ListQuery(where=where))
        return "".join(sorted(row.person.name or "" for row in person_list.rows(connection, ids)))


def ask(field: str, operator: str, *values: str, which: str = "", as_of: str = "") -> Condition:
    return Condition(field, operator, values, which, as_of)


def ready(name: str, **values: str) -> Ready:
    return Ready(name, tuple(values.items()))
