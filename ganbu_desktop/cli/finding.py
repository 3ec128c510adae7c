"""The verb ``find``: by a word, a saved view or conditions in a file; the same people as the window's list shows."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ganbu_desktop import modules
from ganbu_desktop.cli.verb import DONE, FINDINGS, Result, Session, Verb
from ganbu_desktop.foundation.errors import CheckFailed

if TYPE_CHECKING:
    from ganbu_desktop.kernel.list.conditions.tree import Group
    from ganbu_desktop.kernel.office.office import Office
    from ganbu_desktop.kernel.people.person_list import ListQuery, PersonRow

Say = Callable[[str], None]
_ORDERS = {"order": "DEFAULT", "level": "LEVEL", "strokes": "STROKES", "pinyin": "PINYIN"}


@dataclass(frozen=True)
class Asked:
    """What is to be found: a text (its first 200 hits), a saved view by name, or conditions in a JSON file."""

    text: str | None = None
    view: str | None = None
    conditions: Path | None = None

    def check(self) -> None:
        """Refuse anything but exactly one of the three."""
        if sum(given is not None for given in (self.text, self.view, self.conditions)) != 1:
            raise CheckFailed("请写要找的文字，或用 --view 写视图名称，或用 --conditions 写条件文件，三者写一个")


def run_find(office: Office, asked: Asked, *, say: Say) -> dict[str, Any]:
    """Print the people found, one a line, and return them."""
    from ganbu_desktop.kernel.people import person_list

    query = _query(office, asked)
    limit = 200 if asked.text is not None else None
    with office.reading() as connection:
        found = person_list.rows(connection, person_list.ids(connection, query, limit))
    people = [_plain(row) for row in found]
    for person in people:
        say("\t".join(person.values()))
    return {"people": people}


def _query(office: Office, asked: Asked) -> ListQuery:
    from ganbu_desktop.kernel.people.person_list import ListQuery

    asked.check()
    if asked.text is not None:
        return ListQuery(typed=asked.text)
    if asked.view is not None:
        return _of_view(office, asked.view)
    from ganbu_desktop.kernel.list.conditions.reading import read_text

    assert asked.conditions is not None
    try:
        text = asked.conditions.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CheckFailed(f"条件文件打不开或不是文本：{asked.conditions}") from error
    return ListQuery(where=_where(office, read_text(text)))


def _of_view(office: Office, name: str) -> ListQuery:
    from ganbu_desktop.kernel.list import saved_view
    from ganbu_desktop.kernel.people.person_list import ListQuery, Order

    content = saved_view.content_of(saved_view.named(office, name))
    order = Order[_ORDERS[content.sort]] if content.sort in _ORDERS else content.sort or Order.DEFAULT
    return ListQuery(
        typed=content.search,
        filters=tuple(content.filters.items()),
        order=order,
        descending=content.descending,
        where=None if content.conditions is None else _where(office, content.conditions),
    )


def _where(office: Office, tree: Group) -> Any:
    from ganbu_desktop.kernel.list.conditions.catalogue import people_catalogue
    from ganbu_desktop.kernel.list.conditions.reckoning import Moment

    return people_catalogue(modules.ready_conditions()).where(tree, Moment.of(office))


def _plain(row: PersonRow) -> dict[str, str]:
    from ganbu_desktop.kernel.identity_mask import masked

    person = row.person
    return {
        "name": person.name or "",
        "born_on": str(person.born_on or ""),
        "unit": row.unit_name,
        "post": person.current_post or "",
        "id_number": masked(person.id_number),
    }


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("store", type=Path)
    parser.add_argument("text", nargs="?")
    parser.add_argument("--view", metavar="NAME", help="干部列表里保存的视图")
    parser.add_argument("--conditions", type=Path, metavar="FILE", help="JSON 格式的查询条件")


def _run(session: Session) -> Result:
    options = session.options
    asked = Asked(options.text, options.view, options.conditions)
    asked.check()
    with session.opened() as office:
        result = run_find(office, asked, say=session.say)
    return (DONE if result["people"] else FINDINGS), result


FIND = Verb(
    "find",
    "按姓名、拼音、单位、职务或身份证号，或按视图、条件查找",
    "finds people by a word, a saved view of the cadres list, or conditions in a JSON file",
    _arguments,
    _run,
)
