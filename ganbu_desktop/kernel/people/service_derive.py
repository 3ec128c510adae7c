"""Keeps the inferred service spells in step with the records, inside every operation.

They are worked out by ``service_inference`` from posts, 录用 and 参加工作, leaving entries, and from the audit: what
the store held of state, unit and 编制 since which day. Steps that were taken back never were; a step of kind
``CORRECT``, or a merge, says that the value before was wrong. Everything is read and written for many people at a time.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

import sqlalchemy as sa

from ganbu_desktop.kernel.people.leaving import ExitEvent
from ganbu_desktop.kernel.people.person import Person, Supplement, Tenure
from ganbu_desktop.kernel.people.service import DECIDED, INFERRED, ServiceSpell
from ganbu_desktop.kernel.people.service_inference import (
    Boundary,
    Decided,
    Evidence,
    Inferred,
    Leaving,
    Post,
    Values,
    dated,
    infer,
    serves,
    without,
)
from ganbu_desktop.kernel.spine.moving import MERGE
from ganbu_desktop.store.audit import AS_WRITTEN, Change, change_table, operation_table
from ganbu_desktop.store.sql import insert_rows

CORRECT, IMPORT_CORRECT = "correct", "import-correct"
"""The kinds of operation whose new values were always right (更正): they rewrite the spell, and open none."""
CHANGED, IMPORT_CHANGED = "change", "import-change"
"""The kinds of operation that say on which day values changed (变动): those before were right until then."""
_CORRECTING, _CHANGING = (CORRECT, IMPORT_CORRECT, MERGE), (CHANGED, IMPORT_CHANGED)
VERSION = 1
"""Of the rules of inference: a store whose spells were made by another gets them made anew when it is opened."""
CHUNK = 500
_REPLAYS = ("undo", "redo", "restore")
_PERSON, _SPELL = Person.table.name, ServiceSpell.table.name
_VALUES = ("management_state", "unit_id", "staffing_type")
_OF_PERSON = (*_VALUES, "work_began_on")
_OF_OTHERS = {
    Supplement.table.name: ("recruited_on",),
    Tenure.table.name: ("unit_id", "is_main", "appointed_on"),
    ExitEvent.table.name: ("kind", "happened_on", "unit_id"),
    _SPELL: ("state", "unit_id", "staffing_type", "from_on", "until_on", "basis"),
}
_COLUMNS = (
    "state",
    "unit_id",
    "staffing_type",
    "from_on",
    "until_on",
    "source",
    "from_first",
    "from_last",
    "until_first",
    "until_last",
)
_Row = tuple[str | None, ...]


def derive(connection: sa.Connection, changes: Sequence[Change]) -> None:
    """Bring the inferred spells in step with one operation's changes."""
    touched: dict[str, None] = {}
    fresh, gone = set(), []
    for change in changes:
        if change.record_table == _PERSON:
            if change.after is None:
                gone.append(change.record_id)
            elif change.before is None:
                fresh.add(change.record_id)
            if _differs(change, _OF_PERSON):
                touched[change.record_id] = None
        elif change.record_table in _OF_OTHERS and _differs(change, _OF_OTHERS[change.record_table]):
            touched |= {image["person_id"]: None for image in (change.before, change.after) if image}
    if not touched:
        return
    last = connection.execute(sa.select(operation_table).order_by(operation_table.c.seq.desc()).limit(1)).one()
    today = _day(last.at)
    for ids in _chunks(gone):
        connection.execute(ServiceSpell.table.delete().where(ServiceSpell.table.c.person_id.in_(ids)))
    for ids in _chunks(list(touched)):
        replayed = ids if last.kind in _REPLAYS else [i for i in ids if i not in fresh]
        _renew(connection, ids, _recorded(connection, replayed), today)


def rebuild(connection: sa.Connection) -> None:
    """Make everybody's inferred spells anew from the records and the audit."""
    recorded = _recorded(connection, None)
    today = max((since for held in recorded.values() for since, _ in held), default="")
    ids = list(connection.execute(sa.select(Person.table.c.id).order_by(Person.table.c.id)).scalars())
    for some in _chunks(ids):
        _renew(connection, some, recorded, today)


def differences(connection: sa.Connection) -> int:
    """Return how many people's inferred spells are not what their records say; 0 in a good store."""
    recorded, found = _recorded(connection, None), 0
    ids = list(connection.execute(sa.select(Person.table.c.id)).scalars())
    for some in _chunks(ids):
        standing = _standing(connection, some)
        for person_id, rows in _wanted(connection, some, recorded, "").items():
            found += sorted(standing.get(person_id, {}).values(), key=str) != sorted(rows, key=str)
    return found


def inferred_rows(connection: sa.Connection, ids: Sequence[str]) -> list[dict[str, str | None]]:
    """Return the spells that are inferred of some people, as rows, without writing them."""
    names, found = ("id", "person_id", "basis", *_COLUMNS), []
    for some in _chunks(ids):
        taken = _taken(connection, some)
        for person_id, rows in _wanted(connection, some, _recorded(connection, some), "").items():
            for row in rows:
                values = (_id_of((person_id, *row), taken), person_id, INFERRED, *row)
                found.append(dict(zip(names, values, strict=True)))
    return found


def _differs(change: Change, names: Iterable[str]) -> bool:
    before, after = change.before, change.after
    if before is None or after is None:
        return True
    return before.get("person_id") != after.get("person_id") or any(before.get(n) != after.get(n) for n in names)


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _day(at: str) -> str:
    return at[:10].replace("-", "")


def _renew(connection: sa.Connection, ids: Sequence[str], recorded: Mapping[str, Any], today: str) -> None:
    """Write the inferred spells of some people, leaving alone the rows that are right already."""
    standing = _standing(connection, ids)
    stale: list[str] = []
    fresh: list[tuple[str | None, ...]] = []
    for person_id, rows in _wanted(connection, ids, recorded, today).items():
        there = dict(standing.get(person_id, {}))
        for row in rows:
            same = next((spell_id for spell_id, standing_row in there.items() if standing_row == row), None)
            if same is None:
                fresh.append((person_id, *row))
            else:
                del there[same]
        stale += there
    for some in _chunks(stale):
        connection.execute(ServiceSpell.table.delete().where(ServiceSpell.table.c.id.in_(some)))
    taken = _taken(connection, ids)
    rows = [(_id_of(row, taken), row[0], INFERRED, *row[1:]) for row in fresh]
    insert_rows(connection, ServiceSpell.table, ("id", "person_id", "basis", *_COLUMNS), rows)


def _taken(connection: sa.Connection, ids: Sequence[str]) -> set[str]:
    """Return the ids of decided spells: one that was inferred and then confirmed keeps its own."""
    at = ServiceSpell.table.c
    return set(connection.execute(sa.select(at.id).where(at.person_id.in_(ids), at.basis == DECIDED)).scalars())


def _id_of(row: tuple[str | None, ...], taken: set[str]) -> str:
    """Return an id that the same spell gets each time, beside those of its person in the file."""
    for number in count():
        told = hashlib.sha256(repr((*row, number)).encode()).hexdigest()
        spell_id = f"{str(row[0])[:14]}{told[:18]}"
        if spell_id not in taken:
            break
    return spell_id


def _standing(connection: sa.Connection, ids: Sequence[str]) -> dict[str, dict[str, _Row]]:
    at = ServiceSpell.table.c
    columns = [sa.type_coerce(at[name], sa.String()) for name in _COLUMNS]
    rows = connection.execute(
        sa.select(at.id, at.person_id, *columns).where(at.person_id.in_(ids), at.basis == INFERRED)
    )
    found: dict[str, dict[str, _Row]] = defaultdict(dict)
    for spell_id, person_id, *values in rows:
        found[person_id][spell_id] = tuple(values)
    return found


def _wanted(
    connection: sa.Connection, ids: Sequence[str], recorded: Mapping[str, Any], today: str
) -> dict[str, list[_Row]]:
    """Return the rows that should stand, by person; somebody who is gone has none."""
    decided = _decided(connection, ids)
    return {
        known.person_id: [_row(spell) for spell in without(infer(known), decided.get(known.person_id, ()))]
        for known in _evidence(connection, ids, recorded, today)
    }


def _row(spell: Inferred) -> _Row:
    begin, end = spell.begin, spell.end
    hidden = [(None, None) if b is None or b.on is not None else (b.first, b.last) for b in (begin, end)]
    stay = (spell.state, spell.unit_id, spell.staffing_type)
    return (*stay, begin.on, end.on if end else None, spell.source, *hidden[0], *hidden[1])


def _decided(connection: sa.Connection, ids: Sequence[str]) -> dict[str, list[Decided]]:
    at = ServiceSpell.table.c
    dates = [sa.type_coerce(c, sa.String()) for c in (at.from_on, at.until_on)]
    hidden = (at.from_first, at.from_last, at.until_first, at.until_last)
    values = (at.state, at.unit_id, at.staffing_type)
    rows = connection.execute(
        sa.select(at.person_id, *dates, *hidden, *values).where(at.person_id.in_(ids), at.basis == DECIDED)
    )
    found: dict[str, list[Decided]] = defaultdict(list)
    for person_id, begin, end, begin_0, begin_1, end_0, end_1, state, unit_id, staffing in rows:
        since = dated(begin) if begin else Boundary(None, begin_0, begin_1)
        until = dated(end) if end else Boundary(None, end_0, end_1) if end_1 else None
        found[person_id].append(Decided(since, until, (state, unit_id, staffing)))
    return found


def _evidence(
    connection: sa.Connection, ids: Sequence[str], recorded: Mapping[str, Any], today: str
) -> Iterator[Evidence]:
    person = Person.table.c
    began = sa.type_coerce(person.work_began_on, sa.String())
    people = connection.execute(
        sa.select(person.id, began, *(person[name] for name in _VALUES)).where(person.id.in_(ids))
    )
    entered = _entered(connection, ids)
    posts, leavings = _posts(connection, ids), _leavings(connection, ids)
    for person_id, work_began_on, *values in people:
        held = recorded.get(person_id) or [(today, tuple(values))]
        yield Evidence(
            person_id,
            held,
            entered.get(person_id),
            work_began_on,
            posts.get(person_id, ()),
            leavings.get(person_id, ()),
        )


def _entered(connection: sa.Connection, ids: Sequence[str]) -> dict[str, str]:
    at = Supplement.table.c
    entered = sa.type_coerce(at.recruited_on, sa.String())
    rows = connection.execute(
        sa.select(at.person_id, sa.func.min(entered))
        .where(at.person_id.in_(ids), at.recruited_on.is_not(None))
        .group_by(at.person_id)
    )
    return {row[0]: row[1] for row in rows}


def _posts(connection: sa.Connection, ids: Sequence[str]) -> dict[str, list[Post]]:
    """Return the posts that say where somebody served: main ones, or all where none is called main."""
    at = Tenure.table.c
    since = sa.type_coerce(at.appointed_on, sa.String())
    rows = connection.execute(
        sa.select(at.person_id, at.unit_id, since, at.is_main)
        .where(at.person_id.in_(ids), at.unit_id.is_not(None), at.appointed_on.is_not(None))
        .order_by(at.person_id, at.position.desc(), at.id)
    )
    every: dict[str, list[tuple[Post, bool]]] = defaultdict(list)
    for person_id, unit_id, digits, is_main in rows:
        every[person_id].append((Post(unit_id, dated(digits)), is_main is not False))
    return {
        person_id: sorted(
            [post for post, is_main in mine if is_main] or [post for post, _ in mine],
            key=lambda post: post.since.first or "",
        )
        for person_id, mine in every.items()
    }


def _leavings(connection: sa.Connection, ids: Sequence[str]) -> dict[str, list[Leaving]]:
    at = ExitEvent.table.c
    happened = sa.type_coerce(at.happened_on, sa.String())
    rows = connection.execute(
        sa.select(at.person_id, at.kind, happened, at.unit_id)
        .where(at.person_id.in_(ids), at.happened_on.is_not(None))
        .order_by(at.person_id, happened, at.id)
    )
    found: dict[str, list[Leaving]] = defaultdict(list)
    for person_id, kind, digits, unit_id in rows:
        found[person_id].append(Leaving(kind, dated(digits), unit_id))
    return found


def _recorded(connection: sa.Connection, ids: Sequence[str] | None) -> dict[str, list[tuple[str, Values]]]:
    """Return what the store held of people since which day, read from the audit; of all people without ``ids``."""
    if ids is not None and not ids:
        return {}
    at, operation = change_table.c, operation_table.c
    person = Person.table.c
    asked = sa.select(at.root_id, at.before, at.after, operation.at, operation.kind).where(at.record_table == _PERSON)
    if ids is not None:
        asked = asked.where(at.root_id.in_(ids))
    rows = connection.execute(
        asked.join_from(change_table, operation_table, operation.seq == at.operation).order_by(at.seq)
    )
    steps: dict[str, list[tuple[str | None, str | None, str, str]]] = defaultdict(list)
    for person_id, before, after, moment, kind in rows:
        if after is not None:
            steps[person_id].append((before, after, _day(moment), kind))
    now = sa.select(person.id, *(person[name] for name in _VALUES))
    standing = connection.execute(now if ids is None else now.where(person.id.in_(ids)))
    return {person_id: _held(steps[person_id], tuple(values)) for person_id, *values in standing if steps[person_id]}


def _held(steps: Sequence[tuple[str | None, str | None, str, str]], now: Values) -> list[tuple[str, Values]]:
    """Return a person's recorded values by day: undone steps out, corrections put in the place of what they correct."""
    made = [
        (day, _values_of(after, steps[place + 1 :], now), kind) for place, (_, after, day, kind) in enumerate(steps)
    ]
    stack: list[tuple[str, Values, str]] = []
    for day, values, kind in made:
        if kind == "undo" and len(stack) > 1 and stack[-2][1] == values:
            stack.pop()
        elif not stack or stack[-1][1] != values:
            stack.append((day, values, kind))
    held: list[tuple[str, Values]] = []
    for day, values, kind in stack:
        if held and (_rewrites(kind) or _fills(held[-1][1], values) or _is_same_day(held[-1][0], day, kind)):
            held[-1] = (held[-1][0], values)
        elif not held or held[-1][1] != values:
            held.append((day, values))
    return held


def _rewrites(kind: str) -> bool:
    return kind in _CORRECTING


def _is_same_day(before: str, day: str, kind: str) -> bool:
    """Tell whether a value was typed anew on the day on which the one before it was."""
    return before == day and kind not in _CHANGING


def _fills(before: Values, values: Values) -> bool:
    """Tell whether a change only fills in what had not been recorded: it was so before, and nothing happened."""
    if before[0] != values[0] and not (before[0] is None and serves(values[0])):
        return False
    return all(old is None or old == new for old, new in zip(before[1:], values[1:], strict=True))


def _values_of(after: str | None, later: Sequence[tuple[str | None, str | None, str, str]], now: Values) -> Values:
    """Return the values of an image; a record that was made stands in the next change's image, else in the store."""
    text = after if after != AS_WRITTEN else next((before for before, *_ in later if before is not None), None)
    if text is None:
        return now
    image = json.loads(text)
    return (image.get(_VALUES[0]), image.get(_VALUES[1]), image.get(_VALUES[2]))
