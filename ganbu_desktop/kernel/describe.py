"""Descriptions of records for those who may not know the store: pages and forms."""

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from ganbu_desktop.store.audit import Change, OperationEntry
from ganbu_desktop.store.record import Record, Reference, fields_of, needed_fields, new_id, record_type, shown_fields

__all__ = [
    "Change",
    "OperationEntry",
    "Record",
    "Reference",
    "fields_of",
    "needed_fields",
    "new_id",
    "record_type",
    "replaced",
    "shown_fields",
]

R = TypeVar("R", bound=Record)


def replaced(record: R, values: Mapping[str, Any]) -> R:
    """Return a record with some values changed."""
    return cast("R", dataclasses.replace(cast("Any", record), **values))
