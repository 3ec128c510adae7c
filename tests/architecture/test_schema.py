"""Records and migrations tell the same tables; what a store lacks is named together with what to do."""

from __future__ import annotations

import sqlalchemy as sa

from ganbu_desktop.store import migrations
from installer import draft_migration


def test_a_fresh_store_has_exactly_what_the_records_say() -> None:
    """A record that was changed without a migration would break at the first save, in every old store."""
    found = draft_migration.drift()
    assert not found, found.report()


def test_what_is_missing_is_named_with_the_statement_that_adds_it() -> None:
    """The test above can fail, and its words are enough to go on."""

    def break_person(connection: sa.Connection) -> None:
        connection.exec_driver_sql("DROP INDEX person_by_name")
        connection.exec_driver_sql("ALTER TABLE person DROP COLUMN note")
        connection.exec_driver_sql("ALTER TABLE person ADD COLUMN shoe_size BIGINT")
        connection.exec_driver_sql("DROP TABLE relative")

    found = draft_migration.drift([*migrations.installed(), migrations.Migration(99, "坏", break_person)])
    assert "ALTER TABLE person ADD COLUMN note TEXT" in found.statements
    assert "CREATE INDEX person_by_name ON person (name)" in found.statements
    assert any(statement.startswith("CREATE TABLE relative (") for statement in found.statements)
    assert found.by_hand == ("person.shoe_size stands in no record any more",)
    report = found.report()
    assert "installer/draft_migration.py" in report
    assert "Never edit a released migration" in report
