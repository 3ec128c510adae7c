"""Descriptions of records for those who may not know the store: pages and forms."""

from ganbu_desktop.store.operations import Change, OperationEntry
from ganbu_desktop.store.record import Record, Reference, fields_of, new_id, record_type, shown_fields

__all__ = [
    "Change",
    "OperationEntry",
    "Record",
    "Reference",
    "fields_of",
    "new_id",
    "record_type",
    "shown_fields",
]
