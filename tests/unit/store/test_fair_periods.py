"""What the step does to sanctions, periods and decided figures that are there already."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlcipher3 import dbapi2

from ganbu_desktop.store.migrations import installed

_TITLE = "处分影响期分段并记决定书期间"
_UNTIL = "留党察看：自恢复党员权利之日起计算，恢复日期还没有登记"


@pytest.fixture
def connection() -> Iterator[sa.Connection]:
    """Give a store as it was before the step, with one person."""
    engine = sa.create_engine("sqlite://", module=dbapi2)
    with engine.begin() as connection:
        for step in installed():
            if step.title == _TITLE:
                break
            step.upgrade(connection)
        _insert(connection, "person", id="p", name="甲", position=0)
        yield connection
    engine.dispose()


def _insert(connection: sa.Connection, table: str, **values: object) -> None:
    names = ", ".join(values)
    marks = ", ".join("?" for _ in values)
    connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))


def _upgrade(connection: sa.Connection) -> None:
    (step,) = (step for step in installed() if step.title == _TITLE)
    step.upgrade(connection)


def _sanction(connection: sa.Connection, kind: str, ends_on: str, rule: str | None, state: str = "2") -> None:
    at = {"entry_table": "sanction", "entry_id": f"s{kind}", "person_id": "p", "rule": rule, "kind": "1"}
    decided = {"person_id": "p", "state": state, "kind": kind, "decided_on": "20250115", "ends_on": ends_on}
    _insert(connection, "sanction", id=f"s{kind}", **decided)
    _insert(connection, "effect_period", id=f"e{kind}", starts_on="20250115", ends_on=ends_on, **at)


def _periods(connection: sa.Connection) -> list[tuple[object, ...]]:
    statement = "SELECT entry_id, limits, starts_on, ends_on, person_id FROM effect_period ORDER BY entry_id, limits"
    return [tuple(row) for row in connection.exec_driver_sql(statement)]


def test_the_lost_twelve_months_are_added(connection: sa.Connection) -> None:
    _sanction(connection, "45", "20270115", "discipline_months_post_removal")
    _sanction(connection, "46", "20270115", "discipline_months_post_lowered")
    _upgrade(connection)
    assert _periods(connection) == [
        ("s45", "2", "20250115", "20260115", "p"),
        ("s45", "3", "20250115", "20270115", "p"),
        ("s46", "1", "20250115", "20270115", "p"),
    ]


def test_a_reckoned_end_of_probation_is_taken_back(connection: sa.Connection) -> None:
    _sanction(connection, "14", "20280115", "discipline_months_party_probation")
    _sanction(connection, "15", "20280115", "discipline_months_party_probation_two")
    _upgrade(connection)
    found = connection.exec_driver_sql("SELECT id, ends_on, no_end_ground FROM sanction ORDER BY id").all()
    assert [tuple(row) for row in found] == [("s14", None, _UNTIL), ("s15", "20280115", None)], "a typed end stays"
    assert _periods(connection)[:2] == [("s14", "1", None, None, "p"), ("s14", "4", "20250115", "20260115", "p")]


def test_what_is_void_stays_as_it_is(connection: sa.Connection) -> None:
    _sanction(connection, "14", "20280115", "discipline_months_party_probation", state="3")
    _upgrade(connection)
    assert connection.exec_driver_sql("SELECT ends_on FROM sanction").scalar_one() == "20280115"


def test_the_minimums_become_one_and_the_strictest_stays(connection: sa.Connection) -> None:
    for number, (name, value, day) in enumerate(
        (
            ("political_smallest_sample", "8", "202601"),
            ("talk_smallest_group", "10", "202601"),
            ("exit_smallest_group", "6", "202506"),
            ("correction_accept_days", "3", "202601"),
        )
    ):
        _insert(connection, "parameter_override", id=f"o{number}", name=name, value=value, effective_on=day)
    _upgrade(connection)
    statement = "SELECT name, value, effective_on FROM parameter_override ORDER BY effective_on, name"
    assert [tuple(row) for row in connection.exec_driver_sql(statement)] == [
        ("smallest_sample", "6", "202506"),
        ("correction_accept_days", "3", "202601"),
        ("smallest_sample", "10", "202601"),
    ]
