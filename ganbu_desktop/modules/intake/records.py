"""What the intake room keeps of its own: how columns were mapped."""

from __future__ import annotations

from ganbu_desktop.foundation.fields import Hidden, Text
from ganbu_desktop.store.record import Record, column


class ColumnMapping(Record, table="column_mapping", label="列对应关系"):
    """One layout of a home-made roster (its fingerprint) and which column is which item."""

    fingerprint: str = column(Hidden(label="版式"), not_null=True)
    title: str | None = column(Text(label="来源"))
    columns: str = column(Hidden(label="对应"), not_null=True)
