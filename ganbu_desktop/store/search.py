"""Search as you type: a prefix index of keys and a full-text index with one token a character.

This file and ``engine`` are the only ones that speak SQLite's own dialect; another database would bring its own search.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    _forget(connection, list(numbers.values()))
    following = connection.execute(sa.text("SELECT coalesce(max(number), 0) FROM search_document")).scalar_one()
    fresh = []
    for document in documents:
        if document.owner_id not in numbers:
            following += 1
            numbers[document.owner_id] = following
            fresh.append((following, document.owner_id))
    keys = [(key, numbers[d.owner_id]) for d in documents for key in d.keys if key]
    bodies = [(numbers[d.owner_id], _tokens(d.text)) for d in documents]
    _write(connection, "INSERT INTO search_document (number, owner_id) VALUES (?, ?)", fresh)
    _write(connection, "INSERT INTO search_key (key, number) VALUES (?, ?)", keys)
    _write(connection, "INSERT INTO search_text (rowid, body) VALUES (?, ?)", bodies)


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


def matching(typed: str) -> tuple[str, dict[str, str]] | None:
    """Return the SQL of a query for the owner ids that meet every word typed, with its values; None for nothing typed.

    A word of letters is the beginning of a key (pinyin or initials) or a part of the text; any other word is a part of
    the text. Nothing typed is ever read as a search operator.
    """
    words = typed.split()
    if not words:
        return None
    conditions: list[str] = []
    values: dict[str, str] = {}
    for number, word in enumerate(words[:6]):
        phrase = '"' + _tokens(word).replace('"', "") + '"'
        values[f"t{number}"] = phrase
        text = f"SELECT rowid FROM search_text WHERE search_text MATCH :t{number}"
        if not any(c.isalnum() for c in word):
            return None
        if word.isascii() and word.isalpha():
            values[f"k{number}"], values[f"e{number}"] = word.lower(), word.lower() + "{"
            text = f"SELECT number FROM search_key WHERE key >= :k{number} AND key < :e{number} UNION {text}"
        conditions.append(f"number IN ({text})")
    return f"SELECT owner_id FROM search_document WHERE {' AND '.join(conditions)}", values


def find(connection: sa.Connection, typed: str, limit: int = 200) -> list[str]:
    """Return at most ``limit`` owner ids for what was typed."""
    query = matching(typed)
    if query is None:
        return []
    sql, values = query
    rows = connection.execute(sa.text(f"{sql} LIMIT :limit"), {**values, "limit": limit})
    return [str(row[0]) for row in rows]
