"""Every field, code table and form of the program is described well enough to derive the rest from."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import ganbu_desktop
from ganbu_desktop.foundation import codes
from ganbu_desktop.foundation.fields import Choice, Field
from ganbu_desktop.store.record import Record, fields_of, record_types


def _all_record_types() -> list[type[Record]]:
    for found in pkgutil.walk_packages(ganbu_desktop.__path__, "ganbu_desktop."):
        room = found.name.split(".")
        if room[1] == "kernel" or (room[1] == "modules" and {"records", "rows"} & {*room[3:]}):
            importlib.import_module(found.name)
    return sorted(
        (cls for cls in record_types() if cls.__module__.startswith("ganbu_desktop.")), key=lambda c: c.__name__
    )


def _all_fields() -> list[tuple[str, Field]]:
    return [(f"{cls.__name__}.{name}", field) for cls in _all_record_types() for name, field in fields_of(cls).items()]


def test_there_are_records() -> None:
    """The walk below finds something to judge."""
    assert len(_all_record_types()) >= 5


def test_every_record_and_field_has_a_label() -> None:
    """A label is what the clerk reads in the window, in Excel, on paper and in the audit."""
    unnamed = [cls.__name__ for cls in _all_record_types() if not cls.label.strip()]
    unnamed += [name for name, field in _all_fields() if not field.label.strip()]
    assert not unnamed, unnamed


def test_every_choice_names_a_code_table_that_exists() -> None:
    """A choice without its table could neither be filled in nor printed."""
    known = set(codes.names())
    missing = {
        name: field.table for name, field in _all_fields() if isinstance(field, Choice) and field.table not in known
    }
    assert not missing, missing


@pytest.mark.parametrize("name", codes.names())
def test_every_code_table_loads(name: str) -> None:
    """Codes and selectable labels are unique, and every selectable label is read back as its code."""
    table = codes.table(name)
    assert table.title
    assert table.source
    assert table.labels()
    all_codes = [entry.code for entry in table.entries]
    assert len(all_codes) == len(set(all_codes))
    for label in table.labels():
        assert table.label_for(table.code_for(label)) == label
