"""The draft of a migration does what the report says, on a store that has rows."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlcipher3 import dbapi2

from installer import draft_migration

OLD = (
    "CREATE TABLE unit (id VARCHAR(32) NOT NULL, PRIMARY KEY (id))",
    "CREATE TABLE draft_probe (id VARCHAR(32) NOT NULL, name TEXT, PRIMARY KEY (id))",
    "INSERT INTO draft_probe VALUES ('a', '王小明')",
)


@pytest.fixture
def connection() -> sa.Connection:
    connection = sa.create_engine("sqlite://", module=dbapi2).connect()
    for statement in OLD:
        connection.exec_driver_sql(statement)
    return connection


def table_with(name: str, column: sa.Column[int]) -> sa.Table:
    return sa.Table(name, sa.MetaData(), sa.Column("id", sa.String(32), primary_key=True), column)


def wanted() -> list[sa.Table]:
    told = sa.MetaData()
    probe = sa.Table(
        "draft_probe",
        told,
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.Text()),
        sa.Column("place", sa.Text()),
        sa.Column("unit_id", sa.Text(), sa.ForeignKey("unit.id"), index=True),
    )
    owned = sa.Table("draft_owned", told, sa.Column("id", sa.String(32), primary_key=True), sqlite_with_rowid=False)
    return [probe, owned, sa.Table("unit", told, sa.Column("id", sa.String(32), primary_key=True))]


def test_the_draft_closes_the_gap(connection: sa.Connection, tmp_path: Path) -> None:
    found = draft_migration._compared(connection, wanted())
    path = draft_migration.write_draft(found, "places", "增加地点", tmp_path)
    assert path.name.endswith("_places.py")
    spec = importlib.util.spec_from_file_location("draft", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert f"m{module.VERSION:04d}_places.py" == path.name
    assert module.TITLE == "增加地点"
    module.upgrade(connection)
    assert not draft_migration._compared(connection, wanted())
    rows = connection.exec_driver_sql("SELECT id, name, place, unit_id FROM draft_probe").all()
    assert rows == [("a", "王小明", None, None)]


def test_a_column_that_must_be_filled_says_what_old_rows_get(connection: sa.Connection) -> None:
    unit = table_with("unit", sa.Column("position", sa.BigInteger(), nullable=False))
    (statement,) = draft_migration._compared(connection, [unit]).statements
    assert statement == "ALTER TABLE unit ADD COLUMN position BIGINT NOT NULL DEFAULT 0"
    connection.exec_driver_sql(statement)


def test_what_an_addition_cannot_mend_is_left_to_a_person(connection: sa.Connection) -> None:
    probe = table_with("draft_probe", sa.Column("name", sa.BigInteger(), nullable=False))
    found = draft_migration._compared(connection, [probe])
    assert found.statements == ()
    assert len(found.by_hand) == 3


def test_wrong_arguments_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert draft_migration.main(["one"]) == 2
    assert draft_migration.main(["中文-", "标题"]) == 2
    assert "usage" in capsys.readouterr().err
