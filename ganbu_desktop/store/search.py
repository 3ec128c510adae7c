"""Search as you type: a prefix index of keys and a full-text index with one token a character.

This file and ``engine`` are the only ones that speak SQLite's own dialect; another database would bring its own search.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

CREATE = (
    "CREATE TABLE search_document (number INTEGER PRIMARY KEY, owner_id TEXT NOT NULL UNIQUE)",
    "CREATE TABLE search_key (key TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, number)) WITHOUT ROWID",
    "CREATE INDEX search_key_number ON search_key (number)",
    "CREATE VIRTUAL TABLE search_text USING fts5(body, content='', contentless_delete=1, detail=full)",
)
"""The statements that make the search tables; the first migration runs them."""


_PARTING = re.compile(r"[\W_]")


@dataclass(frozen=True)
class Document:
    """What one record can be found by: ``keys`` by their beginning (pinyin, initials), ``text`` by any part."""

    owner_id: str
    keys: frozenset[str]
    text: str


def _tokens(text: str) -> str:
    """Return ``text`` with a blank between all characters, so that each one is a token; others than letters part."""
    return " ".join(_PARTING.sub("\x01", text).lower())


def put(connection: sa.Connection, documents: Sequence[Document]) -> None:
    """Index new or changed records."""
    if not documents:
        return
    numbers = _numbers(connection, [d.owner_id for d in documents])
    same_keys = _with_their_keys(connection, documents, numbers)
    known = list(numbers.values())
    _write(connection, "DELETE FROM search_key WHERE number = ?", [(n,) for n in known if n not in same_keys])
    _write(connection, "DELETE FROM search_text WHERE rowid = ?", [(n,) for n in known])
    new = [d.owner_id for d in documents if d.owner_id not in numbers]
    fresh = list(enumerate(new, _first_free(connection))) if new else []
    numbers |= {owner_id: number for number, owner_id in fresh}
    rekeyed = [d for d in documents if numbers[d.owner_id] not in same_keys]
    keys = [(key, numbers[d.owner_id]) for d in rekeyed for key in d.keys if key]
    bodies = [(numbers[d.owner_id], _tokens(d.text)) for d in documents]
    _write(connection, "INSERT INTO search_document (number, owner_id) VALUES (?, ?)", fresh)
    _write(connection, "INSERT INTO search_key (key, number) VALUES (?, ?)", keys)
    _write(connection, "INSERT INTO search_text (rowid, body) VALUES (?, ?)", bodies)


def _with_their_keys(
    connection: sa.Connection, documents: Sequence[Document], numbers: Mapping[str, int]
) -> frozenset[int]:
    """Return the numbers of the known documents that already have just their keys."""
    found = set()
    for document in documents:
        number = numbers.get(document.owner_id)
        if number is not None:
            rows = connection.exec_driver_sql("SELECT key FROM search_key WHERE number = ?", (number,))
            if {row[0] for row in rows} == {key for key in document.keys if key}:
                found.add(number)
    return frozenset(found)


def _first_free(connection: sa.Connection) -> int:
    return int(connection.execute(sa.text("SELECT coalesce(max(number), 0) + 1 FROM search_document")).scalar_one())


def _write(connection: sa.Connection, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        connection.exec_driver_sql(statement, list(rows))


def _forget(connection: sa.Connection, numbers: Sequence[int]) -> None:
    rows = [(number,) for number in numbers]
    _write(connection, "DELETE FROM search_key WHERE number = ?", rows)
    _write(connection, "DELETE FROM search_text WHERE rowid = ?", rows)


def remove(connection: sa.Connection, owner_ids: Sequence[str]) -> None:
    """Forget deleted records."""
    numbers = list(_numbers(connection, owner_ids).values())
    _forget(connection, numbers)
    _write(connection, "DELETE FROM search_document WHERE number = ?", [(number,) for number in numbers])


def _numbers(connection: sa.Connection, owner_ids: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    if len(owner_ids) == 1:
        statement = sa.text("SELECT owner_id, number FROM search_document WHERE owner_id = :o")
        return {row[0]: row[1] for row in connection.execute(statement, {"o": owner_ids[0]})}
    many = sa.text("SELECT owner_id, number FROM search_document WHERE owner_id IN :ids").bindparams(
        sa.bindparam("ids", expanding=True)
    )
    for start in range(0, len(owner_ids), 500):
        for row in connection.execute(many, {"ids": list(owner_ids[start : start + 500])}):
            found[row[0]] = row[1]
    return found


_MOST_WORDS = 6
_BY_KEY = "search_key AS hit JOIN search_document AS d ON d.number = hit.number WHERE hit.key >= :k0 AND hit.key < :e0"
_BY_TEXT = "search_text AS hit JOIN search_document AS d ON d.number = hit.rowid WHERE hit.search_text MATCH :t0"


def _words(typed: str) -> list[str]:
    """Return the words typed; none when one of them has nothing that could be found."""
    words = typed.split()[:_MOST_WORDS]
    return words if all(any(c.isalnum() for c in word) for word in words) else []


def _is_key(word: str) -> bool:
    return word.isascii() and word.isalpha()


def _values(words: Sequence[str], first: int = 0) -> dict[str, str]:
    values: dict[str, str] = {}
    for number, word in enumerate(words, first):
        values[f"t{number}"] = '"' + _tokens(word).replace('"', "") + '"'
        if _is_key(word):
            values[f"k{number}"], values[f"e{number}"] = word.lower(), word.lower() + "{"
    return values


def _condition(number: int, word: str) -> str:
    """Return the condition that a document's ``number`` meets one word."""
    text = f"SELECT rowid FROM search_text WHERE search_text MATCH :t{number}"
    if _is_key(word):
        text = f"SELECT number FROM search_key WHERE key >= :k{number} AND key < :e{number} UNION {text}"
    return f"number IN ({text})"


def matching(typed: str, first: int = 0) -> tuple[str, dict[str, str]] | None:
    """Return the SQL of a query for the owner ids that meet every word typed, with its values; None for nothing typed.

    A word of letters is the beginning of a key (pinyin or initials) or a part of the text; any other word is a part of
    the text. Nothing typed is ever read as a search operator. ``first``: where the values are numbered from, for more
    than one such query within a statement.
    """
    words = _words(typed)
    if not words:
        return None
    conditions = " AND ".join(_condition(number, word) for number, word in enumerate(words, first))
    return f"SELECT owner_id FROM search_document WHERE {conditions}", _values(words, first)


def find(connection: sa.Connection, typed: str, limit: int = 200) -> list[str]:
    """Return at most ``limit`` owner ids for what was typed, at once even where nearly everybody is meant.

    The first word is followed hit by hit and stops at the limit; beginnings of a key come before parts of the text.
    """
    words = _words(typed)
    if not words:
        return []
    rest = "".join(f" AND d.{_condition(number, word)}" for number, word in enumerate(words[1:], 1))
    found: dict[str, None] = {}
    for source in (_BY_KEY, _BY_TEXT) if _is_key(words[0]) else (_BY_TEXT,):
        if len(found) < limit:
            statement = sa.text(f"SELECT d.owner_id FROM {source}{rest} LIMIT :most")
            rows = connection.execute(statement, {**_values(words), "most": 2 * limit})
            found |= dict.fromkeys(str(row[0]) for row in rows)
    return list(found)[:limit]
