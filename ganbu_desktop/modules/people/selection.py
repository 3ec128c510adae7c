"""Choosing people by what a command line or a batch names them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from ganbu_desktop.foundation import identity_number, person_name
from ganbu_desktop.foundation.errors import CheckFailed, NotFound
from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.kernel.people.person import Person


def ids_of_names(office: Office, names: Sequence[str]) -> list[str]:
    """Return the people of some names or identity numbers, in the given order.

    Raises NotFound for a name that nobody has and CheckFailed for one that several have: nobody is left out silently.
    """
    found: list[str] = []
    column = Person.table.c
    with office.reading() as connection:
        for text in names:
            name, number = person_name.normalise(text), identity_number.normalise(text)
            rows = connection.execute(
                sa.select(column.id).where(sa.or_(column.name == name, column.id_number == number))
            ).all()
            if not rows:
                raise NotFound(f"库中没有“{text}”；没有写出任何文件")
            if len(rows) > 1:
                raise CheckFailed(f"库中有 {len(rows)} 个“{text}”，请改用身份证号指定；没有写出任何文件")
            found.append(rows[0].id)
    return list(dict.fromkeys(found))
