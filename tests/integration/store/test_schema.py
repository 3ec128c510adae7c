"""The migrations make just the tables that the records describe: no column forgotten, none left over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from support.builders import make_office

from ganbu_desktop.kernel.office.office import Office
from ganbu_desktop.modules import load_records
from ganbu_desktop.store.record import metadata
from ganbu_desktop.store.search import CREATE

DIALECT = sqlite.dialect()


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    load_records()
    made = make_office(tmp_path)
    yield made
    made.file.close()


def described() -> dict[str, dict[str, Any]]:
    """Return columns, references and indexes of every table as the records say them."""
    return {
        table.name: {
            "columns": {
                c.name: (c.type.compile(DIALECT), not c.nullable, c.primary_key, c.foreign_keys and _target(c))
                for c in table.columns
            },
            "indexes": {(i.name, tuple(c.name for c in i.columns), bool(i.unique)) for i in table.indexes},
        }
        for table in metadata.tables.values()
    }


def _target(column: sa.Column[Any]) -> str:
    return next(iter(column.foreign_keys)).target_fullname


def migrated(office: Office) -> dict[str, dict[str, Any]]:
    """Return the same of the database that the migrations have made."""
    with office.reading() as connection:
        found = sa.inspect(connection)
        return {name: _table(found, name) for name in found.get_table_names() if not name.startswith("search_")}


def _table(found: sa.Inspector, name: str) -> dict[str, Any]:
    keys = set(found.get_pk_constraint(name)["constrained_columns"])
    targets = {
        k["constrained_columns"][0]: f"{k['referred_table']}.{k['referred_columns'][0]}"
        for k in found.get_foreign_keys(name)
    }
    columns = {
        c["name"]: (c["type"].compile(DIALECT), not c["nullable"], c["name"] in keys, targets.get(c["name"], set()))
        for c in found.get_columns(name)
    }
    indexes = {(i["name"], tuple(i["column_names"]), bool(i["unique"])) for i in found.get_indexes(name)}
    return {"columns": columns, "indexes": indexes}


def test_the_migrations_make_what_the_records_describe(office: Office) -> None:
    wanted, found = described(), migrated(office)
    assert set(found) == set(wanted)
    for name, table in wanted.items():
        assert found[name]["columns"] == table["columns"], name
        assert found[name]["indexes"] == table["indexes"], name


def test_references_wait_for_the_end_of_a_step(office: Office) -> None:
    """Whole families of records are written in any order, so every reference is checked at the commit."""
    with office.reading() as connection:
        for (sql,) in connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE sql LIKE '%REFERENCES%'"):
            if "CREATE TABLE change" not in sql:
                one_line = " ".join(sql.split())
                assert one_line.count("REFERENCES") == one_line.count("DEFERRABLE INITIALLY DEFERRED"), sql


def test_the_search_tables_are_those_of_the_search(office: Office) -> None:
    with office.reading() as connection:
        there = set(connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name LIKE 'search_%'").scalars())
    assert set(CREATE) <= there
